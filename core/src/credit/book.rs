//! What a decision reads of an account.

use super::account::CreditAccount;
use super::entry::CreditEntry;
use super::error::CreditError;
use super::key::IdempotencyKey;
use super::position::{CreditPosition, Place, Shelf};
use crate::id::EntryNumber;

/// One account, as the commit of a command finds it.
///
/// Most decisions read the account alone. What else they need depends on what they find, such as the
/// items on which a payment was that is reversed; so they ask for it, and an account costs the same
/// with a million entries as with ten.
pub trait Book {
    /// What can go wrong besides a refusal.
    type Error: From<CreditError>;

    /// The account, if it is there.
    fn account(&self) -> Result<Option<CreditAccount>, Self::Error>;

    /// The entry of the operation that used a key.
    fn entry_of(&self, key: &IdempotencyKey) -> Result<Option<CreditEntry>, Self::Error>;

    /// The position that an entry made.
    fn position(&self, number: EntryNumber) -> Result<Option<CreditPosition>, Self::Error>;

    /// Positions on a shelf in their order, behind a place: some of them, and none only where there
    /// is none.
    fn shelf(&self, on: Shelf, behind: Option<Place>) -> Result<Vec<CreditPosition>, Self::Error>;
}
