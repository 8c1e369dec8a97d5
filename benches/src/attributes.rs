//! Validating documents of attributes, every error collected, beside a schema that is data as ours
//! is, and beside a struct whose rules are fixed when the program is built.

mod contestant;
mod dice;
mod documents;
mod json_schema;
mod ours;
mod standing;
mod typed;
mod vocabulary;

use std::hint::black_box;
use std::path::Path;

use contestant::Contestant;
pub(crate) use contestant::Input;
use documents::{Document, documents};

use crate::failure::Failure;
use crate::report::{Goal, Section};
use crate::settings::Settings;
use crate::who::Who;

/// Writes the workload for programs in other languages.
pub(crate) fn write(folder: &Path, count: u32) -> Result<(), Failure> {
    let texts: Vec<String> = documents(count)?.into_iter().map(|document| document.text).collect();
    let failed = |path: &Path, cause| Failure::File { path: path.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(|cause| failed(folder, cause))?;
    for (name, content) in [
        ("definitions.json", ours::definitions()?),
        ("schema.json", json_schema::SCHEMA.to_owned()),
        ("documents.jsonl", texts.join("\n") + "\n"),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, content).map_err(|cause| failed(&path, cause))?;
    }
    Ok(())
}

/// What is counted under callgrind: enough documents for a tenth of them to have mistakes, and a
/// divisor of the numbers that are counted, which makes the mix the same.
const COUNTED: u32 = 1_000;

/// All sides, each with the documents in hand.
fn contestants(documents: &[Document]) -> Result<Vec<Contestant<'_>>, Failure> {
    let mut all = ours::contestants(documents)?;
    all.extend(json_schema::contestants(documents)?);
    all.extend(typed::contestants(documents));
    Ok(all)
}

/// Which of our sides is shown beside which of theirs, and how the ratio should be.
const BESIDE: [(Side, Side, Goal); 10] = [
    ((Who::Ours, Input::Text), (Who::Jsonschema, Input::Text), Goal::ThroughputAtLeast(4.0)),
    ((Who::Ours, Input::Text), (Who::JsonschemaTwice, Input::Text), Goal::Throughput),
    ((Who::Ours, Input::Text), (Who::Garde, Input::Text), Goal::ThroughputAtLeast(1.0)),
    ((Who::OursKept, Input::Text), (Who::Jsonschema, Input::Text), Goal::Throughput),
    ((Who::OursKept, Input::Text), (Who::Garde, Input::Text), Goal::Throughput),
    ((Who::Ours, Input::Own), (Who::Jsonschema, Input::Tree), Goal::ThroughputAtLeast(4.0)),
    ((Who::Ours, Input::Own), (Who::JsonschemaTwice, Input::Tree), Goal::Throughput),
    ((Who::Ours, Input::Own), (Who::Garde, Input::Own), Goal::Throughput),
    ((Who::Ours, Input::Tree), (Who::Jsonschema, Input::Tree), Goal::ThroughputAtLeast(1.2)),
    ((Who::Ours, Input::Tree), (Who::JsonschemaTwice, Input::Tree), Goal::Throughput),
];

/// A side and what it is given.
type Side = (Who, Input);

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    let documents = documents(settings.documents)?;
    let contestants = contestants(&documents)?;
    let mut notes = vec![standing::sentence(&documents)];
    for contestant in &contestants {
        notes.extend(standing::agreement(contestant, &documents)?);
    }
    let laps = standing::laps(&contestants, settings.rounds, settings.passes)?;
    let comparisons =
        BESIDE.iter().filter_map(|(ours, theirs, goal)| laps.comparison(*ours, *theirs, *goal));
    let comparisons = comparisons.collect();
    let valid: Vec<Document> =
        documents.iter().filter(|document| document.mistakes == 0).cloned().collect();
    let standings = laps.standings(&self::contestants(&valid)?);
    notes.push(
        "One thread. Schemas are compiled, and values that a side holds are made, before the clock \
         runs; errors are collected, counted and dropped. `allocations` are those for a document \
         without mistakes, counted in a pass of its own."
            .to_owned(),
    );
    notes.push(
        "serde_json is built with `float_roundtrip` here, for every side, because jsonschema asks \
         for it."
            .to_owned(),
    );
    Ok(Section { name: "attributes", standings, comparisons, notes })
}

/// Validates so many documents, for a program that counts instructions.
pub(crate) fn once(input: Input, who: Who, count: u32) -> Result<(), Failure> {
    let documents = documents(COUNTED)?;
    let contestants = contestants(&documents)?;
    let side = contestants.iter().find(|side| (side.who, side.input) == (who, input));
    let side = side.ok_or(Failure::NoSide(who))?;
    black_box(side.pass(usize::try_from(count).unwrap_or(usize::MAX)));
    Ok(())
}
