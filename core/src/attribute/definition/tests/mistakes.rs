//! Every mistake, with its place, code and parameters.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::wrong;
use crate::attribute::draft::Member;
use crate::attribute::testing::found;
use crate::attribute::{Mistake, NewAttribute, Schema};

/// What is wrong with one text box `x` with other members.
#[track_caller]
fn with(members: Value) -> Vec<String> {
    let mut definition = json!({"code": "x", "label": "X", "input": "text_box"});
    let Value::Object(members) = members else { panic!("members") };
    for (name, member) in members {
        definition[name] = member;
    }
    wrong(&json!([definition]).to_string())
}

const NONE: [&str; 0] = [];

#[test]
fn members_are_known_and_of_their_types() {
    for (members, expected) in [
        (json!({"lable": "X"}), "x.lable definition.unknown_member member=lable nearest=label"),
        (json!({"colour": 1}), "x.colour definition.unknown_member member=colour"),
        (
            json!({"label": 1}),
            "x.label definition.wrong_type expected=a text, or an object of texts by language found=a number",
        ),
        (json!({"code": []}), "x.code definition.wrong_type expected=a text found=a list"),
        (
            json!({"active": "yes"}),
            "x.active definition.wrong_type expected=a boolean found=a text",
        ),
        (
            json!({"read_only": 1}),
            "x.read_only definition.wrong_type expected=a boolean found=a number",
        ),
        (
            json!({"unique": {}}),
            "x.unique definition.wrong_type expected=a boolean found=an object",
        ),
        (
            json!({"order": "1"}),
            "x.order definition.wrong_type expected=a whole number found=a text",
        ),
        (
            json!({"required": "profile"}),
            "x.required definition.wrong_type expected=a list of contexts found=a text",
        ),
        (
            json!({"required": [1]}),
            "x.required[0] definition.wrong_type expected=a text found=a number",
        ),
        (
            json!({"metadata": []}),
            "x.metadata definition.wrong_type expected=an object of texts found=a list",
        ),
        (
            json!({"metadata": {"k": 1}}),
            "x.metadata.k definition.wrong_type expected=a text found=a number",
        ),
        (
            json!({"pattern": true}),
            "x.pattern definition.wrong_type expected=a text found=a boolean",
        ),
        (json!({"max_length": 1.5}), "x.max_length definition.out_of_range max=1000 min=0"),
        (
            json!({"help": false}),
            "x.help definition.wrong_type expected=a text, or an object of texts by language found=a boolean",
        ),
        (
            json!({"admin_name": 1}),
            "x.admin_name definition.wrong_type expected=a text found=a number",
        ),
        (json!({"input": 1}), "x.input definition.wrong_type expected=a text found=a number"),
        (
            json!({"input": "list", "options": 5}),
            "x.options definition.wrong_type expected=a list of options found=a number",
        ),
        (
            json!({"input": "list", "options": [{"value": 1}]}),
            "x.options[0].value definition.wrong_type expected=a text found=a number",
        ),
        (
            json!({"input": "list", "options": [true]}),
            "x.options[0] definition.wrong_type expected=a text found=a boolean",
        ),
        (
            json!({"input": "list", "data_type": "number", "options": [true]}),
            "x.options[0] definition.wrong_type expected=a number found=a boolean",
        ),
        (
            json!({"input": "list", "options": [{"value": "a", "hidden": 1}]}),
            "x.options[0].hidden definition.wrong_type expected=a boolean found=a number",
        ),
        (
            json!({"input": "list", "options": [{"value": "a", "color": 1}]}),
            "x.options[0].color definition.unknown_member member=color",
        ),
        (
            json!({"data_type": "number", "min_value": true}),
            "x.min_value definition.wrong_type expected=a number found=a boolean",
        ),
        (
            json!({"input": "date", "min_date": 1}),
            "x.min_date definition.wrong_type expected=a text found=a number",
        ),
    ] {
        let shown = with(members.clone());
        if members.get("code").is_some() {
            assert_eq!(shown, [expected.replacen('x', "[0]", 1)]);
        } else {
            assert_eq!(shown, [expected]);
        }
    }
    // What is null is left out.
    assert_eq!(with(json!({"help": null, "order": null, "max_length": null})), NONE);
}

#[test]
fn words_are_among_those_that_there_are() {
    for (members, expected) in [
        (
            json!({"input": "textbox"}),
            "x.input definition.unknown_word found=textbox words=`list`, `text_box`, `text_area`, `date`, `yes_no`",
        ),
        (
            json!({"data_type": "integer"}),
            "x.data_type definition.unknown_word found=integer words=`text`, `number`, `date`, `boolean`",
        ),
        (
            json!({"display_group": "all", "value_source": "shopper_entered"}),
            "x.display_group definition.unknown_word found=all words=`admin_only`, `admin_and_storefront`",
        ),
        (
            json!({"value_source": "me", "required": ["profile"]}),
            "x.value_source definition.unknown_word found=me words=`admin_entered`, `shopper_entered`, `admin_and_shopper_entered`",
        ),
        (
            json!({"required": ["always"]}),
            "x.required[0] definition.unknown_word found=always words=`registration`, `profile`, `checkout`, `admin`, `import`",
        ),
        (
            json!({"data_type": "date"}),
            "x.data_type definition.data_type_not_allowed allowed=`text` or `number` input=text_box",
        ),
        (
            json!({"input": "yes_no", "data_type": "text"}),
            "x.data_type definition.data_type_not_allowed allowed=`boolean` input=yes_no",
        ),
    ] {
        assert_eq!(with(members), [expected]);
    }
}

#[test]
fn texts_for_people_have_the_limits_of_theirs() {
    let longest = |count: usize| "é".repeat(count);
    for (members, expected) in [
        (
            json!({"label": longest(100), "admin_name": longest(100), "help": longest(1_000)}),
            vec![],
        ),
        (json!({"label": longest(101)}), vec!["x.label text.too_long"]),
        (json!({"admin_name": longest(101)}), vec!["x.admin_name text.too_long"]),
        (json!({"help": longest(1_001)}), vec!["x.help text.too_long"]),
        (json!({"help": "a\nb"}), vec![]),
        (json!({"label": "a\nb"}), vec!["x.label text.control_character"]),
        (json!({"label": ""}), vec!["x.label text.empty"]),
        (json!({"label": {"*": "X", "fr": "Y"}}), vec![]),
        (json!({"label": {"fr": "Y"}}), vec!["x.label definition.no_fallback"]),
        (json!({"label": {"*": "X", "fr": ""}}), vec!["x.label.fr text.empty"]),
        (
            json!({"label": {"*": 1}}),
            vec![
                "x.label.* definition.wrong_type expected=a text found=a number",
                "x.label definition.no_fallback",
            ],
        ),
        (
            json!({"label": {"*": "X", "not a language": "Y"}}),
            vec!["x.label.not a language language.invalid"],
        ),
        (json!({"metadata": {longest(50): longest(1_000)}}), vec![]),
        (json!({"metadata": {"k": ""}}), vec!["x.metadata.k text.empty"]),
        (json!({"metadata": {"": "v"}}), vec!["x.metadata. text.empty"]),
        (json!({"input": "list", "options": [longest(50)]}), vec![]),
        (json!({"input": "list", "options": [longest(51)]}), vec!["x.options[0] text.too_long"]),
        (
            json!({"input": "list", "options": [{"value": "a", "label": longest(101)}]}),
            vec!["x.options[0].label text.too_long"],
        ),
    ] {
        assert_eq!(with(members), expected);
    }
    let key = longest(51);
    assert_eq!(
        with(json!({"metadata": {key.clone(): "v"}})),
        [format!("x.metadata.{key} text.too_long")]
    );
    assert_eq!(with(json!({"metadata": {"k": longest(1_001)}})), ["x.metadata.k text.too_long"]);
}

#[test]
fn codes_are_codes_and_stand_once() {
    assert_eq!(
        wrong(r#"[{"label": "X", "input": "date", "code": "a b"}]"#),
        ["[0].code code.invalid_character"]
    );
    assert_eq!(wrong(r#"[{"label": "X", "input": "date", "code": ""}]"#), ["[0].code code.empty"]);
    assert_eq!(wrong(r#"[{"label": "ОПТ", "input": "date"}]"#), ["[0].code definition.no_code"]);
    assert_eq!(wrong(r#"[{"input": "date"}]"#), ["[0].label field.required"]);
    assert_eq!(wrong(r#"[{"code": "x", "label": "X"}]"#), ["x.input field.required"]);
    let twice = ["x", "y", "X"].map(|code| NewAttribute::date(code, "Label"));
    assert_eq!(found(Schema::compile(twice)), ["[2].code definition.duplicate_code code=x"]);
    let many = |count: usize| {
        Schema::compile((0..count).map(|at| NewAttribute::date(format!("d{at}"), "D")))
    };
    assert_eq!(many(500).unwrap().definitions().len(), 500);
    assert_eq!(found(many(501)), ["definition.too_many max=500"]);
}

#[test]
fn constraints_belong_to_their_inputs() {
    let constraints = [
        ("options", json!(["a"])),
        ("multiple", json!(true)),
        ("min_choices", json!(1)),
        ("max_choices", json!(1)),
        ("min_length", json!(1)),
        ("max_length", json!(1)),
        ("pattern", json!("a")),
        ("min_value", json!(1)),
        ("max_value", json!(1)),
        ("min_date", json!("2026-01-01")),
        ("max_date", json!("2026-01-01")),
        ("must_be_true", json!(true)),
    ];
    for (input, data_type, applying) in [
        ("list", "text", vec!["options", "multiple", "min_choices", "max_choices"]),
        ("list", "number", vec!["options", "multiple", "min_choices", "max_choices"]),
        ("text_box", "text", vec!["min_length", "max_length", "pattern"]),
        ("text_box", "number", vec!["min_value", "max_value"]),
        ("text_area", "text", vec!["min_length", "max_length"]),
        ("date", "date", vec!["min_date", "max_date"]),
        ("yes_no", "boolean", vec!["must_be_true"]),
    ] {
        for (name, value) in &constraints {
            let mut members = json!({"input": input, "data_type": data_type});
            if input == "list" {
                members["options"] = if data_type == "text" { json!(["a"]) } else { json!([1]) };
                members["multiple"] = json!(true);
            }
            if (input, *name) != ("list", "options") {
                members[*name] = value.clone();
            }
            let expected = if applying.contains(name) {
                vec![]
            } else if matches!(input, "list" | "text_box") {
                vec![format!(
                    "x.{name} definition.does_not_apply data_type={data_type} input={input} member={name}"
                )]
            } else {
                vec![format!("x.{name} definition.does_not_apply input={input} member={name}")]
            };
            assert_eq!(with(members), expected, "{input} {data_type} {name}");
        }
    }
    // What does not apply is not looked into.
    assert_eq!(
        with(json!({"input": "text_area", "pattern": "a("})),
        ["x.pattern definition.does_not_apply input=text_area member=pattern"]
    );
    let single = json!({"input": "list", "options": ["a"], "max_choices": 1});
    assert_eq!(
        with(single),
        ["x.max_choices definition.does_not_apply data_type=text input=list member=max_choices"]
    );
}

#[test]
fn bounds_leave_something_between_them() {
    for (members, expected) in [
        (
            json!({"min_length": 5, "max_length": 4}),
            vec!["x.min_length definition.bounds_crossed max=4 min=5"],
        ),
        (json!({"min_length": 4, "max_length": 4}), vec![]),
        (
            json!({"data_type": "number", "min_value": "0.2", "max_value": 0.1}),
            vec!["x.min_value definition.bounds_crossed max=0.1 min=0.2"],
        ),
        (json!({"data_type": "number", "min_value": "0.10", "max_value": 0.1}), vec![]),
        (
            json!({"input": "date", "min_date": "2026-01-02", "max_date": "2026-01-01"}),
            vec!["x.min_date definition.bounds_crossed max=2026-01-01 min=2026-01-02"],
        ),
        (json!({"input": "date", "min_date": "2026-01-01", "max_date": "2026-01-01"}), vec![]),
        (
            json!({"input": "date", "min_date": "today+1", "max_date": "today"}),
            vec!["x.min_date definition.bounds_crossed max=today min=today+1"],
        ),
        (json!({"input": "date", "min_date": "today", "max_date": "today"}), vec![]),
        (json!({"input": "date", "min_date": "today", "max_date": "2000-01-01"}), vec![]),
        (
            json!({"input": "date", "min_date": "2026-02-30"}),
            vec!["x.min_date definition.not_a_date_bound"],
        ),
        (
            json!({"input": "date", "max_date": "soon"}),
            vec!["x.max_date definition.not_a_date_bound"],
        ),
        (
            json!({"input": "list", "options": ["a", "b"], "multiple": true, "min_choices": 2, "max_choices": 1}),
            vec!["x.min_choices definition.bounds_crossed max=1 min=2"],
        ),
        (
            json!({"input": "list", "options": ["a", "b"], "multiple": true, "min_choices": 3}),
            vec!["x.min_choices definition.out_of_range max=2 min=0"],
        ),
        (json!({"max_length": 1_001}), vec!["x.max_length definition.out_of_range max=1000 min=0"]),
        (json!({"max_length": -1}), vec!["x.max_length definition.out_of_range max=1000 min=0"]),
        (json!({"max_length": 1_000}), vec![]),
        (json!({"input": "text_area", "max_length": 65_536}), vec![]),
        (
            json!({"input": "text_area", "max_length": 65_537}),
            vec!["x.max_length definition.out_of_range max=65536 min=0"],
        ),
        (json!({"order": 2_147_483_647}), vec![]),
        (json!({"order": -2_147_483_648_i64}), vec![]),
        (
            json!({"order": 2_147_483_648_i64}),
            vec!["x.order definition.out_of_range max=2147483647 min=-2147483648"],
        ),
        (json!({"data_type": "number", "min_value": "1e3"}), vec!["x.min_value number.malformed"]),
        (
            json!({"data_type": "number", "max_value": "1".repeat(29)}),
            vec!["x.max_value number.too_many_digits"],
        ),
        (json!({"pattern": "a("}), vec!["x.pattern attribute.pattern_syntax"]),
        (json!({"pattern": "(?=a)"}), vec!["x.pattern attribute.pattern_unsupported"]),
    ] {
        assert_eq!(with(members.clone()), expected, "{members}");
    }
}

#[test]
fn options_are_some_and_different() {
    let options = |options: Value| with(json!({"input": "list", "options": options}));
    assert_eq!(with(json!({"input": "list"})), ["x.options definition.no_options"]);
    assert_eq!(options(json!([])), ["x.options definition.no_options"]);
    assert_eq!(
        options(json!(["a", {"value": "a"}, "A"])),
        ["x.options[1] definition.duplicate_option option=a"]
    );
    assert_eq!(options(json!([{"label": "A"}])), ["x.options[0].value field.required"]);
    assert_eq!(
        options(json!([{"value": "a", "order": 1.5}])),
        ["x.options[0].order definition.out_of_range max=2147483647 min=-2147483648"]
    );
    let many = |count: usize| (0..count).map(|at| json!(format!("o{at}"))).collect::<Value>();
    assert_eq!(options(many(1_000)), NONE);
    assert_eq!(options(many(1_001)), ["x.options definition.too_many_options max=1000"]);
    let numbers = json!({"input": "list", "data_type": "number", "options": [1, "1.0", 1e0]});
    assert_eq!(
        with(numbers),
        [
            "x.options[1] definition.duplicate_option option=1",
            "x.options[2] definition.duplicate_option option=1"
        ]
    );
}

#[test]
fn who_must_give_a_value_may_give_it() {
    let admin_only = "x.value_source definition.admin_only";
    for source in ["shopper_entered", "admin_and_shopper_entered"] {
        assert_eq!(with(json!({"value_source": source})), [admin_only]);
        assert_eq!(
            with(
                json!({"value_source": source, "display_group": "admin_only", "required": ["profile"]})
            ),
            [admin_only]
        );
        assert_eq!(
            with(json!({"value_source": source, "display_group": "admin_and_storefront"})),
            NONE
        );
    }
    let required = |group: &str, source: &str, context: &str| {
        with(json!({"display_group": group, "value_source": source, "required": [context]}))
    };
    let refused = |context: &str, role: &str| {
        vec![format!("x.required definition.required_not_writable context={context} role={role}")]
    };
    let storefront = "admin_and_storefront";
    for context in ["registration", "profile", "checkout"] {
        assert_eq!(required("admin_only", "admin_entered", context), refused(context, "shopper"));
        assert_eq!(required(storefront, "admin_entered", context), refused(context, "shopper"));
        assert_eq!(required(storefront, "shopper_entered", context), NONE);
        assert_eq!(required(storefront, "admin_and_shopper_entered", context), NONE);
    }
    assert_eq!(required(storefront, "shopper_entered", "admin"), refused("admin", "admin"));
    assert_eq!(required(storefront, "admin_and_shopper_entered", "admin"), NONE);
    assert_eq!(required("admin_only", "admin_entered", "admin"), NONE);
    assert_eq!(required("admin_only", "admin_entered", "import"), NONE);
    assert_eq!(required(storefront, "shopper_entered", "import"), NONE);
    let inactive = json!({"active": false, "required": ["admin"]});
    assert_eq!(with(inactive), NONE, "it may become active again");
}

#[test]
fn what_the_store_keeps_keys_of_can_have_them() {
    let cannot = ["x.unique definition.cannot_be_unique"];
    assert_eq!(with(json!({"unique": true, "input": "text_area"})), cannot);
    assert_eq!(with(json!({"unique": true, "input": "yes_no"})), cannot);
    assert_eq!(
        with(json!({"unique": true, "input": "list", "options": ["a"], "multiple": true})),
        cannot
    );
    for members in [
        json!({"unique": true}),
        json!({"unique": true, "data_type": "number"}),
        json!({"unique": true, "input": "date"}),
        json!({"unique": true, "input": "list", "options": ["a"]}),
        json!({"filterable": true}),
        json!({"filterable": true, "input": "yes_no"}),
        json!({"filterable": true, "input": "list", "options": ["a"], "multiple": true}),
    ] {
        assert_eq!(with(members), NONE);
    }
    assert_eq!(
        with(json!({"filterable": true, "input": "text_area"})),
        ["x.filterable definition.cannot_be_filtered"]
    );
    assert_eq!(
        with(json!({"unique": true, "default": "a"})),
        ["x.default definition.default_of_unique"]
    );
}

#[test]
fn a_default_is_a_value_like_any_other() {
    for (members, expected) in [
        (json!({"default": "a"}), vec![]),
        (
            json!({"default": "ab", "max_length": 1}),
            vec!["x.default attribute.too_long actual=2 max=1"],
        ),
        (
            json!({"default": 1}),
            vec!["x.default attribute.wrong_type expected=a text found=a number"],
        ),
        (json!({"data_type": "number", "default": "1.0", "max_value": 1}), vec![]),
        (
            json!({"data_type": "number", "default": 2, "max_value": 1}),
            vec!["x.default attribute.too_large max=1"],
        ),
        (
            json!({"input": "yes_no", "default": false, "must_be_true": true}),
            vec!["x.default attribute.must_be_true"],
        ),
        (
            json!({"input": "list", "options": ["a", "b"], "default": "c"}),
            vec!["x.default attribute.not_an_option options=`a`, `b`"],
        ),
        (
            json!({"input": "list", "options": [{"value": "a", "hidden": true}], "default": "a"}),
            vec!["x.default attribute.not_offered"],
        ),
        (
            json!({"input": "list", "options": ["a", "b"], "multiple": true, "default": ["a", "a"]}),
            vec!["x.default[1] attribute.chosen_twice"],
        ),
        (
            json!({"input": "list", "options": ["a", "b"], "multiple": true, "default": "a"}),
            vec!["x.default attribute.wrong_type expected=a list found=a text"],
        ),
        (json!({"input": "date", "default": "2026-01-01", "min_date": "today"}), vec![]),
        (json!({"input": "date", "default": "2026-01-01", "max_date": "today"}), vec![]),
        (
            json!({"input": "date", "default": "2026-01-01", "min_date": "2026-01-02"}),
            vec!["x.default attribute.too_early min=2026-01-02"],
        ),
        (json!({"active": false, "default": "a"}), vec![]),
        (json!({"read_only": true, "default": "a"}), vec![]),
    ] {
        assert_eq!(with(members.clone()), expected, "{members}");
    }
}

#[test]
fn all_mistakes_of_all_definitions_are_said_at_once() {
    let json = r#"{"attributes": [
        {"code": "a", "input": "list", "value_source": "shopper_entered", "unique": true, "multiple": true},
        {"code": "b", "label": "B", "input": "text_area", "filterable": true, "required": ["profile"],
         "max_length": -1, "pattern": "a", "default": 1, "color": "red"},
        5
    ], "version": 2}"#;
    assert_eq!(
        wrong(json),
        [
            "version definition.unknown_member member=version",
            "[2] definition.wrong_type expected=an object found=a number",
            "a.label field.required",
            "a.options definition.no_options",
            "a.value_source definition.admin_only",
            "a.unique definition.cannot_be_unique",
            "b.color definition.unknown_member member=color",
            "b.pattern definition.does_not_apply input=text_area member=pattern",
            "b.max_length definition.out_of_range max=65536 min=0",
            "b.required definition.required_not_writable context=profile role=shopper",
            "b.filterable definition.cannot_be_filtered",
            "b.default attribute.wrong_type expected=a text found=a number",
        ]
    );
}

#[test]
fn a_file_is_a_list_of_definitions_or_an_object_with_one() {
    assert_eq!(wrong("[]"), NONE);
    assert_eq!(wrong(r#"{"attributes": []}"#), NONE);
    assert_eq!(wrong("{}"), ["attributes field.required"]);
    assert_eq!(
        wrong("1"),
        ["definition.wrong_type expected=an object or a list of definitions found=a number"]
    );
    assert_eq!(
        wrong(r#"{"attributes": {}}"#),
        ["attributes definition.wrong_type expected=a list of definitions found=an object"]
    );
    assert_eq!(wrong("[{]"), ["json.malformed"]);
    assert_eq!(wrong(r#"[{"code": "a", "code": "b"}]"#), ["json.duplicate_member"]);
    assert_eq!(NewAttribute::from_json("[]").unwrap_err().code(), "json.malformed");
    assert_eq!(NewAttribute::from_json("{").unwrap_err().code(), "json.malformed");
}

#[test]
fn messages_of_mistakes_say_what_would_be_right() {
    let message = |members: Value| {
        let mut definition = json!({"code": "x", "label": "X", "input": "text_box"});
        for (name, member) in members.as_object().unwrap() {
            definition[name] = member.clone();
        }
        let mistakes = Schema::from_json(&json!([definition]).to_string()).unwrap_err();
        mistakes.iter().next().unwrap().message().into_owned()
    };
    for (members, expected) in [
        (json!({"lable": 1}), "a definition has no `lable`; is `label` meant?"),
        (json!({"colour": 1}), "a definition has no `colour`"),
        (
            json!({"must_be_true": true}),
            "`must_be_true` does not apply to the input `text_box` of the data type `text`",
        ),
        (json!({"input": "date", "pattern": "a"}), "`pattern` does not apply to the input `date`"),
        (
            json!({"required": ["profile"]}),
            "in the context `profile` nobody could give the value, as the shopper may not set it",
        ),
        (
            json!({"data_type": "number", "min_value": 2, "max_value": 1}),
            "no value fits, as the lower bound 2 is above the upper bound 1",
        ),
        (json!({"label": {"*": "X", "fr": "A", "FR": "B"}}), "the language `fr` stands twice"),
        (json!({"max_length": 2_000}), "expected a whole number from 0 to 1000"),
    ] {
        assert_eq!(message(members), expected);
    }
    assert_eq!(Mistake::ALL.len(), 23);
}

/// Anything that a member of a definition might say.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "list",
            "text_box",
            "date",
            "number",
            "text",
            "*",
            "today+1",
            "a|b",
            "profile",
            "admin_and_storefront",
            "shopper_entered",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name = prop_oneof!["\\PC{0,6}", Just("value".to_owned()), Just("*".to_owned())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_that_is_written_makes_compiling_panic(
        input in prop::sample::select(vec!["list", "text_box", "text_area", "date", "yes_no"]),
        members in prop::collection::vec(
            (prop::sample::select(Member::ALL.to_vec()), anything()), 0..6,
        ),
        more in ("\\PC{0,6}", anything()),
        text in any::<String>(),
    ) {
        let mut definition = json!({"code": "x", "label": "X", "input": input, "options": ["a"]});
        for (member, value) in members {
            definition[member.name()] = value;
        }
        definition[more.0.as_str()] = more.1;
        let outcome = Schema::from_json(&json!([definition.clone(), definition]).to_string());
        prop_assert!(outcome.is_err(), "one of them is there twice");
        let _ = Schema::from_json(&text);
        let _ = Schema::from_json(&json!([more.0, text]).to_string());
    }
}
