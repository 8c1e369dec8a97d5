//! Definitions of attributes: what is wrong with them, by themselves and over those that there are.

use std::error::Error;

use patronage::actor::Role;
use patronage::attribute::{OnViolation, Schema, SchemaChange};
use serde::Deserialize;

use super::expected::{Expected, found};
use super::{Ran, also_expect, expect};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    /// JSON text.
    definitions: String,
    /// What stands for `@` in it.
    repeat: Option<Repeat>,
    /// Definitions that there are already, each of which is replaced by the one with its code.
    there: Option<String>,
    mistakes: Vec<Expected>,
}

/// So many parts with a comma between, each with its number, from 0, for `#`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    part: String,
    count: usize,
}

impl Repeat {
    fn text(&self) -> String {
        let parts = (0..self.count).map(|number| self.part.replace('#', &number.to_string()));
        parts.collect::<Vec<_>>().join(", ")
    }
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for case in super::cases::<Case>(text)? {
        let definitions = match &case.repeat {
            Some(repeat) => case.definitions.replace('@', &repeat.text()),
            None => case.definitions,
        };
        let mistakes = match &case.there {
            Some(there) => mistakes_over(there, &definitions)?,
            None => match Schema::from_json(&definitions) {
                Ok(schema) => {
                    let json = schema.to_json(Role::Admin);
                    let again = Schema::from_json(&json);
                    also_expect(&mut ran, &case.case, &again, &Ok(schema));
                    Vec::new()
                }
                Err(mistakes) => found(&mistakes, "")?,
            },
        };
        expect(&mut ran, &case.case, &mistakes, &case.mistakes);
    }
    Ok(ran)
}

fn mistakes_over(there: &str, definitions: &str) -> Result<Vec<Expected>, Box<dyn Error>> {
    let directory = super::directory()?;
    let attributes = directory.as_admin("jane@shop.example").attributes();
    attributes.apply(SchemaChange::from_json(there)?, OnViolation::Refuse)?;
    let change = SchemaChange::from_json(definitions)?;
    match attributes.apply(change, OnViolation::Refuse) {
        Ok(_) => Ok(Vec::new()),
        Err(error) => match error.violations() {
            Some(mistakes) => Ok(found(mistakes, "")?),
            None => Err(error.into()),
        },
    }
}
