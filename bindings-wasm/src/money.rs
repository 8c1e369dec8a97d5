//! Exact amounts, as the texts in which they are shown: `1000.00 USD`.

use std::cmp::Ordering;

use patronage::money::{Currency, Money, MoneyError, Percent};

use crate::error::Refusal;

/// The amount that a text says, in a currency.
pub fn parse(amount: &str, currency: &str) -> Result<String, Refusal> {
    shown(Currency::parse(currency).and_then(|currency| Money::parse(amount, currency)))
}

/// So many minor units of a currency.
pub fn from_minor(minor: &str, currency: &str) -> Result<String, Refusal> {
    shown(Currency::parse(currency).and_then(|currency| Money::parse_minor(minor, currency)))
}

/// The minor units of an amount.
pub fn minor(money: &str) -> Result<String, Refusal> {
    Ok(read(money)?.minor().to_string())
}

/// The sum of two amounts.
pub fn plus(left: &str, right: &str) -> Result<String, Refusal> {
    shown(read(left)?.checked_add(read(right)?))
}

/// The difference of two amounts.
pub fn minus(left: &str, right: &str) -> Result<String, Refusal> {
    shown(read(left)?.checked_sub(read(right)?))
}

/// -1, 0 or 1 where the left amount is less, the same or more.
pub fn compare(left: &str, right: &str) -> Result<i32, Refusal> {
    Ok(match read(left)?.try_cmp(read(right)?)? {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

/// This percent of an amount, rounded down to the minor unit.
pub fn percent_rounded_down(money: &str, percent: &str) -> Result<String, Refusal> {
    let percent = Percent::parse(percent)?;
    shown(percent.of_rounded_down(read(money)?))
}

fn read(money: &str) -> Result<Money, MoneyError> {
    money.parse()
}

fn shown(money: Result<Money, MoneyError>) -> Result<String, Refusal> {
    Ok(money?.to_string())
}
