//! What is asked of a credit account.

use std::collections::BTreeMap;

use super::chain::Salt;
use super::key::IdempotencyKey;
use super::overdraft::Overdraft;
use super::purchase_orders::PurchaseOrders;
use crate::activity::OrderNumber;
use crate::actor::Author;
use crate::code::{CustomFieldCode, SiteCode, TermCode};
use crate::id::{CreditAccountId, CustomerId, EntryNumber};
use crate::money::{Currency, Minor};
use crate::text::Line;
use crate::time::{Date, Timestamp};

/// An operation on a credit account, as it travels in a change set: parsed, and yet to be decided by
/// the state that the commit finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditCommand {
    pub(crate) customer: CustomerId,
    pub(crate) currency: Currency,
    pub(crate) at: Timestamp,
    /// The day of `at` in the tenant's time zone.
    pub(crate) today: Date,
    pub(crate) author: Author,
    pub(crate) salt: Salt,
    pub(crate) key: Option<IdempotencyKey>,
    pub(crate) operation: Operation,
}

impl CreditCommand {
    /// Whose account it is about.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The currency of the account.
    pub fn currency(&self) -> Currency {
        self.currency
    }
}

/// What is to be done. Amounts are above zero, apart from that of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operation {
    Open(Box<Opening>),
    SetLimit(Minor),
    SetOverdraft(Overdraft),
    SetTerms {
        site: SiteCode,
        terms: Vec<TermCode>,
    },
    SetKeepSurplus(bool),
    SetHoldWhenOverdue(Option<u16>),
    Enable,
    Disable,
    Hold {
        reason: Line<200>,
    },
    LiftHold,
    Reserve {
        amount: Minor,
        purchase: Box<Purchase>,
        expires_at: Option<Timestamp>,
    },
    Extend {
        reservation: EntryNumber,
        expires_at: Option<Timestamp>,
    },
    Capture {
        reservation: EntryNumber,
        amount: Minor,
        is_final: bool,
    },
    Release {
        reservation: EntryNumber,
        amount: Option<Minor>,
    },
    Charge {
        amount: Minor,
        purchase: Box<Purchase>,
    },
    Pay {
        amount: Minor,
        named: Vec<(EntryNumber, Minor)>,
        keep_surplus: bool,
        note: Note,
    },
    CreditNote {
        item: EntryNumber,
        amount: Minor,
        note: Note,
    },
    Void {
        item: EntryNumber,
        note: Note,
    },
    ReversePayment {
        payment: EntryNumber,
        note: Note,
    },
    Refund {
        amount: Minor,
        note: Note,
    },
    Adjust {
        amount: Minor,
        reason: Line<200>,
    },
    /// Records the reservations that have run out.
    Advance,
}

/// A comment, where there is one.
pub(crate) type Note = Option<Line<200>>;

/// What an account is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) id: CreditAccountId,
    pub(crate) limit: Minor,
    pub(crate) overdraft: Overdraft,
    pub(crate) terms: BTreeMap<SiteCode, Vec<TermCode>>,
    pub(crate) keep_surplus: bool,
    pub(crate) hold_when_overdue: Option<u16>,
}

/// What an order by purchase order says, and what its site says about such orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Purchase {
    pub(crate) site: SiteCode,
    pub(crate) settings: PurchaseOrders,
    pub(crate) order: Option<OrderNumber>,
    pub(crate) term: Option<TermCode>,
    pub(crate) purchase_order: Option<Line<64>>,
    pub(crate) fields: BTreeMap<CustomFieldCode, Line<200>>,
    /// Why an administrator takes the order beyond what is available.
    pub(crate) override_reason: Option<Line<200>>,
}
