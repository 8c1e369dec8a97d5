//! Random definitions, of every input and with every constraint.

use std::collections::BTreeMap;

use patronage::actor::Role;
use patronage::attribute::{
    Context, DisplayGroup, NewAttribute, NewOption, Number, Occasion, Schema, ValueSource,
};
use patronage::time::Date;

use crate::chance::Chance;
use crate::pattern::Recipe;

/// Some of them are names that every object of JavaScript has.
const CODES: &[&str] = &[
    "vat-id",
    "born",
    "a",
    "0",
    "length",
    "constructor",
    "x_1",
    "tostring",
    "preference",
    "valueof",
];

pub(crate) const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "0.5",
    "-0.5",
    "10",
    "2.25",
    "99.99",
    "100",
    "-273.15",
    "1000000",
    "0.001",
    "9007199254740992",
    "9007199254740993",
    "0.1",
    "1234567890123456789.5",
    "9999999999999999999999999999",
];

const TEXTS: &[&str] =
    &["email", "phone", "1", "é", "e\u{301}", "😀", "A", "a", "null", "true", "a b", "\""];

/// A schema, an occasion, and what its patterns are made of.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) schema: Schema,
    pub(crate) occasion: Occasion,
    pub(crate) recipes: BTreeMap<String, Recipe>,
}

impl Shop {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let today = *chance.pick(&[
            Date::new(2026, 7, 1).unwrap(),
            Date::new(2024, 2, 29).unwrap(),
            Date::new(2023, 12, 31).unwrap(),
            Date::MIN,
            Date::MAX,
        ]);
        let (role, context) = (*chance.pick(&Role::ALL), *chance.pick(Context::ALL));
        let occasion = Occasion::new(role, context, today);
        let mut recipes = BTreeMap::new();
        let mut drafts = Vec::new();
        for code in CODES {
            if chance.percent(35) {
                drafts.push(definition(code, chance, &mut recipes));
            }
        }
        let schema = Schema::compile(drafts).unwrap();
        Self { schema, occasion, recipes }
    }
}

/// A definition that compiles: with what was too much left out.
fn definition(
    code: &str,
    chance: &mut Chance,
    recipes: &mut BTreeMap<String, Recipe>,
) -> NewAttribute {
    loop {
        let plain = input(code, chance, recipes);
        let common = common(plain.clone(), chance);
        let candidates = [required(with_default(common.clone(), chance), chance), common];
        for candidate in candidates {
            if Schema::compile([candidate.clone()]).is_ok() {
                return candidate;
            }
        }
    }
}

fn common(mut draft: NewAttribute, chance: &mut Chance) -> NewAttribute {
    if chance.percent(75) {
        draft = draft.on_storefront();
    } else {
        draft = draft
            .display_group(*chance.pick(DisplayGroup::ALL))
            .value_source(*chance.pick(ValueSource::ALL));
    }
    if chance.percent(8) {
        draft = draft.active(false);
    }
    if chance.percent(10) {
        draft = draft.read_only();
    }
    if chance.percent(10) {
        draft = draft.help("Several\nlines \"of\" help \\");
    }
    draft
}

fn required(mut draft: NewAttribute, chance: &mut Chance) -> NewAttribute {
    let percent = if chance.percent(50) { 60 } else { 0 };
    for context in Context::ALL {
        if chance.percent(percent) {
            draft = draft.required(*context);
        }
    }
    draft
}

fn with_default(draft: NewAttribute, chance: &mut Chance) -> NewAttribute {
    match chance.below(12) {
        0 => draft.default_value("email"),
        1 => draft.default_value(1),
        2 => draft.default_value(true),
        3 => draft.default_value(Date::new(2024, 2, 29).unwrap()),
        4 => draft.default_value(["email"]),
        _ => draft,
    }
}

fn input(code: &str, chance: &mut Chance, recipes: &mut BTreeMap<String, Recipe>) -> NewAttribute {
    let label = "Label 😀 \"quoted\"";
    match chance.below(8) {
        0 | 1 => {
            let mut draft = lengths(NewAttribute::text_box(code, label), chance);
            if chance.percent(60) {
                let recipe = Recipe::new(chance);
                draft = draft.pattern(recipe.source.as_str());
                recipes.insert(code.to_owned(), recipe);
            } else {
                recipes.remove(code);
            }
            draft
        }
        2 => lengths(NewAttribute::text_area(code, label), chance),
        3 => {
            let mut draft = NewAttribute::number_box(code, label);
            if chance.percent(65) {
                draft = draft.min_value(*chance.pick(NUMBERS));
            }
            if chance.percent(65) {
                draft = draft.max_value(*chance.pick(NUMBERS));
            }
            draft
        }
        4 => {
            let mut draft = NewAttribute::date(code, label);
            if chance.percent(60) {
                draft = draft.min_date(date_bound(chance));
            }
            if chance.percent(60) {
                draft = draft.max_date(date_bound(chance));
            }
            draft
        }
        5 => {
            let draft = NewAttribute::yes_no(code, label);
            if chance.percent(50) { draft.must_be_true() } else { draft }
        }
        _ => list(code, label, chance),
    }
}

fn lengths(mut draft: NewAttribute, chance: &mut Chance) -> NewAttribute {
    if chance.percent(50) {
        draft = draft.min_length(u64::try_from(chance.below(5)).unwrap());
    }
    if chance.percent(60) {
        draft = draft.max_length(u64::try_from(chance.below(12)).unwrap());
    }
    draft
}

fn date_bound(chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => "today".to_owned(),
        1 => format!("today{:+}", chance.between(-800, 800)),
        _ => {
            let year = *chance.pick(&[1, 999, 1899, 1900, 1999, 2000, 2023, 2024, 2026, 9999]);
            format!("{year:04}-{:02}-{:02}", chance.between(1, 12), chance.between(1, 28))
        }
    }
}

fn list(code: &str, label: &str, chance: &mut Chance) -> NewAttribute {
    let of_numbers = chance.percent(40);
    let count = 1 + chance.below(5);
    let mut values: Vec<&str> = Vec::new();
    for _ in 0..count {
        let value = *chance.pick(if of_numbers { NUMBERS } else { TEXTS });
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let options = values.iter().map(|value| {
        let option = if of_numbers {
            NewOption::new(Number::parse(value).unwrap())
        } else {
            NewOption::new(*value)
        };
        match chance.below(8) {
            0 => option.hidden(),
            1 => option.inactive(),
            2 => option.label("Shown").order(-1),
            _ => option,
        }
    });
    let options: Vec<NewOption> = options.collect();
    let mut draft = NewAttribute::list(code, label, options);
    if of_numbers {
        draft = draft.data_type("number");
    }
    if chance.percent(60) {
        draft = draft.multiple();
        if chance.percent(40) {
            draft = draft.min_choices(u64::try_from(chance.below(values.len() + 1)).unwrap());
        }
        if chance.percent(40) {
            draft = draft.max_choices(u64::try_from(chance.below(values.len() + 1)).unwrap());
        }
    }
    draft
}
