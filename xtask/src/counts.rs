//! Whether every language has run the same vectors.
//!
//! Each runner writes how many cases it ran of each file. A runner that passes over a file, or over
//! some of its cases, would pass its own tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::Failure;

/// Who runs the vectors, and the step that makes it do so.
const RUNNERS: [(&str, &str); 4] =
    [("rust", "tests"), ("python", "python"), ("node", "wasm"), ("chromium", "browser")];

/// How many cases were run of each file.
type Counts = BTreeMap<String, u64>;

/// Forgets what was reported, so that only a run that follows counts.
pub(crate) fn forget() -> Result<(), Failure> {
    let folder = folder();
    match fs::remove_dir_all(&folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::File { path: folder, cause })
        }
        _ => Ok(()),
    }
}

/// Compares what all of them reported.
pub(crate) fn check() -> Result<(), Failure> {
    let mut reports = Vec::new();
    for (runner, step) in RUNNERS {
        let path = folder().join(runner).with_extension("json");
        let text = fs::read_to_string(&path).map_err(|_| {
            let complaint = format!("nothing is known of the vectors in {runner}");
            Failure::Disagreement(format!("{complaint}: `cargo xtask test {step}` runs them"))
        })?;
        let counts = serde_json::from_str(&text)
            .map_err(|cause| Failure::File { path, cause: cause.into() })?;
        reports.push((runner, counts));
    }
    println!("{}", table(&reports));
    agree(&reports)
}

fn agree(reports: &[(&str, Counts)]) -> Result<(), Failure> {
    let Some(((first, expected), others)) = reports.split_first() else { return Ok(()) };
    if expected.is_empty() {
        return Err(Failure::Disagreement(format!("{first} ran no vectors")));
    }
    match others.iter().find(|(_, counts)| counts != expected) {
        None => Ok(()),
        Some((other, _)) => {
            let complaint = format!("{first} and {other} ran different numbers of vectors");
            Err(Failure::Disagreement(complaint))
        }
    }
}

/// A line for each file with the count of each runner.
fn table(reports: &[(&str, Counts)]) -> String {
    let files: BTreeSet<&String> = reports.iter().flat_map(|(_, counts)| counts.keys()).collect();
    let head = line("vectors", reports.iter().map(|(runner, _)| (*runner).to_owned()));
    let rows = files.into_iter().map(|file| {
        let counts = reports.iter().map(|(_, counts)| counts.get(file));
        line(file, counts.map(|count| count.map_or_else(|| "none".to_owned(), u64::to_string)))
    });
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\n")
}

fn line(name: &str, cells: impl Iterator<Item = String>) -> String {
    cells.fold(format!("{name:<14}"), |line, cell| format!("{line}{cell:>10}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/vectors")
}

#[cfg(test)]
mod tests {
    use super::{Counts, agree, table};

    fn counts(counts: &[(&str, u64)]) -> Counts {
        counts.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect()
    }

    #[test]
    fn a_file_that_one_passes_over_is_a_disagreement_and_is_shown() {
        let whole = counts(&[("dates", 20), ("money", 7)]);
        let reports = [("rust", whole.clone()), ("python", whole.clone())];
        assert!(agree(&reports).is_ok());

        let reports = [("rust", whole.clone()), ("node", counts(&[("dates", 20)]))];
        let complaint = agree(&reports).unwrap_err().to_string();
        assert_eq!(complaint, "rust and node ran different numbers of vectors");
        assert_eq!(
            table(&reports),
            "vectors             rust      node\n\
             dates                 20        20\n\
             money                  7      none"
        );

        let reports = [("rust", whole), ("node", counts(&[("dates", 19), ("money", 7)]))];
        assert!(agree(&reports).is_err());
        assert!(agree(&[("rust", Counts::new())]).is_err());
    }
}
