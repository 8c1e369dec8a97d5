//! Every breach has a code and words, and other words can take their place.

use std::collections::BTreeSet;

use crate::attribute::{Breach, Mistake};
use crate::violation::{Messages, Parameter};

/// The names of the parameters that a template has in braces.
fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).map(|part| part.split('}').next().unwrap()).collect()
}

fn templates() -> Vec<(&'static str, &'static str)> {
    let breaches = Breach::ALL.iter().map(|breach| (breach.code(), breach.template()));
    breaches.chain(Mistake::ALL.iter().map(|known| (known.code(), known.template()))).collect()
}

#[test]
fn codes_are_different_and_say_what_they_belong_to() {
    let all = templates();
    let codes: BTreeSet<&str> = all.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), all.len());
    assert_eq!(all.len(), Breach::ALL.len() + Mistake::ALL.len());
    for breach in Breach::ALL {
        assert!(breach.code().starts_with("attribute."), "{breach:?}");
    }
    for mistake in Mistake::ALL {
        assert!(mistake.code().starts_with("definition."), "{mistake:?}");
    }
}

#[test]
fn messages_are_lower_case_without_a_full_stop_and_can_be_replaced() {
    let all = templates();
    assert!(Messages::new(all.clone()).is_ok(), "templates pair their braces");
    for (code, template) in all {
        assert!(!template.starts_with(char::is_uppercase), "{code}");
        assert!(!template.ends_with('.') && !template.is_empty(), "{code}");
    }
}

#[test]
fn every_message_can_be_said_in_another_language() {
    for breach in Breach::ALL {
        let names = names(breach.template());
        let english = breach.at("x", []);
        let other: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        let other = format!("anders: {}", other.join(" "));
        let messages = Messages::new([(breach.code(), other)]).unwrap();
        let parameters: Vec<(&'static str, Parameter)> =
            names.iter().map(|name| (*name, format!("<{name}>").into())).collect();
        let violation = crate::violation::Violation::from_template(
            "x",
            breach.code(),
            breach.template(),
            parameters,
        );
        let expected: Vec<String> = names.iter().map(|name| format!("<{name}>")).collect();
        let expected = format!("anders: {}", expected.join(" "));
        assert_eq!(messages.of(&violation), expected, "{breach:?}");
        for name in &names {
            assert!(violation.message().contains(&format!("<{name}>")), "{breach:?}");
        }
        assert!(!english.message().contains(['{', '}', '[', ']']), "{breach:?}");
    }
}
