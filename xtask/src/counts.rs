//! Whether every language has run the same vectors.
//!
//! Each runner writes how many cases it ran of each file. A runner that passes over a file, or over
//! some of its cases, would pass its own tests. A file that says `servers_only` is not for browsers,
//! and a browser that ran it would be a disagreement as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shell::Failure;

/// Who runs the vectors, and the step that makes it do so.
const RUNNERS: [(&str, &str, Side); 4] = [
    ("rust", "tests", Side::Server),
    ("python", "python", Side::Server),
    ("node", "wasm", Side::Browser),
    ("chromium", "browser", Side::Browser),
];

/// What a runner stands for. Node runs the package for browsers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Server,
    Browser,
}

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
    for (runner, step, side) in RUNNERS {
        let path = folder().join(runner).with_extension("json");
        let text = fs::read_to_string(&path).map_err(|_| {
            let complaint = format!("nothing is known of the vectors in {runner}");
            Failure::Disagreement(format!("{complaint}: `cargo xtask test {step}` runs them"))
        })?;
        let counts = serde_json::from_str(&text)
            .map_err(|cause| Failure::File { path, cause: cause.into() })?;
        reports.push((runner, side, counts));
    }
    println!("{}", table(&reports));
    agree(&reports, &servers_only()?)
}

/// The kinds of vectors in which a browser has no part.
fn servers_only() -> Result<BTreeSet<String>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/vectors");
    let unread = |cause| Failure::File { path: folder.clone(), cause };
    let mut kinds = BTreeSet::new();
    for entry in fs::read_dir(&folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = fs::read_to_string(&path).map_err(unread)?;
            let vectors: Value =
                serde_json::from_str(&text).map_err(|cause| unread(cause.into()))?;
            let marked = vectors.get("servers_only").and_then(Value::as_bool);
            let kind = vectors.get("kind").and_then(Value::as_str).map(ToOwned::to_owned);
            kinds.extend(kind.filter(|_| marked.unwrap_or_default()));
        }
    }
    Ok(kinds)
}

fn agree(reports: &[(&str, Side, Counts)], servers_only: &BTreeSet<String>) -> Result<(), Failure> {
    let Some(((first, _, all), others)) = reports.split_first() else { return Ok(()) };
    if all.is_empty() {
        return Err(Failure::Disagreement(format!("{first} ran no vectors")));
    }
    let mut of_browsers = all.clone();
    of_browsers.retain(|kind, _| !servers_only.contains(kind));
    let differs = |(_, side, counts): &&(&str, Side, Counts)| match side {
        Side::Server => counts != all,
        Side::Browser => *counts != of_browsers,
    };
    match others.iter().find(differs) {
        None => Ok(()),
        Some((other, ..)) => {
            let complaint = format!("{first} and {other} ran different numbers of vectors");
            Err(Failure::Disagreement(complaint))
        }
    }
}

/// A line for each file with the count of each runner.
fn table(reports: &[(&str, Side, Counts)]) -> String {
    let files: BTreeSet<&String> = reports.iter().flat_map(|(.., counts)| counts.keys()).collect();
    let head = line("vectors", reports.iter().map(|(runner, ..)| (*runner).to_owned()));
    let rows = files.into_iter().map(|file| {
        let counts = reports.iter().map(|(.., counts)| counts.get(file));
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
    use std::collections::BTreeSet;

    use super::{Counts, Side, agree, table};

    fn counts(counts: &[(&str, u64)]) -> Counts {
        counts.iter().map(|(file, count)| ((*file).to_owned(), *count)).collect()
    }

    #[test]
    fn a_file_that_one_passes_over_is_a_disagreement_and_is_shown() {
        let for_all = BTreeSet::new();
        let whole = counts(&[("dates", 20), ("money", 7)]);
        let rust = ("rust", Side::Server, whole.clone());
        let reports = [rust.clone(), ("python", Side::Server, whole)];
        assert!(agree(&reports, &for_all).is_ok());

        let reports = [rust.clone(), ("node", Side::Browser, counts(&[("dates", 20)]))];
        let complaint = agree(&reports, &for_all).unwrap_err().to_string();
        assert_eq!(complaint, "rust and node ran different numbers of vectors");
        assert_eq!(
            table(&reports),
            "vectors             rust      node\n\
             dates                 20        20\n\
             money                  7      none"
        );

        let reports = [rust, ("node", Side::Browser, counts(&[("dates", 19), ("money", 7)]))];
        assert!(agree(&reports, &for_all).is_err());
        assert!(agree(&[("rust", Side::Server, Counts::new())], &for_all).is_err());
    }

    #[test]
    fn what_is_for_servers_only_is_run_by_every_server_and_by_no_browser() {
        let servers_only = BTreeSet::from(["credit".to_owned()]);
        let (whole, part) = (counts(&[("credit", 3), ("dates", 20)]), counts(&[("dates", 20)]));
        let agrees = |side, counts: &Counts| {
            let reports = [("rust", Side::Server, whole.clone()), ("other", side, counts.clone())];
            agree(&reports, &servers_only).is_ok()
        };
        assert!(agrees(Side::Server, &whole) && agrees(Side::Browser, &part));
        assert!(!agrees(Side::Server, &part) && !agrees(Side::Browser, &whole));
    }

    #[test]
    fn the_files_say_which_they_are() {
        assert_eq!(super::servers_only().unwrap(), BTreeSet::from(["credit".to_owned()]));
    }
}
