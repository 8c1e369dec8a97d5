use super::*;

fn code(text: &str) -> AttributeCode {
    AttributeCode::parse(text).unwrap()
}

fn values(entries: &[(&str, i32)]) -> AttributeValues {
    entries.iter().map(|(name, value)| (code(name), (*value).into())).collect()
}

#[test]
fn each_code_stands_once_and_in_order() {
    let mut all = values(&[("c", 1), ("a", 2), ("c", 3)]);
    assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"a":2,"c":3}"#);
    assert_eq!((all.len(), all.is_empty()), (2, false));
    all.insert(code("b"), 4);
    all.insert(code("a"), 5);
    assert_eq!(serde_json::to_string(&all).unwrap(), r#"{"a":5,"b":4,"c":3}"#);
    assert_eq!(all.get("b"), Some(&4.into()));
    assert_eq!((all.get("B"), all.get("d"), all.get("")), (None, None, None));
    assert_eq!(all.remove("b"), Some(4.into()));
    assert_eq!((all.remove("b"), all.len()), (None, 2));
    let codes: Vec<&str> = all.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["a", "c"]);
    all.retain(|code| code.as_str() == "c");
    assert_eq!(all, values(&[("c", 3)]));
    assert!(AttributeValues::new().is_empty());
    let sorted = [(code("y"), 2.into()), (code("z"), 1.into())];
    assert_eq!(AttributeValues::from_sorted(sorted.into_iter()), values(&[("z", 1), ("y", 2)]));
}

#[test]
fn logs_name_codes_and_no_values() {
    let all: AttributeValues = [(code("vat-id"), "secret".into())].into_iter().collect();
    assert_eq!(format!("{all:?}"), "{AttributeCode(\"vat-id\"): Text(***)}");
    let changes = AttributeChanges::new().set("vat-id", "secret");
    assert!(!format!("{changes:?}").contains("secret"));
    assert!(!format!("{:?}", ValidAttributes::held(all)).contains("secret"));
}

#[test]
fn what_changed_is_what_differs() {
    let held = |entries: &[(&str, i32)]| ValidAttributes::held(values(entries));
    let (before, after) =
        (held(&[("a", 1), ("b", 2), ("c", 3)]), held(&[("b", 2), ("c", 4), ("d", 5)]));
    let changed = after.changed_from(&before);
    assert_eq!(changed, ["a", "c", "d"].map(code));
    assert_eq!(after.changed_from(&after), []);
    assert_eq!((before.is_empty(), ValidAttributes::none().is_empty()), (false, true));
}

#[test]
fn what_is_forgotten_leaves_no_mark() {
    let mut held = ValidAttributes::held(values(&[("a", 1), ("b", 2)]));
    for marks in [&mut held.defaulted, &mut held.unique, &mut held.filterable] {
        marks.extend(["a", "b"].map(code));
    }
    held.forget(&code("a"));
    assert_eq!(held.values(), &values(&[("b", 2)]));
    assert!(!held.is_default(&code("a")) && held.is_default(&code("b")));
    assert_eq!((held.unique_keys().count(), held.filter_keys().count()), (1, 1));
    held.forget(&code("b"));
    assert!(held.is_empty());
}
