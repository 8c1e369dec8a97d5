use std::collections::BTreeSet;

use super::*;
use crate::attribute::{DryRun, JsonError, JsonFlaw, NewAttribute};

#[test]
fn errors_have_codes_and_say_what_to_do() {
    let code = || AttributeCode::parse("vat-id").unwrap();
    let all = [
        AttributeError::NotDefined { code: "vat".to_owned() },
        AttributeError::Exists { code: code() },
        AttributeError::Deleted { code: code() },
        AttributeError::NotDeleted { code: code() },
        AttributeError::NotAKey { code: code(), property: "unique" },
        AttributeError::ChangeInProgress,
        AttributeError::NoChangeInProgress,
        AttributeError::Violated { report: Box::new(DryRun::default()) },
    ];
    let codes: BTreeSet<&str> = all.iter().map(AttributeError::code).collect();
    assert_eq!(codes.len(), all.len());
    assert!(codes.iter().all(|code| code.starts_with("attribute.")));
    assert_eq!(
        all[4].to_string(),
        "customers are not found by the attribute `vat-id`, which is not unique"
    );
}

#[test]
fn a_flaw_in_json_says_where_it_is() {
    for (text, code, position) in [
        ("{\"a\": }", "json.malformed", 6),
        ("[1, 2", "json.malformed", 5),
        ("\"a\u{1}\"", "json.control_character", 2),
        ("[1] 2", "json.malformed", 4),
    ] {
        let error = NewAttribute::from_json(text).unwrap_err();
        assert_eq!((error.code(), error.position()), (code, position), "{text}");
        assert!(error.to_string().ends_with(&format!("after {position} bytes")), "{error}");
    }
    let lone = NewAttribute::from_json("{\"\\ud800\": 1}").unwrap_err();
    assert_eq!((lone.code(), lone.flaw()), ("json.lone_surrogate", JsonFlaw::LoneSurrogate));
    let all = [
        JsonFlaw::NotJson,
        JsonFlaw::ControlCharacter,
        JsonFlaw::LoneSurrogate,
        JsonFlaw::TooDeep,
        JsonFlaw::Duplicate,
    ];
    let messages: BTreeSet<String> =
        all.map(|flaw| JsonError::new(flaw, 3).to_string()).into_iter().collect();
    assert_eq!(messages.len(), all.len());
}
