//! What was valid once stays, and what is set once may have to.

use proptest::prelude::*;

use super::NONE;
use crate::actor::Role;
use crate::attribute::testing::{
    as_admin, as_shopper, documents, found, judged, kept, schema, schemas, today, values,
};
use crate::attribute::{
    AttributeChanges, AttributeValue, AttributeValues, Context, NewAttribute, Number, Occasion,
    ValidAttributes,
};
use crate::code::AttributeCode;

fn held(entries: impl IntoIterator<Item = (&'static str, AttributeValue)>) -> ValidAttributes {
    let entries =
        entries.into_iter().map(|(code, value)| (AttributeCode::parse(code).unwrap(), value));
    ValidAttributes::held(entries.collect::<AttributeValues>())
}

#[test]
fn a_value_equal_to_the_previous_one_is_not_checked() {
    let all = schema([
        NewAttribute::text_box("text", "T").max_length(1),
        NewAttribute::number_box("number", "N").max_value(1),
        NewAttribute::date("date", "D").max_date("2000-01-01"),
        NewAttribute::yes_no("yes", "Y").must_be_true(),
        NewAttribute::list("list", "L", ["a"]),
        NewAttribute::list("many", "M", ["a"]).multiple().max_choices(1),
    ]);
    let before = held([
        ("text", "long".into()),
        ("number", Number::parse("2.5").unwrap().into()),
        ("date", today().into()),
        ("yes", false.into()),
        ("list", "gone".into()),
        ("many", ["gone", "lost"].into()),
    ]);
    let same = r#"{"text": "long", "number": "2.50", "date": "2026-07-01", "yes": false,
                   "list": "gone", "many": ["gone", "lost"]}"#;
    assert_eq!(kept(&all, same, &as_admin(), Some(&before)), before);
    assert_eq!(judged(&all, same, &as_admin(), None).len(), 8);
    let other = r#"{"text": "lonG", "number": 2.51, "date": "2026-07-02", "yes": true,
                    "list": "lost", "many": ["lost", "gone"]}"#;
    assert_eq!(
        judged(&all, other, &as_admin(), Some(&before)),
        [
            "text attribute.too_long actual=4 max=1",
            "number attribute.too_large max=1",
            "date attribute.too_late max=2000-01-01",
            "list attribute.not_an_option options=`a`",
            "many attribute.too_many_choices actual=2 max=1",
        ]
    );
}

#[test]
fn values_of_rust_that_are_held_are_not_checked_either() {
    let all = schema([
        NewAttribute::date("date", "D").max_date("2000-01-01"),
        NewAttribute::list("numbers", "N", [1]).data_type("number").multiple().max_choices(1),
        NewAttribute::list("texts", "T", ["a"]).multiple().max_choices(1),
    ]);
    let before = held([
        ("date", today().into()),
        ("numbers", vec![Number::from(2), Number::from(3)].into()),
        // Such a list is nothing that was ever valid.
        ("texts", ["b", "b"].into()),
    ]);
    assert_eq!(all.validate(before.values(), &as_admin(), Some(&before)).unwrap(), before);
    assert_eq!(kept(&all, &values(&before), &as_admin(), Some(&before)), before);
    let other = AttributeChanges::new()
        .set("date", crate::attribute::testing::date("2026-07-02"))
        .set("numbers", vec![Number::from(3), Number::from(2)]);
    assert_eq!(
        found(all.check(&other, &as_admin(), Some(&before))),
        [
            "date attribute.too_late max=2000-01-01",
            "numbers attribute.too_many_choices actual=2 max=1",
        ]
    );
}

#[test]
fn a_value_of_another_type_is_not_the_previous_one() {
    let all = schema([NewAttribute::text_box("x", "X"), NewAttribute::yes_no("y", "Y")]);
    let before = held([("x", "1".into()), ("y", true.into())]);
    let json = r#"{"x": 1, "y": "true"}"#;
    assert_eq!(judged(&all, json, &as_admin(), Some(&before)).len(), 2);
    let dates = schema([NewAttribute::date("x", "X").min_date("2030-01-01")]);
    let before = held([("x", today().into())]);
    for (json, expected) in [
        (r#"{"x": "2026-07-01"}"#, 0),
        (r#"{"x": "2026-07-01T00:00"}"#, 1),
        (r#"{"x": 20260701}"#, 1),
    ] {
        assert_eq!(judged(&dates, json, &as_admin(), Some(&before)).len(), expected, "{json}");
    }
}

#[test]
fn clearing_what_is_required_is_refused_where_there_is_something() {
    let all = schema([
        NewAttribute::text_box("x", "X").on_storefront().required(Context::Profile),
        NewAttribute::list("y", "Y", ["a"]).multiple().on_storefront().required(Context::Profile),
    ]);
    let before = held([("x", "a".into()), ("y", ["a"].into())]);
    let clearing = r#"{"x": null, "y": []}"#;
    assert_eq!(
        judged(&all, clearing, &as_shopper(), Some(&before)),
        ["x attribute.required", "y attribute.required"]
    );
    assert_eq!(judged(&all, clearing, &as_admin(), Some(&before)), NONE, "not required there");
    // Somebody without a value is not held up while something else is changed.
    let nothing = ValidAttributes::none();
    assert_eq!(judged(&all, "{}", &as_shopper(), Some(&nothing)), NONE);
    assert_eq!(judged(&all, clearing, &as_shopper(), Some(&nothing)), NONE);
}

#[test]
fn what_is_read_only_is_set_once() {
    let all = schema([
        NewAttribute::text_box("x", "X").on_storefront().read_only(),
        NewAttribute::list("y", "Y", ["a", "b"]).multiple().on_storefront().read_only(),
    ]);
    let nothing = ValidAttributes::none();
    let json = r#"{"x": "a", "y": ["a"]}"#;
    let before = kept(&all, json, &as_shopper(), Some(&nothing));
    assert_eq!(kept(&all, json, &as_shopper(), Some(&before)), before, "it may be said again");
    for json in [r#"{"x": "b", "y": ["b"]}"#, r#"{"x": null, "y": null}"#, r#"{"x": "", "y": []}"#]
    {
        for role in Role::ALL {
            let occasion = Occasion::new(role, Context::of(role), today());
            assert_eq!(
                judged(&all, json, &occasion, Some(&before)),
                ["x attribute.read_only", "y attribute.read_only"],
                "{json} {role:?}"
            );
            let corrected = judged(&all, json, &occasion.correcting(), Some(&before));
            assert_eq!(corrected.is_empty(), role != Role::Shopper, "{json} {role:?}");
        }
    }
    let corrected = kept(&all, r#"{"x": "b"}"#, &as_admin().correcting(), Some(&before));
    assert_eq!(values(&corrected), r#"{"x":"b","y":["a"]}"#);
    // Taken away by a correction, it can be set again.
    let cleared = kept(&all, r#"{"x": null}"#, &as_admin().correcting(), Some(&before));
    assert_eq!(judged(&all, r#"{"x": "c"}"#, &as_shopper(), Some(&cleared)), NONE);
}

#[test]
fn a_default_does_not_count_as_set() {
    let all = schema([NewAttribute::list("x", "X", ["a", "b"])
        .on_storefront()
        .read_only()
        .default_value("a")]);
    let before = kept(&all, "{}", &as_admin(), None);
    assert_eq!(judged(&all, r#"{"x": "b"}"#, &as_shopper(), Some(&before)), NONE);
    // Saying the default sets it.
    let said = kept(&all, r#"{"x": "a"}"#, &as_shopper(), Some(&before));
    assert_eq!(
        judged(&all, r#"{"x": "b"}"#, &as_shopper(), Some(&said)),
        ["x attribute.read_only"]
    );
}

#[test]
fn who_may_not_set_a_default_does_not_set_it_by_saying_it() {
    let all = schema([NewAttribute::list("x", "X", ["a", "b"])
        .display_group("admin_and_storefront")
        .default_value("a")]);
    let code = *all.get("x").unwrap().code();
    let before = kept(&all, "{}", &as_admin(), None);
    let said = kept(&all, r#"{"x": "a"}"#, &as_shopper(), Some(&before));
    assert!(said.is_default(&code));
    assert!(!kept(&all, r#"{"x": "a"}"#, &as_admin(), Some(&before)).is_default(&code));
}

#[test]
fn what_a_page_says_that_it_holds_is_believed() {
    let all = schema([NewAttribute::text_box("x", "X").max_length(1).read_only()]);
    let page = held([("x", "long".into())]);
    assert_eq!(judged(&all, r#"{"x": "long"}"#, &as_admin(), Some(&page)), NONE);
    let expected = ["x attribute.read_only"];
    assert_eq!(judged(&all, r#"{"x": "y"}"#, &as_admin(), Some(&page)), expected);
}

#[test]
fn an_audit_asks_whether_values_would_be_taken_anew() {
    let all = schema([
        NewAttribute::list("list", "L", ["a", "b"]).required(Context::Admin),
        NewAttribute::text_box("text", "T").max_length(1).read_only().active(false),
        NewAttribute::list("many", "M", ["a", "b"]).multiple().min_choices(2),
    ]);
    let audit = |held: &ValidAttributes| found(all.audit(held, today()));
    assert_eq!(audit(&held([("list", "a".into()), ("many", ["a", "b"].into())])), NONE);
    assert_eq!(
        audit(&held([("text", "ab".into()), ("many", ["a"].into()), ("other", 1.into())])),
        [
            "many attribute.too_few_choices actual=1 min=2",
            "text attribute.too_long actual=2 max=1",
            "list attribute.required",
        ]
    );
}

#[test]
fn an_audit_knows_hidden_options_from_those_that_are_none() {
    use crate::attribute::NewOption;

    let options =
        || [NewOption::new("a"), NewOption::new("h").hidden(), NewOption::new("i").inactive()];
    let all = schema([
        NewAttribute::list("one", "O", options()),
        NewAttribute::list("many", "M", options()).multiple(),
    ]);
    let audit = |value: &'static str| {
        let both = held([("one", value.into()), ("many", ["a", value].into())]);
        found(all.audit(&both, today()))
    };
    assert_eq!(audit("h"), NONE);
    for value in ["i", "gone"] {
        let expected = "attribute.not_an_option options=`a`";
        assert_eq!(audit(value), [format!("many[1] {expected}"), format!("one {expected}")]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_was_read_can_be_written_back_under_any_other_rules(
        (old, new, document) in (schemas(), schemas()).prop_flat_map(|(old, new)| {
            let document = documents(&old);
            (Just(old), Just(new), document)
        }),
    ) {
        let system = Occasion::new(Role::System, Context::Admin, today());
        let nothing = ValidAttributes::none();
        let Ok(before) = old.validate(&document, &system, Some(&nothing)) else { return Ok(()) };
        // Input and data type never change, and other codes are other attributes.
        let comparable = |code: &str| match (old.get(code), new.get(code)) {
            (Some(a), Some(b)) => a.input() == b.input() && a.data_type() == b.data_type(),
            _ => false,
        };
        let entries = before.values().iter().filter(|(code, _)| comparable(code.as_str()));
        let entries: AttributeValues = entries.map(|(code, value)| (*code, value.clone())).collect();
        let before = ValidAttributes::held(entries);
        let json = values(&before);
        for role in [Role::Admin, Role::System, Role::Import] {
            let occasion = Occasion::new(role, Context::of(role), today());
            let after = new.validate(crate::attribute::Input::json(&json), &occasion, Some(&before));
            prop_assert_eq!(values(&after.unwrap()), json.clone());
        }
    }
}
