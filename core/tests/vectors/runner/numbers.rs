//! Numbers: how they are read out of text, JSON and floats, and how they are written.

use std::error::Error;

use patronage::attribute::{Number, NumberError};
use serde::Deserialize;

use super::{Ran, expect};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    /// `text`, `json` for the raw text of a number in JSON, or `float` for the nearest float.
    r#as: String,
    text: String,
    /// The one way in which it is shown.
    number: Option<String>,
    /// What it is in JSON.
    json: Option<String>,
    code: Option<String>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for case in super::cases::<Case>(text)? {
        let read = match case.r#as.as_str() {
            "text" => Number::parse(&case.text),
            "json" => Number::parse_json(&case.text),
            "float" => Number::from_f64(case.text.parse()?),
            other => return Err(format!("numbers are not read as `{other}`").into()),
        };
        let json = read.as_ref().ok().map(serde_json::to_string).transpose()?;
        let found = (
            read.as_ref().ok().map(ToString::to_string),
            json,
            read.as_ref().err().map(NumberError::code),
        );
        expect(&mut ran, &case.case, &found, &(case.number, case.json, case.code.as_deref()));
    }
    Ok(ran)
}
