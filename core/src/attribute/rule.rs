//! Which values an attribute takes: one file for each kind of rule.

mod date;
mod list;
mod number;
mod text;
mod yes_no;

pub use date::DateBound;
pub(super) use date::DateRule;
pub use list::AttributeOption;
pub(super) use list::ListRule;
pub(super) use number::NumberRule;
pub(super) use text::TextRule;
pub(super) use yes_no::YesNoRule;

use super::definition::Reader;
use super::draft::Member;
use super::{AttributeDefinition, DataType, InputKind};
use crate::json::Literal;

/// The rule of an attribute.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    List(ListRule),
    Text(TextRule),
    Number(NumberRule),
    Date(DateRule),
    YesNo(YesNoRule),
}

/// A member of a definition, where it is written.
type Written = (Member, Option<Literal>);

impl Rule {
    /// Reads the constraints of an input; `None` when they have mistakes.
    pub(super) fn compile(
        reader: &mut Reader<'_>,
        input: InputKind,
        data_type: DataType,
    ) -> Option<Self> {
        match (input, data_type) {
            (InputKind::List, _) => ListRule::compile(reader, data_type).map(Self::List),
            (InputKind::TextBox, DataType::Number) => {
                Some(Self::Number(NumberRule::compile(reader)))
            }
            (InputKind::TextBox | InputKind::TextArea, _) => {
                TextRule::compile(reader, input).map(Self::Text)
            }
            (InputKind::Date, _) => Some(Self::Date(DateRule::compile(reader))),
            (InputKind::YesNo, _) => Some(Self::YesNo(YesNoRule::compile(reader))),
        }
    }

    pub(super) fn input(&self) -> InputKind {
        match self {
            Self::List(_) => InputKind::List,
            Self::Text(text) => text.input(),
            Self::Number(_) => InputKind::TextBox,
            Self::Date(_) => InputKind::Date,
            Self::YesNo(_) => InputKind::YesNo,
        }
    }

    pub(super) fn data_type(&self) -> DataType {
        match self {
            Self::List(list) => list.data_type(),
            Self::Text(_) => DataType::Text,
            Self::Number(_) => DataType::Number,
            Self::Date(_) => DataType::Date,
            Self::YesNo(_) => DataType::Boolean,
        }
    }
}

/// The constraints as they could have been written.
pub(super) fn written(rule: &Rule) -> Vec<Written> {
    match rule {
        Rule::List(list) => list.written(),
        Rule::Text(text) => text.written(),
        Rule::Number(number) => number.written(),
        Rule::Date(date) => date.written(),
        Rule::YesNo(yes_no) => yes_no.written(),
    }
}

impl AttributeDefinition {
    pub(super) fn as_list(&self) -> Option<&ListRule> {
        match &self.rule {
            Rule::List(list) => Some(list),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&TextRule> {
        match &self.rule {
            Rule::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<&NumberRule> {
        match &self.rule {
            Rule::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn as_date(&self) -> Option<&DateRule> {
        match &self.rule {
            Rule::Date(date) => Some(date),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
