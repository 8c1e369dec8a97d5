//! Entries of the ledger.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::chain::{Digest, Fields, Salt};
use super::command::{CreditCommand, Operation, Purchase};
use super::figures::{Figures, Sums};
use super::key::IdempotencyKey;
use super::overdraft::Overdraft;
use crate::activity::OrderNumber;
use crate::actor::Author;
use crate::code::{CustomFieldCode, SiteCode, TermCode};
use crate::id::{CreditAccountId, CustomerId, EntryNumber};
use crate::money::{Currency, Minor, Money, MoneyError};
use crate::text::Line;
use crate::time::{Date, Timestamp};

macro_rules! entry_kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)+) => {
        /// What an entry of the ledger records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum EntryKind {
            $($(#[$doc])* $kind,)+
        }

        impl EntryKind {
            /// Every kind there is.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The stable name, such as `credit_note`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

entry_kinds! {
    /// The account was opened.
    Open = "open",
    /// The limit was set.
    SetLimit = "set_limit",
    /// The overdraft was set.
    SetOverdraft = "set_overdraft",
    /// The payment terms on a site were set.
    SetTerms = "set_terms",
    /// What becomes of a surplus, or of items that are overdue, was set.
    SetPolicy = "set_policy",
    /// New orders are taken again.
    Enable = "enable",
    /// New orders are refused.
    Disable = "disable",
    /// New orders are refused for a reason.
    Hold = "hold",
    /// The hold was lifted.
    LiftHold = "lift_hold",
    /// An amount was promised to an order.
    Reserve = "reserve",
    /// A reservation got another moment of expiry.
    Extend = "extend",
    /// Of what was promised, an amount is owed.
    Capture = "capture",
    /// What was promised was given up.
    Release = "release",
    /// A reservation has run out.
    Expire = "expire",
    /// An order is owed.
    Charge = "charge",
    /// The customer paid.
    Pay = "pay",
    /// An item is owed in part no longer.
    CreditNote = "credit_note",
    /// An item is owed no longer.
    Void = "void",
    /// A payment did not come about.
    ReversePayment = "reverse_payment",
    /// Money was sent back to the customer.
    Refund = "refund",
    /// What is owed was put right.
    Adjust = "adjust",
}

impl EntryKind {
    /// The transaction type that the entry has in the real product's purchase-order ledger: 1 line
    /// of credit change, 2 order submitted, 3 payment collected, 4 payment voided, 5 payment
    /// refund, 6 manual adjustment; `None` for what that ledger does not have.
    pub fn transaction_type(self) -> Option<u8> {
        match self {
            Self::Open | Self::SetLimit | Self::SetOverdraft => Some(1),
            Self::Reserve | Self::Capture | Self::Charge => Some(2),
            Self::Pay => Some(3),
            Self::Expire | Self::Release | Self::Void => Some(4),
            Self::CreditNote | Self::Refund => Some(5),
            Self::Adjust | Self::ReversePayment => Some(6),
            Self::Extend
            | Self::SetTerms
            | Self::SetPolicy
            | Self::Enable
            | Self::Disable
            | Self::Hold
            | Self::LiftHold => None,
        }
    }
}

impl fmt::Display for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an entry of [`EntryKind::Open`], [`SetOverdraft`](EntryKind::SetOverdraft),
/// [`SetTerms`](EntryKind::SetTerms) or [`SetPolicy`](EntryKind::SetPolicy) set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Setting {
    /// All that an account is opened with, apart from its limit.
    Opening {
        /// The overdraft.
        overdraft: Overdraft,
        /// The payment terms, by site.
        terms: BTreeMap<SiteCode, Vec<TermCode>>,
        /// Whether a payment may be more than what is owed.
        keep_surplus: bool,
        /// After how many days an overdue item holds the account.
        hold_when_overdue: Option<u16>,
    },
    /// The overdraft.
    Overdraft(Overdraft),
    /// The payment terms on the site of the entry.
    Terms(Vec<TermCode>),
    /// Whether a payment may be more than what is owed.
    KeepSurplus(bool),
    /// After how many days an overdue item holds the account.
    HoldWhenOverdue(Option<u16>),
}

/// Money of a payment that went onto an item; below zero where it came off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allocation {
    pub(super) payment: EntryNumber,
    pub(super) item: EntryNumber,
    pub(super) minor: Minor,
}

impl Allocation {
    /// The entry that brought the money: a payment, or an adjustment in the customer's favour.
    pub fn payment(&self) -> EntryNumber {
        self.payment
    }

    /// The entry that made the item.
    pub fn item(&self) -> EntryNumber {
        self.item
    }

    /// The amount, in the account's currency.
    pub fn amount(&self, currency: Currency) -> Money {
        self.minor.of(currency)
    }
}

/// What an entry changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Effects {
    pub(super) outstanding: Minor,
    pub(super) reserved: Minor,
    pub(super) unapplied: Minor,
}

/// What an entry has of persons. It can be erased, and the chain still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Private {
    pub(super) salt: Salt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) purchase_order: Option<Line<64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<Line<200>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) fields: BTreeMap<CustomFieldCode, Line<200>>,
}

impl Private {
    /// A note and nothing else, if there is one.
    pub(super) fn note(salt: Salt, note: Option<&Line<200>>) -> Self {
        Self { salt, purchase_order: None, note: note.cloned(), fields: BTreeMap::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.purchase_order.is_none() && self.note.is_none() && self.fields.is_empty()
    }

    pub(super) fn commitment(&self) -> Digest {
        let mut hashed = Fields::of("patronage credit private 1");
        hashed.bytes(0, self.salt.as_bytes());
        hashed.text(1, self.purchase_order.as_ref().map(Line::as_str));
        hashed.text(2, self.note.as_ref().map(Line::as_str));
        for (code, value) in &self.fields {
            hashed.text(3, Some(code.as_str()));
            hashed.text(4, Some(value.as_str()));
        }
        hashed.finish()
    }
}

/// An entry as its event keeps it: without customer, author, site and time, which the event says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryContent {
    pub(super) account: CreditAccountId,
    pub(super) number: EntryNumber,
    pub(super) kind: EntryKind,
    pub(super) currency: Currency,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) amount: Option<Minor>,
    pub(super) effects: Effects,
    pub(super) after: Sums,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<EntryNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<OrderNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) term: Option<TermCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<IdempotencyKey>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_final: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_override: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) setting: Option<Setting>,
    /// What the caller asked for, in that order; the rest went to the oldest items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) named: Vec<(EntryNumber, Minor)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) allocations: Vec<Allocation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) private: Option<Private>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) commitment: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) previous: Option<Digest>,
    pub(super) hash: Digest,
}

/// An entry of the ledger of a credit account. It is never changed, apart from an erasure of
/// personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditEntry {
    pub(super) customer: CustomerId,
    pub(super) author: Author,
    pub(super) site: Option<SiteCode>,
    pub(super) at: Timestamp,
    pub(super) content: Box<EntryContent>,
}

impl CreditEntry {
    /// The entry out of what its event says.
    pub(crate) fn from_parts(
        customer: CustomerId,
        author: Author,
        site: Option<SiteCode>,
        at: Timestamp,
        content: Box<EntryContent>,
    ) -> Self {
        Self { customer, author, site, at, content }
    }

    /// What its event says as every event does, and what it keeps beside that.
    pub(crate) fn into_parts(
        self,
    ) -> (CustomerId, Author, Option<SiteCode>, Timestamp, Box<EntryContent>) {
        (self.customer, self.author, self.site, self.at, self.content)
    }

    /// Whose account it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The account.
    pub fn account(&self) -> CreditAccountId {
        self.content.account
    }

    /// Its place in the ledger, and the name of the reservation, item or payment that it made.
    pub fn number(&self) -> EntryNumber {
        self.content.number
    }

    /// What it records.
    pub fn kind(&self) -> EntryKind {
        self.content.kind
    }

    /// When, never before the entry before it.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// By whom.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// The currency of the account.
    pub fn currency(&self) -> Currency {
        self.content.currency
    }

    /// What the operation was about, above zero apart from adjustments; `None` for settings without
    /// an amount.
    pub fn amount(&self) -> Option<Money> {
        self.content.amount.map(|amount| amount.of(self.content.currency))
    }

    /// By how much it changed what is owed.
    pub fn outstanding_change(&self) -> Money {
        self.content.effects.outstanding.of(self.content.currency)
    }

    /// By how much it changed what is promised.
    pub fn reserved_change(&self) -> Money {
        self.content.effects.reserved.of(self.content.currency)
    }

    /// By how much it changed the money that is on no item.
    pub fn unapplied_change(&self) -> Money {
        self.content.effects.unapplied.of(self.content.currency)
    }

    /// The figures of the account after it. They are out of range only in a damaged entry.
    pub fn after(&self) -> Result<Figures, MoneyError> {
        Figures::new(self.content.currency, self.content.after)
    }

    /// The entry that it is about: the reservation of a capture, the item of a credit note, the
    /// payment of a reversal.
    pub fn target(&self) -> Option<EntryNumber> {
        self.content.target
    }

    /// The site of the order, or whose terms were set.
    pub fn site(&self) -> Option<&SiteCode> {
        self.site.as_ref()
    }

    /// The order.
    pub fn order(&self) -> Option<&OrderNumber> {
        self.content.order.as_ref()
    }

    /// The payment term.
    pub fn term(&self) -> Option<&TermCode> {
        self.content.term.as_ref()
    }

    /// When the item is due.
    pub fn due(&self) -> Option<Date> {
        self.content.due
    }

    /// When the reservation runs out.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.content.expires_at
    }

    /// What the caller called the operation.
    pub fn key(&self) -> Option<&IdempotencyKey> {
        self.content.key.as_ref()
    }

    /// Whether a capture gave up the rest of its reservation.
    pub fn is_final(&self) -> bool {
        self.content.is_final
    }

    /// Whether an administrator took the order beyond what was available. The reason is the
    /// [`note`](Self::note).
    pub fn is_override(&self) -> bool {
        self.content.is_override
    }

    /// What was set.
    pub fn setting(&self) -> Option<&Setting> {
        self.content.setting.as_ref()
    }

    /// Which money went onto which items, and which came off.
    pub fn allocations(&self) -> &[Allocation] {
        &self.content.allocations
    }

    /// The customer's number of the purchase order; `None` also after an erasure.
    pub fn purchase_order(&self) -> Option<&str> {
        self.private().and_then(|private| private.purchase_order.as_ref()).map(Line::as_str)
    }

    /// The reason or comment; `None` also after an erasure.
    pub fn note(&self) -> Option<&str> {
        self.private().and_then(|private| private.note.as_ref()).map(Line::as_str)
    }

    /// The values of the fields that the site asks for; none after an erasure.
    pub fn fields(&self) -> impl Iterator<Item = (&CustomFieldCode, &str)> {
        let fields = self.private().map(|private| private.fields.iter());
        fields.into_iter().flatten().map(|(code, value)| (code, value.as_str()))
    }

    fn private(&self) -> Option<&Private> {
        self.content.private.as_ref()
    }

    /// Whether its personal fields were erased.
    pub fn is_redacted(&self) -> bool {
        self.content.commitment.is_some() && self.content.private.is_none()
    }

    /// The hash, which covers the entry and the hash of the one before.
    pub fn hash(&self) -> Digest {
        self.content.hash
    }

    /// The hash of the entry before; `None` in the first.
    pub fn previous(&self) -> Option<Digest> {
        self.content.previous
    }

    /// The hash that it ought to have.
    pub(super) fn computed_hash(&self) -> Digest {
        let content = &self.content;
        let mut hashed = Fields::of("patronage credit entry 1");
        if let Some(previous) = &content.previous {
            hashed.bytes(0, previous.as_bytes());
        }
        hashed.bytes(1, content.account.as_bytes());
        hashed.number(2, number(content.number));
        hashed.text(3, Some(content.kind.as_str()));
        hashed.number(4, self.at.as_microseconds());
        hashed.text(5, json(&self.author).as_deref());
        hashed.text(6, Some(content.currency.code()));
        if let Some(amount) = content.amount {
            hashed.number(7, amount.get());
        }
        let Effects { outstanding, reserved, unapplied } = content.effects;
        let after = content.after;
        let numbers = [
            outstanding,
            reserved,
            unapplied,
            after.limit,
            after.overdraft,
            after.outstanding,
            after.reserved,
            after.unapplied,
        ];
        for (field, figure) in (8..).zip(numbers) {
            hashed.number(field, figure.get());
        }
        if let Some(target) = content.target {
            hashed.number(16, number(target));
        }
        hashed.text(17, self.site.as_ref().map(SiteCode::as_str));
        hashed.text(18, content.order.as_ref().map(OrderNumber::as_str));
        hashed.text(19, content.term.as_ref().map(TermCode::as_str));
        hashed.text(20, content.due.map(|due| due.to_string()).as_deref());
        if let Some(expires_at) = content.expires_at {
            hashed.number(21, expires_at.as_microseconds());
        }
        hashed.text(22, content.key.as_ref().map(IdempotencyKey::as_str));
        hashed.text(23, content.is_final.then_some("final"));
        hashed.text(23, content.is_override.then_some("override"));
        hashed.text(24, content.setting.as_ref().and_then(json).as_deref());
        for allocation in &content.allocations {
            let numbers =
                [number(allocation.payment), number(allocation.item), allocation.minor.get()];
            hashed.bytes(25, numbers.map(i64::to_be_bytes).as_flattened());
        }
        if let Some(commitment) = &content.commitment {
            hashed.bytes(26, commitment.as_bytes());
        }
        for (item, minor) in &content.named {
            let numbers = [number(*item), minor.get()];
            hashed.bytes(27, numbers.map(i64::to_be_bytes).as_flattened());
        }
        hashed.finish()
    }

    /// Whether the entry records what the command asks for. What the caller left to the account,
    /// such as the only payment term, is as it was then; what was erased is not compared.
    pub(super) fn says(&self, command: &CreditCommand) -> bool {
        let kind = self.content.kind;
        let amount = self.content.amount;
        let is = |of: EntryKind, wanted: Minor| kind == of && amount == Some(wanted);
        let about = |number: EntryNumber| self.content.target == Some(number);
        match &command.operation {
            Operation::Reserve { amount, purchase, .. } => {
                is(EntryKind::Reserve, *amount) && self.says_purchase(purchase)
            }
            Operation::Charge { amount, purchase } => {
                is(EntryKind::Charge, *amount) && self.says_purchase(purchase)
            }
            Operation::Extend { reservation, expires_at } => {
                kind == EntryKind::Extend
                    && about(*reservation)
                    && self.content.expires_at == *expires_at
            }
            Operation::Capture { reservation, amount, .. } => {
                is(EntryKind::Capture, *amount) && about(*reservation)
            }
            Operation::Release { reservation, amount: wanted } => {
                let is_that_much = wanted.is_none() || *wanted == amount;
                kind == EntryKind::Release && about(*reservation) && is_that_much
            }
            Operation::Pay { amount, named, .. } => {
                is(EntryKind::Pay, *amount) && self.content.named == *named
            }
            Operation::CreditNote { item, amount, .. } => {
                is(EntryKind::CreditNote, *amount) && about(*item)
            }
            Operation::Void { item, .. } => kind == EntryKind::Void && about(*item),
            Operation::ReversePayment { payment, .. } => {
                kind == EntryKind::ReversePayment && about(*payment)
            }
            Operation::Refund { amount, .. } => is(EntryKind::Refund, *amount),
            Operation::Adjust { amount, .. } => is(EntryKind::Adjust, *amount),
            _ => false,
        }
    }

    fn says_purchase(&self, purchase: &Purchase) -> bool {
        let purchase_order = purchase.purchase_order.as_ref().map(Line::as_str);
        self.site == Some(purchase.site)
            && self.content.order == purchase.order
            && (purchase.term.is_none() || purchase.term == self.content.term)
            && (self.is_redacted() || self.purchase_order() == purchase_order)
    }

    /// Whether the personal fields are those that were committed to; so are erased ones.
    pub(super) fn keeps_commitment(&self) -> bool {
        match (&self.content.private, self.content.commitment) {
            (Some(private), commitment) => Some(private.commitment()) == commitment,
            (None, _) => true,
        }
    }
}

/// The bits of a number that a ledger does not reach the end of.
fn number(number: EntryNumber) -> i64 {
    number.as_u64().cast_signed()
}

/// What is hashed of a value that has no simpler form. These values always have JSON.
fn json(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}
