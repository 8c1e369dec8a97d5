//! How old a debt is.

use serde::{Deserialize, Serialize};

use super::fold::Fold;
use super::position::days_overdue;
use crate::money::{Currency, Minor, Money, MoneyError};
use crate::time::Date;

/// What a customer owes, by how long it is overdue on a day.
///
/// What is due on the day itself is current. Reservations are not owed and not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ageing {
    as_of: Date,
    current: Money,
    overdue_1_to_30: Money,
    overdue_31_to_60: Money,
    overdue_61_to_90: Money,
    overdue_over_90: Money,
    unapplied: Money,
    outstanding: Money,
}

impl Ageing {
    pub(super) fn of(fold: &Fold, currency: Currency, as_of: Date) -> Result<Self, MoneyError> {
        let mut buckets = [Minor::ZERO; 5];
        let [current, to_30, to_60, to_90, over_90] = &mut buckets;
        for item in fold.items.values() {
            let bucket = match days_overdue(item.due, as_of) {
                0 => &mut *current,
                1..=30 => &mut *to_30,
                31..=60 => &mut *to_60,
                61..=90 => &mut *to_90,
                _ => &mut *over_90,
            };
            *bucket = bucket.plus(item.open)?;
        }
        let [current, to_30, to_60, to_90, over_90] = buckets.map(|bucket| bucket.of(currency));
        Ok(Self {
            as_of,
            current,
            overdue_1_to_30: to_30,
            overdue_31_to_60: to_60,
            overdue_61_to_90: to_90,
            overdue_over_90: over_90,
            unapplied: fold.sums.unapplied.of(currency),
            outstanding: fold.sums.outstanding.of(currency),
        })
    }

    /// The day.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Not yet due, or due on the day.
    pub fn current(&self) -> Money {
        self.current
    }

    /// Overdue by 1 to 30 days.
    pub fn overdue_1_to_30(&self) -> Money {
        self.overdue_1_to_30
    }

    /// Overdue by 31 to 60 days.
    pub fn overdue_31_to_60(&self) -> Money {
        self.overdue_31_to_60
    }

    /// Overdue by 61 to 90 days.
    pub fn overdue_61_to_90(&self) -> Money {
        self.overdue_61_to_90
    }

    /// Overdue by more than 90 days.
    pub fn overdue_over_90(&self) -> Money {
        self.overdue_over_90
    }

    /// The customer's money that is on no item.
    pub fn unapplied(&self) -> Money {
        self.unapplied
    }

    /// The sum of the other columns, less what is unapplied.
    pub fn outstanding(&self) -> Money {
        self.outstanding
    }

    /// Every column with its heading, in the order in which they are shown.
    pub fn columns(&self) -> [(&'static str, Money); 7] {
        [
            ("current", self.current),
            ("1-30 days", self.overdue_1_to_30),
            ("31-60 days", self.overdue_31_to_60),
            ("61-90 days", self.overdue_61_to_90),
            ("over 90 days", self.overdue_over_90),
            ("unapplied", self.unapplied),
            ("outstanding", self.outstanding),
        ]
    }
}
