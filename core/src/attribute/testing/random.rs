//! Definitions and documents by chance.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::actor::Role;
use crate::attribute::{
    AttributeDefinition, Context, DataType, InputKind, NewAttribute, NewOption, Number, Schema,
};

/// A definition under a code, with some of everything that a definition can have. What shoppers must
/// not learn of it says `secret`.
fn drafts(code: String) -> impl Strategy<Value = NewAttribute> {
    let common = (
        (0_u8..4, prop::bool::weighted(0.85), any::<bool>(), any::<bool>(), any::<bool>()),
        subsequence(Context::ALL.to_vec(), 0..=2),
        (-2_i32..3, any::<bool>(), any::<bool>(), any::<bool>()),
    );
    (common, shapes(code)).prop_map(|((flags, required, people), draft)| {
        let (rights, active, read_only, unique, filterable) = flags;
        let (order, has_help, has_metadata, has_french) = people;
        let (mut draft, writers): (_, &[Role]) = match rights {
            0 => (draft.label_in("en", "secret"), &[Role::Admin, Role::Import]),
            1 => (
                draft.display_group("admin_and_storefront").value_source("shopper_entered"),
                &[Role::Shopper, Role::Import],
            ),
            2 => (draft.display_group("admin_and_storefront"), &[Role::Admin, Role::Import]),
            _ => (draft.on_storefront(), &[Role::Admin, Role::Shopper, Role::Import]),
        };
        let is_hidden = rights == 0 || !active;
        for context in required {
            if writers.contains(&context.role()) {
                draft = draft.required(context);
            }
        }
        draft = draft.active(active).order(order);
        if has_help {
            let help = if is_hidden { "secret" } else { "In full.\nPlease." };
            draft = draft.help(help).help_in("de-AT", help);
        }
        if has_metadata {
            draft = draft.metadata("crm", "secret").metadata("secret", "1").admin_name("secret");
        }
        if has_french && !is_hidden {
            draft = draft.label_in("fr", "Étiquette \"à\"");
        }
        if read_only {
            draft = draft.read_only();
        }
        let compiled = Schema::compile([draft.clone()]).unwrap();
        let known = compiled.definitions().next().unwrap();
        let may_be_unique = !matches!(known.input(), InputKind::TextArea | InputKind::YesNo)
            && !known.is_multiple()
            && known.default_value().is_none();
        if unique && may_be_unique {
            draft = draft.unique();
        }
        if filterable && known.input() != InputKind::TextArea {
            draft = draft.filterable();
        }
        draft
    })
}

/// The inputs with their constraints.
fn shapes(code: String) -> impl Strategy<Value = NewAttribute> {
    let label = "Label".to_owned();
    (0_u8..9, 0_u64..4, 0_u64..4, prop::option::of(0_usize..3), any::<bool>(), any::<bool>())
        .prop_map(move |(shape, low, more, pattern, has_bounds, has_default)| {
            let (code, label) = (code.clone(), label.clone());
            let high = low.saturating_add(more);
            let options = || {
                ["email", "phone", "fax", "post", "sms"].map(|value| match value {
                    "fax" => NewOption::new(value).hidden(),
                    "post" => NewOption::new(value).inactive().order(2),
                    "sms" => NewOption::new(value).label("Text").label_in("fr", "Texto").order(-1),
                    _ => NewOption::new(value),
                })
            };
            match shape {
                0 => {
                    let mut draft = NewAttribute::text_box(code, label);
                    if has_bounds {
                        draft = draft.min_length(low).max_length(high);
                    }
                    if let Some(pattern) = pattern {
                        draft = draft.pattern(["[a-z]*", "\\w{2,}", "a|5|email"][pattern]);
                    }
                    draft
                }
                1 => {
                    let draft = NewAttribute::text_area(code, label);
                    if has_bounds { draft.min_length(low).max_length(high) } else { draft }
                }
                2 => {
                    let draft = NewAttribute::number_box(code, label);
                    let (low, high) = (format!("-{low}.5"), Number::from(high));
                    if has_bounds { draft.min_value(low).max_value(high) } else { draft }
                }
                3 => {
                    let draft = NewAttribute::date(code, label);
                    let low = format!("today-{low}");
                    if has_bounds { draft.min_date(low).max_date("2026-07-03") } else { draft }
                }
                4 => {
                    let draft = NewAttribute::yes_no(code, label);
                    let draft = if has_default { draft.default_value(true) } else { draft };
                    if has_bounds { draft.must_be_true() } else { draft }
                }
                5 => {
                    let draft = NewAttribute::list(code, label, options());
                    if has_default { draft.default_value("email") } else { draft }
                }
                6 => NewAttribute::list(code, label, [1, 2, 3]).data_type("number"),
                7 => {
                    let draft = NewAttribute::list(code, label, options()).multiple();
                    let draft = if has_bounds {
                        draft.min_choices(low.min(2)).max_choices(high.clamp(2, 5))
                    } else {
                        draft
                    };
                    if has_default { draft.default_value(["email", "phone"]) } else { draft }
                }
                _ => NewAttribute::list(code, label, [1, 2, 3]).data_type("number").multiple(),
            }
        })
}

/// Up to seven definitions.
pub(in crate::attribute) fn schemas() -> impl Strategy<Value = Schema> {
    let codes = subsequence(vec!["a", "b", "c-d", "e_f", "g1", "h", "long-name"], 1..=7);
    codes
        .prop_flat_map(|codes| {
            codes.into_iter().map(|code| drafts(code.to_owned())).collect::<Vec<_>>()
        })
        .prop_map(|drafts| Schema::compile(drafts).unwrap())
}

/// Any value, right or wrong.
fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        select(vec!["", "email", "phone", "fax", "post", "sms", "a", "5", "zzzz", " ", "x\ny"])
            .prop_map(Value::from),
        select(vec!["2026-06-30", "2026-07-01", "2026-07-04", "1", "1.0", "-0.5", "9"])
            .prop_map(Value::from),
        select(vec![json!(0), json!(1), json!(2), json!(-1), json!(2.5), json!(1.0)]),
    ];
    prop_oneof![
        4 => scalar.clone(),
        1 => prop::collection::vec(scalar, 0..4).prop_map(Value::from),
        1 => Just(json!({"a": 1})),
    ]
}

/// Documents of anything, about attributes that there are and others, their members sorted.
pub(in crate::attribute) fn documents(schema: &Schema) -> impl Strategy<Value = Value> + use<> {
    let mut names: Vec<String> =
        schema.definitions().map(|known| known.code().to_string()).collect();
    names.extend(["unknown".to_owned(), "B".to_owned(), "LONG-NAME".to_owned()]);
    let count = names.len();
    let given = (prop::collection::vec(any_value(), count), prop::collection::vec(0_u8..3, count));
    given.prop_map(move |(values, luck)| {
        let members = names.iter().cloned().zip(values).zip(&luck);
        let mut object = serde_json::Map::new();
        for ((name, value), luck) in members {
            let is_twice = object.contains_key(&name.to_ascii_lowercase());
            if *luck == 0 && !is_twice {
                object.insert(name, value);
            }
        }
        Value::Object(object)
    })
}

/// What somebody tells of one attribute, so that every kind of input can say it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::attribute) enum Told {
    Nothing,
    Text(String),
    Boolean(bool),
    Many(Vec<String>),
}

/// Documents that every kind of input can say: nothing, texts, yes and no, and several choices
/// where an attribute takes several.
pub(in crate::attribute) fn told(
    schema: &Schema,
) -> impl Strategy<Value = Vec<(String, Told)>> + use<> {
    let mut parts: Vec<BoxedStrategy<(String, Told)>> = schema.definitions().map(told_of).collect();
    parts.push(Just(("unknown".to_owned(), Told::Text("x".to_owned()))).boxed());
    let count = parts.len();
    (parts, prop::collection::vec(0_u8..4, count)).prop_map(|(parts, luck)| {
        let mut told: Vec<_> = parts
            .into_iter()
            .zip(luck)
            .filter(|((name, _), luck)| *luck > if name == "unknown" { 2 } else { 0 })
            .map(|(part, _)| part)
            .collect();
        told.sort_by(|(a, _), (b, _)| a.cmp(b));
        told
    })
}

fn told_of(known: &AttributeDefinition) -> BoxedStrategy<(String, Told)> {
    let name = known.code().to_string();
    let texts = match (known.input(), known.data_type()) {
        (InputKind::List, DataType::Number) => vec!["1", "2", "2.0", "4", "x"],
        (InputKind::List, _) => vec!["email", "phone", "fax", "post", "sms", "pigeon"],
        (InputKind::Date, _) => vec!["2026-06-29", "2026-07-03", "2026-07-04", "2026-02-30"],
        (_, DataType::Number) => vec!["0", "-0.5", "4", "01", "99999999999999999999999999999"],
        _ => vec!["a", "5", "email", "zzzz", " ", "x\ny", "é"],
    };
    let text = select(texts).prop_map(str::to_owned);
    let told = match known.data_type() {
        DataType::Boolean => any::<bool>().prop_map(Told::Boolean).boxed(),
        _ if known.is_multiple() => prop::collection::vec(text, 1..4).prop_map(Told::Many).boxed(),
        _ => text.prop_map(Told::Text).boxed(),
    };
    prop_oneof![5 => told, 1 => Just(Told::Nothing)]
        .prop_map(move |told| (name.clone(), told))
        .boxed()
}
