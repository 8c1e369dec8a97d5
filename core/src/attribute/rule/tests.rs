//! Both sides of every bound of every kind of rule.

mod lists;

use super::DateBound;
use crate::attribute::testing::{as_admin, date, kept, schema, today, values, wrong, wrong_on};
use crate::attribute::{AttributeValue, NewAttribute, Number, Schema};
use crate::time::Date;

const NONE: [&str; 0] = [];

/// A JSON text of so many characters.
fn text(character: char, count: usize) -> String {
    format!("\"{}\"", character.to_string().repeat(count))
}

#[test]
fn a_text_box_counts_characters_and_takes_both_bounds() {
    let draft = NewAttribute::text_box("x", "X").min_length(2).max_length(5);
    for character in ['a', 'é', '€', '😀'] {
        for (count, expected) in [
            (1, vec!["x attribute.too_short actual=1 min=2"]),
            (2, vec![]),
            (5, vec![]),
            (6, vec!["x attribute.too_long actual=6 max=5"]),
        ] {
            assert_eq!(wrong(&draft, &text(character, count)), expected, "{character} × {count}");
        }
    }
    // One that is written in two characters counts as two.
    assert_eq!(wrong(&draft, "\"e\\u0301\""), NONE);
    assert_eq!(wrong(&draft, &text('é', 1)).len(), 1);
}

#[test]
fn four_bytes_may_be_one_character_at_the_lower_bound() {
    let draft = NewAttribute::text_box("x", "X").min_length(3);
    assert_eq!(wrong(&draft, &text('😀', 2)), ["x attribute.too_short actual=2 min=3"]);
    assert_eq!(wrong(&draft, &text('😀', 3)), NONE);
    assert_eq!(wrong(&draft, "\"aaé\""), NONE);
    assert_eq!(wrong(&draft, "\"aé\""), ["x attribute.too_short actual=2 min=3"]);
}

#[test]
fn texts_without_bounds_have_those_of_their_input() {
    let line = NewAttribute::text_box("x", "X");
    assert_eq!(wrong(&line, &text('é', 1_000)), NONE);
    assert_eq!(wrong(&line, &text('a', 1_001)), ["x attribute.too_long actual=1001 max=1000"]);
    let area = NewAttribute::text_area("x", "X");
    assert_eq!(wrong(&area, &text('é', 65_536)), NONE);
    assert_eq!(wrong(&area, &text('a', 65_537)), ["x attribute.too_long actual=65537 max=65536"]);
    let compiled = schema([line, NewAttribute::text_area("y", "Y"), NewAttribute::date("z", "Z")]);
    let longest = |code: &str| compiled.get(code).unwrap().max_length();
    assert_eq!([longest("x"), longest("y"), longest("z")], [Some(1_000), Some(65_536), None]);
}

#[test]
fn a_bound_of_zero_is_a_bound() {
    let none = NewAttribute::text_box("x", "X").max_length(0);
    assert_eq!(wrong(&none, "\"a\""), ["x attribute.too_long actual=1 max=0"]);
    assert_eq!(wrong(&none, "\"\""), NONE);
    let number = NewAttribute::number_box("x", "X").min_value(0).max_value(0);
    assert_eq!(wrong(&number, "0"), NONE);
    assert_eq!(wrong(&number, "-0.1"), ["x attribute.too_small min=0"]);
    assert_eq!(wrong(&number, "0.1"), ["x attribute.too_large max=0"]);
    let kept = schema([none.min_length(0)]);
    let kept = kept.get("x").unwrap();
    assert_eq!((kept.min_length(), kept.max_length()), (Some(0), Some(0)));
}

#[test]
fn a_line_break_in_a_text_area_is_one_character() {
    let draft = NewAttribute::text_area("x", "X").min_length(3).max_length(4);
    for (json, expected) in [
        ("\"a\\r\\nb\"", vec![]),
        ("\"a\\nb\"", vec![]),
        ("\"\\r\\n\\r\\n\"", vec!["x attribute.blank", "x attribute.too_short actual=2 min=3"]),
        ("\"a\\r\\nbc\"", vec![]),
        ("\"a\\r\\nbcd\"", vec!["x attribute.too_long actual=5 max=4"]),
        ("\"a\\n\\rb\"", vec![]),
        ("\"a\\r\\r\\nb\"", vec![]),
        ("\"a\\r\\n\"", vec!["x attribute.too_short actual=2 min=3"]),
    ] {
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
}

#[test]
fn only_a_text_area_takes_line_breaks_and_neither_takes_controls() {
    let (line, area) = (NewAttribute::text_box("x", "X"), NewAttribute::text_area("x", "X"));
    for character in ["\\n", "\\r", "\\t", "\\u2028", "\\u2029"] {
        let json = format!("\"ab{character}c\"");
        assert_eq!(wrong(&line, &json), ["x attribute.control_character position=2"], "{json}");
        assert_eq!(wrong(&area, &json), NONE, "{json}");
    }
    for character in ["\\u0000", "\\u0008", "\\u001f", "\\u007f", "\\u0080", "\\u0085", "\\u009f"] {
        let json = format!("\"é{character}\"");
        for draft in [&line, &area] {
            assert_eq!(wrong(draft, &json), ["x attribute.control_character position=1"], "{json}");
            // Also where no other byte gives a reason to look at the characters.
            let alone = format!("\"{character}\"");
            assert_eq!(wrong(draft, &alone), ["x attribute.control_character position=0"]);
        }
    }
    for character in ["\\u0020", "~", "\\u00a0", "\\u200b", "\\u202e"] {
        let json = format!("\"a{character}b\"");
        assert_eq!([wrong(&line, &json), wrong(&area, &json)].concat(), NONE, "{json}");
    }
}

#[test]
fn white_space_alone_is_no_text() {
    let draft = NewAttribute::text_box("x", "X");
    for json in ["\" \"", "\"   \"", "\"\\u00a0\"", "\"\\u3000 \"", "\"\\ufeff\"", "\" \\u2003\""] {
        assert_eq!(wrong(&draft, json), ["x attribute.blank"], "{json}");
    }
    for json in ["\" a\"", "\"a \"", "\"\\u00a0a\"", "\"\\u200b\"", "\"\\u180e\""] {
        assert_eq!(wrong(&draft, json), NONE, "{json}");
    }
    assert_eq!(
        wrong(&draft, "\"\\t\""),
        ["x attribute.control_character position=0", "x attribute.blank"]
    );
    // U+0085 is a control character here and white space to Unicode, but not to browsers.
    assert_eq!(wrong(&draft, "\"\\u0085\""), ["x attribute.control_character position=0"]);
}

#[test]
fn a_pattern_matches_the_whole_text_besides_the_other_rules() {
    let draft = NewAttribute::text_box("x", "X").pattern("[A-Z]{2}\\d+").max_length(5);
    assert_eq!(wrong(&draft, "\"DE123\""), NONE);
    for json in ["\"DE\"", "\"xDE1\"", "\"DE1x\"", "\"de1\"", "\"DE١\""] {
        let expected = ["x attribute.pattern_mismatch pattern=[A-Z]{2}\\d+"];
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
    assert_eq!(
        wrong(&draft, "\"DE12\\n34\""),
        [
            "x attribute.control_character position=4",
            "x attribute.too_long actual=7 max=5",
            "x attribute.pattern_mismatch pattern=[A-Z]{2}\\d+",
        ]
    );
}

#[test]
fn a_number_takes_both_bounds_exactly() {
    let draft = NewAttribute::number_box("x", "X").min_value("0.1").max_value("10");
    for (json, expected) in [
        ("0.1", vec![]),
        ("\"0.10\"", vec![]),
        ("0.0999999999999999999999999999", vec!["x attribute.too_small min=0.1"]),
        ("10", vec![]),
        ("1e1", vec![]),
        ("100e-1", vec![]),
        ("10.00000000000000000000000001", vec!["x attribute.too_large max=10"]),
        ("-0.1", vec!["x attribute.too_small min=0.1"]),
        ("\"ten\"", vec!["x attribute.not_a_number"]),
        ("\"1e1\"", vec!["x attribute.not_a_number"]),
        ("\"01\"", vec!["x attribute.not_a_number"]),
        ("\" 1\"", vec!["x attribute.not_a_number"]),
        ("1e28", vec!["x attribute.too_many_digits max=28"]),
        ("\"0.00000000000000000000000000001\"", vec!["x attribute.too_many_digits max=28"]),
        ("true", vec!["x attribute.wrong_type expected=a number found=a boolean"]),
        ("[1]", vec!["x attribute.wrong_type expected=a number found=a list"]),
        ("{}", vec!["x attribute.wrong_type expected=a number found=an object"]),
    ] {
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
    let held = kept(&schema([draft]), "{\"x\": 1.50}", &as_admin(), None);
    assert_eq!(held.get("x"), Some(&Number::parse("1.5").unwrap().into()));
}

#[test]
fn a_date_takes_both_bounds() {
    let draft = NewAttribute::date("x", "X").min_date("2026-02-28").max_date("2026-03-01");
    for (json, expected) in [
        ("\"2026-02-27\"", vec!["x attribute.too_early min=2026-02-28"]),
        ("\"2026-02-28\"", vec![]),
        ("\"2026-03-01\"", vec![]),
        ("\"2026-03-02\"", vec!["x attribute.too_late max=2026-03-01"]),
        ("\"2026-02-29\"", vec!["x attribute.not_a_date"]),
        ("\"2026-02-28T00:00:00Z\"", vec!["x attribute.not_a_date"]),
        ("\"28.02.2026\"", vec!["x attribute.not_a_date"]),
        ("20260228", vec!["x attribute.wrong_type expected=a date found=a number"]),
        ("[\"2026-02-28\"]", vec!["x attribute.wrong_type expected=a date found=a list"]),
    ] {
        assert_eq!(wrong(&draft, json), expected, "{json}");
    }
    let same = NewAttribute::date("x", "X").min_date(today()).max_date(today());
    assert_eq!(wrong(&same, "\"2026-07-01\""), NONE);
}

#[test]
fn bounds_move_with_the_day() {
    let draft = NewAttribute::date("x", "X").min_date("today-1").max_date("today+2");
    let at = |day: &str, value: &str| wrong_on(date(day), &draft, &format!("\"{value}\""));
    assert_eq!(at("2026-03-01", "2026-02-28"), NONE);
    assert_eq!(at("2026-03-01", "2026-02-27"), ["x attribute.too_early min=2026-02-28"]);
    assert_eq!(at("2024-02-28", "2024-03-01"), NONE);
    assert_eq!(at("2024-02-28", "2024-03-02"), ["x attribute.too_late max=2024-03-01"]);
    let today = NewAttribute::date("x", "X").min_date("today").max_date("today");
    assert_eq!(wrong_on(date("2026-03-01"), &today, "\"2026-03-01\""), NONE);
    assert_eq!(wrong_on(date("2026-03-01"), &today, "\"2026-03-02\"").len(), 1);
    assert_eq!(wrong_on(date("2026-03-01"), &today, "\"2026-02-28\"").len(), 1);
}

#[test]
fn bounds_that_leave_the_calendar_stop_at_its_ends() {
    let draft = NewAttribute::date("x", "X").min_date("today-2").max_date("today+2");
    for (day, value, expected) in [
        ("0001-01-01", "0001-01-01", vec![]),
        ("0001-01-02", "0001-01-01", vec![]),
        ("0001-01-01", "0001-01-04", vec!["x attribute.too_late max=0001-01-03"]),
        ("9999-12-31", "9999-12-31", vec![]),
        ("9999-12-30", "9999-12-31", vec![]),
        ("9999-12-31", "9999-12-28", vec!["x attribute.too_early min=9999-12-29"]),
    ] {
        let json = format!("\"{value}\"");
        assert_eq!(wrong_on(date(day), &draft, &json), expected, "{value} on {day}");
    }
    assert_eq!(DateBound::Today(3_652_059).on(Date::MIN), Date::MAX);
    assert_eq!(DateBound::Today(-3_652_059).on(Date::MAX), Date::MIN);
    assert_eq!(DateBound::Today(3_652_058).on(Date::MIN), Date::MAX);
    assert_eq!(DateBound::Today(3_652_057).on(Date::MIN), date("9999-12-30"));
    assert_eq!(DateBound::Today(0).on(today()), today());
    assert_eq!(DateBound::On(Date::MAX).on(Date::MIN), Date::MAX);
}

#[test]
fn date_bounds_are_written_in_few_ways() {
    let shown = |text: &str| {
        let compiled = Schema::compile([NewAttribute::date("x", "X").min_date(text)]);
        compiled.ok().and_then(|all| all.get("x")?.min_date()).map(|bound| bound.to_string())
    };
    for (text, expected) in [
        ("2026-07-01", "2026-07-01"),
        ("today", "today"),
        ("today+0", "today"),
        ("today-0", "today"),
        ("today+30", "today+30"),
        ("today-1", "today-1"),
        ("today+3652059", "today+3652059"),
        ("today-3652059", "today-3652059"),
    ] {
        assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
    }
    for text in [
        "",
        "Today",
        "today+",
        "today-",
        "today++1",
        "today+-1",
        "today 1",
        "today1",
        "today+1d",
        "today+3652060",
        "today-3652060",
        "today+99999999999",
        "today+1.5",
        "tomorrow",
        "2026-7-1",
    ] {
        assert_eq!(shown(text), None, "{text}");
    }
}

#[test]
fn yes_is_yes_and_no_is_an_answer_unless_only_yes_is_taken() {
    let draft = NewAttribute::yes_no("x", "X");
    assert_eq!(wrong(&draft, "true"), NONE);
    assert_eq!(wrong(&draft, "false"), NONE);
    for (json, found) in [("\"true\"", "a text"), ("1", "a number"), ("[]", "a list")] {
        let expected = format!("x attribute.wrong_type expected=yes or no found={found}");
        assert_eq!(wrong(&draft, json), [expected], "{json}");
    }
    let must = draft.must_be_true();
    assert_eq!(wrong(&must, "true"), NONE);
    assert_eq!(wrong(&must, "false"), ["x attribute.must_be_true"]);
    let held = kept(&schema([must]), "{\"x\": true}", &as_admin(), None);
    assert_eq!(held.get("x").and_then(AttributeValue::as_boolean), Some(true));
}

#[test]
fn texts_of_another_type_are_named() {
    let draft = NewAttribute::text_box("x", "X");
    for (json, found) in
        [("1", "a number"), ("true", "a boolean"), ("[\"a\"]", "a list"), ("{}", "an object")]
    {
        let expected = format!("x attribute.wrong_type expected=a text found={found}");
        assert_eq!(wrong(&draft, json), [expected], "{json}");
    }
    let held = kept(&schema([draft]), "{\"x\": \"\\u00e9\"}", &as_admin(), None);
    assert_eq!(values(&held), "{\"x\":\"é\"}");
}
