//! What a file says of a step.

use std::collections::BTreeMap;

use patronage::money::{Currency, Money, MoneyError};
use serde::Deserialize;

use super::operation::Word;

/// What is done, and what is expected of it. Without an entry nothing is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    #[serde(rename = "do")]
    pub(super) word: Word,
    /// How many seconds are waited before.
    #[serde(default)]
    pub(super) after: u64,
    /// The name of what it makes.
    #[serde(rename = "as")]
    pub(super) name: Option<String>,
    pub(super) amount: Option<String>,
    /// Of an overdraft.
    pub(super) percent: Option<String>,
    pub(super) limit: Option<String>,
    pub(super) overdraft_amount: Option<String>,
    pub(super) overdraft_percent: Option<String>,
    pub(super) reservation: Option<String>,
    pub(super) item: Option<String>,
    pub(super) payment: Option<String>,
    /// What a payment puts on items, by their names.
    #[serde(default)]
    pub(super) items: BTreeMap<String, String>,
    /// In how many seconds a reservation runs out.
    pub(super) expires_in: Option<u64>,
    #[serde(rename = "final", default)]
    pub(super) is_final: bool,
    #[serde(default)]
    pub(super) keep_surplus: bool,
    pub(super) override_limit: Option<String>,
    pub(super) reason: Option<String>,
    /// `step-` and the number of the step where it has none.
    pub(super) key: Option<String>,
    /// The last entry that is written.
    pub(super) entry: Option<Written>,
    /// How many entries are, where that is not one.
    pub(super) writes: Option<u64>,
    /// The step whose entry is the answer, as it was.
    pub(super) same_as: Option<String>,
    /// Why it is refused.
    pub(super) code: Option<String>,
    /// What the refusal says beside its code.
    #[serde(default)]
    pub(super) says: BTreeMap<String, String>,
    /// The codes of violations by their paths.
    #[serde(default)]
    pub(super) violations: BTreeMap<String, String>,
    /// How the account stands afterwards, where there is one.
    pub(super) then: Option<Then>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) kind: String,
    pub(super) outstanding: String,
    pub(super) reserved: String,
    /// In how many days the item is due.
    pub(super) due_in: Option<i32>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Then {
    pub(super) limit: String,
    pub(super) outstanding: String,
    pub(super) reserved: String,
    pub(super) available: String,
    pub(super) total_available: String,
    pub(super) unapplied: String,
    /// By their names, the oldest first.
    pub(super) open_items: Vec<(String, String)>,
}

impl Then {
    /// The same with as many decimals as the currency has.
    pub(super) fn exact(&self, currency: Currency) -> Result<Self, MoneyError> {
        let exact =
            |text: &str| Money::parse(text, currency).map(|money| money.amount().to_string());
        let open = self.open_items.iter().map(|(name, open)| Ok((name.clone(), exact(open)?)));
        Ok(Self {
            limit: exact(&self.limit)?,
            outstanding: exact(&self.outstanding)?,
            reserved: exact(&self.reserved)?,
            available: exact(&self.available)?,
            total_available: exact(&self.total_available)?,
            unapplied: exact(&self.unapplied)?,
            open_items: open.collect::<Result<_, _>>()?,
        })
    }
}
