//! The automaton of a pattern, which reads a value once from its beginning to its end.

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::hybrid;
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

use super::meaning;
use super::tree::Node;

/// The size in bytes up to which all states are kept, made when the pattern is parsed.
const TABLE_SIZE: usize = 64 << 10;
/// The memory that may be used on the way to such a table.
const TABLE_WORK: usize = 512 << 10;

/// More states of the expression than this never gave a table that fits, in a trial, and took up to
/// 100 ms to find that out.
const TABLE_STATES: usize = 1_000;

/// Which values match: one state at a time, a step for each byte, nothing is ever tried again.
#[derive(Debug)]
pub(super) enum Automaton {
    /// All states in a table. It is only read, so threads do not wait for each other.
    Table { table: Box<dense::DFA<Vec<u32>>>, start: StateID },
    /// States are made when a value needs them, for the few patterns that have very many.
    Lazy { states: Box<hybrid::dfa::DFA>, caches: Pool<hybrid::dfa::Cache, NewCache> },
}

type NewCache = Box<
    dyn Fn() -> hybrid::dfa::Cache
        + Send
        + Sync
        + std::panic::UnwindSafe
        + std::panic::RefUnwindSafe,
>;

impl Automaton {
    /// The automaton of a whole pattern, or `None` when it is beyond all sizes.
    pub(super) fn new(pattern: &Node) -> Option<Self> {
        let config = thompson::Config::new().which_captures(WhichCaptures::None);
        let nfa = thompson::Compiler::new()
            .configure(config)
            .build_from_hir(&meaning::whole(pattern))
            .ok()?;
        Self::table(&nfa).or_else(|| Self::lazy(nfa))
    }

    fn table(nfa: &NFA) -> Option<Self> {
        if nfa.states().len() > TABLE_STATES {
            return None;
        }
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .accelerate(false)
            .dfa_size_limit(Some(TABLE_SIZE))
            .determinize_size_limit(Some(TABLE_WORK));
        let table = dense::Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        let start = table.start_state(&anchored()).ok()?;
        Some(Self::Table { table: Box::new(table), start })
    }

    fn lazy(nfa: NFA) -> Option<Self> {
        let config = hybrid::dfa::Config::new().skip_cache_capacity_check(true);
        let states = hybrid::dfa::Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        let states = Box::new(states);
        let new = states.clone();
        Some(Self::Lazy { states, caches: Pool::new(Box::new(move || new.create_cache())) })
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        match self {
            Self::Table { table, start } => {
                let mut state = *start;
                for &byte in value.as_bytes() {
                    state = table.next_state(state, byte);
                    if table.is_dead_state(state) {
                        return false;
                    }
                }
                table.is_match_state(table.next_eoi_state(state))
            }
            // A cache that is full is emptied as often as it takes. Only a configuration that lets
            // it give up instead knows errors, and ours does not.
            Self::Lazy { states, caches } => {
                walk(states, &mut caches.get(), value).unwrap_or(false)
            }
        }
    }
}

fn walk(states: &hybrid::dfa::DFA, cache: &mut hybrid::dfa::Cache, value: &str) -> Option<bool> {
    let mut state = states.start_state(cache, &anchored()).ok()?;
    for &byte in value.as_bytes() {
        state = states.next_state(cache, state, byte).ok()?;
        if state.is_dead() {
            return Some(false);
        }
    }
    Some(states.next_eoi_state(cache, state).ok()?.is_match())
}

fn anchored() -> start::Config {
    start::Config::new().anchored(Anchored::Yes)
}
