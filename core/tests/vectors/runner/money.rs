//! Amounts of money and percents of them.

use std::error::Error;

use patronage::money::{Currency, Money, MoneyError, Percent};
use serde::Deserialize;

use super::{Ran, expect};

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Case {
    Amount(Amount),
    Share(Share),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amount {
    case: String,
    amount: String,
    currency: String,
    money: Option<String>,
    /// In the smallest units of the currency.
    minor: Option<String>,
    code: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    case: String,
    percent: String,
    of: Option<String>,
    /// Rounded down.
    is: Option<String>,
    code: Option<String>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for case in super::cases::<Case>(text)? {
        match case {
            Case::Amount(Amount { case, amount, currency, money, minor, code }) => {
                let read =
                    Currency::parse(&currency).and_then(|currency| Money::parse(&amount, currency));
                let found = (
                    read.as_ref().ok().map(ToString::to_string),
                    read.as_ref().ok().map(|money| money.minor().to_string()),
                    read.as_ref().err().map(MoneyError::code),
                );
                expect(&mut ran, &case, &found, &(money, minor, code.as_deref()));
            }
            Case::Share(Share { case, percent, of, is, code }) => {
                let share = Percent::parse(&percent).and_then(|percent| match &of {
                    Some(of) => percent.of_rounded_down(of.parse()?).map(Some),
                    None => Ok(None),
                });
                let found = (
                    share.as_ref().ok().and_then(|share| share.map(|share| share.to_string())),
                    share.as_ref().err().map(MoneyError::code),
                );
                let is = is.map(|is| match is.parse::<Money>() {
                    Ok(money) => money.to_string(),
                    Err(error) => error.to_string(),
                });
                expect(&mut ran, &case, &found, &(is, code.as_deref()));
            }
        }
    }
    Ok(ran)
}
