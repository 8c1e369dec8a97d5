//! What a store can answer instead.

use super::key::{Key, UniqueKey};
use super::record::CorruptRecord;
use crate::credit::CreditError;
use crate::version::{Generation, Version};

/// Why a change set was refused: something is not as its decision assumed. Reading and deciding
/// again may succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Conflict {
    /// A record has another version than expected, is missing or is there against expectation.
    #[error("{key} was changed meanwhile")]
    Version {
        /// The record.
        key: Key,
        /// The version that it has; `None` when it is not there.
        current: Option<Version>,
    },
    /// The definitions have changed since the decision.
    #[error("the definitions were changed meanwhile")]
    Generation {
        /// The present generation.
        current: Generation,
    },
    /// Another customer holds a unique key.
    #[error("a unique key is taken")]
    Taken {
        /// The key.
        key: UniqueKey,
    },
    /// A record refers to one that is not there.
    #[error("{key} is not there")]
    Missing {
        /// The record that is not there.
        key: Key,
    },
    /// A record cannot be deleted because others refer to it.
    #[error("{key} is in use")]
    Referenced {
        /// The record.
        key: Key,
    },
}

/// Why a store did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Something is not as the decision assumed.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// An operation on a credit account was refused.
    #[error(transparent)]
    Refused(#[from] CreditError),
    /// Somebody else held the store for too long.
    #[error("the store is busy")]
    Busy,
    /// There is no room left. What was answered before is kept; the commit was not applied.
    #[error("the store is full")]
    Full,
    /// The store can be read but not written.
    #[error("the store is read-only")]
    ReadOnly,
    /// There is no folder in which the store could be.
    #[error("there is no folder `{path}`")]
    NoFolder {
        /// The folder.
        path: String,
    },
    /// The path is that of a folder.
    #[error("`{path}` is a folder, not a file")]
    IsFolder {
        /// The path.
        path: String,
    },
    /// The store cannot be opened.
    #[error("`{path}` cannot be opened: {reason}")]
    CannotOpen {
        /// The path.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The file is something else.
    #[error("`{path}` is not a patronage store: {reason}")]
    Foreign {
        /// The path.
        path: String,
        /// What it seems to be.
        reason: String,
    },
    /// A newer release wrote the store.
    #[error("the store has format {found}, and this release knows formats up to {known}")]
    Newer {
        /// The format of the store.
        found: u32,
        /// The newest format that is known.
        known: u32,
    },
    /// The process was forked after the store was opened: locks and connections are the parent's.
    #[error("the store was opened before the process was forked; open it again in the child")]
    Forked,
    /// The host has closed the directory.
    #[error("the directory was closed")]
    Closed,
    /// The store is damaged.
    #[error("the store is damaged: {reason}")]
    Damaged {
        /// What is wrong.
        reason: String,
    },
    /// A record is damaged.
    #[error(transparent)]
    Corrupt(#[from] CorruptRecord),
    /// A set that no decision makes, such as one that writes a record twice.
    #[error("the change set is not well-formed: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// A plan holds one operation, and this would be a second one.
    #[error("the plan holds an operation already")]
    PlanHoldsOne,
    /// Something below the store failed.
    #[error("the store failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// An error of whatever lies below the store.
    pub fn backend(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Backend(error.into())
    }

    /// A damaged record.
    pub fn corrupt(key: &Key, reason: &impl ToString) -> Self {
        Self::Corrupt(CorruptRecord::new(key, reason))
    }
}

impl StoreError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Conflict(conflict) => conflict.code(),
            Self::Refused(refused) => refused.code(),
            Self::Busy => "store.busy",
            Self::Full => "store.full",
            Self::ReadOnly => "store.read_only",
            Self::NoFolder { .. } => "store.no_folder",
            Self::IsFolder { .. } => "store.is_folder",
            Self::CannotOpen { .. } => "store.cannot_open",
            Self::Foreign { .. } => "store.foreign",
            Self::Newer { .. } => "store.newer",
            Self::Forked => "store.forked",
            Self::Closed => "store.closed",
            Self::Damaged { .. } => "store.damaged",
            Self::Corrupt(_) => "store.corrupt_record",
            Self::Malformed { .. } => "store.malformed",
            Self::PlanHoldsOne => "store.plan_holds_one",
            Self::Backend(_) => "store.backend",
        }
    }
}

impl Conflict {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Version { .. } => "store.conflict",
            Self::Generation { .. } => "store.stale_generation",
            Self::Taken { .. } => "store.taken",
            Self::Missing { .. } => "store.missing",
            Self::Referenced { .. } => "store.referenced",
        }
    }
}

/// A store that gives something else than what it was asked for.
pub(crate) fn unexpected(asked_for: &str) -> StoreError {
    StoreError::Damaged { reason: format!("{asked_for} came back as something else") }
}
