//! The crate `jsonschema`: the schema is data that is compiled when the program runs, as ours is.

use std::sync::Arc;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::Value;

use super::contestant::{Contestant, Input};
use super::documents::Document;
use crate::failure::Failure;
use crate::who::Who;

/// Written by hand, as a user would.
pub(super) const SCHEMA: &str = include_str!("schema.json");

/// All ways to use the crate, and what parsing alone costs.
pub(crate) fn contestants(documents: &[Document]) -> Result<Vec<Contestant<'_>>, Failure> {
    let validator = Arc::new(validator()?);
    let (once, once_tree) = (Arc::clone(&validator), Arc::clone(&validator));
    let (twice, twice_tree) = (Arc::clone(&validator), validator);
    let of = |who, input| (who, input);
    Ok(vec![
        Contestant::new(of(Who::Jsonschema, Input::Text), documents, Some, move |text| {
            parsed(text, |tree| errors(&once, tree))
        }),
        Contestant::new(of(Who::JsonschemaTwice, Input::Text), documents, Some, move |text| {
            parsed(text, |tree| errors_if_any(&twice, tree))
        }),
        Contestant::new(of(Who::Jsonschema, Input::Tree), documents, tree, move |tree| {
            errors(&once_tree, tree)
        }),
        Contestant::new(of(Who::JsonschemaTwice, Input::Tree), documents, tree, move |tree| {
            errors_if_any(&twice_tree, tree)
        }),
        Contestant::new(of(Who::Nobody, Input::Text), documents, Some, |text| {
            parsed(text, |tree| usize::from(tree.is_null()))
        }),
    ])
}

/// Of the two kinds of regular expressions that the crate has these are the ones that never
/// backtrack, as ours and garde's do not; the others took the same time.
fn validator() -> Result<Validator, Failure> {
    let schema: Value = serde_json::from_str(SCHEMA)?;
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex());
    options
        .build(&schema)
        .map_err(|error| Failure::Schema { who: Who::Jsonschema, reason: error.to_string() })
}

fn tree(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// A text that is no JSON at all has one error.
fn parsed(text: &str, errors: impl FnOnce(&Value) -> usize) -> usize {
    serde_json::from_str(text).map_or(1, |tree| errors(&tree))
}

fn errors(validator: &Validator, tree: &Value) -> usize {
    validator.iter_errors(tree).count()
}

fn errors_if_any(validator: &Validator, tree: &Value) -> usize {
    if validator.is_valid(tree) { 0 } else { errors(validator, tree) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::documents::documents;

    #[test]
    fn each_mistake_is_one_error() {
        let documents = documents(2_000).unwrap();
        let validator = validator().unwrap();
        for Document { text, mistakes } in &documents {
            let tree: Value = serde_json::from_str(text).unwrap();
            let found: Vec<String> =
                validator.iter_errors(&tree).map(|error| error.to_string()).collect();
            assert_eq!(found.len(), usize::try_from(*mistakes).unwrap(), "{text}: {found:?}");
        }
    }
}
