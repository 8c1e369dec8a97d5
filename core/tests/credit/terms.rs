//! Payment terms, offers, and what shoppers see.

use patronage::credit::{AffectedAccount, CreditError, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::site::NewSite;

use crate::desk::{desk, purchase};

#[test]
fn one_term_is_chosen_by_itself_and_of_several_the_order_names_one() {
    let desk = desk();
    let by_itself = desk.charge("1", "a");
    assert_eq!(by_itself.term().map(ToString::to_string).as_deref(), Some("net30"));
    assert_eq!(by_itself.due().unwrap().to_string(), "2026-01-31");
    let other = desk.credit.charge(desk.john, purchase("1", "b").term("net60")).unwrap_err();
    assert_eq!(other.code(), "credit.term_not_granted");
    desk.credit.set_terms(desk.john, "shop", ["net60", "net30", "net60"]).unwrap();
    let several = desk.credit.charge(desk.john, purchase("1", "b")).unwrap_err();
    assert_eq!(several.code(), "credit.term_required");
    let named = desk.credit.charge(desk.john, purchase("1", "b").term("net60")).unwrap();
    assert_eq!(named.due().unwrap().to_string(), "2026-03-02");
    desk.credit.set_terms(desk.john, "shop", [""; 0]).unwrap();
    let none = desk.credit.charge(desk.john, purchase("1", "c")).unwrap_err();
    assert_eq!(none.code(), "credit.no_term");
}

#[test]
fn removing_a_term_says_who_is_left_with_none() {
    let desk = desk();
    let reserved = desk.credit.reserve(desk.john, purchase("10", "a"), None).unwrap();
    let without = PurchaseOrdersPatch::new().terms([NewPaymentTerm::new("net60", "Net 60", 90)]);
    let impact = desk.credit.terms_impact("shop", &without).unwrap();
    assert_eq!(impact.removed().len() + impact.changed().len(), 2);
    let left: Vec<_> = impact.left_with_none().map(AffectedAccount::customer).collect();
    assert_eq!(left, [desk.john]);
    desk.directory.as_system().sites().set_purchase_orders("shop", without.clone()).unwrap();
    let refused = desk.credit.charge(desk.john, purchase("1", "b")).unwrap_err();
    assert_eq!(refused.code(), "credit.no_term");
    // What was promised keeps the term with which it was promised.
    let capture = patronage::credit::NewCapture::new(reserved.number(), "10", "c");
    let captured = desk.credit.capture(desk.john, capture).unwrap();
    assert_eq!(captured.due().unwrap().to_string(), "2026-01-31");
    assert_eq!(captured.purchase_order(), Some("PO-7"));
    desk.credit.set_terms(desk.john, "shop", ["net60"]).unwrap();
    let shorter = PurchaseOrdersPatch::new().terms([NewPaymentTerm::new("net60", "Net 60", 60)]);
    let impact = desk.credit.terms_impact("shop", &shorter).unwrap();
    assert_eq!((impact.changed().len(), impact.accounts().len()), (1, 1));
    assert_eq!(impact.left_with_none().count(), 0);
}

#[test]
fn an_offer_pays_what_is_available() {
    let desk = desk();
    let offer = |total: &str| desk.credit.offer(desk.john, "shop", total).unwrap();
    let whole = offer("1000.00");
    assert_eq!((whole.amount().to_string().as_str(), whole.split()), ("1000.00 USD", false));
    assert_eq!(whole.terms().len(), 1);
    let part = offer("1000.01");
    assert_eq!((part.amount().to_string().as_str(), part.split()), ("1000.00 USD", true));
    let sites = desk.directory.as_system().sites();
    sites.set_purchase_orders("shop", PurchaseOrdersPatch::new().split_allowed(false)).unwrap();
    let withheld = |total: &str| offer(total).withheld().map(CreditError::code);
    assert_eq!(withheld("1000.01"), Some("credit.limit_exceeded"));
    assert_eq!(withheld("1000.00"), None);
    desk.charge("1000", "a");
    sites.set_purchase_orders("shop", PurchaseOrdersPatch::new().split_allowed(true)).unwrap();
    assert_eq!(withheld("0.01"), Some("credit.limit_exceeded"));
    sites.create(NewSite::new("depot", "Depot")).unwrap();
    let elsewhere = desk.credit.offer(desk.john, "depot", "1").unwrap();
    assert_eq!(elsewhere.withheld().map(CreditError::code), Some("credit.site_not_enabled"));
}

#[test]
fn a_shopper_sees_its_own_figures() {
    let desk = desk();
    let admin = desk.directory.as_admin("jane");
    let jane = patronage::customer::NewCustomer::registered("shop", "jane@example.com");
    let jane = admin.customers().create(jane).unwrap().id();
    let account = patronage::credit::NewCreditAccount::new("50").terms("shop", ["net30"]);
    admin.credit().open(jane, account).unwrap();
    let me = desk.directory.site("shop").unwrap().as_shopper(jane).unwrap();
    let credit = me.credit().unwrap();
    assert_eq!(credit.figures().unwrap().total_available().to_string(), "50.00 USD");
    assert_eq!(credit.offer("70").unwrap().amount().to_string(), "50.00 USD");
    assert!(credit.open_items().unwrap().is_empty());
    // Whoever has lost the login has lost the view of its credit, also through an older handle.
    admin.customers().disable(jane).unwrap();
    assert_eq!(credit.figures().unwrap_err().code(), "customer.is_disabled");
}
