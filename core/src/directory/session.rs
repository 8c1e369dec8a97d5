//! A directory together with an actor: reading, and deciding until the store takes the decision.

use std::sync::{Arc, PoisonError};

use super::Shared;
use super::definitions::Definitions;
use super::error::Error;
use super::view::{Basis, Pending, View};
use crate::actor::{Actor, Role};
use crate::attribute::Breach;
use crate::customer::CustomerError;
use crate::store::unexpected;
use crate::store::{ChangeSet, Committed, Conflict, StoreError, UniqueKey};
use crate::violation::Violations;

/// How often an operation is decided before it gives up.
///
/// Of several that conflict one always wins, so a thousand tries are used up only where a thousand
/// others were served meanwhile.
const MAX_ATTEMPTS: usize = 1_000;

/// How often an operation is decided before it queues up with the others of this directory that
/// keep losing. Of those who wait only the first decides, so that it is not overtaken again.
const EAGER_ATTEMPTS: usize = 8;

/// A directory, used by somebody.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) shared: Arc<Shared>,
    pub(super) actor: Arc<Actor>,
}

/// What is to be written, and what the caller is told when it was.
#[derive(Debug)]
pub(super) struct Decision<T> {
    pub(super) outcome: T,
    pub(super) changes: ChangeSet,
}

impl Session {
    pub(super) fn new(shared: &Arc<Shared>, actor: Actor) -> Self {
        Self { shared: Arc::clone(shared), actor: Arc::new(actor) }
    }

    fn basis(&self, definitions: Arc<Definitions>) -> Basis<'_> {
        Basis { session: self, definitions, now: self.shared.clock.now() }
    }

    /// Reads out of one consistent view.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&View<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let snapshot = self.shared.store.snapshot()?;
        let definitions = self.shared.definitions.of(&*snapshot)?;
        read(&View::new(self.basis(definitions), &*snapshot))
    }

    /// Reads, decides and commits, again and again while others are faster.
    pub(super) fn transact<T>(
        &self,
        decide: impl Fn(&View<'_>) -> Result<Decision<T>, Error>,
    ) -> Result<T, Error> {
        self.transact_committed(decide).map(|(outcome, _)| outcome)
    }

    /// As [`transact`](Self::transact), with what the store said.
    pub(super) fn transact_committed<T>(
        &self,
        decide: impl Fn(&View<'_>) -> Result<Decision<T>, Error>,
    ) -> Result<(T, Committed), Error> {
        self.persist(|| self.read(&decide))
    }

    /// Decides by the definitions alone and commits: what is unique is for the store to say.
    ///
    /// The definitions may be behind. The store refuses what was decided by old ones; a refusal by
    /// old ones is decided again by the present ones.
    pub(super) fn transact_unread<T>(
        &self,
        decide: impl Fn(&Basis<'_>) -> Result<Decision<T>, Error>,
    ) -> Result<(T, Committed), Error> {
        let cached = self.shared.definitions.latest();
        let mut is_first = true;
        self.persist(|| {
            if std::mem::take(&mut is_first)
                && let Ok(decision) = decide(&self.basis(Arc::clone(&cached)))
            {
                return Ok(decision);
            }
            self.read(|view| decide(&view.basis))
        })
    }

    fn persist<T>(
        &self,
        mut decide: impl FnMut() -> Result<Decision<T>, Error>,
    ) -> Result<(T, Committed), Error> {
        let mut attempt: usize = 1;
        let mut turn = None;
        loop {
            let Decision { outcome, changes } = decide()?;
            if changes.is_empty() {
                return Ok((outcome, Committed::default()));
            }
            match self.shared.store.commit(&changes) {
                Ok(committed) => return Ok((outcome, committed)),
                Err(refused) if attempt < MAX_ATTEMPTS && may_be_decided_again(&refused) => {
                    attempt = attempt.saturating_add(1);
                    if attempt > EAGER_ATTEMPTS && turn.is_none() {
                        let queue = self.shared.queue.lock();
                        turn = Some(queue.unwrap_or_else(PoisonError::into_inner));
                    }
                    std::thread::yield_now();
                }
                Err(refused) => return Err(explain(refused, self.actor.role())),
            }
        }
    }

    /// Decides many inputs, each by itself and each seeing those before it, and commits them
    /// together.
    ///
    /// What the store refuses is decided again, one by one. The store also refuses what stands on a
    /// refused set, so that nothing is decided by a record that did not come about.
    pub(super) fn transact_all<I, T>(
        &self,
        inputs: &[I],
        decide: impl Fn(&View<'_>, &I) -> Result<Decision<T>, Error>,
    ) -> Vec<Result<(T, Committed), Error>> {
        let decided = self.read(|view| {
            let mut pending = Pending::default();
            let mut decided = Vec::with_capacity(inputs.len());
            for input in inputs {
                let decision = decide(&view.over(&pending), input);
                if let Ok(decision) = &decision {
                    pending.take_in(&decision.changes);
                }
                decided.push(decision);
            }
            Ok(decided)
        });
        self.persist_all(inputs, decided, |input| self.read(|view| decide(view, input)))
    }

    /// As [`transact_all`](Self::transact_all), for decisions that read nothing but definitions.
    pub(super) fn transact_all_unread<I, T>(
        &self,
        inputs: &[I],
        decide: impl Fn(&Basis<'_>, &I) -> Result<Decision<T>, Error>,
    ) -> Vec<Result<(T, Committed), Error>> {
        let all = |view: &View<'_>| inputs.iter().map(|input| decide(&view.basis, input)).collect();
        let decided = self.read(|view| Ok(all(view)));
        self.persist_all(inputs, decided, |input| self.read(|view| decide(&view.basis, input)))
    }

    /// Commits what was decided together; what the store refuses is decided `again`, one by one.
    fn persist_all<I, T>(
        &self,
        inputs: &[I],
        decided: Result<Vec<Result<Decision<T>, Error>>, Error>,
        again: impl Fn(&I) -> Result<Decision<T>, Error>,
    ) -> Vec<Result<(T, Committed), Error>> {
        let Ok(decided) = decided else {
            // The store could not be read for all at once: each is tried by itself.
            return inputs.iter().map(|input| self.persist(|| again(input))).collect();
        };
        let (outcomes, sets) = part(decided);
        let answers =
            if sets.is_empty() { Vec::new() } else { self.shared.store.commit_all(&sets) };
        let mut answers = answers.into_iter();
        // What was refused here, or found to be done, may have seen a set that did not come about.
        let mut one_failed = false;
        let mut answer = |(input, outcome): (&I, Outcome<T>)| match outcome {
            Ok((outcome, Writes::Something)) => match answers.next() {
                Some(Ok(committed)) => Ok((outcome, committed)),
                Some(Err(refused)) => {
                    one_failed = true;
                    if may_be_decided_again(&refused) {
                        self.persist(|| again(input))
                    } else {
                        Err(explain(refused, self.actor.role()))
                    }
                }
                None => Err(unexpected("the answer to a batch").into()),
            },
            _ if one_failed => self.persist(|| again(input)),
            Ok((outcome, Writes::Nothing)) => Ok((outcome, Committed::default())),
            Err(error) => Err(error),
        };
        inputs.iter().zip(outcomes).map(&mut answer).collect()
    }
}

/// Whether a decision has a set to be committed.
#[derive(Debug, Clone, Copy)]
enum Writes {
    Something,
    Nothing,
}

type Outcome<T> = Result<(T, Writes), Error>;

/// The outcomes of all decisions, and the sets of those that write.
fn part<T>(decided: Vec<Result<Decision<T>, Error>>) -> (Vec<Outcome<T>>, Vec<ChangeSet>) {
    let mut sets = Vec::with_capacity(decided.len());
    let mut outcomes = Vec::with_capacity(decided.len());
    for decision in decided {
        outcomes.push(decision.map(|Decision { outcome, changes }| {
            if changes.is_empty() {
                (outcome, Writes::Nothing)
            } else {
                sets.push(changes);
                (outcome, Writes::Something)
            }
        }));
    }
    (outcomes, sets)
}

/// Whether a refusal comes from what was read before, so that reading again may help.
fn may_be_decided_again(refused: &StoreError) -> bool {
    match refused {
        StoreError::Conflict(Conflict::Taken { .. }) => false,
        StoreError::Conflict(_) => true,
        _ => false,
    }
}

/// A refusal of the store in the words of the domain. Who holds a key that is taken is not said, and
/// to a shopper not even that somebody does.
pub(super) fn explain(refused: StoreError, role: Role) -> Error {
    let StoreError::Conflict(Conflict::Taken { key }) = refused else {
        return refused.into();
    };
    match key {
        UniqueKey::Login(set, _) => {
            CustomerError::LoginNameTaken { customer_set: set.to_string() }.into()
        }
        UniqueKey::Email(set, _) => {
            CustomerError::EmailTaken { customer_set: set.to_string() }.into()
        }
        UniqueKey::ExternalId(external_id) => CustomerError::ExternalIdTaken { external_id }.into(),
        UniqueKey::Attribute(_, code, _) => {
            let breach = if role == Role::Shopper { Breach::NotUsable } else { Breach::Taken };
            Violations::from(breach.at(format!("attributes.{code}"), [])).into()
        }
        key @ UniqueKey::Number(_) => StoreError::Conflict(Conflict::Taken { key }).into(),
    }
}
