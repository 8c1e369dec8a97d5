//! Patterns on random and on hostile inputs: reading never panics, matching takes linear time, and
//! what is exported means the same.
//!
//! `PATRONAGE_PATTERNS` says how many random patterns are made (2,000 when nothing is said), and
//! `PATRONAGE_PATTERNS_SEED` from which number. With `PATRONAGE_PATTERNS_FILE` they are written to
//! that file with the answers of the core, for `core/tests/vectors/ecmascript.mjs` to compare.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be, and its own numbers are small"
)]

#[path = "../chance/mod.rs"]
mod chance;
mod random;
mod shape;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::str::FromStr;

use patronage::attribute::{Pattern, PatternError};
use proptest::prelude::*;

use chance::Chance;
use random::Case;

type Outcome = Result<(), Box<dyn Error>>;

/// A number from the environment. One that cannot be read is an error rather than the default.
fn setting<T: FromStr>(name: &str, default: T) -> Result<T, Box<dyn Error>> {
    match std::env::var(name) {
        Ok(text) => text.parse().map_err(|_| format!("{name} is no number: `{text}`").into()),
        Err(_) => Ok(default),
    }
}

#[test]
fn random_patterns_mean_what_their_export_means() -> Outcome {
    let seed = setting("PATRONAGE_PATTERNS_SEED", 1)?;
    let count: usize = setting("PATRONAGE_PATTERNS", 2_000)?;
    let file = std::env::var_os("PATRONAGE_PATTERNS_FILE").map(File::create).transpose()?;
    let mut file = file.map(BufWriter::new);

    let mut chance = Chance::new(seed);
    let (mut accepted, mut answers, mut matches) = (0_usize, 0, 0);
    let mut made = 0;
    while accepted < count {
        made += 1;
        let case = Case::new(&mut chance);
        let Ok(pattern) = Pattern::parse(&case.pattern) else { continue };
        accepted += 1;
        let answered: Vec<bool> = case.values.iter().map(|value| pattern.matches(value)).collect();
        answers += answered.len();
        matches += answered.iter().filter(|&&answer| answer).count();
        export_means_the_same(&pattern, &case.values, &answered);
        if let Some(file) = &mut file {
            let bits: String = answered.iter().map(|&bit| if bit { '1' } else { '0' }).collect();
            let line = (&case.pattern, pattern.to_ecmascript(), &case.values, bits);
            writeln!(file, "{}", serde_json::to_string(&line)?)?;
        }
    }
    if let Some(mut file) = file {
        file.flush()?;
    }
    println!(
        "seed {seed}: {made} random texts, {accepted} of them patterns; {answers} values, of which \
         {matches} match"
    );
    // Values that never match, or always do, would compare nothing.
    assert!(matches * 10 > answers && matches * 10 < answers * 9, "{matches} of {answers}");
    Ok(())
}

/// What is exported is a pattern itself, and exported as the same text.
fn export_means_the_same(pattern: &Pattern, values: &[String], answers: &[bool]) {
    let exported = pattern.to_ecmascript();
    let inner = exported.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap();
    match Pattern::parse(inner) {
        Ok(again) => {
            assert_eq!(again.to_ecmascript(), exported, "{pattern}");
            for (value, answer) in values.iter().zip(answers) {
                assert_eq!(again.matches(value), *answer, "{pattern} and {inner} for {value:?}");
            }
        }
        // Numbers of characters are longer than the characters.
        Err(PatternError::TooLong { .. }) => {}
        Err(error) => panic!("{pattern}: {error}"),
    }
}

/// Each of these keeps a matcher that tries one way after another busy for longer than a universe;
/// so the test ends only if every byte is looked at once.
#[test]
fn hostile_patterns_take_linear_time() {
    let patterns = [
        "(a+)+b",
        "(a*)*b",
        "(a|a)*b",
        "(a|aa)+b",
        "(.*)*x",
        "(.*.*.*.*.*)*x",
        "([a-z]+[a-z]+)+!",
        r"(\w+\s?)*!",
        "((a?){0,20}){0,20}b",
        "(a|b|ab|ba)*c",
        "(?:a?){50}a{50}b",
        "([ab]*a[ab]{20}){3}c",
    ];
    for typed in patterns {
        let pattern = Pattern::parse(typed).unwrap();
        for part in ["a", "ab", "ba "] {
            let value: String = part.chars().cycle().take(10_000).collect();
            assert!(!pattern.matches(&value), "{typed}");
            assert!(!pattern.matches(&format!("{value}?")), "{typed}");
        }
    }
    let matched = Pattern::parse("(a+)+b").unwrap();
    assert!(matched.matches(&format!("{}b", "a".repeat(9_999))));
}

/// A pattern whose automaton is too large for a table goes another way to the same answers.
#[test]
fn patterns_of_very_many_states_match_from_many_threads() {
    // The 60th character from the end is an `a`: 2^60 states, of which a value needs a few.
    let pattern = Pattern::parse("[ab]*a[ab]{59}").unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let pattern = pattern.clone();
            scope.spawn(move || {
                let mut chance = Chance::new(thread);
                for _ in 0..200 {
                    let length = 30 + chance.below(200);
                    let value: String = (0..length).map(|_| *chance.pick(&['a', 'b'])).collect();
                    let expected = value.chars().rev().nth(59) == Some('a');
                    assert_eq!(pattern.matches(&value), expected, "{value}");
                }
            });
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn reading_never_panics(text in prop_oneof![
        any::<String>(),
        r"[\[\]()*+?{}|^$.\\a-z0-9,:<>=!&~#/ -]{1,40}",
        r"(\\[a-zA-Z0-9{}<> é]|[\[\](){}|^-]|[?*+,a-f0-9]){1,60}",
    ]) {
        match Pattern::parse(&text) {
            Ok(pattern) => {
                prop_assert_eq!(pattern.as_str(), &text);
                pattern.matches(&text);
            }
            Err(error) => {
                prop_assert!(error.to_string().chars().all(|c| !c.is_control()));
                let length = text.chars().count();
                let position = error.position().unwrap_or(1);
                prop_assert!((1..=length.max(1)).contains(&position), "{}: {}", text, error);
            }
        }
    }
}
