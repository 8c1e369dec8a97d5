//! Customers in a listing: what a row shows and what it is sorted by.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AccountAction, Customer, OnRecord};
use crate::activity::Activity;
use crate::money::Currency;

/// A row of a listing: the customer and the figures kept over its orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The customer.
    pub customer: Customer,
    /// The figures; `None` when no order was ever recorded.
    pub activity: Option<Activity>,
    /// Whether the customer has a credit account.
    pub has_credit: bool,
}

/// What a listing of customers is sorted by. Ties are broken by id, in the same direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CustomerSort {
    /// When the account was made.
    #[default]
    CreatedAt,
    /// Last, then first name, by their folded text.
    Name,
    /// The customer number.
    Number,
    /// What was spent in a currency. Those who never had an order in it have no value.
    LifetimeSpend(Currency),
    /// When the last order was placed.
    LastOrder,
}

/// Which way a listing runs. Missing values come last either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From low to high.
    #[default]
    Ascending,
    /// From high to low.
    Descending,
}

/// The value by which a row is sorted: numbers by value, text by its bytes.
///
/// `Debug` hides text, which is somebody's name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortKey {
    /// A number, such as microseconds or minor units.
    Integer(i64),
    /// Folded text.
    Text(String),
}

impl fmt::Debug for SortKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => f.debug_tuple("Integer").field(number).finish(),
            Self::Text(_) => f.write_str("Text(***)"),
        }
    }
}

impl CustomerRow {
    /// What staff can do with the account now.
    pub fn possible_actions(&self) -> Vec<AccountAction> {
        let on_record = OnRecord { orders: self.activity.is_some(), credit: self.has_credit };
        self.customer.possible_actions(on_record)
    }

    /// The value by which the row is sorted; `None` when it is missing.
    pub fn sort_key(&self, sort: CustomerSort) -> Option<SortKey> {
        let activity = self.activity.as_ref();
        match sort {
            CustomerSort::CreatedAt => {
                Some(SortKey::Integer(self.customer.created_at().as_microseconds()))
            }
            CustomerSort::Name => self.customer.name_key().map(SortKey::Text),
            CustomerSort::Number => {
                let number = self.customer.number()?;
                i64::try_from(number.as_u64()).ok().map(SortKey::Integer)
            }
            CustomerSort::LifetimeSpend(currency) => activity?
                .spend_by_currency()
                .find(|spend| spend.currency() == currency)
                .map(|spend| SortKey::Integer(spend.minor())),
            CustomerSort::LastOrder => {
                let last = activity?.last_order()?;
                Some(SortKey::Integer(last.placed_at.as_microseconds()))
            }
        }
    }
}
