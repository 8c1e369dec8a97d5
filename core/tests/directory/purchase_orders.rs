//! What a site says about purchase orders.

use patronage::credit::{NewCustomField, NewPaymentTerm, PurchaseOrders, PurchaseOrdersPatch};
use patronage::event::{EventKind, Subject};
use patronage::site::{NewSite, SitePatch};

use crate::shop::{Shop, code, violations};

fn net30() -> PurchaseOrdersPatch {
    PurchaseOrdersPatch::new().enabled(true).terms([NewPaymentTerm::new("net30", "Net 30", 30)])
}

#[test]
fn a_site_takes_purchase_orders_when_it_is_told() {
    let shop = Shop::open();
    let sites = shop.admin.sites();
    let before = sites.get("mystic-sports").unwrap();
    assert_eq!(*before.purchase_orders(), PurchaseOrders::default());
    let last = shop.last_event();
    let site = sites.set_purchase_orders("Mystic-Sports", net30()).unwrap();
    assert_eq!(site.version().as_u64(), before.version().as_u64() + 1);
    assert!(site.purchase_orders().is_enabled());
    assert_eq!(site.purchase_orders().term("net30").unwrap().net_days(), 30);
    assert_eq!(sites.get("mystic-sports").unwrap(), site);
    assert_eq!(shop.directory.site("mystic-sports").unwrap().get().unwrap(), site);
    let events = shop.directory.events().after(last).read().unwrap().events;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].kind(), EventKind::SiteUpdated);
    assert_eq!(*events[0].subject(), Subject::Site(*site.code()));
}

#[test]
fn saying_the_same_again_writes_nothing() {
    let shop = Shop::open();
    let sites = shop.admin.sites();
    let site = sites.set_purchase_orders("mystic-sports", net30()).unwrap();
    let last = shop.last_event();
    for same in [net30(), PurchaseOrdersPatch::new(), PurchaseOrdersPatch::new().enabled(true)] {
        assert_eq!(sites.set_purchase_orders("mystic-sports", same).unwrap(), site);
    }
    assert_eq!(shop.events_after(last), []);
}

#[test]
fn other_changes_of_the_site_leave_it_alone() {
    let shop = Shop::open();
    let sites = shop.admin.sites();
    let says = sites.set_purchase_orders("mystic-sports", net30()).unwrap();
    let renamed = sites.update("mystic-sports", SitePatch::new().name("Mystic")).unwrap();
    assert_eq!(renamed.purchase_orders(), says.purchase_orders());
    let off = PurchaseOrdersPatch::new().enabled(false);
    let off = sites.set_purchase_orders("mystic-sports", off).unwrap();
    assert_eq!(off.name(), "Mystic");
    assert_eq!(*sites.get("pro-sports").unwrap().purchase_orders(), PurchaseOrders::default());
}

#[test]
fn what_is_wrong_changes_nothing() {
    let shop = Shop::open();
    let sites = shop.admin.sites();
    let last = shop.last_event();
    let terms = [NewPaymentTerm::new("net 30", "Net 30", 30)];
    let fields = [NewCustomField::new("dept", "")];
    let wrong = PurchaseOrdersPatch::new().enabled(true).terms(terms).custom_fields(fields);
    assert_eq!(
        violations(sites.set_purchase_orders("mystic-sports", wrong)),
        [
            ("terms[0].code".to_owned(), "code.invalid_character"),
            ("custom_fields[0].label".to_owned(), "field.required"),
        ]
    );
    assert_eq!(code(sites.set_purchase_orders("nowhere", net30())), "site.unknown");
    assert!(!sites.get("mystic-sports").unwrap().purchase_orders().is_enabled());
    assert_eq!(shop.events_after(last), []);
}

#[test]
fn another_process_sees_the_change() {
    let shop = Shop::open();
    shop.admin.sites().create(NewSite::new("outlet", "Outlet")).unwrap();
    let elsewhere = shop.elsewhere();
    let there = || elsewhere.as_admin("bob").sites().get("outlet").unwrap();
    assert!(!there().purchase_orders().is_enabled());
    shop.admin.sites().set_purchase_orders("outlet", net30()).unwrap();
    assert!(there().purchase_orders().is_enabled());
}
