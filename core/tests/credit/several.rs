//! Several accounts, several orders, and what is listed of them.

use patronage::credit::{
    CreditEntry, Digest, NewAdjustment, NewCapture, NewCreditAccount, NewCreditNote,
    NewCreditPayment, NewPurchase, NewRefund, NewRelease,
};
use patronage::directory::{CreditOf, Error};
use patronage::money::{Currency, Money};
use patronage::page::PageRequest;
use patronage::time::Date;

use crate::desk::{desk, purchase};

fn euros(amount: &str) -> Money {
    Money::parse(amount, Currency::parse("EUR").unwrap()).unwrap()
}

/// Where a customer has several accounts, an amount that brings its currency names the account.
#[test]
fn an_amount_of_money_names_the_account() {
    let desk = desk();
    let (credit, john) = (&desk.credit, desk.john);
    credit
        .open(john, NewCreditAccount::new("500").currency("EUR").terms("shop", ["net30"]))
        .unwrap();
    let currencies: Vec<String> = credit
        .accounts(john)
        .unwrap()
        .iter()
        .map(|account| account.currency().to_string())
        .collect();
    assert_eq!(currencies, ["EUR", "USD"]);
    let order = |amount: &str, key: &str| {
        NewPurchase::new(euros(amount), "shop", key).purchase_order("PO-7")
    };
    let held = credit.reserve(john, order("90", "a"), None).unwrap().number();
    let bought = credit.charge(john, order("50", "b")).unwrap().number();
    let surplus = NewCreditPayment::new(euros("80"), "c").keep_surplus(true);
    let all: Vec<Result<CreditEntry, Error>> = vec![
        credit.capture(john, NewCapture::new(held, euros("20"), "d")),
        credit.release(john, NewRelease::new(held).amount(euros("10")).key("e")),
        credit.credit_note(john, NewCreditNote::new(bought, euros("5"), "f")),
        credit.pay(john, surplus),
        credit.adjust(john, NewAdjustment::new(euros("-3"), "counted again", "g")),
        credit.refund(john, NewRefund::new(euros("1"), "h")),
    ];
    for entry in all {
        assert_eq!(entry.unwrap().currency().code(), "EUR");
    }
    let account = credit.set_limit(john, euros("600")).unwrap();
    assert_eq!(account.limit().to_string(), "600.00 EUR");
    let refused = credit.pay(john, NewCreditPayment::new("1", "i")).unwrap_err();
    assert_eq!(refused.code(), "credit.currency_required");
    let of = CreditOf::new(john).currency("EUR");
    let reservations = credit.reservations(of.clone()).unwrap();
    assert_eq!(reservations.len(), 1);
    assert_eq!(reservations[0].left().to_string(), "60.00 EUR");
    assert!(credit.verify(of, None).unwrap().is_sound());
}

#[test]
fn what_is_captured_keeps_site_order_and_term() {
    let desk = desk();
    let held = desk.credit.reserve(desk.john, purchase("100", "a"), None).unwrap();
    desk.credit.capture(desk.john, NewCapture::new(held.number(), "60", "b")).unwrap();
    let day = |text: &str| Date::parse(text).unwrap();
    let statement = desk.credit.statement(desk.john, day("2026-01-01"), day("2026-03-05")).unwrap();
    let [item] = statement.open_items() else { panic!("{:?}", statement.open_items()) };
    assert_eq!(item.site().map(|site| site.as_str().to_owned()), Some("shop".to_owned()));
    assert_eq!(item.order().map(|order| order.as_str().to_owned()), Some("a".to_owned()));
    assert_eq!(item.term().map(|term| term.as_str().to_owned()), Some("net30".to_owned()));
    assert_eq!(item.purchase_order(), Some("PO-7"));
    assert_eq!((item.due(), item.days_overdue()), (day("2026-01-31"), 33));
    assert_eq!(
        (item.amount().to_string(), item.open().to_string()),
        ("60.00 USD".to_owned(), "60.00 USD".to_owned())
    );
}

/// A ledger is read in pages, and to its end.
#[test]
fn a_long_ledger_is_read_to_its_end() {
    let desk = desk();
    let orders = (0..1_100).map(|order| purchase("0.01", &order.to_string()));
    let orders = orders.map(|order| (CreditOf::new(desk.john), order)).collect();
    assert!(desk.credit.charge_all(orders).iter().all(Result::is_ok));
    let verified = desk.credit.verify(desk.john, None).unwrap();
    assert!(verified.is_sound());
    assert_eq!(verified.entries(), 1_101);
    let day = Date::parse("2026-01-01").unwrap();
    let statement = desk.credit.statement(desk.john, day, day).unwrap();
    assert_eq!(statement.closing().to_string(), "11.00 USD");
    assert_eq!(statement.open_items().len(), 1_100);
    assert_eq!(desk.credit.open_items(desk.john).unwrap().len(), 1_100);
}

#[test]
fn a_page_that_holds_the_whole_ledger_is_the_only_one() {
    let desk = desk();
    for order in 0..9 {
        desk.charge("1", &order.to_string());
    }
    let whole = desk.credit.entries(desk.john, PageRequest::new().limit(10)).unwrap();
    assert_eq!((whole.items.len(), whole.next, whole.previous), (10, None, None));
}

/// A statement as a person reads it, and as a spreadsheet does, which is not to run what it reads.
#[cfg(feature = "reports")]
#[test]
fn a_statement_is_drawn_and_written_as_lines() {
    let desk = desk();
    desk.charge("40", "a");
    let note = NewCreditPayment::new("10", "p").note("=1+1");
    desk.credit.pay(desk.john, note).unwrap();
    let day = |text: &str| Date::parse(text).unwrap();
    let statement = desk.credit.statement(desk.john, day("2026-01-01"), day("2026-01-05")).unwrap();
    let drawn = statement.to_string();
    for part in
        ["Statement in USD from 2026-01-01 to 2026-01-05", "PO-7", "Open items", "2026-01-31"]
    {
        assert!(drawn.contains(part), "{part} is not in\n{drawn}");
    }
    assert!(statement.ageing().to_string().contains("30.00"), "{}", statement.ageing());
    let csv = statement.to_csv();
    assert!(csv.contains("'=1+1") && csv.contains("PO-7"), "{csv}");
}

#[test]
fn each_of_many_charges_is_answered() {
    let desk = desk();
    let orders = [("600", "a"), ("600", "b"), ("400", "c")];
    let orders = orders.map(|(amount, key)| (CreditOf::new(desk.john), purchase(amount, key)));
    let answers: Vec<String> = desk
        .credit
        .charge_all(orders.into())
        .into_iter()
        .map(|answer| match answer {
            Ok(entry) => entry.number().to_string(),
            Err(error) => error.code().to_owned(),
        })
        .collect();
    assert_eq!(answers, ["2", "credit.limit_exceeded", "3"]);
}

#[test]
fn the_system_may_charge_what_is_available_and_no_more() {
    let desk = desk();
    let system = desk.directory.as_system().credit();
    system.charge(desk.john, purchase("1", "a")).unwrap();
    let beyond = purchase("5000", "b").override_limit("the manager said so");
    assert_eq!(system.charge(desk.john, beyond).unwrap_err().code(), "actor.not_permitted");
}

#[test]
fn a_hash_is_64_hexadecimal_digits_in_lower_case() {
    let text = "0123456789abcdef".repeat(4);
    let digest = Digest::parse(&text).unwrap();
    assert_eq!(
        (digest.to_string(), format!("{digest:?}")),
        (text.clone(), format!("Digest({text})"))
    );
    let of_length = |length: usize| "0".repeat(length);
    let wrong = [0, 62, 63, 65, 66].map(of_length);
    for wrong in wrong.iter().chain([&text.to_uppercase()]) {
        assert_eq!(Digest::parse(wrong), None, "{wrong}");
    }
}
