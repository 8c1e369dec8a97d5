//! Why something is not done with a credit account.

mod parameter;
mod refusal;

pub use parameter::CreditParameter;
pub use refusal::CreditRefusal;
use serde::{Deserialize, Serialize};

use crate::code::{SiteCode, TermCode};
use crate::id::EntryNumber;
use crate::money::{Currency, Money, MoneyError};
use crate::time::{Date, Timestamp};
use crate::violation::{Violations, coded};

/// Why something is not done with a credit account. Nothing of it was.
///
/// What a status or an offer says is kept with it, so that an error is written and read; mistakes of
/// an input are in neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CreditError {
    /// The input has mistakes: all of them are listed.
    #[serde(skip)]
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The customer has no credit account in this currency.
    #[error("the customer has no credit account in `{currency}`")]
    NoAccount {
        /// The currency.
        currency: Currency,
    },
    /// The customer has no credit account at all.
    #[error("the customer has no credit account")]
    NoAccounts,
    /// There is one account for each customer and currency.
    #[error("the customer has a credit account in `{currency}` already")]
    Exists {
        /// The currency.
        currency: Currency,
    },
    /// The customer has several accounts, and none was named.
    #[error("the customer has several credit accounts: name a currency")]
    CurrencyRequired {
        /// Those of the accounts.
        currencies: Vec<Currency>,
    },
    /// The account takes no new orders.
    #[error("the credit account is disabled")]
    Disabled,
    /// A person holds the account.
    #[error("the credit account is on hold")]
    OnHold {
        /// Since when.
        since: Timestamp,
    },
    /// An item is overdue for too long.
    #[error("the credit account is on hold: item {item} was due on {due}")]
    Overdue {
        /// The item.
        item: EntryNumber,
        /// When it was due.
        due: Date,
    },
    /// The site takes no purchase orders.
    #[error("the site `{site}` takes no purchase orders")]
    SiteNotEnabled {
        /// The site.
        site: SiteCode,
    },
    /// The customer has no payment term on the site.
    #[error("the customer has no payment term on the site `{site}`")]
    NoTerm {
        /// The site.
        site: SiteCode,
    },
    /// The customer has several payment terms on the site, and none was named.
    #[error("the customer has several payment terms on the site `{site}`: name one")]
    TermRequired {
        /// The site.
        site: SiteCode,
        /// Those of the customer.
        terms: Vec<TermCode>,
    },
    /// The customer does not have this payment term on the site.
    #[error("the customer does not have the payment term `{term}` on the site `{site}`")]
    TermNotGranted {
        /// The site.
        site: SiteCode,
        /// The term.
        term: TermCode,
        /// Those of the customer.
        terms: Vec<TermCode>,
    },
    /// The site has no such payment term.
    #[error("the site `{site}` has no payment term `{term}`")]
    UnknownTerm {
        /// The site.
        site: SiteCode,
        /// The term.
        term: TermCode,
    },
    /// The order costs more than what is available.
    #[error("{requested} was requested, and {total_available} is available")]
    LimitExceeded {
        /// What was requested.
        requested: Money,
        /// What is available, the overdraft included; it may be below zero.
        total_available: Money,
    },
    /// No entry of this number made a reservation.
    #[error("there is no reservation {number}")]
    UnknownReservation {
        /// The number.
        number: EntryNumber,
    },
    /// The reservation has run out.
    #[error("the reservation {number} ran out at {expired_at}")]
    ReservationExpired {
        /// The reservation.
        number: EntryNumber,
        /// When.
        expired_at: Timestamp,
    },
    /// Nothing is left of the reservation: it was captured or released.
    #[error("nothing is left of the reservation {number}")]
    ReservationUsed {
        /// The reservation.
        number: EntryNumber,
    },
    /// More is captured or released than what is left of the reservation.
    #[error("{requested} is more than what is left of the reservation {number}, which is {left}")]
    AboveReservation {
        /// The reservation.
        number: EntryNumber,
        /// What was requested.
        requested: Money,
        /// What is left.
        left: Money,
    },
    /// A reservation would run out before it begins.
    #[error("the reservation would run out at {expires_at}, which is not after {at}")]
    ExpiryNotAhead {
        /// When it would run out.
        expires_at: Timestamp,
        /// The time of the entry.
        at: Timestamp,
    },
    /// No entry of this number made an item.
    #[error("there is no item {number}")]
    UnknownItem {
        /// The number.
        number: EntryNumber,
    },
    /// More is credited than what the item is worth.
    #[error("{requested} is more than what the item {number} is still worth, which is {left}")]
    AboveItem {
        /// The item.
        number: EntryNumber,
        /// What was requested.
        requested: Money,
        /// What it is worth.
        left: Money,
    },
    /// The item was voided or credited in full.
    #[error("nothing is left of the item {number}")]
    ItemVoid {
        /// The item.
        number: EntryNumber,
    },
    /// More is paid on an item than what is open of it.
    #[error("{requested} is more than what is to be paid of the item {number}, which is {left}")]
    AboveOpenItem {
        /// The item.
        number: EntryNumber,
        /// What was requested.
        requested: Money,
        /// What is open.
        left: Money,
    },
    /// The items of a payment are given more than the payment has.
    #[error("the items are given more than the payment of {amount} has")]
    AbovePayment {
        /// The payment.
        amount: Money,
    },
    /// More is paid than what is owed.
    #[error("{requested} was paid, and {owed} is owed")]
    Overpayment {
        /// What was paid.
        requested: Money,
        /// What is owed.
        owed: Money,
    },
    /// No entry of this number is a payment.
    #[error("there is no payment {number}")]
    UnknownPayment {
        /// The number.
        number: EntryNumber,
    },
    /// The payment was reversed already.
    #[error("the payment {number} was reversed already")]
    PaymentReversed {
        /// The payment.
        number: EntryNumber,
    },
    /// Money of the payment was sent back.
    #[error("{refunded} of the payment {number} was sent back")]
    PaymentRefunded {
        /// The payment.
        number: EntryNumber,
        /// How much of it.
        refunded: Money,
    },
    /// More is sent back than what is on no item.
    #[error("{requested} is more than the unapplied credit, which is {left}")]
    RefundAboveCredit {
        /// What was requested.
        requested: Money,
        /// What is on no item.
        left: Money,
    },
    /// The key was used for another operation.
    #[error("the key was used for another operation, entry {number}")]
    KeyReused {
        /// The entry of the other operation.
        number: EntryNumber,
    },
    /// A figure of the account would leave the range of money.
    #[error("a figure of the account would be beyond {} minor units", Money::MAX_MINOR)]
    TooLarge,
}

coded!(CreditError);

impl CreditError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "input.invalid",
            Self::NoAccount { .. } | Self::NoAccounts => "credit.no_account",
            Self::Exists { .. } => "credit.exists",
            Self::CurrencyRequired { .. } => "credit.currency_required",
            Self::Disabled => "credit.disabled",
            Self::OnHold { .. } | Self::Overdue { .. } => "credit.on_hold",
            Self::SiteNotEnabled { .. } => "credit.site_not_enabled",
            Self::NoTerm { .. } => "credit.no_term",
            Self::TermRequired { .. } => "credit.term_required",
            Self::TermNotGranted { .. } => "credit.term_not_granted",
            Self::UnknownTerm { .. } => "credit.unknown_term",
            Self::LimitExceeded { .. } => "credit.limit_exceeded",
            Self::UnknownReservation { .. } => "credit.unknown_reservation",
            Self::ReservationExpired { .. } => "credit.reservation_expired",
            Self::ReservationUsed { .. } => "credit.reservation_used",
            Self::AboveReservation { .. } => "credit.above_reservation",
            Self::ExpiryNotAhead { .. } => "credit.expiry_not_ahead",
            Self::UnknownItem { .. } => "credit.unknown_item",
            Self::AboveItem { .. } => "credit.above_item",
            Self::ItemVoid { .. } => "credit.item_void",
            Self::AboveOpenItem { .. } => "credit.above_open_item",
            Self::AbovePayment { .. } => "credit.above_payment",
            Self::Overpayment { .. } => "credit.overpayment",
            Self::UnknownPayment { .. } => "credit.unknown_payment",
            Self::PaymentReversed { .. } => "credit.payment_reversed",
            Self::PaymentRefunded { .. } => "credit.payment_refunded",
            Self::RefundAboveCredit { .. } => "credit.refund_above_credit",
            Self::KeyReused { .. } => "credit.key_reused",
            Self::TooLarge => "credit.too_large",
        }
    }
}

/// The figures of an account are amounts of one currency, so that only the range can be left.
impl From<MoneyError> for CreditError {
    fn from(_: MoneyError) -> Self {
        Self::TooLarge
    }
}
