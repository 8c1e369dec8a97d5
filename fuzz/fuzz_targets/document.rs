//! Any text as definitions and any text as a document: nothing panics, checking and validating agree,
//! so do the text and its tree, and what was valid is valid again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use patronage::actor::Role;
use patronage::attribute::{Context, Input, NewAttribute, Occasion, Schema};
use patronage::time::Date;

/// What documents are checked by where the definitions are none: one of each rule.
fn usual() -> Schema {
    let drafts = [
        NewAttribute::text_box("a", "A").min_length(2).max_length(5).pattern("[a-z]*"),
        NewAttribute::number_box("b", "B").min_value("-1.5").max_value(100),
        NewAttribute::list("c", "C", ["x", "y", "z"]),
        NewAttribute::list("d", "D", ["x", "y", "z"]).multiple().min_choices(1).max_choices(2),
        NewAttribute::date("e", "E").min_date("2000-01-01").max_date("today"),
        NewAttribute::yes_no("f", "F").must_be_true(),
        NewAttribute::text_area("g", "G").max_length(9),
    ];
    let drafts = drafts.into_iter().map(NewAttribute::on_storefront);
    Schema::compile(drafts).expect("the usual definitions")
}

fuzz_target!(|input: (&str, &str)| {
    let (definitions, document) = input;
    let schema = match Schema::from_json(definitions) {
        Ok(schema) => {
            let again = Schema::from_json(&schema.to_json(Role::Admin));
            assert_eq!(again.as_ref(), Ok(&schema), "the export of `{definitions}`");
            schema
        }
        Err(_) => usual(),
    };
    let today = Date::new(2026, 7, 1).expect("a day");
    for (role, context) in [
        (Role::Shopper, Context::Registration),
        (Role::Admin, Context::Admin),
        (Role::Import, Context::Import),
    ] {
        let occasion = Occasion::new(role, context, today);
        let valid = schema.validate(Input::json(document), &occasion, None);
        let checked = schema.check(Input::json(document), &occasion, None);
        assert_eq!(valid.as_ref().err(), checked.as_ref().err(), "`{document}`");
        let Ok(valid) = valid else { continue };
        if serde_json::from_str::<serde_json::Value>(document).is_err() {
            // Numbers that no float comes near to are JSON here and not there.
            continue;
        }
        let again = schema.validate(valid.values(), &occasion, Some(&valid));
        assert_eq!(again.map(|again| again.values().clone()), Ok(valid.values().clone()));
        if valid.values().iter().all(|(code, _)| !valid.is_default(code)) {
            let anew = schema.validate(valid.values(), &occasion, None);
            assert_eq!(anew.as_ref(), Ok(&valid), "`{document}` anew");
        }
    }
});
