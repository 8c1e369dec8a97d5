//! Choices among options.

use serde_json::Value;

use super::{Keywords, impossible, keywords, value};
use crate::attribute::AttributeOption;
use crate::attribute::rule::ListRule;

pub(super) fn keywords_of(rule: &ListRule) -> Keywords {
    let choice = choice(rule);
    if !rule.is_multiple() {
        return choice;
    }
    let mut list = keywords([
        ("type", "array".into()),
        ("items", Value::Object(choice)),
        ("uniqueItems", true.into()),
        // An empty list is no value.
        ("minItems", rule.min_choices().unwrap_or_default().max(1).into()),
    ]);
    if let Some(max) = rule.max_choices() {
        list.insert("maxItems".to_owned(), max.into());
    }
    list
}

/// One of the options that can be newly chosen.
fn choice(rule: &ListRule) -> Keywords {
    let offered = rule.options().iter().filter(|option| option.is_offered());
    let mut choices: Vec<Value> = Vec::new();
    for choice in offered.map(AttributeOption::value).map(value) {
        // Numbers that are one float are one choice.
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    // Validators refuse an `enum` that is empty.
    if choices.is_empty() { impossible() } else { keywords([("enum", choices.into())]) }
}
