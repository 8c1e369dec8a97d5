//! What is refused, with the figures that a person needs.

use patronage::Error;
use patronage::credit::NewCustomField;
use patronage::credit::{
    CreditError, NewAdjustment, NewCapture, NewCreditAccount, NewCreditNote, NewCreditPayment,
    NewExtension, NewOverdraft, NewPurchase, NewRefund, NewVoid, PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::CreditOf;
use patronage::id::EntryNumber;
use patronage::site::NewSite;

use crate::desk::{desk, desk_with, purchase};

fn codes(refused: &Error) -> Vec<(String, &'static str)> {
    let all = refused.violations().expect("violations").iter();
    all.map(|one| (one.path().to_owned(), one.code())).collect()
}

fn listed(expected: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    expected.iter().map(|(path, code)| ((*path).to_owned(), *code)).collect()
}

#[test]
fn the_limit_is_said_with_what_was_requested() {
    let desk = desk_with("100", NewOverdraft::amount("20"));
    desk.charge("100.00", "a");
    let refused = desk.credit.charge(desk.john, purchase("20.01", "b")).unwrap_err();
    let Error::Credit(CreditError::LimitExceeded { requested, total_available }) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!([requested.to_string(), total_available.to_string()], ["20.01 USD", "20.00 USD"]);
    desk.charge("20.00", "b");
    assert_eq!(desk.figures(), ["120.00", "0.00", "0.00"]);
}

#[test]
fn amounts_are_above_zero_exact_and_in_the_currency_of_the_account() {
    let desk = desk();
    for (amount, code) in [
        ("0", "credit.not_positive"),
        ("-1", "credit.not_positive"),
        ("0.001", "money.too_many_decimals"),
        ("1e3", "money.not_a_number"),
        ("1234567890123456789012345678", "money.too_large"),
    ] {
        let charge = desk.credit.charge(desk.john, purchase(amount, "a")).unwrap_err();
        assert_eq!(codes(&charge), listed(&[("amount", code)]), "charge {amount}");
        let pay = desk.credit.pay(desk.john, NewCreditPayment::new(amount, "a")).unwrap_err();
        assert_eq!(codes(&pay), listed(&[("amount", code)]), "pay {amount}");
    }
    let adjust = NewAdjustment::new("0", "", "");
    let refused = desk.credit.adjust(desk.john, adjust).unwrap_err();
    let expected = [
        ("amount", "credit.zero_adjustment"),
        ("reason", "field.required"),
        ("key", "field.required"),
    ];
    assert_eq!(codes(&refused), listed(&expected));
    let euros: patronage::money::Money = "5.00 EUR".parse().unwrap();
    let other = desk.credit.pay(desk.john, NewCreditPayment::new(euros, "a")).unwrap_err();
    assert_eq!(other.code(), "credit.no_account");
    let of = CreditOf::new(desk.john).currency("USD");
    let other = desk.credit.pay(of, NewCreditPayment::new(euros, "a")).unwrap_err();
    assert_eq!(codes(&other), listed(&[("amount", "money.currency_mismatch")]));
    assert_eq!(desk.figures(), ["0.00", "0.00", "1000.00"]);
}

#[test]
fn a_key_has_1_to_128_bytes() {
    let desk = desk();
    for (key, code) in [
        ("", "field.required"),
        (" a", "text.surrounding_white_space"),
        ("a\nb", "text.control_character"),
        (&*"x".repeat(129), "credit.key_too_long"),
        (&*"ä".repeat(65), "credit.key_too_long"),
    ] {
        let refused =
            desk.credit.charge(desk.john, NewPurchase::new("1", "shop", key)).unwrap_err();
        assert_eq!(codes(&refused), listed(&[("key", code)]), "key {key:?}");
    }
    desk.charge("1", &"ä".repeat(32));
    desk.charge("1", &"x".repeat(64));
}

#[test]
fn an_account_that_is_disabled_or_held_takes_no_orders_and_everything_else() {
    let desk = desk();
    let item = desk.charge("100", "a");
    let reserved = desk.credit.reserve(desk.john, purchase("50", "b"), None).unwrap();
    let refused = |code: &str| {
        let charge = desk.credit.charge(desk.john, purchase("1", "c")).unwrap_err();
        let reserve = desk.credit.reserve(desk.john, purchase("1", "c"), None).unwrap_err();
        let beyond = purchase("1", "c").override_limit("a good customer");
        let beyond = desk.credit.charge(desk.john, beyond).unwrap_err();
        assert_eq!([charge.code(), reserve.code(), beyond.code()], [code; 3]);
        let offer = desk.credit.offer(desk.john, "shop", "1").unwrap();
        assert_eq!(offer.withheld().map(CreditError::code), Some(code));
        assert!(offer.amount().is_zero());
    };
    desk.credit.hold(desk.john, "under review").unwrap();
    refused("credit.on_hold");
    desk.credit.disable(desk.john).unwrap();
    refused("credit.disabled");
    desk.credit.enable(desk.john).unwrap();
    desk.credit.lift_hold(desk.john).unwrap();
    desk.credit.set_hold_when_overdue(desk.john, Some(5)).unwrap();
    desk.days_pass(34);
    desk.charge("1", "still fine");
    desk.days_pass(1);
    refused("credit.on_hold");
    desk.credit.capture(desk.john, NewCapture::new(reserved.number(), "50", "d")).unwrap();
    let paid = NewCreditPayment::new("100", "e").item(item.number(), "100");
    desk.credit.pay(desk.john, paid).unwrap();
    desk.charge("1", "f");
}

#[test]
fn a_site_says_which_papers_it_wants() {
    let desk = desk();
    let sites = desk.directory.as_system().sites();
    let fields = [
        NewCustomField::new("cost-centre", "Cost centre").required(true),
        NewCustomField::new("floor", "Floor"),
    ];
    sites.set_purchase_orders("shop", PurchaseOrdersPatch::new().custom_fields(fields)).unwrap();
    let bare = NewPurchase::new("1", "shop", "a").field("gate", "7");
    let refused = desk.credit.charge(desk.john, bare).unwrap_err();
    let expected = [
        ("purchase_order", "field.required"),
        ("fields.cost-centre", "field.required"),
        ("fields.gate", "field.unknown"),
    ];
    assert_eq!(codes(&refused), listed(&expected));
    let full = NewPurchase::new("1", "shop", "a").purchase_order("PO-7");
    let entry = desk.credit.charge(desk.john, full.field("cost-centre", "4711")).unwrap();
    let fields: Vec<_> = entry.fields().map(|(code, value)| (code.as_str(), value)).collect();
    assert_eq!(fields, [("cost-centre", "4711")]);
    sites.set_purchase_orders("shop", PurchaseOrdersPatch::new().enabled(false)).unwrap();
    let refused = desk.credit.charge(desk.john, purchase("1", "b")).unwrap_err();
    assert_eq!(refused.code(), "credit.site_not_enabled");
    // The answer to a request that was accepted does not depend on what the site says now.
    let again = NewPurchase::new("1", "shop", "a").purchase_order("PO-7");
    assert_eq!(desk.credit.charge(desk.john, again).unwrap(), entry);
}

#[test]
fn only_an_administrator_takes_an_order_beyond_what_is_available() {
    let desk = desk();
    let beyond = purchase("5000", "a").override_limit("the board has agreed");
    let system = desk.directory.as_system().credit().charge(desk.john, beyond.clone());
    assert_eq!(system.unwrap_err().code(), "actor.not_permitted");
    let entry = desk.credit.charge(desk.john, beyond).unwrap();
    assert!(entry.is_override());
    assert_eq!(entry.note(), Some("the board has agreed"));
    assert_eq!(desk.figures(), ["5000.00", "0.00", "-4000.00"]);
}

#[test]
fn several_accounts_are_told_apart_by_their_currency() {
    let desk = desk();
    let admin = desk.directory.as_admin("jane");
    let again = admin.credit().open(desk.john, NewCreditAccount::new("1")).unwrap_err();
    assert_eq!(again.code(), "credit.exists");
    admin.credit().open(desk.john, NewCreditAccount::new("999").currency("JPY")).unwrap();
    let refused = admin.credit().status(desk.john).unwrap_err();
    let Error::Credit(CreditError::CurrencyRequired { currencies }) = &refused else {
        panic!("{refused:?}");
    };
    let currencies: Vec<_> = currencies.iter().map(|currency| currency.code()).collect();
    assert_eq!(currencies, ["JPY", "USD"]);
    let yen = CreditOf::new(desk.john).currency("jpy");
    assert_eq!(admin.credit().status(yen).unwrap().limit().to_string(), "999 JPY");
    // The site names the currency of an order.
    desk.charge("10", "a");
    let nobody = admin.customers().create(NewCustomer::guest("shop")).unwrap().id();
    assert_eq!(admin.credit().status(nobody).unwrap_err().code(), "credit.no_account");
    let refused = admin.customers().delete(desk.john);
    assert_eq!(refused.unwrap_err().code(), "customer.has_credit");
}

#[test]
fn what_is_not_there_is_named() {
    let desk = desk();
    let (john, none) = (desk.john, EntryNumber::new(99).unwrap());
    let credit = &desk.credit;
    let codes = [
        credit.capture(john, NewCapture::new(none, "1", "a")).unwrap_err().code(),
        credit.extend(john, NewExtension::new(none, None)).unwrap_err().code(),
        credit.credit_note(john, NewCreditNote::new(none, "1", "a")).unwrap_err().code(),
        credit.void(john, NewVoid::new(EntryNumber::FIRST, "a")).unwrap_err().code(),
        credit.refund(john, NewRefund::new("1", "a")).unwrap_err().code(),
    ];
    let expected = [
        "credit.unknown_reservation",
        "credit.unknown_reservation",
        "credit.unknown_item",
        "credit.unknown_item",
        "credit.refund_above_credit",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn limits_and_overdrafts_are_zero_or_more() {
    let desk = desk();
    let account = NewCreditAccount::new("-1").currency("EUR").overdraft(NewOverdraft::amount("-1"));
    let account = account.hold_when_overdue(0);
    let refused =
        desk.credit.open(desk.john, account.terms("shop", ["net7", "net30"])).unwrap_err();
    let expected = [
        ("limit", "credit.negative"),
        ("overdraft_amount", "credit.negative"),
        ("hold_when_overdue", "credit.no_days"),
        ("terms.shop[0]", "credit.unknown_term"),
    ];
    assert_eq!(codes(&refused), listed(&expected));
    let refused = desk.credit.set_hold_when_overdue(desk.john, Some(0)).unwrap_err();
    assert_eq!(codes(&refused), listed(&[("hold_when_overdue", "credit.no_days")]));
    let both = NewOverdraft::of(Some("1".into()), Some("1".to_owned()));
    let refused = desk.credit.set_overdraft(desk.john, both).unwrap_err();
    assert_eq!(codes(&refused), listed(&[("percent", "credit.two_overdrafts")]));
    let refused = desk.credit.set_overdraft(desk.john, NewOverdraft::percent("-1")).unwrap_err();
    assert_eq!(codes(&refused), listed(&[("percent", "percent.negative")]));
}

#[test]
fn an_admin_reaches_the_credit_of_its_sets_only() {
    let desk = desk();
    let admin = desk.directory.as_admin("jane");
    admin
        .customer_sets()
        .create(patronage::customer_set::NewCustomerSet::new("b2b", "B2B"))
        .unwrap();
    admin.sites().create(NewSite::new("depot", "Depot").customer_set("b2b")).unwrap();
    let b2b = patronage::code::CustomerSetCode::parse("b2b").unwrap();
    let bob = patronage::actor::Admin::new("bob").confined_to([b2b]);
    let credit = desk.directory.act_as(bob).credit();
    assert_eq!(credit.status(desk.john).unwrap_err().code(), "customer.unknown");
    let refused = credit.charge(desk.john, purchase("1", "a")).unwrap_err();
    assert_eq!(refused.code(), "customer.unknown");
}
