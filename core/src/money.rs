//! Money: exact amounts in a currency, and percents of them.
//!
//! An amount is a whole number of minor units (cents, yen, fils), so nothing is ever rounded on the
//! way in, in a sum or on the way out. The one operation that rounds says so in its name:
//! [`Percent::of_rounded_down`].
//!
//! There is no `+` and no `<` for money: a sum may leave the range and two currencies do not mix, and
//! both are errors that a caller has to see.
//!
//! ```
//! use patronage::money::{Currency, Money, MoneyError, Percent};
//!
//! let usd = Currency::parse("USD")?;
//! let limit = Money::parse("5000.00", usd)?;
//! let overdraft = Percent::parse("12.5")?.of_rounded_down(limit)?;
//! assert_eq!(limit.checked_add(overdraft)?.to_string(), "5625.00 USD");
//!
//! let refused = Money::parse("0.005", usd).unwrap_err();
//! assert_eq!(refused.code(), "money.too_many_decimals");
//! # Ok::<(), MoneyError>(())
//! ```

mod amount;
mod currency;
mod exact;
mod minor;
mod percent;
mod plain_decimal;

pub use amount::Amount;
pub use currency::Currency;
pub use exact::Money;
pub(crate) use minor::Minor;
pub use percent::Percent;

/// Why a value is not a currency, an amount or a percent, or an operation on them has no result.
///
/// Positions count characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// The text of an amount is not digits with at most one point and a minus sign before them.
    #[error(
        "expected a plain decimal number such as `1000.00`, but {}",
        plain_decimal::describe(*found, *position)
    )]
    NotANumber {
        /// The first character that is out of place; `None` where the text ends too early.
        found: Option<char>,
        /// Where it stands.
        position: usize,
    },
    /// A number of minor units has decimals.
    #[error("minor units such as cents are counted in whole numbers")]
    NotWhole,
    /// An amount has more decimals than the currency.
    #[error(
        "an amount in `{currency}` has at most {} decimals, but this one has {decimals}",
        currency.minor_unit()
    )]
    TooManyDecimals {
        /// The currency of the amount.
        currency: Currency,
        /// How many decimals the amount has, without zeros at the end.
        decimals: usize,
    },
    /// An amount is beyond [`Money::MAX_MINOR`], in either direction.
    #[error("an amount is at most {} minor units", Money::MAX_MINOR)]
    TooLarge,
    /// The text of an amount with its currency has no currency.
    #[error("expected an amount and a currency, such as `1000.00 USD`")]
    MissingCurrency,
    /// Two amounts are in different currencies.
    #[error("`{left}` and `{right}` are different currencies, and nothing is converted")]
    CurrencyMismatch {
        /// The currency of the first amount.
        left: Currency,
        /// The currency of the second amount.
        right: Currency,
    },
    /// The text of a currency is not three letters.
    #[error("expected a currency of three letters such as `USD`")]
    MalformedCurrency,
    /// ISO 4217 has no such currency.
    #[error("`{code}` is not a currency of ISO 4217")]
    UnknownCurrency {
        /// The three letters, in upper case.
        code: String,
    },
    /// ISO 4217 has the code for something without a minor unit, such as gold.
    #[error("`{code}` has no minor unit, so no exact amount can be written in it")]
    NoMinorUnit {
        /// The three letters, in upper case.
        code: String,
    },
    /// The text of a percent is not digits with at most one point and a minus sign before them.
    #[error(
        "expected a percent as a plain decimal number such as `12.5`, but {}",
        plain_decimal::describe(*found, *position)
    )]
    PercentNotANumber {
        /// The first character that is out of place; `None` where the text ends too early.
        found: Option<char>,
        /// Where it stands.
        position: usize,
    },
    /// A percent is below 0.
    #[error("a percent is 0 or more")]
    NegativePercent,
    /// A percent is above [`Percent::MAX`].
    #[error("a percent is at most {}", Percent::MAX)]
    PercentTooLarge,
    /// A percent has more than [`Percent::MAX_DECIMALS`] decimals.
    #[error(
        "a percent has at most {} decimals, but this one has {decimals}",
        Percent::MAX_DECIMALS
    )]
    PercentTooManyDecimals {
        /// How many decimals the percent has, without zeros at the end.
        decimals: usize,
    },
}

crate::violation::coded!(MoneyError);

impl MoneyError {
    fn not_a_number(refused: plain_decimal::NotPlain) -> Self {
        Self::NotANumber { found: refused.found, position: refused.position }
    }

    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotANumber { .. } => "money.not_a_number",
            Self::NotWhole => "money.not_whole",
            Self::TooManyDecimals { .. } => "money.too_many_decimals",
            Self::TooLarge => "money.too_large",
            Self::MissingCurrency => "money.missing_currency",
            Self::CurrencyMismatch { .. } => "money.currency_mismatch",
            Self::MalformedCurrency => "currency.malformed",
            Self::UnknownCurrency { .. } => "currency.unknown",
            Self::NoMinorUnit { .. } => "currency.no_minor_unit",
            Self::PercentNotANumber { .. } => "percent.not_a_number",
            Self::NegativePercent => "percent.negative",
            Self::PercentTooLarge => "percent.too_large",
            Self::PercentTooManyDecimals { .. } => "percent.too_many_decimals",
        }
    }
}
