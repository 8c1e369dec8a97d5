//! An account while it is decided about.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::code::SiteCode;
use crate::credit::account::{CreditAccount, Head};
use crate::credit::book::Book;
use crate::credit::chain::Digest;
use crate::credit::command::{CreditCommand, Opening, Operation};
use crate::credit::decide::Decided;
use crate::credit::entry::{
    Allocation, CreditEntry, Effects, EntryContent, EntryKind, Private, Setting,
};
use crate::credit::error::CreditError;
use crate::credit::figures::{Figures, Sums};
use crate::credit::position::{
    CreditItem, CreditPayment, CreditPosition, Parts, Place, PositionState, Reservation, Shelf,
};
use crate::id::EntryNumber;
use crate::money::{Minor, Money};
use crate::time::Timestamp;
use crate::version::Version;

/// An account, the positions that were taken off their shelves, and the entries so far.
pub(super) struct Desk<'a, B> {
    book: &'a B,
    pub(super) command: &'a CreditCommand,
    pub(super) account: CreditAccount,
    /// The time of the entries: that of the command, but never before the entry before.
    pub(super) at: Timestamp,
    head: Option<Head>,
    /// The figures as the last entry left them.
    recorded: Sums,
    touched: BTreeMap<EntryNumber, Box<CreditPosition>>,
    /// The versions of the positions that were taken from the book.
    versions: BTreeMap<EntryNumber, Version>,
    shelves: Shelves,
    entries: Vec<CreditEntry>,
}

/// What is known of the shelves.
#[derive(Debug, Default)]
struct Shelves {
    reservations: OnShelf,
    open_items: OnShelf,
    unapplied_payments: OnShelf,
}

impl Shelves {
    fn known(&mut self, on: Shelf) -> &mut OnShelf {
        match on {
            Shelf::Reservations => &mut self.reservations,
            Shelf::OpenItems => &mut self.open_items,
            Shelf::UnappliedPayments => &mut self.unapplied_payments,
        }
    }
}

/// What is known of a shelf.
#[derive(Debug, Default)]
struct OnShelf {
    /// The places of touched positions of which something is left.
    in_hand: BTreeSet<Place>,
    /// What was read of the book, in its order, and where to read on.
    read_ahead: VecDeque<CreditPosition>,
    behind: Option<Place>,
    is_read: bool,
}

/// An entry while it comes about.
pub(super) struct Draft {
    pub(super) content: Box<EntryContent>,
    pub(super) site: Option<SiteCode>,
}

impl<'a, B: Book> Desk<'a, B> {
    /// The desk of an account that is there; what has run out is recorded first.
    pub(super) fn at(
        book: &'a B,
        command: &'a CreditCommand,
        account: CreditAccount,
    ) -> Result<Self, B::Error> {
        let head = account.head();
        let at = command.at.max(head.at);
        let mut desk = Self::new(book, command, account, at, Some(head));
        desk.expire_due()?;
        Ok(desk)
    }

    /// The desk of an account that is to be opened.
    pub(super) fn open(book: &'a B, command: &'a CreditCommand, opening: &Opening) -> Self {
        let (customer, currency) = (command.customer, command.currency);
        let account = CreditAccount::unopened(opening.id, customer, currency, command.at);
        Self::new(book, command, account, command.at, None)
    }

    fn new(
        book: &'a B,
        command: &'a CreditCommand,
        account: CreditAccount,
        at: Timestamp,
        head: Option<Head>,
    ) -> Self {
        Self {
            book,
            command,
            at,
            head,
            recorded: account.sums,
            account,
            touched: BTreeMap::new(),
            versions: BTreeMap::new(),
            shelves: Shelves::default(),
            entries: Vec::with_capacity(1),
        }
    }

    pub(super) fn carry_out(&mut self, operation: &Operation) -> Result<(), B::Error> {
        match operation {
            Operation::Open(opening) => self.record_opening(opening)?,
            Operation::SetLimit(limit) => self.set_limit(*limit)?,
            Operation::SetOverdraft(overdraft) => self.set_overdraft(*overdraft)?,
            Operation::SetTerms { site, terms } => self.set_terms(*site, terms)?,
            Operation::SetKeepSurplus(keeps) => self.set_keep_surplus(*keeps)?,
            Operation::SetHoldWhenOverdue(days) => self.set_hold_when_overdue(*days)?,
            Operation::Enable => self.set_enabled(true)?,
            Operation::Disable => self.set_enabled(false)?,
            Operation::Hold { reason } => self.hold(reason)?,
            Operation::LiftHold => self.lift_hold()?,
            Operation::Reserve { amount, purchase, expires_at } => {
                self.reserve(*amount, purchase, *expires_at)?;
            }
            Operation::Extend { reservation, expires_at } => {
                self.extend(*reservation, *expires_at)?;
            }
            Operation::Capture { reservation, amount, is_final } => {
                self.capture(*reservation, *amount, *is_final)?;
            }
            Operation::Release { reservation, amount } => self.release(*reservation, *amount)?,
            Operation::Charge { amount, purchase } => self.charge(*amount, purchase)?,
            Operation::Pay { amount, named, keep_surplus, note } => {
                self.pay(*amount, named, *keep_surplus, note)?;
            }
            Operation::CreditNote { item, amount, note } => {
                self.credit_note(*item, *amount, note)?;
            }
            Operation::Void { item, note } => self.void(*item, note)?,
            Operation::ReversePayment { payment, note } => {
                self.reverse_payment(*payment, note)?;
            }
            Operation::Refund { amount, note } => self.refund(*amount, note)?,
            Operation::Adjust { amount, reason } => self.adjust(*amount, reason)?,
            Operation::Advance => {}
        }
        Ok(())
    }

    /// What came of it.
    pub(super) fn close(self) -> Decided {
        let mut positions = Vec::with_capacity(self.touched.len());
        positions.extend(self.touched.into_values().map(|position| *position));
        Decided { account: self.account, positions, entries: self.entries, replayed: None }
    }

    pub(super) fn money(&self, minor: Minor) -> Money {
        minor.of(self.account.currency())
    }

    pub(super) fn figures(&self) -> Result<Figures, CreditError> {
        Ok(self.account.figures()?)
    }

    // Entries.

    /// The number of the entry that comes next.
    pub(super) fn next_number(&self) -> EntryNumber {
        self.head.map_or(EntryNumber::FIRST, |head| head.number.next())
    }

    /// An entry that says nothing but its kind.
    pub(super) fn draft(&self, kind: EntryKind) -> Draft {
        let content = EntryContent {
            account: self.account.id(),
            number: self.next_number(),
            kind,
            currency: self.account.currency(),
            amount: None,
            effects: Effects::default(),
            after: Sums::default(),
            target: None,
            order: None,
            term: None,
            due: None,
            expires_at: None,
            key: None,
            is_final: false,
            is_override: false,
            setting: None,
            named: Vec::new(),
            allocations: Vec::new(),
            private: None,
            commitment: None,
            previous: self.head.map(|head| head.hash),
            hash: Digest::NOTHING,
        };
        Draft { content: Box::new(content), site: None }
    }

    /// An entry about an amount of money, that answers the command.
    pub(super) fn draft_of(&self, kind: EntryKind, amount: Minor) -> Draft {
        let mut draft = self.draft(kind);
        draft.content.amount = Some(amount);
        draft.content.key.clone_from(&self.command.key);
        draft
    }

    /// Adds an entry: what it changed is what the figures say beside those of the entry before.
    pub(super) fn record(&mut self, draft: Draft) -> Result<(), CreditError> {
        let Draft { mut content, site } = draft;
        let (before, after) = (self.recorded, self.account.sums);
        // A figure that follows from the others may be out of range where they are not.
        self.account.figures()?;
        content.effects = Effects {
            outstanding: after.outstanding.minus(before.outstanding)?,
            reserved: after.reserved.minus(before.reserved)?,
            unapplied: after.unapplied.minus(before.unapplied)?,
        };
        content.after = after;
        content.private = content.private.filter(|private| !private.is_empty());
        content.commitment = content.private.as_ref().map(Private::commitment);
        let (customer, author) = (self.account.customer(), self.command.author.clone());
        let mut entry = CreditEntry { customer, author, site, at: self.at, content };
        entry.content.hash = entry.computed_hash();
        let head = Head { number: entry.number(), at: self.at, hash: entry.hash() };
        self.head = Some(head);
        self.account.last = head;
        self.recorded = after;
        self.entries.push(entry);
        Ok(())
    }

    /// Adds an entry that sets something.
    pub(super) fn record_setting(
        &mut self,
        kind: EntryKind,
        setting: Option<Setting>,
    ) -> Result<(), CreditError> {
        let mut draft = self.draft(kind);
        draft.content.setting = setting;
        self.record(draft)
    }

    // Positions.

    /// Takes a position in hand. Whoever takes one puts it back.
    fn take(&mut self, number: EntryNumber) -> Result<Option<PositionState>, B::Error> {
        if let Some(in_hand) = self.touched.remove(&number) {
            return Ok(Some(in_hand.state));
        }
        let Some(kept) = self.book.position(number)? else { return Ok(None) };
        self.versions.insert(number, kept.version());
        Ok(Some(kept.state))
    }

    /// Takes the reservation that a command names.
    pub(super) fn reservation(&mut self, number: EntryNumber) -> Result<Reservation, B::Error> {
        match self.take(number)? {
            Some(PositionState::Reservation(reservation)) => Ok(reservation),
            _ => Err(CreditError::UnknownReservation { number }.into()),
        }
    }

    /// Takes an item.
    pub(super) fn item(&mut self, number: EntryNumber) -> Result<CreditItem, B::Error> {
        match self.take(number)? {
            Some(PositionState::Item(item)) => Ok(item),
            _ => Err(CreditError::UnknownItem { number }.into()),
        }
    }

    /// Takes a payment.
    pub(super) fn payment(&mut self, number: EntryNumber) -> Result<CreditPayment, B::Error> {
        match self.take(number)? {
            Some(PositionState::Payment(payment)) => Ok(payment),
            _ => Err(CreditError::UnknownPayment { number }.into()),
        }
    }

    /// Puts a position on its shelf, a new one or one that was taken.
    pub(super) fn put(&mut self, number: EntryNumber, state: PositionState) {
        let (customer, currency) = (self.account.customer(), self.account.currency());
        let mut position = CreditPosition::new(customer, currency, number, state);
        if let Some(version) = self.versions.get(&number) {
            position.set_version(*version);
        }
        let (on, place) = position.usual_place();
        let places = &mut self.shelves.known(on).in_hand;
        if position.place().is_some() {
            places.insert(place);
        } else {
            places.remove(&place);
        }
        self.touched.insert(number, Box::new(position));
    }

    /// The place of the first position on a shelf, as it stands after what was decided so far.
    pub(super) fn first_on(&mut self, on: Shelf) -> Result<Option<Place>, B::Error> {
        let kept = self.first_kept_on(on)?;
        let in_hand = self.shelves.known(on).in_hand.first().copied();
        Ok(kept.into_iter().chain(in_hand).min())
    }

    /// The first place on a shelf of the book whose position was not touched.
    fn first_kept_on(&mut self, on: Shelf) -> Result<Option<Place>, B::Error> {
        let known = self.shelves.known(on);
        loop {
            while let Some(position) = known.read_ahead.front() {
                if !self.touched.contains_key(&position.number()) {
                    return Ok(position.place().map(|(_, place)| place));
                }
                known.read_ahead.pop_front();
            }
            if known.is_read {
                return Ok(None);
            }
            known.read_ahead = self.book.shelf(on, known.behind)?.into();
            known.is_read = known.read_ahead.is_empty();
            let last = known.read_ahead.back().and_then(CreditPosition::place);
            known.behind = last.map(|(_, place)| place);
        }
    }

    // Money between payments and items.

    /// Puts money of a payment onto an item, or takes it off where `minor` is below zero.
    pub(super) fn allocate(
        &mut self,
        parts: (EntryNumber, EntryNumber),
        minor: Minor,
        draft: &mut Draft,
    ) -> Result<(), B::Error> {
        self.allocate_by(parts, |_, _| minor, draft)
    }

    /// Puts as much money of a payment onto an item as the two of them say.
    fn allocate_by(
        &mut self,
        (payment, item): (EntryNumber, EntryNumber),
        how_much: impl FnOnce(&CreditPayment, &CreditItem) -> Minor,
        draft: &mut Draft,
    ) -> Result<(), B::Error> {
        let (mut from, mut to) = (self.payment(payment)?, self.item(item)?);
        let minor = how_much(&from, &to);
        let sums = &mut self.account.sums;
        shift(&mut from.unapplied, &mut from.applied, item, minor)?;
        shift(&mut to.open, &mut to.paid, payment, minor)?;
        sums.unapplied = sums.unapplied.minus(minor).map_err(CreditError::from)?;
        self.put(payment, PositionState::Payment(from));
        self.put(item, PositionState::Item(to));
        draft.content.allocations.push(Allocation { payment, item, minor });
        Ok(())
    }

    /// Puts money that is on no item onto the oldest ones, until one of the two runs out.
    pub(super) fn settle(&mut self, draft: &mut Draft) -> Result<(), B::Error> {
        while self.account.sums.unapplied.is_positive() {
            let Some((_, item)) = self.first_on(Shelf::OpenItems)? else { return Ok(()) };
            let Some((_, payment)) = self.first_on(Shelf::UnappliedPayments)? else {
                return Ok(());
            };
            let all = |from: &CreditPayment, to: &CreditItem| from.unapplied.min(to.open);
            self.allocate_by((payment, item), all, draft)?;
        }
        Ok(())
    }
}

/// Moves money from what one side of an allocation has left to what it has of the other side.
fn shift(
    left: &mut Minor,
    parts: &mut Parts,
    of: EntryNumber,
    minor: Minor,
) -> Result<(), CreditError> {
    *left = left.minus(minor)?;
    let part = parts.entry(of).or_default();
    *part = part.plus(minor)?;
    if part.is_zero() {
        parts.remove(&of);
    }
    Ok(())
}
