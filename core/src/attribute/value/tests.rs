use super::*;
use crate::attribute::testing::{date, today};

fn all() -> [AttributeValue; 6] {
    [
        "text".into(),
        Number::parse("1.50").unwrap().into(),
        today().into(),
        true.into(),
        ["a", "b"].into(),
        vec![Number::from(1), Number::from(2)].into(),
    ]
}

#[test]
fn people_read_values_and_logs_do_not() {
    let shown = all().map(|value| value.to_string());
    assert_eq!(shown, ["text", "1.5", "2026-07-01", "yes", "a, b", "1, 2"]);
    assert_eq!(AttributeValue::from(false).to_string(), "no");
    assert_eq!(format!("{:>6}|{:<5}|", all()[0], all()[3]), "  text|yes  |");
    let logged = all().map(|value| format!("{value:?}"));
    assert_eq!(
        logged,
        ["Text", "Number", "Date", "Boolean", "Texts", "Numbers"]
            .map(|kind| format!("{kind}(***)"))
    );
}

#[test]
fn a_value_is_what_it_is_and_nothing_else() {
    let texts = all().map(|value| value.as_text().map(str::to_owned));
    assert_eq!(texts, [Some("text".to_owned()), None, None, None, None, None]);
    let numbers = all().map(|value| value.as_number().map(|number| number.to_string()));
    assert_eq!(numbers, [None, Some("1.5".to_owned()), None, None, None, None]);
    let dates = all().map(|value| value.as_date());
    assert_eq!(dates, [None, None, Some(date("2026-07-01")), None, None, None]);
    let booleans = all().map(|value| value.as_boolean());
    assert_eq!(booleans, [None, None, None, Some(true), None, None]);
    assert_eq!(AttributeValue::from(false).as_boolean(), Some(false));
    let kinds = all().map(|value| value.kind());
    assert_eq!(kinds, ["a text", "a number", "a date", "a boolean", "a list", "a list"]);
    assert_eq!(all().map(|value| value.parts()), [1, 1, 1, 1, 2, 2]);
    assert_eq!(all().map(|value| value.is_list()), [false, false, false, false, true, true]);
}

#[test]
fn values_are_made_of_what_programs_have() {
    let one = AttributeValue::Number(Number::from(1));
    for value in [AttributeValue::from(1_i32), 1_u32.into(), 1_i64.into(), 1_u64.into()] {
        assert_eq!(value, one);
    }
    let many = AttributeValue::from(["a", "b"]);
    let slice: &[&str] = &["a", "b"];
    for value in [slice.into(), vec!["a", "b"].into(), vec!["a".to_owned(), "b".to_owned()].into()]
    {
        assert_eq!(many, value);
    }
    assert_eq!(AttributeValue::from("a".to_owned()), "a".into());
    let json = serde_json::to_string(&all()).unwrap();
    assert_eq!(json, r#"["text","1.5","2026-07-01",true,["a","b"],[1,2]]"#);
}
