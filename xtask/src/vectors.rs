//! The vectors in the other languages that promise the same answers, and random patterns beside them.

use std::path::Path;

use crate::shell::{Call, Failure};

/// How many random patterns a merge compares.
const FEW: u32 = 2_000;
const SEED: u64 = 1;

/// The vectors and the random patterns that everybody gets, in JavaScript.
pub(crate) fn check() -> Result<(), Failure> {
    compare(FEW, SEED, &[])
}

/// Many random patterns, in JavaScript; the seed is part of the call that is shown.
pub(crate) fn soak(patterns: u32, seed: u64) -> Result<(), Failure> {
    compare(patterns, seed, &["--release"])
}

fn compare(patterns: u32, seed: u64, profile: &[&str]) -> Result<(), Failure> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/patterns.jsonl");
    let file = file.to_string_lossy();
    made(patterns, seed, profile, &file).run()?;
    compared(&file).run()
}

/// The random patterns with the answers of the core, in a file.
fn made(patterns: u32, seed: u64, profile: &[&str], file: &str) -> Call {
    let test = ["--test", "patterns", "random", "--", "--nocapture"];
    Call::cargo(["test", "-p", "patronage"].iter().chain(profile).chain(&test).copied())
        .env("PATRONAGE_PATTERNS", patterns)
        .env("PATRONAGE_PATTERNS_SEED", seed)
        .env("PATRONAGE_PATTERNS_FILE", file)
}

/// The answers of JavaScript to the vectors, and to what is in the file.
fn compared(file: &str) -> Call {
    let folder = "core/tests/vectors";
    let script = format!("{folder}/ecmascript.mjs");
    Call::new("node", [script, format!("{folder}/patterns.json"), file.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::{compared, made};

    #[test]
    fn what_the_core_answers_is_what_javascript_is_asked() {
        assert_eq!(
            made(7, 3, &["--release"], "target/p.jsonl").to_string(),
            "PATRONAGE_PATTERNS=7 PATRONAGE_PATTERNS_SEED=3 PATRONAGE_PATTERNS_FILE=target/p.jsonl \
             cargo test -p patronage --release --test patterns random -- --nocapture"
        );
        assert_eq!(
            compared("target/p.jsonl").to_string(),
            "node core/tests/vectors/ecmascript.mjs core/tests/vectors/patterns.json target/p.jsonl"
        );
    }
}
