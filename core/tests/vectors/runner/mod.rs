//! The cases of the vectors, asked of the core: on the host, and within the module for browsers.

mod attributes;
mod credit;
mod credit_preview;
mod dates;
mod definitions;
pub(crate) mod expected;
mod money;
mod numbers;
mod patterns;
mod slugs;

use std::error::Error;
use std::fmt::Debug;
use std::sync::Arc;

use patronage::Directory;
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::store::MemoryStore;
use patronage::time::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Runs the cases of one file.
pub(crate) type Runner = fn(&str) -> Result<Ran, Box<dyn Error>>;

/// How many cases there were, and what did not hold.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    pub(crate) count: usize,
    pub(crate) failures: Vec<String>,
}

pub(crate) const RUNNERS: &[(&str, Runner)] = &[
    ("attributes", attributes::run),
    ("credit", credit::run),
    ("credit-preview", credit_preview::run),
    ("dates", dates::run),
    ("definitions", definitions::run),
    ("money", money::run),
    ("numbers", numbers::run),
    ("patterns", patterns::run),
    ("slugs", slugs::run),
];

#[derive(Deserialize)]
struct Kind {
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases<T> {
    #[serde(rename = "kind")]
    _kind: String,
    /// Browsers and `cargo xtask test counts` pass over a file that says so.
    #[serde(rename = "servers_only", default)]
    _servers_only: bool,
    cases: Vec<T>,
}

/// The cases of a file; a member that the case does not know is an error.
fn cases<T: DeserializeOwned>(text: &str) -> Result<Vec<T>, Box<dyn Error>> {
    Ok(serde_json::from_str::<Cases<T>>(text)?.cases)
}

/// Counts a case, and notes it when what was found is not what was expected.
fn expect<T: Debug + PartialEq>(ran: &mut Ran, case: &str, found: &T, expected: &T) {
    ran.count = ran.count.saturating_add(1);
    also_expect(ran, case, found, expected);
}

/// The same of something else that a case says.
fn also_expect<T: Debug + PartialEq>(ran: &mut Ran, case: &str, found: &T, expected: &T) {
    if found != expected {
        ran.failures.push(format!("{case}: {found:?} instead of {expected:?}"));
    }
}

/// Runs the cases of a file by its kind; a kind without a runner is an error.
pub(crate) fn run(text: &str) -> Result<(String, Ran), Box<dyn Error>> {
    let Kind { kind } = serde_json::from_str(text)?;
    let runner = RUNNERS.iter().find(|(name, _)| *name == kind);
    let (_, runner) = runner.ok_or_else(|| format!("the kind `{kind}` has no runner"))?;
    match runner(text)? {
        Ran { count: 0, .. } => Err("there is no case in it".into()),
        ran => Ok((kind, ran)),
    }
}

/// An empty directory. No case depends on time or chance, and in a browser there is no system that
/// could be asked for either.
fn directory() -> Result<Directory, patronage::Error> {
    let now = Timestamp::from_microseconds(0).unwrap_or(Timestamp::MAX);
    Directory::builder(MemoryStore::new())
        .clock(Arc::new(FixedClock::new(now)))
        .entropy(Arc::new(FixedEntropy::new(0)))
        .open()
}
