//! What is wrong with an input, as vectors write it.

use std::collections::BTreeMap;

use patronage::violation::Violations;
use serde::Deserialize;
use serde_json::Value;

/// A violation without its words.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    path: String,
    pub(crate) code: String,
    #[serde(default)]
    parameters: BTreeMap<String, Value>,
}

/// The violations that were found, seen from within `parent`.
pub(crate) fn found(violations: &Violations, parent: &str) -> Result<Vec<Expected>, String> {
    let shown = |value: &dyn std::fmt::Debug| format!("{value:?}");
    let violation = |violation: &patronage::violation::Violation| {
        let parameter = |(name, value): (&'static str, &patronage::violation::Parameter)| {
            let value = serde_json::to_value(value).map_err(|error| shown(&error))?;
            Ok((name.to_owned(), value))
        };
        let parameters = violation.parameters().map(parameter).collect::<Result<_, String>>()?;
        let path = violation.path();
        let path = path.strip_prefix(parent).unwrap_or(path).trim_start_matches('.').to_owned();
        Ok(Expected { path, code: violation.code().to_owned(), parameters })
    };
    violations.iter().map(violation).collect()
}
