//! What attributes are found by and unique by.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AttributeDefinition, AttributeValue, DataType, Number};
use crate::text::search_key;
use crate::time::Date;

/// A value in the form in which a store compares it: equal values have equal keys, and the keys of
/// one attribute sort as its values do.
///
/// Text is folded (Unicode NFKC and case) and trimmed, so that `Straße ` and `STRASSE` are one; for
/// numbers see [`Number::sort_key`]; a date is the number of its days since 1970, yes is 1 and no 0.
///
/// `Debug` hides text, which is somebody's data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeKey {
    /// A date, or yes or no.
    Integer(i64),
    /// Text or a number, which sort by their bytes.
    Text(String),
}

impl AttributeKey {
    /// The key under which a value of an attribute is looked for; `None` when the attribute has no
    /// such values. Numbers and dates may be given as text.
    pub(crate) fn sought(definition: &AttributeDefinition, value: &AttributeValue) -> Option<Self> {
        match (definition.data_type(), value) {
            (DataType::Text, AttributeValue::Text(text)) => Some(Self::of_text(text)),
            (DataType::Number, AttributeValue::Number(number)) => Some(Self::of_number(*number)),
            (DataType::Number, AttributeValue::Text(text)) => {
                Number::parse(text).ok().map(Self::of_number)
            }
            (DataType::Date, AttributeValue::Date(date)) => Some(Self::of_date(*date)),
            (DataType::Date, AttributeValue::Text(text)) => {
                Date::parse(text).ok().map(Self::of_date)
            }
            (DataType::Boolean, AttributeValue::Boolean(boolean)) => {
                Some(Self::Integer(i64::from(*boolean)))
            }
            _ => None,
        }
    }

    /// The key of a value that at most one customer of a set has; `None` for what cannot be unique.
    pub(super) fn unique(value: &AttributeValue) -> Option<Self> {
        match value {
            AttributeValue::Text(text) => Some(Self::of_text(text)),
            AttributeValue::Number(number) => Some(Self::of_number(*number)),
            AttributeValue::Date(date) => Some(Self::of_date(*date)),
            AttributeValue::Boolean(_) | AttributeValue::Texts(_) | AttributeValue::Numbers(_) => {
                None
            }
        }
    }

    /// The different keys by which a value is found: one for each chosen option.
    pub(super) fn filters(value: &AttributeValue) -> Vec<Self> {
        let mut keys = match value {
            AttributeValue::Text(text) => vec![Self::of_text(text)],
            AttributeValue::Number(number) => vec![Self::of_number(*number)],
            AttributeValue::Date(date) => vec![Self::of_date(*date)],
            AttributeValue::Boolean(boolean) => vec![Self::Integer(i64::from(*boolean))],
            AttributeValue::Texts(texts) => texts.iter().map(|text| Self::of_text(text)).collect(),
            AttributeValue::Numbers(numbers) => {
                numbers.iter().map(|number| Self::of_number(*number)).collect()
            }
        };
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn of_text(text: &str) -> Self {
        Self::Text(search_key(text).trim().to_owned())
    }

    fn of_number(number: Number) -> Self {
        Self::Text(number.sort_key())
    }

    fn of_date(date: Date) -> Self {
        Self::Integer(date.days_since_epoch().into())
    }
}

impl fmt::Debug for AttributeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => f.debug_tuple("Integer").field(number).finish(),
            Self::Text(_) => f.write_str("Text(***)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(value: impl Into<AttributeValue>) -> Vec<AttributeKey> {
        AttributeKey::filters(&value.into())
    }

    #[test]
    fn what_people_take_for_the_same_has_one_key() {
        assert_eq!(keys(" Straße"), keys("STRASSE "));
        assert_ne!(keys("Zoë"), keys("Zoe"));
        assert_eq!(keys(Number::parse("1.0").unwrap()), keys(1));
        assert_eq!(keys(["b", "a", "B"]), [keys("a"), keys("b")].concat());
        assert_eq!(keys(true), [AttributeKey::Integer(1)]);
        assert_eq!(keys(Date::new(1970, 1, 2).unwrap()), [AttributeKey::Integer(1)]);
    }

    #[test]
    fn only_single_values_can_be_unique() {
        for (value, can_be) in [
            (AttributeValue::from("a"), true),
            (1.into(), true),
            (Date::new(2026, 1, 1).unwrap().into(), true),
            (true.into(), false),
            (["a"].into(), false),
            (vec![Number::from(1)].into(), false),
        ] {
            assert_eq!(AttributeKey::unique(&value).is_some(), can_be, "{value:?}");
        }
    }

    #[test]
    fn a_key_is_sought_by_a_value_or_its_text() {
        use crate::attribute::NewAttribute;
        use crate::attribute::testing::schema;

        let all = schema([
            NewAttribute::text_box("text", "T"),
            NewAttribute::number_box("number", "N"),
            NewAttribute::date("date", "D"),
            NewAttribute::yes_no("yes", "Y"),
        ]);
        let date = Date::new(2026, 1, 1).unwrap();
        for (code, value, same) in [
            ("text", AttributeValue::from(" A"), Some(AttributeValue::from("a"))),
            ("number", Number::parse("1.0").unwrap().into(), Some(1.into())),
            ("number", "1.00".into(), Some(1.into())),
            ("number", "one".into(), None),
            ("date", date.into(), Some(date.into())),
            ("date", "2026-01-01".into(), Some(date.into())),
            ("date", "today".into(), None),
            ("yes", true.into(), Some(true.into())),
            ("yes", false.into(), Some(false.into())),
            ("yes", "true".into(), None),
            ("text", 1.into(), None),
            ("date", 1.into(), None),
            ("number", date.into(), None),
            ("text", ["a"].into(), None),
        ] {
            let sought = AttributeKey::sought(all.get(code).unwrap(), &value);
            let expected = same.map(|same| AttributeKey::filters(&same).remove(0));
            assert_eq!(sought, expected, "{code} {value}");
            if let (Some(unique), Some(sought)) = (AttributeKey::unique(&value), sought) {
                assert!(unique == sought || value.as_text().is_some(), "{code} {value}");
            }
        }
        assert_eq!(keys(vec![Number::from(2), Number::from(1)]), [keys(1), keys(2)].concat());
        assert_eq!(format!("{:?}", keys(true)), "[Integer(1)]");
    }

    #[test]
    fn logs_do_not_show_what_somebody_wrote() {
        assert_eq!(format!("{:?}", keys("secret")), "[Text(***)]");
    }
}
