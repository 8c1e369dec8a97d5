//! What a customer did: the orders that the host records, and the figures kept over them.
//!
//! The host pushes facts; the library keeps the customer's side of them. Count, spend and last order
//! are kept up with each recorded order, so that no page has to add anything up.

mod order;
mod summary;
#[cfg(test)]
mod tests;

pub use order::{NewOrder, NewOrderLine, Order, OrderError, OrderLine, OrderNumber, OrderStatus};
pub use summary::{Activity, LastOrder};

use crate::code::SiteCode;
use crate::money::MoneyError;

/// Why an order is not recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActivityError {
    /// There is no such order.
    #[error("there is no order `{number}` on the site `{site}`")]
    UnknownOrder {
        /// The site.
        site: SiteCode,
        /// The number that was asked for.
        number: String,
    },
    /// The number belongs to another customer's order.
    #[error("the order `{number}` on the site `{site}` belongs to another customer")]
    OrderOfAnotherCustomer {
        /// The site.
        site: SiteCode,
        /// The number.
        number: OrderNumber,
    },
    /// Who, when and in which currency an order was placed does not change afterwards.
    #[error(
        "the order `{number}` on the site `{site}` is recorded with another `{field}`, which does not change"
    )]
    FixedField {
        /// The site.
        site: SiteCode,
        /// The number.
        number: OrderNumber,
        /// `placed_at` or `currency`.
        field: &'static str,
    },
    /// The sum of the customer's orders cannot be held.
    #[error("the lifetime spend cannot be kept: {0}")]
    Spend(#[from] MoneyError),
}

impl ActivityError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownOrder { .. } => "activity.unknown_order",
            Self::OrderOfAnotherCustomer { .. } => "activity.order_of_another_customer",
            Self::FixedField { .. } => "activity.fixed_field",
            Self::Spend(_) => "activity.spend_too_large",
        }
    }
}
