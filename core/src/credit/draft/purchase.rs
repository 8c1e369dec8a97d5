//! Orders by purchase order.

use super::purchase_order::{NewPurchaseOrder, PurchaseOrder};
use super::{CreditChecks, Request};
use crate::activity::OrderNumber;
use crate::code::SiteCode;
use crate::credit::command::{Operation, Purchase};
use crate::credit::purchase_orders::PurchaseOrders;
use crate::money::{Amount, Currency};
use crate::text::Line;
use crate::time::Timestamp;
use crate::violation::{Checks, Violations};

/// An order that is to be reserved or charged on a credit account.
#[derive(Debug, Clone)]
pub struct NewPurchase {
    pub(crate) amount: Amount,
    key: String,
    pub(crate) site: String,
    order: Option<String>,
    purchase_order: NewPurchaseOrder,
    override_reason: Option<String>,
}

/// What is made of an order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PurchaseKind {
    /// It is owed.
    Charge,
    /// It is promised, for ever or until a moment.
    Reservation { expires_at: Option<Timestamp> },
}

impl NewPurchase {
    /// An order of an amount above zero, on a site, under an idempotency key of 1 to 128 bytes. A
    /// bare amount is in the currency of the site.
    pub fn new(amount: impl Into<Amount>, site: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            amount: amount.into(),
            key: key.into(),
            site: site.into(),
            order: None,
            purchase_order: NewPurchaseOrder::new(),
            override_reason: None,
        }
    }

    /// The number of the order, 1 to 64 characters.
    #[must_use]
    pub fn order(mut self, number: impl Into<String>) -> Self {
        self.order = Some(number.into());
        self
    }

    /// The customer's number of the purchase order, 1 to 64 characters. An order without one is
    /// refused.
    #[must_use]
    pub fn purchase_order(mut self, number: impl Into<String>) -> Self {
        self.purchase_order = self.purchase_order.number(number);
        self
    }

    /// The payment term, where the customer has several on the site.
    #[must_use]
    pub fn term(mut self, code: impl Into<String>) -> Self {
        self.purchase_order = self.purchase_order.term(code);
        self
    }

    /// The value of a field that the site asks for, 1 to 200 characters.
    #[must_use]
    pub fn field(mut self, code: impl Into<String>, value: impl Into<String>) -> Self {
        self.purchase_order = self.purchase_order.field(code, value);
        self
    }

    /// Takes the order although it is more than what is available, for a reason of 1 to 200
    /// characters, which stands in the ledger. Only administrators do that; an account that is
    /// disabled or on hold refuses it all the same.
    #[must_use]
    pub fn override_limit(mut self, reason: impl Into<String>) -> Self {
        self.override_reason = Some(reason.into());
        self
    }

    pub(crate) fn overrides(&self) -> bool {
        self.override_reason.is_some()
    }

    /// A charge of it, or a reservation.
    pub(crate) fn parse(
        &self,
        (site, settings): (SiteCode, &PurchaseOrders),
        currency: Currency,
        kind: PurchaseKind,
    ) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.positive("amount", &self.amount, currency);
        let key = checks.key(&self.key);
        let order = checks.optional("order", self.order.as_deref(), OrderNumber::parse);
        let PurchaseOrder { number, term, fields } = self.purchase_order.parse(&mut checks);
        let override_reason = self.override_reason.as_deref();
        let override_reason = override_reason
            .and_then(|reason| checks.required("override_limit", Some(reason), Line::parse));
        let (Some(amount), Some(key), true) = (amount, key, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        let purchase = Box::new(Purchase {
            site,
            settings: settings.clone(),
            order,
            term,
            purchase_order: number,
            fields,
            override_reason,
        });
        let operation = match kind {
            PurchaseKind::Reservation { expires_at } => {
                Operation::Reserve { amount, purchase, expires_at }
            }
            PurchaseKind::Charge => Operation::Charge { amount, purchase },
        };
        Ok(Request::keyed(operation, key))
    }
}
