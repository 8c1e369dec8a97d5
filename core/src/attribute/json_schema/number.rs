//! Numbers.

use serde_json::Value;

use super::{Keywords, keywords};
use crate::attribute::Number;
use crate::attribute::rule::NumberRule;

pub(super) fn keywords_of(rule: &NumberRule) -> Keywords {
    let mut number = keywords([("type", "number".into())]);
    for (keyword, bound) in [("minimum", rule.min()), ("maximum", rule.max())] {
        number.extend(bound.map(|bound| (keyword.to_owned(), value(bound))));
    }
    number
}

/// The number as JSON writes it: exact where it is whole, and else the nearest float, as a reader of
/// the document will take it.
pub(super) fn value(number: Number) -> Value {
    let text = number.to_string();
    let whole =
        text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    // All decimals lie within the range of floats.
    whole.unwrap_or_else(|_| text.parse::<f64>().unwrap_or_default().into())
}
