//! Commands that stand in a document with what they print: a reader can paste them, so they are run.

use std::fs;
use std::path::Path;

use crate::shell::{Call, Failure};

/// What is at hand for the commands: the reader's own folder has these files.
const FILES: [&str; 2] = ["quickstart.db", "my.json"];

/// A command and the block of text after it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Example<'d> {
    pub(crate) command: &'d str,
    pub(crate) printed: &'d str,
}

/// Runs the commands of a document that are chosen, with the reader's files in a folder, and fails
/// unless they print what the document says. Answers how many there were; `after` is told each one.
pub(crate) fn check(
    name: &str,
    is_chosen: impl Fn(&str) -> bool,
    folder: &Path,
    mut after: impl FnMut(&Example<'_>) -> Result<(), Failure>,
) -> Result<usize, Failure> {
    let text = read(name)?;
    let mut count = 0_usize;
    for example in examples(&text).filter(|example| is_chosen(example.command)) {
        let call = Call::new("sh", ["-c", &in_folder(example.command, folder)]);
        let found = call.ending()?.replace(&format!("{}/", folder.display()), "");
        if found.trim_end() != example.printed.trim_end() {
            let printed = example.printed;
            let complaint = format!("{name} says\n\n{printed}\n\nand found is\n\n{found}\n");
            return Err(Failure::Unacceptable { call, complaint });
        }
        after(&example)?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

/// A document of the project, by its path in it.
pub(crate) fn read(name: &str) -> Result<String, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    fs::read_to_string(&path).map_err(|cause| Failure::File { path, cause })
}

/// The same command with the files where they are, and without what cargo says about building.
fn in_folder(command: &str, folder: &Path) -> String {
    FILES.iter().fold(command.replace("cargo run ", "cargo run --quiet "), |command, file| {
        command.replace(file, &format!("{}/{file}", folder.display()))
    })
}

/// The blocks of commands that are followed by a block of text.
fn examples(document: &str) -> impl Iterator<Item = Example<'_>> {
    document.split("\n```sh\n").skip(1).filter_map(|rest| {
        let (command, rest) = rest.split_once("\n```")?;
        let (_, block) = rest.split_once("\n```text\n")?;
        let (printed, _) = block.split_once("\n```")?;
        Some(Example { command, printed })
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Example, examples, in_folder};

    #[test]
    fn commands_come_with_what_is_printed_next() {
        let document = "Try:\n\n```sh\ncargo run\n```\n\nAsk:\n\n```sh\nsqlite3 x \"\n  SELECT 1\"\n```\n\nIt says\n\n```text\n1\n\n2\n```\n\n```text\n3\n```\n";
        let expected = Example { command: "sqlite3 x \"\n  SELECT 1\"", printed: "1\n\n2" };
        assert_eq!(examples(document).collect::<Vec<_>>(), [expected]);
        assert_eq!(examples("Nothing to run here\n").count(), 0);
    }

    #[test]
    fn files_are_those_of_the_folder() {
        let command = "cargo run -p x -- --database quickstart.db --definitions my.json";
        assert_eq!(
            in_folder(command, Path::new("/tmp/a")),
            "cargo run --quiet -p x -- --database /tmp/a/quickstart.db --definitions /tmp/a/my.json"
        );
    }
}
