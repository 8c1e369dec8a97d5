//! Values of our own types.

use crate::attribute::validation::document::Member;
use crate::attribute::validation::{Document, Raw};
use crate::attribute::{AttributeChanges, AttributeValue, AttributeValues};
use crate::json::Literal;

pub(super) fn read(values: &AttributeValues, document: &mut Document<'_>) {
    for (code, value) in values.iter() {
        let member = document.member_of(code);
        read_value(member, Some(value), document);
    }
}

pub(super) fn read_changes(changes: &AttributeChanges, document: &mut Document<'_>) {
    for (name, value) in &changes.0 {
        let member = document.member(name);
        read_value(member, value.as_ref(), document);
    }
}

/// A value as a definition writes it.
pub(in crate::attribute::validation) fn literal(
    name: &str,
    literal: &Literal,
    document: &mut Document<'_>,
) {
    let Member::Check(place) = document.member(name) else { return };
    match literal {
        Literal::List(parts) => {
            if document.begin_list(place) {
                for part in parts {
                    document.part(place, of_literal(part));
                }
                document.end_list(place);
            }
        }
        scalar => document.scalar(place, of_literal(scalar)),
    }
}

pub(in crate::attribute::validation) fn of_literal(literal: &Literal) -> Raw<'_> {
    match literal {
        Literal::Null => Raw::Null,
        Literal::Boolean(boolean) => Raw::Boolean(*boolean),
        Literal::Number(digits) => Raw::Digits(digits),
        Literal::Text(text) => Raw::Text(text),
        Literal::List(_) => Raw::List,
        Literal::Object(_) => Raw::Object,
    }
}

#[inline]
fn read_value(member: Member, value: Option<&AttributeValue>, document: &mut Document<'_>) {
    let Member::Check(place) = member else { return };
    match value {
        Some(AttributeValue::Texts(texts)) => {
            if document.begin_list(place) {
                for text in texts {
                    document.part(place, Raw::Text(text));
                }
                document.end_list(place);
            }
        }
        Some(AttributeValue::Numbers(numbers)) => {
            if document.begin_list(place) {
                for number in numbers {
                    document.part(place, Raw::Number(*number));
                }
                document.end_list(place);
            }
        }
        None => document.scalar(place, Raw::Null),
        Some(AttributeValue::Text(text)) => document.scalar(place, Raw::Text(text)),
        Some(AttributeValue::Number(number)) => document.scalar(place, Raw::Number(*number)),
        Some(AttributeValue::Date(date)) => document.scalar(place, Raw::Date(*date)),
        Some(AttributeValue::Boolean(boolean)) => document.scalar(place, Raw::Boolean(*boolean)),
    }
}
