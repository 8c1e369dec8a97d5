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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_texts_that_every_operation_reads_back() {
        let price = parse("12.5", "usd").unwrap();
        assert_eq!(price, "12.50 USD");
        assert_eq!(minor(&price).unwrap(), "1250");
        assert_eq!(from_minor("-1", "USD").unwrap(), "-0.01 USD");
        assert_eq!(plus(&price, "0.01 USD").unwrap(), "12.51 USD");
        assert_eq!(minus("0.01 USD", &price).unwrap(), "-12.49 USD");
        assert_eq!(percent_rounded_down(&price, "33.3333").unwrap(), "4.16 USD");
        for (other, order) in [("12.49 USD", 1), ("12.50 USD", 0), ("12.51 USD", -1)] {
            assert_eq!(compare(&price, other).unwrap(), order);
        }
    }

    #[test]
    fn what_is_refused_has_the_code_of_the_core() {
        let code = |refused: Result<String, Refusal>| refused.unwrap_err().code();
        assert_eq!(code(parse("1.005", "USD")), "money.too_many_decimals");
        assert_eq!(code(parse("1", "XAU")), "currency.no_minor_unit");
        assert_eq!(code(from_minor("1.5", "USD")), "money.not_whole");
        assert_eq!(code(from_minor("9999999999999999999999", "USD")), "money.too_large");
        assert_eq!(code(plus("1.00 USD", "1.00 EUR")), "money.currency_mismatch");
        assert_eq!(code(percent_rounded_down("1.00 USD", "x")), "percent.not_a_number");
        let error = parse("x", "USD").unwrap_err().to_json();
        assert!(
            error.starts_with(r#"{"code":"money.not_a_number","message":"expected"#),
            "{error}"
        );
    }
}
