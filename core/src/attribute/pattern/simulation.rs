//! A pattern as a program, of which all steps that are possible are taken at once.
//!
//! It gives the answers of the automaton in a tenth of its code, for builds where code has to be
//! fetched. A character of a value takes at most as much work as the pattern has steps.

use regex_syntax::hir::ClassUnicode;

use super::meaning;
use super::tree::{Assertion, Node};

/// What a pattern wants next.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A character.
    Char(char),
    /// One of the characters of the set at this place.
    Set(usize),
    /// That something holds here.
    Assertion(Assertion),
    /// To go on at either of two steps.
    Either(usize, usize),
    /// To go on at another step.
    Go(usize),
    /// Nothing more.
    End,
}

/// The steps of a pattern, from the first to the end.
#[derive(Debug, Default)]
pub(super) struct Simulation {
    steps: Vec<Step>,
    sets: Vec<ClassUnicode>,
}

impl Simulation {
    /// The program of a whole pattern. None is too large: its steps were counted before.
    #[expect(clippy::unnecessary_wraps, reason = "the automaton may be too large, and stands here")]
    pub(super) fn new(pattern: &Node) -> Option<Self> {
        let mut simulation = Self::default();
        simulation.write(pattern);
        simulation.steps.push(Step::End);
        Some(simulation)
    }

    fn write(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::Char(character) => self.steps.push(Step::Char(*character)),
            Node::Dot | Node::Shorthand(_) | Node::Class(_) => {
                self.steps.push(Step::Set(self.sets.len()));
                self.sets.push(meaning::set(node));
            }
            Node::Assertion(assertion) => self.steps.push(Step::Assertion(*assertion)),
            Node::Group { inner, .. } => self.write(inner),
            Node::Repeat { inner, least, most, .. } => self.write_repeat(inner, *least, *most),
            Node::Concat(parts) => parts.iter().for_each(|part| self.write(part)),
            Node::Alternation(parts) => self.write_alternation(parts),
        }
    }

    /// No part is written more often than `meaning::steps` counts, or parts within parts would grow
    /// without a bound.
    fn write_repeat(&mut self, inner: &Node, least: u32, most: Option<u32>) {
        let mut again = self.steps.len();
        for _ in 0..least {
            again = self.steps.len();
            self.write(inner);
        }
        match most {
            // The last one that has to be there is the one that comes again.
            None if least > 0 => {
                let fork = self.reserve();
                self.settle(fork, Step::Either(again, next(fork)));
            }
            None => {
                let start = self.reserve();
                self.write(inner);
                self.steps.push(Step::Go(start));
                self.settle(start, Step::Either(next(start), self.steps.len()));
            }
            Some(most) => {
                let mut forks = Vec::new();
                for _ in least..most {
                    forks.push(self.reserve());
                    self.write(inner);
                }
                let end = self.steps.len();
                for fork in forks {
                    self.settle(fork, Step::Either(next(fork), end));
                }
            }
        }
    }

    fn write_alternation(&mut self, parts: &[Node]) {
        let mut ends = Vec::with_capacity(parts.len());
        for part in parts {
            let start = self.reserve();
            self.write(part);
            ends.push(self.reserve());
            self.settle(start, Step::Either(next(start), self.steps.len()));
        }
        // Behind the last part there is no other one.
        let dead = self.reserve();
        let end = self.steps.len();
        self.settle(dead, Step::Set(self.sets.len()));
        self.sets.push(ClassUnicode::empty());
        for place in ends {
            self.settle(place, Step::Go(end));
        }
    }

    /// A step that is written later.
    fn reserve(&mut self) -> usize {
        self.steps.push(Step::End);
        self.steps.len().wrapping_sub(1)
    }

    fn settle(&mut self, place: usize, step: Step) {
        if let Some(reserved) = self.steps.get_mut(place) {
            *reserved = step;
        }
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let mut here = Places::of(self.steps.len());
        let mut there = Places::of(self.steps.len());
        let mut before = None;
        let mut rest = value.chars();
        self.reach(0, before, value.chars().next(), &mut here);
        while let Some(character) = rest.next() {
            let after = rest.clone().next();
            before = Some(character);
            there.clear();
            for place in &here.waiting {
                if self.takes(*place, character) {
                    self.reach(next(*place), before, after, &mut there);
                }
            }
            if there.waiting.is_empty() && !there.is_at_end {
                return false;
            }
            std::mem::swap(&mut here, &mut there);
        }
        here.is_at_end
    }

    fn takes(&self, place: usize, character: char) -> bool {
        match self.steps.get(place) {
            Some(Step::Char(wanted)) => *wanted == character,
            Some(Step::Set(set)) => self.sets.get(*set).is_some_and(|set| {
                let is_in = |range: &regex_syntax::hir::ClassUnicodeRange| {
                    (range.start()..=range.end()).contains(&character)
                };
                set.ranges().iter().any(is_in)
            }),
            _ => false,
        }
    }

    /// Notes every step that waits for a character, from a place on.
    fn reach(&self, from: usize, before: Option<char>, after: Option<char>, places: &mut Places) {
        places.open.push(from);
        while let Some(place) = places.open.pop() {
            match places.seen.get_mut(place) {
                Some(seen) if *seen != places.round => *seen = places.round,
                _ => continue,
            }
            match self.steps.get(place) {
                Some(Step::Char(_) | Step::Set(_)) => places.waiting.push(place),
                Some(Step::Assertion(assertion)) if assertion.holds(before, after) => {
                    places.open.push(next(place));
                }
                Some(Step::Either(first, second)) => places.open.extend([*first, *second]),
                Some(Step::Go(to)) => places.open.push(*to),
                Some(Step::End) => places.is_at_end = true,
                Some(Step::Assertion(_)) | None => {}
            }
        }
    }
}

/// The step behind one.
fn next(place: usize) -> usize {
    place.saturating_add(1)
}

/// The steps at which a pattern may be.
#[derive(Debug)]
struct Places {
    /// Those that wait for a character.
    waiting: Vec<usize>,
    /// Those that are still to be looked at.
    open: Vec<usize>,
    /// In which round a step was seen last.
    seen: Vec<usize>,
    round: usize,
    is_at_end: bool,
}

impl Places {
    fn of(steps: usize) -> Self {
        Self {
            waiting: Vec::new(),
            open: Vec::new(),
            seen: vec![0; steps],
            round: 1,
            is_at_end: false,
        }
    }

    fn clear(&mut self) {
        self.waiting.clear();
        self.round = self.round.wrapping_add(1);
        self.is_at_end = false;
    }
}

impl Assertion {
    /// Whether it holds between two characters, of which there is none at the ends of a value.
    fn holds(self, before: Option<char>, after: Option<char>) -> bool {
        let is_word = |character: Option<char>| {
            character.is_some_and(|character| character.is_ascii_alphanumeric() || character == '_')
        };
        match self {
            Self::Start => before.is_none(),
            Self::End => after.is_none(),
            Self::WordBoundary => is_word(before) != is_word(after),
            Self::NoWordBoundary => is_word(before) == is_word(after),
        }
    }
}

#[cfg(test)]
#[cfg(feature = "automata")]
mod tests {
    use proptest::prelude::*;

    use super::super::automaton::Automaton;
    use super::super::reader;
    use super::Simulation;

    fn both(pattern: &str, value: &str) -> (bool, bool) {
        let tree = reader::read(pattern).unwrap();
        let simulated = Simulation::new(&tree).unwrap().matches(value);
        (simulated, Automaton::new(&tree).unwrap().matches(value))
    }

    #[test]
    fn what_can_be_nothing_is_repeated_and_comes_to_an_end() {
        for pattern in [
            "(a*)*",
            "(a|)*b?",
            "(?:|a)+",
            "(a?){0,3}",
            "(?:){5}",
            "a{0}",
            "(^a|b$)*",
            "(a{2,})+",
            "(?:ab?){2,}",
        ] {
            for value in ["", "a", "b", "aab", "aaaa", "ba"] {
                let (simulated, automaton) = both(pattern, value);
                assert_eq!(simulated, automaton, "`{pattern}` and `{value}`");
            }
        }
    }

    #[test]
    fn parts_within_parts_are_written_once() {
        let nested = |count: &str| format!("{}a{}", "(".repeat(40), format!("){count}").repeat(40));
        for count in ["+", "*", "{1,}", "?"] {
            let tree = reader::read(&nested(count)).unwrap();
            let simulation = Simulation::new(&tree).unwrap();
            assert!(simulation.steps.len() < 130, "{count}: {}", simulation.steps.len());
            assert!(simulation.matches("a"));
            assert_eq!(simulation.matches("aaa"), count != "?");
        }
    }

    const PARTS: &[&str] =
        &["a", "b", ".", r"\b", r"\B", r"\w", r"\s", "[^a]", "(a|b*)", "(?:|a)", "(^b|)", "^", "$"];
    const COUNTS: &[&str] = &["", "", "*", "+", "?", "{0,2}", "{2}"];

    fn part() -> impl Strategy<Value = String> {
        let both = (prop::sample::select(PARTS), prop::sample::select(COUNTS));
        both.prop_map(|(part, count)| format!("{part}{count}"))
    }

    proptest! {
        #[test]
        fn the_answers_are_those_of_the_automaton(
            parts in prop::collection::vec(part(), 1..6),
            values in prop::collection::vec("[ab é]{0,6}", 12),
        ) {
            let pattern = parts.concat();
            prop_assume!(reader::read(&pattern).is_ok());
            for value in values {
                let (simulated, automaton) = both(&pattern, &value);
                prop_assert_eq!(simulated, automaton, "`{}` and `{}`", pattern, value);
            }
        }
    }
}
