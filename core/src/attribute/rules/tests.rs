//! Values while definitions are being changed.

use super::AttributeRules;
use crate::attribute::testing::{as_admin, found, schema, values};
use crate::attribute::{Input, NewAttribute, Schema, ValidAttributes};

fn between(present: Schema, coming: Schema) -> AttributeRules {
    AttributeRules { present, coming: Some(coming) }
}

#[test]
fn what_is_given_satisfies_what_holds_and_what_is_coming() {
    let rules = between(
        schema([NewAttribute::text_box("x", "X").max_length(3)]),
        schema([NewAttribute::text_box("x", "X").min_length(2)]),
    );
    let judge = |json: &str| found(rules.validate(&[Input::json(json)], as_admin(), None));
    assert!(judge(r#"{"x": "ab"}"#).is_empty());
    assert_eq!(judge(r#"{"x": "abcd"}"#), ["x attribute.too_long actual=4 max=3"]);
    assert_eq!(judge(r#"{"x": "a"}"#), ["x attribute.too_short actual=1 min=2"]);
}

#[test]
fn what_is_about_to_go_gives_no_default_and_takes_no_value() {
    let rules = between(
        schema([
            NewAttribute::yes_no("going", "G").default_value(true),
            NewAttribute::yes_no("staying", "S").default_value(true),
        ]),
        schema([NewAttribute::yes_no("staying", "S").default_value(false)]),
    );
    let made = rules.validate(&[], as_admin(), None).unwrap();
    assert_eq!(values(&made), r#"{"staying":false}"#);
    let given = rules.validate(&[Input::json(r#"{"going": true}"#)], as_admin(), None);
    assert_eq!(found(given), ["going attribute.unknown"]);
}

#[test]
fn keys_are_those_of_both() {
    let rules = between(
        schema([NewAttribute::text_box("x", "X").unique(), NewAttribute::text_box("y", "Y")]),
        schema([
            NewAttribute::text_box("x", "X").filterable(),
            NewAttribute::text_box("y", "Y").unique(),
        ]),
    );
    let json = Input::json(r#"{"x": "a", "y": "b"}"#);
    let made = rules.validate(&[json], as_admin(), None).unwrap();
    let codes = |keys: Vec<String>| keys.join(" ");
    assert_eq!(codes(made.unique_keys().map(|(code, _)| code.to_string()).collect()), "x y");
    assert_eq!(codes(made.filter_keys().map(|(code, _)| code.to_string()).collect()), "x");
    let less = rules.validate(&[Input::json(r#"{"x": null}"#)], as_admin(), Some(&made)).unwrap();
    assert_eq!(less.unique_keys().count() + less.filter_keys().count(), 1);
}

#[test]
fn several_inputs_are_one_document() {
    let rules = AttributeRules {
        present: schema([NewAttribute::text_box("x", "X"), NewAttribute::text_box("y", "Y")]),
        coming: None,
    };
    let fields = [("y", "b")];
    let inputs = [Input::json(r#"{"x": "a"}"#), Input::form(&fields)];
    let made = rules.validate(&inputs, as_admin(), None).unwrap();
    assert_eq!(values(&made), r#"{"x":"a","y":"b"}"#);
    let twice = [Input::json(r#"{"Y": "b"}"#), Input::form(&fields)];
    assert_eq!(found(rules.validate(&twice, as_admin(), None)), ["y attribute.given_twice"]);
    let nothing = ValidAttributes::none();
    assert_eq!(rules.validate(&[], as_admin(), Some(&nothing)).unwrap(), nothing);
}
