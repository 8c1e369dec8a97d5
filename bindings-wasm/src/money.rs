//! Exact amounts, as the texts in which they are shown: `1000.00 USD`.

use std::cmp::Ordering;

use patronage::money::{Currency, Money, MoneyError, Percent};

use crate::error::Refusal;

/// What an operation makes of two texts, as the text in which it is shown.
///
/// | operation | of | gives |
/// | --- | --- | --- |
/// | `parse` | an amount, a currency | the money |
/// | `from_minor` | a number of minor units, a currency | the money |
/// | `minor` | money | its minor units |
/// | `plus`, `minus` | two amounts of money | their sum, their difference |
/// | `compare` | two amounts of money | `-1`, `0` or `1` |
/// | `percent_rounded_down` | money, a percent | this percent of it |
///
/// One function for all, since each that is exported brings as much JavaScript as this one.
pub fn answer(operation: &str, left: &str, right: &str) -> Result<String, Refusal> {
    let in_currency = |of: fn(&str, Currency) -> Result<Money, MoneyError>| {
        Currency::parse(right).and_then(|currency| of(left, currency))
    };
    let money = match operation {
        "parse" => in_currency(Money::parse),
        "from_minor" => in_currency(Money::parse_minor),
        "plus" => read(left)?.checked_add(read(right)?),
        "minus" => read(left)?.checked_sub(read(right)?),
        "percent_rounded_down" => Percent::parse(right)?.of_rounded_down(read(left)?),
        "minor" => return Ok(read(left)?.minor().to_string()),
        "compare" => return Ok(shown(read(left)?.try_cmp(read(right)?)?).to_owned()),
        _ => return Err(Refusal::unknown_operation()),
    };
    Ok(money?.to_string())
}

fn read(money: &str) -> Result<Money, MoneyError> {
    money.parse()
}

fn shown(ordering: Ordering) -> &'static str {
    match ordering {
        Ordering::Less => "-1",
        Ordering::Equal => "0",
        Ordering::Greater => "1",
    }
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn amounts_are_texts_that_every_operation_reads_back() {
        for (operation, left, right, expected) in [
            ("parse", "12.5", "usd", "12.50 USD"),
            ("from_minor", "-1", "USD", "-0.01 USD"),
            ("minor", "12.50 USD", "", "1250"),
            ("plus", "12.50 USD", "0.01 USD", "12.51 USD"),
            ("minus", "0.01 USD", "12.50 USD", "-12.49 USD"),
            ("percent_rounded_down", "12.50 USD", "33.3333", "4.16 USD"),
            ("compare", "12.50 USD", "12.49 USD", "1"),
            ("compare", "12.50 USD", "12.50 USD", "0"),
            ("compare", "12.50 USD", "12.51 USD", "-1"),
        ] {
            assert_eq!(
                answer(operation, left, right).unwrap(),
                expected,
                "{operation} {left} {right}"
            );
        }
    }

    #[test]
    fn what_is_refused_has_the_code_of_the_core() {
        for (operation, left, right, code) in [
            ("parse", "1.005", "USD", "money.too_many_decimals"),
            ("parse", "1", "XAU", "currency.no_minor_unit"),
            ("from_minor", "1.5", "USD", "money.not_whole"),
            ("from_minor", "9999999999999999999999", "USD", "money.too_large"),
            ("plus", "1.00 USD", "1.00 EUR", "money.currency_mismatch"),
            ("percent_rounded_down", "1.00 USD", "x", "percent.not_a_number"),
            ("divide", "1.00 USD", "2", "argument.unknown_operation"),
        ] {
            assert_eq!(
                answer(operation, left, right).unwrap_err().code(),
                code,
                "{operation} {left}"
            );
        }
        let error = answer("parse", "x", "USD").unwrap_err().to_json();
        assert!(
            error.starts_with(r#"{"code":"money.not_a_number","message":"expected"#),
            "{error}"
        );
    }
}
