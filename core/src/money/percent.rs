//! Percents.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::plain_decimal::{self, PlainDecimal};
use super::{Money, MoneyError};
use crate::text::WireText;

/// A part of an amount, said as percent: `12.5` is 12.5 %, an eighth.
///
/// A percent is from 0 to [`Percent::MAX`] and has at most [`Percent::MAX_DECIMALS`] decimals. More
/// than 100 is allowed: an overdraft may be larger than the limit that it belongs to. On the wire it
/// is text, as an amount is.
///
/// ```
/// use patronage::money::{Currency, Money, MoneyError, Percent};
///
/// let limit = Money::parse("999", Currency::parse("JPY")?)?;
/// assert_eq!(Percent::parse("10")?.of_rounded_down(limit)?.to_string(), "99 JPY");
/// # Ok::<(), MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent {
    /// Units of `10^-MAX_DECIMALS` percent.
    units: u32,
}

impl Percent {
    /// How many decimals a percent has at most.
    pub const MAX_DECIMALS: u32 = 4;

    /// The largest percent: 10000, a hundred times the whole.
    ///
    /// There is no use for more, and an amount that was typed into the field of a percent is likely
    /// to be caught here.
    pub const MAX: Self = Self { units: 100_000_000 };

    /// Nothing of anything.
    pub const ZERO: Self = Self { units: 0 };

    /// The units in the whole, which is 100 percent.
    const WHOLE: i128 = 1_000_000;

    /// Takes a decimal for a percent.
    pub fn new(percent: Decimal) -> Result<Self, MoneyError> {
        let units = plain_decimal::in_units(percent, Self::MAX_DECIMALS)
            .map_err(|decimals| MoneyError::PercentTooManyDecimals { decimals })?;
        Self::from_units(units, percent.is_sign_negative())
    }

    /// Reads a percent as a plain decimal number, without a percent sign.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let number = PlainDecimal::parse(text).map_err(|refused| {
            MoneyError::PercentNotANumber { found: refused.found, position: refused.position }
        })?;
        let decimals = number.decimals();
        if u32::try_from(decimals).map_or(true, |decimals| decimals > Self::MAX_DECIMALS) {
            return Err(MoneyError::PercentTooManyDecimals { decimals });
        }
        Self::from_units(number.in_units(Self::MAX_DECIMALS), number.negative)
    }

    /// Checks a number of units, of which `None` is one too far from 0 to be counted.
    fn from_units(units: Option<i64>, negative: bool) -> Result<Self, MoneyError> {
        if negative && units != Some(0) {
            return Err(MoneyError::NegativePercent);
        }
        units
            .and_then(|units| u32::try_from(units).ok())
            .map(|units| Self { units })
            .filter(|percent| *percent <= Self::MAX)
            .ok_or(MoneyError::PercentTooLarge)
    }

    /// The percent as a decimal without zeros at the end: `12.5` for 12.5 %.
    pub fn value(self) -> Decimal {
        Decimal::new(i64::from(self.units), Self::MAX_DECIMALS).normalize()
    }

    /// This percent of an amount, rounded down to the minor unit.
    ///
    /// Rounding down means that nobody gets credit that was not granted. A negative amount is also
    /// rounded down, away from 0; limits, for which this is made, are never negative.
    ///
    /// The result can leave the range of money when the percent is above 100.
    pub fn of_rounded_down(self, amount: Money) -> Result<Money, MoneyError> {
        // At most 10^8 units of 10^15 minor units, which is far inside an `i128`.
        let product = i128::from(amount.minor()).saturating_mul(i128::from(self.units));
        let minor = i64::try_from(product.div_euclid(Self::WHOLE));
        Money::from_minor(minor.map_err(|_| MoneyError::TooLarge)?, amount.currency())
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Percent({self})")
    }
}

/// The number alone, which [`Percent::parse`] reads back.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl FromStr for Percent {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(text) = WireText::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the model is plain arithmetic on wider integers"
)]
mod tests {
    use proptest::prelude::*;

    use super::super::Currency;
    use super::*;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).unwrap()
    }

    #[test]
    fn both_sides_of_every_bound() {
        for (text, expected) in [
            ("0", Ok("0")),
            ("-0", Ok("0")),
            ("-0.0001", Err("percent.negative")),
            ("-1", Err("percent.negative")),
            ("12.5", Ok("12.5")),
            ("12.50000", Ok("12.5")),
            ("0.0001", Ok("0.0001")),
            ("0.00001", Err("percent.too_many_decimals")),
            ("100", Ok("100")),
            ("10000", Ok("10000")),
            ("10000.0001", Err("percent.too_large")),
            ("99999999999999999999", Err("percent.too_large")),
            ("-99999999999999999999", Err("percent.negative")),
        ] {
            let printed = |result: Result<Percent, MoneyError>| match result {
                Ok(percent) => Ok(percent.to_string()),
                Err(error) => Err(error.code()),
            };
            let expected = expected.map(str::to_owned);
            assert_eq!(printed(Percent::parse(text)), expected, "text {text}");
            assert_eq!(printed(Percent::new(text.parse().unwrap())), expected, "decimal {text}");
        }
        for text in ["", "12.5%", "1e1", "12,5", ".5"] {
            assert_eq!(Percent::parse(text).unwrap_err().code(), "percent.not_a_number");
        }
    }

    #[test]
    fn a_percent_is_rounded_down_to_the_minor_unit() {
        for (part, amount, expected) in [
            ("10", "0.00 USD", "0.00 USD"),
            ("10", "0.09 USD", "0.00 USD"),
            ("10", "0.10 USD", "0.01 USD"),
            ("10", "0.19 USD", "0.01 USD"),
            ("10", "999 JPY", "99 JPY"),
            ("12.5", "1.001 KWD", "0.125 KWD"),
            ("100", "123.45 USD", "123.45 USD"),
            ("250", "10.01 USD", "25.02 USD"),
            ("0", "5000.00 USD", "0.00 USD"),
            ("33.3333", "10000.00 USD", "3333.33 USD"),
            ("10", "-0.09 USD", "-0.01 USD"),
        ] {
            let result = percent(part).of_rounded_down(amount.parse().unwrap()).unwrap();
            assert_eq!(result.to_string(), expected, "{part} % of {amount}");
        }
    }

    #[test]
    fn a_result_beyond_the_range_is_an_error() {
        let most = Money::from_minor(Money::MAX_MINOR, Currency::parse("USD").unwrap()).unwrap();
        assert_eq!(percent("100").of_rounded_down(most), Ok(most));
        assert_eq!(percent("100.0001").of_rounded_down(most), Err(MoneyError::TooLarge));
        assert_eq!(Percent::MAX.of_rounded_down(most), Err(MoneyError::TooLarge));
    }

    #[test]
    fn a_percent_is_text_on_the_wire() {
        assert_eq!(serde_json::to_string(&percent("12.50")).unwrap(), r#""12.5""#);
        assert_eq!(serde_json::from_str::<Percent>(r#""12.5""#).unwrap(), percent("12.5"));
        for refused in ["12.5", r#""-1""#, "null"] {
            assert!(serde_json::from_str::<Percent>(refused).is_err(), "json {refused}");
        }
    }

    proptest! {
        #[test]
        fn a_part_is_the_largest_that_is_not_too_much(
            units in 0u32..=100_000_000,
            minor in 0i64..=Money::MAX_MINOR,
        ) {
            let amount = Money::from_minor(minor, Currency::parse("USD").unwrap()).unwrap();
            let exact = i128::from(units) * i128::from(minor);
            match (Percent { units }).of_rounded_down(amount) {
                Ok(part) => {
                    let part = i128::from(part.minor());
                    prop_assert!(part * 1_000_000 <= exact && exact < (part + 1) * 1_000_000);
                }
                Err(_) => prop_assert!(exact >= (i128::from(Money::MAX_MINOR) + 1) * 1_000_000),
            }
        }

        #[test]
        fn every_percent_round_trips(units in 0u32..=100_000_000) {
            let percent = Percent { units };
            prop_assert_eq!(Percent::parse(&percent.to_string()), Ok(percent));
            prop_assert_eq!(Percent::new(percent.value()), Ok(percent));
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = Percent::parse(&text);
        }
    }
}
