//! Money that comes in, goes out, or is owed no longer.

use super::{CreditChecks, CreditDraft, CreditInputError, Request};
use crate::credit::command::Operation;
use crate::id::EntryNumber;
use crate::money::{Amount, Currency};
use crate::text::Line;
use crate::violation::{Checks, Violations};

/// The customer pays.
#[derive(Debug, Clone)]
pub struct NewCreditPayment {
    amount: Amount,
    key: String,
    items: Vec<(EntryNumber, Amount)>,
    keep_surplus: bool,
    note: Option<String>,
}

impl NewCreditPayment {
    /// A payment of an amount above zero, under an idempotency key of 1 to 128 bytes. It goes to the
    /// oldest items.
    pub fn new(amount: impl Into<Amount>, key: impl Into<String>) -> Self {
        Self {
            amount: amount.into(),
            key: key.into(),
            items: Vec::new(),
            keep_surplus: false,
            note: None,
        }
    }

    /// Puts an amount above zero of the payment onto an item; the rest goes to the oldest.
    #[must_use]
    pub fn item(mut self, item: EntryNumber, amount: impl Into<Amount>) -> Self {
        self.items.push((item, amount.into()));
        self
    }

    /// Takes the payment also where it is more than what is owed.
    #[must_use]
    pub fn keep_surplus(mut self, keep: bool) -> Self {
        self.keep_surplus = keep;
        self
    }
}

impl CreditDraft for NewCreditPayment {
    fn amount(&self) -> Option<&Amount> {
        Some(&self.amount)
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.positive("amount", &self.amount, currency);
        let mut named = Vec::with_capacity(self.items.len());
        for (item, amount) in &self.items {
            let path = format!("items.{item}");
            named.extend(checks.positive(&path, amount, currency).map(|minor| (*item, minor)));
        }
        let keep_surplus = self.keep_surplus;
        finish(checks, amount, &self.key, self.note.as_deref(), |amount, note| Operation::Pay {
            amount,
            named,
            keep_surplus,
            note,
        })
    }
}

/// Goods were returned, or the price was lowered.
#[derive(Debug, Clone)]
pub struct NewCreditNote {
    item: EntryNumber,
    amount: Amount,
    key: String,
    note: Option<String>,
}

impl NewCreditNote {
    /// A credit note of an amount above zero on an item, under an idempotency key of 1 to 128 bytes.
    pub fn new(item: EntryNumber, amount: impl Into<Amount>, key: impl Into<String>) -> Self {
        Self { item, amount: amount.into(), key: key.into(), note: None }
    }
}

impl CreditDraft for NewCreditNote {
    fn amount(&self) -> Option<&Amount> {
        Some(&self.amount)
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.positive("amount", &self.amount, currency);
        let item = self.item;
        finish(checks, amount, &self.key, self.note.as_deref(), |amount, note| {
            Operation::CreditNote { item, amount, note }
        })
    }
}

/// An item is owed no longer.
#[derive(Debug, Clone)]
pub struct NewVoid {
    item: EntryNumber,
    key: String,
    note: Option<String>,
}

impl NewVoid {
    /// A credit note of all that an item is still worth, under an idempotency key of 1 to 128 bytes.
    pub fn new(item: EntryNumber, key: impl Into<String>) -> Self {
        Self { item, key: key.into(), note: None }
    }
}

impl CreditDraft for NewVoid {
    fn amount(&self) -> Option<&Amount> {
        None
    }

    fn parse(&self, _: Currency) -> Result<Request, Violations> {
        finish(Checks::new(), Some(self.item), &self.key, self.note.as_deref(), |item, note| {
            Operation::Void { item, note }
        })
    }
}

/// A payment did not come about.
#[derive(Debug, Clone)]
pub struct NewPaymentReversal {
    payment: EntryNumber,
    key: String,
    note: Option<String>,
}

impl NewPaymentReversal {
    /// A reversal of a whole payment, such as a cheque that bounced, under an idempotency key of 1
    /// to 128 bytes.
    pub fn new(payment: EntryNumber, key: impl Into<String>) -> Self {
        Self { payment, key: key.into(), note: None }
    }
}

impl CreditDraft for NewPaymentReversal {
    fn amount(&self) -> Option<&Amount> {
        None
    }

    fn parse(&self, _: Currency) -> Result<Request, Violations> {
        finish(
            Checks::new(),
            Some(self.payment),
            &self.key,
            self.note.as_deref(),
            |payment, note| Operation::ReversePayment { payment, note },
        )
    }
}

/// Money is sent back to the customer.
#[derive(Debug, Clone)]
pub struct NewRefund {
    amount: Amount,
    key: String,
    note: Option<String>,
}

impl NewRefund {
    /// A refund of an amount above zero out of unapplied credit, under an idempotency key of 1 to
    /// 128 bytes.
    pub fn new(amount: impl Into<Amount>, key: impl Into<String>) -> Self {
        Self { amount: amount.into(), key: key.into(), note: None }
    }
}

impl CreditDraft for NewRefund {
    fn amount(&self) -> Option<&Amount> {
        Some(&self.amount)
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.positive("amount", &self.amount, currency);
        finish(checks, amount, &self.key, self.note.as_deref(), |amount, note| Operation::Refund {
            amount,
            note,
        })
    }
}

/// What is owed is put right.
#[derive(Debug, Clone)]
pub struct NewAdjustment {
    amount: Amount,
    reason: String,
    key: String,
}

impl NewAdjustment {
    /// An adjustment for a reason of 1 to 200 characters, under an idempotency key of 1 to 128
    /// bytes. Above zero, the customer owes so much more, due today; below zero, so much less.
    pub fn new(
        amount: impl Into<Amount>,
        reason: impl Into<String>,
        key: impl Into<String>,
    ) -> Self {
        Self { amount: amount.into(), reason: reason.into(), key: key.into() }
    }
}

impl CreditDraft for NewAdjustment {
    fn amount(&self) -> Option<&Amount> {
        Some(&self.amount)
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.amount_in("amount", &self.amount, currency);
        if amount.is_some_and(crate::money::Minor::is_zero) {
            checks.reject("amount", &CreditInputError::Zero);
        }
        let reason = checks.required("reason", Some(&self.reason), Line::parse);
        let key = checks.key(&self.key);
        let (Some(amount), Some(reason), Some(key), true) =
            (amount, reason, key, checks.is_clean())
        else {
            return Err(checks.into_violations());
        };
        Ok(Request::keyed(Operation::Adjust { amount, reason }, key))
    }
}

macro_rules! noted {
    ($($draft:ident),+) => {
        $(impl $draft {
            /// A comment of 1 to 200 characters, which stands in the ledger.
            #[must_use]
            pub fn note(mut self, note: impl Into<String>) -> Self {
                self.note = Some(note.into());
                self
            }
        })+
    };
}

noted!(NewCreditPayment, NewCreditNote, NewVoid, NewPaymentReversal, NewRefund);

/// Takes key and note as well, and makes an operation of what was taken before, or says all that is
/// wrong with the draft.
fn finish<T>(
    mut checks: Checks,
    taken: Option<T>,
    key: &str,
    note: Option<&str>,
    operation: impl FnOnce(T, Option<Line<200>>) -> Operation,
) -> Result<Request, Violations> {
    let key = checks.key(key);
    let note = checks.optional("note", note, Line::parse);
    match (taken, key) {
        (Some(taken), Some(key)) if checks.is_clean() => {
            Ok(Request::keyed(operation(taken, note), key))
        }
        _ => Err(checks.into_violations()),
    }
}
