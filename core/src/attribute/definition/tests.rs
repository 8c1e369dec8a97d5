//! Definitions: every mistake of them, and how they are written.

mod mistakes;
mod written;

use crate::attribute::testing::{found, schema};
use crate::attribute::{
    Bound, Context, DataType, DateBound, DisplayGroup, InputKind, LocalText, NewAttribute, Number,
    Pattern, Schema, ValueSource,
};

/// What is wrong with definitions that are written in JSON.
#[track_caller]
fn wrong(json: &str) -> Vec<String> {
    found(Schema::from_json(json))
}

#[test]
fn what_is_not_said_is_as_usual() {
    let all = schema([NewAttribute::text_box("x", "X")]);
    let known = all.get("x").unwrap();
    assert_eq!(known.admin_name(), "X");
    assert_eq!((known.help(), known.default_value()), (None, None));
    assert_eq!(known.display_group(), DisplayGroup::AdminOnly);
    assert_eq!(known.value_source(), ValueSource::AdminEntered);
    assert_eq!(known.required().count() + known.metadata().count(), 0);
    assert_eq!((known.order(), known.data_type()), (0, DataType::Text));
    let flags = [
        known.is_read_only(),
        known.is_unique(),
        known.is_filterable(),
        known.is_deleted(),
        known.is_multiple(),
        known.must_be_true(),
    ];
    assert_eq!(flags, [false; 6]);
    assert!(known.is_active());
    assert!(known.options().is_empty());
    assert_eq!((known.min_date(), known.min_value(), known.min_choices()), (None, None, None));
}

#[test]
fn what_is_said_is_kept() {
    let draft = NewAttribute::number_box("x", "X")
        .admin_name("Staff")
        .help("Help")
        .on_storefront()
        .required(Context::Checkout)
        .required(Context::Profile)
        .order(-3)
        .active(false)
        .read_only()
        .unique()
        .filterable()
        .metadata("k", "v")
        .metadata("l", "w")
        .min_value(-1)
        .max_value(Number::parse("2.50").unwrap());
    let all = schema([draft]);
    let known = all.get("x").unwrap();
    assert_eq!(known.admin_name(), "Staff");
    assert_eq!(known.help().map(LocalText::as_str), Some("Help"));
    assert_eq!(known.display_group(), DisplayGroup::AdminAndStorefront);
    assert_eq!(known.value_source(), ValueSource::AdminAndShopperEntered);
    assert_eq!(known.required().collect::<Vec<_>>(), [Context::Profile, Context::Checkout]);
    assert!(known.is_required_in(Context::Profile) && !known.is_required_in(Context::Admin));
    assert_eq!((known.order(), known.is_active()), (-3, false));
    assert!(known.is_read_only() && known.is_unique() && known.is_filterable());
    assert_eq!(known.metadata().collect::<Vec<_>>(), [("k", "v"), ("l", "w")]);
    assert_eq!((known.input(), known.data_type()), (InputKind::TextBox, DataType::Number));
    assert_eq!(known.min_value(), Some((-1).into()));
    assert_eq!(known.max_value(), Some(Number::parse("2.5").unwrap()));
    assert_eq!((known.max_length(), known.pattern()), (None, None));
}

#[test]
fn constraints_are_told_by_the_definition() {
    let all = schema([
        NewAttribute::text_box("box", "B").min_length(2).max_length(9).pattern("a+"),
        NewAttribute::list("many", "M", ["a", "b"]).multiple().min_choices(1).max_choices(2),
        NewAttribute::yes_no("yes", "Y").must_be_true(),
        NewAttribute::yes_no("either", "E"),
        NewAttribute::date("date", "D").min_date("today").max_date("today+1"),
        NewAttribute::number_box("number", "N").min_value(1).max_value(2),
    ]);
    let shown = |code: &str| {
        let known = all.get(code).unwrap();
        let bounds = (
            (known.min_length(), known.max_length(), known.pattern().map(Pattern::as_str)),
            (known.min_choices(), known.max_choices(), known.is_multiple()),
            known.must_be_true(),
            (known.min_date().is_some(), known.max_date().map(|bound| bound.to_string())),
            (known.min_value().is_some(), known.max_value().map(|bound| bound.to_string())),
        );
        format!("{bounds:?}").replace("None", "-").replace("false", "-")
    };
    assert_eq!(shown("box"), "((Some(2), Some(9), Some(\"a+\")), (-, -, -), -, (-, -), (-, -))");
    assert_eq!(shown("many"), "((-, -, -), (Some(1), Some(2), true), -, (-, -), (-, -))");
    assert_eq!(shown("yes"), "((-, -, -), (-, -, -), true, (-, -), (-, -))");
    assert_eq!(shown("either"), "((-, -, -), (-, -, -), -, (-, -), (-, -))");
    assert_eq!(shown("date"), "((-, -, -), (-, -, -), -, (true, Some(\"today+1\")), (-, -))");
    assert_eq!(shown("number"), "((-, -, -), (-, -, -), -, (-, -), (true, Some(\"2\")))");
}

#[test]
fn bounds_are_given_as_what_they_are_or_as_text() {
    for (bound, expected) in [
        (Bound::from("7"), "7"),
        (Bound::from("7.0".to_owned()), "7"),
        (Bound::from(7_i64), "7"),
        (Bound::from(7_u32), "7"),
        (Bound::from(Number::from(7)), "7"),
    ] {
        let all = schema([NewAttribute::number_box("x", "X").min_value(bound)]);
        assert_eq!(all.get("x").unwrap().min_value().unwrap().to_string(), expected);
    }
    let all = schema([NewAttribute::date("x", "X").min_date("today-1").max_date("2030-01-01")]);
    let known = all.get("x").unwrap();
    assert_eq!(known.min_date(), Some(DateBound::Today(-1)));
    assert_eq!(known.max_date().unwrap().to_string(), "2030-01-01");
}

#[test]
fn a_code_can_be_made_from_the_label() {
    let all = schema([NewAttribute::text_box("", "Crème (brûlée)").code_from_label()]);
    assert_eq!(all.definitions().next().unwrap().code().as_str(), "creme-brulee");
    let none = Schema::compile([NewAttribute::text_box("", "ОПТ").code_from_label()]);
    assert_eq!(found(none), ["[0].code definition.no_code"]);
    let twice = ["A b", "a-B"].map(|label| NewAttribute::text_box("", label).code_from_label());
    assert_eq!(found(Schema::compile(twice)), ["[1].code definition.duplicate_code code=a-b"]);
}

#[test]
fn definitions_stand_by_order_and_then_by_code() {
    let all = schema([
        NewAttribute::text_box("c", "C"),
        NewAttribute::text_box("b", "B").order(1),
        NewAttribute::text_box("a", "A"),
        NewAttribute::text_box("d", "D").order(-1),
    ]);
    let codes: Vec<&str> = all.definitions().map(|known| known.code().as_str()).collect();
    assert_eq!(codes, ["d", "a", "c", "b"]);
    assert!(all.get("A").is_none() && all.get("e").is_none());
}

#[test]
fn words_have_names_that_people_and_files_read() {
    assert_eq!(Context::ALL.len(), 5);
    for context in Context::ALL {
        let json = format!("\"{context}\"");
        assert_eq!(serde_json::to_string(context).unwrap(), json);
        assert_eq!(serde_json::from_str::<Context>(&json).unwrap(), *context);
        assert_eq!(String::from(*context), context.as_str());
    }
    assert_eq!(format!("{:>12}", InputKind::List), "        list");
    let all = InputKind::ALL.iter().map(|input| input.data_types().len()).sum::<usize>();
    assert_eq!(all, 7);
}
