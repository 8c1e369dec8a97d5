//! What is to become of a reservation.

use super::{CreditChecks, CreditDraft, Request};
use crate::credit::command::Operation;
use crate::credit::key::IdempotencyKey;
use crate::id::EntryNumber;
use crate::money::{Amount, Currency};
use crate::time::Timestamp;
use crate::violation::{Checks, Violations};

/// Of a reservation, an amount is owed.
#[derive(Debug, Clone)]
pub struct NewCapture {
    reservation: EntryNumber,
    amount: Amount,
    key: String,
    is_final: bool,
}

impl NewCapture {
    /// A capture of an amount above zero. The rest stays reserved.
    pub fn new(
        reservation: EntryNumber,
        amount: impl Into<Amount>,
        key: impl Into<String>,
    ) -> Self {
        Self { reservation, amount: amount.into(), key: key.into(), is_final: false }
    }

    /// Gives up the rest of the reservation.
    #[must_use]
    pub fn is_final(mut self, is_final: bool) -> Self {
        self.is_final = is_final;
        self
    }
}

impl CreditDraft for NewCapture {
    fn amount(&self) -> Option<&Amount> {
        Some(&self.amount)
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = checks.positive("amount", &self.amount, currency);
        let key = checks.key(&self.key);
        let (reservation, is_final) = (self.reservation, self.is_final);
        match amount.zip(key) {
            Some((amount, key)) => {
                Ok(Request::keyed(Operation::Capture { reservation, amount, is_final }, key))
            }
            None => Err(checks.into_violations()),
        }
    }
}

/// A reservation is given up.
#[derive(Debug, Clone)]
pub struct NewRelease {
    reservation: EntryNumber,
    amount: Option<Amount>,
    key: Option<String>,
}

impl NewRelease {
    /// A release of all that is left.
    pub fn new(reservation: EntryNumber) -> Self {
        Self { reservation, amount: None, key: None }
    }

    /// A release of an amount above zero; the rest stays reserved.
    #[must_use]
    pub fn amount(mut self, amount: impl Into<Amount>) -> Self {
        self.amount = Some(amount.into());
        self
    }

    /// An idempotency key of 1 to 128 bytes.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl CreditDraft for NewRelease {
    fn amount(&self) -> Option<&Amount> {
        self.amount.as_ref()
    }

    fn parse(&self, currency: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let amount = self.amount.as_ref();
        let amount = amount.and_then(|amount| checks.positive("amount", amount, currency));
        let key = checks.optional("key", self.key.as_deref(), IdempotencyKey::parse);
        checks.finish()?;
        let operation = Operation::Release { reservation: self.reservation, amount };
        Ok(Request { operation, key })
    }
}

/// A reservation is to last longer, or less long.
#[derive(Debug, Clone)]
pub struct NewExtension {
    reservation: EntryNumber,
    expires_at: Option<Timestamp>,
    key: Option<String>,
}

impl NewExtension {
    /// From `expires_at` on, the reservation holds nothing; `None` makes it last until it is
    /// captured or released.
    pub fn new(reservation: EntryNumber, expires_at: Option<Timestamp>) -> Self {
        Self { reservation, expires_at, key: None }
    }

    /// An idempotency key of 1 to 128 bytes.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl CreditDraft for NewExtension {
    fn amount(&self) -> Option<&Amount> {
        None
    }

    fn parse(&self, _: Currency) -> Result<Request, Violations> {
        let mut checks = Checks::new();
        let key = checks.optional("key", self.key.as_deref(), IdempotencyKey::parse);
        checks.finish()?;
        let (reservation, expires_at) = (self.reservation, self.expires_at);
        Ok(Request { operation: Operation::Extend { reservation, expires_at }, key })
    }
}
