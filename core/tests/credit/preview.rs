//! Previews: what they keep to themselves, and that they say what the directory does.

use patronage::credit::{
    CreditError, CreditPreview, NewOverdraft, NewPaymentTerm, NewPurchaseOrder, PurchaseOrdersPatch,
};
use patronage::money::{Currency, Money};
use proptest::prelude::*;

use crate::desk::{Desk, desk, desk_with, purchase};

fn preview(desk: &Desk) -> CreditPreview {
    let me = desk.directory.site("shop").unwrap().as_shopper(desk.john).unwrap();
    let made = me.credit().unwrap().preview().unwrap();
    let read = CreditPreview::from_json(&made.to_json()).unwrap();
    assert_eq!(read, made);
    assert_eq!(read, desk.credit.preview(desk.john, "shop").unwrap());
    read
}

#[test]
fn a_preview_tells_no_reason_and_no_name() {
    let desk = desk();
    desk.charge("10", "order-77");
    desk.credit.hold(desk.john, "an invoice is contested").unwrap();
    let told = preview(&desk).to_json();
    for private in ["contested", "jane", "PO-7", "order-77", "net60", &desk.john.to_string()] {
        assert!(!told.contains(private), "{private}: {told}");
    }
    assert!(told.contains(r#""code":"credit.on_hold""#), "{told}");
}

#[test]
fn an_item_that_is_overdue_is_named() {
    let desk = desk();
    let item = desk.charge("10", "a");
    desk.credit.set_hold_when_overdue(desk.john, Some(5)).unwrap();
    desk.days_pass(34);
    assert_eq!(preview(&desk).refusal(), None);
    desk.days_pass(1);
    let refused = desk.credit.charge(desk.john, purchase("1", "b")).unwrap_err();
    let due = item.due().unwrap();
    let overdue = CreditError::Overdue { item: item.number(), due };
    assert_eq!(refused.to_string(), overdue.to_string());
    let held = preview(&desk);
    assert_eq!(held.refusal(), Some(&overdue));
    assert_eq!(held.after_charge("1"), Err(overdue));
}

#[test]
fn a_preview_is_as_of_its_moment() {
    let desk = desk();
    let expires_at = "2026-01-02T12:00:00Z".parse().unwrap();
    desk.credit.reserve(desk.john, purchase("400", "a"), Some(expires_at)).unwrap();
    let before = preview(&desk);
    desk.days_pass(1);
    let after = preview(&desk);
    assert_eq!(before.figures().total_available().to_string(), "600.00 USD");
    assert_eq!(after.figures().total_available().to_string(), "1000.00 USD");
    assert_eq!(after.at(), expires_at);
    assert_eq!(after.site().as_str(), "shop");
}

#[test]
fn a_site_out_of_reach_is_not_told() {
    let desk = desk();
    let refused = desk.credit.preview(desk.john, "nowhere").unwrap_err();
    assert_eq!(refused.violations().unwrap().codes(), ["site.unknown"]);
    let nobody =
        desk.credit.preview(patronage::directory::CreditOf::new(desk.john).currency("EUR"), "shop");
    assert_eq!(nobody.unwrap_err().code(), "credit.no_account");
}

fn dollars(cents: i64) -> Money {
    Money::from_minor(cents, Currency::parse("USD").unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_figures_afterwards_are_those_of_the_directory(
        overdraft in 0i64..20_000,
        charged in 1i64..60_000,
        paid in 0i64..90_000,
        reserved in 0i64..40_000,
        next in 1i64..150_000,
        reserves: bool,
    ) {
        let desk = desk_with("1000", NewOverdraft::amount(dollars(overdraft)));
        let cents = |cents| dollars(cents).amount().to_string();
        desk.charge(&cents(charged), "charged");
        if paid > 0 {
            desk.credit.set_keep_surplus(desk.john, true).unwrap();
            desk.pay(&cents(paid), "paid");
        }
        if reserved > 0 {
            desk.credit.reserve(desk.john, purchase(&cents(reserved), "reserved"), None).unwrap();
        }
        let preview = preview(&desk);
        prop_assert_eq!(preview.offer(dollars(next)).unwrap(), desk.credit.offer(desk.john, "shop", dollars(next)).unwrap());
        let (said, done) = if reserves {
            (preview.after_reserve(dollars(next)), desk.credit.reserve(desk.john, purchase(&cents(next), "next"), None))
        } else {
            (preview.after_charge(dollars(next)), desk.credit.charge(desk.john, purchase(&cents(next), "next")))
        };
        match (said, done) {
            (Ok(said), Ok(_)) => prop_assert_eq!(said, *desk.credit.status(desk.john).unwrap().figures()),
            (Err(said), Err(done)) => {
                // With the figures that a person needs.
                prop_assert_eq!(said.to_string(), done.to_string());
                prop_assert_eq!(said.code(), done.code());
            }
            (said, done) => prop_assert!(false, "{:?}, but {:?}", said, done),
        }
    }
}

#[test]
fn several_terms_are_chosen_from_and_all_mistakes_are_told() {
    let desk = desk();
    let terms = ["net30", "net60", "prepaid"].map(|code| NewPaymentTerm::new(code, code, 0));
    let sites = desk.directory.as_system().sites();
    sites.set_purchase_orders("shop", PurchaseOrdersPatch::new().terms(terms)).unwrap();
    desk.credit.set_terms(desk.john, "shop", ["prepaid", "net60"]).unwrap();
    let preview = preview(&desk);
    let offered: Vec<_> = preview.offer("1").unwrap().terms().to_vec();
    let codes: Vec<_> = offered.iter().map(|term| term.code().as_str()).collect();
    assert_eq!(codes, ["net60", "prepaid"]);
    let check = |order: NewPurchaseOrder| preview.check(&order).map_err(|found| found.codes());
    assert_eq!(check(NewPurchaseOrder::new().number("1").term("prepaid")), Ok(()));
    assert_eq!(
        check(NewPurchaseOrder::new().field("dept", "IT")),
        Err(vec!["field.required", "credit.term_required", "field.unknown"])
    );
}
