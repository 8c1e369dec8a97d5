use patronage::activity::NewOrder;
use patronage::actor::{Admin, Author};
use patronage::code::CustomerSetCode;
use patronage::credit::PurchaseOrdersPatch;
use patronage::customer::{AccountKind, CustomerPatch, NewCustomer};
use patronage::customer_set::{CustomerSetPatch, NewCustomerSet};
use patronage::directory::{Backoffice, CustomerListing};
use patronage::page::PageRequest;
use patronage::segment::{NewSegment, SegmentPatch};
use patronage::site::{NewSite, SitePatch};
use patronage::tenant::TenantPatch;
use patronage::version::ExpectedVersion;

use crate::shop::{Shop, code, violations};

/// Bob sees the set `b2b` only.
fn bob(shop: &Shop) -> Backoffice {
    let b2b = CustomerSetCode::parse("b2b").unwrap();
    shop.directory.act_as(Admin::new("bob@shop.example").confined_to([b2b]))
}

#[test]
fn customers_out_of_reach_do_not_exist() {
    let shop = Shop::open();
    let bob = bob(&shop);
    let draft = NewCustomer::registered("mystic-sports", "john@example.com").external_id("SAP-1");
    let john = shop.admin.customers().create(draft).unwrap();
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    shop.admin.segments().add("press", [john.id()]).unwrap();
    let order = || NewOrder::new("1", "pro-sports").total("1.00");
    shop.admin.orders().record(john.id(), order()).unwrap();
    let (customers, id) = (bob.customers(), john.id());
    let patch = CustomerPatch::new().first_name("Jo");
    for refused in [
        code(customers.get(id)),
        code(customers.update(id, patch, ExpectedVersion::Any)),
        code(customers.disable(id)),
        code(customers.register(id, None)),
        code(customers.delete(id)),
        code(customers.activity(id)),
        code(customers.possible_actions(id)),
        code(customers.addresses(id).list()),
        code(bob.segments().of(id)),
        code(bob.segments().add_to(id, ["press"])),
        code(bob.orders().of(id, PageRequest::new())),
        code(bob.orders().record(id, order())),
    ] {
        assert_eq!(refused, "customer.unknown");
    }
    assert_eq!(customers.find_by_number(john.number().unwrap()).unwrap(), None);
    assert_eq!(customers.find_by_external_id("SAP-1").unwrap(), None);
    assert_eq!(code(bob.segments().remove("press", [id])), "segment.unknown_customers");
    assert_eq!(code(bob.orders().get("pro-sports", "1")), "activity.unknown_order");
    for site in ["mystic-sports", "no-such-site"] {
        assert_eq!(code(bob.orders().get(site, "1")), "site.unknown");
    }
    let elsewhere = customers.find_by_login("mystic-sports", "john@example.com");
    assert_eq!(code(elsewhere), "site.unknown");
    assert_eq!(shop.admin.customers().get(id).unwrap(), john);
}

#[test]
fn a_confined_admin_works_on_the_customers_of_its_sets() {
    let shop = Shop::open();
    let bob = bob(&shop);
    shop.john();
    let ann = bob.customers().create(NewCustomer::guest("pro-sports")).unwrap();
    bob.customers().create(NewCustomer::new(AccountKind::Guest).customer_set("b2b")).unwrap();
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    shop.admin.segments().add("press", [shop.guest().id()]).unwrap();
    assert_eq!(bob.segments().add("press", [ann.id()]).unwrap(), 1);
    assert_eq!(bob.segments().size("press").unwrap(), 1);
    assert_eq!(shop.admin.segments().size("press").unwrap(), 2);
    let listing = || CustomerListing::new().with_total();
    let page = bob.customers().find(listing()).unwrap();
    assert_eq!((page.len(), page.total), (2, Some(2)));
    let members = bob.segments().members("press", listing()).unwrap();
    assert_eq!((members.len(), members.total), (1, Some(1)));
    let beyond = bob.customers().find(listing().customer_set("b2c"));
    assert_eq!(code(beyond), "customer_set.unknown");
    bob.orders().record(ann.id(), NewOrder::new("1", "pro-sports").total("1.00")).unwrap();
}

#[test]
fn a_confined_admin_creates_in_its_sets_only() {
    let shop = Shop::open();
    let create = |draft: NewCustomer| bob(&shop).customers().create(draft);
    assert_eq!(
        violations(create(NewCustomer::guest("mystic-sports"))),
        [("site".to_owned(), "site.unknown")]
    );
    let guest = || NewCustomer::new(AccountKind::Guest);
    assert_eq!(
        violations(create(guest().customer_set("b2c"))),
        [("customer_set".to_owned(), "customer_set.unknown")]
    );
    assert_eq!(violations(create(guest())), [("customer_set".to_owned(), "field.required")]);
}

#[test]
fn a_confined_admin_changes_no_definition() {
    let shop = Shop::open();
    let bob = bob(&shop);
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    let last = shop.last_event();
    for refused in [
        code(bob.tenant().update(TenantPatch::new().reporting_currency("EUR"))),
        code(bob.customer_sets().create(NewCustomerSet::new("vip", "VIP"))),
        code(bob.customer_sets().update("b2b", CustomerSetPatch::new().name("B"))),
        code(bob.customer_sets().delete("b2b")),
        code(bob.sites().create(NewSite::new("outlet", "Outlet").customer_set("b2b"))),
        code(bob.sites().update("pro-sports", SitePatch::new().name("Pro"))),
        code(bob.sites().set_purchase_orders("pro-sports", PurchaseOrdersPatch::new())),
        code(bob.segments().create(NewSegment::new("vip", "VIP"))),
        code(bob.segments().update("press", SegmentPatch::new().name("P"))),
        code(bob.segments().delete("press")),
    ] {
        assert_eq!(refused, "actor.not_permitted");
    }
    assert_eq!(shop.events_after(last), []);
}

#[test]
fn a_confined_admin_sees_its_sets_and_their_sites() {
    let shop = Shop::open();
    let bob = bob(&shop);
    let sets: Vec<_> =
        bob.customer_sets().list().unwrap().iter().map(|set| set.code().to_string()).collect();
    assert_eq!(sets, ["b2b"]);
    let sites: Vec<_> =
        bob.sites().list().unwrap().iter().map(|site| site.code().to_string()).collect();
    assert_eq!(sites, ["pro-sports"]);
    assert_eq!(code(bob.customer_sets().get("b2c")), "customer_set.unknown");
    assert_eq!(code(bob.customer_sets().delete("b2c")), "customer_set.unknown");
    assert_eq!(code(bob.sites().get("mystic-sports")), "site.unknown");
    assert_eq!(code(bob.sites().update("mystic-sports", SitePatch::new())), "site.unknown");
    let nothing = PurchaseOrdersPatch::new();
    assert_eq!(code(bob.sites().set_purchase_orders("mystic-sports", nothing)), "site.unknown");
    bob.customer_sets().get("b2b").unwrap();
    bob.sites().get("pro-sports").unwrap();
}

#[test]
fn the_trail_names_who_did_it() {
    let shop = Shop::open();
    let last = shop.last_event();
    for backoffice in [
        shop.directory.as_admin("jane"),
        shop.directory.as_system(),
        shop.directory.as_import("customers.csv"),
    ] {
        backoffice.customers().create(NewCustomer::guest("mystic-sports")).unwrap();
    }
    let events = shop.directory.events().after(last).read().unwrap().events;
    let authors: Vec<_> = events.iter().map(|event| event.author().clone()).collect();
    let expected =
        [Author::Admin("jane".into()), Author::System, Author::Import("customers.csv".into())];
    assert_eq!(authors, expected);
    assert!(events.iter().all(|e| e.site().is_some_and(|site| site.as_str() == "mystic-sports")));
}
