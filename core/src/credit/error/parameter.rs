//! What an error says beside its words, for callers in another language.

use serde::Serialize;

use super::CreditError;
use crate::code::TermCode;
use crate::id::EntryNumber;
use crate::money::{Currency, Money};
use crate::time::{Date, Timestamp};

/// A value that a [`CreditError`] has beside its code: a figure, an entry, a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum CreditParameter {
    /// An amount.
    Money(Money),
    /// An entry of the ledger.
    Entry(EntryNumber),
    /// A moment.
    Moment(Timestamp),
    /// A day.
    Day(Date),
    /// A code.
    Text(String),
    /// Several codes.
    Texts(Vec<String>),
}

macro_rules! from {
    ($($of:ty => $variant:ident),+) => {
        $(impl From<&$of> for CreditParameter {
            fn from(value: &$of) -> Self {
                Self::$variant(*value)
            }
        })+
    };
}

from!(Money => Money, EntryNumber => Entry, Timestamp => Moment, Date => Day);

macro_rules! from_code {
    ($($of:ty),+) => {
        $(impl From<&$of> for CreditParameter {
            fn from(code: &$of) -> Self {
                Self::Text(code.to_string())
            }
        })+
    };
}

from_code!(crate::code::SiteCode, TermCode, Currency);

impl From<&Vec<TermCode>> for CreditParameter {
    fn from(codes: &Vec<TermCode>) -> Self {
        Self::Texts(codes.iter().map(ToString::to_string).collect())
    }
}

impl From<&Vec<Currency>> for CreditParameter {
    fn from(codes: &Vec<Currency>) -> Self {
        Self::Texts(codes.iter().map(ToString::to_string).collect())
    }
}

/// Fields under their own names.
macro_rules! named {
    ($($field:ident),*) => {
        vec![$((stringify!($field), CreditParameter::from($field))),*]
    };
}

impl CreditError {
    /// What the message says beside its words, by name: what was requested, what is left, and the
    /// like. The names are those of the fields in Rust.
    ///
    /// ```
    /// use patronage::credit::{CreditError, CreditParameter};
    /// use patronage::money::Money;
    ///
    /// let requested: Money = "120.00 USD".parse()?;
    /// let total_available: Money = "100.00 USD".parse()?;
    /// let refused = CreditError::LimitExceeded { requested, total_available };
    /// let named = refused.parameters();
    /// assert_eq!(named[0], ("requested", CreditParameter::Money(requested)));
    /// assert_eq!(named[1], ("total_available", CreditParameter::Money(total_available)));
    /// # Ok::<(), patronage::money::MoneyError>(())
    /// ```
    pub fn parameters(&self) -> Vec<(&'static str, CreditParameter)> {
        match self {
            Self::Invalid(_) | Self::NoAccounts | Self::Disabled | Self::TooLarge => Vec::new(),
            Self::NoAccount { currency } | Self::Exists { currency } => named!(currency),
            Self::CurrencyRequired { currencies } => named!(currencies),
            Self::OnHold { since } => named!(since),
            Self::Overdue { item, due } => named!(item, due),
            Self::SiteNotEnabled { site } | Self::NoTerm { site } => named!(site),
            Self::TermRequired { site, terms } => named!(site, terms),
            Self::TermNotGranted { site, term, terms } => named!(site, term, terms),
            Self::UnknownTerm { site, term } => named!(site, term),
            Self::LimitExceeded { requested, total_available } => {
                named!(requested, total_available)
            }
            Self::ReservationExpired { number, expired_at } => named!(number, expired_at),
            Self::AboveReservation { number, requested, left }
            | Self::AboveItem { number, requested, left }
            | Self::AboveOpenItem { number, requested, left } => named!(number, requested, left),
            Self::ExpiryNotAhead { expires_at, at } => named!(expires_at, at),
            Self::AbovePayment { amount } => named!(amount),
            Self::Overpayment { requested, owed } => named!(requested, owed),
            Self::PaymentRefunded { number, refunded } => named!(number, refunded),
            Self::RefundAboveCredit { requested, left } => named!(requested, left),
            Self::UnknownReservation { number }
            | Self::ReservationUsed { number }
            | Self::UnknownItem { number }
            | Self::ItemVoid { number }
            | Self::UnknownPayment { number }
            | Self::PaymentReversed { number }
            | Self::KeyReused { number } => named!(number),
        }
    }
}
