//! Exact amounts in a currency.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::plain_decimal::{self, PlainDecimal};
use super::{Currency, Minor, MoneyError};
use crate::text::WireText;

/// An exact amount in a currency: a whole number of minor units, at most [`Money::MAX_MINOR`] of
/// them in either direction.
///
/// An amount with more decimals than the minor unit is refused and never rounded. Zeros beyond the
/// minor unit say nothing and go away, and missing ones are filled in, so `1.500`, `1.5` and `1.50`
/// dollars are one value that compares, hashes and prints alike.
///
/// On the wire an amount is text, because a JSON number is a float in most languages:
///
/// ```
/// use patronage::money::{Currency, Money};
///
/// let price = Money::parse("1000", Currency::parse("USD")?)?;
/// assert_eq!(price.to_string(), "1000.00 USD");
/// assert_eq!(serde_json::to_string(&price)?, r#"{"amount":"1000.00","currency":"USD"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// The largest absolute value, in minor units: 10^15.
    ///
    /// A thousand such amounts still add up within the 64-bit integers of SQL, and one of them is
    /// below 2^53, so that even a program that reads minor units as floats reads them exactly.
    pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

    /// Takes a decimal for an amount.
    ///
    /// Refuses more decimals than the currency has, zeros at the end aside, and an absolute value
    /// above [`MAX_MINOR`](Self::MAX_MINOR).
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let minor = plain_decimal::in_units(amount, currency.minor_unit())
            .map_err(|decimals| MoneyError::TooManyDecimals { currency, decimals })?;
        Self::from_minor(minor.ok_or(MoneyError::TooLarge)?, currency)
    }

    /// Reads an amount as a plain decimal number: digits, at most one point with digits on either
    /// side, at most a minus sign before them.
    ///
    /// Exponents, grouping signs, blanks and plus signs are refused, and so is what
    /// [`new`](Self::new) refuses.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let number = PlainDecimal::parse(text).map_err(MoneyError::not_a_number)?;
        let decimals = number.decimals();
        if u32::try_from(decimals).map_or(true, |decimals| decimals > currency.minor_unit()) {
            return Err(MoneyError::TooManyDecimals { currency, decimals });
        }
        let minor = number.in_units(currency.minor_unit()).ok_or(MoneyError::TooLarge)?;
        Self::from_minor(minor, currency)
    }

    /// Reads a whole number of minor units, such as cents, by the same grammar.
    ///
    /// ```
    /// use patronage::money::{Currency, Money, MoneyError};
    ///
    /// let usd = Currency::parse("USD")?;
    /// assert_eq!(Money::parse_minor("-1234", usd)?.to_string(), "-12.34 USD");
    /// assert_eq!(Money::parse_minor("12.5", usd).unwrap_err().code(), "money.not_whole");
    /// # Ok::<(), MoneyError>(())
    /// ```
    pub fn parse_minor(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let number = PlainDecimal::parse(text).map_err(MoneyError::not_a_number)?;
        if number.decimals() > 0 {
            return Err(MoneyError::NotWhole);
        }
        Self::from_minor(number.in_units(0).ok_or(MoneyError::TooLarge)?, currency)
    }

    /// Takes a number of minor units, such as cents, of at most [`MAX_MINOR`](Self::MAX_MINOR) in
    /// absolute value.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > Self::MAX_MINOR.unsigned_abs() {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self { minor, currency })
    }

    /// Minor units that were checked, in the currency of the place where they stand.
    pub(super) const fn of(minor: Minor, currency: Currency) -> Self {
        Self { minor: minor.get(), currency }
    }

    /// No money, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The amount in minor units, such as cents.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The amount as a decimal, with exactly the decimals of the currency.
    pub fn amount(self) -> Decimal {
        Decimal::new(self.minor, self.currency.minor_unit())
    }

    /// The currency of the amount.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is 0.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is below 0.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Whether the amount is above 0.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum of two amounts in one currency, unless it leaves the range.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Self::from_minor(minor, self.currency)
    }

    /// The difference of two amounts in one currency, unless it leaves the range.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.checked_add(other.negated())
    }

    /// The amount with the other sign.
    ///
    /// It cannot fail, as the range is the same on both sides of 0.
    #[must_use = "the amount itself keeps its sign"]
    pub const fn negated(self) -> Self {
        Self { minor: self.minor.saturating_neg(), currency: self.currency }
    }

    /// Compares two amounts in one currency.
    ///
    /// There is no `<` for money, because it would have to answer "no" for two currencies.
    pub fn try_cmp(self, other: Self) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

/// The amount with the decimals of its currency, a blank and the currency: `1000.00 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

/// Reads what [`Display`](fmt::Display) writes: an amount, one blank, a currency.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, currency) = text.split_once(' ').ok_or(MoneyError::MissingCurrency)?;
        Self::parse(amount, Currency::parse(currency)?)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut wire = serializer.serialize_struct("Money", 2)?;
        wire.serialize_field("amount", &AmountText(self.amount()))?;
        wire.serialize_field("currency", &self.currency)?;
        wire.end()
    }
}

struct AmountText(Decimal);

impl Serialize for AmountText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[derive(Deserialize)]
#[serde(rename = "Money", deny_unknown_fields)]
struct Wire<'a> {
    #[serde(borrow)]
    amount: WireText<'a>,
    currency: Currency,
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Wire { amount: WireText(amount), currency } = Wire::deserialize(deserializer)?;
        Self::parse(&amount, currency).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[expect(
    clippy::arithmetic_side_effects,
    reason = "the model is plain arithmetic on wider integers"
)]
mod tests;
