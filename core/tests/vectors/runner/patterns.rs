//! Patterns: what they match, what browsers are given, and what is refused where.

use std::error::Error;

use patronage::attribute::Pattern;
use serde::Deserialize;

use super::Ran;

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Case {
    Accepted(Accepted),
    Refused(Refused),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    construct: String,
    pattern: String,
    ecmascript: String,
    matches: Vec<String>,
    differs: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    construct: String,
    pattern: String,
    code: String,
    /// In characters from 1; left out where the mistake stands at no one place.
    position: Option<usize>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let cases: Vec<Case> = super::cases(text)?;
    let mut ran = Ran { count: cases.len(), failures: Vec::new() };
    for case in &cases {
        match case {
            Case::Accepted(case) => accepted(case, &mut ran.failures),
            Case::Refused(case) => refused(case, &mut ran.failures),
        }
    }
    Ok(ran)
}

fn accepted(case: &Accepted, failures: &mut Vec<String>) {
    let Accepted { construct, pattern, ecmascript, matches, differs } = case;
    let parsed = match Pattern::parse(pattern) {
        Ok(parsed) => parsed,
        Err(error) => return failures.push(format!("{construct}: `{pattern}`: {error}")),
    };
    let exported = parsed.to_ecmascript();
    if exported != *ecmascript {
        failures.push(format!("{construct}: `{exported}` instead of `{ecmascript}`"));
    }
    let matches = matches.iter().map(|value| (value, true));
    let differs = differs.iter().map(|value| (value, false));
    for (value, expected) in matches.chain(differs) {
        if parsed.matches(value) != expected {
            failures.push(format!("{construct}: `{pattern}` answers {} for {value:?}", !expected));
        }
    }
}

fn refused(case: &Refused, failures: &mut Vec<String>) {
    let Refused { construct, pattern, code, position } = case;
    match Pattern::parse(pattern) {
        Ok(_) => failures.push(format!("{construct}: `{pattern}` is accepted")),
        Err(error) if error.code() != code || error.position() != *position => {
            let found = (error.code(), error.position());
            failures.push(format!("{construct}: `{pattern}`: {found:?}: {error}"));
        }
        Err(_) => {}
    }
}
