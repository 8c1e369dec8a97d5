//! The export as JSON Schema, held to `ajv`, the usual validator of JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Call, Failure};

/// How many random schemas a merge compares.
const FEW: u32 = 150;
const SEED: u64 = 1;

/// Where the script and the list of what it needs stand, below the root.
const SOURCE: &str = "core/tests/json_schema/ajv";
const SCRIPT: &str = "check.mjs";
/// What says which packages are needed, in which versions and with which content.
const PACKAGES: &[&str] = &["package.json", "package-lock.json"];

/// Where all of it is put to work, so that the sources stay as they are.
const WORKSHOP: &str = "target/ajv";

/// The schemas and documents that everybody gets.
pub(crate) fn check() -> Result<(), Failure> {
    compare(FEW, SEED, &[])
}

/// Many of them, and each keyword must have decided often; the seed is part of the call that is shown.
pub(crate) fn soak(schemas: u32, seed: u64) -> Result<(), Failure> {
    compare(schemas, seed, &["--release"])
}

fn compare(schemas: u32, seed: u64, profile: &[&str]) -> Result<(), Failure> {
    install()?;
    let file = root().join(WORKSHOP).join("schemas.jsonl");
    let file = file.to_string_lossy();
    judged(schemas, seed, profile, &file).run()?;
    compared(&file).run()
}

/// The packages, unless they were installed from the same list before: that needs no network.
fn install() -> Result<(), Failure> {
    let (source, workshop) = (root().join(SOURCE), root().join(WORKSHOP));
    fs::create_dir_all(&workshop).map_err(|cause| failed(&workshop, cause))?;
    let mark = workshop.join("node_modules/.package-lock.json");
    let mut is_installed = mark.is_file();
    for name in PACKAGES {
        is_installed &= !copied(&source.join(name), &workshop.join(name))?;
    }
    copied(&source.join(SCRIPT), &workshop.join(SCRIPT))?;
    if is_installed { Ok(()) } else { installation().run() }
}

/// Whether the copy had to be made, because there was none or another one.
fn copied(from: &Path, to: &Path) -> Result<bool, Failure> {
    let content = fs::read(from).map_err(|cause| failed(from, cause))?;
    if fs::read(to).is_ok_and(|there| there == content) {
        return Ok(false);
    }
    fs::write(to, content).map_err(|cause| failed(to, cause))?;
    Ok(true)
}

fn failed(path: &Path, cause: std::io::Error) -> Failure {
    Failure::File { path: path.to_owned(), cause }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn installation() -> Call {
    Call::new("npm", ["ci", "--prefix", WORKSHOP, "--ignore-scripts", "--no-audit", "--no-fund"])
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
    Call::new("node", [format!("{WORKSHOP}/{SCRIPT}"), file.to_owned()])
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{PACKAGES, SOURCE, compared, copied, judged, root};

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

    #[test]
    fn packages_are_known_by_their_content_and_come_from_wherever_npm_is_told() {
        let list = fs::read_to_string(root().join(SOURCE).join(PACKAGES[1])).unwrap();
        assert!(list.contains("\"integrity\": \"sha512-"), "{list}");
        assert!(!list.contains("\"resolved\""), "{list}");
    }

    #[test]
    fn a_copy_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        for content in ["one", "two"] {
            fs::write(&from, content).unwrap();
            assert!(copied(&from, &to).unwrap());
            assert!(!copied(&from, &to).unwrap());
            assert_eq!(fs::read_to_string(&to).unwrap(), content);
        }
    }
}
