//! Values that only one account of a customer set has.

use patronage::attribute::{AttributePatch, NewAttribute, OnViolation, SchemaChange};
use patronage::customer::CustomerPatch;
use patronage::version::ExpectedVersion;

use crate::shop::{Shop, code, violations};

fn shop() -> Shop {
    let shop = Shop::open();
    shop.attributes()
        .define(NewAttribute::text_box("badge", "Badge").unique().on_storefront())
        .unwrap();
    shop
}

fn becoming_unique() -> SchemaChange {
    SchemaChange::new().update("badge", AttributePatch::new().unique())
}

#[test]
fn a_value_is_taken_within_its_set_and_free_in_another() {
    let shop = shop();
    let first = shop.register("one", "a", r#"{"badge": "Straße"}"#).unwrap();
    let taken =
        "attributes.badge attribute.taken: another account of the customer set has this value";
    for same in ["Straße", "STRASSE", " strasse ", "ｓtrasse"] {
        let json = serde_json::json!({"badge": same}).to_string();
        assert_eq!(violations(shop.register("one", "b", &json)), [taken], "{same}");
    }
    assert!(shop.register("two", "a", r#"{"badge": "Straße"}"#).is_ok());
    let second = shop.register("one", "b", r#"{"badge": "other"}"#).unwrap();
    assert_eq!(violations(shop.give(&second, r#"{"badge": "strasse"}"#)), [taken]);
    assert_eq!(shop.values(&second), r#"{"badge":"other"}"#);

    // The account itself is no other one.
    assert!(shop.give(&first, r#"{"badge": "Straße"}"#).is_ok());
    assert!(shop.give(&first, r#"{"badge": "STRASSE"}"#).is_ok());
    let renamed = CustomerPatch::new().last_name("Smith");
    assert!(shop.admin.customers().update(first.id(), renamed, ExpectedVersion::Any).is_ok());

    let found = |value: &str| {
        let found = shop.admin.customers().find_by_attribute("one", "badge", value);
        found.unwrap().map(|customer| customer.id())
    };
    assert_eq!(found("strasse"), Some(first.id()));
    // Given up, it is free.
    shop.give(&first, r#"{"badge": null}"#).unwrap();
    assert_eq!(found("strasse"), None);
    assert!(shop.give(&second, r#"{"badge": "Strasse"}"#).is_ok());
    assert_eq!(found("STRASSE"), Some(second.id()));
}

#[test]
fn a_shopper_is_told_only_that_a_value_cannot_be_used() {
    let shop = shop();
    shop.register("one", "a", r#"{"badge": "x"}"#).unwrap();
    let me = shop.register("one", "b", "{}").unwrap();
    let shopper = shop.directory.site("one").unwrap().as_shopper(me.id()).unwrap();
    let refused = shopper.update(CustomerPatch::new().attribute("badge", "X"), me.version());
    assert_eq!(
        violations(refused),
        ["attributes.badge attribute.not_usable: this value cannot be used"]
    );
    assert!(shopper.update(CustomerPatch::new().attribute("badge", "y"), me.version()).is_ok());
}

#[test]
fn guests_neither_hold_nor_miss_a_value() {
    let shop = shop();
    let guest = shop.guest("one", r#"{"badge": "x"}"#);
    shop.guest("one", r#"{"badge": "x"}"#);
    let held = shop.register("one", "a", r#"{"badge": "x"}"#).unwrap();
    assert!(shop.give(&guest, r#"{"badge": "x"}"#).is_ok());
    // Who registers becomes one of those who cannot share it.
    let patch = CustomerPatch::new().email("guest@example.com");
    let guest = shop.admin.customers().update(guest.id(), patch, ExpectedVersion::Any).unwrap();
    let refused = shop.admin.customers().register(guest.id(), None);
    assert_eq!(refused.unwrap_err().violations().unwrap().codes(), ["attribute.taken"]);
    shop.give(&held, r#"{"badge": null}"#).unwrap();
    assert!(shop.admin.customers().register(guest.id(), None).is_ok());
    assert_eq!(
        violations(shop.give(&held, r#"{"badge": "x"}"#)).len(),
        1,
        "now it is held by who was a guest"
    );
}

#[test]
fn numbers_and_dates_are_the_same_by_value() {
    let shop = Shop::open();
    shop.attributes().define(NewAttribute::number_box("n", "N").unique()).unwrap();
    shop.attributes().define(NewAttribute::date("d", "D").unique()).unwrap();
    let first = shop.register("one", "a", r#"{"n": 1.50, "d": "2026-01-01"}"#).unwrap();
    assert_eq!(violations(shop.register("one", "b", r#"{"n": "1.5"}"#)).len(), 1);
    assert_eq!(violations(shop.register("one", "b", r#"{"d": "2026-01-01"}"#)).len(), 1);
    assert!(shop.register("one", "b", r#"{"n": 15e-2, "d": "2026-01-02"}"#).is_ok());
    let found = shop.admin.customers().find_by_attribute("one", "n", "1.500").unwrap();
    assert_eq!(found.map(|customer| customer.id()), Some(first.id()));
    let not_a_key = shop.attributes().define(NewAttribute::date("plain", "P")).unwrap();
    let refused = shop.admin.customers().find_by_attribute("one", not_a_key.code(), "2026-01-01");
    assert_eq!(code(refused), "attribute.not_a_key");
    assert_eq!(
        code(shop.admin.customers().find_by_attribute("one", "nothing", "x")),
        "attribute.not_defined"
    );
}

#[test]
fn switching_unique_on_lists_who_shares_a_value() {
    let shop = Shop::open();
    shop.attributes().define(NewAttribute::text_box("badge", "Badge")).unwrap();
    let a = shop.register("one", "a", r#"{"badge": "x"}"#).unwrap();
    let b = shop.register("one", "b", r#"{"badge": "X "}"#).unwrap();
    let c = shop.register("one", "c", r#"{"badge": "y"}"#).unwrap();
    let elsewhere = shop.register("two", "a", r#"{"badge": "x"}"#).unwrap();
    let guest = shop.guest("one", r#"{"badge": "x"}"#);
    let all = [&a, &b, &c, &elsewhere, &guest];

    let found = shop.attributes().dry_run(&becoming_unique()).unwrap();
    assert_eq!((found.customers(), found.findings().len()), (5, 1));
    let finding = &found.findings()[0];
    assert_eq!(
        (finding.attribute().as_str(), finding.code(), finding.customers()),
        ("badge", "attribute.taken", 2)
    );
    assert_eq!(finding.samples(), [a.id(), b.id()]);

    let before: Vec<_> = all.iter().map(|customer| shop.get(customer)).collect();
    for way in [OnViolation::Refuse, OnViolation::Grandfather] {
        let refused = shop.attributes().apply(becoming_unique(), way).unwrap_err();
        assert_eq!(refused.code(), "attribute.change_violated");
        assert!(refused.to_string().contains("badge"), "{refused}");
        assert!(!shop.attributes().get("badge").unwrap().is_unique());
        let now: Vec<_> = all.iter().map(|customer| shop.get(customer)).collect();
        assert_eq!(now, before, "{way:?}");
    }

    let made = shop.attributes().apply(becoming_unique(), OnViolation::Purge).unwrap();
    assert_eq!(made.findings()[0].customers(), 1, "who lost it");
    let values: Vec<String> = all.iter().map(|customer| shop.values(customer)).collect();
    let x = r#"{"badge":"x"}"#;
    assert_eq!(values, [x, "{}", r#"{"badge":"y"}"#, x, x], "the lowest number keeps it");
    assert!(shop.attributes().get("badge").unwrap().is_unique());
    assert_eq!(violations(shop.give(&b, x)).len(), 1);
    assert!(shop.attributes().dry_run(&becoming_unique()).unwrap().is_clean());
}

#[test]
fn a_value_can_be_shared_when_it_is_unique_no_more() {
    let shop = shop();
    shop.register("one", "a", r#"{"badge": "x"}"#).unwrap();
    let b = shop.register("one", "b", "{}").unwrap();
    shop.attributes().update("badge", AttributePatch::new().clear("unique")).unwrap();
    assert!(shop.give(&b, r#"{"badge": "x"}"#).is_ok());
    let refused = shop.attributes().apply(becoming_unique(), OnViolation::Grandfather);
    assert_eq!(code(refused), "attribute.change_violated");
}
