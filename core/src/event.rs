//! The trail: what happened, written in the very commit that made it happen.
//!
//! An event says what happened to which thing, when, by whom and on which site. It holds nothing of
//! a customer but ids and order numbers, apart from an entry of a credit ledger, which is its event:
//! a reader follows the id to the record. Positions ascend over the whole tenant in
//! the order of the commits, so that a reader who goes on after the last position it saw misses
//! nothing; numbers count each customer's own events from 1 without a gap.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::actor::Author;
use crate::code::{AttributeCode, CustomerSetCode, SegmentCode, SiteCode};
use crate::credit::{CreditEntry, EntryContent, EntryKind};
use crate::id::{AddressId, CustomerId};
use crate::text::Line;
use crate::time::Timestamp;

/// Where an event stands in the trail of the tenant: 1 and up, in the order of the commits.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct EventPosition(u64);

impl EventPosition {
    /// Before the first event: a reader that begins here sees all of them.
    pub const START: Self = Self(0);

    /// The position with this number.
    pub const fn new(position: u64) -> Self {
        Self(position)
    }

    /// The number.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The position after this one; the last of 2^64 is its own successor.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for EventPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum EventKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)+
        }

        impl EventKind {
            /// Every kind there is.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The stable name, such as `customer.created`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

event_kinds! {
    /// The settings of the tenant were changed.
    TenantUpdated = "tenant.updated",
    /// A customer set was made.
    CustomerSetCreated = "customer_set.created",
    /// A customer set was changed.
    CustomerSetUpdated = "customer_set.updated",
    /// A customer set was deleted.
    CustomerSetDeleted = "customer_set.deleted",
    /// A site was made.
    SiteCreated = "site.created",
    /// A site was changed.
    SiteUpdated = "site.updated",
    /// An attribute was defined.
    AttributeDefined = "attribute.defined",
    /// The definition of an attribute was changed.
    AttributeUpdated = "attribute.updated",
    /// An attribute was deleted; its values are kept, hidden.
    AttributeDeleted = "attribute.deleted",
    /// An attribute that was deleted is there again, with its values.
    AttributeRestored = "attribute.restored",
    /// An attribute was deleted with all its values.
    AttributePurged = "attribute.purged",
    /// A segment was made.
    SegmentCreated = "segment.created",
    /// A segment was changed.
    SegmentUpdated = "segment.updated",
    /// A segment was deleted, and with it all its memberships.
    SegmentDeleted = "segment.deleted",
    /// An account was made.
    CustomerCreated = "customer.created",
    /// The profile or the login name of an account was changed.
    CustomerUpdated = "customer.updated",
    /// Attributes of an account were changed.
    CustomerAttributesChanged = "customer.attributes_changed",
    /// A guest became a registered account.
    CustomerRegistered = "customer.registered",
    /// An account that waited for approval was approved.
    CustomerApproved = "customer.approved",
    /// An account lost its login.
    CustomerDisabled = "customer.disabled",
    /// An account got its login back.
    CustomerEnabled = "customer.enabled",
    /// An account was deleted.
    CustomerDeleted = "customer.deleted",
    /// A customer joined a segment.
    CustomerEnteredSegment = "customer.entered_segment",
    /// A customer left a segment.
    CustomerLeftSegment = "customer.left_segment",
    /// An address was added to an address book.
    AddressAdded = "address.added",
    /// An address was changed.
    AddressUpdated = "address.updated",
    /// An address was removed.
    AddressRemoved = "address.removed",
    /// An order was recorded for the first time.
    OrderRecorded = "order.recorded",
    /// A recorded order was changed.
    OrderUpdated = "order.updated",
    /// A credit account was opened.
    CreditOpened = "credit.opened",
    /// The limit of a credit account was set.
    CreditLimitSet = "credit.limit_set",
    /// The overdraft of a credit account was set.
    CreditOverdraftSet = "credit.overdraft_set",
    /// The payment terms of a credit account on a site were set.
    CreditTermsSet = "credit.terms_set",
    /// What a credit account does with a surplus or with overdue items was set.
    CreditPolicySet = "credit.policy_set",
    /// A credit account takes new orders again.
    CreditEnabled = "credit.enabled",
    /// A credit account takes no new orders.
    CreditDisabled = "credit.disabled",
    /// A credit account was put on hold.
    CreditHeld = "credit.held",
    /// The hold of a credit account was lifted.
    CreditHoldLifted = "credit.hold_lifted",
    /// Credit was promised to an order.
    CreditReserved = "credit.reserved",
    /// A reservation got another moment of expiry.
    CreditReservationExtended = "credit.reservation_extended",
    /// Of a reservation, an amount is owed.
    CreditCaptured = "credit.captured",
    /// A reservation was given up, wholly or in part.
    CreditReleased = "credit.released",
    /// A reservation has run out.
    CreditReservationExpired = "credit.reservation_expired",
    /// An order is owed.
    CreditCharged = "credit.charged",
    /// A customer paid on credit.
    CreditPaid = "credit.paid",
    /// An item is owed in part no longer.
    CreditCreditNoted = "credit.credit_noted",
    /// An item is owed no longer.
    CreditVoided = "credit.voided",
    /// A payment did not come about.
    CreditPaymentReversed = "credit.payment_reversed",
    /// Unapplied credit was sent back.
    CreditRefunded = "credit.refunded",
    /// What is owed was put right.
    CreditAdjusted = "credit.adjusted",
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<EntryKind> for EventKind {
    fn from(kind: EntryKind) -> Self {
        match kind {
            EntryKind::Open => Self::CreditOpened,
            EntryKind::SetLimit => Self::CreditLimitSet,
            EntryKind::SetOverdraft => Self::CreditOverdraftSet,
            EntryKind::SetTerms => Self::CreditTermsSet,
            EntryKind::SetPolicy => Self::CreditPolicySet,
            EntryKind::Enable => Self::CreditEnabled,
            EntryKind::Disable => Self::CreditDisabled,
            EntryKind::Hold => Self::CreditHeld,
            EntryKind::LiftHold => Self::CreditHoldLifted,
            EntryKind::Reserve => Self::CreditReserved,
            EntryKind::Extend => Self::CreditReservationExtended,
            EntryKind::Capture => Self::CreditCaptured,
            EntryKind::Release => Self::CreditReleased,
            EntryKind::Expire => Self::CreditReservationExpired,
            EntryKind::Charge => Self::CreditCharged,
            EntryKind::Pay => Self::CreditPaid,
            EntryKind::CreditNote => Self::CreditCreditNoted,
            EntryKind::Void => Self::CreditVoided,
            EntryKind::ReversePayment => Self::CreditPaymentReversed,
            EntryKind::Refund => Self::CreditRefunded,
            EntryKind::Adjust => Self::CreditAdjusted,
        }
    }
}

/// The thing that an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Subject {
    /// The tenant's settings.
    Tenant,
    /// A customer set.
    CustomerSet(CustomerSetCode),
    /// A site.
    Site(SiteCode),
    /// The definition of an attribute.
    Attribute(AttributeCode),
    /// Attributes of the customer of the event. Their values are in the record.
    Attributes {
        /// Those that were changed.
        changed: Vec<AttributeCode>,
        /// Why one changed that is read-only once set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Line<200>>,
    },
    /// A segment, on its own or together with the customer of the event.
    Segment(SegmentCode),
    /// The customer of the event.
    Customer,
    /// An address of the customer of the event.
    Address(AddressId),
    /// An order of the customer of the event, by its number on the site of the event.
    Order(String),
    /// An entry in the ledger of a credit account of the customer of the event. The event is the
    /// entry: it is kept nowhere else.
    CreditEntry(Box<EntryContent>),
}

/// An event before its commit: the store has yet to say where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEvent {
    /// What happened.
    pub kind: EventKind,
    /// To which thing.
    pub subject: Subject,
    /// The customer whom it concerns; its events are numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// By whom.
    pub author: Author,
    /// On which site, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteCode>,
    /// When.
    pub at: Timestamp,
}

impl From<CreditEntry> for NewEvent {
    fn from(entry: CreditEntry) -> Self {
        let kind = entry.kind().into();
        let (customer, author, site, at, content) = entry.into_parts();
        let subject = Subject::CreditEntry(content);
        Self { kind, subject, customer: Some(customer), author, site, at }
    }
}

impl NewEvent {
    /// The entry of a ledger that the event is; `None` for other events.
    pub fn credit_entry(&self) -> Option<CreditEntry> {
        let Self { subject, customer, author, site, at, .. } = self;
        let (Subject::CreditEntry(content), Some(customer)) = (subject, customer) else {
            return None;
        };
        Some(CreditEntry::from_parts(*customer, author.clone(), *site, *at, content.clone()))
    }
}

/// An event of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    position: EventPosition,
    number: Option<u64>,
    content: NewEvent,
}

impl Event {
    /// The event that a store kept under `position`, the customer's event number `number`.
    pub fn from_parts(position: EventPosition, number: Option<u64>, content: NewEvent) -> Self {
        Self { position, number, content }
    }

    /// Where it stands in the trail of the tenant.
    pub fn position(&self) -> EventPosition {
        self.position
    }

    /// Which event of its customer it is: 1 and up, without gaps; `None` when it concerns none.
    pub fn number(&self) -> Option<u64> {
        self.number
    }

    /// What happened.
    pub fn kind(&self) -> EventKind {
        self.content.kind
    }

    /// To which thing.
    pub fn subject(&self) -> &Subject {
        &self.content.subject
    }

    /// The customer whom it concerns.
    pub fn customer(&self) -> Option<CustomerId> {
        self.content.customer
    }

    /// By whom.
    pub fn author(&self) -> &Author {
        &self.content.author
    }

    /// On which site.
    pub fn site(&self) -> Option<&SiteCode> {
        self.content.site.as_ref()
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.content.at
    }

    /// The entry of a ledger that the event is; `None` for other events.
    pub fn credit_entry(&self) -> Option<CreditEntry> {
        self.content.credit_entry()
    }

    /// All that stood in it before its commit.
    pub fn content(&self) -> &NewEvent {
        &self.content
    }
}

/// Why something cannot be done with the trail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// A reader acknowledges a position at which no event stands: it would miss the next ones.
    #[error("there is no event at position {position}")]
    UnknownPosition {
        /// The position.
        position: EventPosition,
    },
}

impl EventError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownPosition { .. } => "event.unknown_position",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_written_by_its_name() {
        for &kind in EventKind::ALL {
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("\"{kind}\""));
            assert_eq!(serde_json::from_str::<EventKind>(&json).unwrap(), kind);
        }
    }
}
