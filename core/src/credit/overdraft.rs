//! What may be spent beyond the limit.

use serde::{Deserialize, Serialize};

use crate::money::{Money, MoneyError, Percent};

/// What may be spent beyond the limit.
///
/// ```
/// use patronage::credit::Overdraft;
/// use patronage::money::{Currency, Money, Percent};
///
/// let limit = Money::parse("0.09", Currency::parse("USD")?)?;
/// let tenth = Overdraft::Percent(Percent::parse("10")?);
/// assert_eq!(tenth.beyond(limit)?.to_string(), "0.00 USD");
/// # Ok::<(), patronage::money::MoneyError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overdraft {
    /// Nothing.
    #[default]
    None,
    /// An amount, also where the limit is 0.
    Amount(Money),
    /// A percent of the limit of the moment, rounded down to the minor unit.
    Percent(Percent),
}

impl Overdraft {
    /// The amount that may be spent beyond `limit`. A percent above 100 can leave the range of money.
    pub fn beyond(self, limit: Money) -> Result<Money, MoneyError> {
        match self {
            Self::None => Ok(Money::zero(limit.currency())),
            Self::Amount(amount) => Ok(amount),
            Self::Percent(percent) => percent.of_rounded_down(limit),
        }
    }
}
