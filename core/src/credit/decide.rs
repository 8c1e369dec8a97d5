//! The decision: what a command makes of an account.
//!
//! [`decide`] is the only place that knows what may be done with credit. It is called by the store,
//! inside the commit, with the account as it stands there: so two orders never spend the same money,
//! and busy accounts are not decided twice.

mod desk;
mod item;
mod payment;
mod purchase;
mod reservation;
mod settings;

use super::account::CreditAccount;
use super::book::Book;
use super::command::{CreditCommand, Operation};
use super::entry::CreditEntry;
use super::error::CreditError;
use super::position::CreditPosition;
use desk::Desk;

/// What a command makes of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The account after it.
    pub account: CreditAccount,
    /// The positions that it made or changed, in the order of their numbers.
    pub positions: Vec<CreditPosition>,
    /// What it adds to the ledger, in this order. Empty when there is nothing to do.
    pub entries: Vec<CreditEntry>,
    /// The entry that was added when the same request came before.
    pub replayed: Option<CreditEntry>,
}

impl Decided {
    /// Whether there is something to write.
    pub fn is_something(&self) -> bool {
        !self.entries.is_empty()
    }

    /// The entry that answers the command: the last one, or that of the same request before. `None`
    /// when there is nothing to do.
    pub fn answer(&self) -> Option<&CreditEntry> {
        self.replayed.as_ref().or(self.entries.last())
    }

    /// The same, without a copy.
    pub fn into_answer(mut self) -> Option<CreditEntry> {
        self.replayed.or_else(|| self.entries.pop())
    }

    /// The position that one of its entries made: a reservation, an item or a payment.
    pub fn made_by(&self, entry: &CreditEntry) -> Option<&CreditPosition> {
        let at = self.positions.binary_search_by_key(&entry.number(), CreditPosition::number);
        at.ok().and_then(|at| self.positions.get(at))
    }

    /// The positions that were there before.
    pub fn changed(&self) -> &[CreditPosition] {
        let Some(first) = self.entries.first().map(CreditEntry::number) else { return &[] };
        let before = self.positions.partition_point(|position| position.number() < first);
        self.positions.get(..before).unwrap_or_default()
    }
}

/// Decides a command by the account that `book` has.
///
/// A request whose key was used before is answered before anything else is looked at. Then the
/// reservations that have run out are recorded, and the operation is decided by what is left.
pub fn decide<B: Book>(book: &B, command: &CreditCommand) -> Result<Decided, B::Error> {
    let account = book.account()?;
    if let (Some(account), Some(key)) = (&account, &command.key)
        && let Some(answer) = book.entry_of(key)?
    {
        return replay(account, answer, command).map_err(B::Error::from);
    }
    let mut desk = match (account, &command.operation) {
        (None, Operation::Open(opening)) => Desk::open(book, command, opening),
        (None, _) => {
            return Err(CreditError::NoAccount { currency: command.currency }.into());
        }
        (Some(_), Operation::Open(_)) => {
            return Err(CreditError::Exists { currency: command.currency }.into());
        }
        (Some(account), _) => Desk::at(book, command, account)?,
    };
    desk.carry_out(&command.operation)?;
    Ok(desk.close())
}

/// The answer to a request that came before.
fn replay(
    account: &CreditAccount,
    answer: CreditEntry,
    command: &CreditCommand,
) -> Result<Decided, CreditError> {
    if !answer.says(command) {
        return Err(CreditError::KeyReused { number: answer.number() });
    }
    let account = account.clone();
    Ok(Decided { account, positions: Vec::new(), entries: Vec::new(), replayed: Some(answer) })
}
