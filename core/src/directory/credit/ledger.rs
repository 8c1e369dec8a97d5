//! What accounts and their ledgers say.

use super::{Credit, CreditOf, command, site_violation, status_of};
use crate::credit::{
    Ageing, Book as _, Clerk, CreditEntry, CreditError, CreditOffer, CreditPosition, CreditPreview,
    CreditStatus, Head, Operation, Request, Shelf, Statement, Verification, Verifier,
    parse_order_total,
};
use crate::directory::error::Error;
use crate::directory::paging;
use crate::directory::view::credit_account;
use crate::id::EntryNumber;
use crate::money::Amount;
use crate::page::{Page, PageLimit, PageRequest};
use crate::store::{Entries, Query, Slice, SnapshotBook, Toward, unexpected};
use crate::time::Date;

impl Credit {
    /// How the account stands now. Reservations that have run out hold nothing, whether or not that
    /// was recorded.
    pub fn status(&self, of: impl Into<CreditOf>) -> Result<CreditStatus, Error> {
        self.read(&of.into(), status_of)
    }

    /// What the account can pay of an order on a site. A bare total is in the currency of the site.
    pub fn offer(
        &self,
        of: impl Into<CreditOf>,
        site: impl AsRef<str>,
        total: impl Into<Amount>,
    ) -> Result<CreditOffer, Error> {
        let (of, raw) = (of.into(), total.into());
        self.read(&of, |view, book, account| {
            let site = view.basis.site(site.as_ref()).map_err(|error| site_violation(&error))?;
            let total = parse_order_total(&raw, site.currency())?;
            let status = status_of(view, book, account)?;
            Ok(status.offer(site.code(), site.purchase_orders(), total)?)
        })
    }

    /// What a page of a site needs to say what an order would mean: figures, terms, and what the site
    /// asks for, as of now.
    pub fn preview(
        &self,
        of: impl Into<CreditOf>,
        site: impl AsRef<str>,
    ) -> Result<CreditPreview, Error> {
        self.read(&of.into(), |view, book, account| {
            let site = view.basis.site(site.as_ref()).map_err(|error| site_violation(&error))?;
            let status = status_of(view, book, account)?;
            Ok(status.preview(site.code(), site.purchase_orders()))
        })
    }

    /// The items that are not paid in full, the oldest due date first.
    pub fn open_items(&self, of: impl Into<CreditOf>) -> Result<Vec<CreditPosition>, Error> {
        self.all_on(&of.into(), Shelf::OpenItems)
    }

    /// The reservations of which something is left, the first to run out first.
    pub fn reservations(&self, of: impl Into<CreditOf>) -> Result<Vec<CreditPosition>, Error> {
        self.all_on(&of.into(), Shelf::Reservations)
    }

    fn all_on(&self, of: &CreditOf, on: Shelf) -> Result<Vec<CreditPosition>, Error> {
        self.read(of, |_, book, _| {
            let mut all = Vec::new();
            each_position(book, on, |position| all.push(position))?;
            Ok(all)
        })
    }

    /// A page of the ledger, the latest entry first.
    pub fn entries(
        &self,
        of: impl Into<CreditOf>,
        page: PageRequest,
    ) -> Result<Page<CreditEntry>, Error> {
        let limit = page.checked_limit()?;
        self.read(&of.into(), |_, book, account| {
            let listing = format!("credit {}", account.id());
            let seek = paging::seek::<EntryNumber>(page.place(), &listing)?;
            let asked = match &seek {
                None => Entries::Last { before: None },
                Some(seek) if seek.toward == Toward::Next => {
                    Entries::Last { before: Some(seek.place) }
                }
                Some(seek) => Entries::Behind(seek.place),
            };
            let mut rows = book.entries(asked, limit)?;
            rows.reverse();
            let more = match seek.as_ref().map(|seek| seek.toward) {
                Some(Toward::Previous) => rows
                    .first()
                    .map(CreditEntry::number)
                    .is_some_and(|first| first < account.head().number),
                _ => rows.last().is_some_and(|last| last.number() > EntryNumber::FIRST),
            };
            Ok(paging::page(rows, more, seek, CreditEntry::number, &listing)?)
        })
    }

    /// The end of the ledger. Kept elsewhere, it shows any later alteration of what was before it.
    pub fn head(&self, of: impl Into<CreditOf>) -> Result<Head, Error> {
        self.read(&of.into(), |_, _, account| Ok(account.head()))
    }

    /// What happened from one day to another, both in it, and what was open at the end of the second.
    /// Days are those of the tenant's time zone. A first day after the second gives an empty
    /// statement.
    pub fn statement(
        &self,
        of: impl Into<CreditOf>,
        from: Date,
        to: Date,
    ) -> Result<Statement, Error> {
        self.read(&of.into(), |view, book, account| {
            let mut clerk = Clerk::new(from, to);
            each_entry(book, |entry| {
                let date = entry.at().date_in(view.definitions().tenant.time_zone());
                Ok(clerk.add(date, entry).map_err(CreditError::from)?)
            })?;
            Ok(clerk.statement(&account)?)
        })
    }

    /// What was owed at the end of a day, by how long it was overdue.
    pub fn ageing(&self, of: impl Into<CreditOf>, as_of: Date) -> Result<Ageing, Error> {
        self.statement(of, as_of, as_of).map(|statement| *statement.ageing())
    }

    /// Goes through the whole ledger: numbers, chain, personal fields, figures, and whether the
    /// account, its reservations, its open items and its money on no item are as the entries tell it.
    ///
    /// Against a [`head`](Self::head) that was kept elsewhere, it finds every alteration of what was
    /// before that head, also by somebody who has hashed the chain anew. Without one it finds only
    /// what was altered carelessly.
    pub fn verify(
        &self,
        of: impl Into<CreditOf>,
        against: Option<Head>,
    ) -> Result<Verification, Error> {
        self.read(&of.into(), |_, book, account| {
            let mut verifier = Verifier::new(against);
            each_entry(book, |entry| {
                verifier.add(&entry);
                Ok(true)
            })?;
            for shelf in [Shelf::Reservations, Shelf::OpenItems, Shelf::UnappliedPayments] {
                each_position(book, shelf, |position| verifier.compare(&position))?;
            }
            Ok(verifier.finish(&account))
        })
    }

    /// Records the reservations that have run out, over all accounts, and says how many.
    ///
    /// Nothing depends on it: a reservation that has run out holds nothing either way. It writes into
    /// the ledgers and the trail what would otherwise be written with the next operation.
    pub fn advance(&self) -> Result<u64, Error> {
        let mut recorded: u64 = 0;
        loop {
            let due = self.session.read(|view| {
                let query = Query::CreditAccountsDue(view.basis.now, PageLimit::default());
                match view.query(&query)? {
                    Slice::Records(records) => Ok(records),
                    _ => Err(unexpected("credit accounts").into()),
                }
            })?;
            if due.is_empty() {
                return Ok(recorded);
            }
            for record in due {
                let account = credit_account(record)?;
                let (customer, currency) = (account.customer(), account.currency());
                let decided = self.decide(|view| {
                    let request = Request { operation: Operation::Advance, key: None };
                    command(&view.basis, customer, currency, request)
                })?;
                let expired = decided.entries.len();
                recorded = recorded.saturating_add(u64::try_from(expired).unwrap_or(u64::MAX));
            }
        }
    }
}

/// Goes through a shelf in its order.
fn each_position(
    book: &SnapshotBook<'_>,
    shelf: Shelf,
    mut take: impl FnMut(CreditPosition),
) -> Result<(), Error> {
    let mut behind = None;
    loop {
        let read = book.shelf(shelf, behind)?;
        let Some((_, place)) = read.last().and_then(CreditPosition::place) else { return Ok(()) };
        behind = Some(place);
        read.into_iter().for_each(&mut take);
    }
}

/// Goes through a ledger from its first entry on, as long as `take` says so.
fn each_entry(
    book: &SnapshotBook<'_>,
    mut take: impl FnMut(CreditEntry) -> Result<bool, Error>,
) -> Result<(), Error> {
    let mut behind: Option<EntryNumber> = None;
    loop {
        let read = book.entries(behind.map_or(Entries::All, Entries::Behind), PageLimit::MAX)?;
        let Some(last) = read.last().map(CreditEntry::number) else { return Ok(()) };
        let is_ahead = behind.is_none_or(|behind| behind < last);
        behind = Some(last);
        for entry in read {
            if !take(entry)? {
                return Ok(());
            }
        }
        // In a ledger that was tampered with, an entry may say that it is an earlier one.
        if !is_ahead {
            return Ok(());
        }
    }
}
