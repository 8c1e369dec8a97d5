//! Random operations on a credit account, beside a model of plain integers.
//!
//! `PATRONAGE_CREDIT_OPERATIONS` says how many (5,000 when nothing is said). After each, figures, open
//! items and refusals are compared. In a run of a million, each operation is accepted and each
//! refusal seen at least a thousand times.

pub(crate) mod ledger;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use patronage::credit::{
    CreditEntry, NewAdjustment, NewCapture, NewCreditAccount, NewCreditNote, NewCreditPayment,
    NewExtension, NewOverdraft, NewPaymentReversal, NewPaymentTerm, NewPurchase, NewRefund,
    NewRelease, NewVoid, PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::{CustomerId, EntryNumber};
use patronage::money::{Currency, Money, Percent};
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::Store;
use patronage::time::Timestamp;
use patronage::{Directory, Error};

use crate::chance::Chance;
use ledger::{Ledger, Number, Overdraft, Step};

/// How many operations an account sees before the next one is opened.
const OPERATIONS_OF_AN_ACCOUNT: usize = 250;

/// How often each operation was accepted and each refusal was seen.
type Seen = BTreeMap<String, usize>;

/// Every operation, and every refusal that can come of one.
const KINDS: [&str; 34] = [
    "Adjust",
    "Capture",
    "Charge",
    "CreditNote",
    "Enable",
    "Extend",
    "Hold",
    "Limit",
    "Overdraft",
    "Pay",
    "Refund",
    "Release",
    "Reserve",
    "Reverse",
    "Void",
    "credit.above_item",
    "credit.above_open_item",
    "credit.above_payment",
    "credit.above_reservation",
    "credit.disabled",
    "credit.expiry_not_ahead",
    "credit.item_void",
    "credit.key_reused",
    "credit.limit_exceeded",
    "credit.on_hold",
    "credit.overpayment",
    "credit.payment_refunded",
    "credit.payment_reversed",
    "credit.refund_above_credit",
    "credit.reservation_expired",
    "credit.reservation_used",
    "credit.unknown_item",
    "credit.unknown_payment",
    "credit.unknown_reservation",
];

/// Runs as many operations as asked for, each account on a store of its own.
pub(crate) fn run(mut store: impl FnMut() -> Arc<dyn Store>) {
    let wanted = std::env::var("PATRONAGE_CREDIT_OPERATIONS").ok();
    let wanted: usize = wanted.map_or(5_000, |count| count.parse().expect("a count"));
    let mut seen = Seen::new();
    for number in 0..wanted.div_ceil(OPERATIONS_OF_AN_ACCOUNT) {
        run_account(&store(), u64::try_from(number).unwrap(), &mut seen);
    }
    println!("{seen:#?}");
    let least = if wanted < 1_000_000 { 1 } else { 1_000 };
    for kind in KINDS {
        let often = seen.get(kind).copied().unwrap_or_default();
        assert!(often >= least, "{kind} was seen {often} times");
    }
    assert_eq!(seen.len(), KINDS.len(), "a kind is not in the list");
}

/// One account with both sides of it.
struct Pair {
    credit: Credit,
    customer: CustomerId,
    clock: Arc<FixedClock>,
    model: Ledger,
    /// Requests that were accepted, to be sent again.
    accepted: Vec<(Step, String, CreditEntry)>,
}

fn run_account(store: &Arc<dyn Store>, number: u64, seen: &mut Seen) {
    let mut chance = Chance::new(number);
    let mut pair = Pair::open(store, &mut chance);
    for operation in 0..OPERATIONS_OF_AN_ACCOUNT {
        if chance.below(4) == 0 {
            let minutes = *chance.pick(&[1, 10, 60, 60 * 24, 60 * 24 * 7]);
            pair.clock.advance(Duration::from_secs(minutes * 60));
        }
        let step = pair.pick(&mut chance);
        let what = pair.take(&step, &format!("key-{operation}"));
        *seen.entry(what).or_default() += 1;
        pair.compare(&step);
        if chance.below(8) == 0 {
            pair.replay(&mut chance, seen);
        }
    }
    let verified = pair.credit.verify(pair.customer, None).unwrap();
    assert!(verified.is_sound(), "{:?}", verified.findings());
    assert!(verified.entries() > 1);
}

impl Pair {
    fn open(store: &Arc<dyn Store>, chance: &mut Chance) -> Self {
        let clock = Arc::new(FixedClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let builder = Directory::builder(Arc::clone(store)).clock(Arc::clone(&clock) as _);
        let directory = builder.entropy(Arc::new(FixedEntropy::new(7))).open().unwrap();
        let admin = directory.as_admin("jane@shop.example");
        admin.sites().create(NewSite::new("shop", "Shop").currency("USD")).unwrap();
        let terms = [NewPaymentTerm::new("net30", "Net 30", 30)];
        let orders = PurchaseOrdersPatch::new().enabled(true).terms(terms);
        admin.sites().set_purchase_orders("shop", orders).unwrap();
        let customer = admin.customers().create(NewCustomer::guest("shop")).unwrap().id();
        let limit = *chance.pick(&[0, 9, 50_000, 100_000]);
        let overdraft = overdraft(chance);
        let account = NewCreditAccount::new(money(limit)).terms("shop", ["net30"]);
        let account = account.overdraft(written(overdraft));
        admin.credit().open(customer, account).unwrap();
        let model = Ledger::open(limit, overdraft);
        Self { credit: admin.credit(), customer, clock, model, accepted: Vec::new() }
    }

    fn now(&self) -> i64 {
        use patronage::port::Clock as _;
        self.clock.now().as_microseconds()
    }

    /// Takes a step on both sides, which have to agree on the refusal; says what became of it.
    fn take(&mut self, step: &Step, key: &str) -> String {
        let now = self.now();
        let mut next = self.model.clone();
        let expected = next.take(step, now, now.div_euclid(86_400_000_000));
        let answer = self.carry_out(step, key);
        match (expected, answer) {
            (Ok(()), Ok(entry)) => {
                self.model = next;
                if let Some(entry) = entry {
                    assert_eq!(entry.number().as_u64(), self.model.entries, "{step:?}");
                    self.accepted.push((step.clone(), key.to_owned(), entry));
                }
                let name = format!("{step:?}");
                name.split([' ', '(']).next().unwrap().to_owned()
            }
            (Err(expected), Err(refused)) => {
                assert_eq!(refused.code(), expected, "{step:?}: {refused}");
                expected.to_owned()
            }
            (expected, answer) => panic!("{step:?}: {expected:?} expected, {answer:?} came"),
        }
    }

    /// Sends a request again, as it was and with another amount.
    fn replay(&mut self, chance: &mut Chance, seen: &mut Seen) {
        if self.accepted.is_empty() {
            return;
        }
        let (step, key, entry) = chance.pick(&self.accepted).clone();
        let again = self.carry_out(&step, &key).expect("an answer").expect("an entry");
        assert_eq!(again, entry, "{step:?}");
        let other = self.carry_out(&Step::Charge { amount: 1_234_567, beyond: false }, &key);
        assert_eq!(other.unwrap_err().code(), "credit.key_reused", "{step:?}");
        *seen.entry("credit.key_reused".to_owned()).or_default() += 1;
        self.compare(&step);
    }

    fn carry_out(&self, step: &Step, key: &str) -> Result<Option<CreditEntry>, Error> {
        let (credit, of) = (&self.credit, self.customer);
        let purchase = |amount: i64, beyond: bool| {
            let purchase = NewPurchase::new(money(amount), "shop", key).purchase_order("PO");
            if beyond { purchase.override_limit("a good customer") } else { purchase }
        };
        let entry = match *step {
            Step::Limit(limit) => return credit.set_limit(of, money(limit)).map(|_| None),
            Step::Overdraft(overdraft) => {
                return credit.set_overdraft(of, written(overdraft)).map(|_| None);
            }
            Step::Enable(true) => return credit.enable(of).map(|_| None),
            Step::Enable(false) => return credit.disable(of).map(|_| None),
            Step::Hold(true) => return credit.hold(of, "under review").map(|_| None),
            Step::Hold(false) => return credit.lift_hold(of).map(|_| None),
            Step::Reserve { amount, ends, beyond } => {
                credit.reserve(of, purchase(amount, beyond), ends.map(moment))
            }
            Step::Extend { of: number, ends } => {
                credit.extend(of, NewExtension::new(entry(number), ends.map(moment)).key(key))
            }
            Step::Capture { of: number, amount, last } => {
                let capture = NewCapture::new(entry(number), money(amount), key);
                credit.capture(of, capture.is_final(last))
            }
            Step::Release { of: number, amount } => {
                let release = NewRelease::new(entry(number)).key(key);
                let release = match amount {
                    Some(amount) => release.amount(money(amount)),
                    None => release,
                };
                credit.release(of, release)
            }
            Step::Charge { amount, beyond } => credit.charge(of, purchase(amount, beyond)),
            Step::Pay { amount, ref named, keep } => {
                let payment = NewCreditPayment::new(money(amount), key).keep_surplus(keep);
                let payment = named.iter().fold(payment, |payment, (item, part)| {
                    payment.item(entry(*item), money(*part))
                });
                credit.pay(of, payment)
            }
            Step::CreditNote { of: number, amount } => {
                credit.credit_note(of, NewCreditNote::new(entry(number), money(amount), key))
            }
            Step::Void { of: number } => credit.void(of, NewVoid::new(entry(number), key)),
            Step::Reverse { of: number } => {
                credit.reverse_payment(of, NewPaymentReversal::new(entry(number), key))
            }
            Step::Refund { amount } => credit.refund(of, NewRefund::new(money(amount), key)),
            Step::Adjust { amount } => {
                credit.adjust(of, NewAdjustment::new(money(amount), "counted again", key))
            }
        };
        entry.map(Some)
    }

    /// Whether both sides show the same.
    fn compare(&self, step: &Step) {
        let mut model = self.model.clone();
        model.end_reservations(self.now());
        let status = self.credit.status(self.customer).unwrap();
        let figures = status.figures();
        let shown = [
            figures.limit(),
            figures.overdraft(),
            figures.outstanding(),
            figures.reserved(),
            figures.unapplied(),
        ];
        let expected = model.figures();
        assert_eq!(shown.map(Money::minor), expected, "after {step:?}: {model:?}");
        let [limit, overdraft, outstanding, reserved, unapplied] = expected;
        assert_eq!(figures.available().minor(), limit - outstanding - reserved);
        assert_eq!(figures.total_available().minor(), limit + overdraft - outstanding - reserved,);
        let live = self.model.reservations.values().filter(|(left, ..)| *left > 0);
        let next_expiry = live.filter_map(|(_, ends, _)| *ends).min().map(moment);
        assert_eq!(status.account().next_expiry(), next_expiry, "after {step:?}");
        let items: Vec<(Number, i64)> = self
            .credit
            .open_items(self.customer)
            .unwrap()
            .iter()
            .map(|item| (item.number().as_u64(), item.left().minor()))
            .collect();
        let open = model.oldest_items();
        let open: Vec<_> = open.into_iter().map(|item| (item, model.open_of(item))).collect();
        assert_eq!(items, open, "after {step:?}");
        assert!(open.is_empty() || unapplied == 0, "money beside open items after {step:?}");
    }

    fn pick(&self, chance: &mut Chance) -> Step {
        let amount = i64::try_from(chance.below(30_000)).unwrap() + 1;
        let ends = match chance.below(4) {
            0 => None,
            1 => Some(self.now()),
            _ => Some(self.now() + 1 + i64::try_from(chance.below(2_000_000_000_000)).unwrap()),
        };
        let (beyond, rarely) = (chance.below(20) == 0, chance.below(12) == 0);
        let reservation = any(chance, self.model.reservations.keys());
        let item = any(chance, self.model.items.keys());
        match chance.below(21) {
            0 if rarely => Step::Limit(*chance.pick(&[0, 9, 50_000, 100_000, 1_000_000])),
            0 => Step::Limit(self.model.limit),
            1 => Step::Overdraft(overdraft(chance)),
            2 => Step::Enable(!rarely),
            3 => Step::Hold(rarely),
            4..=6 => Step::Reserve { amount, ends, beyond },
            7 => Step::Extend { of: reservation, ends },
            8 | 9 => {
                let left = self.model.reservations.get(&reservation).map_or(amount, |one| one.0);
                let amount = if rarely { amount } else { part(chance, left) };
                Step::Capture { of: reservation, amount, last: chance.below(2) == 0 }
            }
            10 => {
                let amount = (chance.below(2) == 0).then_some(amount);
                Step::Release { of: reservation, amount }
            }
            11..=13 => Step::Charge { amount, beyond },
            14 | 15 => {
                let owed = self.model.figures()[2];
                let amount = if rarely { amount } else { part(chance, owed) };
                let mut named = Vec::new();
                for _ in 0..chance.below(3) {
                    let item = any(chance, self.model.items.keys());
                    let known = self.model.items.contains_key(&item);
                    let open = if known { self.model.open_of(item) } else { 0 };
                    named.push((item, part(chance, open.min(amount))));
                }
                Step::Pay { amount, named, keep: chance.below(4) == 0 }
            }
            16 => {
                let worth = self.model.items.get(&item).map_or(amount, |item| item.1);
                let amount = if rarely { amount } else { part(chance, worth) };
                Step::CreditNote { of: item, amount }
            }
            17 => Step::Void { of: item },
            18 => Step::Reverse { of: any(chance, self.model.payments.keys()) },
            19 => {
                let unapplied = self.model.figures()[4];
                Step::Refund { amount: if rarely { amount } else { part(chance, unapplied) } }
            }
            _ => Step::Adjust { amount: if chance.below(2) == 0 { amount } else { -amount } },
        }
    }
}

/// One of the numbers, or now and then one of nothing.
fn any<'n>(chance: &mut Chance, numbers: impl Iterator<Item = &'n Number>) -> Number {
    let numbers: Vec<Number> = numbers.copied().collect();
    if numbers.is_empty() || chance.below(10) == 0 { 999 } else { *chance.pick(&numbers) }
}

/// A part of an amount, at least 1.
fn part(chance: &mut Chance, of: i64) -> i64 {
    match usize::try_from(of) {
        Ok(of @ 1..) if chance.below(3) > 0 => i64::try_from(chance.below(of)).unwrap() + 1,
        Ok(_) => of.max(1),
        Err(_) => 1,
    }
}

fn overdraft(chance: &mut Chance) -> Overdraft {
    let tenths = i64::try_from(chance.below(2_001)).unwrap();
    *chance.pick(&[Overdraft::Amount(0), Overdraft::Amount(10_000), Overdraft::Tenths(tenths)])
}

fn written(overdraft: Overdraft) -> NewOverdraft {
    match overdraft {
        Overdraft::Amount(amount) => NewOverdraft::amount(money(amount)),
        Overdraft::Tenths(tenths) => {
            let percent = format!("{}.{}", tenths / 10, tenths % 10);
            Percent::parse(&percent).expect("a percent");
            NewOverdraft::percent(percent)
        }
    }
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor, Currency::parse("USD").unwrap()).unwrap()
}

fn moment(microseconds: i64) -> Timestamp {
    Timestamp::from_microseconds(microseconds).unwrap()
}

fn entry(number: Number) -> EntryNumber {
    EntryNumber::new(number).unwrap()
}
