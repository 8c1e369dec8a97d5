//! Writes as values.

use super::key::Key;
use super::record::Record;
use crate::credit::{CreditCommand, Decided};
use crate::event::{EventPosition, NewEvent};
use crate::id::{CustomerId, CustomerNumber};
use crate::version::{Generation, Version};

/// What must hold of a record for a change to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// Nothing: the last writer wins.
    Any,
    /// It is not there.
    Absent,
    /// It is there, whatever its version.
    Present,
    /// It is there in this version.
    Version(Version),
}

impl Expected {
    /// Whether a record with this version, or its absence, is as expected.
    pub fn allows(self, current: Option<Version>) -> bool {
        match self {
            Self::Any => true,
            Self::Absent => current.is_none(),
            Self::Present => current.is_some(),
            Self::Version(version) => current == Some(version),
        }
    }
}

/// A record that a decision has read and does not write.
///
/// Naming it keeps two decisions from slipping past each other: when it has changed since, the set
/// is refused and decided again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The record.
    pub key: Key,
    /// What must hold of it.
    pub expected: Expected,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Puts a record in place of the one with the same key, if there is one.
    Put {
        /// What must hold of the record that is there now.
        expected: Expected,
        /// The new one. Its version is not looked at; the store assigns the next.
        record: Record,
    },
    /// Deletes a record. One that is not there is a conflict unless `expected` is
    /// [`Expected::Any`] or [`Expected::Absent`]; then nothing changes.
    Delete {
        /// What must hold of the record that is there now.
        expected: Expected,
        /// The record.
        key: Key,
    },
}

impl Change {
    /// The record that is written.
    pub fn key(&self) -> Key {
        match self {
            Self::Put { record, .. } => record.key(),
            Self::Delete { key, .. } => key.clone(),
        }
    }

    /// What must hold of it.
    pub fn expected(&self) -> Expected {
        match self {
            Self::Put { expected, .. } | Self::Delete { expected, .. } => *expected,
        }
    }
}

/// Everything that one decision writes. It is applied wholly or not at all.
///
/// A set changes a record at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// By which definitions it was decided.
    pub generation: Generation,
    /// What was read and is not written.
    pub requires: Vec<Requirement>,
    /// The writes.
    pub changes: Vec<Change>,
    /// What the trail says about it.
    pub events: Vec<NewEvent>,
    /// Operations on credit accounts. They are decided inside the commit, after the writes, by the
    /// accounts as they stand there; a refusal refuses the set. What they add to the ledgers follows
    /// the events.
    pub credit: Vec<CreditCommand>,
}

impl ChangeSet {
    /// An empty set, decided by the definitions of `generation`.
    pub fn new(generation: Generation) -> Self {
        Self {
            generation,
            requires: Vec::new(),
            changes: Vec::new(),
            events: Vec::new(),
            credit: Vec::new(),
        }
    }

    /// Names a record that was read.
    #[must_use]
    pub fn require(mut self, key: Key, expected: Expected) -> Self {
        self.requires.push(Requirement { key, expected });
        self
    }

    /// Puts a record.
    #[must_use]
    pub fn put(mut self, record: Record, expected: Expected) -> Self {
        self.changes.push(Change::Put { expected, record });
        self
    }

    /// Deletes a record.
    #[must_use]
    pub fn delete(mut self, key: Key, expected: Expected) -> Self {
        self.changes.push(Change::Delete { expected, key });
        self
    }

    /// Adds an event.
    #[must_use]
    pub fn event(mut self, event: NewEvent) -> Self {
        self.events.push(event);
        self
    }

    /// Adds an operation on a credit account.
    #[must_use]
    pub fn credit(mut self, command: CreditCommand) -> Self {
        self.credit.push(command);
        self
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.events.is_empty() && self.credit.is_empty()
    }
}

/// What the store assigned in a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// The generation after the commit.
    pub generation: Generation,
    /// The numbers of the customers that are new, in the order of the changes.
    pub customer_numbers: Vec<(CustomerId, CustomerNumber)>,
    /// Where the events stand, in their order, those of the credit entries last.
    pub events: Vec<AssignedEvent>,
    /// What was decided of the operations on credit accounts, in their order.
    pub credit: Vec<Decided>,
}

impl Committed {
    /// The number that a customer got who is new; `None` for others, and in a plan.
    pub fn number_of(&self, customer: CustomerId) -> Option<CustomerNumber> {
        let found = self.customer_numbers.iter().find(|(id, _)| *id == customer);
        found.map(|(_, number)| *number)
    }
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssignedEvent {
    /// In the trail of the tenant.
    pub position: EventPosition,
    /// Among the events of its customer.
    pub number: Option<u64>,
}
