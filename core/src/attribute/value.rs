//! One value of one attribute.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Number;
use crate::patch::Patch;
use crate::time::Date;

/// A value of an attribute.
///
/// ```
/// use patronage::attribute::AttributeValue;
///
/// let text: AttributeValue = "DE123456789".into();
/// let number: AttributeValue = 12.into();
/// let many: AttributeValue = ["email", "phone"].into();
/// assert_eq!(serde_json::to_string(&[text, number, many])?, r#"["DE123456789",12,["email","phone"]]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `Debug` says which kind of value it is and not the value, because it is what ends up in logs.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeValue {
    /// Text, or a chosen option that is text.
    Text(Box<str>),
    /// A number, or a chosen option that is a number.
    Number(Number),
    /// A day of the calendar.
    Date(Date),
    /// Yes or no.
    Boolean(bool),
    /// Chosen options that are text.
    Texts(Vec<Box<str>>),
    /// Chosen options that are numbers.
    Numbers(Vec<Number>),
}

impl AttributeValue {
    /// The text, if the value is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if the value is one.
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The day, if the value is one.
    pub fn as_date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Yes or no, if the value is one of them.
    pub fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(boolean) => Some(*boolean),
            _ => None,
        }
    }

    /// What it is, for a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Date(_) => "a date",
            Self::Boolean(_) => "a boolean",
            Self::Texts(_) | Self::Numbers(_) => "a list",
        }
    }

    /// Whether it is several choices, be it none or one.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::Texts(_) | Self::Numbers(_))
    }

    /// How many parts it has: those of a list, or one.
    pub(super) fn parts(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Numbers(numbers) => numbers.len(),
            Self::Text(_) | Self::Number(_) | Self::Date(_) | Self::Boolean(_) => 1,
        }
    }
}

impl fmt::Debug for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(***)",
            Self::Number(_) => "Number(***)",
            Self::Date(_) => "Date(***)",
            Self::Boolean(_) => "Boolean(***)",
            Self::Texts(_) => "Texts(***)",
            Self::Numbers(_) => "Numbers(***)",
        })
    }
}

/// The value as people read it: options with a comma between.
impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Number(number) => number.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Boolean(true) => f.pad("yes"),
            Self::Boolean(false) => f.pad("no"),
            Self::Texts(texts) => f.pad(&texts.join(", ")),
            Self::Numbers(numbers) => {
                f.pad(&numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

macro_rules! values_from {
    ($($from:ty: $value:ident => $made:expr,)+) => {
        $(impl From<$from> for AttributeValue {
            fn from($value: $from) -> Self {
                $made
            }
        }

        impl From<$from> for Patch<AttributeValue> {
            fn from(value: $from) -> Self {
                Self::Set(value.into())
            }
        })+
    };
}

values_from! {
    &str: text => Self::Text(text.into()),
    String: text => Self::Text(text.into()),
    Number: number => Self::Number(number),
    i32: number => Self::Number(number.into()),
    u32: number => Self::Number(number.into()),
    i64: number => Self::Number(number.into()),
    u64: number => Self::Number(number.into()),
    Date: date => Self::Date(date),
    bool: boolean => Self::Boolean(boolean),
    &[&str]: texts => Self::Texts(texts.iter().map(|text| (*text).into()).collect()),
    Vec<&str>: texts => Self::Texts(texts.into_iter().map(Into::into).collect()),
    Vec<String>: texts => Self::Texts(texts.into_iter().map(Into::into).collect()),
    Vec<Number>: numbers => Self::Numbers(numbers),
}

impl<const N: usize> From<[&str; N]> for AttributeValue {
    fn from(texts: [&str; N]) -> Self {
        texts.as_slice().into()
    }
}

impl<const N: usize> From<[&str; N]> for Patch<AttributeValue> {
    fn from(texts: [&str; N]) -> Self {
        Self::Set(texts.into())
    }
}

/// Dates and numbers that not every reader of JSON keeps exactly are text.
impl Serialize for AttributeValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Numbers(numbers) => numbers.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests;
