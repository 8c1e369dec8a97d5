//! The customer's money: paid, sent back, and not come about.

use super::desk::Desk;
use crate::credit::book::Book;
use crate::credit::command::Note;
use crate::credit::entry::{EntryKind, Private};
use crate::credit::error::CreditError;
use crate::credit::position::{CreditPayment, PositionState, Shelf};
use crate::id::EntryNumber;
use crate::money::Minor;

impl<B: Book> Desk<'_, B> {
    /// Takes a payment, onto the items that it names and then onto the oldest.
    pub(super) fn pay(
        &mut self,
        amount: Minor,
        named: &[(EntryNumber, Minor)],
        keep_surplus: bool,
        note: &Note,
    ) -> Result<(), B::Error> {
        let owed = self.account.sums.outstanding.max(Minor::ZERO);
        if amount > owed && !keep_surplus && !self.account.keep_surplus {
            let (requested, owed) = (self.money(amount), self.money(owed));
            return Err(CreditError::Overpayment { requested, owed }.into());
        }
        let mut draft = self.draft_of(EntryKind::Pay, amount);
        draft.content.named = named.to_vec();
        draft.content.private = Some(Private::note(self.command.salt, note.as_ref()));
        let number = draft.content.number;
        self.receive(number, CreditPayment::new(amount))?;
        let mut rest = amount;
        for (item, minor) in named {
            rest = rest.minus(*minor).map_err(CreditError::from)?;
            if rest.is_negative() {
                return Err(CreditError::AbovePayment { amount: self.money(amount) }.into());
            }
            let open = self.item(*item)?;
            let left = open.open;
            self.put(*item, PositionState::Item(open));
            if *minor > left {
                let (requested, left) = (self.money(*minor), self.money(left));
                return Err(CreditError::AboveOpenItem { number: *item, requested, left }.into());
            }
            self.allocate((number, *item), *minor, &mut draft)?;
        }
        self.settle(&mut draft)?;
        Ok(self.record(draft)?)
    }

    /// Takes money in that is on no item yet.
    pub(super) fn receive(
        &mut self,
        number: EntryNumber,
        payment: CreditPayment,
    ) -> Result<(), CreditError> {
        let sums = &mut self.account.sums;
        sums.outstanding = sums.outstanding.minus(payment.amount)?;
        sums.unapplied = sums.unapplied.plus(payment.amount)?;
        self.put(number, PositionState::Payment(payment));
        Ok(())
    }

    /// A payment did not come about: what it paid is open again, due when it was due before.
    pub(super) fn reverse_payment(
        &mut self,
        number: EntryNumber,
        note: &Note,
    ) -> Result<(), B::Error> {
        let payment = self.payment(number)?;
        if payment.is_adjustment {
            return Err(CreditError::UnknownPayment { number }.into());
        }
        if payment.is_reversed {
            return Err(CreditError::PaymentReversed { number }.into());
        }
        if payment.refunded.is_positive() {
            let refunded = self.money(payment.refunded);
            return Err(CreditError::PaymentRefunded { number, refunded }.into());
        }
        let (amount, applied) = (payment.amount, payment.applied.clone());
        self.put(number, PositionState::Payment(payment));
        let mut draft = self.draft_of(EntryKind::ReversePayment, amount);
        draft.content.target = Some(number);
        draft.content.private = Some(Private::note(self.command.salt, note.as_ref()));
        for (item, minor) in applied {
            self.allocate((number, item), minor.negated(), &mut draft)?;
        }
        let mut payment = self.payment(number)?;
        (payment.unapplied, payment.is_reversed) = (Minor::ZERO, true);
        self.put(number, PositionState::Payment(payment));
        self.send_back(amount)?;
        self.settle(&mut draft)?;
        Ok(self.record(draft)?)
    }

    /// Sends money back that is on no item, that of the oldest payments first.
    pub(super) fn refund(&mut self, amount: Minor, note: &Note) -> Result<(), B::Error> {
        let left = self.account.sums.unapplied;
        if amount > left {
            let (requested, left) = (self.money(amount), self.money(left));
            return Err(CreditError::RefundAboveCredit { requested, left }.into());
        }
        let mut draft = self.draft_of(EntryKind::Refund, amount);
        draft.content.private = Some(Private::note(self.command.salt, note.as_ref()));
        self.send_back(amount)?;
        let mut rest = amount;
        while rest.is_positive()
            && let Some((_, number)) = self.first_on(Shelf::UnappliedPayments)?
        {
            let mut payment = self.payment(number)?;
            let part = rest.min(payment.unapplied);
            payment.unapplied = payment.unapplied.minus(part).map_err(CreditError::from)?;
            payment.refunded = payment.refunded.plus(part).map_err(CreditError::from)?;
            rest = rest.minus(part).map_err(CreditError::from)?;
            self.put(number, PositionState::Payment(payment));
        }
        Ok(self.record(draft)?)
    }

    /// Money that is on no item is the customer's no longer.
    fn send_back(&mut self, amount: Minor) -> Result<(), CreditError> {
        let sums = &mut self.account.sums;
        sums.outstanding = sums.outstanding.plus(amount)?;
        sums.unapplied = sums.unapplied.minus(amount)?;
        Ok(())
    }
}
