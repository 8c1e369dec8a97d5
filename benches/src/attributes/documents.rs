//! The documents that every side validates: the same ones in every run.

use std::ops::Range;

use serde_json::{Value, json};

use super::dice::Dice;
use super::vocabulary::{
    CHANNELS, COMPANIES, COUNTRIES, INDUSTRIES, INTERESTS, JOB_TITLES, LEGAL_FORMS, NICKNAMES,
    PRICE_GROUPS, REFERRALS, SENTENCES,
};
use crate::failure::Failure;

/// How many attributes a document has: those of the schema, all of them required.
const ATTRIBUTES: usize = 20;

/// Where those are that say yes or no.
const YES_NO: Range<usize> = 16..18;

/// A document as it comes in.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) text: String,
    /// How many mistakes were put into it.
    pub(crate) mistakes: u32,
}

/// The attributes of one document with their values.
type Members = Vec<(&'static str, Value)>;

/// So many documents, a tenth of which have mistakes.
pub(crate) fn documents(count: u32) -> Result<Vec<Document>, Failure> {
    let mut dice = Dice::new(42);
    (0..count).map(|_| document(&mut dice)).collect()
}

/// In a third of the documents the attributes are in the order in which they are displayed, as a form
/// sends them, in a third in the order of their codes, as a program sends them that has them in a
/// map, and in a third in any order: who relies on an order is wrong at least in a third.
fn document(dice: &mut Dice) -> Result<Document, Failure> {
    let mut members = valid(dice);
    let mistakes = if dice.once_in(10) { dice.between(1, 3) } else { 0 };
    // A yes or no can only have the wrong type, which is the mistake of a program: people make others.
    let by_program = dice.once_in(4);
    let places: Vec<usize> =
        (0..ATTRIBUTES).filter(|place| by_program || !YES_NO.contains(place)).collect();
    for place in dice.pick_some(&places, mistakes) {
        if let Some((code, value)) = members.get_mut(place) {
            *value = mistaken(dice, code, value);
        }
    }
    match dice.below(3) {
        0 => {}
        1 => members.sort_unstable_by_key(|(code, _)| *code),
        _ => members.sort_by_cached_key(|_| dice.below(u32::MAX)),
    }
    Ok(Document { text: object(&members)?, mistakes })
}

fn object(members: &Members) -> Result<String, Failure> {
    let mut text = String::from("{");
    for (index, (code, value)) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&serde_json::to_string(code)?);
        text.push(':');
        text.push_str(&serde_json::to_string(value)?);
    }
    text.push('}');
    Ok(text)
}

/// A document without mistakes, in the order of the schema.
fn valid(dice: &mut Dice) -> Members {
    let interests = dice.between(1, 5);
    let channels = dice.between(1, 4);
    vec![
        ("vat-id", json!(format!("{}{:09}", dice.pick(&COUNTRIES), dice.below(1_000_000_000)))),
        ("company", json!(format!("{} {}", dice.pick(&COMPANIES), dice.pick(&LEGAL_FORMS)))),
        ("job-title", json!(dice.pick(&JOB_TITLES))),
        ("postal-code", json!(postal_code(dice))),
        ("nickname", json!(dice.pick(&NICKNAMES))),
        ("employees", json!(dice.between(1, 9_999))),
        ("credit-limit", json!(f64::from(dice.below(5_000_000)) / 100.0)),
        ("discount", json!(f64::from(dice.below(80)) / 2.0)),
        ("industry", json!(dice.pick(&INDUSTRIES))),
        ("price-group", json!(dice.pick(&PRICE_GROUPS))),
        ("referral", json!(dice.pick(&REFERRALS))),
        ("interests", json!(dice.pick_some(&INTERESTS, interests))),
        ("channels", json!(dice.pick_some(&CHANNELS, channels))),
        ("birth-date", json!(date(dice, 1930, 2007))),
        ("customer-since", json!(date(dice, 2010, 2026))),
        ("next-visit", json!(date(dice, 2026, 2028))),
        ("newsletter", json!(dice.once_in(2))),
        ("trade-customer", json!(dice.once_in(2))),
        ("delivery-note", json!(sentences(dice, 3, 5))),
        ("remarks", json!(sentences(dice, 4, 6))),
    ]
}

fn postal_code(dice: &mut Dice) -> String {
    let short = format!("{:05}", dice.below(100_000));
    if dice.once_in(5) { format!("{short}-{:04}", dice.below(10_000)) } else { short }
}

fn date(dice: &mut Dice, first_year: u32, last_year: u32) -> String {
    let year = dice.between(first_year, last_year);
    format!("{year}-{:02}-{:02}", dice.between(1, 12), dice.between(1, 28))
}

/// What people write into a larger box, with a line for each sentence now and then.
fn sentences(dice: &mut Dice, least: u32, most: u32) -> String {
    let count = dice.between(least, most);
    let separator = if dice.once_in(3) { "\n" } else { " " };
    dice.pick_some(&SENTENCES, count).join(separator)
}

/// A value that breaks one rule of the attribute, once.
fn mistaken(dice: &mut Dice, code: &str, valid: &Value) -> Value {
    if dice.once_in(20) {
        return of_another_type(valid);
    }
    match code {
        "vat-id" => json!(format!("DE-{:07}", dice.below(10_000_000))),
        "company" => {
            json!("Worldwide import, export, storage and hire of everything that can be carried")
        }
        "job-title" => json!("x"),
        "postal-code" => json!(format!("{:04} AB", dice.below(10_000))),
        "nickname" if dice.once_in(2) => json!("ab"),
        "nickname" => json!("the one who always orders too late"),
        "employees" => json!(0),
        "credit-limit" => json!(50_000.01),
        "discount" => json!(-0.5),
        "industry" | "price-group" | "referral" => json!("something-else"),
        "interests" if dice.once_in(2) => json!(["paint", "storage", "paint"]),
        "interests" => json!(dice.pick_some(&INTERESTS, 6)),
        "channels" => json!(["email", "pigeon"]),
        // A day that the calendar does not have.
        "birth-date" if dice.once_in(2) => json!("1987-02-30"),
        "birth-date" => json!("1889-04-16"),
        "customer-since" => json!(date(dice, 1990, 2009)),
        "next-visit" => json!(date(dice, 2029, 2040)),
        "delivery-note" | "remarks" => json!(SENTENCES.join(" ").repeat(2)),
        // A yes or no has no rule beside its type.
        _ => of_another_type(valid),
    }
}

/// What a client sends that has the types wrong.
fn of_another_type(valid: &Value) -> Value {
    match valid {
        Value::String(_) => json!(20_250_101),
        Value::Number(_) => json!("many"),
        Value::Bool(_) => json!("yes"),
        _ => json!("email"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn documents_are_the_same_each_time_and_of_the_promised_size() {
        let documents = documents(10_000).unwrap();
        let again = super::documents(10_000).unwrap();
        assert!(documents.iter().zip(&again).all(|(one, other)| one.text == other.text));
        let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
        assert!((908..=928).contains(&(bytes / documents.len())), "{}", bytes / documents.len());
        let invalid = documents.iter().filter(|document| document.mistakes > 0).count();
        assert!((900..=1_100).contains(&invalid), "{invalid}");
    }

    #[test]
    fn every_attribute_has_mistakes_of_its_own() {
        let mut dice = Dice::new(1);
        let members = valid(&mut dice);
        assert_eq!(members.len(), ATTRIBUTES);
        for (place, (code, value)) in members.iter().enumerate() {
            let mistakes: BTreeSet<String> =
                (0..100).map(|_| mistaken(&mut dice, code, value).to_string()).collect();
            assert!(!mistakes.contains(&value.to_string()), "{code}");
            assert_eq!(value.is_boolean(), YES_NO.contains(&place), "{code}");
            assert!(mistakes.len() > usize::from(!value.is_boolean()), "{code}: {mistakes:?}");
        }
    }
}
