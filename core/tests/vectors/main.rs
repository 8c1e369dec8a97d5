//! Vectors: inputs with their answers, in JSON, so that every language can be held to the same ones.
//!
//! Each file names its kind, and each kind has one runner here and one in the other languages that
//! promise the same answers. A file without a runner fails, and so does a runner without a file.
//!
//! What a browser has no part in, such as the ledgers of credit accounts, stands in a file with
//! `"servers_only": true`: that is the one place that says so. The runners in JavaScript pass over
//! such a file, and `cargo xtask test counts` asks no count of it from them.

mod runner;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use patronage::attribute::{Breach, Mistake};
use serde::Deserialize;

use runner::{RUNNERS, expected, run};

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn every_vector_holds() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut counts = BTreeMap::new();
    let mut failures = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path)?;
            let outcome = run(&text).map_err(|error| format!("{}: {error}", path.display()));
            let (kind, ran) = outcome?;
            failures.extend(ran.failures.into_iter().map(|failure| format!("{kind}: {failure}")));
            counts.insert(kind, ran.count);
        }
    }
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n"));
    for (kind, _) in RUNNERS {
        assert!(counts.contains_key(*kind), "no file has the kind `{kind}`");
    }
    report(&counts)
}

/// Leaves the counts where the runners of the other languages compare theirs with them.
fn report(counts: &BTreeMap<String, usize>) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/vectors");
    std::fs::create_dir_all(&folder)?;
    Ok(std::fs::write(folder.join("rust.json"), serde_json::to_string(counts)?)?)
}

#[test]
fn a_file_that_nobody_runs_is_an_error() {
    let refused = |text: &str| run(text).unwrap_err().to_string();
    assert_eq!(refused(r#"{"kind": "colours", "cases": []}"#), "the kind `colours` has no runner");
    assert_eq!(refused(r#"{"kind": "patterns", "cases": []}"#), "there is no case in it");
    let more = r#"{"kind": "patterns", "cases": [], "more": 1}"#;
    assert!(refused(more).contains("unknown field `more`"));
}

/// What may be wrong in a case, by whichever name its kind has for that.
#[derive(Deserialize)]
struct Wrong {
    case: String,
    #[serde(default, alias = "mistakes")]
    violations: Vec<expected::Expected>,
}

#[derive(Deserialize)]
struct AllWrong {
    cases: Vec<Wrong>,
}

#[test]
fn every_breach_and_every_mistake_has_a_case_and_every_case_a_name() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut codes = BTreeSet::new();
    for file in ["attributes.json", "definitions.json"] {
        let text = std::fs::read_to_string(folder.join(file))?;
        let AllWrong { cases } = serde_json::from_str(&text)?;
        let names: BTreeSet<&String> = cases.iter().map(|wrong| &wrong.case).collect();
        assert_eq!(names.len(), cases.len(), "{file}: a name stands twice");
        assert!(names.iter().all(|name| !name.is_empty() && !name.contains('\n')), "{file}");
        let all = cases.into_iter().flat_map(|wrong| wrong.violations);
        codes.extend(all.map(|violation| violation.code));
    }
    let breaches = Breach::ALL.iter().map(|breach| breach.code());
    let mistakes = Mistake::ALL.iter().map(|mistake| mistake.code());
    let missing: Vec<_> = breaches.chain(mistakes).filter(|code| !codes.contains(*code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
    Ok(())
}
