//! A change that looks at one customer after the other, as it is kept while it does.

use serde::{Deserialize, Serialize};

use super::{ChangePlan, OnViolation, Tally};
use crate::id::{CustomerId, CustomerNumber};
use crate::time::Timestamp;
use crate::version::Version;

/// A change of definitions that has begun and not ended. While it is kept, values that are newly
/// given have to satisfy the definitions after it as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PendingChange {
    #[serde(skip)]
    version: Version,
    pub(crate) plan: ChangePlan,
    /// The last customer to look at: later ones have been made under the change. `None` when there
    /// was nobody.
    pub(crate) last: Option<CustomerNumber>,
    /// How many customers there were.
    pub(crate) customers: u64,
    started_at: Timestamp,
}

impl Eq for PendingChange {}

/// How far a change has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeProgress {
    #[serde(skip)]
    version: Version,
    /// The last customer that was looked at.
    pub(crate) looked_at: Option<(CustomerNumber, CustomerId)>,
    /// How many were looked at.
    pub(crate) customers: u64,
    /// How many were changed.
    pub(crate) changed: u64,
    pub(crate) tally: Tally,
}

impl PendingChange {
    pub(crate) fn new(
        plan: ChangePlan,
        last: Option<CustomerNumber>,
        customers: u64,
        now: Timestamp,
    ) -> Self {
        Self { version: Version::FIRST, plan, last, customers, started_at: now }
    }

    /// Grows by one with each change of the record.
    pub fn version(&self) -> Version {
        self.version
    }

    /// When it began.
    pub fn started_at(&self) -> Timestamp {
        self.started_at
    }

    /// What becomes of values that the changed definitions refuse.
    pub fn on_violation(&self) -> OnViolation {
        self.plan.on_violation
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }
}

impl ChangeProgress {
    /// Grows by one with each chunk of customers.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The progress after more customers, the last of whom is this one.
    pub(crate) fn up_to(mut self, customer: Option<(CustomerNumber, CustomerId)>) -> Self {
        self.looked_at = customer;
        self
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }
}
