//! Any text as a pattern and any text as a value: nothing panics, and what is exported is a pattern
//! that is exported alike and gives the same answer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use patronage::attribute::Pattern;

fuzz_target!(|input: (&str, &str)| {
    let (typed, value) = input;
    let Ok(pattern) = Pattern::parse(typed) else { return };
    assert_eq!(pattern.as_str(), typed);
    let answer = pattern.matches(value);

    let exported = pattern.to_ecmascript();
    let inner = exported
        .strip_prefix("^(?:")
        .and_then(|rest| rest.strip_suffix(")$"))
        .expect("an exported pattern has its anchors");
    match Pattern::parse(inner) {
        Ok(again) => {
            assert_eq!(again.to_ecmascript(), exported, "`{typed}`");
            assert_eq!(again.matches(value), answer, "`{typed}` as `{inner}`");
        }
        // Numbers of characters are longer than the characters.
        Err(error) => assert_eq!(error.code(), "attribute.pattern_too_long", "`{typed}`: {error}"),
    }
});
