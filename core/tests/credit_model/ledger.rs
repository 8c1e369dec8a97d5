//! What credit is, in plain integers: the model. It calls nothing of the library.
//!
//! Sums are not kept but added up from what there is, money finds its items by looking at all of
//! them, and an operation that is refused is one whose outcome is thrown away.

use std::collections::BTreeMap;

pub(crate) type Number = u64;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Overdraft {
    Amount(i64),
    /// Tenths of a percent of the limit.
    Tenths(i64),
}

#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) limit: i64,
    pub(crate) overdraft: Overdraft,
    pub(crate) enabled: bool,
    pub(crate) held: bool,
    pub(crate) entries: Number,
    /// By number: due day, worth, and what each payment has put on it.
    pub(crate) items: BTreeMap<Number, (i64, i64, BTreeMap<Number, i64>)>,
    /// By number: amount, sent back, whether it can be reversed.
    pub(crate) payments: BTreeMap<Number, (i64, i64, bool)>,
    /// By number: what is left, when it ends, whether it has.
    pub(crate) reservations: BTreeMap<Number, (i64, Option<i64>, bool)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Limit(i64),
    Overdraft(Overdraft),
    Enable(bool),
    Hold(bool),
    Reserve { amount: i64, ends: Option<i64>, beyond: bool },
    Extend { of: Number, ends: Option<i64> },
    Capture { of: Number, amount: i64, last: bool },
    Release { of: Number, amount: Option<i64> },
    Charge { amount: i64, beyond: bool },
    Pay { amount: i64, named: Vec<(Number, i64)>, keep: bool },
    CreditNote { of: Number, amount: i64 },
    Void { of: Number },
    Reverse { of: Number },
    Refund { amount: i64 },
    Adjust { amount: i64 },
}

impl Ledger {
    pub(crate) fn open(limit: i64, overdraft: Overdraft) -> Self {
        Self {
            limit,
            overdraft,
            enabled: true,
            held: false,
            entries: 1,
            items: BTreeMap::new(),
            payments: BTreeMap::new(),
            reservations: BTreeMap::new(),
        }
    }

    pub(crate) fn open_of(&self, item: Number) -> i64 {
        let (_, worth, paid) = &self.items[&item];
        worth - paid.values().sum::<i64>()
    }

    pub(crate) fn unapplied_of(&self, payment: Number) -> i64 {
        let (amount, sent_back, _) = self.payments[&payment];
        let on_items = self.items.values().filter_map(|(_, _, paid)| paid.get(&payment));
        amount - sent_back - on_items.sum::<i64>()
    }

    /// Limit, overdraft, outstanding, reserved, unapplied.
    pub(crate) fn figures(&self) -> [i64; 5] {
        let overdraft = match self.overdraft {
            Overdraft::Amount(amount) => amount,
            Overdraft::Tenths(tenths) => self.limit * tenths / 1_000,
        };
        let open: i64 = self.items.keys().map(|item| self.open_of(*item)).sum();
        let unapplied: i64 = self.payments.keys().map(|one| self.unapplied_of(*one)).sum();
        let reserved = self.reservations.values().map(|(left, ..)| left).sum();
        [self.limit, overdraft, open - unapplied, reserved, unapplied]
    }

    fn total_available(&self) -> i64 {
        let [limit, overdraft, outstanding, reserved, _] = self.figures();
        limit + overdraft - outstanding - reserved
    }

    pub(crate) fn oldest_items(&self) -> Vec<Number> {
        let mut open: Vec<Number> =
            self.items.keys().copied().filter(|item| self.open_of(*item) > 0).collect();
        open.sort_by_key(|item| (self.items[item].0, *item));
        open
    }

    /// Ends what has run out; each is an entry.
    pub(crate) fn end_reservations(&mut self, now: i64) {
        for (left, ends, ended) in self.reservations.values_mut() {
            if *left > 0 && ends.is_some_and(|ends| ends <= now) {
                (*left, *ended) = (0, true);
                self.entries += 1;
            }
        }
    }

    fn settle(&mut self) {
        let payments: Vec<Number> = self.payments.keys().copied().collect();
        for payment in payments {
            for item in self.oldest_items() {
                let part = self.unapplied_of(payment).min(self.open_of(item));
                *self.items.get_mut(&item).unwrap().2.entry(payment).or_default() += part;
            }
        }
    }

    fn lower(&mut self, item: Number, amount: i64) {
        let (_, worth, paid) = self.items.get_mut(&item).unwrap();
        *worth -= amount;
        let mut above = (paid.values().sum::<i64>() - *worth).max(0);
        for part in paid.values_mut().rev() {
            let freed = above.min(*part);
            (*part, above) = (*part - freed, above - freed);
        }
    }

    fn live(&self, of: Number) -> Result<i64, &'static str> {
        match self.reservations.get(&of) {
            None => Err("credit.unknown_reservation"),
            Some((_, _, true)) => Err("credit.reservation_expired"),
            Some((0, ..)) => Err("credit.reservation_used"),
            Some((left, ..)) => Ok(*left),
        }
    }

    fn admit(&self, amount: i64, beyond: bool) -> Result<(), &'static str> {
        refuse_if(!self.enabled, "credit.disabled")?;
        refuse_if(self.held, "credit.on_hold")?;
        refuse_if(!beyond && amount > self.total_available(), "credit.limit_exceeded")
    }

    /// What a step makes of the ledger, or the code of its refusal. `now` is a moment on day `day`;
    /// orders are due after 30 days.
    pub(crate) fn take(&mut self, step: &Step, now: i64, day: i64) -> Result<(), &'static str> {
        self.end_reservations(now);
        let next = self.entries + 1;
        match *step {
            Step::Limit(limit) if limit == self.limit => return Ok(()),
            Step::Overdraft(overdraft) if overdraft == self.overdraft => return Ok(()),
            Step::Enable(enabled) if enabled == self.enabled => return Ok(()),
            Step::Hold(held) if held == self.held => return Ok(()),
            Step::Limit(limit) => self.limit = limit,
            Step::Overdraft(overdraft) => self.overdraft = overdraft,
            Step::Enable(enabled) => self.enabled = enabled,
            Step::Hold(held) => self.held = held,
            Step::Reserve { amount, ends, beyond } => {
                self.admit(amount, beyond)?;
                refuse_if(ends.is_some_and(|ends| ends <= now), "credit.expiry_not_ahead")?;
                self.reservations.insert(next, (amount, ends, false));
            }
            Step::Extend { of, ends } => {
                self.live(of)?;
                refuse_if(ends.is_some_and(|ends| ends <= now), "credit.expiry_not_ahead")?;
                self.reservations.get_mut(&of).unwrap().1 = ends;
            }
            Step::Capture { of, amount, last } => {
                let left = self.live(of)?;
                refuse_if(amount > left, "credit.above_reservation")?;
                self.reservations.get_mut(&of).unwrap().0 = if last { 0 } else { left - amount };
                self.items.insert(next, (day + 30, amount, BTreeMap::new()));
            }
            Step::Release { of, amount } => {
                let left = self.live(of)?;
                refuse_if(amount.is_some_and(|amount| amount > left), "credit.above_reservation")?;
                self.reservations.get_mut(&of).unwrap().0 = left - amount.unwrap_or(left);
            }
            Step::Charge { amount, beyond } => {
                self.admit(amount, beyond)?;
                self.items.insert(next, (day + 30, amount, BTreeMap::new()));
            }
            Step::Pay { amount, ref named, keep } => {
                let owed = self.figures()[2].max(0);
                refuse_if(amount > owed && !keep, "credit.overpayment")?;
                self.payments.insert(next, (amount, 0, true));
                for (item, part) in named {
                    refuse_if(self.unapplied_of(next) < *part, "credit.above_payment")?;
                    refuse_if(!self.items.contains_key(item), "credit.unknown_item")?;
                    refuse_if(self.open_of(*item) < *part, "credit.above_open_item")?;
                    *self.items.get_mut(item).unwrap().2.entry(next).or_default() += part;
                }
            }
            Step::CreditNote { of, amount } => {
                let item = self.items.get(&of).ok_or("credit.unknown_item")?;
                refuse_if(amount > item.1, "credit.above_item")?;
                self.lower(of, amount);
            }
            Step::Void { of } => {
                let worth = self.items.get(&of).ok_or("credit.unknown_item")?.1;
                refuse_if(worth == 0, "credit.item_void")?;
                self.lower(of, worth);
            }
            Step::Reverse { of } => {
                let payment = self.payments.get(&of).filter(|(.., given)| *given);
                let (amount, sent_back, _) = *payment.ok_or("credit.unknown_payment")?;
                refuse_if(amount == 0, "credit.payment_reversed")?;
                refuse_if(sent_back > 0, "credit.payment_refunded")?;
                self.payments.insert(of, (0, 0, true));
                for (_, _, paid) in self.items.values_mut() {
                    paid.remove(&of);
                }
            }
            Step::Refund { amount } => {
                refuse_if(amount > self.figures()[4], "credit.refund_above_credit")?;
                let mut rest = amount;
                for payment in self.payments.keys().copied().collect::<Vec<_>>() {
                    let part = rest.min(self.unapplied_of(payment));
                    self.payments.get_mut(&payment).unwrap().1 += part;
                    rest -= part;
                }
            }
            Step::Adjust { amount } if amount > 0 => {
                self.items.insert(next, (day, amount, BTreeMap::new()));
            }
            Step::Adjust { amount } => {
                self.payments.insert(next, (-amount, 0, false));
            }
        }
        self.settle();
        self.entries = next;
        Ok(())
    }
}

fn refuse_if(refused: bool, code: &'static str) -> Result<(), &'static str> {
    if refused { Err(code) } else { Ok(()) }
}
