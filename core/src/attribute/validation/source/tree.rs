//! Trees that `serde_json` made.

use serde_json::Value;

use crate::attribute::validation::document::Member;
use crate::attribute::validation::{Document, Raw};

pub(super) fn read(tree: &Value, document: &mut Document<'_>) {
    let Value::Object(members) = tree else {
        document.not_an_object();
        return;
    };
    for (name, value) in members {
        let Member::Check(place) = document.member(name) else { continue };
        match value {
            Value::Array(parts) if document.begin_list(place) => {
                for part in parts {
                    document.part(place, raw(part));
                }
                document.end_list(place);
            }
            // A list where there is none was refused as it began.
            Value::Array(_) => {}
            scalar => document.scalar(place, raw(scalar)),
        }
    }
}

fn raw(value: &Value) -> Raw<'_> {
    match value {
        Value::Null => Raw::Null,
        Value::Bool(boolean) => Raw::Boolean(*boolean),
        Value::String(text) => Raw::Text(text),
        Value::Array(_) => Raw::List,
        Value::Object(_) => Raw::Object,
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => Raw::Number(whole.into()),
            (_, Some(whole), _) => Raw::Number(whole.into()),
            (.., float) => Raw::of_float(float.unwrap_or(f64::NAN)),
        },
    }
}
