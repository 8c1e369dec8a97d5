//! Choices among options.

use super::NONE;
use crate::attribute::testing::{as_admin, judged, kept, schema, values, wrong};
use crate::attribute::{
    AttributeOption, AttributeValue, AttributeValues, NewAttribute, NewOption, Number, Schema,
    ValidAttributes,
};
use crate::code::AttributeCode;
use crate::text::Language;

fn held(value: impl Into<AttributeValue>) -> ValidAttributes {
    let code = AttributeCode::parse("x").unwrap();
    ValidAttributes::held(AttributeValues::from_iter([(code, value.into())]))
}

fn options() -> [NewOption; 4] {
    ["email", "phone", "fax", "post"].map(|value| match value {
        "fax" => NewOption::new(value).hidden(),
        "post" => NewOption::new(value).inactive(),
        _ => NewOption::new(value),
    })
}

#[test]
fn one_choice_is_one_of_what_is_offered() {
    let draft = NewAttribute::list("x", "X", options());
    let not_an_option = "x attribute.not_an_option options=`email`, `phone`";
    for (json, expected) in [
        ("\"email\"", vec![]),
        ("\"phone\"", vec![]),
        ("\"fax\"", vec!["x attribute.not_offered"]),
        ("\"post\"", vec![not_an_option]),
        ("\"Email\"", vec![not_an_option]),
        ("\"email \"", vec![not_an_option]),
        ("\"aaa\"", vec![not_an_option]),
        ("\"zzz\"", vec![not_an_option]),
        ("1", vec!["x attribute.wrong_type expected=a text found=a number"]),
        ("[\"email\"]", vec!["x attribute.wrong_type expected=a text found=a list"]),
    ] {
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
}

#[test]
fn numbers_are_the_same_option_however_they_are_written() {
    let draft = NewAttribute::list("x", "X", [10, 9, -1]).data_type("number");
    for json in ["10", "10.0", "\"10\"", "1e1", "9", "-1", "\"-1.0\""] {
        assert_eq!(wrong(&draft, json), NONE, "{json}");
    }
    let not_an_option = ["x attribute.not_an_option options=`10`, `9`, `-1`"];
    for json in ["1", "0", "11", "-2", "9.5"] {
        assert_eq!(wrong(&draft, json), not_an_option, "{json}");
    }
    assert_eq!(wrong(&draft, "\"x\""), ["x attribute.not_a_number"]);
    assert_eq!(wrong(&draft, "true"), ["x attribute.wrong_type expected=a number found=a boolean"]);
    let held = kept(&schema([draft]), "{\"x\": \"10.0\"}", &as_admin(), None);
    assert_eq!(values(&held), "{\"x\":10}");
}

#[test]
fn a_message_names_ten_options_and_counts_the_rest() {
    let options = |count: i32| NewAttribute::list("x", "X", 1..=count).data_type("number");
    let named =
        "x attribute.not_an_option options=`1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, `10`";
    assert_eq!(wrong(&options(10), "0"), [named]);
    assert_eq!(wrong(&options(11), "0"), [format!("{named} and 1 more")]);
}

#[test]
fn many_choices_are_different_ones_within_both_counts() {
    let draft =
        NewAttribute::list("x", "X", ["a", "b", "c", "d"]).multiple().min_choices(2).max_choices(3);
    for (json, expected) in [
        ("[\"a\"]", vec!["x attribute.too_few_choices actual=1 min=2"]),
        ("[\"a\", \"b\"]", vec![]),
        ("[\"c\", \"b\", \"a\"]", vec![]),
        ("[\"a\", \"b\", \"c\", \"d\"]", vec!["x attribute.too_many_choices actual=4 max=3"]),
        ("[\"a\", \"a\"]", vec!["x[1] attribute.chosen_twice"]),
        (
            "[\"z\"]",
            vec![
                "x[0] attribute.not_an_option options=`a`, `b`, `c`, `d`",
                "x attribute.too_few_choices actual=1 min=2",
            ],
        ),
        ("[\"a\", null]", vec!["x[1] attribute.wrong_type expected=a text found=null"]),
        (
            "[\"a\", [\"b\"], {}]",
            vec![
                "x[1] attribute.wrong_type expected=a text found=a list",
                "x[2] attribute.wrong_type expected=a text found=an object",
            ],
        ),
        ("\"a\"", vec!["x attribute.wrong_type expected=a list found=a text"]),
        ("{}", vec!["x attribute.wrong_type expected=a list found=an object"]),
        ("[]", vec![]),
        ("null", vec![]),
    ] {
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
    let held = kept(&schema([draft]), "{\"x\": [\"c\", \"a\"]}", &as_admin(), None);
    assert_eq!(values(&held), "{\"x\":[\"c\",\"a\"]}", "in the order in which they were chosen");
}

#[test]
fn counts_of_zero_and_of_all_options_are_bounds() {
    let draft = NewAttribute::list("x", "X", ["a", "b"]).multiple().min_choices(0).max_choices(0);
    assert_eq!(wrong(&draft, "[\"a\"]"), ["x attribute.too_many_choices actual=1 max=0"]);
    let all = NewAttribute::list("x", "X", ["a", "b"]).multiple().min_choices(2).max_choices(2);
    let compiled = schema([all]);
    let known = compiled.get("x").unwrap();
    assert_eq!((known.min_choices(), known.max_choices()), (Some(2), Some(2)));
    let beyond = NewAttribute::list("x", "X", ["a", "b"]).multiple().max_choices(3);
    assert_eq!(Schema::compile([beyond]).unwrap_err().codes(), ["definition.out_of_range"]);
}

#[test]
fn numbers_are_chosen_twice_by_value() {
    let draft = NewAttribute::list("x", "X", [1, 2]).data_type("number").multiple();
    assert_eq!(wrong(&draft, "[1, \"1.0\"]"), ["x[1] attribute.chosen_twice"]);
    let held = kept(&schema([draft]), "{\"x\": [2, \"1.0\"]}", &as_admin(), None);
    assert_eq!(values(&held), "{\"x\":[2,1]}");
    assert_eq!(held.get("x"), Some(&vec![Number::from(2), Number::from(1)].into()));
}

#[test]
fn what_is_held_may_be_chosen_again_whatever_became_of_the_option() {
    let one = schema([NewAttribute::list("x", "X", options())]);
    for value in ["fax", "post", "removed"] {
        let json = format!("{{\"x\": \"{value}\"}}");
        assert_eq!(judged(&one, &json, &as_admin(), Some(&held(value))), NONE, "{value}");
        assert_eq!(judged(&one, &json, &as_admin(), Some(&held("email"))).len(), 1, "{value}");
    }
    let many = schema([NewAttribute::list("x", "X", options()).multiple().max_choices(3)]);
    let before = held(["fax", "removed", "post"]);
    for (json, expected) in [
        ("[\"fax\", \"removed\", \"post\"]", vec![]),
        ("[\"post\", \"fax\"]", vec![]),
        ("[\"removed\", \"email\", \"fax\"]", vec![]),
        ("[\"removed\", \"removed\"]", vec!["x[1] attribute.chosen_twice"]),
        ("[\"fax\", \"gone\"]", vec!["x[1] attribute.not_an_option options=`email`, `phone`"]),
        (
            "[\"fax\", \"removed\", \"post\", \"email\"]",
            vec!["x attribute.too_many_choices actual=4 max=3"],
        ),
    ] {
        let json = format!("{{\"x\": {json}}}");
        assert_eq!(judged(&many, &json, &as_admin(), Some(&before)), expected, "{json}");
    }
    let json = "{\"x\": [\"fax\", \"email\"]}";
    assert_eq!(
        judged(&many, json, &as_admin(), Some(&held(["email"]))),
        ["x[0] attribute.not_offered"]
    );
}

#[test]
fn numbers_that_are_held_may_be_chosen_again() {
    let one = schema([NewAttribute::list("x", "X", [1, 2]).data_type("number")]);
    assert_eq!(judged(&one, "{\"x\": 3.0}", &as_admin(), Some(&held(3))), NONE);
    assert_eq!(judged(&one, "{\"x\": 4}", &as_admin(), Some(&held(3))).len(), 1);
    let many = schema([NewAttribute::list("x", "X", [1, 2]).data_type("number").multiple()]);
    let before = held(vec![Number::from(3), Number::from(4)]);
    assert_eq!(judged(&many, "{\"x\": [4, 1]}", &as_admin(), Some(&before)), NONE);
    assert_eq!(judged(&many, "{\"x\": [3, 4]}", &as_admin(), Some(&before)), NONE);
    assert_eq!(
        judged(&many, "{\"x\": [4, 4]}", &as_admin(), Some(&before)),
        ["x[1] attribute.chosen_twice"]
    );
    assert_eq!(
        judged(&many, "{\"x\": [5]}", &as_admin(), Some(&before)),
        ["x[0] attribute.not_an_option options=`1`, `2`"]
    );
}

#[test]
fn one_that_was_held_alone_may_be_among_several() {
    let many = schema([NewAttribute::list("x", "X", options()).multiple()]);
    assert_eq!(
        judged(&many, "{\"x\": [\"fax\", \"email\"]}", &as_admin(), Some(&held("fax"))),
        NONE
    );
    let numbers = schema([NewAttribute::list("x", "X", [1, 2]).data_type("number").multiple()]);
    assert_eq!(judged(&numbers, "{\"x\": [3, 1]}", &as_admin(), Some(&held(3))), NONE);
}

#[test]
fn several_that_are_held_stay_when_only_one_can_be_chosen() {
    let one = schema([NewAttribute::list("x", "X", options())]);
    let before = held(["email", "fax"]);
    let same = kept(&one, "{\"x\": [\"email\", \"fax\"]}", &as_admin(), Some(&before));
    assert_eq!(same, before);
    for json in [
        "{\"x\": [\"email\"]}",
        "{\"x\": [\"fax\", \"email\"]}",
        "{\"x\": [\"pigeon\", 1]}",
        "{\"x\": []}",
    ] {
        assert_eq!(
            judged(&one, json, &as_admin(), Some(&before)),
            ["x attribute.wrong_type expected=a text found=a list"],
            "{json}"
        );
    }
    assert_eq!(judged(&one, "{\"x\": \"fax\"}", &as_admin(), Some(&before)), NONE);
    // A list that a page holds where there never was one is said to be wrong, too.
    let text = schema([NewAttribute::text_box("x", "X")]);
    assert_eq!(
        judged(&text, "{\"x\": [\"email\"]}", &as_admin(), Some(&before)),
        ["x attribute.wrong_type expected=a text found=a list"]
    );
}

#[test]
fn options_stand_in_their_order_and_have_labels() {
    let options = [
        NewOption::new("c").order(1),
        NewOption::new("b"),
        NewOption::new("a").label("First").label_in("fr", "Premier").order(-1),
        NewOption::new("d").label_in("fr", "Quatrième"),
    ];
    let compiled = schema([NewAttribute::list("x", "X", options)]);
    let all = compiled.get("x").unwrap().options();
    let values: Vec<String> = all.iter().map(|option| option.value().to_string()).collect();
    assert_eq!(values, ["a", "b", "d", "c"]);
    let french = Language::parse("fr").unwrap();
    let labels: Vec<_> =
        all.iter().map(|o| (o.label().as_str(), o.label().in_language(&french))).collect();
    assert_eq!(labels, [("First", "Premier"), ("b", "b"), ("d", "Quatrième"), ("c", "c")]);
    assert_eq!(all.iter().map(AttributeOption::order).collect::<Vec<_>>(), [-1, 0, 0, 1]);
}

#[test]
fn an_option_is_offered_unless_it_is_hidden_or_inactive() {
    let both = NewOption::new("both").hidden().inactive();
    let options = options().into_iter().chain([both.clone(), both.offered().label("x")]);
    let mut seen = Vec::new();
    for option in options {
        let compiled = schema([NewAttribute::list("x", "X", [option])]);
        let option = compiled.get("x").unwrap().options()[0].clone();
        seen.push((option.is_offered(), option.is_hidden(), option.is_active()));
    }
    assert_eq!(
        seen,
        [
            (true, false, true),
            (true, false, true),
            (false, true, true),
            (false, false, false),
            (false, true, false),
            (true, false, true),
        ]
    );
}
