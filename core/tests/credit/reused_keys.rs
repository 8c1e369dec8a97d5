//! A key that was used answers the same request with the entry of then, and refuses any other.

use patronage::credit::{
    CreditEntry, NewAdjustment, NewCapture, NewCreditNote, NewCreditPayment, NewExtension,
    NewPaymentReversal, NewPurchase, NewRefund, NewRelease, NewVoid,
};
use patronage::directory::Error;

use crate::desk::{Desk, desk, purchase};

type Request<'a> = Box<dyn Fn(&str) -> Result<CreditEntry, Error> + 'a>;

/// Asks for the first of `requests` under a key, once more, and then for each of the others.
fn hold_to(key: &str, requests: &[Request<'_>]) {
    let first = requests[0](key).unwrap();
    assert_eq!(requests[0](key).unwrap(), first, "{key} is answered otherwise");
    for (place, other) in requests.iter().enumerate().skip(1) {
        let refused = other(key).map(|entry| entry.number());
        let code = refused.as_ref().map_err(Error::code).err();
        assert_eq!(code, Some("credit.key_reused"), "{key}, request {place}: {refused:?}");
    }
}

fn charging(desk: &Desk, order: fn(&str) -> NewPurchase) -> Request<'_> {
    Box::new(move |key| desk.credit.charge(desk.john, order(key)))
}

#[test]
fn each_part_of_a_request_is_compared() {
    let desk = desk();
    let (credit, john) = (&desk.credit, desk.john);
    let until = |day: &str| Some(format!("2026-0{day}T00:00:00Z").parse().unwrap());
    let plain = |amount: &str, key: &str| {
        NewPurchase::new(amount, "shop", key).order("1001").purchase_order("PO-7").term("net30")
    };
    let reserve = |amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.reserve(john, plain(amount, key), until("2-01")))
    };
    hold_to(
        "reserve",
        &[reserve("100"), reserve("101"), charging(&desk, |key| purchase("100", key))],
    );
    hold_to(
        "charge",
        &[
            Box::new(move |key| credit.charge(john, plain("50", key))),
            Box::new(move |key| credit.charge(john, plain("51", key))),
            Box::new(move |key| credit.charge(john, plain("50", key).order("1002"))),
            Box::new(move |key| credit.charge(john, plain("50", key).purchase_order("PO-8"))),
            Box::new(move |key| credit.charge(john, plain("50", key).term("net60"))),
            Box::new(move |key| credit.reserve(john, plain("50", key), None)),
            Box::new(move |key| credit.pay(john, NewCreditPayment::new("50", key))),
        ],
    );
    let [first, second] = ["r1", "r2"].map(|key| credit.reserve(john, plain("90", key), None));
    let [first, second] = [first, second].map(|entry| entry.unwrap().number());
    let extend = |of, until| -> Request<'_> {
        Box::new(move |key| credit.extend(john, NewExtension::new(of, until).key(key)))
    };
    hold_to(
        "extend",
        &[
            extend(first, until("3-01")),
            extend(first, until("3-02")),
            extend(second, until("3-01")),
        ],
    );
    let capture = |of, amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.capture(john, NewCapture::new(of, amount, key)))
    };
    hold_to("capture", &[capture(first, "20"), capture(first, "21"), capture(second, "20")]);
    let release = |of, amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.release(john, NewRelease::new(of).amount(amount).key(key)))
    };
    hold_to("release", &[release(first, "20"), release(first, "21"), release(second, "20")]);

    let [bought, other] = ["i1", "i2"].map(|key| desk.charge("40", key).number());
    let note = |of, amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.credit_note(john, NewCreditNote::new(of, amount, key)))
    };
    hold_to("note", &[note(bought, "10"), note(bought, "11"), note(other, "10")]);
    let pay = |amount: &'static str, named: Option<&'static str>| -> Request<'_> {
        Box::new(move |key| {
            let payment = NewCreditPayment::new(amount, key);
            credit.pay(john, named.into_iter().fold(payment, |of, part| of.item(bought, part)))
        })
    };
    hold_to(
        "pay",
        &[pay("5", Some("3")), pay("6", Some("3")), pay("5", Some("4")), pay("5", None)],
    );
    let void =
        |of| -> Request<'_> { Box::new(move |key| credit.void(john, NewVoid::new(of, key))) };
    hold_to("void", &[void(bought), void(other), note(bought, "30")]);
    let [one, two] = ["p1", "p2"].map(|key| desk.pay("2", key).number());
    let reverse = |of| -> Request<'_> {
        Box::new(move |key| credit.reverse_payment(john, NewPaymentReversal::new(of, key)))
    };
    hold_to("reverse", &[reverse(one), reverse(two), pay("2", None)]);
    let adjust = |amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.adjust(john, NewAdjustment::new(amount, "counted", key)))
    };
    hold_to("adjust", &[adjust("3"), adjust("-3"), pay("3", None)]);
    let surplus = NewCreditPayment::new("900", "surplus").keep_surplus(true);
    credit.pay(john, surplus).unwrap();
    let refund = |amount: &'static str| -> Request<'_> {
        Box::new(move |key| credit.refund(john, NewRefund::new(amount, key)))
    };
    hold_to("refund", &[refund("4"), refund("5"), adjust("4")]);
    assert!(credit.verify(john, None).unwrap().is_sound());
}

#[test]
fn a_key_has_1_to_128_bytes() {
    let desk = desk();
    let pay = |key: &str| {
        let charged = desk.charge("1", &format!("order-{}", key.len()));
        assert!(charged.amount().is_some());
        desk.credit.pay(desk.john, NewCreditPayment::new("1", key)).map(|paid| paid.number())
    };
    assert!(pay(&"k".repeat(128)).is_ok());
    for key in ["", &"k".repeat(129)] {
        assert_eq!(pay(key).unwrap_err().code(), "input.invalid", "{} bytes", key.len());
    }
}
