//! Purchase-order credit: what a customer may owe, owes and has paid, exactly.
//!
//! Words, as everything here uses them:
//!
//! - *limit*: what may be owed and promised; *overdraft*: what may be spent beyond it, none, an
//!   amount, or a percent of the limit of the moment, rounded down to the minor unit.
//! - *outstanding*: what is owed (positive: the customer owes); *reserved*: what is promised to
//!   orders and not yet owed.
//! - `available = limit − outstanding − reserved`, `total_available = available + overdraft`.
//! - *open item*: what a capture or a charge leaves to pay; *unapplied credit*: money of the customer
//!   that is on no item. `outstanding = Σ open items − unapplied credit`, and never are both above
//!   zero: money that comes free goes at once to the oldest item (due date, then number).
//!
//! Only [`reserve`](EntryKind::Reserve) and [`charge`](EntryKind::Charge) are held to what is
//! available. Everything else records a fact, and is never refused for the limit: a capture works
//! although the limit was lowered meanwhile. A payment lets `available` rise and leaves the limit as
//! it is.
//!
//! # An account, step by step
//!
//! In dollars, with an overdraft of 10 %. Each row shows the figures after its step; the vectors in
//! `core/tests/vectors/credit.json` hold every language to them.
//!
//! | | operation | limit | outstanding | reserved | available | total | open items | unapplied | entry |
//! | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
//! | 1 | open 1000 | 1000 | 0 | 0 | 1000 | 1100 | | 0 | `open` |
//! | 2 | reserve A 600 | 1000 | 0 | 600 | 400 | 500 | | 0 | `reserve` |
//! | 3 | reserve B 500, exactly all | 1000 | 0 | 1100 | −100 | 0 | | 0 | `reserve` |
//! | 4 | reserve 0.01 | 1000 | 0 | 1100 | −100 | 0 | | 0 | none: `credit.limit_exceeded` |
//! | 5 | capture A 250 | 1000 | 250 | 850 | −100 | 0 | A1 250 | 0 | `capture` |
//! | 6 | set the limit to 500 | 500 | 250 | 850 | −600 | −550 | A1 250 | 0 | `set_limit` |
//! | 7 | capture A 350, final | 500 | 600 | 500 | −600 | −550 | A1 250, A2 350 | 0 | `capture` |
//! | 8 | B runs out | 500 | 600 | 0 | −100 | −50 | A1 250, A2 350 | 0 | `expire` |
//! | 9 | capture B 500 | 500 | 600 | 0 | −100 | −50 | A1 250, A2 350 | 0 | none: `credit.reservation_expired` |
//! | 10 | pay P1 300 | 500 | 300 | 0 | 200 | 250 | A2 300 | 0 | `pay`: 250 on A1, 50 on A2 |
//! | 11 | credit note of 100 on A1 | 500 | 200 | 0 | 300 | 350 | A2 200 | 0 | `credit_note`: 100 of P1 from A1 to A2 |
//! | 12 | pay 250 | 500 | 200 | 0 | 300 | 350 | A2 200 | 0 | none: `credit.overpayment`, 200 is owed |
//! | 13 | pay P2 250, keep the surplus | 500 | −50 | 0 | 550 | 600 | | 50 | `pay`: 200 on A2 |
//! | 14 | charge C 80 | 500 | 30 | 0 | 470 | 520 | C 30 | 0 | `charge`: 50 of P2 on C |
//! | 15 | step 10 again, same key | 500 | 30 | 0 | 470 | 520 | C 30 | 0 | none: that of step 10 |
//! | 16 | reverse P1 | 500 | 330 | 0 | 170 | 220 | A1 150, A2 150, C 30 | 0 | `reverse_payment` |
//! | 17 | void C, partly paid | 500 | 250 | 0 | 250 | 300 | A1 100, A2 150 | 0 | `void`: 50 of P2 from C to A1 |
//! | 18 | refund 10 | 500 | 250 | 0 | 250 | 300 | A1 100, A2 150 | 0 | none: `credit.refund_above_credit` |
//! | 19 | adjust −20 | 500 | 230 | 0 | 270 | 320 | A1 80, A2 150 | 0 | `adjust` |
//!
//! # The ledger
//!
//! An account is what its entries add up to. They are numbered without gaps, never changed, and
//! chained: the hash of each covers the one before, as the [`Digest`] says in bytes. A host that
//! keeps a [`Head`] elsewhere can have [`verify`](crate::directory::Credit::verify) find any later
//! alteration of what was before it.
//!
//! Whoever comes from a purchase-order ledger with six types of transactions finds them by
//! [`EntryKind::transaction_type`]:
//!
//! | type | entries |
//! | --- | --- |
//! | 1 line of credit change | `open`, `set_limit`, `set_overdraft` |
//! | 2 order submitted | `reserve`, `capture`, `charge` |
//! | 3 payment collected | `pay` |
//! | 4 payment voided | `expire`, `release`, `void` |
//! | 5 payment refund | `credit_note`, `refund` |
//! | 6 manual adjustment | `adjust`, `reverse_payment` |
//! | none | `extend`, `set_terms`, `set_policy`, `enable`, `disable`, `hold`, `lift_hold` |

mod account;
mod admission;
mod ageing;
mod book;
mod chain;
mod command;
mod decide;
mod draft;
mod entry;
mod error;
mod figures;
mod fold;
mod impact;
mod key;
mod overdraft;
mod position;
mod preview;
mod purchase_orders;
mod statement;
mod status;
mod verify;

pub use account::{CreditAccount, Head, Hold};
pub use ageing::Ageing;
pub use book::Book;
pub use chain::{Digest, Salt};
pub use command::CreditCommand;
pub(crate) use command::Operation;
#[cfg(feature = "conformance")]
pub(crate) use command::{Opening, Purchase};
pub use decide::{Decided, decide};
pub(crate) use draft::{
    CreditDraft, PurchaseKind, Request, parse_days, parse_limit, parse_order_total,
};
pub use draft::{
    CreditInputError, NewAdjustment, NewCapture, NewCreditAccount, NewCreditNote, NewCreditPayment,
    NewExtension, NewOverdraft, NewPaymentReversal, NewPurchase, NewPurchaseOrder, NewRefund,
    NewRelease, NewVoid,
};
pub use entry::{Allocation, CreditEntry, EntryContent, EntryKind, Setting};
pub use error::{CreditError, CreditParameter, CreditRefusal};
pub use figures::Figures;
pub use impact::{AffectedAccount, TermsImpact};
pub use key::{IdempotencyKey, KeyError};
pub use overdraft::Overdraft;
pub use position::{
    CreditItem, CreditPayment, CreditPosition, Place, PositionState, Reservation, Shelf,
};
pub use preview::CreditPreview;
pub use purchase_orders::{
    CustomField, NewCustomField, NewPaymentTerm, PaymentTerm, PurchaseOrders, PurchaseOrdersError,
    PurchaseOrdersPatch,
};
pub(crate) use statement::Clerk;
pub use statement::{OpenItem, Statement, StatementLine};
pub use status::{CreditOffer, CreditStatus};
pub(crate) use verify::Verifier;
pub use verify::{LedgerFinding, Verification};
