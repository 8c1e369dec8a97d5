//! The documents of which JSON Schema cannot say what the library says, and why.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use patronage::attribute::{
    AttributeDefinition, AttributeOption, AttributeValue, DataType, InputKind, Number,
};
use patronage::code::AttributeCode;

use crate::definitions::Shop;
use crate::json::Json;

/// Why a document is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    NumberAsText,
    TooManyDigits,
    BeyondFloats,
    LineBreakOfTwo,
    CodeInUpperCase,
    GivenTwice,
    HalfCharacter,
}

impl Reason {
    pub(crate) const ALL: [Self; 7] = [
        Self::NumberAsText,
        Self::TooManyDigits,
        Self::BeyondFloats,
        Self::LineBreakOfTwo,
        Self::CodeInUpperCase,
        Self::GivenTwice,
        Self::HalfCharacter,
    ];

    pub(crate) fn rule(self) -> &'static str {
        match self {
            Self::NumberAsText => "a number as text: bounds compare numbers only",
            Self::TooManyDigits => "more than 28 digits: JSON Schema sees values, not digits",
            Self::BeyondFloats => "numbers that are one float: most readers round them",
            Self::LineBreakOfTwo => {
                "CRLF in a text area, where it decides: lengths count characters"
            }
            Self::CodeInUpperCase => "a code in upper case: names are compared exactly",
            Self::GivenTwice => "a member twice: it is lost before a schema is asked",
            Self::HalfCharacter => "half of a surrogate pair: readers of JSON decide",
        }
    }

    /// Whether the verdicts are those that the documentation tells.
    pub(crate) fn allows(self, ours: bool, theirs: bool) -> bool {
        match self {
            Self::NumberAsText | Self::CodeInUpperCase => !theirs,
            Self::TooManyDigits | Self::GivenTwice | Self::HalfCharacter => !ours,
            Self::BeyondFloats | Self::LineBreakOfTwo => true,
        }
    }
}

/// Why a document is set apart; empty when it is to be judged alike.
pub(crate) fn reasons(shop: &Shop, document: &Json) -> BTreeSet<Reason> {
    let mut reasons = BTreeSet::new();
    let Json::Object(members) = document else { return reasons };
    for (place, (name, value)) in members.iter().enumerate() {
        if members[..place].iter().any(|(other, _)| other == name) {
            reasons.insert(Reason::GivenTwice);
        }
        if *value == Json::HalfCharacter {
            reasons.insert(Reason::HalfCharacter);
        }
        let Ok(code) = AttributeCode::parse(name) else { continue };
        let Some(known) = shop.schema.get(code.as_str()) else { continue };
        if code.as_str() != name {
            reasons.insert(Reason::CodeInUpperCase);
        }
        match (known.data_type(), value) {
            (DataType::Number, Json::List(items)) if known.is_multiple() => {
                for item in items {
                    of_number(known, item, &mut reasons);
                }
                of_pairs(items, &mut reasons);
            }
            (DataType::Number, value) if !known.is_multiple() => {
                of_number(known, value, &mut reasons);
            }
            (_, Json::Text(text)) if known.input() == InputKind::TextArea => {
                of_area(known, text, &mut reasons);
            }
            _ => {}
        }
    }
    reasons
}

fn of_number(known: &AttributeDefinition, value: &Json, reasons: &mut BTreeSet<Reason>) {
    match value {
        Json::Text(text) if Number::parse(text).is_ok() => {
            reasons.insert(Reason::NumberAsText);
        }
        Json::Number(raw) => match Number::parse_json(raw) {
            Err(_) => {
                reasons.insert(Reason::TooManyDigits);
            }
            Ok(number) => {
                let options = known.options().iter().map(AttributeOption::value);
                let options = options.filter_map(AttributeValue::as_number);
                let others = known.min_value().into_iter().chain(known.max_value()).chain(options);
                let mut others = others.into_iter();
                let is_apart = others.any(|other| is_beyond_floats(number, other));
                if is_apart || is_read_as_float_only(raw, number) {
                    reasons.insert(Reason::BeyondFloats);
                }
            }
        },
        _ => {}
    }
}

/// Items of a list are compared with each other, too.
fn of_pairs(items: &[Json], reasons: &mut BTreeSet<Reason>) {
    let number = |item: &Json| match item {
        Json::Number(raw) => Number::parse_json(raw).ok(),
        _ => None,
    };
    let numbers: Vec<Number> = items.iter().filter_map(number).collect();
    for (place, one) in numbers.iter().enumerate() {
        if numbers[..place].iter().any(|other| is_beyond_floats(*one, *other)) {
            reasons.insert(Reason::BeyondFloats);
        }
    }
}

/// Whether two numbers compare differently once they are floats.
fn is_beyond_floats(one: Number, other: Number) -> bool {
    let float = |number: Number| number.to_string().parse::<f64>().unwrap();
    let as_floats = float(one).partial_cmp(&float(other));
    as_floats != Some(one.cmp(&other)) && as_floats == Some(Ordering::Equal)
}

/// Whether a whole number is rounded only because of how it is written: `9007199254740993.0`.
fn is_read_as_float_only(raw: &str, number: Number) -> bool {
    const EXACT: i64 = 1 << 53;
    let is_exact = number >= Number::from(-EXACT) && number <= Number::from(EXACT);
    raw.contains(['.', 'e', 'E']) && !number.to_string().contains('.') && !is_exact
}

fn of_area(known: &AttributeDefinition, text: &str, reasons: &mut BTreeSet<Reason>) {
    let fits = |length: usize| {
        let least = known.min_length().unwrap_or_default().max(1);
        let length = u32::try_from(length).unwrap();
        (least..=known.max_length().unwrap()).contains(&length)
    };
    let characters = text.chars().count();
    if fits(characters) != fits(characters - text.matches("\r\n").count()) {
        reasons.insert(Reason::LineBreakOfTwo);
    }
}

/// Whether a document meets a mistake of the validator in Rust: for it, `\b` stands beside letters of
/// all scripts, which in ECMAScript it does only under the flags `i` and `u` together.
pub(crate) fn is_left_to_javascript(shop: &Shop, document: &Json) -> bool {
    let Json::Object(members) = document else { return false };
    members.iter().any(|(name, value)| {
        let recipe = shop.recipes.get(name);
        let has_boundary = recipe
            .is_some_and(|recipe| recipe.source.contains(r"\b") || recipe.source.contains(r"\B"));
        has_boundary && matches!(value, Json::Text(text) if !text.is_ascii())
    })
}
