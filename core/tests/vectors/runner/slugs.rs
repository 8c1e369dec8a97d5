//! Codes out of labels.

use std::error::Error;

use patronage::code::AttributeCode;
use serde::Deserialize;

use super::{Ran, expect};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    label: String,
    #[serde(default)]
    taken: Vec<String>,
    /// `null` where nothing of the label can stand in a code.
    slug: Option<String>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for Case { case, label, taken, slug } in super::cases(text)? {
        let is_taken = |code: &AttributeCode| taken.iter().any(|taken| taken == code.as_str());
        let made = AttributeCode::slug_avoiding(&label, is_taken).map(|code| code.to_string());
        expect(&mut ran, &case, &made, &slug);
    }
    Ok(ran)
}
