//! What the entries of a ledger add up to.

use std::collections::BTreeMap;

use super::entry::{CreditEntry, EntryKind, Setting};
use super::figures::Sums;
use super::overdraft::Overdraft;
use crate::activity::OrderNumber;
use crate::code::{SiteCode, TermCode};
use crate::id::EntryNumber;
use crate::money::{Minor, MoneyError};
use crate::text::Line;
use crate::time::Date;

/// An account as its entries tell it, one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Fold {
    pub(super) sums: Sums,
    overdraft: Overdraft,
    pub(super) items: BTreeMap<EntryNumber, FoldedItem>,
    /// What is left of each reservation.
    pub(super) reservations: BTreeMap<EntryNumber, Minor>,
    /// What of each payment is on no item.
    pub(super) payments: BTreeMap<EntryNumber, Minor>,
    /// What is open of all items, and left of all reservations.
    open: Minor,
    reserved: Minor,
}

/// An item as the entries tell it.
#[derive(Debug, Clone)]
pub(super) struct FoldedItem {
    pub(super) amount: Minor,
    pub(super) value: Minor,
    pub(super) open: Minor,
    pub(super) due: Date,
    pub(super) site: Option<SiteCode>,
    pub(super) order: Option<OrderNumber>,
    pub(super) purchase_order: Option<Line<64>>,
    pub(super) term: Option<TermCode>,
}

impl Fold {
    /// Adds the next entry. Where it is about an item that no entry made, that shows in the sums.
    pub(super) fn add(&mut self, entry: &CreditEntry) -> Result<(), MoneyError> {
        let content = &entry.content;
        let amount = content.amount.unwrap_or_default();
        self.sums.outstanding = self.sums.outstanding.plus(content.effects.outstanding)?;
        self.sums.reserved = self.sums.reserved.plus(content.effects.reserved)?;
        self.sums.unapplied = self.sums.unapplied.plus(content.effects.unapplied)?;
        match content.kind {
            EntryKind::Open | EntryKind::SetLimit => self.sums.limit = amount,
            EntryKind::Reserve => self.hold(content.number, amount)?,
            EntryKind::Capture | EntryKind::Release | EntryKind::Expire => {
                self.hold_of(content.target, content.effects.reserved)?;
            }
            EntryKind::Pay => drop(self.payments.insert(content.number, amount)),
            EntryKind::Adjust if amount.is_negative() => {
                self.payments.insert(content.number, amount.negated());
            }
            EntryKind::Refund => self.send_back(amount)?,
            EntryKind::CreditNote | EntryKind::Void => {
                self.open_of(content.target, amount.negated())?;
                if let Some(item) = content.target.and_then(|of| self.items.get_mut(&of)) {
                    item.value = item.value.minus(amount)?;
                }
            }
            _ => {}
        }
        if let Some(due) = content.due {
            let purchase_order = content.private.as_ref();
            let item = FoldedItem {
                amount,
                value: amount,
                open: Minor::ZERO,
                due,
                site: entry.site,
                order: content.order.clone(),
                purchase_order: purchase_order.and_then(|of| of.purchase_order.clone()),
                term: content.term,
            };
            self.items.insert(content.number, item);
            self.open_of(Some(content.number), amount)?;
        }
        for allocation in &content.allocations {
            self.open_of(Some(allocation.item), allocation.minor.negated())?;
            if let Some(left) = self.payments.get_mut(&allocation.payment) {
                *left = left.minus(allocation.minor)?;
            }
        }
        // What came back from the items of a payment that is reversed is the customer's no longer.
        if content.kind == EntryKind::ReversePayment
            && let Some(reversed) = content.target
        {
            self.payments.remove(&reversed);
        }
        if let Some(Setting::Opening { overdraft, .. } | Setting::Overdraft(overdraft)) =
            &content.setting
        {
            self.overdraft = *overdraft;
        }
        let limit = self.sums.limit.of(content.currency);
        self.sums.overdraft = self.overdraft.beyond(limit)?.into();
        Ok(())
    }

    /// Takes money that is on no item, that of the oldest payments first.
    fn send_back(&mut self, amount: Minor) -> Result<(), MoneyError> {
        let mut rest = amount;
        for left in self.payments.values_mut() {
            let part = rest.min(*left);
            *left = left.minus(part)?;
            rest = rest.minus(part)?;
        }
        Ok(())
    }

    /// Changes what is open of an item.
    fn open_of(&mut self, item: Option<EntryNumber>, by: Minor) -> Result<(), MoneyError> {
        if let Some(item) = item.and_then(|item| self.items.get_mut(&item)) {
            item.open = item.open.plus(by)?;
            self.open = self.open.plus(by)?;
        }
        Ok(())
    }

    fn hold(&mut self, number: EntryNumber, amount: Minor) -> Result<(), MoneyError> {
        self.reservations.insert(number, Minor::ZERO);
        self.hold_of(Some(number), amount)
    }

    /// Changes what is left of a reservation.
    fn hold_of(&mut self, number: Option<EntryNumber>, by: Minor) -> Result<(), MoneyError> {
        if let Some(left) = number.and_then(|number| self.reservations.get_mut(&number)) {
            *left = left.plus(by)?;
            self.reserved = self.reserved.plus(by)?;
        }
        Ok(())
    }

    /// Whether what is open and promised fits the figures.
    pub(super) fn is_sound(&self) -> bool {
        let owed = self.open.minus(self.sums.unapplied);
        owed == Ok(self.sums.outstanding) && self.reserved == self.sums.reserved
    }
}
