//! What becomes of a reservation.

use super::desk::Desk;
use super::purchase::due;
use crate::credit::book::Book;
use crate::credit::entry::{EntryKind, Private};
use crate::credit::error::CreditError;
use crate::credit::position::{CreditItem, PositionState, Reservation, Shelf};
use crate::id::EntryNumber;
use crate::money::Minor;
use crate::time::Timestamp;

impl<B: Book> Desk<'_, B> {
    /// Records the reservations that have run out, the first first.
    pub(super) fn expire_due(&mut self) -> Result<(), B::Error> {
        if self.account.next_expiry.is_none_or(|first| first > self.at) {
            return Ok(());
        }
        while let Some((_, number)) = self.first_on(Shelf::Reservations)? {
            let mut reservation = self.reservation(number)?;
            if !reservation.is_expired_at(self.at) {
                self.put(number, PositionState::Reservation(reservation));
                break;
            }
            let left = reservation.left;
            let sums = &mut self.account.sums;
            sums.reserved = sums.reserved.minus(left).map_err(CreditError::from)?;
            let mut draft = self.draft(EntryKind::Expire);
            draft.content.amount = Some(left);
            draft.content.target = Some(number);
            draft.content.order.clone_from(&reservation.order);
            draft.site = Some(reservation.site);
            (reservation.left, reservation.is_expired) = (Minor::ZERO, true);
            self.put(number, PositionState::Reservation(reservation));
            self.record(draft)?;
        }
        self.find_next_expiry()
    }

    pub(super) fn extend(
        &mut self,
        number: EntryNumber,
        expires_at: Option<Timestamp>,
    ) -> Result<(), B::Error> {
        let mut reservation = self.live_reservation(number)?;
        self.check_expiry(expires_at)?;
        let mut draft = self.draft(EntryKind::Extend);
        draft.content.key.clone_from(&self.command.key);
        draft.content.target = Some(number);
        draft.content.expires_at = expires_at;
        draft.content.order.clone_from(&reservation.order);
        draft.site = Some(reservation.site);
        let before = std::mem::replace(&mut reservation.expires_at, expires_at);
        self.put(number, PositionState::Reservation(reservation));
        self.note_expiry(expires_at);
        self.forget_expiry(before)?;
        Ok(self.record(draft)?)
    }

    pub(super) fn capture(
        &mut self,
        number: EntryNumber,
        amount: Minor,
        is_final: bool,
    ) -> Result<(), B::Error> {
        let mut reservation = self.live_reservation(number)?;
        self.check_left(number, &reservation, amount)?;
        let given_up = if is_final { reservation.left } else { amount };
        reservation.left = reservation.left.minus(given_up).map_err(CreditError::from)?;
        let sums = &mut self.account.sums;
        sums.reserved = sums.reserved.minus(given_up).map_err(CreditError::from)?;
        let mut draft = self.draft_of(EntryKind::Capture, amount);
        draft.content.target = Some(number);
        draft.content.order.clone_from(&reservation.order);
        draft.content.term = Some(reservation.term);
        draft.content.is_final = is_final;
        draft.content.private = Some(Private {
            purchase_order: reservation.purchase_order.clone(),
            ..Private::note(self.command.salt, None)
        });
        draft.site = Some(reservation.site);
        let item = CreditItem {
            site: Some(reservation.site),
            order: reservation.order.clone(),
            term: Some(reservation.term),
            ..CreditItem::new(amount, due(self.command.today, reservation.net_days))
        };
        let expires_at = reservation.expires_at;
        self.put(number, PositionState::Reservation(reservation));
        self.forget_expiry(expires_at)?;
        self.owe(item, &mut draft)?;
        Ok(self.record(draft)?)
    }

    /// Gives up an amount of a reservation, or all that is left of it.
    pub(super) fn release(
        &mut self,
        number: EntryNumber,
        amount: Option<Minor>,
    ) -> Result<(), B::Error> {
        let mut reservation = self.live_reservation(number)?;
        let amount = amount.unwrap_or(reservation.left);
        self.check_left(number, &reservation, amount)?;
        reservation.left = reservation.left.minus(amount).map_err(CreditError::from)?;
        let sums = &mut self.account.sums;
        sums.reserved = sums.reserved.minus(amount).map_err(CreditError::from)?;
        let mut draft = self.draft_of(EntryKind::Release, amount);
        draft.content.target = Some(number);
        draft.content.order.clone_from(&reservation.order);
        draft.site = Some(reservation.site);
        let expires_at = reservation.expires_at;
        self.put(number, PositionState::Reservation(reservation));
        self.forget_expiry(expires_at)?;
        Ok(self.record(draft)?)
    }

    /// Takes a reservation that still holds something.
    fn live_reservation(&mut self, number: EntryNumber) -> Result<Reservation, B::Error> {
        let reservation = self.reservation(number)?;
        if let Some(expired_at) = reservation.expires_at
            && reservation.is_expired
        {
            return Err(CreditError::ReservationExpired { number, expired_at }.into());
        }
        if !reservation.left.is_positive() {
            return Err(CreditError::ReservationUsed { number }.into());
        }
        Ok(reservation)
    }

    fn check_left(
        &self,
        number: EntryNumber,
        reservation: &Reservation,
        requested: Minor,
    ) -> Result<(), CreditError> {
        if requested <= reservation.left {
            return Ok(());
        }
        let (requested, left) = (self.money(requested), self.money(reservation.left));
        Err(CreditError::AboveReservation { number, requested, left })
    }

    pub(super) fn check_expiry(&self, expires_at: Option<Timestamp>) -> Result<(), CreditError> {
        match expires_at {
            Some(expires_at) if expires_at <= self.at => {
                Err(CreditError::ExpiryNotAhead { expires_at, at: self.at })
            }
            _ => Ok(()),
        }
    }

    /// A reservation holds something until `expires_at`.
    pub(super) fn note_expiry(&mut self, expires_at: Option<Timestamp>) {
        let first = &mut self.account.next_expiry;
        *first = first.iter().copied().chain(expires_at).min();
    }

    /// A reservation that was to run out at `expires_at` may not do so any more.
    fn forget_expiry(&mut self, expires_at: Option<Timestamp>) -> Result<(), B::Error> {
        if expires_at.is_some() && expires_at == self.account.next_expiry {
            self.find_next_expiry()?;
        }
        Ok(())
    }

    fn find_next_expiry(&mut self) -> Result<(), B::Error> {
        // The place of a reservation on its shelf is when it runs out; no moment is as late as that of
        // one that never does.
        let first = self.first_on(Shelf::Reservations)?;
        self.account.next_expiry =
            first.and_then(|(moment, _)| Timestamp::from_microseconds(moment).ok());
        Ok(())
    }
}
