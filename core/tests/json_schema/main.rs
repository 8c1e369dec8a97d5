//! What `Schema::to_json_schema` exports accepts and refuses exactly the documents that
//! `Schema::validate` accepts and refuses, as an independent validator of JSON Schema says.
//!
//! `PATRONAGE_JSON_SCHEMAS` says how many random schemas are made (150 when nothing is said), each
//! with 60 documents, and `PATRONAGE_JSON_SCHEMAS_SEED` from which number. With
//! `PATRONAGE_JSON_SCHEMAS_FILE` they are written to that file with the verdicts of the library, for
//! `core/tests/json_schema/ajv/check.mjs` to compare.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken, and its own numbers are small"
)]

mod apart;
#[path = "../chance/mod.rs"]
mod chance;
mod definitions;
mod documents;
mod json;
mod keywords;
mod odds;
mod pattern;
mod texts;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::str::FromStr;

use jsonschema::Validator;
use patronage::attribute::Input;
use serde_json::Value;

use apart::Reason;
use chance::Chance;
use definitions::Shop;
use json::Json;
use keywords::Keywords;

const DOCUMENTS: usize = 60;

/// From so many schemas on, each keyword is to accept and to refuse so often.
const LONG: usize = 5_000;
const LEAST: u64 = 1_000;

/// A number from the environment. One that cannot be read is an error rather than the default.
fn setting<T: FromStr>(name: &str, default: T) -> Result<T, Box<dyn Error>> {
    match std::env::var(name) {
        Ok(text) => text.parse().map_err(|_| format!("{name} is no number: `{text}`").into()),
        Err(_) => Ok(default),
    }
}

#[test]
fn both_accept_or_both_refuse() -> Result<(), Box<dyn Error>> {
    let seed = setting("PATRONAGE_JSON_SCHEMAS_SEED", 1)?;
    let count = setting("PATRONAGE_JSON_SCHEMAS", 150)?;
    let file = std::env::var_os("PATRONAGE_JSON_SCHEMAS_FILE").map(File::create).transpose()?;
    let mut file = file.map(BufWriter::new);

    let mut chance = Chance::new(seed);
    let mut run = Run::default();
    for _ in 0..count {
        let line = run.shop(&Shop::new(&mut chance), &mut chance);
        if let Some(file) = &mut file {
            writeln!(file, "{line}")?;
        }
    }
    if let Some(mut file) = file {
        file.flush()?;
    }
    println!("seed {seed}: {count} schemas\n\n{run}");
    let differences = &run.differences;
    assert!(differences.is_empty(), "{} differ:\n\n{}", differences.len(), differences.join("\n"));
    let least = if count < LONG { 1 } else { LEAST };
    assert_eq!(run.keywords.rarer_than(least), Vec::<&str>::new());
    Ok(())
}

/// What came of all documents so far.
#[derive(Debug, Default)]
struct Run {
    accepted: usize,
    refused: usize,
    apart: BTreeMap<Reason, usize>,
    /// How many documents only the file is for.
    left_to_javascript: usize,
    keywords: Keywords,
    /// The first documents that were judged differently, one of each schema.
    differences: Vec<String>,
}

impl Run {
    /// Judges documents for one schema, and returns them with the verdicts.
    fn shop(&mut self, shop: &Shop, chance: &mut Chance) -> Value {
        let exported = shop.schema.to_json_schema(&shop.occasion);
        assert_eq!(exported, shop.schema.clone().to_json_schema(&shop.occasion));
        let asserting = validator(&exported, true);
        let annotating = validator(&exported, false);
        let mut judged = Vec::new();
        let mut has_differed = false;
        for _ in 0..DOCUMENTS {
            let document = documents::document(shop, chance);
            let text = document.to_string();
            let ours = shop.schema.check(Input::json(&text), &shop.occasion, None);
            let value = document.to_value();
            let theirs = value.as_ref().is_some_and(|value| asserting.is_valid(value));
            let reasons = apart::reasons(shop, &document);
            for reason in &reasons {
                *self.apart.entry(*reason).or_default() += 1;
                assert!(reason.allows(ours.is_ok(), theirs), "{reason:?}: {text}\n{exported}");
            }
            if !reasons.is_empty() {
                continue;
            }
            *(if ours.is_ok() { &mut self.accepted } else { &mut self.refused }) += 1;
            judged.push(serde_json::json!([text, ours.is_ok()]));
            if apart::is_left_to_javascript(shop, &document) {
                self.left_to_javascript += 1;
                continue;
            }
            let value = value.unwrap();
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text} is not JSON");
            let by_keywords = self.keywords.count(&exported, &value);
            let all = [theirs, annotating.is_valid(&value), by_keywords];
            if all.contains(&ours.is_err()) && !has_differed && self.differences.len() < 10 {
                has_differed = true;
                self.differences.push(format!(
                    "{text}\n  here: {ours:?}\n  jsonschema, with formats, without, by keywords: \
                     {all:?}\n  {:?}\n  {}\n",
                    asserting.validate(&value).err().map(|error| error.to_string()),
                    relevant(&exported, &document),
                ));
            }
        }
        serde_json::json!({ "schema": exported, "documents": judged })
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} documents accepted, {} refused\n", self.accepted, self.refused)?;
        writeln!(f, "{}", self.keywords)?;
        writeln!(f, "{:>8}  set apart, because JSON Schema cannot say it", "times")?;
        for reason in Reason::ALL {
            let times = self.apart.get(&reason).copied().unwrap_or_default();
            writeln!(f, "{times:>8}  {}", reason.rule())?;
        }
        let left = self.left_to_javascript;
        writeln!(f, "\n{left:>8}  left to JavaScript: `\\b` beside what is not ASCII")
    }
}

fn validator(schema: &Value, formats: bool) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(formats).build(schema).unwrap()
}

/// The export without the attributes that a document does not name.
fn relevant(exported: &Value, document: &Json) -> Value {
    let mut exported = exported.clone();
    if let (Json::Object(members), Some(properties)) =
        (document, exported["properties"].as_object_mut())
    {
        properties.retain(|code, _| members.iter().any(|(name, _)| name == code));
    }
    exported
}

#[test]
fn the_export_of_nothing_accepts_the_empty_object_only() {
    use patronage::attribute::Schema;

    let shop = Shop { schema: Schema::default(), ..Shop::new(&mut Chance::new(1)) };
    let exported = shop.schema.to_json_schema(&shop.occasion);
    let validator = validator(&exported, true);
    for (text, is_valid) in [("{}", true), ("{\"a\":1}", false), ("[]", false), ("null", false)] {
        assert_eq!(validator.is_valid(&serde_json::from_str(text).unwrap()), is_valid, "{text}");
    }
}

#[test]
fn an_export_is_a_schema_by_the_schema_of_schemas() {
    let mut chance = Chance::new(7);
    for _ in 0..100 {
        let shop = Shop::new(&mut chance);
        let exported = shop.schema.to_json_schema(&shop.occasion);
        assert!(jsonschema::meta::is_valid(&exported), "{exported}");
    }
}
