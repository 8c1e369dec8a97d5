use patronage::activity::NewOrder;
use patronage::actor::Author;
use patronage::customer::{CustomerPatch, NewAddress, NewCustomer};
use patronage::event::Event;
use patronage::page::PageRequest;
use patronage::version::ExpectedVersion;

use crate::shop::{Shop, code, violations};

#[test]
fn a_shopper_is_an_account_of_the_sites_set() {
    let shop = Shop::open();
    let john = shop.john();
    let site = |code: &str| shop.directory.site(code);
    let me = site("mystic-sports").unwrap().as_shopper(john.id()).unwrap();
    assert_eq!(me.profile().unwrap(), john);
    assert_eq!(code(site("pro-sports").unwrap().as_shopper(john.id())), "customer.unknown");
    assert_eq!(code(site("nowhere")), "site.unknown");
    assert_eq!(site("mystic-sports").unwrap().get().unwrap().code().as_str(), "mystic-sports");
    site("mystic-sports").unwrap().as_shopper(shop.guest().id()).unwrap();
}

#[test]
fn a_disabled_or_pending_account_is_locked_out_also_later() {
    let shop = Shop::open();
    let john = shop.john().id();
    let site = shop.directory.site("mystic-sports").unwrap();
    let me = site.as_shopper(john).unwrap();
    shop.admin.customers().disable(john).unwrap();
    assert_eq!(code(site.as_shopper(john)), "customer.is_disabled");
    assert_eq!(code(me.profile()), "customer.is_disabled");
    let patch = CustomerPatch::new().first_name("Jo");
    assert_eq!(code(me.update(patch, ExpectedVersion::Any)), "customer.is_disabled");
    assert_eq!(code(me.addresses().list()), "customer.is_disabled");
    assert_eq!(code(me.orders().list(PageRequest::new())), "customer.is_disabled");
    assert_eq!(code(me.orders().get("mystic-sports", "1")), "customer.is_disabled");
    shop.admin.customers().enable(john).unwrap();
    me.profile().unwrap();
    let pending = NewCustomer::registered("mystic-sports", "p@example.com").pending_approval();
    let pending = shop.admin.customers().create(pending).unwrap().id();
    assert_eq!(code(site.as_shopper(pending)), "customer.is_pending");
}

#[test]
fn a_shopper_changes_its_own_profile_and_nothing_of_the_merchants() {
    let shop = Shop::open();
    let john = shop.john();
    let me = shop.directory.site("mystic-sports").unwrap().as_shopper(john.id()).unwrap();
    let changed = me.update(CustomerPatch::new().first_name("Jo"), john.version()).unwrap();
    assert_eq!(changed.profile().first_name(), Some("Jo"));
    let late = CustomerPatch::new().first_name("Joe");
    assert_eq!(code(me.update(late, john.version())), "customer.changed");
    let not_mine = CustomerPatch::new().first_name("Joe").tax_exempt(true).external_id("x");
    let found = violations(me.update(not_mine, ExpectedVersion::Any));
    let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["tax_exempt", "external_id"]);
    assert_eq!(me.profile().unwrap(), changed);
    let events = shop.directory.events().of(john.id()).read().unwrap().events;
    let last = events.last().unwrap();
    assert_eq!(last.author(), &Author::Shopper(john.id()));
    assert_eq!(last.site().map(patronage::code::SiteCode::as_str), Some("mystic-sports"));
}

#[test]
fn a_shopper_keeps_its_own_address_book() {
    let shop = Shop::open();
    let john = shop.john().id();
    let me = shop.directory.site("mystic-sports").unwrap().as_shopper(john).unwrap();
    let home = NewAddress::new("Home").line1("1 rue de Rivoli").city("Paris").country("FR");
    let added = me.addresses().add(home, ExpectedVersion::Any).unwrap();
    assert_eq!(shop.admin.customers().get(john).unwrap(), added.customer);
    me.addresses().remove(added.address.id(), added.customer.version()).unwrap();
    assert!(me.addresses().list().unwrap().is_empty());
    let events = shop.directory.events().of(john).read().unwrap().events;
    assert_eq!(events.last().map(Event::author), Some(&Author::Shopper(john)));
}

#[test]
fn a_shopper_sees_its_own_orders_only() {
    let shop = Shop::open();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    let order = |number: &str| NewOrder::new(number, "mystic-sports").total("1.00");
    shop.admin.orders().record(john, order("1")).unwrap();
    shop.admin.orders().record(guest, order("2")).unwrap();
    let me = shop.directory.site("mystic-sports").unwrap().as_shopper(john).unwrap();
    let numbers: Vec<_> = me.orders().list(PageRequest::new()).unwrap().into_iter().collect();
    assert_eq!(numbers.iter().map(|o| o.number().as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(me.orders().get("mystic-sports", "1").unwrap(), numbers[0]);
    assert_eq!(code(me.orders().get("mystic-sports", "2")), "activity.unknown_order");
}
