//! Orders as facts: what the host's order system says, kept on the customer's side.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ActivityError;
use crate::code::SiteCode;
use crate::id::CustomerId;
use crate::money::{Amount, Currency, Money};
use crate::text::{Line, TextError};
use crate::time::Timestamp;
use crate::version::Version;
use crate::violation::{Checks, Violations, coded};

/// The number of an order, unique on its site: 1 to 64 characters, as the host's system writes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderNumber(Line<64>);

impl OrderNumber {
    /// The number in `text`, kept as it is written.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Line::parse(text).map(Self)
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How far an order has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderStatus {
    /// Accepted.
    #[default]
    Placed,
    /// Delivered or handed over.
    Fulfilled,
    /// Called off: it counts neither as an order nor as spend.
    Cancelled,
}

impl OrderStatus {
    /// Whether the order counts into the customer's figures.
    pub fn counts(self) -> bool {
        self != Self::Cancelled
    }
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    product: Line<100>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Line<250>>,
    quantity: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    price: Option<Money>,
}

impl OrderLine {
    /// The product code.
    pub fn product(&self) -> &str {
        self.product.as_str()
    }

    /// The name of the product when it was ordered.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(Line::as_str)
    }

    /// How many: 1 or more.
    pub fn quantity(&self) -> u32 {
        self.quantity
    }

    /// The price of one.
    pub fn price(&self) -> Option<Money> {
        self.price
    }
}

/// An order of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    #[serde(skip)]
    version: Version,
    customer: CustomerId,
    site: SiteCode,
    number: OrderNumber,
    placed_at: Timestamp,
    status: OrderStatus,
    total: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    returned: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payment: Option<Line<50>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<OrderLine>,
}

impl Order {
    /// Parses a draft for `customer`. Bare amounts are in `currency`, the one of the site.
    pub(crate) fn parse(
        draft: &NewOrder,
        customer: CustomerId,
        site: SiteCode,
        currency: Currency,
        now: Timestamp,
    ) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let number = checks.required("number", Some(&draft.number), OrderNumber::parse);
        let total = if let Some(total) = &draft.total {
            checks.take("total", total.resolve(currency))
        } else {
            checks.missing("total");
            None
        };
        let currency = total.map_or(currency, Money::currency);
        let returned =
            draft.returned.as_ref().and_then(|raw| checks.take("returned", raw.resolve(currency)));
        if let Some(total) = total {
            check_total(&mut checks, total, returned);
        }
        let payment = checks.optional("payment", draft.payment.as_deref(), Line::parse);
        let lines = draft
            .lines
            .iter()
            .enumerate()
            .filter_map(|(position, line)| {
                line.parse(currency)
                    .map_err(|part| checks.absorb(&format!("lines[{position}]"), part))
                    .ok()
            })
            .collect();
        let (Some(number), Some(total), true) = (number, total, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        let returned = returned.filter(|returned| !returned.is_zero());
        let placed_at = draft.placed_at.unwrap_or(now);
        let (status, version) = (draft.status, Version::FIRST);
        Ok(Self {
            version,
            customer,
            site,
            number,
            placed_at,
            status,
            total,
            returned,
            payment,
            lines,
        })
    }

    /// Whose order it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// Where it was placed.
    pub fn site(&self) -> &SiteCode {
        &self.site
    }

    /// Its number on the site.
    pub fn number(&self) -> &OrderNumber {
        &self.number
    }

    /// When it was placed.
    pub fn placed_at(&self) -> Timestamp {
        self.placed_at
    }

    /// How far it has come.
    pub fn status(&self) -> OrderStatus {
        self.status
    }

    /// What was to be paid for it, with everything.
    pub fn total(&self) -> Money {
        self.total
    }

    /// How much of the total was given back.
    pub fn returned(&self) -> Money {
        self.returned.unwrap_or_else(|| Money::zero(self.total.currency()))
    }

    /// How it was paid, in the host's words.
    pub fn payment(&self) -> Option<&str> {
        self.payment.as_ref().map(Line::as_str)
    }

    /// What was ordered.
    pub fn lines(&self) -> &[OrderLine] {
        &self.lines
    }

    /// Grows by one with each change.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// What the order adds to the lifetime spend: the total less returns, nothing when cancelled.
    pub fn spend(&self) -> Money {
        if !self.status.counts() {
            return Money::zero(self.total.currency());
        }
        self.total.checked_sub(self.returned()).unwrap_or(self.total)
    }

    /// Whether the record of the same number may become `next`.
    ///
    /// Whose it is, when it was placed and its currency are fixed, so that the figures kept over
    /// a customer's orders follow from the change alone.
    pub(crate) fn check_change(&self, next: &Self) -> Result<(), ActivityError> {
        let (site, number) = (self.site, self.number.clone());
        if self.customer != next.customer {
            return Err(ActivityError::OrderOfAnotherCustomer { site, number });
        }
        if self.placed_at != next.placed_at {
            return Err(ActivityError::FixedField { site, number, field: "placed_at" });
        }
        if self.total.currency() != next.total.currency() {
            return Err(ActivityError::FixedField { site, number, field: "currency" });
        }
        Ok(())
    }

    /// Whether both say the same, whatever their versions.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let mut other = other.clone();
        other.version = self.version;
        *self == other
    }
}

fn check_total(checks: &mut Checks, total: Money, returned: Option<Money>) {
    if total.is_negative() {
        checks.reject("total", &OrderError::NegativeTotal);
    }
    let Some(returned) = returned else { return };
    match total.checked_sub(returned) {
        Ok(rest) if !rest.is_negative() && !returned.is_negative() => {}
        Ok(_) => checks.reject("returned", &OrderError::ReturnedOutOfRange),
        Err(error) => {
            let _: Option<Money> = checks.take("returned", Err(error));
        }
    }
}

/// An order to be recorded, by its number on its site.
///
/// Recording is idempotent: the same order again changes nothing; the same number with another
/// status, return, payment or lines updates the record and the figures kept over it.
#[derive(Debug, Clone)]
pub struct NewOrder {
    pub(crate) number: String,
    pub(crate) site: String,
    placed_at: Option<Timestamp>,
    status: OrderStatus,
    total: Option<Amount>,
    returned: Option<Amount>,
    payment: Option<String>,
    lines: Vec<NewOrderLine>,
}

impl NewOrder {
    /// The order `number` on `site`, placed now.
    pub fn new(number: impl Into<String>, site: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            site: site.into(),
            placed_at: None,
            status: OrderStatus::Placed,
            total: None,
            returned: None,
            payment: None,
            lines: Vec::new(),
        }
    }

    /// When it was placed.
    #[must_use]
    pub fn placed_at(mut self, placed_at: Timestamp) -> Self {
        self.placed_at = Some(placed_at);
        self
    }

    /// How far it has come.
    #[must_use]
    pub fn status(mut self, status: OrderStatus) -> Self {
        self.status = status;
        self
    }

    /// What is to be paid for it; a bare amount is in the currency of the site. Required.
    #[must_use]
    pub fn total(mut self, total: impl Into<Amount>) -> Self {
        self.total = Some(total.into());
        self
    }

    /// How much of the total was given back: from zero to the total.
    #[must_use]
    pub fn returned(mut self, returned: impl Into<Amount>) -> Self {
        self.returned = Some(returned.into());
        self
    }

    /// How it was paid, in at most 50 characters. Never a card number.
    #[must_use]
    pub fn payment(mut self, payment: impl Into<String>) -> Self {
        self.payment = Some(payment.into());
        self
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: NewOrderLine) -> Self {
        self.lines.push(line);
        self
    }
}

/// One line of an order to be recorded.
#[derive(Debug, Clone)]
pub struct NewOrderLine {
    product: String,
    name: Option<String>,
    quantity: u32,
    price: Option<Amount>,
}

impl NewOrderLine {
    /// `quantity` of the product with this code.
    pub fn new(product: impl Into<String>, quantity: u32) -> Self {
        Self { product: product.into(), name: None, quantity, price: None }
    }

    /// The name of the product.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The price of one.
    #[must_use]
    pub fn price(mut self, price: impl Into<Amount>) -> Self {
        self.price = Some(price.into());
        self
    }

    fn parse(&self, currency: Currency) -> Result<OrderLine, Violations> {
        let mut checks = Checks::new();
        let product = checks.required("product", Some(&self.product), Line::parse);
        let name = checks.optional("name", self.name.as_deref(), Line::parse);
        let price = self.price.as_ref().and_then(|raw| checks.take("price", raw.resolve(currency)));
        if self.quantity == 0 {
            checks.reject("quantity", &OrderError::NoQuantity);
        }
        match product {
            Some(product) if checks.is_clean() => {
                Ok(OrderLine { product, name, quantity: self.quantity, price })
            }
            _ => Err(checks.into_violations()),
        }
    }
}

/// Why a value of an order that parses is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// The total is below zero.
    #[error("a total is not below zero")]
    NegativeTotal,
    /// The returned part is below zero or above the total.
    #[error("the returned part is from zero to the total")]
    ReturnedOutOfRange,
    /// A line orders nothing.
    #[error("a line has a quantity of 1 or more")]
    NoQuantity,
}

coded!(OrderError);

impl OrderError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NegativeTotal => "order.negative_total",
            Self::ReturnedOutOfRange => "order.returned_out_of_range",
            Self::NoQuantity => "order.no_quantity",
        }
    }
}
