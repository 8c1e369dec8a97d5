//! What holds whatever is done.

use patronage::credit::{NewCreditPayment, NewOverdraft, NewRelease, Overdraft};
use patronage::money::{Currency, Money, Percent};

use crate::chance::Chance;
use crate::desk::{desk, desk_with, purchase};

#[test]
fn reserve_then_release_is_the_identity() {
    let mut chance = Chance::new(1);
    let desk = desk_with("100", NewOverdraft::percent("12.5"));
    desk.charge("40", "owed");
    let before = desk.credit.status(desk.john).unwrap();
    for round in 0..200 {
        let amount = format!("{}.{:02}", chance.below(72), 1 + chance.below(99));
        let reserved = desk.credit.reserve(desk.john, purchase(&amount, &format!("{round}")), None);
        let number = reserved.unwrap().number();
        desk.credit.release(desk.john, NewRelease::new(number)).unwrap();
        let after = desk.credit.status(desk.john).unwrap();
        assert_eq!(after.figures(), before.figures());
    }
}

#[test]
fn the_order_of_payments_does_not_change_what_is_owed() {
    let mut chance = Chance::new(2);
    for _ in 0..100 {
        let amounts: Vec<usize> = (0..6).map(|_| 1 + chance.below(120)).collect();
        let owed = |amounts: &mut dyn Iterator<Item = &usize>| {
            let desk = desk();
            for (place, amount) in ["200", "150", "400"].iter().enumerate() {
                desk.charge(amount, &format!("order-{place}"));
            }
            for (place, amount) in amounts.enumerate() {
                let payment = NewCreditPayment::new(amount.to_string(), format!("{place}"));
                desk.credit.pay(desk.john, payment).unwrap();
            }
            desk.figures()
        };
        assert_eq!(owed(&mut amounts.iter()), owed(&mut amounts.iter().rev()));
    }
}

#[test]
fn a_percent_overdraft_rounds_down_over_all_limits_and_percents() {
    let usd = Currency::parse("USD").unwrap();
    let percents: Vec<(i64, Overdraft)> = (0..=2_000)
        .map(|tenths| {
            let percent = Percent::parse(&format!("{}.{}", tenths / 10, tenths % 10)).unwrap();
            (tenths, Overdraft::Percent(percent))
        })
        .collect();
    // Every percent on every 97th limit, and every limit on every 97th percent.
    for minor in 0..=1_000_000_i64 {
        let limit = Money::from_minor(minor, usd).unwrap();
        let step = if minor % 97 == 0 { 1 } else { 97 };
        let from = usize::try_from(minor).unwrap() % step;
        for (tenths, overdraft) in percents.iter().skip(from).step_by(step) {
            assert_eq!(overdraft.beyond(limit).unwrap().minor(), minor * tenths / 1_000);
        }
    }
}

#[test]
fn the_edges_of_overdrafts() {
    for (limit, overdraft, available) in [
        ("0", NewOverdraft::amount("100"), "100.00"),
        ("0", NewOverdraft::percent("10"), "0.00"),
        ("0.09", NewOverdraft::percent("10"), "0.09"),
        ("0.10", NewOverdraft::percent("10"), "0.11"),
        ("100", NewOverdraft::percent("250"), "350.00"),
    ] {
        assert_eq!(desk_with(limit, overdraft).figures()[2], available, "limit {limit}");
    }
    let yen = Money::parse("999", Currency::parse("JPY").unwrap()).unwrap();
    let tenth = Overdraft::Percent(Percent::parse("10").unwrap());
    assert_eq!(tenth.beyond(yen).unwrap().to_string(), "99 JPY");
}
