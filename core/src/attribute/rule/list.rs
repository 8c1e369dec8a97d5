//! Choices among options.

use std::collections::BTreeSet;

use super::Written;
use crate::attribute::breach::Breach;
use crate::attribute::definition::{Reader, read_number, whole};
use crate::attribute::draft::Member;
use crate::attribute::local_text::Form;
use crate::attribute::lookup::Lookup;
use crate::attribute::mistake::{Mistake, Mistakes};
use crate::attribute::validation::{Datum, Held, Raw, Report};
use crate::attribute::{AttributeValue, DataType, InputKind, LocalText, Number};
use crate::json::Literal;
use crate::text::Line;

/// How many options a list has at most.
const MAX_OPTIONS: usize = 1_000;

/// How many options a message names.
const NAMED_OPTIONS: usize = 10;

/// An option of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeOption {
    value: AttributeValue,
    label: LocalText,
    order: i32,
    hidden: bool,
    active: bool,
}

impl AttributeOption {
    /// The value: text or a number.
    pub fn value(&self) -> &AttributeValue {
        &self.value
    }

    /// What people read: the value unless it has a label of its own.
    pub fn label(&self) -> &LocalText {
        &self.label
    }

    /// Where it stands among others.
    pub fn order(&self) -> i32 {
        self.order
    }

    /// Whether it can be chosen by who does not hold it already.
    pub fn is_offered(&self) -> bool {
        self.active && !self.hidden
    }

    /// Whether it is valid where it is held, and no longer offered.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether it is an option at all.
    pub fn is_active(&self) -> bool {
        self.active
    }

    fn read(
        literal: &Literal,
        data_type: DataType,
        path: &str,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        let Literal::Object(members) = literal else {
            let value = read_value(literal, data_type, path, mistakes)?;
            let label = LocalText::plain(&value.to_string());
            return Some(Self { value, label, order: 0, hidden: false, active: true });
        };
        let (mut value, mut label, mut order) = (None, None, None);
        let (mut hidden, mut active) = (false, true);
        for (name, member) in members {
            let path = format!("{path}.{name}");
            match &**name {
                "value" => value = read_value(member, data_type, &path, mistakes),
                "label" => label = LocalText::read(member, Form::Label, &path, mistakes),
                "order" => {
                    order = whole(member, i32::MIN.into(), i32::MAX.into(), &path, mistakes);
                }
                "hidden" => hidden = read_flag(member, &path, mistakes),
                "active" => active = read_flag(member, &path, mistakes),
                _ => {
                    let member = ("member", name.to_string().into());
                    mistakes.add(path, Mistake::UnknownMember, [member]);
                }
            }
        }
        if !members.iter().any(|(name, _)| &**name == "value") {
            mistakes.missing(&format!("{path}.value"));
        }
        let value = value?;
        let label = label.unwrap_or_else(|| LocalText::plain(&value.to_string()));
        let order = order.and_then(|order| i32::try_from(order).ok()).unwrap_or_default();
        Some(Self { value, label, order, hidden, active })
    }

    fn to_literal(&self) -> Literal {
        let mut members = vec![("value".into(), Literal::from(&self.value))];
        if self.label != LocalText::plain(&self.value.to_string()) {
            members.push(("label".into(), self.label.to_literal()));
        }
        if self.order != 0 {
            members.push(("order".into(), Literal::Number(self.order.to_string().into())));
        }
        if self.hidden {
            members.push(("hidden".into(), Literal::Boolean(true)));
        }
        if !self.active {
            members.push(("active".into(), Literal::Boolean(false)));
        }
        match members.as_slice() {
            [(_, value)] => value.clone(),
            _ => Literal::Object(members),
        }
    }
}

fn read_value(
    literal: &Literal,
    data_type: DataType,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<AttributeValue> {
    match (data_type, literal) {
        (DataType::Number, literal) => {
            if let Some(number) = read_number(literal) {
                mistakes.take(path, number).map(AttributeValue::Number)
            } else {
                mistakes.wrong_type(path, "a number", literal);
                None
            }
        }
        (_, Literal::Text(text)) => {
            let line = mistakes.take(path, Line::<50>::parse(text))?;
            Some(line.as_str().into())
        }
        (_, literal) => {
            mistakes.wrong_type(path, "a text", literal);
            None
        }
    }
}

fn read_flag(literal: &Literal, path: &str, mistakes: &mut Mistakes) -> bool {
    match literal {
        Literal::Boolean(flag) => *flag,
        other => {
            mistakes.wrong_type(path, "a boolean", other);
            false
        }
    }
}

/// The rule of a list.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct ListRule {
    data_type: DataType,
    options: Vec<AttributeOption>,
    /// The places of the options that are text.
    texts: Lookup,
    /// The options that are numbers in their order, with their places.
    numbers: Vec<(Number, usize)>,
    /// The first options that are offered, for a message.
    offered: Box<str>,
    is_multiple: bool,
    min: Option<u32>,
    max: Option<u32>,
}

impl ListRule {
    pub(super) fn compile(reader: &mut Reader<'_>, data_type: DataType) -> Option<Self> {
        let is_multiple = reader.flag(Member::Multiple);
        let applying: &[Member] = if is_multiple {
            &[Member::Options, Member::Multiple, Member::MinChoices, Member::MaxChoices]
        } else {
            &[Member::Options, Member::Multiple]
        };
        reader.refuse_all_but(applying, InputKind::List, data_type);
        let options = read_options(reader, data_type)?;
        let most = u32::try_from(options.len()).unwrap_or(u32::MAX);
        let (min, max) = if is_multiple {
            (reader.count(Member::MinChoices, most), reader.count(Member::MaxChoices, most))
        } else {
            (None, None)
        };
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            reader.refuse_crossed(Member::MinChoices, low, high);
        }
        let texts = options.iter().map(|option| option.value.as_text().unwrap_or_default());
        let texts = Lookup::new(texts);
        let number =
            |(place, option): (usize, &AttributeOption)| Some((option.value.as_number()?, place));
        let mut numbers: Vec<_> = options.iter().enumerate().filter_map(number).collect();
        numbers.sort_unstable();
        let offered = offered(&options).into();
        Some(Self { data_type, options, texts, numbers, offered, is_multiple, min, max })
    }

    pub(in crate::attribute) fn data_type(&self) -> DataType {
        self.data_type
    }

    pub(in crate::attribute) fn options(&self) -> &[AttributeOption] {
        &self.options
    }

    pub(in crate::attribute) fn is_multiple(&self) -> bool {
        self.is_multiple
    }

    pub(in crate::attribute) fn min_choices(&self) -> Option<u32> {
        self.min
    }

    pub(in crate::attribute) fn max_choices(&self) -> Option<u32> {
        self.max
    }

    pub(super) fn written(&self) -> Vec<Written> {
        let options = self.options.iter().map(AttributeOption::to_literal).collect();
        let count = |count: u32| Literal::count(count.into());
        vec![
            (Member::Options, Some(Literal::List(options))),
            (Member::Multiple, self.is_multiple.then_some(Literal::Boolean(true))),
            (Member::MinChoices, self.min.map(count)),
            (Member::MaxChoices, self.max.map(count)),
        ]
    }

    /// One choice, and a number that it shares with no other choice. What is held already may be
    /// chosen again, whatever has become of the option.
    #[inline]
    pub(in crate::attribute) fn check<'r>(
        &self,
        raw: Raw<'r>,
        held: Held<'_>,
        report: &mut Report<'_>,
    ) -> Option<(usize, Datum<'r>)> {
        let datum = match (self.data_type, raw) {
            (DataType::Number, raw) => Datum::Number(report.number(raw)?),
            (_, Raw::Text(text)) => Datum::Text(text),
            (_, other) => {
                report.wrong_type("a text", other);
                return None;
            }
        };
        let place = self.place(datum);
        let option = place.and_then(|place| self.options.get(place));
        let stays_valid = |option: &AttributeOption| match held {
            Held::Itself => option.is_active(),
            _ => option.is_offered(),
        };
        if let (Some(place), Some(true)) = (place, option.map(stays_valid)) {
            return Some((place, datum));
        }
        if let Held::Value(held) = held
            && let Some(place_among) = datum.place_among(held)
        {
            let behind_options = self.options.len().saturating_add(place_among);
            return Some((place.unwrap_or(behind_options), datum));
        }
        match option {
            Some(option) if option.is_active() => report.add(Breach::NotOffered, []),
            _ => {
                report.add(Breach::NotAnOption, [("options", String::from(&*self.offered).into())]);
            }
        }
        None
    }

    /// Whether so many choices are allowed.
    pub(in crate::attribute) fn check_count(&self, count: usize, report: &mut Report<'_>) {
        let actual = u32::try_from(count).unwrap_or(u32::MAX);
        if let Some(min) = self.min.filter(|min| actual < *min) {
            report.add(Breach::TooFewChoices, [("min", min.into()), ("actual", actual.into())]);
        }
        if let Some(max) = self.max.filter(|max| actual > *max) {
            report.add(Breach::TooManyChoices, [("max", max.into()), ("actual", actual.into())]);
        }
    }

    #[inline]
    fn place(&self, datum: Datum<'_>) -> Option<usize> {
        match datum {
            Datum::Text(text) => self.texts.find(text),
            Datum::Number(number) => {
                let found = self.numbers.binary_search_by_key(&number, |(option, _)| *option);
                self.numbers.get(found.ok()?).map(|(_, place)| *place)
            }
            Datum::Date(_) | Datum::Boolean(_) => None,
        }
    }
}

/// The first options that are offered, for a message.
fn offered(options: &[AttributeOption]) -> String {
    let offered: Vec<_> = options.iter().filter(|option| option.is_offered()).collect();
    let named = offered.iter().take(NAMED_OPTIONS);
    let named = named.map(|option| format!("`{}`", option.value)).collect::<Vec<_>>().join(", ");
    match offered.len().saturating_sub(NAMED_OPTIONS) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn read_options(reader: &mut Reader<'_>, data_type: DataType) -> Option<Vec<AttributeOption>> {
    let path = reader.path(Member::Options);
    let literals = match reader.get(Member::Options) {
        Some(Literal::List(literals)) => literals.as_slice(),
        Some(other) => {
            reader.mistakes.wrong_type(&path, "a list of options", other);
            return None;
        }
        None => &[],
    };
    if literals.is_empty() {
        reader.mistakes.add(path, Mistake::NoOptions, []);
        return None;
    }
    if literals.len() > MAX_OPTIONS {
        reader.mistakes.add(path, Mistake::TooManyOptions, [("max", MAX_OPTIONS.into())]);
        return None;
    }
    let mut seen = BTreeSet::new();
    let mut options = Vec::with_capacity(literals.len());
    for (place, literal) in literals.iter().enumerate() {
        let path = format!("{path}[{place}]");
        let Some(option) = AttributeOption::read(literal, data_type, &path, reader.mistakes) else {
            continue;
        };
        let shown = option.value.to_string();
        if seen.insert(shown.clone()) {
            options.push(option);
        } else {
            reader.mistakes.add(path, Mistake::DuplicateOption, [("option", shown.into())]);
        }
    }
    options.sort_by_key(AttributeOption::order);
    Some(options)
}
