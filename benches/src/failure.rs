//! Why a run has no figures to show.

use std::path::PathBuf;

use crate::who::Who;

/// Why a run has no figures to show.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Failure {
    /// The library refused what it should have done.
    #[error("the library: {0}")]
    Directory(#[from] patronage::Error),
    /// The store could not be opened.
    #[error("the store: {0}")]
    Store(#[from] patronage::store::StoreError),
    /// The side that is written by hand failed.
    #[error("by hand: {0}")]
    Sqlite(#[from] patronage_sqlite::rusqlite::Error),
    /// A document could not be written or read.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// A side does not take its schema.
    #[error("the schema of {who}: {reason}")]
    Schema {
        /// Which side.
        who: Who,
        /// What it said.
        reason: String,
    },
    /// A folder could not be made, or a report not written.
    #[error("`{}`: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        cause: std::io::Error,
    },
    /// The peer's program failed.
    #[error("the peer `{}`: {reason}", program.display())]
    Peer {
        /// The program.
        program: PathBuf,
        /// What it said.
        reason: String,
    },
    /// A side was asked for what it does not do.
    #[error("{0} does not do this")]
    NoSide(Who),
    /// Both sides did not do the same work, so their times say nothing.
    #[error("both sides did not do the same: {0}")]
    Unequal(String),
}
