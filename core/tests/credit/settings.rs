//! What accounts and what is in them say of themselves.

use patronage::activity::OrderNumber;
use patronage::code::{SiteCode, TermCode};
use patronage::credit::{
    CreditPosition, NewAdjustment, NewCapture, NewCreditPayment, NewOverdraft, NewPaymentReversal,
    NewPaymentTerm, Overdraft, PositionState, PurchaseOrdersPatch,
};
use patronage::id::EntryNumber;
use patronage::money::{Currency, Percent};
use patronage::store::{Key, Record, Store};

use crate::desk::{Desk, desk, purchase};

fn position(desk: &Desk, number: EntryNumber) -> CreditPosition {
    let key = Key::CreditPosition(desk.john, Currency::parse("USD").unwrap(), number);
    match desk.store.snapshot().unwrap().get(&key).unwrap() {
        Some(Record::CreditPosition(position)) => *position,
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn an_account_says_what_was_set() {
    let desk = desk();
    let (credit, john) = (&desk.credit, desk.john);
    let opened = credit.get(john).unwrap();
    assert!(opened.is_enabled() && !opened.keeps_surplus());
    assert_eq!((opened.hold(), opened.hold_when_overdue()), (None, None));
    assert_eq!(opened.version().as_u64(), 1);
    credit.set_overdraft(john, NewOverdraft::percent("12.5")).unwrap();
    credit.set_keep_surplus(john, true).unwrap();
    credit.set_hold_when_overdue(john, Some(9)).unwrap();
    credit.disable(john).unwrap();
    let held = credit.hold(john, "the cheque bounced").unwrap();
    assert_eq!(held, credit.get(john).unwrap(), "the answer is what is kept, version included");
    assert_eq!(held.version().as_u64(), 6);
    assert!(!held.is_enabled() && held.keeps_surplus());
    assert_eq!(held.hold_when_overdue(), Some(9));
    assert_eq!(held.hold().unwrap().reason(), "the cheque bounced");
    assert_eq!(held.hold().unwrap().since(), held.head().at);
    let overdraft = Overdraft::Percent(Percent::parse("12.5").unwrap());
    assert_eq!(held.overdraft(), overdraft);
    let terms: Vec<(&str, Vec<&str>)> = held
        .all_terms()
        .map(|(site, terms)| (site.as_str(), terms.iter().map(TermCode::as_str).collect()))
        .collect();
    assert_eq!(terms, [("shop", vec!["net30"])]);
}

/// The policy is judged by the day: an item holds the account from so many days after it is due.
#[test]
fn an_overdue_item_holds_the_account_from_its_day_on() {
    let desk = desk();
    let item = desk.charge("10", "a");
    desk.credit.set_hold_when_overdue(desk.john, Some(5)).unwrap();
    desk.days_pass(34);
    desk.charge("1", "b");
    desk.days_pass(1);
    let refused = desk.credit.charge(desk.john, purchase("1", "c")).unwrap_err();
    assert_eq!(refused.code(), "credit.on_hold");
    assert!(refused.to_string().contains(&item.number().to_string()), "{refused}");
    desk.pay("10", "p");
    desk.charge("1", "c");
}

#[test]
fn positions_say_what_they_are_of() {
    let desk = desk();
    let (credit, john) = (&desk.credit, desk.john);
    let until = "2026-02-01T00:00:00Z".parse().unwrap();
    let held = credit.reserve(john, purchase("100", "a"), Some(until)).unwrap();
    let kept = position(&desk, held.number());
    let PositionState::Reservation(reservation) = kept.state() else { panic!("{kept:?}") };
    assert_eq!(reservation.site().as_str(), "shop");
    assert_eq!(reservation.order().map(OrderNumber::as_str), Some("a"));
    assert_eq!(reservation.purchase_order(), Some("PO-7"));
    assert_eq!(reservation.term().as_str(), "net30");
    assert_eq!(reservation.expires_at(), Some(until));

    let captured = NewCapture::new(held.number(), "10", "k");
    let captured = credit.capture(john, captured).unwrap();
    let kept = position(&desk, captured.number());
    let PositionState::Item(item) = kept.state() else { panic!("{kept:?}") };
    assert_eq!(item.site().map(SiteCode::as_str), Some("shop"));
    assert_eq!(item.order().map(OrderNumber::as_str), Some("a"));
    assert_eq!(item.term().map(TermCode::as_str), Some("net30"));

    let charged = desk.charge("40", "b");
    let kept = position(&desk, charged.number());
    let PositionState::Item(item) = kept.state() else { panic!("{kept:?}") };
    assert_eq!(item.site().map(SiteCode::as_str), Some("shop"));
    assert_eq!(item.order().map(OrderNumber::as_str), Some("b"));
    assert_eq!(item.term().map(TermCode::as_str), Some("net30"));
    assert_eq!(item.due(), charged.due().unwrap());
    let days = [-1, 0, 1, 31].map(|days| item.days_overdue(item.due().plus_days(days).unwrap()));
    assert_eq!(days, [0, 0, 1, 31]);
    assert_eq!(kept.version().as_u64(), 1);

    let paid = desk.pay("15", "p").number();
    assert_eq!(position(&desk, charged.number()).version().as_u64(), 2);
    let adjusted = credit.adjust(john, NewAdjustment::new("-5", "counted again", "q")).unwrap();
    credit.reverse_payment(john, NewPaymentReversal::new(paid, "r")).unwrap();
    let marks = [paid, adjusted.number()].map(|number| match position(&desk, number).state() {
        PositionState::Payment(payment) => (payment.is_adjustment(), payment.is_reversed()),
        other => panic!("{other:?}"),
    });
    assert_eq!(marks, [(false, true), (true, false)]);
    let surplus = NewCreditPayment::new("100", "s").keep_surplus(true);
    let surplus = credit.pay(john, surplus).unwrap().number();
    assert_eq!(position(&desk, surplus).left().to_string(), "55.00 USD");
    assert!(credit.verify(john, None).unwrap().is_sound(), "a payment that is left is compared");
}

#[test]
fn a_change_of_terms_says_which_terms_an_account_would_lose_and_keep() {
    let desk = desk();
    desk.credit.set_terms(desk.john, "shop", ["net30", "net60"]).unwrap();
    let rest = PurchaseOrdersPatch::new().terms([NewPaymentTerm::new("net60", "Net 60", 60)]);
    let impact = desk.credit.terms_impact("shop", &rest).unwrap();
    let codes = |terms: &[TermCode]| -> Vec<String> {
        terms.iter().map(|term| term.as_str().to_owned()).collect()
    };
    assert_eq!(codes(impact.removed()), ["net30"]);
    assert_eq!(codes(impact.changed()), [] as [&str; 0]);
    let [affected] = impact.accounts() else { panic!("{:?}", impact.accounts()) };
    assert_eq!((affected.customer(), affected.currency().code()), (desk.john, "USD"));
    assert_eq!(codes(affected.terms()), ["net30"]);
    assert_eq!(codes(affected.left()), ["net60"]);
}
