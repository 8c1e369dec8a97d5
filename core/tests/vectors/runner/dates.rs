//! Dates: which texts are one, where they stand in the calendar, and what comes before and after.

use std::error::Error;

use patronage::time::Date;
use serde::Deserialize;

use super::{Ran, expect};

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Case {
    Moved(Moved),
    Read(Read),
    Refused(Refused),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    case: String,
    text: String,
    /// How many days after 1970-01-01.
    days: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    case: String,
    text: String,
    code: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moved {
    case: String,
    text: String,
    plus: i32,
    /// `null` where it leaves the calendar.
    is: Option<String>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for case in super::cases::<Case>(text)? {
        match case {
            Case::Read(Read { case, text, days }) => {
                let read =
                    Date::parse(&text).map(|date| (date.to_string(), date.days_since_epoch()));
                expect(&mut ran, &case, &read.ok(), &Some((text, days)));
            }
            Case::Refused(Refused { case, text, code }) => {
                let refused = Date::parse(&text).err().map(|error| error.code());
                expect(&mut ran, &case, &refused, &Some(code.as_str()));
            }
            Case::Moved(Moved { case, text, plus, is }) => {
                let moved = Date::parse(&text)?.plus_days(plus).map(|date| date.to_string());
                expect(&mut ran, &case, &moved, &is);
            }
        }
    }
    Ok(ran)
}
