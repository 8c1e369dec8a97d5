//! The figures of an account.

use serde::{Deserialize, Serialize};

use crate::money::{Currency, Minor, Money, MoneyError};

/// What an account has at one moment.
///
/// `available = limit − outstanding − reserved`, and `total_available = available + overdraft`; both
/// may be below zero. `outstanding = Σ open items − unapplied credit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Figures {
    currency: Currency,
    sums: Sums,
    available: Minor,
    total_available: Minor,
}

/// Figures in minor units, as a record keeps them: what the others follow from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Sums {
    pub(crate) limit: Minor,
    pub(crate) overdraft: Minor,
    pub(crate) outstanding: Minor,
    pub(crate) reserved: Minor,
    pub(crate) unapplied: Minor,
}

/// Figures as they are written: those that follow are not, so that they can say nothing else.
#[derive(Serialize, Deserialize)]
struct Written {
    currency: Currency,
    #[serde(flatten)]
    sums: Sums,
}

impl From<Figures> for Written {
    fn from(Figures { currency, sums, .. }: Figures) -> Self {
        Self { currency, sums }
    }
}

impl TryFrom<Written> for Figures {
    type Error = MoneyError;

    fn try_from(Written { currency, sums }: Written) -> Result<Self, MoneyError> {
        Self::new(currency, sums)
    }
}

impl Figures {
    /// Every figure is within the range of money, those that follow as well.
    pub(crate) fn new(currency: Currency, sums: Sums) -> Result<Self, MoneyError> {
        let available = sums.limit.minus(sums.outstanding)?.minus(sums.reserved)?;
        let total_available = available.plus(sums.overdraft)?;
        Ok(Self { currency, sums, available, total_available })
    }

    /// The figures after a charge of an amount.
    pub(super) fn charged(&self, amount: Minor) -> Result<Self, MoneyError> {
        let outstanding = self.sums.outstanding.plus(amount)?;
        // Nobody owes and has money on no item at once: that goes to the new item.
        let unapplied = outstanding.negated().max(Minor::ZERO);
        Self::new(self.currency, Sums { outstanding, unapplied, ..self.sums })
    }

    /// The figures after a reservation of an amount.
    pub(super) fn reserved_more(&self, amount: Minor) -> Result<Self, MoneyError> {
        let reserved = self.sums.reserved.plus(amount)?;
        Self::new(self.currency, Sums { reserved, ..self.sums })
    }

    /// The currency of all figures.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// What may be owed and promised, apart from the overdraft.
    pub fn limit(&self) -> Money {
        self.sums.limit.of(self.currency)
    }

    /// What may be spent beyond the limit.
    pub fn overdraft(&self) -> Money {
        self.sums.overdraft.of(self.currency)
    }

    /// What the customer owes; below zero when the customer has paid more than that.
    pub fn outstanding(&self) -> Money {
        self.sums.outstanding.of(self.currency)
    }

    /// What is promised to orders and not yet owed.
    pub fn reserved(&self) -> Money {
        self.sums.reserved.of(self.currency)
    }

    /// The customer's money that is not yet on an item.
    pub fn unapplied(&self) -> Money {
        self.sums.unapplied.of(self.currency)
    }

    /// `limit − outstanding − reserved`.
    pub fn available(&self) -> Money {
        self.available.of(self.currency)
    }

    /// `available + overdraft`: what the next order may cost.
    pub fn total_available(&self) -> Money {
        self.total_available.of(self.currency)
    }
}
