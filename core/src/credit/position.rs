//! What an entry leaves behind to be dealt with: reservations, open items and payments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::activity::OrderNumber;
use crate::code::{SiteCode, TermCode};
use crate::id::{CustomerId, EntryNumber};
use crate::money::{Currency, Minor, Money};
use crate::text::Line;
use crate::time::{Date, Timestamp};
use crate::version::Version;

/// A reservation, an item or a payment of a credit account, by the entry that made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditPosition {
    #[serde(skip)]
    version: Version,
    pub(super) customer: CustomerId,
    pub(super) currency: Currency,
    pub(super) number: EntryNumber,
    pub(super) state: PositionState,
}

/// How a position stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PositionState {
    /// What was promised to an order.
    Reservation(Reservation),
    /// What is to be paid.
    Item(CreditItem),
    /// What was paid.
    Payment(CreditPayment),
}

/// The positions of an account that are still to be dealt with, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// Reservations that hold something, the first to run out first; those that never do come last.
    Reservations,
    /// Items that are not paid in full, the oldest due date first.
    OpenItems,
    /// Payments with money on no item, the oldest first.
    UnappliedPayments,
}

/// The place of a position on its shelf: a number for what the shelf is sorted by, then the number
/// of the entry.
pub type Place = (i64, EntryNumber);

/// Money of payments on items, seen from one side, by the number of the other.
pub(super) type Parts = BTreeMap<EntryNumber, Minor>;

/// What was promised to an order and is not yet owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    pub(super) amount: Minor,
    pub(super) left: Minor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<Timestamp>,
    pub(super) site: SiteCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<OrderNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) purchase_order: Option<Line<64>>,
    pub(super) term: TermCode,
    pub(super) net_days: u16,
    pub(super) is_expired: bool,
}

impl Reservation {
    /// The site of the order.
    pub fn site(&self) -> &SiteCode {
        &self.site
    }

    /// The order.
    pub fn order(&self) -> Option<&OrderNumber> {
        self.order.as_ref()
    }

    /// The customer's number of the purchase order.
    pub fn purchase_order(&self) -> Option<&str> {
        self.purchase_order.as_ref().map(Line::as_str)
    }

    /// The payment term of what is captured.
    pub fn term(&self) -> &TermCode {
        &self.term
    }

    /// From when on it holds nothing; `None` when it never runs out.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// Whether it has run out at a moment, whether or not that was recorded.
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        self.is_expired || self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }
}

/// What a capture, a charge or an adjustment leaves to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditItem {
    pub(super) amount: Minor,
    /// The amount less credit notes.
    pub(super) value: Minor,
    /// What is not paid of the value.
    pub(super) open: Minor,
    pub(super) due: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) site: Option<SiteCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<OrderNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) term: Option<TermCode>,
    /// Which payments are on it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) paid: Parts,
}

impl CreditItem {
    /// An item of which nothing is paid yet.
    pub(super) fn new(amount: Minor, due: Date) -> Self {
        Self {
            amount,
            value: amount,
            open: amount,
            due,
            site: None,
            order: None,
            term: None,
            paid: Parts::new(),
        }
    }

    /// When it is to be paid. On that day it is not yet overdue.
    pub fn due(&self) -> Date {
        self.due
    }

    /// The site of the order; `None` for an adjustment.
    pub fn site(&self) -> Option<&SiteCode> {
        self.site.as_ref()
    }

    /// The order; `None` for an adjustment.
    pub fn order(&self) -> Option<&OrderNumber> {
        self.order.as_ref()
    }

    /// The payment term; `None` for an adjustment.
    pub fn term(&self) -> Option<&TermCode> {
        self.term.as_ref()
    }

    /// How many days after the due date `today` is; 0 when it is not overdue.
    pub fn days_overdue(&self, today: Date) -> u32 {
        days_overdue(self.due, today)
    }
}

/// What the customer paid, or was given by an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditPayment {
    pub(super) amount: Minor,
    pub(super) unapplied: Minor,
    pub(super) refunded: Minor,
    pub(super) is_adjustment: bool,
    pub(super) is_reversed: bool,
    /// On which items it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) applied: Parts,
}

/// How many days after `due` a day is; 0 when it is not after it.
pub(super) fn days_overdue(due: Date, today: Date) -> u32 {
    let days = today.days_since_epoch().saturating_sub(due.days_since_epoch());
    u32::try_from(days).unwrap_or_default()
}

impl CreditPayment {
    /// A payment that is on no item yet.
    pub(super) fn new(amount: Minor) -> Self {
        Self {
            amount,
            unapplied: amount,
            refunded: Minor::ZERO,
            is_adjustment: false,
            is_reversed: false,
            applied: Parts::new(),
        }
    }

    /// Whether it was given by an adjustment.
    pub fn is_adjustment(&self) -> bool {
        self.is_adjustment
    }

    /// Whether it did not come about.
    pub fn is_reversed(&self) -> bool {
        self.is_reversed
    }
}

impl CreditPosition {
    pub(super) fn new(
        customer: CustomerId,
        currency: Currency,
        number: EntryNumber,
        state: PositionState,
    ) -> Self {
        Self { version: Version::FIRST, customer, currency, number, state }
    }

    /// Whose it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The currency of the account.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The entry that made it.
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// How it stands.
    pub fn state(&self) -> &PositionState {
        &self.state
    }

    /// What it was made with.
    pub fn amount(&self) -> Money {
        let minor = match &self.state {
            PositionState::Reservation(reservation) => reservation.amount,
            PositionState::Item(item) => item.amount,
            PositionState::Payment(payment) => payment.amount,
        };
        minor.of(self.currency)
    }

    /// What is left of it: still promised, still to be paid, or on no item.
    pub fn left(&self) -> Money {
        let minor = match &self.state {
            PositionState::Reservation(reservation) => reservation.left,
            PositionState::Item(item) => item.open,
            PositionState::Payment(payment) => payment.unapplied,
        };
        minor.of(self.currency)
    }

    /// On which shelf it stands and where, for a store to find it there; `None` when nothing is
    /// left of it.
    pub fn place(&self) -> Option<(Shelf, Place)> {
        self.left().is_positive().then(|| self.usual_place())
    }

    /// Where it stands as long as something is left of it.
    pub(super) fn usual_place(&self) -> (Shelf, Place) {
        let (on, by) = match &self.state {
            PositionState::Reservation(reservation) => {
                let expires_at = reservation.expires_at.map(Timestamp::as_microseconds);
                (Shelf::Reservations, expires_at.unwrap_or(i64::MAX))
            }
            PositionState::Item(item) => (Shelf::OpenItems, i64::from(item.due.days_since_epoch())),
            PositionState::Payment(_) => (Shelf::UnappliedPayments, 0),
        };
        (on, (by, self.number))
    }

    /// Grows by one with each change.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }
}
