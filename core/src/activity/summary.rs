//! The figures kept over a customer's orders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Order, OrderNumber, OrderStatus};
use crate::code::SiteCode;
use crate::id::CustomerId;
use crate::money::{Currency, Money, MoneyError};
use crate::time::Timestamp;
use crate::version::Version;

/// What a customer did, in figures. It exists from the first recorded order on.
///
/// It is an aggregate of its own, so that recording an order never conflicts with a changed
/// address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    #[serde(skip)]
    version: Version,
    customer: CustomerId,
    order_count: u64,
    spend: BTreeMap<Currency, Money>,
    last_order: Option<LastOrder>,
}

/// The latest order of a customer, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastOrder {
    /// Where it was placed.
    pub site: SiteCode,
    /// Its number there.
    pub number: OrderNumber,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// How far it has come.
    pub status: OrderStatus,
    /// What was to be paid for it.
    pub total: Money,
}

impl LastOrder {
    fn of(order: &Order) -> Self {
        Self {
            site: *order.site(),
            number: order.number().clone(),
            placed_at: order.placed_at(),
            status: order.status(),
            total: order.total(),
        }
    }

    /// The latest order has the highest rank; of two at one moment, the one with the higher number.
    fn rank(&self) -> (Timestamp, &OrderNumber, &SiteCode) {
        (self.placed_at, &self.number, &self.site)
    }
}

impl Activity {
    /// The figures of a customer without orders.
    pub fn none(customer: CustomerId) -> Self {
        Self {
            version: Version::FIRST,
            customer,
            order_count: 0,
            spend: BTreeMap::new(),
            last_order: None,
        }
    }

    /// Whose figures they are.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// How many orders there are, without the cancelled ones.
    pub fn order_count(&self) -> u64 {
        self.order_count
    }

    /// What was spent in `currency`, less cancellations and returns; zero when nothing was.
    pub fn lifetime_spend(&self, currency: Currency) -> Money {
        self.spend.get(&currency).copied().unwrap_or_else(|| Money::zero(currency))
    }

    /// What was spent in each currency in which an order was ever recorded.
    pub fn spend_by_currency(&self) -> impl Iterator<Item = Money> + '_ {
        self.spend.values().copied()
    }

    /// The latest order.
    pub fn last_order(&self) -> Option<&LastOrder> {
        self.last_order.as_ref()
    }

    /// Grows by one with each order that is recorded or changed.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// The figures after `order` took the place of `previous`, the record of the same number.
    pub(crate) fn recorded(
        mut self,
        previous: Option<&Order>,
        order: &Order,
    ) -> Result<Self, MoneyError> {
        let currency = order.total().currency();
        let mut spend = self.lifetime_spend(currency);
        if let Some(previous) = previous {
            spend = spend.checked_sub(previous.spend())?;
            self.order_count = self.order_count.saturating_sub(previous.status().counts().into());
        }
        spend = spend.checked_add(order.spend())?;
        self.order_count = self.order_count.saturating_add(order.status().counts().into());
        self.spend.insert(currency, spend);
        let candidate = LastOrder::of(order);
        if self.last_order.as_ref().is_none_or(|last| last.rank() <= candidate.rank()) {
            self.last_order = Some(candidate);
        }
        Ok(self)
    }
}
