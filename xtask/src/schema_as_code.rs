//! The example of definitions in a file, run as its README does it, on the quickstart's database.

use std::path::Path;

use crate::document;
use crate::shell::{Call, Failure};

const README: &str = "examples/schema-as-code/README.md";

/// What a reader has seen at the end of the README. One that says less proves less.
const SEEN: &[&str] = &[
    "such as",
    "Nothing was changed. With --apply it is.",
    "error: nothing was changed, because of values that customers hold",
    "Done (grandfather)",
    "Nothing differs.",
    "Done (purge)",
    "No customer holds what the new definitions refuse.",
    "definition.unknown_member",
];

/// Runs every command of the README and compares what is printed. What only looks or is refused
/// leaves no event behind, and what is made does.
pub(crate) fn check(folder: &Path) -> Result<(), Failure> {
    let events = || {
        let database = folder.join("quickstart.db").to_string_lossy().into_owned();
        let question = "SELECT count(*) FROM patronage_events_view";
        let call = Call::new("sqlite3", [database, question.to_owned()]);
        Ok::<_, Failure>((call.read()?, call))
    };
    let (mut before, _) = events()?;
    let mut seen = String::new();
    let all = |_: &str| true;
    document::check(README, all, folder, |example| {
        let (now, call) = events()?;
        let is_made = example.printed.contains("\nDone (");
        if is_made == (before == now) {
            let complaint = format!(
                "there were {} events before `{}` and {} after it",
                before.trim(),
                example.command,
                now.trim()
            );
            return Err(Failure::Unacceptable { call, complaint });
        }
        before = now;
        seen.push_str(example.printed);
        Ok(())
    })?;
    match SEEN.iter().find(|sentence| !seen.contains(**sentence)) {
        None => Ok(()),
        Some(sentence) => {
            let complaint = format!("{README} does not show `{sentence}`");
            Err(Failure::Unacceptable { call: Call::new("cat", [README]), complaint })
        }
    }
}
