//! The plainest possible account of definitions and of who holds what.

use std::collections::{BTreeMap, BTreeSet};

use patronage::attribute::{AttributeDefinition, AttributeKey, AttributeValue};
use patronage::customer::Customer;
use patronage::time::Date;

/// A customer as the model has it. Values of deleted attributes are among them.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    pub(crate) customer: Customer,
    pub(crate) set: String,
    pub(crate) is_guest: bool,
    pub(crate) values: BTreeMap<String, AttributeValue>,
}

/// Which rules of a definition refuse a value that is held.
pub(crate) fn breaches(
    definition: &AttributeDefinition,
    value: &AttributeValue,
    today: Date,
) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let mut note = |holds: bool, code| {
        if !holds {
            found.insert(code);
        }
    };
    let is_option = |chosen: &str| {
        let mut options = definition.options().iter().filter(|option| option.is_active());
        options.any(|option| option.value().as_text() == Some(chosen))
    };
    match value {
        AttributeValue::Text(text) if definition.options().is_empty() => {
            let length = u32::try_from(text.chars().count()).unwrap();
            note(length >= definition.min_length().unwrap_or(0), "attribute.too_short");
            note(length <= definition.max_length().unwrap(), "attribute.too_long");
            let matches = definition.pattern().is_none_or(|pattern| pattern.matches(text));
            note(matches, "attribute.pattern_mismatch");
        }
        AttributeValue::Text(_) if definition.is_multiple() => note(false, "attribute.wrong_type"),
        AttributeValue::Text(text) => note(is_option(text), "attribute.not_an_option"),
        AttributeValue::Texts(_) if !definition.is_multiple() => {
            note(false, "attribute.wrong_type");
        }
        AttributeValue::Texts(texts) => {
            note(texts.iter().all(|text| is_option(text)), "attribute.not_an_option");
            let count = u32::try_from(texts.len()).unwrap();
            note(count >= definition.min_choices().unwrap_or(0), "attribute.too_few_choices");
            note(count <= definition.max_choices().unwrap_or(1_000), "attribute.too_many_choices");
        }
        AttributeValue::Date(date) => {
            let first = definition.min_date().map_or(Date::MIN, |bound| bound.on(today));
            let last = definition.max_date().map_or(Date::MAX, |bound| bound.on(today));
            note(*date >= first, "attribute.too_early");
            note(*date <= last, "attribute.too_late");
        }
        _ => panic!("a value that no case gives"),
    }
    found
}

/// Whether a definition asks for the same values as another one.
pub(crate) fn asks_the_same(a: &AttributeDefinition, b: &AttributeDefinition) -> bool {
    let of = |known: &AttributeDefinition| {
        (
            (known.min_length(), known.max_length(), known.pattern().cloned()),
            (known.min_choices(), known.max_choices(), known.is_multiple()),
            (known.min_date(), known.max_date()),
            known.options().to_vec(),
        )
    };
    of(a) == of(b)
}

/// The registered holders of a set who share their value of an attribute, by value, each by number.
pub(crate) fn shared<'h>(holders: &'h [Holder], code: &str) -> Vec<Vec<&'h Holder>> {
    let mut by_value: BTreeMap<(String, AttributeKey), Vec<&Holder>> = BTreeMap::new();
    for holder in holders.iter().filter(|holder| !holder.is_guest) {
        let Some(value) = holder.values.get(code) else { continue };
        let key = match value {
            AttributeValue::Text(text) => AttributeKey::Text(text.trim().to_lowercase()),
            other => AttributeKey::Text(other.to_string()),
        };
        by_value.entry((holder.set.clone(), key)).or_default().push(holder);
    }
    by_value.into_values().filter(|holders| holders.len() > 1).collect()
}
