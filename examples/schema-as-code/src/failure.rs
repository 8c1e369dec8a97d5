//! Why the program stops.

use std::path::PathBuf;

use patronage::attribute::DryRun;
use patronage::store::StoreError;
use patronage::violation::Violation;

use crate::report::InWords;

/// One sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(
        "there is no database `{}`; `cargo run --release -p quickstart` makes `quickstart.db`",
        path.display()
    )]
    NoDatabase { path: PathBuf },
    #[error("`{}` cannot be read: {cause}", path.display())]
    Read { path: PathBuf, cause: std::io::Error },
    /// The table of them is printed beside this sentence.
    #[error(
        "`{file}` has {} {}; nothing was changed",
        mistakes.len(),
        if mistakes.len() == 1 { "mistake" } else { "mistakes" }
    )]
    Mistakes { file: String, mistakes: Vec<Violation> },
    #[error("nothing was changed, because of values that customers hold: {}", InWords(found))]
    InTheWay { found: Box<DryRun> },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Directory(#[from] patronage::Error),
}
