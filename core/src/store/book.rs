//! Credit accounts of a store, as their decisions read them.

use super::error::{StoreError, unexpected};
use super::key::Key;
use super::query::{Entries, EntryQuery, Query, ShelfQuery, Slice};
use super::record::Record;
use super::{Conflict, Snapshot};
use crate::credit::{
    Book, CreditAccount, CreditCommand, CreditEntry, CreditPosition, Decided, IdempotencyKey,
    Place, Shelf, decide,
};
use crate::event::{Event, NewEvent};
use crate::id::{CustomerId, EntryNumber};
use crate::money::Currency;
use crate::page::PageLimit;
use crate::version::VersionError;

/// Decides an operation on a credit account by what `snapshot` shows.
///
/// A store calls it inside a commit, with a snapshot that shows what the commit has written so far,
/// and then writes [`records`](Decided::records) and [`events`](Decided::events) of what it gives.
pub fn decide_credit(
    snapshot: &dyn Snapshot,
    command: &CreditCommand,
) -> Result<Decided, StoreError> {
    let (customer, currency) = (command.customer(), command.currency());
    let mut decided = decide(&SnapshotBook { snapshot, customer, currency }, command)?;
    let owner = Key::Customer(customer);
    if decided.opens() && snapshot.get(&owner)?.is_none() {
        return Err(Conflict::Missing { key: owner }.into());
    }
    decided.raise_versions().map_err(StoreError::backend)?;
    Ok(decided)
}

impl Decided {
    /// Whether it opens the account, so that there was none before.
    pub fn opens(&self) -> bool {
        self.entries.first().is_some_and(|first| first.previous().is_none())
    }

    /// Gives what was there before the version after the one that it had.
    fn raise_versions(&mut self) -> Result<(), VersionError> {
        if self.is_something() && !self.opens() {
            self.account.set_version(self.account.version().next()?);
        }
        let before = self.changed().len();
        for position in self.positions.iter_mut().take(before) {
            position.set_version(position.version().next()?);
        }
        Ok(())
    }

    /// What a store writes for it, in place of what it has under the same keys.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let something = self.is_something();
        let account = something.then(|| Record::CreditAccount(Box::new(self.account.clone())));
        let positions = self.positions.iter().cloned();
        account.into_iter().chain(positions.map(|one| Record::CreditPosition(Box::new(one))))
    }

    /// What it adds to the trail: the entries themselves.
    pub fn events(&self) -> impl Iterator<Item = NewEvent> {
        self.entries.iter().cloned().map(NewEvent::from)
    }
}

/// One account in a snapshot.
pub(crate) struct SnapshotBook<'a> {
    pub(crate) snapshot: &'a dyn Snapshot,
    pub(crate) customer: CustomerId,
    pub(crate) currency: Currency,
}

impl SnapshotBook<'_> {
    pub(crate) fn entries(
        &self,
        entries: Entries,
        limit: PageLimit,
    ) -> Result<Vec<CreditEntry>, StoreError> {
        let (customer, currency) = (self.customer, self.currency);
        let query = Query::CreditEntries(EntryQuery { customer, currency, entries, limit });
        match self.snapshot.query(&query)? {
            Slice::Events(events) => {
                let entries = events.iter().map(Event::credit_entry);
                entries.collect::<Option<_>>().ok_or_else(|| unexpected("entries of a ledger"))
            }
            _ => Err(unexpected("entries of a ledger")),
        }
    }
}

impl Book for SnapshotBook<'_> {
    type Error = StoreError;

    fn account(&self) -> Result<Option<CreditAccount>, StoreError> {
        match self.snapshot.get(&Key::CreditAccount(self.customer, self.currency))? {
            Some(Record::CreditAccount(account)) => Ok(Some(*account)),
            Some(_) => Err(unexpected("a credit account")),
            None => Ok(None),
        }
    }

    fn entry_of(&self, key: &IdempotencyKey) -> Result<Option<CreditEntry>, StoreError> {
        let found = self.entries(Entries::Of(key.clone()), PageLimit::ONE)?;
        Ok(found.into_iter().next())
    }

    fn position(&self, number: EntryNumber) -> Result<Option<CreditPosition>, StoreError> {
        let key = Key::CreditPosition(self.customer, self.currency, number);
        self.snapshot.get(&key)?.map(position).transpose()
    }

    fn shelf(&self, on: Shelf, behind: Option<Place>) -> Result<Vec<CreditPosition>, StoreError> {
        let (customer, currency) = (self.customer, self.currency);
        let limit = PageLimit::default();
        let query = ShelfQuery { customer, currency, shelf: on, behind, limit };
        match self.snapshot.query(&Query::CreditShelf(query))? {
            Slice::Records(records) => records.into_iter().map(position).collect(),
            _ => Err(unexpected("positions of a credit account")),
        }
    }
}

fn position(record: Record) -> Result<CreditPosition, StoreError> {
    match record {
        Record::CreditPosition(position) => Ok(*position),
        _ => Err(unexpected("a position of a credit account")),
    }
}
