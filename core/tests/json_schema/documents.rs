//! Random documents for a schema: valid ones, some that are near to it, and some that are not.

use patronage::attribute::{AttributeDefinition, AttributeValue, InputKind, Number};
use patronage::time::Date;

use crate::chance::Chance;
use crate::definitions::{NUMBERS, Shop};
use crate::json::Json;
use crate::texts;

/// How good the values of a document are, in percent.
#[derive(Debug, Clone, Copy)]
struct Mood {
    /// How many members have a value that is meant to be right.
    right: usize,
    /// How many attributes are named.
    named: usize,
    /// How many documents have something that no attribute is there for.
    strange: usize,
}

pub(crate) fn document(shop: &Shop, chance: &mut Chance) -> Json {
    let mood = match chance.below(20) {
        0..=12 => Mood { right: 100, named: 95, strange: 0 },
        13..=16 => Mood { right: 85, named: 95, strange: 5 },
        17 => Mood { right: 100, named: 50, strange: 5 },
        _ => Mood { right: 20, named: 70, strange: 20 },
    };
    if chance.percent(mood.strange / 5) {
        return anything(chance);
    }
    let mut members = Vec::new();
    for known in shop.schema.definitions() {
        let can_be_set = known.is_writable_by(shop.occasion.role());
        let percent = if can_be_set { mood.named } else { mood.strange / 2 };
        if chance.percent(percent) {
            let value = if chance.percent(mood.right) {
                right(known, shop, chance)
            } else {
                wrong(known, chance)
            };
            members.push((known.code().to_string(), value));
        }
    }
    if chance.percent(mood.strange) {
        strange(&mut members, chance);
    }
    if chance.percent(30) {
        members.reverse();
    }
    Json::Object(members)
}

/// Makes the names of a document wrong.
fn strange(members: &mut Vec<(String, Json)>, chance: &mut Chance) {
    let place = chance.below(members.len().max(1));
    match (chance.below(4), members.get_mut(place)) {
        (0, Some((name, _))) => *name = name.to_ascii_uppercase(),
        (1, Some(twice)) => {
            let twice = twice.clone();
            members.push(twice);
        }
        (2, Some((_, value))) => *value = Json::HalfCharacter,
        _ => {
            let names =
                ["", "unknown", "hasownproperty", "vat id", "é", "$ref", "properties", "born "];
            members.push(((*chance.pick(&names)).to_owned(), Json::number(1)));
        }
    }
}

/// A value that is meant to be valid or to miss it narrowly.
fn right(known: &AttributeDefinition, shop: &Shop, chance: &mut Chance) -> Json {
    let is_required = known.is_required_in(shop.occasion.context());
    if chance.percent(if is_required { 1 } else { 8 }) {
        return none(chance);
    }
    match known.input() {
        InputKind::TextBox if known.data_type().as_str() == "number" => {
            number_within(known, chance)
        }
        InputKind::TextBox | InputKind::TextArea => {
            Json::text(texts::right(known, shop.recipes.get(known.code().as_str()), chance))
        }
        InputKind::List => choices(known, chance),
        InputKind::Date => date_within(known, shop, chance),
        InputKind::YesNo => {
            Json::Boolean(known.must_be_true() && chance.percent(95) || chance.percent(50))
        }
    }
}

/// A value that is not even meant to be valid, of any type.
fn wrong(known: &AttributeDefinition, chance: &mut Chance) -> Json {
    match (known.input(), chance.below(4)) {
        (_, 0) => anything(chance),
        (InputKind::TextBox, 1) if known.data_type().as_str() == "number" => {
            Json::Number(number_of_pool(chance))
        }
        (InputKind::TextBox | InputKind::TextArea, _) => Json::text(texts::any(chance)),
        (InputKind::Date, 1 | 2) => Json::text(*chance.pick(DATES)),
        (InputKind::List, 1) => {
            Json::List((0..chance.below(4)).map(|_| anything(chance)).collect())
        }
        (InputKind::List, 2) => choices(known, chance),
        _ => none(chance),
    }
}

fn none(chance: &mut Chance) -> Json {
    match chance.below(5) {
        0 | 1 => Json::Null,
        2 | 3 => Json::text(""),
        _ => Json::List(vec![]),
    }
}

const DATES: &[&str] = &[
    "2024-02-29",
    "2023-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-01-01",
    "0000-02-29",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2024-2-9",
    "2024-02-29T00:00:00Z",
    " 2024-02-29",
    "2024-02-29\n",
    "2024-02-29 ",
    "２０２４-01-01",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "2024-06-30",
    "2024-12-32",
    "2024-01-00",
    "-001-01-01",
    "24-01-01",
    "2024/01/01",
    "20240101",
    "2024-01-01+01:00",
    "2024-01-0\u{661}",
    "today",
    "2024\u{2010}01-01",
];

fn anything(chance: &mut Chance) -> Json {
    match chance.below(14) {
        0 => Json::Null,
        1 => Json::Boolean(true),
        2 => Json::Boolean(false),
        3 => Json::Number(number_of_pool(chance)),
        4 => Json::number(*chance.pick(&["-0", "0.0", "1e2", "1.0", "1E+2", "1e-2", "100e-2"])),
        5 => Json::text(*chance.pick(NUMBERS)),
        6 => Json::text(
            *chance.pick(&["true", "false", "yes", "null", "[]", "1.", "01", "+1", "1e3", "0x1"]),
        ),
        7 => Json::text(""),
        8 => Json::List(vec![]),
        9 => Json::List(vec![Json::Null]),
        10 => Json::List(vec![Json::List(vec![Json::text("email")])]),
        11 => Json::Object(vec![]),
        12 => Json::Object(vec![("value".to_owned(), Json::text("email"))]),
        _ => Json::text(*chance.pick(DATES)),
    }
}

fn number_of_pool(chance: &mut Chance) -> String {
    let number = *chance.pick(NUMBERS);
    rewritten(number, chance)
}

/// A number at a bound, beside it, or between.
fn number_within(known: &AttributeDefinition, chance: &mut Chance) -> Json {
    let bounds: Vec<Number> = known.min_value().into_iter().chain(known.max_value()).collect();
    if bounds.is_empty() || chance.percent(10) {
        return Json::Number(number_of_pool(chance));
    }
    let bound = *chance.pick(&bounds);
    let inwards = if Some(bound) == known.min_value() { 1 } else { -1 };
    let step = match chance.below(10) {
        0 => -1,
        1..=4 => 0,
        _ => 1,
    };
    Json::Number(rewritten(&moved(bound, step * inwards), chance))
}

/// A number moved by so many units of its last digit.
fn moved(number: Number, by: i128) -> String {
    let text = number.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    // `-0.5` loses its sign with its zero, but not as long as it has other digits.
    let moved = digits + by;
    let sign = if moved < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", moved.unsigned_abs(), width = fraction.len() + 1);
    let (whole, fraction) = digits.split_at(digits.len() - fraction.len());
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The same number, written differently.
fn rewritten(number: &str, chance: &mut Chance) -> String {
    let has_point = number.contains('.');
    match chance.below(8) {
        0 if has_point => format!("{number}0"),
        0 => format!("{number}.0"),
        1 => format!("{number}e0"),
        2 if !has_point && number != "0" => format!("{number}0e-1"),
        3 if number == "0" => "-0".to_owned(),
        4 if !has_point => format!("{number}.00E+0"),
        // Finer than floats are, and finer than is kept.
        5 if chance.percent(20) && has_point => format!("{number}00000000000000000001"),
        6 if chance.percent(20) => format!("{number}e25"),
        _ => number.to_owned(),
    }
}

fn date_within(known: &AttributeDefinition, shop: &Shop, chance: &mut Chance) -> Json {
    let today = shop.occasion.today();
    let bounds: Vec<(Date, i32)> = known
        .min_date()
        .map(|min| (min.on(today), 1))
        .into_iter()
        .chain(known.max_date().map(|max| (max.on(today), -1)))
        .collect();
    if bounds.is_empty() || chance.percent(10) {
        return Json::text(*chance.pick(DATES));
    }
    let (bound, inwards) = *chance.pick(&bounds);
    let days = *chance.pick(&[-1, 0, 0, 0, 1, 1, 28, 31, 365]);
    Json::text(bound.plus_days(days * inwards).unwrap_or(bound).to_string())
}

fn choices(known: &AttributeDefinition, chance: &mut Chance) -> Json {
    let offered: Vec<_> = known.options().iter().filter(|option| option.is_offered()).collect();
    let one = |chance: &mut Chance| {
        if offered.is_empty() || chance.percent(6) {
            return match chance.pick(known.options()).value() {
                AttributeValue::Number(number) => Json::number(number),
                other => Json::text(other.to_string()),
            };
        }
        match chance.pick(&offered).value() {
            AttributeValue::Number(number) => Json::Number(rewritten(&number.to_string(), chance)),
            other => Json::text(other.to_string()),
        }
    };
    if !known.is_multiple() {
        return if chance.percent(2) { Json::List(vec![one(chance)]) } else { one(chance) };
    }
    if chance.percent(2) {
        return one(chance);
    }
    let least = usize::try_from(known.min_choices().unwrap_or(1).max(1)).unwrap();
    let most = known.max_choices().map_or(offered.len(), |max| usize::try_from(max).unwrap());
    let count = if chance.percent(70) {
        least + chance.below(most.max(least) - least + 1)
    } else {
        chance.below(most + 2)
    };
    let mut items: Vec<Json> = Vec::new();
    for _ in 0..count {
        // Mostly another one than before, as long as there are any.
        let mut item = one(chance);
        for _ in 0..6 {
            if items.contains(&item) && chance.percent(97) {
                item = one(chance);
            }
        }
        items.push(item);
    }
    Json::List(items)
}
