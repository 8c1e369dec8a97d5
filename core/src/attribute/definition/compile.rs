//! From a draft to a definition, with every mistake on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::{AttributeDefinition, DataType, InputKind};
use crate::attribute::access::enters;
use crate::attribute::draft::{Member, NewAttribute};
use crate::attribute::local_text::Form;
use crate::attribute::mistake::{Mistake, Mistakes};
use crate::attribute::rule::Rule;
use crate::attribute::{Context, DisplayGroup, LocalText, Number, NumberError, ValueSource};
use crate::code::AttributeCode;
use crate::json::Literal;
use crate::text::{Line, Paragraph};
use crate::version::Version;
use crate::violation::Parameter;

/// Reads the members of one draft.
#[derive(Debug)]
pub(in crate::attribute) struct Reader<'a> {
    draft: &'a NewAttribute,
    path: &'a str,
    pub(in crate::attribute) mistakes: &'a mut Mistakes,
}

impl<'a> Reader<'a> {
    pub(in crate::attribute) fn new(
        draft: &'a NewAttribute,
        path: &'a str,
        mistakes: &'a mut Mistakes,
    ) -> Self {
        draft.check_members(path, mistakes);
        Self { draft, path, mistakes }
    }

    /// Where a member stands.
    pub(in crate::attribute) fn path(&self, member: Member) -> String {
        format!("{}.{}", self.path, member.name())
    }

    pub(in crate::attribute) fn get(&self, member: Member) -> Option<&'a Literal> {
        self.draft.members.get(&member)
    }

    pub(in crate::attribute) fn text(&mut self, member: Member) -> Option<&'a str> {
        match self.get(member)? {
            Literal::Text(text) => Some(text),
            other => {
                self.mistakes.wrong_type(&self.path(member), "a text", other);
                None
            }
        }
    }

    fn local_text(&mut self, member: Member, form: Form) -> Option<LocalText> {
        let path = self.path(member);
        LocalText::read(self.get(member)?, form, &path, self.mistakes)
    }

    /// Yes or no; no when nothing is said.
    pub(in crate::attribute) fn flag(&mut self, member: Member) -> bool {
        self.optional_flag(member).unwrap_or(false)
    }

    fn optional_flag(&mut self, member: Member) -> Option<bool> {
        match self.get(member)? {
            Literal::Boolean(flag) => Some(*flag),
            other => {
                self.mistakes.wrong_type(&self.path(member), "a boolean", other);
                None
            }
        }
    }

    /// A whole number within bounds.
    pub(in crate::attribute) fn whole(
        &mut self,
        member: Member,
        min: i64,
        max: i64,
    ) -> Option<i64> {
        let path = self.path(member);
        whole(self.get(member)?, min, max, &path, self.mistakes)
    }

    /// A number of characters or options.
    pub(in crate::attribute) fn count(&mut self, member: Member, max: u32) -> Option<u32> {
        self.whole(member, 0, max.into()).and_then(|count| u32::try_from(count).ok())
    }

    /// An exact number, as a number or as text.
    pub(in crate::attribute) fn number(&mut self, member: Member) -> Option<Number> {
        let path = self.path(member);
        let literal = self.get(member)?;
        if let Some(number) = read_number(literal) {
            self.mistakes.take(&path, number)
        } else {
            self.mistakes.wrong_type(&path, "a number", literal);
            None
        }
    }

    /// One of a few words; the first of `words` that has the name.
    fn word<T: Copy>(
        &mut self,
        member: Member,
        words: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(member)?;
        let path = self.path(member);
        word(text, &path, words, name, self.mistakes)
    }

    /// Refuses a lower bound that is above the upper one.
    pub(in crate::attribute) fn refuse_crossed<B: Into<Parameter>>(
        &mut self,
        lower: Member,
        low: B,
        high: B,
    ) {
        let parameters = [("min", low.into()), ("max", high.into())];
        self.mistakes.add(self.path(lower), Mistake::BoundsCrossed, parameters);
    }

    /// Refuses the members of other inputs.
    pub(in crate::attribute) fn refuse_all_but(
        &mut self,
        applying: &[Member],
        input: InputKind,
        data_type: DataType,
    ) {
        const CONSTRAINTS: [Member; 12] = [
            Member::Options,
            Member::Multiple,
            Member::MinChoices,
            Member::MaxChoices,
            Member::MinLength,
            Member::MaxLength,
            Member::Pattern,
            Member::MinValue,
            Member::MaxValue,
            Member::MinDate,
            Member::MaxDate,
            Member::MustBeTrue,
        ];
        for member in CONSTRAINTS {
            if self.get(member).is_some() && !applying.contains(&member) {
                let (name, input) = (member.name().into(), input.as_str().into());
                let path = self.path(member);
                if input == InputKind::TextBox.as_str().into()
                    || applying.contains(&Member::Options)
                {
                    let data_type = data_type.as_str().into();
                    let parameters = [("member", name), ("input", input), ("data_type", data_type)];
                    self.mistakes.add(path, Mistake::DoesNotApply, parameters);
                } else {
                    let parameters = [("member", name), ("input", input)];
                    self.mistakes.add(path, Mistake::DoesNotApply, parameters);
                }
            }
        }
    }
}

/// A number as a number or as text; `None` when it is neither.
pub(in crate::attribute) fn read_number(literal: &Literal) -> Option<Result<Number, NumberError>> {
    match literal {
        Literal::Number(raw) => Some(Number::parse_json(raw)),
        Literal::Text(text) => Some(Number::parse(text)),
        _ => None,
    }
}

/// A whole number within bounds.
pub(in crate::attribute) fn whole(
    literal: &Literal,
    min: i64,
    max: i64,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<i64> {
    let Literal::Number(raw) = literal else {
        mistakes.wrong_type(path, "a whole number", literal);
        return None;
    };
    let number = Number::parse_json(raw).ok().map(|number| number.to_string());
    let number = number.and_then(|number| number.parse::<i64>().ok());
    let found = number.filter(|number| (min..=max).contains(number));
    if found.is_none() {
        let parameters = [("min", min.to_string().into()), ("max", max.to_string().into())];
        mistakes.add(path, Mistake::OutOfRange, parameters);
    }
    found
}

/// One of a few words.
pub(in crate::attribute) fn word<T: Copy>(
    text: &str,
    path: &str,
    words: &[T],
    name: fn(T) -> &'static str,
    mistakes: &mut Mistakes,
) -> Option<T> {
    let found = words.iter().copied().find(|word| name(*word) == text);
    if found.is_none() {
        let words: Vec<_> = words.iter().map(|word| format!("`{}`", name(*word))).collect();
        let parameters = [("words", words.join(", ").into()), ("found", text.to_owned().into())];
        mistakes.add(path, Mistake::UnknownWord, parameters);
    }
    found
}

impl AttributeDefinition {
    /// Checks a draft; `None` when it has mistakes, all of which are noted.
    pub(in crate::attribute) fn compile(
        draft: &NewAttribute,
        path: &str,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let mut reader = Reader::new(draft, path, mistakes);
        let label = reader.local_text(Member::Label, Form::Label);
        if reader.get(Member::Label).is_none() {
            let path = reader.path(Member::Label);
            reader.mistakes.missing(&path);
        }
        let code = reader.read_code(label.as_ref());
        let admin_name = reader.read_admin_name();
        let display_group =
            reader.word(Member::DisplayGroup, DisplayGroup::ALL, DisplayGroup::as_str);
        let value_source = reader.word(Member::ValueSource, ValueSource::ALL, ValueSource::as_str);
        let required = reader.read_required();
        let order = reader.whole(Member::Order, i32::MIN.into(), i32::MAX.into());
        let active = reader.optional_flag(Member::Active).unwrap_or(true);
        let read_only = reader.flag(Member::ReadOnly);
        let unique = reader.flag(Member::Unique);
        let filterable = reader.flag(Member::Filterable);
        let help = reader.local_text(Member::Help, Form::Help);
        let metadata = reader.read_metadata();
        let rule = reader.read_rule();
        reader.check_rights(display_group, value_source, &required);
        reader.check_keys(unique, filterable);
        let (code, label, rule) = (code?, label?, rule?);
        let mut definition = Self {
            version: Version::FIRST,
            code,
            label,
            admin_name,
            display_group: display_group.unwrap_or_default(),
            value_source: value_source.unwrap_or_default(),
            required,
            default: None,
            order: order.and_then(|order| i32::try_from(order).ok()).unwrap_or_default(),
            active,
            read_only,
            unique,
            filterable,
            help,
            metadata,
            rule,
            is_deleted: false,
        };
        definition.read_default(draft, path, mistakes);
        Some(definition)
    }

    /// A default is a value like any other: the rule says what is wrong with it.
    fn read_default(&mut self, draft: &NewAttribute, path: &str, mistakes: &mut Mistakes) {
        let Some(literal) = draft.members.get(&Member::Default) else { return };
        match crate::attribute::validation::check_default(self, literal) {
            Ok(default) => self.default = default,
            Err(violations) => {
                let path = format!("{path}.{}", Member::Default.name());
                for violation in violations {
                    mistakes.push(violation.within(&path));
                }
            }
        }
    }
}

impl Reader<'_> {
    /// Whether whoever has to give the value may do so.
    fn check_rights(
        &mut self,
        group: Option<DisplayGroup>,
        source: Option<ValueSource>,
        required: &BTreeSet<Context>,
    ) {
        // Nothing follows from a word that is not understood.
        let is_clear = |member: Member, is_read: bool| is_read || self.get(member).is_none();
        if !is_clear(Member::DisplayGroup, group.is_some())
            || !is_clear(Member::ValueSource, source.is_some())
        {
            return;
        }
        let (group, source) = (group.unwrap_or_default(), source.unwrap_or_default());
        if group == DisplayGroup::AdminOnly && source != ValueSource::AdminEntered {
            let path = self.path(Member::ValueSource);
            self.mistakes.add(path, Mistake::AdminOnly, []);
            return;
        }
        // One that is not active is required nowhere, and may become active again.
        for context in required {
            if !enters(context.role(), group, source) {
                let parameters = [
                    ("context", context.as_str().into()),
                    ("role", context.role().as_str().into()),
                ];
                let path = self.path(Member::Required);
                self.mistakes.add(path, Mistake::RequiredNotWritable, parameters);
            }
        }
    }

    /// Whether the store can keep what the definition asks it to keep.
    fn check_keys(&mut self, unique: bool, filterable: bool) {
        let is_input = |input: InputKind| matches!(self.get(Member::Input), Some(Literal::Text(word)) if **word == *input.as_str());
        let is_area = is_input(InputKind::TextArea);
        let is_multiple = is_input(InputKind::List)
            && self.get(Member::Multiple) == Some(&Literal::Boolean(true));
        if unique && (is_area || is_multiple || is_input(InputKind::YesNo)) {
            let path = self.path(Member::Unique);
            self.mistakes.add(path, Mistake::CannotBeUnique, []);
        }
        if filterable && is_area {
            let path = self.path(Member::Filterable);
            self.mistakes.add(path, Mistake::CannotBeFiltered, []);
        }
        if unique && self.get(Member::Default).is_some() {
            let path = self.path(Member::Default);
            self.mistakes.add(path, Mistake::DefaultOfUnique, []);
        }
    }

    fn read_code(&mut self, label: Option<&LocalText>) -> Option<AttributeCode> {
        let path = self.path(Member::Code);
        if self.get(Member::Code).is_some() {
            let code = self.text(Member::Code)?;
            return self.mistakes.take(&path, AttributeCode::parse(code));
        }
        if cfg!(not(feature = "code-from-label")) {
            self.mistakes.missing(&path);
            return None;
        }
        let code = AttributeCode::slug(label?.as_str());
        if code.is_none() {
            self.mistakes.add(path, Mistake::NoCode, []);
        }
        code
    }

    fn read_admin_name(&mut self) -> Option<Line<100>> {
        let name = self.text(Member::AdminName)?;
        let path = self.path(Member::AdminName);
        self.mistakes.take(&path, Line::parse(name))
    }

    fn read_required(&mut self) -> BTreeSet<Context> {
        let mut required = BTreeSet::new();
        let path = self.path(Member::Required);
        let contexts = match self.get(Member::Required) {
            None => return required,
            Some(Literal::List(contexts)) => contexts,
            Some(other) => {
                self.mistakes.wrong_type(&path, "a list of contexts", other);
                return required;
            }
        };
        for (place, context) in contexts.iter().enumerate() {
            let path = format!("{path}[{place}]");
            match context {
                Literal::Text(name) => {
                    let names = Context::as_str;
                    required.extend(word(name, &path, Context::ALL, names, self.mistakes));
                }
                other => self.mistakes.wrong_type(&path, "a text", other),
            }
        }
        required
    }

    fn read_metadata(&mut self) -> BTreeMap<Line<50>, Box<str>> {
        let path = self.path(Member::Metadata);
        let mut metadata = BTreeMap::new();
        let entries = match self.get(Member::Metadata) {
            None => return metadata,
            Some(Literal::Object(entries)) => entries,
            Some(other) => {
                self.mistakes.wrong_type(&path, "an object of texts", other);
                return metadata;
            }
        };
        for (key, value) in entries {
            let path = format!("{path}.{key}");
            let Literal::Text(value) = value else {
                self.mistakes.wrong_type(&path, "a text", value);
                continue;
            };
            let key = self.mistakes.take(&path, Line::parse(key));
            let kept = self.mistakes.take(&path, Paragraph::<1000>::parse(value)).is_some();
            metadata.extend(key.filter(|_| kept).map(|key| (key, value.clone())));
        }
        metadata
    }

    fn read_rule(&mut self) -> Option<Rule> {
        if self.get(Member::Input).is_none() {
            let path = self.path(Member::Input);
            self.mistakes.missing(&path);
            return None;
        }
        let input = self.word(Member::Input, InputKind::ALL, InputKind::as_str)?;
        let data_type = match self.get(Member::DataType) {
            None => input.data_types().first().copied()?,
            Some(_) => self.word(Member::DataType, DataType::ALL, DataType::as_str)?,
        };
        if !input.data_types().contains(&data_type) {
            let allowed = input.data_types().iter().map(|allowed| format!("`{allowed}`"));
            let allowed = allowed.collect::<Vec<_>>().join(" or ");
            let parameters = [("input", input.as_str().into()), ("allowed", allowed.into())];
            let path = self.path(Member::DataType);
            self.mistakes.add(path, Mistake::DataTypeNotAllowed, parameters);
            return None;
        }
        Rule::compile(self, input, data_type)
    }
}
