//! Values before and after their check.

use crate::attribute::{AttributeValue, Number, NumberError};
use crate::time::Date;

/// A value as a source gives it.
#[derive(Debug, Clone, Copy)]
pub(in crate::attribute) enum Raw<'a> {
    Null,
    Boolean(bool),
    Text(&'a str),
    /// A number as JSON writes it.
    Digits(&'a str),
    Number(Number),
    /// A number of another kind that is none of ours.
    NoNumber(NumberError),
    Date(Date),
    List,
    Object,
}

impl Raw<'_> {
    /// A float, which counts where it says exactly which number it is.
    pub(super) fn of_float(float: f64) -> Self {
        Number::from_f64(float).map_or_else(Self::NoNumber, Self::Number)
    }

    /// What it is, for a message.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "a text",
            Self::Digits(_) | Self::Number(_) | Self::NoNumber(_) => "a number",
            Self::Date(_) => "a date",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }

    /// The number that it says; `None` when it is of another type.
    pub(super) fn number(self) -> Option<Result<Number, NumberError>> {
        match self {
            Self::Number(number) => Some(Ok(number)),
            Self::Digits(digits) => Some(Number::parse_json(digits)),
            Self::Text(text) => Some(Number::parse(text)),
            Self::NoNumber(error) => Some(Err(error)),
            _ => None,
        }
    }

    /// Whether it says the same as a value of one part.
    pub(super) fn says(self, value: &AttributeValue) -> bool {
        match value {
            AttributeValue::Text(text) => matches!(self, Self::Text(raw) if *raw == **text),
            AttributeValue::Boolean(yes) => matches!(self, Self::Boolean(raw) if raw == *yes),
            AttributeValue::Number(number) => self.says_number(*number),
            AttributeValue::Date(date) => match self {
                Self::Date(raw) => raw == *date,
                Self::Text(raw) => Date::parse(raw) == Ok(*date),
                _ => false,
            },
            AttributeValue::Texts(_) | AttributeValue::Numbers(_) => false,
        }
    }

    /// Whether it says the same as the part of a list at a place.
    pub(super) fn says_part(self, list: &AttributeValue, place: usize) -> bool {
        match list {
            AttributeValue::Texts(texts) => {
                let text = texts.get(place);
                text.is_some_and(|text| matches!(self, Self::Text(raw) if *raw == **text))
            }
            AttributeValue::Numbers(numbers) => {
                numbers.get(place).is_some_and(|number| self.says_number(*number))
            }
            _ => false,
        }
    }

    fn says_number(self, number: Number) -> bool {
        matches!(self.number(), Some(Ok(raw)) if raw == number)
    }
}

/// A value that was checked, or one part of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::attribute) enum Datum<'a> {
    Text(&'a str),
    Number(Number),
    Date(Date),
    Boolean(bool),
}

impl Datum<'_> {
    /// Where it stands among the parts of a value, if it does; a value of one part has it at 0.
    pub(in crate::attribute) fn place_among(self, held: &AttributeValue) -> Option<usize> {
        match (self, held) {
            (Self::Text(text), AttributeValue::Text(held)) => (*text == **held).then_some(0),
            (Self::Text(text), AttributeValue::Texts(held)) => {
                held.iter().position(|held| *text == **held)
            }
            (Self::Number(number), AttributeValue::Number(held)) => (number == *held).then_some(0),
            (Self::Number(number), AttributeValue::Numbers(held)) => {
                held.iter().position(|held| number == *held)
            }
            _ => None,
        }
    }

    /// The value, to be kept.
    pub(super) fn to_value(self) -> AttributeValue {
        match self {
            Self::Text(text) => AttributeValue::Text(text.into()),
            Self::Number(number) => AttributeValue::Number(number),
            Self::Date(date) => AttributeValue::Date(date),
            Self::Boolean(boolean) => AttributeValue::Boolean(boolean),
        }
    }
}
