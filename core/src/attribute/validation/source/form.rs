//! Forms, in which everything is text.

use std::collections::HashSet;

use crate::attribute::validation::document::Member;
use crate::attribute::validation::{Document, Raw};
use crate::attribute::{AttributeDefinition, DataType};

pub(super) fn read(fields: &[(&str, &str)], document: &mut Document<'_>) {
    let mut seen = HashSet::with_capacity(fields.len());
    for (index, (name, text)) in fields.iter().enumerate() {
        if !seen.insert(*name) && may_repeat(name, document) {
            // It was read with the first field of its name, or refused as unknown there.
            continue;
        }
        let Member::Check(place) = document.member(name) else { continue };
        let Some(definition) = document.definition(place) else { continue };
        if definition.is_multiple() {
            let all = fields.get(index..).unwrap_or_default();
            let chosen = all.iter().filter(|(other, text)| other == name && !text.is_empty());
            if document.begin_list(place) {
                for (_, text) in chosen {
                    document.part(place, Raw::Text(text));
                }
                document.end_list(place);
            }
        } else if definition.data_type() == DataType::Boolean && !text.is_empty() {
            match *text {
                "true" | "on" | "yes" => document.scalar(place, Raw::Boolean(true)),
                "false" | "off" | "no" => document.scalar(place, Raw::Boolean(false)),
                _ => document.neither_yes_nor_no(place),
            }
        } else {
            document.scalar(place, Raw::Text(text));
        }
    }
}

fn may_repeat(name: &str, document: &Document<'_>) -> bool {
    let place = document.place(name);
    place.and_then(|place| document.definition(place)).is_none_or(AttributeDefinition::is_multiple)
}
