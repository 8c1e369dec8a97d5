//! What is owed no longer, and what is put right.

use super::desk::{Desk, Draft};
use crate::credit::book::Book;
use crate::credit::command::Note;
use crate::credit::entry::{EntryKind, Private};
use crate::credit::error::CreditError;
use crate::credit::position::{CreditItem, CreditPayment, PositionState};
use crate::id::EntryNumber;
use crate::money::Minor;
use crate::text::Line;

impl<B: Book> Desk<'_, B> {
    /// Goods were returned, or the price was lowered.
    pub(super) fn credit_note(
        &mut self,
        number: EntryNumber,
        amount: Minor,
        note: &Note,
    ) -> Result<(), B::Error> {
        let item = self.item(number)?;
        if amount > item.value {
            let (requested, left) = (self.money(amount), self.money(item.value));
            return Err(CreditError::AboveItem { number, requested, left }.into());
        }
        let draft = self.draft_of(EntryKind::CreditNote, amount);
        self.lower(number, item, amount, note, draft)
    }

    /// A credit note of all that the item is still worth.
    pub(super) fn void(&mut self, number: EntryNumber, note: &Note) -> Result<(), B::Error> {
        let item = self.item(number)?;
        if !item.value.is_positive() {
            return Err(CreditError::ItemVoid { number }.into());
        }
        let amount = item.value;
        let draft = self.draft_of(EntryKind::Void, amount);
        self.lower(number, item, amount, note, draft)
    }

    /// Lowers what an item is worth. What is not paid of it goes first; money that comes free, that
    /// of the newest payments first, goes to the oldest item.
    fn lower(
        &mut self,
        number: EntryNumber,
        mut item: CreditItem,
        amount: Minor,
        note: &Note,
        mut draft: Draft,
    ) -> Result<(), B::Error> {
        draft.content.target = Some(number);
        draft.content.order.clone_from(&item.order);
        draft.site = item.site;
        draft.content.private = Some(Private::note(self.command.salt, note.as_ref()));
        item.value = item.value.minus(amount).map_err(CreditError::from)?;
        let unpaid = amount.min(item.open);
        let mut freed = amount.minus(unpaid).map_err(CreditError::from)?;
        // What is freed of payments is open for a moment, until it is taken off below.
        item.open = item.open.minus(amount).map_err(CreditError::from)?;
        let paid: Vec<(EntryNumber, Minor)> =
            item.paid.iter().rev().map(|(payment, minor)| (*payment, *minor)).collect();
        self.put(number, PositionState::Item(item));
        let sums = &mut self.account.sums;
        sums.outstanding = sums.outstanding.minus(amount).map_err(CreditError::from)?;
        for (payment, minor) in paid {
            let part = minor.min(freed);
            if part.is_zero() {
                break;
            }
            freed = freed.minus(part).map_err(CreditError::from)?;
            self.allocate((payment, number), part.negated(), &mut draft)?;
        }
        self.settle(&mut draft)?;
        Ok(self.record(draft)?)
    }

    /// Puts right what is owed: more of it is an item of today, less is money of the customer.
    pub(super) fn adjust(&mut self, amount: Minor, reason: &Line<200>) -> Result<(), B::Error> {
        let mut draft = self.draft_of(EntryKind::Adjust, amount);
        draft.content.private = Some(Private::note(self.command.salt, Some(reason)));
        if amount.is_positive() {
            let item = CreditItem::new(amount, self.command.today);
            self.owe(item, &mut draft)?;
        } else {
            let payment =
                CreditPayment { is_adjustment: true, ..CreditPayment::new(amount.negated()) };
            self.receive(draft.content.number, payment)?;
            self.settle(&mut draft)?;
        }
        Ok(self.record(draft)?)
    }
}
