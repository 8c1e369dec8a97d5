//! New orders: what is promised to them, and what they owe.

use super::desk::{Desk, Draft};
use crate::credit::admission;
use crate::credit::book::Book;
use crate::credit::command::Purchase;
use crate::credit::entry::{EntryKind, Private};
use crate::credit::error::CreditError;
use crate::credit::position::{CreditItem, PositionState, Reservation, Shelf};
use crate::credit::purchase_orders::PaymentTerm;
use crate::id::EntryNumber;
use crate::money::Minor;
use crate::time::{Date, Timestamp};

impl<B: Book> Desk<'_, B> {
    pub(super) fn reserve(
        &mut self,
        amount: Minor,
        purchase: &Purchase,
        expires_at: Option<Timestamp>,
    ) -> Result<(), B::Error> {
        let term = self.admit(amount, purchase)?;
        self.check_expiry(expires_at)?;
        let number = self.next_number();
        let reservation = Reservation {
            amount,
            left: amount,
            expires_at,
            site: purchase.site,
            order: purchase.order.clone(),
            purchase_order: purchase.purchase_order.clone(),
            term: *term.code(),
            net_days: term.net_days(),
            is_expired: false,
        };
        let sums = &mut self.account.sums;
        sums.reserved = sums.reserved.plus(amount).map_err(CreditError::from)?;
        self.note_expiry(expires_at);
        self.put(number, PositionState::Reservation(reservation));
        let mut draft = self.draft_of_purchase(EntryKind::Reserve, amount, purchase, term);
        draft.content.expires_at = expires_at;
        Ok(self.record(draft)?)
    }

    pub(super) fn charge(&mut self, amount: Minor, purchase: &Purchase) -> Result<(), B::Error> {
        let term = self.admit(amount, purchase)?;
        let item = CreditItem {
            site: Some(purchase.site),
            order: purchase.order.clone(),
            term: Some(*term.code()),
            ..CreditItem::new(amount, due(self.command.today, term.net_days()))
        };
        let mut draft = self.draft_of_purchase(EntryKind::Charge, amount, purchase, term);
        self.owe(item, &mut draft)?;
        Ok(self.record(draft)?)
    }

    /// Puts a new item beside the entry that makes it, and money that is on no item onto it.
    pub(super) fn owe(&mut self, item: CreditItem, draft: &mut Draft) -> Result<(), B::Error> {
        let sums = &mut self.account.sums;
        sums.outstanding = sums.outstanding.plus(item.amount).map_err(CreditError::from)?;
        draft.content.due = Some(item.due);
        self.put(draft.content.number, PositionState::Item(item));
        self.settle(draft)
    }

    /// Whether a new order is taken, and with which payment term. Nothing but this holds an order that
    /// is recorded to what is available.
    fn admit<'p>(
        &mut self,
        amount: Minor,
        purchase: &'p Purchase,
    ) -> Result<&'p PaymentTerm, B::Error> {
        let oldest = self.oldest_open_item()?;
        self.account.check_standing(self.command.today, oldest)?;
        let (site, settings) = (purchase.site, &purchase.settings);
        admission::check_site(site, settings)?;
        let terms = self.account.granted_terms(&site, settings);
        let term = admission::choose_term(site, &terms, purchase.term.as_ref())?;
        let number = purchase.purchase_order.as_ref();
        admission::check_purchase_order(settings, number, &purchase.fields)
            .map_err(CreditError::from)?;
        if purchase.override_reason.is_none() {
            admission::check_limit(&self.figures()?, amount)?;
        }
        Ok(term)
    }

    /// The oldest open item with its due date, where the account has a policy for overdue ones.
    fn oldest_open_item(&mut self) -> Result<Option<(EntryNumber, Date)>, B::Error> {
        if self.account.hold_when_overdue.is_none() {
            return Ok(None);
        }
        // The place of an item on its shelf is its due date.
        let oldest = self.first_on(Shelf::OpenItems)?;
        Ok(oldest.and_then(|(day, number)| Some((number, Date::from_days_since_epoch(day)?))))
    }

    fn draft_of_purchase(
        &self,
        kind: EntryKind,
        amount: Minor,
        purchase: &Purchase,
        term: &PaymentTerm,
    ) -> Draft {
        let mut draft = self.draft_of(kind, amount);
        draft.site = Some(purchase.site);
        draft.content.order.clone_from(&purchase.order);
        draft.content.term = Some(*term.code());
        draft.content.is_override = purchase.override_reason.is_some();
        draft.content.private = Some(Private {
            salt: self.command.salt,
            purchase_order: purchase.purchase_order.clone(),
            note: purchase.override_reason.clone(),
            fields: purchase.fields.clone(),
        });
        draft
    }
}

/// When an item of today is due. A calendar that ends is no reason to refuse a fact.
pub(super) fn due(today: Date, net_days: u16) -> Date {
    today.plus_days(i32::from(net_days)).unwrap_or(today)
}
