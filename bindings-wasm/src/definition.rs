//! Definitions as a form needs them: words of one language, bounds of one day, rights of one actor.

use std::collections::BTreeMap;

use patronage::actor::Role;
use patronage::attribute::{
    AttributeDefinition, AttributeOption, AttributeValue, Context, DataType, DateBound, InputKind,
    LocalText, Pattern,
};
use patronage::text::Language;
use patronage::time::Date;
use serde::Serialize;

/// For whom definitions are written.
#[derive(Debug)]
pub struct Reader {
    /// Who reads them.
    pub role: Role,
    /// The language of labels and help; none for the words that are for everybody.
    pub language: Option<Language>,
    /// What `today` means in bounds.
    pub today: Date,
}

impl Reader {
    fn words<'d>(&self, text: &'d LocalText) -> &'d str {
        match &self.language {
            Some(language) => text.in_language(language),
            None => text.as_str(),
        }
    }
}

/// A definition, member by member as JavaScript names them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "they are the switches that a merchant sees")]
pub struct Definition<'d> {
    code: &'d str,
    label: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'d str>,
    input: InputKind,
    data_type: DataType,
    required: Vec<Context>,
    writable: bool,
    read_only: bool,
    active: bool,
    multiple: bool,
    order: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'d AttributeValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<Choice<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_choices: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_choices: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html_pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_date: Option<Date>,
    must_be_true: bool,
    /// What shoppers are not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    for_staff: Option<ForStaff<'d>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ForStaff<'d> {
    admin_name: &'d str,
    unique: bool,
    filterable: bool,
    metadata: BTreeMap<&'d str, &'d str>,
}

/// An option of a list.
#[derive(Debug, Serialize)]
struct Choice<'d> {
    /// As text, so that no digit of a number is lost.
    value: String,
    label: &'d str,
    offered: bool,
}

impl<'d> Definition<'d> {
    /// The definition for a reader.
    pub fn of(definition: &'d AttributeDefinition, reader: &Reader) -> Self {
        let on_day = |bound: DateBound| bound.on(reader.today);
        let options = definition.options().iter().filter(|option| option.is_active());
        Self {
            code: definition.code().as_str(),
            label: reader.words(definition.label()),
            help: definition.help().map(|help| reader.words(help)),
            input: definition.input(),
            data_type: definition.data_type(),
            required: definition.required().collect(),
            writable: definition.is_writable_by(reader.role),
            read_only: definition.is_read_only(),
            active: definition.is_active(),
            multiple: definition.is_multiple(),
            order: definition.order(),
            default: definition.default_value(),
            options: options.map(|option| Choice::of(option, reader)).collect(),
            min_choices: definition.min_choices(),
            max_choices: definition.max_choices(),
            min_length: definition.min_length(),
            max_length: definition.max_length(),
            pattern: definition.pattern().map(Pattern::as_str),
            html_pattern: definition.pattern().map(Pattern::to_ecmascript),
            min_value: definition.min_value().map(|number| number.to_string()),
            max_value: definition.max_value().map(|number| number.to_string()),
            min_date: definition.min_date().map(on_day),
            max_date: definition.max_date().map(on_day),
            must_be_true: definition.must_be_true(),
            for_staff: ForStaff::of(definition, reader.role),
        }
    }
}

impl<'d> ForStaff<'d> {
    fn of(definition: &'d AttributeDefinition, role: Role) -> Option<Self> {
        (role != Role::Shopper).then(|| Self {
            admin_name: definition.admin_name(),
            unique: definition.is_unique(),
            filterable: definition.is_filterable(),
            metadata: definition.metadata().collect(),
        })
    }
}

impl<'d> Choice<'d> {
    fn of(option: &'d AttributeOption, reader: &Reader) -> Self {
        Self {
            value: option.value().to_string(),
            label: reader.words(option.label()),
            offered: option.is_offered(),
        }
    }
}
