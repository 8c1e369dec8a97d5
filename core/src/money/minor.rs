//! Minor units where the currency is known from the place.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Currency, Money, MoneyError};

/// A number of minor units within the range of [`Money`], for sums over amounts of one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub(crate) struct Minor(i64);

impl Minor {
    pub(crate) const ZERO: Self = Self(0);

    pub(crate) fn new(minor: i64) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > Money::MAX_MINOR.unsigned_abs() {
            return Err(MoneyError::TooLarge);
        }
        Ok(Self(minor))
    }

    pub(crate) const fn get(self) -> i64 {
        self.0
    }

    /// The amount that this is in `currency`.
    pub(crate) const fn of(self, currency: Currency) -> Money {
        Money::of(self, currency)
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, MoneyError> {
        // Two numbers within the range add up within 64 bits.
        Self::new(self.0.saturating_add(other.0))
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated())
    }

    pub(crate) const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    pub(crate) const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub(crate) const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl From<Money> for Minor {
    fn from(money: Money) -> Self {
        Self(money.minor())
    }
}

impl<'de> Deserialize<'de> for Minor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(i64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
