//! The export as JSON Schema, held to `ajv`, the usual validator of JavaScript.

use crate::npm::{Packages, root};
use crate::shell::{Call, Failure};

/// How many random schemas a merge compares.
const FEW: u32 = 150;
const SEED: u64 = 1;

const SCRIPT: &str = "check.mjs";
const PACKAGES: Packages =
    Packages { source: "core/tests/json_schema/ajv", scripts: &[SCRIPT], workshop: "target/ajv" };

/// The schemas and documents that everybody gets.
pub(crate) fn check() -> Result<(), Failure> {
    compare(FEW, SEED, &[])
}

/// Many of them, and each keyword must have decided often; the seed is part of the call that is shown.
pub(crate) fn soak(schemas: u32, seed: u64) -> Result<(), Failure> {
    compare(schemas, seed, &["--release"])
}

fn compare(schemas: u32, seed: u64, profile: &[&str]) -> Result<(), Failure> {
    PACKAGES.install()?;
    let file = root().join(PACKAGES.workshop).join("schemas.jsonl");
    let file = file.to_string_lossy();
    judged(schemas, seed, profile, &file).run()?;
    compared(&file).run()
}

/// Random schemas and documents with the verdicts of the library, in a file.
fn judged(schemas: u32, seed: u64, profile: &[&str], file: &str) -> Call {
    let test = ["--test", "json_schema", "both_accept", "--", "--nocapture"];
    Call::cargo(["test", "-p", "patronage"].iter().chain(profile).chain(&test).copied())
        .env("PATRONAGE_JSON_SCHEMAS", schemas)
        .env("PATRONAGE_JSON_SCHEMAS_SEED", seed)
        .env("PATRONAGE_JSON_SCHEMAS_FILE", file)
}

/// The verdicts of `ajv` on what is in the file.
fn compared(file: &str) -> Call {
    Call::new("node", [format!("{}/{SCRIPT}", PACKAGES.workshop), file.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::{compared, judged};

    #[test]
    fn what_the_library_judges_is_what_ajv_judges() {
        assert_eq!(
            judged(7, 3, &["--release"], "target/s.jsonl").to_string(),
            "PATRONAGE_JSON_SCHEMAS=7 PATRONAGE_JSON_SCHEMAS_SEED=3 \
             PATRONAGE_JSON_SCHEMAS_FILE=target/s.jsonl \
             cargo test -p patronage --release --test json_schema both_accept -- --nocapture"
        );
        assert_eq!(
            compared("target/s.jsonl").to_string(),
            "node target/ajv/check.mjs target/s.jsonl"
        );
    }
}
