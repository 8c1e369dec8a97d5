//! Documents of values: who may say what, and what becomes of what is there.

mod previous;
mod rights;
mod sources;

use crate::actor::Role;
use crate::attribute::testing::{
    as_admin, as_shopper, found, judged, kept, schema, shown, values, wrong,
};
use crate::attribute::{
    AttributeChanges, AttributeValue, Context, Input, NewAttribute, Occasion, Schema,
    ValidAttributes,
};
use crate::patch::Patch;
use crate::violation::Violation;

const NONE: [&str; 0] = [];

fn form() -> Schema {
    schema([
        NewAttribute::list("preference", "Preference", ["email", "phone"])
            .on_storefront()
            .required(Context::Registration),
        NewAttribute::text_box("vat-id", "VAT id").on_storefront().max_length(5),
        NewAttribute::number_box("children", "Children").on_storefront().min_value(0),
        NewAttribute::yes_no("terms", "Terms").on_storefront().must_be_true(),
        NewAttribute::text_area("note", "Note"),
    ])
}

fn registration(role: Role) -> Occasion {
    Occasion::new(role, Context::Registration, crate::attribute::testing::today())
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let json = r#"{"preference": "fax", "vat-id": "123456", "children": -1, "terms": false,
                   "vat-ids": 1, "note": "x"}"#;
    assert_eq!(
        judged(&form(), json, &registration(Role::Shopper), None),
        [
            "preference attribute.not_an_option options=`email`, `phone`",
            "vat-id attribute.too_long actual=6 max=5",
            "children attribute.too_small min=0",
            "terms attribute.must_be_true",
            "vat-ids attribute.unknown nearest=vat-id",
            "note attribute.unknown",
        ]
    );
}

#[test]
fn messages_say_what_would_be_right() {
    let json = r#"{"preference": "fax", "vat-id": "123456", "children": "x", "terms": 1, "q": 1}"#;
    let found = form().check(Input::json(json), &as_shopper(), None).unwrap_err();
    let messages: Vec<_> = found.iter().map(Violation::message).collect();
    assert_eq!(
        messages,
        [
            "expected one of `email`, `phone`",
            "the text has 6 characters, of which at most 5 fit",
            "expected a plain decimal number such as `1000.5`",
            "expected yes or no, but found a number",
            "there is no such attribute",
        ]
    );
}

#[test]
fn a_new_account_needs_what_is_required_where_it_is_made() {
    let missing = ["preference attribute.required"];
    for json in ["{}", "{\"preference\": null}", "{\"preference\": \"\"}"] {
        assert_eq!(judged(&form(), json, &registration(Role::Shopper), None), missing, "{json}");
        assert_eq!(judged(&form(), json, &as_shopper(), None), NONE, "{json}");
    }
    // What is given and wrong is not missing as well.
    let wrong = judged(&form(), "{\"preference\": 1}", &registration(Role::Shopper), None);
    assert_eq!(wrong, ["preference attribute.wrong_type expected=a text found=a number"]);
    let held = kept(&form(), "{\"preference\": \"email\"}", &registration(Role::Shopper), None);
    assert_eq!(values(&held), "{\"preference\":\"email\"}");
}

#[test]
fn a_required_yes_or_no_is_answered_by_no() {
    let asked =
        schema([NewAttribute::yes_no("x", "X").on_storefront().required(Context::Registration)]);
    let occasion = registration(Role::Shopper);
    assert_eq!(judged(&asked, "{}", &occasion, None), ["x attribute.required"]);
    assert_eq!(judged(&asked, "{\"x\": false}", &occasion, None), NONE);
}

#[test]
fn a_required_list_of_several_needs_one() {
    let asked =
        schema([NewAttribute::list("x", "X", ["a", "b"]).multiple().required(Context::Admin)]);
    for json in ["{}", "{\"x\": []}", "{\"x\": null}", "{\"x\": \"\"}"] {
        assert_eq!(judged(&asked, json, &as_admin(), None), ["x attribute.required"], "{json}");
    }
    assert_eq!(judged(&asked, "{\"x\": [\"a\"]}", &as_admin(), None), NONE);
}

#[test]
fn what_is_not_named_stays_and_null_clears() {
    let all = form();
    let json = r#"{"vat-id": "DE1", "children": 2, "note": "a"}"#;
    let before = kept(&all, json, &as_admin(), None);
    for (json, expected) in [
        ("{}", r#"{"children":2,"note":"a","vat-id":"DE1"}"#),
        (r#"{"vat-id": null}"#, r#"{"children":2,"note":"a"}"#),
        (r#"{"vat-id": "", "children": null}"#, r#"{"note":"a"}"#),
        (r#"{"vat-id": "DE2"}"#, r#"{"children":2,"note":"a","vat-id":"DE2"}"#),
        (r#"{"terms": null, "children": 0}"#, r#"{"children":0,"note":"a","vat-id":"DE1"}"#),
    ] {
        assert_eq!(values(&kept(&all, json, &as_admin(), Some(&before))), expected, "{json}");
    }
    let many = schema([NewAttribute::list("x", "X", ["a", "b"]).multiple()]);
    let before = kept(&many, r#"{"x": ["a"]}"#, &as_admin(), None);
    for json in [r#"{"x": []}"#, r#"{"x": null}"#, r#"{"x": ""}"#] {
        assert_eq!(values(&kept(&many, json, &as_admin(), Some(&before))), "{}", "{json}");
    }
}

#[test]
fn a_member_that_is_given_twice_is_refused_in_any_case() {
    for json in [
        r#"{"vat-id": "A", "vat-id": "B"}"#,
        r#"{"vat-id": "A", "VAT-ID": "A"}"#,
        r#"{"VAT-id": "A", "vat-\u0069d": "A"}"#,
        r#"{"vat-id": null, "Vat-Id": "A"}"#,
    ] {
        let expected = ["vat-id attribute.given_twice"];
        assert_eq!(judged(&form(), json, &as_admin(), None), expected, "{json}");
    }
    let three = r#"{"vat-id": "toolong", "vat-id": "B", "Vat-id": 1}"#;
    assert_eq!(
        judged(&form(), three, &as_admin(), None),
        [
            "vat-id attribute.too_long actual=7 max=5",
            "vat-id attribute.given_twice",
            "vat-id attribute.given_twice",
        ]
    );
    let changes = AttributeChanges::new().set("vat-id", "A").set("VAT-ID", Patch::Clear);
    assert_eq!(found(form().check(&changes, &as_admin(), None)), ["vat-id attribute.given_twice"]);
}

#[test]
fn names_are_found_in_any_case_and_kept_as_codes() {
    let held = kept(&form(), r#"{"VAT-ID": "a", "Children": 1}"#, &as_admin(), None);
    assert_eq!(values(&held), r#"{"children":1,"vat-id":"a"}"#);
    assert_eq!(
        judged(&form(), r#"{"VAT-ID": "123456"}"#, &as_admin(), None),
        ["vat-id attribute.too_long actual=6 max=5"]
    );
}

#[test]
fn an_unknown_name_is_repeated_only_so_far_and_the_nearest_one_is_named() {
    let long = "x".repeat(400);
    let json = format!("{{\"{long}\": 1}}");
    let expected = format!("{} attribute.unknown", "x".repeat(50));
    assert_eq!(judged(&form(), &json, &as_admin(), None), [expected]);
    for (name, nearest) in [
        ("vat-d", Some("vat-id")),
        ("VATID", Some("vat-id")),
        ("chilrden", Some("children")),
        ("prefer", None),
        ("zzzzzz", None),
        ("vat id", Some("vat-id")),
    ] {
        let known = form().check(&AttributeChanges::new().set(name, 1), &as_admin(), None);
        let expected = match nearest {
            Some(nearest) => format!("{name} attribute.unknown nearest={nearest}"),
            None => format!("{name} attribute.unknown"),
        };
        assert_eq!(found(known), [expected]);
    }
}

#[test]
fn a_text_that_is_no_json_is_one_violation_whatever_else_is_wrong() {
    for (json, expected) in [
        ("", "json.malformed"),
        ("{", "json.malformed"),
        (r#"{"vat-id": "123456", }"#, "json.malformed"),
        (r#"{"vat-id": "123456"} x"#, "json.malformed"),
        ("{\"vat-id\": \"a\nb\"}", "json.control_character"),
        (r#"{"vat-id": "\ud800"}"#, "json.lone_surrogate"),
        (r#"{"unknown": "\ud800"}"#, "json.lone_surrogate"),
        (r#"{"\ud800": 1}"#, "json.lone_surrogate"),
        ("[]", "attribute.not_an_object"),
        ("\"vat-id\"", "attribute.not_an_object"),
        ("null", "attribute.not_an_object"),
        ("[1", "json.malformed"),
    ] {
        let found = judged(&form(), json, &registration(Role::Shopper), None);
        assert_eq!(found, [expected], "{json}");
    }
    let deep = format!("{{\"unknown\": {}{}}}", "[".repeat(200), "]".repeat(200));
    assert_eq!(judged(&form(), &deep, &as_admin(), None), ["json.too_deep"]);
    let tree = serde_json::json!([{"vat-id": "a"}]);
    let found = found(form().check(&tree, &registration(Role::Shopper), None));
    assert_eq!(found, ["attribute.not_an_object"]);
}

#[test]
fn what_is_nested_where_nothing_is_asked_for_is_passed_over() {
    let json = r#"{"vat-id": {"a": [1, {"b": "\u0041"}]}, "note": [[{}], 1], "children": 2}"#;
    assert_eq!(
        judged(&form(), json, &as_admin(), None),
        [
            "vat-id attribute.wrong_type expected=a text found=an object",
            "note attribute.wrong_type expected=a text found=a list",
        ]
    );
}

#[test]
fn escapes_are_resolved_before_anything_is_judged() {
    let held = kept(&form(), r#"{"v\u0061t-id": "\u0044\u00451\ud83d\ude00"}"#, &as_admin(), None);
    assert_eq!(held.get("vat-id").and_then(AttributeValue::as_text), Some("DE1😀"));
}

#[test]
fn defaults_fill_what_a_new_account_is_not_given() {
    let all = schema([
        NewAttribute::list("x", "X", ["a", "b"]).default_value("a").required(Context::Admin),
        NewAttribute::yes_no("y", "Y").on_storefront().default_value(true),
        NewAttribute::text_box("z", "Z").default_value("z").active(false),
    ]);
    let held = kept(&all, "{}", &as_shopper(), None);
    assert_eq!(values(&held), r#"{"x":"a","y":true}"#, "also where the writer sees nothing");
    let code = |code: &str| *all.get(code).unwrap().code();
    assert!(held.is_default(&code("x")) && held.is_default(&code("y")));
    assert!(!held.is_default(&code("z")));

    let given = kept(&all, r#"{"x": "b", "y": null}"#, &as_admin(), None);
    assert_eq!(values(&given), r#"{"x":"b"}"#, "nothing is a value that is given, too");
    assert!(!given.is_default(&code("x")));
    assert_eq!(judged(&all, r#"{"x": null}"#, &as_admin(), None), ["x attribute.required"]);
    // An account that exists gets none.
    let before = ValidAttributes::none();
    assert_eq!(values(&kept(&all, "{}", &as_admin(), Some(&before))), "{}");
}

#[test]
fn a_default_is_one_until_somebody_sets_the_value() {
    let all = schema([NewAttribute::list("x", "X", ["a", "b"]).on_storefront().default_value("a")]);
    let code = *all.get("x").unwrap().code();
    let before = kept(&all, "{}", &as_admin(), None);
    assert!(before.is_default(&code));
    assert!(kept(&all, "{}", &as_admin(), Some(&before)).is_default(&code));
    for json in [r#"{"x": "a"}"#, r#"{"x": "b"}"#, r#"{"x": null}"#] {
        let next = kept(&all, json, &as_shopper(), Some(&before));
        assert!(!next.is_default(&code), "{json}");
    }
    assert!(all.check(Input::json(r#"{"x": "a"}"#), &as_admin(), Some(&before)).is_ok());
}

#[test]
fn one_field_is_judged_as_the_whole_form_would() {
    let all = form();
    let occasion = registration(Role::Shopper);
    let field =
        |name: &str, json: &str| all.validate_field(name, Input::json(json), &occasion, None);
    assert_eq!(field("vat-id", r#"{"vat-id": "DE1"}"#).unwrap(), Some("DE1".into()));
    assert_eq!(field("VAT-ID", r#"{"vat-id": "DE1"}"#).unwrap(), Some("DE1".into()));
    assert_eq!(field("vat-id", r#"{"Vat-Id": "DE1"}"#).unwrap(), Some("DE1".into()));
    assert_eq!(field("vat-id", r#"{"vat-id": ""}"#).unwrap(), None);
    assert_eq!(field("vat-id", "{}").unwrap(), None, "what is required elsewhere is not missing");
    // Others are not looked at.
    assert_eq!(field("vat-id", r#"{"children": -1, "nobody": 2}"#).unwrap(), None);
    assert_eq!(found(field("vat-id", r#"{"vat-id": "123456"}"#)).len(), 1);
    assert_eq!(
        found(field("preference", r#"{"preference": ""}"#)),
        ["preference attribute.required"]
    );
    assert_eq!(found(field("note", r#"{"note": "x"}"#)), ["note attribute.unknown"]);
    assert_eq!(found(field("vatid", "{}")), ["vatid attribute.unknown nearest=vat-id"]);
    assert_eq!(found(field("vat-id", "{")), ["json.malformed"]);
}

#[test]
fn one_field_of_an_account_that_exists() {
    let all = form();
    let json = r#"{"preference": "email", "vat-id": "DE1"}"#;
    let before = kept(&all, json, &as_admin(), None);
    let field = |name: &str, json: &str| {
        all.validate_field(name, Input::json(json), &registration(Role::Shopper), Some(&before))
    };
    assert_eq!(field("vat-id", r#"{"vat-id": "DE2"}"#).unwrap(), Some("DE2".into()));
    assert_eq!(field("vat-id", "{}").unwrap(), Some("DE1".into()));
    assert_eq!(field("vat-id", r#"{"vat-id": null}"#).unwrap(), None);
    assert_eq!(
        found(field("preference", r#"{"preference": null}"#)),
        ["preference attribute.required"]
    );
    // While somebody types, a field without a value lacks it, whatever was there.
    let nothing = ValidAttributes::none();
    let typed = all.validate_field(
        "preference",
        Input::json(r#"{"preference": ""}"#),
        &registration(Role::Shopper),
        Some(&nothing),
    );
    assert_eq!(found(typed), ["preference attribute.required"]);
}

#[test]
fn keys_are_kept_for_what_is_unique_and_for_what_is_found() {
    let all = schema([
        NewAttribute::text_box("u", "U").unique(),
        NewAttribute::list("f", "F", ["a", "b"]).multiple().filterable(),
        NewAttribute::text_box("n", "N"),
    ]);
    let held = kept(&all, r#"{"u": " Straße", "f": ["b", "a"], "n": "x"}"#, &as_admin(), None);
    let unique: Vec<String> = held.unique_keys().map(|(code, _)| code.to_string()).collect();
    let found: Vec<String> = held.filter_keys().map(|(code, _)| code.to_string()).collect();
    assert_eq!((unique, found), (vec!["u".to_owned()], vec!["f".to_owned(), "f".to_owned()]));
    let less = kept(&all, r#"{"u": null, "f": ["a"]}"#, &as_admin(), Some(&held));
    assert_eq!((less.unique_keys().count(), less.filter_keys().count()), (0, 1));
    // What is no longer unique is found by it no longer once it is written.
    let plain = schema([NewAttribute::text_box("u", "U")]);
    let before = kept(&all, r#"{"u": "x"}"#, &as_admin(), None);
    assert_eq!(kept(&plain, "{}", &as_admin(), Some(&before)).unique_keys().count(), 0);
}

#[test]
fn a_violation_shows_its_place_and_its_numbers() {
    let many = NewAttribute::list("x", "X", ["a"]).multiple();
    let found = schema([many]).check(Input::json(r#"{"x": ["b"]}"#), &as_admin(), None);
    let found = found.unwrap_err();
    assert_eq!(found.iter().map(shown).collect::<Vec<_>>().len(), 1);
    assert_eq!(found.to_string(), "1 violation: x[0]: expected one of `a`");
    assert_eq!(wrong(&NewAttribute::text_box("x", "X").max_length(1), "\"ab\"").len(), 1);
}
