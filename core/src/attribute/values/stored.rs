//! The attributes of a customer as a record keeps them.
//!
//! Values stand under the type that they have, so that a record is read without its schema and a
//! text that looks like a date stays text:
//! `{"text": {"vat-id": "DE1"}, "date": {"born": "1980-02-29"}, "defaulted": ["vat-id"]}`.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{AttributeValues, ValidAttributes};
use crate::attribute::{AttributeValue, Number};
use crate::code::AttributeCode;
use crate::time::Date;

/// One value, or those of an attribute that may have several.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

type ByCode<T> = BTreeMap<AttributeCode, T>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Deserialize<'de>"))]
struct Stored<T: Serialize> {
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty")]
    text: ByCode<OneOrMany<T>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    number: ByCode<OneOrMany<Number>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    date: ByCode<Date>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    yes_no: ByCode<bool>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    defaulted: BTreeSet<AttributeCode>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    unique: BTreeSet<AttributeCode>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    filterable: BTreeSet<AttributeCode>,
}

impl Serialize for ValidAttributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut stored = Stored::<&str> {
            text: BTreeMap::new(),
            number: BTreeMap::new(),
            date: BTreeMap::new(),
            yes_no: BTreeMap::new(),
            defaulted: self.defaulted.clone(),
            unique: self.unique.clone(),
            filterable: self.filterable.clone(),
        };
        for (code, value) in self.values.iter() {
            let code = *code;
            match value {
                AttributeValue::Text(text) => {
                    stored.text.insert(code, OneOrMany::One(text));
                }
                AttributeValue::Texts(texts) => {
                    let texts = texts.iter().map(|text| &**text).collect();
                    stored.text.insert(code, OneOrMany::Many(texts));
                }
                AttributeValue::Number(number) => {
                    stored.number.insert(code, OneOrMany::One(*number));
                }
                AttributeValue::Numbers(numbers) => {
                    stored.number.insert(code, OneOrMany::Many(numbers.clone()));
                }
                AttributeValue::Date(date) => {
                    stored.date.insert(code, *date);
                }
                AttributeValue::Boolean(boolean) => {
                    stored.yes_no.insert(code, *boolean);
                }
            }
        }
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ValidAttributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::<Box<str>>::deserialize(deserializer)?;
        let texts = stored.text.into_iter().map(|(code, text)| match text {
            OneOrMany::One(text) => (code, AttributeValue::Text(text)),
            OneOrMany::Many(texts) => (code, AttributeValue::Texts(texts)),
        });
        let numbers = stored.number.into_iter().map(|(code, number)| match number {
            OneOrMany::One(number) => (code, AttributeValue::Number(number)),
            OneOrMany::Many(numbers) => (code, AttributeValue::Numbers(numbers)),
        });
        let dates = stored.date.into_iter().map(|(code, date)| (code, AttributeValue::Date(date)));
        let yes_no =
            stored.yes_no.into_iter().map(|(code, yes)| (code, AttributeValue::Boolean(yes)));
        let values: Vec<_> = texts.chain(numbers).chain(dates).chain(yes_no).collect();
        let count = values.len();
        let values: AttributeValues = values.into_iter().collect();
        if values.len() < count {
            return Err(D::Error::custom("an attribute has values of two types"));
        }
        let (defaulted, unique, filterable) = (stored.defaulted, stored.unique, stored.filterable);
        Ok(Self { values, defaulted, unique, filterable })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AttributeCode {
        AttributeCode::parse(text).unwrap()
    }

    #[test]
    fn each_type_comes_back_as_what_it_was() {
        let mut held = ValidAttributes::none();
        for (name, value) in [
            ("text", AttributeValue::from("2026-01-01")),
            ("digits", "12".into()),
            ("many", ["a", "b"].into()),
            ("one", ["a"].into()),
            ("number", Number::parse("0.10").unwrap().into()),
            ("numbers", vec![Number::from(1), Number::parse("2.5").unwrap()].into()),
            ("date", Date::new(2026, 1, 1).unwrap().into()),
            ("yes", true.into()),
        ] {
            held.values.insert(code(name), value);
        }
        held.defaulted.insert(code("yes"));
        held.unique.insert(code("text"));
        held.filterable.insert(code("many"));
        let json = serde_json::to_string(&held).unwrap();
        assert_eq!(serde_json::from_str::<ValidAttributes>(&json).unwrap(), held, "{json}");
        assert!(json.contains(r#""number":{"number":"0.1","numbers":[1,"2.5"]}"#), "{json}");
    }

    #[test]
    fn nothing_is_an_empty_object_and_a_code_has_one_type() {
        assert_eq!(serde_json::to_string(&ValidAttributes::none()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<ValidAttributes>("{}").unwrap(), ValidAttributes::none());
        let twice = r#"{"text":{"a":"x"},"yes_no":{"a":true}}"#;
        assert!(serde_json::from_str::<ValidAttributes>(twice).is_err());
    }
}
