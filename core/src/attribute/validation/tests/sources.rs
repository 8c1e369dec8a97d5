//! Every kind of input says the same.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::NONE;
use crate::actor::Role;
use crate::attribute::testing::{
    Told, as_admin, as_shopper, documents, found, kept, schema, schemas, shown, today, told, values,
};
use crate::attribute::{
    AttributeChanges, AttributeValue, AttributeValues, Context, DataType, Input, NewAttribute,
    Number, Occasion, Schema, ValidAttributes,
};
use crate::code::AttributeCode;
use crate::patch::Patch;
use crate::violation::Violations;

#[test]
fn a_form_says_everything_in_text() {
    let all = schema([
        NewAttribute::yes_no("yes", "Y").on_storefront(),
        NewAttribute::number_box("number", "N").on_storefront(),
        NewAttribute::date("date", "D").on_storefront(),
        NewAttribute::list("one", "O", ["a", "b"]).on_storefront(),
        NewAttribute::list("many", "M", [1, 2, 3]).data_type("number").multiple().on_storefront(),
        NewAttribute::text_box("text", "T").on_storefront(),
    ]);
    let fields = [
        ("many", "3"),
        ("yes", "on"),
        ("number", "1.50"),
        ("many", ""),
        ("date", "2026-07-01"),
        ("one", "b"),
        ("many", "1"),
        ("text", ""),
    ];
    let held = all.validate(Input::form(&fields), &as_shopper(), None).unwrap();
    assert_eq!(
        values(&held),
        r#"{"date":"2026-07-01","many":[3,1],"number":"1.5","one":"b","yes":true}"#
    );
    for (text, expected) in [
        ("true", Some(true)),
        ("on", Some(true)),
        ("yes", Some(true)),
        ("false", Some(false)),
        ("off", Some(false)),
        ("no", Some(false)),
        ("", None),
    ] {
        let fields = [("yes", text)];
        let held = all.validate(Input::form(&fields), &as_shopper(), None).unwrap();
        assert_eq!(held.get("yes").and_then(AttributeValue::as_boolean), expected, "{text}");
    }
    for text in ["Yes", "1", "ja", " on"] {
        let fields = [("yes", text)];
        let wrong = found(all.check(Input::form(&fields), &as_shopper(), None));
        assert_eq!(wrong, ["yes attribute.not_yes_or_no"], "{text}");
    }
}

#[test]
fn a_form_that_sends_a_field_twice_means_several_choices_or_nothing() {
    let all = schema([
        NewAttribute::list("many", "M", ["a", "b"]).multiple().on_storefront(),
        NewAttribute::text_box("text", "T").on_storefront(),
        NewAttribute::list("secret", "S", ["a"]).multiple(),
    ]);
    let judge =
        |fields: &[(&str, &str)]| found(all.check(Input::form(fields), &as_shopper(), None));
    assert_eq!(judge(&[("many", "a"), ("text", "x"), ("many", "b")]), NONE);
    assert_eq!(judge(&[("many", "a"), ("many", "a")]), ["many[1] attribute.chosen_twice"]);
    assert_eq!(judge(&[("many", "a"), ("many", "z")]).len(), 1);
    assert_eq!(judge(&[("text", "x"), ("text", "x")]), ["text attribute.given_twice"]);
    assert_eq!(judge(&[("many", "a"), ("MANY", "b")]), ["many attribute.given_twice"]);
    assert_eq!(
        judge(&[("secret", "a"), ("secret", "b")]),
        ["secret attribute.unknown"],
        "as of any name that there is not"
    );
    let before = kept(&all, r#"{"many": ["a"]}"#, &as_shopper(), None);
    let nothing = [("many", "")];
    let cleared = all.validate(Input::form(&nothing), &as_shopper(), Some(&before)).unwrap();
    assert_eq!(values(&cleared), "{}");
}

#[test]
fn numbers_of_a_tree_are_what_people_see_of_them() {
    let all = schema([NewAttribute::number_box("x", "X"), NewAttribute::number_box("y", "Y")]);
    let tree = json!({"x": 0.1, "y": 18_446_744_073_709_551_615_u64});
    let held = all.validate(&tree, &as_admin(), None).unwrap();
    assert_eq!(values(&held), r#"{"x":"0.1","y":"18446744073709551615"}"#);
    let tree = json!({"x": 1e300, "y": 1e-300});
    assert_eq!(
        found(all.check(&tree, &as_admin(), None)),
        ["x attribute.not_a_number", "y attribute.too_many_digits max=28"]
    );
    // Out of a text nothing is rounded.
    let held =
        kept(&all, r#"{"x": 9007199254740993, "y": 0.10000000000000000001}"#, &as_admin(), None);
    assert_eq!(values(&held), r#"{"x":"9007199254740993","y":"0.10000000000000000001"}"#);
}

#[test]
fn values_of_rust_are_judged_like_all_others() {
    let all = schema([
        NewAttribute::date("date", "D").min_date("2026-01-01"),
        NewAttribute::list("many", "M", [1, 2]).data_type("number").multiple(),
        NewAttribute::yes_no("yes", "Y"),
    ]);
    let changes = AttributeChanges::new()
        .set("date", today())
        .set("many", vec![Number::from(1), Number::from(2)])
        .set("yes", true)
        .set("other", Patch::Keep);
    let held = all.validate(&changes, &as_admin(), None).unwrap();
    assert_eq!(values(&held), r#"{"date":"2026-07-01","many":[1,2],"yes":true}"#);
    let changes = AttributeChanges::new()
        .set("date", 1)
        .set("many", today())
        .set("yes", ["a"])
        .set("other", Patch::Clear);
    assert_eq!(
        found(all.check(&changes, &as_admin(), None)),
        [
            "date attribute.wrong_type expected=a date found=a number",
            "many attribute.wrong_type expected=a list found=a date",
            "yes attribute.wrong_type expected=yes or no found=a list",
            "other attribute.unknown",
        ]
    );
    assert!(AttributeChanges::new().set("x", Patch::Keep).is_empty());
    assert!(!AttributeChanges::new().set("x", Patch::Clear).is_empty());
}

/// The outcome, with violations in no particular order.
fn outcome(result: Result<ValidAttributes, Violations>) -> Result<ValidAttributes, Vec<String>> {
    result.map_err(|found| {
        let mut found: Vec<String> = found.iter().map(shown).collect();
        found.sort();
        found
    })
}

fn fields(told: &[(String, Told)]) -> Vec<(&str, &str)> {
    let field = |(name, told)| -> Vec<(&str, &str)> {
        let name: &String = name;
        match told {
            &Told::Nothing => vec![(name, "")],
            Told::Text(text) => vec![(name, text)],
            Told::Boolean(true) => vec![(name, "on")],
            Told::Boolean(false) => vec![(name, "no")],
            Told::Many(parts) => parts.iter().map(|part| (name.as_str(), part.as_str())).collect(),
        }
    };
    told.iter().flat_map(|(name, told)| field((name, told))).collect()
}

fn tree(told: &[(String, Told)]) -> Value {
    let member = |told: &Told| match told {
        Told::Nothing => Value::Null,
        Told::Text(text) => json!(text),
        Told::Boolean(boolean) => json!(boolean),
        Told::Many(parts) => json!(parts),
    };
    Value::Object(told.iter().map(|(name, told)| (name.clone(), member(told))).collect())
}

fn changes(told: &[(String, Told)]) -> AttributeChanges {
    told.iter().fold(AttributeChanges::new(), |changes, (name, told)| match told {
        Told::Nothing => changes.set(name.as_str(), Patch::Clear),
        Told::Text(text) => changes.set(name.as_str(), text.as_str()),
        Told::Boolean(boolean) => changes.set(name.as_str(), *boolean),
        Told::Many(parts) => changes.set(name.as_str(), parts.clone()),
    })
}

/// `None` where something is cleared, which values cannot say.
fn own(told: &[(String, Told)]) -> Option<AttributeValues> {
    let entry = |(name, told): &(String, Told)| {
        let value = match told {
            Told::Nothing => return None,
            Told::Text(text) => text.as_str().into(),
            Told::Boolean(boolean) => (*boolean).into(),
            Told::Many(parts) => parts.clone().into(),
        };
        Some((AttributeCode::parse(name).unwrap(), value))
    };
    told.iter().map(entry).collect()
}

/// Numbers out of forms stand for themselves in JSON, too, where it has them.
fn with_numbers(told: &[(String, Told)], schema: &Schema) -> String {
    let raw = |text: &String| match text.as_str() {
        "01" | "x" => json!(text).to_string(),
        digits => digits.to_owned(),
    };
    let member = |(name, told): &(String, Told)| {
        let is_number = schema.get(name).is_some_and(|known| known.data_type() == DataType::Number);
        let value = match told {
            Told::Text(text) if is_number => raw(text),
            Told::Many(parts) if is_number => {
                format!("[{}]", parts.iter().map(raw).collect::<Vec<_>>().join(","))
            }
            told => tree(&[("x".to_owned(), told.clone())])["x"].to_string(),
        };
        format!("\"{name}\" : {value}")
    };
    format!("{{{}}}", told.iter().map(member).collect::<Vec<_>>().join(" , "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_kind_of_input_gives_the_same_answer(
        (schema, first, document) in schemas().prop_flat_map(|schema| {
            let (first, document) = (told(&schema), told(&schema));
            (Just(schema), first, document)
        }),
        role in prop::sample::select(Role::ALL.to_vec()),
        context in prop::sample::select(Context::ALL.to_vec()),
        exists in any::<bool>(),
    ) {
        let system = Occasion::new(Role::System, Context::Admin, today());
        let nothing = ValidAttributes::none();
        let before = schema.validate(&tree(&first), &system, Some(&nothing)).unwrap_or_default();
        let previous = exists.then_some(&before);
        let occasion = Occasion::new(role, context, today());
        let judge = |input: Input<'_>| outcome(schema.validate(input, &occasion, previous));
        let (tree, changes) = (tree(&document), changes(&document));
        let json = tree.to_string();
        let expected = judge(Input::json(&json));
        prop_assert_eq!(&judge(Input::from(&tree)), &expected, "tree {}", json);
        prop_assert_eq!(&judge(Input::from(&changes)), &expected, "changes {}", json);
        prop_assert_eq!(&judge(Input::form(&fields(&document))), &expected, "form {}", json);
        let numbers = with_numbers(&document, &schema);
        prop_assert_eq!(&judge(Input::json(&numbers)), &expected, "numbers {}", numbers);
        if let Some(own) = own(&document) {
            prop_assert_eq!(&judge(Input::from(&own)), &expected, "values {}", json);
        }
        let checked = schema.check(Input::json(&json), &occasion, previous);
        prop_assert_eq!(checked.is_ok(), expected.is_ok());
        for (name, _) in &document {
            let field = schema.validate_field(name, Input::json(&json), &occasion, previous);
            match (&expected, field) {
                (Ok(all), Ok(field)) => prop_assert_eq!(all.get(name), field.as_ref()),
                (Ok(_), Err(found)) => {
                    // Only a field knows that nothing was typed where something must be.
                    prop_assert_eq!(found.codes(), ["attribute.required"]);
                }
                (Err(all), Err(found)) => {
                    let is_known = |found: &String| all.contains(found);
                    let found: Vec<String> = found.iter().map(shown).collect();
                    let is_missing = found == [format!("{name} attribute.required")];
                    prop_assert!(is_missing || found.iter().all(is_known), "{:?}", found);
                }
                (Err(all), Ok(_)) => {
                    let here = |found: &String| {
                        found.starts_with(&format!("{name} ")) || found.starts_with(&format!("{name}["))
                    };
                    prop_assert!(!all.iter().any(here), "{:?}", all);
                }
            }
        }
    }

    #[test]
    fn a_tree_is_judged_as_its_text_whatever_it_holds(
        (schema, first, document) in schemas().prop_flat_map(|schema| {
            let (first, document) = (documents(&schema), documents(&schema));
            (Just(schema), first, document)
        }),
        role in prop::sample::select(Role::ALL.to_vec()),
        exists in any::<bool>(),
    ) {
        let system = Occasion::new(Role::System, Context::Admin, today());
        let nothing = ValidAttributes::none();
        let before = schema.validate(&first, &system, Some(&nothing)).unwrap_or_default();
        let previous = exists.then_some(&before);
        let occasion = Occasion::new(role, Context::of(role), today());
        let json = serde_json::to_string_pretty(&document).unwrap();
        let of_text = schema.validate(Input::json(&json), &occasion, previous);
        prop_assert_eq!(schema.validate(&document, &occasion, previous), of_text.clone());
        // What is valid is valid again, and stays what it is.
        if let Ok(held) = of_text {
            let again = schema.validate(Input::json(&json), &occasion, Some(&held));
            prop_assert_eq!(again.map(|next| values(&next)), Ok(values(&held)));
        }
    }

    #[test]
    fn nothing_that_is_given_makes_checking_panic(
        schema in schemas(),
        text in any::<String>(),
        member in "\\PC{0,8}",
        value in prop_oneof![
            "[\\[\\]{}:,\"a1\\\\ue.+\\- ntruefals]{0,16}",
            "-?[0-9]{0,40}(\\.[0-9]{0,40})?([eE][+-]?[0-9]{0,12})?",
            any::<String>().prop_map(|text| json!(text).to_string()),
        ],
    ) {
        let code = schema.definitions().next().map_or("x", |known| known.code().as_str()).to_owned();
        let escaped = json!(member).to_string();
        for json in [text.clone(), format!("{{\"{code}\":{value},{escaped}:{value}}}"), value.clone()] {
            for role in Role::ALL {
                let occasion = Occasion::new(role, Context::of(role), today());
                let _ = schema.validate(Input::json(&json), &occasion, None);
                let _ = schema.validate_field(&member, Input::json(&json), &occasion, None);
            }
        }
        let fields = [(code.as_str(), text.as_str()), (member.as_str(), value.as_str())];
        let _ = schema.check(Input::form(&fields), &as_admin(), None);
    }
}
