//! Why the program stops.

use std::path::PathBuf;

use patronage::money::MoneyError;
use patronage::store::StoreError;

/// One sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("`{}` cannot be read: {cause}", path.display())]
    Read { path: PathBuf, cause: std::io::Error },
    #[error("`{}` cannot be written: {cause}", path.display())]
    Write { path: PathBuf, cause: std::io::Error },
    /// A line that is not even the right shape. Nothing was imported, because the lines after it
    /// cannot be trusted either.
    #[error("line {line} of {file} {complaint}; nothing was imported")]
    Line { file: String, line: u64, complaint: String },
    /// Rows with mistakes do not keep the others out, but the run was not clean.
    #[error(
        "{rows} {} of the input {} refused; the others are imported",
        if *rows == 1 { "row" } else { "rows" },
        if *rows == 1 { "was" } else { "were" }
    )]
    Refused { rows: usize },
    #[error("rows that should be refused were stored: {before} before, {after} after")]
    BadRowsStored { before: String, after: String },
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Directory(#[from] patronage::Error),
}
