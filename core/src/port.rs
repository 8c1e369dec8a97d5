//! Time and chance are inputs: the ports through which they enter.
//!
//! The core never asks an operating system for the time or for randomness. A directory is given a
//! [`Clock`] and an [`IdSource`]; with the feature `system` (on by default) [`system`] brings the
//! usual ones, and [`fixed`] has those that give the same answers in every run.

pub mod fixed;
#[cfg(feature = "system")]
pub mod system;
mod uuid_v7;

use std::fmt::Debug;

use uuid::Uuid;

use crate::time::Timestamp;
pub use uuid_v7::UuidV7;

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Gives bytes that nobody can guess.
pub trait Entropy: Debug + Send + Sync {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), PortError>;
}

/// Makes the ids of new customers, addresses and so on.
pub trait IdSource: Debug + Send + Sync {
    /// An id that was never given before. Ids of later moments sort after those of earlier ones.
    fn next_id(&self, now: Timestamp) -> Result<Uuid, PortError>;
}

/// A port did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PortError {
    /// The source of randomness failed.
    #[error("the source of randomness failed: {reason}")]
    Entropy {
        /// What it said.
        reason: String,
    },
    /// The directory was given no such port, and this build brings none of its own.
    #[error("a directory needs a {port}, and none was given")]
    Missing {
        /// The port.
        port: &'static str,
    },
}

impl PortError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Entropy { .. } => "port.entropy",
            Self::Missing { .. } => "port.missing",
        }
    }
}
