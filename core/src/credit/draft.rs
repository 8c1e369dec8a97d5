//! What callers ask for, before it is parsed.
//!
//! A draft takes raw values and says all that is wrong with them at once. Amounts without a currency
//! are in that of the account, or of the site where one is named.

mod money;
mod opening;
mod purchase;
mod purchase_order;
mod reservation;

pub use money::{
    NewAdjustment, NewCreditNote, NewCreditPayment, NewPaymentReversal, NewRefund, NewVoid,
};
pub use opening::{NewCreditAccount, NewOverdraft};
pub(crate) use opening::{parse_days, parse_limit};
pub use purchase::NewPurchase;
pub(crate) use purchase::PurchaseKind;
pub use purchase_order::NewPurchaseOrder;
pub use reservation::{NewCapture, NewExtension, NewRelease};

use super::command::Operation;
use super::key::IdempotencyKey;
use crate::money::{Amount, Currency, Minor, Money};
use crate::violation::{Checks, Violations, coded};

/// Why a field of a draft is refused, apart from what its value is by itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CreditInputError {
    /// It is 0 or below.
    #[error("the amount has to be above zero")]
    NotPositive,
    /// It is below 0.
    #[error("the amount is zero or more")]
    Negative,
    /// It is 0.
    #[error("an adjustment of nothing is none")]
    Zero,
    /// What is due today is not overdue.
    #[error("an item is overdue after 1 day at the earliest")]
    NoDays,
    /// An overdraft is either an amount or a percent.
    #[error("an overdraft is an amount or a percent, not both")]
    TwoOverdrafts,
}

coded!(CreditInputError);

impl CreditInputError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPositive => "credit.not_positive",
            Self::Negative => "credit.negative",
            Self::Zero => "credit.zero_adjustment",
            Self::NoDays => "credit.no_days",
            Self::TwoOverdrafts => "credit.two_overdrafts",
        }
    }
}

/// The total of an order that an offer is asked for. A bare one is in `currency`.
pub(crate) fn parse_order_total(raw: &Amount, currency: Currency) -> Result<Money, Violations> {
    let mut checks = Checks::new();
    let total = checks.take("order_total", raw.resolve(currency));
    if total.is_some_and(Money::is_negative) {
        checks.reject("order_total", &CreditInputError::Negative);
    }
    total.filter(|_| checks.is_clean()).ok_or_else(|| checks.into_violations())
}

/// What a draft asks for, with its idempotency key.
pub(crate) struct Request {
    pub(crate) operation: Operation,
    pub(crate) key: Option<IdempotencyKey>,
}

impl Request {
    pub(super) fn keyed(operation: Operation, key: IdempotencyKey) -> Self {
        Self { operation, key: Some(key) }
    }
}

/// A draft of an operation on an account.
pub(crate) trait CreditDraft {
    /// The amount that may name the currency of the account.
    fn amount(&self) -> Option<&Amount>;

    /// What is asked for of an account in `currency`.
    fn parse(&self, currency: Currency) -> Result<Request, Violations>;
}

/// The checks that drafts of credit operations have in common.
pub(super) trait CreditChecks {
    fn amount_in(&mut self, path: &str, amount: &Amount, currency: Currency) -> Option<Minor>;
    fn positive(&mut self, path: &str, amount: &Amount, currency: Currency) -> Option<Minor>;
    fn key(&mut self, raw: &str) -> Option<IdempotencyKey>;
}

impl CreditChecks for Checks {
    fn amount_in(&mut self, path: &str, amount: &Amount, currency: Currency) -> Option<Minor> {
        let money = self.take(path, amount.resolve(currency))?;
        let same = money.checked_sub(Money::zero(currency));
        self.take(path, same).map(Minor::from)
    }

    fn positive(&mut self, path: &str, amount: &Amount, currency: Currency) -> Option<Minor> {
        let minor = self.amount_in(path, amount, currency)?;
        if !minor.is_positive() {
            self.reject(path, &CreditInputError::NotPositive);
            return None;
        }
        Some(minor)
    }

    fn key(&mut self, raw: &str) -> Option<IdempotencyKey> {
        self.required("key", Some(raw), IdempotencyKey::parse)
    }
}
