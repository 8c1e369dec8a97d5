//! All operations of credit in random order, on one account, by as many threads as one likes; and
//! what the ledger must show afterwards.
//!
//! Threads of other processes take part too, so what was answered is a text.

use std::collections::BTreeMap;
use std::time::Duration;

use patronage::credit::{
    CreditAccount, CreditEntry, EntryKind, NewAdjustment, NewCapture, NewCreditNote,
    NewCreditPayment, NewExtension, NewOverdraft, NewPaymentReversal, NewPurchase, NewRefund,
    NewRelease, NewVoid,
};
use patronage::directory::{Credit, Error};
use patronage::id::{CustomerId, EntryNumber};
use patronage::money::{Currency, Money};
use patronage::page::PageRequest;
use patronage::time::Timestamp;

use crate::chance::Chance;

/// What is recorded without an idempotency key, by a request for it.
const SETTINGS: [EntryKind; 6] = [
    EntryKind::SetLimit,
    EntryKind::SetOverdraft,
    EntryKind::Enable,
    EntryKind::Disable,
    EntryKind::Hold,
    EntryKind::LiftHold,
];

/// What is not a part of the mix.
const LEFT_OUT: [EntryKind; 2] = [EntryKind::SetTerms, EntryKind::SetPolicy];

/// How often the clerks are sent in at most, until an operation of each kind was accepted: which ones
/// are in a single time depends on who is faster, so that a reservation may always run out before
/// anybody extends it.
pub(crate) const ROUNDS: usize = 20;

/// One thread of the mix.
pub(crate) struct Clerk<'a> {
    credit: &'a Credit,
    customer: CustomerId,
    site: &'a str,
    name: String,
    chance: Chance,
    answered: Vec<String>,
}

impl<'a> Clerk<'a> {
    /// A clerk whose name no other has.
    pub(crate) fn new(credit: &'a Credit, customer: CustomerId, site: &'a str, name: u64) -> Self {
        let (chance, name) = (Chance::new(name), name.to_string());
        Self { credit, customer, site, name, chance, answered: Vec::new() }
    }

    /// Asks for as many operations, and says what was answered to those that were accepted.
    pub(crate) fn work(mut self, operations: usize) -> Vec<String> {
        for operation in 0..operations {
            let key = format!("{}-{operation}", self.name);
            self.ask(&key);
        }
        self.answered
    }

    fn ask(&mut self, key: &str) {
        // What the others have just done is what is fought over.
        let page = PageRequest::new().limit(24);
        let recent = waiting(|| self.credit.entries(self.customer, page.clone())).unwrap();
        let recent: Vec<CreditEntry> = recent.into_iter().collect();
        match self.chance.below(10) {
            0 => self.set(),
            1 => {
                waiting(|| self.credit.advance()).unwrap();
            }
            _ => self.record(key, &recent),
        }
    }

    fn set(&mut self) {
        let (credit, of) = (self.credit, self.customer);
        let cents = *self.chance.pick(&[0, 5_000, 10_000, 20_000]);
        let overdraft = match self.chance.below(3) {
            0 => NewOverdraft::none(),
            1 => NewOverdraft::amount(money(cents)),
            _ => NewOverdraft::percent("12.5"),
        };
        let (kind, set) = match self.chance.below(10) {
            0 | 1 => (EntryKind::SetLimit, waiting(|| credit.set_limit(of, money(cents)))),
            2 | 3 => {
                let set = waiting(|| credit.set_overdraft(of, overdraft.clone()));
                (EntryKind::SetOverdraft, set)
            }
            4 => (EntryKind::Disable, waiting(|| credit.disable(of))),
            5 | 6 => (EntryKind::Enable, waiting(|| credit.enable(of))),
            7 => (EntryKind::Hold, waiting(|| credit.hold(of, "under review"))),
            _ => (EntryKind::LiftHold, waiting(|| credit.lift_hold(of))),
        };
        let account = set.unwrap();
        let shown = State::shown_by(&account);
        self.answered.push(format!("{} {kind} {shown:?}", account.head().number));
    }

    fn record(&mut self, key: &str, recent: &[CreditEntry]) {
        let kind = *self.chance.pick(&[
            EntryKind::Reserve,
            EntryKind::Reserve,
            EntryKind::Charge,
            EntryKind::Charge,
            EntryKind::Capture,
            EntryKind::Release,
            EntryKind::Extend,
            EntryKind::Pay,
            EntryKind::CreditNote,
            EntryKind::Void,
            EntryKind::ReversePayment,
            EntryKind::Refund,
            EntryKind::Adjust,
        ]);
        let cents = i64::try_from(self.chance.below(3_000)).unwrap() + 1;
        // Payments of more than what is owed leave something to send back.
        let amount = money(match kind {
            EntryKind::Pay => 4 * cents,
            EntryKind::Refund => 1 + cents / 100,
            _ => cents,
        });
        let ends = self.end_of_a_reservation(recent);
        let (rarely, often) = (self.chance.below(20) == 0, self.chance.below(3) > 0);
        let target = self.target(kind, recent);
        let (credit, of) = (self.credit, self.customer);
        let request = || match kind {
            EntryKind::Reserve => credit.reserve(of, self.order(amount, key, rarely), ends),
            EntryKind::Charge => credit.charge(of, self.order(amount, key, rarely)),
            EntryKind::Capture => {
                credit.capture(of, NewCapture::new(target, amount, key).is_final(often))
            }
            EntryKind::Release => credit.release(of, NewRelease::new(target).key(key)),
            EntryKind::Extend => credit.extend(of, NewExtension::new(target, ends).key(key)),
            EntryKind::Pay => {
                credit.pay(of, NewCreditPayment::new(amount, key).keep_surplus(often))
            }
            EntryKind::CreditNote => {
                credit.credit_note(of, NewCreditNote::new(target, amount, key))
            }
            EntryKind::Void => credit.void(of, NewVoid::new(target, key)),
            EntryKind::ReversePayment => {
                credit.reverse_payment(of, NewPaymentReversal::new(target, key))
            }
            EntryKind::Refund => credit.refund(of, NewRefund::new(amount, key)),
            _ => credit.adjust(of, NewAdjustment::new(amount, "counted again", key)),
        };
        let answer = waiting(request);
        if let Ok(entry) = &answer
            && rarely
        {
            assert_eq!(&waiting(request).unwrap(), entry, "sent again");
        }
        match answer {
            Ok(entry) => self.answered.push(answer_of(&entry, key)),
            Err(refused) => assert!(refused.code().starts_with("credit."), "{refused:?}"),
        }
    }

    fn order(&self, amount: Money, key: &str, beyond: bool) -> NewPurchase {
        let order = NewPurchase::new(amount, self.site, key).purchase_order("PO-7");
        if beyond { order.override_limit("a good customer") } else { order }
    }

    /// Never, or within the time that the mix takes.
    fn end_of_a_reservation(&mut self, recent: &[CreditEntry]) -> Option<Timestamp> {
        let soon = Duration::from_millis(*self.chance.pick(&[1, 5, 20, 100]));
        let ends = recent[0].at().checked_add(soon).unwrap();
        (self.chance.below(3) > 0).then_some(ends)
    }

    /// An entry that an operation can be about; the first one where there is none.
    fn target(&mut self, of: EntryKind, recent: &[CreditEntry]) -> EntryNumber {
        let made_by: &[EntryKind] = match of {
            EntryKind::Capture | EntryKind::Release | EntryKind::Extend => &[EntryKind::Reserve],
            EntryKind::ReversePayment => &[EntryKind::Pay],
            _ => &[EntryKind::Capture, EntryKind::Charge],
        };
        let targets = recent.iter().filter(|entry| made_by.contains(&entry.kind()));
        let targets: Vec<EntryNumber> = targets.map(CreditEntry::number).collect();
        if targets.is_empty() { EntryNumber::FIRST } else { *self.chance.pick(&targets) }
    }
}

/// Asks again as long as the store is busy, as it is when many processes write.
fn waiting<T>(request: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    loop {
        match request() {
            Err(busy) if busy.code() == "store.busy" => {}
            answer => return answer,
        }
    }
}

fn answer_of(entry: &CreditEntry, key: &str) -> String {
    format!("{} {} {key} {}", entry.number(), entry.kind(), entry.hash())
}

/// What settings make of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    limit: i64,
    overdraft: i64,
    enabled: bool,
    held: bool,
}

impl State {
    fn shown_by(account: &CreditAccount) -> Self {
        let figures = account.figures().unwrap();
        Self {
            limit: figures.limit().minor(),
            overdraft: figures.overdraft().minor(),
            enabled: account.is_enabled(),
            held: account.hold().is_some(),
        }
    }

    /// The state after an entry, whose figures do not show everything.
    fn after(self, entry: &CreditEntry) -> Self {
        let figures = entry.after().unwrap();
        Self {
            limit: figures.limit().minor(),
            overdraft: figures.overdraft().minor(),
            enabled: match entry.kind() {
                EntryKind::Enable => true,
                EntryKind::Disable => false,
                _ => self.enabled,
            },
            held: match entry.kind() {
                EntryKind::Hold => true,
                EntryKind::LiftHold => false,
                _ => self.held,
            },
        }
    }
}

/// The kinds of operations of which none was accepted yet.
pub(crate) fn missing(credit: &Credit, customer: CustomerId) -> Vec<EntryKind> {
    missing_in(&ledger(credit, customer))
}

fn missing_in(ledger: &[CreditEntry]) -> Vec<EntryKind> {
    let is_there = |kind: &EntryKind| ledger.iter().any(|entry| entry.kind() == *kind);
    let mixed = EntryKind::ALL.iter().filter(|kind| !LEFT_OUT.contains(kind));
    mixed.filter(|kind| !is_there(kind)).copied().collect()
}

/// Holds the ledger of an account against all that was answered.
pub(crate) fn assert_adds_up(credit: &Credit, customer: CustomerId, answered: &[String]) {
    let ledger = ledger(credit, customer);
    let numbers = ledger.iter().map(|entry| entry.number().as_u64());
    assert!(numbers.eq(1..=ledger.len() as u64), "a gap");
    assert_eq!(missing_in(&ledger), [], "none of these was accepted");
    assert_nothing_is_overspent(&ledger);
    assert_all_was_answered(&ledger, answered);

    let last = ledger.last().unwrap().after().unwrap();
    let account = credit.get(customer).unwrap();
    assert_eq!(account.figures().unwrap(), last, "the account beside its last entry");
    let verified = credit.verify(customer, Some(account.head())).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.findings());
    let open: i64 =
        credit.open_items(customer).unwrap().iter().map(|item| item.left().minor()).sum();
    assert_eq!(last.outstanding().minor(), open - last.unapplied().minor());
    assert!(open == 0 || last.unapplied().minor() == 0, "money beside open items");
}

/// Each order was within what was available before it, and each entry adds what it says.
fn assert_nothing_is_overspent(ledger: &[CreditEntry]) {
    for (before, entry) in ledger.iter().zip(&ledger[1..]) {
        let (then, now) = (before.after().unwrap(), entry.after().unwrap());
        let number = entry.number();
        for (before, change, after) in [
            (then.outstanding(), entry.outstanding_change(), now.outstanding()),
            (then.reserved(), entry.reserved_change(), now.reserved()),
            (then.unapplied(), entry.unapplied_change(), now.unapplied()),
        ] {
            assert_eq!(before.checked_add(change).unwrap(), after, "after entry {number}");
        }
        let is_order = matches!(entry.kind(), EntryKind::Reserve | EntryKind::Charge);
        if is_order && !entry.is_override() {
            let (asked, available) = (entry.amount().unwrap(), then.total_available());
            assert!(asked.minor() <= available.minor(), "{asked} of {available}, entry {number}");
        }
    }
}

/// What was answered is in the ledger once, and nothing else is, apart from the opening and from
/// reservations that ran out.
fn assert_all_was_answered(ledger: &[CreditEntry], answered: &[String]) {
    let mut by_number: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for answer in answered {
        let (number, what) = answer.split_once(' ').unwrap();
        by_number.entry(number.parse().unwrap()).or_default().push(what);
    }
    let mut reservations: BTreeMap<EntryNumber, Option<Timestamp>> = BTreeMap::new();
    let mut state = State { limit: 0, overdraft: 0, enabled: true, held: false };
    for entry in ledger {
        state = state.after(entry);
        let number = entry.number();
        let answers = by_number.remove(&number.as_u64()).unwrap_or_default();
        let (keyed, set): (Vec<&str>, Vec<&str>) =
            answers.into_iter().partition(|answer| !answer.contains('{'));
        // A setting that was so already is answered by the account as it is.
        for answer in &set {
            assert!(answer.ends_with(&format!("{state:?}")), "{answer} and {state:?}, {number}");
        }
        let key = entry.key().map(|key| answer_of(entry, key.as_str()));
        let known = key.iter().map(|answer| answer.split_once(' ').unwrap().1);
        assert!(known.eq(keyed.iter().copied()), "{keyed:?} and entry {number}, {:?}", entry.key());
        if SETTINGS.contains(&entry.kind()) {
            let named = format!("{} ", entry.kind());
            assert!(set.iter().any(|answer| answer.starts_with(&named)), "nobody set {number}");
        } else if entry.kind() == EntryKind::Expire {
            let ended = reservations.remove(&entry.target().unwrap()).flatten();
            assert!(ended.is_some_and(|ended| ended <= entry.at()), "entry {number} is early");
        }
        match entry.kind() {
            EntryKind::Reserve => {
                reservations.insert(number, entry.expires_at());
            }
            EntryKind::Extend => {
                reservations.insert(entry.target().unwrap(), entry.expires_at());
            }
            _ => {}
        }
    }
    assert!(by_number.is_empty(), "answered and not in the ledger: {by_number:?}");
}

/// The whole ledger, from its first entry on.
fn ledger(credit: &Credit, customer: CustomerId) -> Vec<CreditEntry> {
    let mut entries = Vec::new();
    let mut page = PageRequest::new().limit(1_000);
    loop {
        let read = credit.entries(customer, page).unwrap();
        let next = read.next.clone();
        entries.extend(read);
        match next {
            Some(next) => page = PageRequest::new().limit(1_000).cursor(next),
            None => break,
        }
    }
    entries.reverse();
    entries
}

fn money(cents: i64) -> Money {
    Money::from_minor(cents, Currency::parse("USD").unwrap()).unwrap()
}
