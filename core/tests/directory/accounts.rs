use patronage::customer::{AccountAction, AccountKind, AccountStatus, CustomerPatch, NewCustomer};
use patronage::event::EventKind;
use patronage::id::{CustomerId, CustomerNumber};
use patronage::patch::Patch;
use patronage::site::SitePatch;
use patronage::version::{ExpectedVersion, Version};
use uuid::Uuid;

use crate::shop::{Shop, code, violations};

fn nobody() -> CustomerId {
    CustomerId::from_uuid(Uuid::nil())
}

#[test]
fn a_new_account_comes_back_as_it_is_kept() {
    let shop = Shop::open();
    let john = shop.john();
    assert_eq!(john.number(), Some(CustomerNumber::new(1).unwrap()));
    assert_eq!(john.version(), Version::FIRST);
    assert_eq!(john.customer_set().as_str(), "b2c");
    assert_eq!(shop.admin.customers().get(john.id()).unwrap(), john);
    assert_eq!(shop.guest().number(), Some(CustomerNumber::new(2).unwrap()));
}

#[test]
fn an_account_joins_the_set_of_its_site_or_the_named_or_the_default_one() {
    let shop = Shop::open();
    let set_of = |draft: NewCustomer| {
        shop.admin.customers().create(draft).unwrap().customer_set().to_string()
    };
    assert_eq!(set_of(NewCustomer::guest("pro-sports")), "b2b");
    let guest = || NewCustomer::new(AccountKind::Guest);
    assert_eq!(set_of(guest().customer_set("b2b")), "b2b");
    assert_eq!(set_of(guest()), "default");
    assert_eq!(set_of(guest().site("pro-sports").customer_set("b2b")), "b2b");
    let torn = guest().site("pro-sports").customer_set("b2c");
    assert_eq!(
        violations(shop.admin.customers().create(torn)),
        [("customer_set".to_owned(), "customer_set.not_of_site")]
    );
}

#[test]
fn unknown_codes_are_reported_with_every_other_mistake() {
    let shop = Shop::open();
    let draft =
        NewCustomer::registered("no shop", "no address").customer_set("nowhere").country("XX");
    let found = violations(shop.admin.customers().create(draft));
    let expected = [
        ("site", "site.unknown"),
        ("customer_set", "customer_set.unknown"),
        ("email", "email.invalid"),
        ("country", "country.unknown"),
    ];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn login_names_are_unique_in_a_set_and_free_in_another() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    shop.john();
    let again = NewCustomer::registered("mystic-sports", "JOHN@example.com");
    assert_eq!(code(customers.create(again)), "customer.login_name_taken");
    let named = NewCustomer::registered("mystic-sports", "john@example.com").login_name("johnny");
    assert_eq!(code(customers.create(named)), "customer.email_taken");
    customers.create(NewCustomer::registered("pro-sports", "john@example.com")).unwrap();
    let second = NewCustomer::registered("pro-sports", "john@example.com").login_name("johnny");
    customers.create(second).unwrap();
    let third = NewCustomer::registered("pro-sports", "jim@example.com").login_name("Johnny");
    assert_eq!(code(customers.create(third)), "customer.login_name_taken");
}

#[test]
fn what_is_taken_says_nothing_about_its_holder() {
    let shop = Shop::open();
    let john = shop.john();
    let again = NewCustomer::registered("mystic-sports", "john@example.com");
    let message = shop.admin.customers().create(again).unwrap_err().to_string();
    assert!(!message.contains("john") && !message.contains(&john.id().to_string()), "{message}");
}

#[test]
fn an_external_id_is_unique_in_the_tenant() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    let first = customers.create(NewCustomer::guest("mystic-sports").external_id("SAP-1")).unwrap();
    let second = NewCustomer::guest("pro-sports").external_id("sap-1");
    assert_eq!(code(customers.create(second)), "customer.external_id_taken");
    assert_eq!(customers.find_by_external_id("Sap-1").unwrap(), Some(first.clone()));
    let cleared = CustomerPatch::new().external_id(Patch::Clear);
    customers.update(first.id(), cleared, ExpectedVersion::Any).unwrap();
    assert_eq!(customers.find_by_external_id("SAP-1").unwrap(), None);
    customers.create(NewCustomer::guest("pro-sports").external_id("sap-1")).unwrap();
}

#[test]
fn a_guest_is_in_nobodys_way() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    for _ in 0..2 {
        customers.create(NewCustomer::guest("mystic-sports").email("john@example.com")).unwrap();
    }
    shop.john();
    customers.create(NewCustomer::guest("mystic-sports").email("john@example.com")).unwrap();
}

#[test]
fn customers_are_found_by_number_login_and_external_id() {
    let shop = Shop::open();
    let (john, customers) = (shop.john(), shop.admin.customers());
    let number = john.number().unwrap();
    assert_eq!(customers.find_by_number(number).unwrap(), Some(john.clone()));
    assert_eq!(customers.find_by_number(CustomerNumber::new(99).unwrap()).unwrap(), None);
    let by_login = customers.find_by_login("mystic-sports", "JOHN@example.com").unwrap();
    assert_eq!(by_login, Some(john));
    assert_eq!(customers.find_by_login("pro-sports", "john@example.com").unwrap(), None);
    assert_eq!(customers.find_by_login("mystic-sports", "").unwrap(), None);
    assert_eq!(code(customers.find_by_login("nowhere", "john@example.com")), "site.unknown");
    assert_eq!(code(customers.get(nobody())), "customer.unknown");
}

#[test]
fn a_login_looks_at_the_login_name_only() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    let named = NewCustomer::registered("mystic-sports", "john@example.com").login_name("johnny");
    customers.create(named).unwrap();
    assert!(customers.find_by_login("mystic-sports", "johnny").unwrap().is_some());
    assert_eq!(customers.find_by_login("mystic-sports", "john@example.com").unwrap(), None);
}

#[test]
fn an_update_takes_the_version_that_it_expects_or_any() {
    let shop = Shop::open();
    let (john, customers) = (shop.john(), shop.admin.customers());
    let smith = CustomerPatch::new().last_name("Smith");
    shop.tick();
    let second = customers.update(john.id(), smith, john.version()).unwrap();
    assert_eq!(second.version().as_u64(), 2);
    assert_eq!(second.number(), john.number());
    assert_eq!(customers.get(john.id()).unwrap(), second);
    let jones = || CustomerPatch::new().last_name("Jones");
    let refused = customers.update(john.id(), jones(), john.version()).unwrap_err();
    assert_eq!(refused.code(), "customer.changed");
    assert!(refused.to_string().ends_with("expected version 1, found 2"), "{refused}");
    assert_eq!(customers.get(john.id()).unwrap(), second);
    let third = customers.update(john.id(), jones(), ExpectedVersion::Any).unwrap();
    assert_eq!(third.version().as_u64(), 3);
    assert_eq!(code(customers.update(nobody(), jones(), ExpectedVersion::Any)), "customer.unknown");
}

#[test]
fn a_patch_that_changes_nothing_leaves_no_trace() {
    let shop = Shop::open();
    let (john, last) = (shop.john(), shop.last_event());
    shop.tick();
    let same = CustomerPatch::new().first_name("John").company(Patch::Clear);
    let unchanged = shop.admin.customers().update(john.id(), same, john.version()).unwrap();
    assert_eq!(unchanged, john);
    assert_eq!(shop.events_after(last), []);
}

#[test]
fn a_taken_name_is_refused_on_update_too() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    shop.john();
    let jane =
        customers.create(NewCustomer::registered("mystic-sports", "jane@example.com")).unwrap();
    let stolen = CustomerPatch::new().email("john@example.com");
    let refused = customers.update(jane.id(), stolen, ExpectedVersion::Any);
    assert_eq!(code(refused), "customer.login_name_taken");
    assert_eq!(customers.get(jane.id()).unwrap(), jane);
}

#[test]
fn a_language_is_one_of_the_sites_or_else_of_the_tenants() {
    let shop = Shop::open();
    let tenant = patronage::tenant::TenantPatch::new().languages(["de"]);
    shop.admin.tenant().update(tenant).unwrap();
    let speaks = |language: &str| {
        let draft = NewCustomer::guest("mystic-sports").language(language);
        shop.admin.customers().create(draft).map(|_| ())
    };
    speaks("de").unwrap();
    assert_eq!(violations(speaks("fr")), [("language".to_owned(), "language.not_offered")]);
    shop.admin.sites().update("mystic-sports", SitePatch::new().languages(["fr"])).unwrap();
    speaks("fr").unwrap();
    assert_eq!(violations(speaks("de")), [("language".to_owned(), "language.not_offered")]);
}

#[test]
fn disabling_enabling_and_approving_follow_the_state() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    let last = shop.last_event();
    assert_eq!(code(customers.enable(john)), "customer.is_active");
    assert_eq!(code(customers.approve(john)), "customer.is_not_pending");
    let disabled = customers.disable(john).unwrap();
    assert_eq!((disabled.status(), disabled.version().as_u64()), (AccountStatus::Disabled, 2));
    assert_eq!(customers.get(john).unwrap(), disabled);
    assert_eq!(code(customers.disable(john)), "customer.is_disabled");
    assert_eq!(customers.enable(john).unwrap().status(), AccountStatus::Active);
    for refused in [customers.disable(guest), customers.enable(guest), customers.approve(guest)] {
        assert_eq!(code(refused), "customer.is_guest");
    }
    let pending = NewCustomer::registered("mystic-sports", "p@example.com").pending_approval();
    let pending = customers.create(pending).unwrap().id();
    assert_eq!(code(customers.enable(pending)), "customer.is_pending");
    assert_eq!(customers.approve(pending).unwrap().status(), AccountStatus::Active);
    let expected = [
        EventKind::CustomerDisabled,
        EventKind::CustomerEnabled,
        EventKind::CustomerCreated,
        EventKind::CustomerApproved,
    ];
    assert_eq!(shop.events_after(last), expected);
    assert_eq!(code(customers.disable(nobody())), "customer.unknown");
}

#[test]
fn a_disabled_account_keeps_its_names() {
    let shop = Shop::open();
    let john = shop.john();
    shop.admin.customers().disable(john.id()).unwrap();
    let again = NewCustomer::registered("mystic-sports", "john@example.com");
    assert_eq!(code(shop.admin.customers().create(again)), "customer.login_name_taken");
}

#[test]
fn a_guest_registers_as_the_same_customer() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    let draft = NewCustomer::guest("mystic-sports").email("g@example.com");
    let guest = customers.create(draft.clone()).unwrap();
    let registered = customers.register(guest.id(), None).unwrap();
    assert_eq!((registered.id(), registered.number()), (guest.id(), guest.number()));
    assert_eq!(
        customers.find_by_login("mystic-sports", "g@example.com").unwrap(),
        Some(registered)
    );
    assert_eq!(code(customers.register(guest.id(), None)), "customer.is_registered");
    let twin = customers.create(draft).unwrap();
    assert_eq!(code(customers.register(twin.id(), None)), "customer.login_name_taken");
    assert_eq!(code(customers.register(twin.id(), Some("twin"))), "customer.email_taken");
    assert_eq!(
        violations(customers.register(shop.guest().id(), None)),
        [("login_name".to_owned(), "customer.no_login_name")]
    );
}

#[test]
fn a_deleted_account_is_gone_and_gives_its_names_back() {
    let shop = Shop::open();
    let (john, customers) = (shop.john(), shop.admin.customers());
    customers.delete(john.id()).unwrap();
    assert_eq!(code(customers.get(john.id())), "customer.unknown");
    assert_eq!(code(customers.delete(john.id())), "customer.unknown");
    assert_eq!(customers.find_by_number(john.number().unwrap()).unwrap(), None);
    let again = shop.john();
    assert_ne!(again.id(), john.id());
    assert!(again.number() > john.number());
}

#[test]
fn possible_actions_are_those_that_succeed() {
    let shop = Shop::open();
    let customers = shop.admin.customers();
    let john = shop.john().id();
    let possible = || customers.possible_actions(john).unwrap();
    assert_eq!(possible(), [AccountAction::Edit, AccountAction::Disable, AccountAction::Delete]);
    let order = patronage::activity::NewOrder::new("1", "mystic-sports").total("1.00");
    shop.admin.orders().record(john, order).unwrap();
    assert_eq!(possible(), [AccountAction::Edit, AccountAction::Disable]);
    assert_eq!(code(customers.delete(john)), "customer.has_orders");
    assert_eq!(code(customers.possible_actions(nobody())), "customer.unknown");
}
