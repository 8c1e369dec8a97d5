use patronage::Directory;
use patronage::customer::NewCustomer;
use patronage::customer_set::{CustomerSetPatch, NewCustomerSet};
use patronage::event::EventKind;
use patronage::site::{NewSite, SitePatch};
use patronage::store::MemoryStore;
use patronage::tenant::TenantPatch;

use crate::shop::{Shop, code, violations};

#[test]
fn a_new_tenant_has_one_set_and_a_currency() {
    let store = MemoryStore::new();
    let directory = Directory::builder(store.clone()).reporting_currency("EUR").open().unwrap();
    let admin = directory.as_admin("jane");
    let codes = |directory: &Directory| -> Vec<String> {
        let sets = directory.as_system().customer_sets().list().unwrap();
        sets.iter().map(|set| set.code().to_string()).collect()
    };
    assert_eq!(codes(&directory), ["default"]);
    assert_eq!(admin.tenant().get().unwrap().reporting_currency().code(), "EUR");
    let again = Directory::builder(store).reporting_currency("USD").open().unwrap();
    assert_eq!(codes(&again), ["default"]);
    assert_eq!(again.as_system().tenant().get().unwrap().reporting_currency().code(), "EUR");
    let wrong = Directory::builder(MemoryStore::new()).reporting_currency("dollars").open();
    assert_eq!(code(wrong), "input.invalid");
}

#[test]
fn tenants_of_one_store_are_apart() {
    let shop = Shop::open();
    let john = shop.john();
    let other = Directory::open(shop.store.for_tenant("other")).unwrap();
    assert_eq!(code(other.as_system().customers().get(john.id())), "customer.unknown");
    assert_eq!(other.as_system().customer_sets().list().unwrap().len(), 1);
}

#[test]
fn a_set_is_made_changed_and_deleted() {
    let shop = Shop::open();
    let sets = shop.admin.customer_sets();
    let last = shop.last_event();
    sets.create(NewCustomerSet::new("vip", "VIP")).unwrap();
    assert_eq!(code(sets.create(NewCustomerSet::new("VIP", "VIP"))), "customer_set.exists");
    assert_eq!(code(sets.create(NewCustomerSet::new("v i p", ""))), "input.invalid");
    let renamed = sets.update("vip", CustomerSetPatch::new().name("Best")).unwrap();
    assert_eq!((renamed.name(), renamed.version().as_u64()), ("Best", 2));
    assert_eq!(sets.update("vip", CustomerSetPatch::new().name("Best")).unwrap(), renamed);
    assert_eq!(sets.get("vip").unwrap(), renamed);
    sets.delete("vip").unwrap();
    for unknown in ["vip", "no such set"] {
        assert_eq!(code(sets.get(unknown)), "customer_set.unknown");
        assert_eq!(code(sets.update(unknown, CustomerSetPatch::new())), "customer_set.unknown");
        assert_eq!(code(sets.delete(unknown)), "customer_set.unknown");
        assert_eq!(code(sets.customers(unknown)), "customer_set.unknown");
        assert_eq!(code(sets.sites(unknown)), "customer_set.unknown");
    }
    let expected = [
        EventKind::CustomerSetCreated,
        EventKind::CustomerSetUpdated,
        EventKind::CustomerSetDeleted,
    ];
    assert_eq!(shop.events_after(last), expected);
}

#[test]
fn only_an_ordinary_empty_set_is_deleted() {
    let shop = Shop::open();
    let sets = shop.admin.customer_sets();
    assert_eq!(code(sets.delete("default")), "customer_set.default");
    assert_eq!(code(sets.delete("b2c")), "customer_set.not_empty");
    shop.admin.sites().update("mystic-sports", SitePatch::new().customer_set("b2b")).unwrap();
    sets.delete("b2c").unwrap();
    let alone = NewCustomer::new(patronage::customer::AccountKind::Guest);
    let guest = shop.admin.customers().create(alone).unwrap();
    shop.admin.tenant().update(TenantPatch::new().default_customer_set("b2b")).unwrap();
    assert_eq!(code(sets.delete("default")), "customer_set.not_empty");
    shop.admin.customers().delete(guest.id()).unwrap();
    sets.delete("default").unwrap();
    assert_eq!(code(sets.delete("b2b")), "customer_set.last");
}

#[test]
fn a_set_knows_its_customers_and_sites() {
    let shop = Shop::open();
    let sets = shop.admin.customer_sets();
    shop.john();
    let guest = shop.guest();
    assert_eq!((sets.customers("b2c").unwrap(), sets.customers("b2b").unwrap()), (2, 0));
    shop.admin.customers().delete(guest.id()).unwrap();
    assert_eq!(sets.customers("b2c").unwrap(), 1);
    let codes: Vec<_> =
        sets.sites("b2c").unwrap().iter().map(|site| site.code().to_string()).collect();
    assert_eq!(codes, ["mystic-sports"]);
}

#[test]
fn a_site_is_made_and_changed() {
    let shop = Shop::open();
    let sites = shop.admin.sites();
    let plain = sites.create(NewSite::new("outlet", "Outlet")).unwrap();
    assert_eq!((plain.customer_set().as_str(), plain.currency().code()), ("default", "USD"));
    assert_eq!(code(sites.create(NewSite::new("OUTLET", "Outlet"))), "site.exists");
    let wrong = NewSite::new("", "").customer_set("nowhere").currency("???");
    let paths: Vec<_> = violations(sites.create(wrong)).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["customer_set", "code", "name", "currency"]);
    let nowhere = SitePatch::new().customer_set("nowhere");
    assert_eq!(
        violations(sites.update("outlet", nowhere)),
        [("customer_set".to_owned(), "customer_set.unknown")]
    );
    let renamed = sites.update("outlet", SitePatch::new().name("Sale")).unwrap();
    assert_eq!((renamed.name(), renamed.version().as_u64()), ("Sale", 2));
    let last = shop.last_event();
    assert_eq!(sites.update("outlet", SitePatch::new().name("Sale")).unwrap(), renamed);
    assert_eq!(shop.events_after(last), []);
    let codes: Vec<_> = sites.list().unwrap().iter().map(|site| site.code().to_string()).collect();
    assert_eq!(codes, ["mystic-sports", "outlet", "pro-sports"]);
    assert_eq!(code(sites.get("nowhere")), "site.unknown");
    assert_eq!(code(sites.update("nowhere", SitePatch::new())), "site.unknown");
}

#[test]
fn the_tenant_changes_its_settings() {
    let shop = Shop::open();
    let tenant = shop.admin.tenant();
    let last = shop.last_event();
    let nowhere = TenantPatch::new().default_customer_set("nowhere").reporting_currency("???");
    let nowhere = nowhere.time_zone("+02:00");
    let paths: Vec<_> =
        violations(tenant.update(nowhere)).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["default_customer_set", "reporting_currency", "time_zone"]);
    let changed = tenant.update(TenantPatch::new().default_customer_set("b2c")).unwrap();
    assert_eq!(changed.version().as_u64(), 2);
    assert_eq!(tenant.update(TenantPatch::new().default_customer_set("b2c")).unwrap(), changed);
    assert_eq!(tenant.get().unwrap(), changed);
    assert_eq!(shop.events_after(last), [EventKind::TenantUpdated]);
}

#[test]
fn the_tenant_moves_to_another_time_zone() {
    let shop = Shop::open();
    let tenant = shop.admin.tenant();
    assert_eq!(tenant.get().unwrap().time_zone().name(), "UTC");
    let last = shop.last_event();
    let paris = || TenantPatch::new().time_zone("europe/paris");
    let moved = tenant.update(paris()).unwrap();
    assert_eq!((moved.time_zone().name(), moved.version().as_u64()), ("Europe/Paris", 2));
    assert_eq!(tenant.update(paris()).unwrap(), moved);
    let elsewhere = shop.elsewhere().as_system().tenant().get().unwrap();
    assert_eq!(elsewhere, moved);
    let other = tenant.update(TenantPatch::new().reporting_currency("EUR")).unwrap();
    assert_eq!(other.time_zone(), moved.time_zone());
    assert_eq!(shop.events_after(last), [EventKind::TenantUpdated; 2]);
}

#[test]
fn a_site_that_moves_takes_no_customer_along() {
    let shop = Shop::open();
    let john = shop.john();
    let site = shop.directory.site("mystic-sports").unwrap();
    site.as_shopper(john.id()).unwrap();
    shop.admin.sites().update("mystic-sports", SitePatch::new().customer_set("b2b")).unwrap();
    assert_eq!(code(site.as_shopper(john.id())), "customer.unknown");
    assert_eq!(shop.admin.customers().get(john.id()).unwrap(), john);
    assert_eq!(shop.admin.customer_sets().customers("b2c").unwrap(), 1);
    let order = patronage::activity::NewOrder::new("1", "mystic-sports").total("1.00");
    shop.admin.orders().record(john.id(), order).unwrap();
}

#[test]
fn another_process_decides_by_the_present_definitions() {
    let shop = Shop::open();
    let elsewhere = shop.elsewhere();
    shop.admin.sites().create(NewSite::new("outlet", "Outlet").customer_set("b2c")).unwrap();
    let there = elsewhere.as_admin("bob").customers();
    assert_eq!(there.create(NewCustomer::guest("outlet")).unwrap().customer_set().as_str(), "b2c");
    shop.admin.sites().update("outlet", SitePatch::new().customer_set("b2b")).unwrap();
    assert_eq!(there.create(NewCustomer::guest("outlet")).unwrap().customer_set().as_str(), "b2b");
    assert_eq!(elsewhere.as_system().sites().get("outlet").unwrap().customer_set().as_str(), "b2b");
}
