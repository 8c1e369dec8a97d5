//! New orders: what is promised to them, and what they owe.

use super::desk::{Desk, Draft};
use crate::credit::account::CreditAccount;
use crate::credit::book::Book;
use crate::credit::command::Purchase;
use crate::credit::entry::{EntryKind, Private};
use crate::credit::error::CreditError;
use crate::credit::position::{CreditItem, PositionState, Reservation, Shelf};
use crate::credit::purchase_orders::PaymentTerm;
use crate::id::EntryNumber;
use crate::money::Minor;
use crate::time::{Date, Timestamp};
use crate::violation::{Checks, FieldError};

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

    /// Whether a new order is taken, and with which payment term. Nothing but this holds an order to
    /// what is available.
    fn admit<'p>(
        &mut self,
        amount: Minor,
        purchase: &'p Purchase,
    ) -> Result<&'p PaymentTerm, B::Error> {
        let oldest = self.oldest_open_item()?;
        self.account.check_standing(self.command.today, oldest)?;
        let site = purchase.site;
        if !purchase.settings.is_enabled() {
            return Err(CreditError::SiteNotEnabled { site }.into());
        }
        let term = choose_term(&self.account, purchase)?;
        check_papers(purchase)?;
        let total_available = self.figures()?.total_available();
        if purchase.override_reason.is_none() && amount > total_available.into() {
            let requested = self.money(amount);
            return Err(CreditError::LimitExceeded { requested, total_available }.into());
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

/// The payment term of an order: the one that it names, or the only one. It is one that the customer
/// has on the site and that the site still has.
fn choose_term<'p>(
    account: &CreditAccount,
    purchase: &'p Purchase,
) -> Result<&'p PaymentTerm, CreditError> {
    let site = purchase.site;
    let terms = account.granted_terms(&site, &purchase.settings);
    let codes = || terms.iter().map(|term| *term.code()).collect();
    match (&purchase.term, terms.as_slice()) {
        (_, []) => Err(CreditError::NoTerm { site }),
        (None, [only]) => Ok(only),
        (None, _) => Err(CreditError::TermRequired { site, terms: codes() }),
        (Some(named), _) => {
            let found = terms.iter().find(|term| term.code() == named);
            let refused = || CreditError::TermNotGranted { site, term: *named, terms: codes() };
            found.copied().ok_or_else(refused)
        }
    }
}

/// Whether an order says what the site asks for, its purchase-order number before all.
fn check_papers(purchase: &Purchase) -> Result<(), CreditError> {
    let mut checks = Checks::new();
    if purchase.purchase_order.is_none() {
        checks.missing("purchase_order");
    }
    for field in purchase.settings.required_fields() {
        if !purchase.fields.contains_key(field.code()) {
            checks.missing(&format!("fields.{}", field.code()));
        }
    }
    for code in purchase.fields.keys() {
        let mut fields = purchase.settings.custom_fields().iter();
        if !fields.any(|field| field.is_enabled() && field.code() == code) {
            checks.reject(format!("fields.{code}"), &FieldError::Unknown);
        }
    }
    Ok(checks.finish()?)
}

/// When an item of today is due. A calendar that ends is no reason to refuse a fact.
pub(super) fn due(today: Date, net_days: u16) -> Date {
    today.plus_days(i32::from(net_days)).unwrap_or(today)
}
