//! Literals of JSON as values, and as serde writes and reads them: by the digits of their numbers.

use std::fmt;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{AttributeValue, Number};
use crate::json::Literal;

impl From<&AttributeValue> for Literal {
    fn from(value: &AttributeValue) -> Self {
        let number = |number: &Number| Self::Number(number.to_string().into());
        match value {
            AttributeValue::Text(text) => Self::Text(text.clone()),
            AttributeValue::Number(value) => number(value),
            AttributeValue::Date(date) => Self::text(date.to_string()),
            AttributeValue::Boolean(boolean) => Self::Boolean(*boolean),
            AttributeValue::Texts(texts) => {
                Self::List(texts.iter().cloned().map(Self::Text).collect())
            }
            AttributeValue::Numbers(numbers) => Self::List(numbers.iter().map(number).collect()),
        }
    }
}

/// A number that not every reader of JSON keeps exactly is written as text.
impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Self::Number(raw) => match Number::parse_json(raw) {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(raw),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut object = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    object.serialize_entry(name, member)?;
                }
                object.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Literal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Literal, E> {
                Ok(Literal::Null)
            }

            fn visit_bool<E>(self, boolean: bool) -> Result<Literal, E> {
                Ok(Literal::Boolean(boolean))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Literal, E> {
                Ok(Literal::Number(number.to_string().into()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Literal, E> {
                Ok(Literal::Number(number.to_string().into()))
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Literal, E> {
                let number = Number::from_f64(number).map_err(E::custom)?;
                Ok(Literal::Number(number.to_string().into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
                Ok(Literal::text(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Literal, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Literal::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Literal, A::Error> {
                let mut members: Vec<(Box<str>, Literal)> = Vec::new();
                while let Some((name, member)) = object.next_entry::<Box<str>, Literal>()? {
                    if members.iter().any(|(other, _)| *other == name) {
                        return Err(A::Error::custom("an object has a member twice"));
                    }
                    members.push((name, member));
                }
                Ok(Literal::Object(members))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::BytesDeserializer;

    use super::*;

    #[test]
    fn serde_keeps_digits_as_text_where_a_float_would_round_them() {
        let literal = Literal::parse("[1, 0.1, 12345678901234567890]").unwrap();
        let json = serde_json::to_string(&literal).unwrap();
        assert_eq!(json, "[1,\"0.1\",\"12345678901234567890\"]");
        let back: Literal = serde_json::from_str("[1, 0.1, null, {\"a\": true}]").unwrap();
        assert_eq!(back.to_string(), "[1, 0.1, null, {\"a\": true}]");
        // Other formats than JSON have values that JSON has not.
        let bytes = BytesDeserializer::<serde::de::value::Error>::new(b"a");
        let refused = Literal::deserialize(bytes).unwrap_err().to_string();
        assert_eq!(refused, "invalid type: byte array, expected a JSON value");
    }
}
