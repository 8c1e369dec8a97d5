//! Amounts as callers give them: with a currency or without.

use rust_decimal::Decimal;

use super::{Currency, Money, MoneyError};

/// An amount that may leave its currency to the place where it is used, such as the currency of a
/// site.
///
/// ```
/// use patronage::money::{Amount, Currency, Money};
///
/// let usd = Currency::parse("USD")?;
/// assert_eq!(Amount::from("12.50").resolve(usd)?, Money::parse("12.50", usd)?);
///
/// let euros = Money::parse("12.50", Currency::parse("EUR")?)?;
/// assert_eq!(Amount::from(euros).resolve(usd)?, euros);
/// # Ok::<(), patronage::money::MoneyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// In its own currency.
    Money(Money),
    /// A number in the currency of the place.
    Decimal(Decimal),
    /// The text of a number in the currency of the place, such as `1200.00`.
    Text(String),
}

impl Amount {
    /// The amount, in `currency` unless it brought one. Nothing is rounded.
    pub fn resolve(&self, currency: Currency) -> Result<Money, MoneyError> {
        match self {
            Self::Money(money) => Ok(*money),
            Self::Decimal(amount) => Money::new(*amount, currency),
            Self::Text(text) => Money::parse(text, currency),
        }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Decimal> for Amount {
    fn from(amount: Decimal) -> Self {
        Self::Decimal(amount)
    }
}

impl From<&str> for Amount {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Amount {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
