use patronage::customer::{AddressPatch, AddressUse, NewAddress};
use patronage::event::{EventKind, Subject};
use patronage::id::AddressId;
use patronage::version::ExpectedVersion;
use uuid::Uuid;

use crate::shop::{Shop, code, violations};

fn paris(label: &str) -> NewAddress {
    NewAddress::new(label).line1("1 rue de Rivoli").city("Paris").country("FR")
}

#[test]
fn each_change_of_the_book_is_a_version_of_the_customer() {
    let shop = Shop::open();
    let john = shop.john();
    let addresses = shop.admin.customers().addresses(john.id());
    let home = addresses.add(paris("Home"), john.version()).unwrap();
    assert_eq!(home.address.first_name(), Some("John"));
    assert_eq!(home.customer.version().as_u64(), 2);
    assert_eq!(code(addresses.add(paris("Work"), john.version())), "customer.changed");
    let id = home.address.id();
    let renamed = addresses.update(id, AddressPatch::new().label("Flat"), home.customer.version());
    assert_eq!(renamed.unwrap().version().as_u64(), 3);
    let late = AddressPatch::new().label("House");
    assert_eq!(code(addresses.update(id, late, home.customer.version())), "customer.changed");
    assert_eq!(code(addresses.remove(id, home.customer.version())), "customer.changed");
    let emptied = addresses.remove(id, ExpectedVersion::Any).unwrap();
    assert!(emptied.addresses().is_empty());
    assert_eq!(shop.admin.customers().get(john.id()).unwrap(), emptied);
}

#[test]
fn events_name_the_address() {
    let shop = Shop::open();
    let (john, last) = (shop.john(), shop.last_event());
    let addresses = shop.admin.customers().addresses(john.id());
    let id = addresses.add(paris("Home"), ExpectedVersion::Any).unwrap().address.id();
    addresses.update(id, AddressPatch::new().label("Flat"), ExpectedVersion::Any).unwrap();
    addresses.update(id, AddressPatch::new().label("Flat"), ExpectedVersion::Any).unwrap();
    addresses.remove(id, ExpectedVersion::Any).unwrap();
    let events = shop.directory.events().of(john.id()).after(last).read().unwrap().events;
    let kinds: Vec<_> =
        events.iter().skip(1).map(|event| (event.kind(), event.subject())).collect();
    let subject = Subject::Address(id);
    let expected = [EventKind::AddressAdded, EventKind::AddressUpdated, EventKind::AddressRemoved];
    assert_eq!(kinds, expected.map(|kind| (kind, &subject))[1..]);
    assert_eq!(events[0].kind(), expected[0]);
}

#[test]
fn another_primary_address_takes_over() {
    let shop = Shop::open();
    let addresses = shop.admin.customers().addresses(shop.john().id());
    let primary = |label: &str| paris(label).billing(AddressUse::Primary);
    addresses.add(primary("Home"), ExpectedVersion::Any).unwrap();
    let work = addresses.add(primary("Work"), ExpectedVersion::Any).unwrap().address.id();
    let book = addresses.list().unwrap();
    assert_eq!(book.primary_billing().map(patronage::customer::Address::label), Some("Work"));
    assert_eq!(
        book.iter().next().map(patronage::customer::Address::billing),
        Some(AddressUse::Usable)
    );
    addresses.remove(work, ExpectedVersion::Any).unwrap();
    assert_eq!(addresses.list().unwrap().primary_billing(), None);
}

#[test]
fn a_book_refuses_what_is_wrong_taken_or_unknown() {
    let shop = Shop::open();
    let addresses = shop.admin.customers().addresses(shop.john().id());
    addresses.add(paris("Home"), ExpectedVersion::Any).unwrap();
    assert_eq!(code(addresses.add(paris("HOME"), ExpectedVersion::Any)), "address.label_taken");
    let bare = violations(addresses.add(NewAddress::new("Work"), ExpectedVersion::Any));
    let paths: Vec<&str> = bare.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["line1", "city", "country"]);
    let none = AddressId::from_uuid(Uuid::nil());
    let patch = AddressPatch::new().label("Flat");
    assert_eq!(code(addresses.update(none, patch, ExpectedVersion::Any)), "address.unknown");
    assert_eq!(code(addresses.remove(none, ExpectedVersion::Any)), "address.unknown");
    assert_eq!(addresses.list().unwrap().len(), 1);
}
