//! Definitions that were checked.

mod compile;

use std::collections::{BTreeMap, BTreeSet};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(super) use compile::{Reader, read_number, whole};

use super::access::words;
use super::draft::{Member, NewAttribute};
use super::rule::{DateRule, ListRule, NumberRule, Rule, TextRule, written};
use super::{
    AttributeOption, AttributeValue, Context, DateBound, DisplayGroup, LocalText, Number, Pattern,
    Schema, ValueSource,
};
use crate::code::AttributeCode;
use crate::json::Literal;
use crate::text::Line;
use crate::version::Version;

words! {
    /// How a value is entered.
    InputKind {
        /// A choice among options.
        List = "list",
        /// A text on one line, or a number.
        TextBox = "text_box",
        /// A text on several lines.
        TextArea = "text_area",
        /// A day of the calendar.
        Date = "date",
        /// Yes or no.
        YesNo = "yes_no",
    }
}

words! {
    /// What kind of value it is.
    DataType {
        /// Text.
        Text = "text",
        /// An exact number.
        Number = "number",
        /// A day of the calendar.
        Date = "date",
        /// Yes or no.
        Boolean = "boolean",
    }
}

/// What an attribute is: who sees and sets it, and which values it takes.
///
/// It is made from a [`NewAttribute`] by [`Schema::compile`], and is written as one again.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they are the switches that a merchant sees")]
pub struct AttributeDefinition {
    version: Version,
    code: AttributeCode,
    label: LocalText,
    admin_name: Option<Line<100>>,
    display_group: DisplayGroup,
    value_source: ValueSource,
    required: BTreeSet<Context>,
    default: Option<AttributeValue>,
    order: i32,
    active: bool,
    read_only: bool,
    unique: bool,
    filterable: bool,
    help: Option<LocalText>,
    metadata: BTreeMap<Line<50>, Box<str>>,
    pub(super) rule: Rule,
    /// Whether it was deleted and its values were kept, hidden.
    is_deleted: bool,
}

/// Versions apart, as the store gives those.
impl PartialEq for AttributeDefinition {
    fn eq(&self, other: &Self) -> bool {
        self.is_deleted == other.is_deleted && self.to_draft() == other.to_draft()
    }
}

impl Eq for AttributeDefinition {}

/// # What it is
impl AttributeDefinition {
    /// The code, for life.
    pub fn code(&self) -> &AttributeCode {
        &self.code
    }

    /// What people read beside the field.
    pub fn label(&self) -> &LocalText {
        &self.label
    }

    /// What staff reads beside the field: the label unless it has a name of its own.
    pub fn admin_name(&self) -> &str {
        self.admin_name.as_ref().map_or(self.label.as_str(), Line::as_str)
    }

    /// A hint beside the field.
    pub fn help(&self) -> Option<&LocalText> {
        self.help.as_ref()
    }

    /// How a value is entered.
    pub fn input(&self) -> InputKind {
        self.rule.input()
    }

    /// What kind of value it is.
    pub fn data_type(&self) -> DataType {
        self.rule.data_type()
    }

    /// Where it is displayed.
    pub fn display_group(&self) -> DisplayGroup {
        self.display_group
    }

    /// Who enters its values.
    pub fn value_source(&self) -> ValueSource {
        self.value_source
    }

    /// Whether it needs a value in a context.
    pub fn is_required_in(&self, context: Context) -> bool {
        self.required.contains(&context)
    }

    /// The contexts in which it needs a value.
    pub fn required(&self) -> impl Iterator<Item = Context> {
        self.required.iter().copied()
    }

    /// What a new account gets when no value is given.
    pub fn default_value(&self) -> Option<&AttributeValue> {
        self.default.as_ref()
    }

    /// Where it stands among others.
    pub fn order(&self) -> i32 {
        self.order
    }

    /// Whether it can be set.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Whether a value that was set stays.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether no two registered accounts of a customer set have the same value.
    pub fn is_unique(&self) -> bool {
        self.unique
    }

    /// Whether customers are found by its values.
    pub fn is_filterable(&self) -> bool {
        self.filterable
    }

    /// What the host keeps with it.
    pub fn metadata(&self) -> impl Iterator<Item = (&str, &str)> {
        self.metadata.iter().map(|(key, value)| (key.as_str(), &**value))
    }

    /// Grows by one with each change of the definition.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether it was deleted and its values were kept, hidden from everybody.
    pub fn is_deleted(&self) -> bool {
        self.is_deleted
    }
}

/// # Which values it takes
impl AttributeDefinition {
    /// The options of a list in their order, hidden and inactive ones included.
    pub fn options(&self) -> &[AttributeOption] {
        match &self.rule {
            Rule::List(list) => list.options(),
            _ => &[],
        }
    }

    /// Whether several options may be chosen.
    pub fn is_multiple(&self) -> bool {
        matches!(&self.rule, Rule::List(list) if list.is_multiple())
    }

    /// How many options must be chosen, when any are.
    pub fn min_choices(&self) -> Option<u32> {
        self.as_list().and_then(ListRule::min_choices)
    }

    /// How many options may be chosen.
    pub fn max_choices(&self) -> Option<u32> {
        self.as_list().and_then(ListRule::max_choices)
    }

    /// How many characters a text has at least.
    pub fn min_length(&self) -> Option<u32> {
        self.as_text().and_then(TextRule::min_length)
    }

    /// How many characters a text has at most; every text has a most.
    pub fn max_length(&self) -> Option<u32> {
        self.as_text().map(TextRule::max_length)
    }

    /// What the whole of a text must match.
    pub fn pattern(&self) -> Option<&Pattern> {
        self.as_text().and_then(|text| text.pattern())
    }

    /// The least number.
    pub fn min_value(&self) -> Option<Number> {
        self.as_number().and_then(NumberRule::min)
    }

    /// The greatest number.
    pub fn max_value(&self) -> Option<Number> {
        self.as_number().and_then(NumberRule::max)
    }

    /// The first day.
    pub fn min_date(&self) -> Option<DateBound> {
        self.as_date().and_then(DateRule::min)
    }

    /// The last day.
    pub fn max_date(&self) -> Option<DateBound> {
        self.as_date().and_then(DateRule::max)
    }

    /// Whether only yes is accepted.
    pub fn must_be_true(&self) -> bool {
        matches!(&self.rule, Rule::YesNo(yes_no) if yes_no.must_be_true())
    }
}

impl AttributeDefinition {
    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// The same definition under another code.
    pub(super) fn with_code(mut self, code: AttributeCode) -> Self {
        self.code = code;
        self
    }

    /// The same definition, deleted with its values kept hidden, or no longer so.
    pub(crate) fn deleted(mut self, is_deleted: bool) -> Self {
        self.is_deleted = is_deleted;
        self
    }

    /// The same definition, without bounds that move with the day.
    pub(super) fn with_fixed_bounds(mut self) -> Self {
        if let Rule::Date(date) = &mut self.rule {
            date.drop_moving_bounds();
        }
        self
    }

    /// The definition as it could have been written: what is as when nothing is said is left out.
    pub fn to_draft(&self) -> NewAttribute {
        let flag = |flag: bool| flag.then_some(Literal::Boolean(true));
        let word = |word: &str| Some(Literal::text(word));
        let unless = |usual: bool, literal: Option<Literal>| literal.filter(|_| !usual);
        let contexts = self.required.iter().map(|context| Literal::text(context.as_str()));
        let metadata = self.metadata();
        let metadata = metadata.map(|(key, value)| (key.into(), Literal::text(value)));
        let members = [
            (Member::Code, word(self.code.as_str())),
            (Member::Label, Some(self.label.to_literal())),
            (Member::AdminName, self.admin_name.as_ref().and_then(|name| word(name.as_str()))),
            (Member::Input, word(self.input().as_str())),
            (
                Member::DataType,
                unless(self.data_type_goes_without_saying(), word(self.data_type().as_str())),
            ),
            (Member::DisplayGroup, word(self.display_group.as_str())),
            (Member::ValueSource, word(self.value_source.as_str())),
            (
                Member::Required,
                unless(self.required.is_empty(), Some(Literal::List(contexts.collect()))),
            ),
            (Member::Default, self.default.as_ref().map(Literal::from)),
            (Member::ReadOnly, flag(self.read_only)),
            (Member::Unique, flag(self.unique)),
            (Member::Filterable, flag(self.filterable)),
            (
                Member::Order,
                unless(self.order == 0, Some(Literal::Number(self.order.to_string().into()))),
            ),
            (Member::Active, (!self.active).then_some(Literal::Boolean(false))),
            (Member::Help, self.help.as_ref().map(LocalText::to_literal)),
            (
                Member::Metadata,
                unless(self.metadata.is_empty(), Some(Literal::Object(metadata.collect()))),
            ),
        ];
        let mut draft = NewAttribute::empty();
        let members = members.into_iter().chain(written(&self.rule));
        draft.members.extend(members.filter_map(|(member, literal)| Some((member, literal?))));
        draft
    }

    fn data_type_goes_without_saying(&self) -> bool {
        Some(&self.data_type()) == self.input().data_types().first()
    }
}

impl InputKind {
    /// The data types that the input can have, the usual one first.
    pub fn data_types(self) -> &'static [DataType] {
        match self {
            Self::List | Self::TextBox => &[DataType::Text, DataType::Number],
            Self::TextArea => &[DataType::Text],
            Self::Date => &[DataType::Date],
            Self::YesNo => &[DataType::Boolean],
        }
    }
}

/// How a definition is kept: as it is written, and whether it is deleted.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    definition: Literal,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
}

impl Serialize for AttributeDefinition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let definition = self.to_draft().to_literal();
        Stored { definition, deleted: self.is_deleted }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AttributeDefinition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { definition, deleted } = Stored::deserialize(deserializer)?;
        let Literal::Object(members) = definition else {
            return Err(D::Error::custom("a definition is an object"));
        };
        let schema = Schema::compile([NewAttribute::from_members(members)]);
        let schema = schema.map_err(D::Error::custom)?;
        let definition = schema.definitions().next().cloned();
        let definition = definition.ok_or_else(|| D::Error::custom("a definition is missing"))?;
        Ok(definition.deleted(deleted))
    }
}

#[cfg(test)]
mod tests;
