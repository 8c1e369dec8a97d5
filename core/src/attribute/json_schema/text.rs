//! Texts on one line and on several.

use serde_json::{Value, json};

use super::{Keywords, Shared, keywords};
use crate::attribute::InputKind;
use crate::attribute::rule::TextRule;

/// At least one character that is no white space. The characters are written out, because `\s` is
/// not the same in all validators.
const NOT_BLANK: &str =
    r"[^\t\n\u000b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";

/// No control characters and nothing that ends a line.
const ON_A_LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$";

/// No control characters but those that lay out a text: tab, line feed and carriage return.
const ON_LINES: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$";

pub(super) fn keywords_of(rule: &TextRule, shared: &mut Shared) -> Keywords {
    let base = match rule.input() {
        InputKind::TextArea => shared.refer("area", area),
        _ => shared.refer("line", line),
    };
    let mut text = keywords([
        ("$ref", base),
        // It is said here, too, because some validators want it beside the lengths.
        ("type", "string".into()),
        // Empty text is no value.
        ("minLength", rule.min_length().unwrap_or_default().max(1).into()),
        ("maxLength", rule.max_length().into()),
    ]);
    if let Some(pattern) = rule.pattern() {
        text.insert("pattern".to_owned(), pattern.to_ecmascript().into());
    }
    text
}

fn line() -> Value {
    json!({
        "$comment": "No line breaks and no control characters; not white space only.",
        "type": "string",
        "pattern": ON_A_LINE,
        "allOf": [{ "type": "string", "pattern": NOT_BLANK }],
    })
}

fn area() -> Value {
    json!({
        "$comment": "Several lines; no other control characters than tabs; not white space only.",
        "type": "string",
        "pattern": ON_LINES,
        "allOf": [{ "type": "string", "pattern": NOT_BLANK }],
    })
}
