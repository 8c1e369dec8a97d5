//! Attributes on accounts: who sets them, what the trail says, how customers are found by them.

use std::time::Duration;

use patronage::attribute::{AttributePatch, Context, NewAttribute, OnViolation, SchemaChange};
use patronage::customer::{CustomerPatch, NewCustomer};
use patronage::directory::CustomerListing;
use patronage::event::{Event, EventKind, EventPosition, Subject};
use patronage::patch::Patch;
use patronage::tenant::TenantPatch;
use patronage::time::Date;
use patronage::version::ExpectedVersion;

use crate::shop::Shop;

fn defined() -> Shop {
    let shop = Shop::open();
    for definition in [
        NewAttribute::text_box("vat-id", "VAT id").unique().filterable(),
        NewAttribute::text_box("member-no", "Member number").read_only(),
        NewAttribute::list("interests", "Interests", ["kids", "sports"])
            .multiple()
            .filterable()
            .on_storefront()
            .required(Context::Profile),
    ] {
        shop.admin.attributes().define(definition).unwrap();
    }
    shop
}

fn codes(refused: &patronage::Error) -> Vec<(String, &'static str)> {
    let violations = refused.violations().unwrap();
    violations.iter().map(|violation| (violation.path().to_owned(), violation.code())).collect()
}

#[test]
fn values_are_set_kept_and_cleared_beside_the_other_fields() {
    let shop = defined();
    let customers = shop.admin.customers();
    let draft = NewCustomer::registered("mystic-sports", "ann@example.com")
        .attribute("vat-id", "DE1")
        .attributes_json(r#"{"member-no": "7"}"#)
        .attributes_form([("interests", "kids"), ("interests", "sports")]);
    let ann = customers.create(draft).unwrap();
    assert_eq!(ann.attributes().get("vat-id").unwrap().as_text(), Some("DE1"));
    assert_eq!(ann.attributes().get("interests").unwrap().to_string(), "kids, sports");
    let patch = CustomerPatch::new().first_name("Ann").attribute("vat-id", Patch::Clear);
    let ann = customers.update(ann.id(), patch, ann.version()).unwrap();
    assert_eq!(ann.attributes().get("vat-id"), None);
    assert_eq!(ann.attributes().get("member-no").unwrap().as_text(), Some("7"));
    assert_eq!(customers.get(ann.id()).unwrap(), ann);
}

#[test]
fn mistakes_in_attributes_stand_among_all_others() {
    let shop = defined();
    let draft = NewCustomer::registered("mystic-sports", "no address")
        .attribute("interests", ["kids", "chess"])
        .attribute("vat", "DE1");
    let refused = shop.admin.customers().create(draft).unwrap_err();
    let expected = [
        ("email", "email.invalid"),
        ("attributes.interests[1]", "attribute.not_an_option"),
        ("attributes.vat", "attribute.unknown"),
    ];
    let expected = expected.map(|(path, code)| (path.to_owned(), code));
    assert_eq!(codes(&refused), expected);
}

#[test]
fn the_trail_names_what_changed_without_its_value_and_why_it_was_corrected() {
    let shop = defined();
    let customers = shop.admin.customers();
    let john = shop.john();
    let set = |value: &str| CustomerPatch::new().attribute("member-no", value);
    let john = customers.update(john.id(), set("1"), john.version()).unwrap();

    let refused = customers.update(john.id(), set("2"), john.version()).unwrap_err();
    assert_eq!(codes(&refused), [("attributes.member-no".to_owned(), "attribute.read_only")]);
    let no_reason = set("2").correction_reason("");
    let refused = customers.update(john.id(), no_reason, john.version()).unwrap_err();
    assert_eq!(codes(&refused), [("correction_reason".to_owned(), "field.required")]);
    let corrected = set("2").correction_reason("mistyped at the desk");
    let john = customers.update(john.id(), corrected, john.version()).unwrap();
    assert_eq!(john.attributes().get("member-no").unwrap().as_text(), Some("2"));

    let page = shop.directory.events().after(EventPosition::START).of(john.id()).read().unwrap();
    let kinds: Vec<EventKind> = page.events.iter().map(Event::kind).collect();
    let changed = EventKind::CustomerAttributesChanged;
    assert_eq!(kinds, [EventKind::CustomerCreated, changed, changed]);
    let Some(Subject::Attributes { changed, reason }) = page.events.last().map(Event::subject)
    else {
        panic!("the event of a correction is about attributes");
    };
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].as_str(), "member-no");
    assert_eq!(reason.as_ref().unwrap().as_str(), "mistyped at the desk");
}

#[test]
fn shoppers_set_what_is_theirs_and_correct_nothing() {
    let shop = defined();
    let john = shop.john();
    let me = shop.directory.site("mystic-sports").unwrap().as_shopper(john.id()).unwrap();
    let mine = CustomerPatch::new().attribute("interests", ["kids"]);
    let after = me.update(mine, ExpectedVersion::Any).unwrap();
    assert_eq!(after.attributes().values().len(), 1);
    let cleared = CustomerPatch::new().attribute("interests", Patch::Clear);
    let refused = me.update(cleared, ExpectedVersion::Any).unwrap_err();
    assert_eq!(codes(&refused), [("attributes.interests".to_owned(), "attribute.required")]);
    let hidden = CustomerPatch::new().attribute("vat-id", "DE1").correction_reason("mine");
    let refused = me.update(hidden, ExpectedVersion::Any).unwrap_err();
    let expected = [
        ("correction_reason", "field.not_for_shoppers"),
        ("attributes.vat-id", "attribute.unknown"),
    ];
    assert_eq!(codes(&refused), expected.map(|(path, code)| (path.to_owned(), code)));
    let schema = shop.directory.site("mystic-sports").unwrap().attributes().unwrap();
    let seen: Vec<&str> = schema.definitions().map(|known| known.code().as_str()).collect();
    assert_eq!(seen, ["interests"]);
}

#[test]
fn customers_are_found_by_what_is_unique_and_listed_by_what_is_filterable() {
    let shop = defined();
    let customers = shop.admin.customers();
    for (email, vat_id, interests) in
        [("a@example.com", "DE1", vec!["kids"]), ("b@example.com", "DE2", vec!["sports", "kids"])]
    {
        let draft = NewCustomer::registered("mystic-sports", email)
            .attribute("vat-id", vat_id)
            .attribute("interests", interests);
        customers.create(draft).unwrap();
    }
    let found = customers.find_by_attribute("b2c", "vat-id", " de2").unwrap().unwrap();
    assert_eq!(found.profile().email().unwrap().as_str(), "b@example.com");
    assert_eq!(customers.find_by_attribute("b2b", "vat-id", "DE2").unwrap(), None);
    let refused = customers.find_by_attribute("b2c", "interests", "kids").unwrap_err();
    assert_eq!(refused.code(), "attribute.not_a_key");

    let listing = |value: &str| CustomerListing::new().attribute("interests", value).with_total();
    let kids = customers.find(listing("KIDS")).unwrap();
    assert_eq!((kids.items.len(), kids.total), (2, Some(2)));
    let sports = customers.find(listing("sports")).unwrap();
    assert_eq!((sports.items.len(), sports.total), (1, Some(1)));
    for (listing, code) in [
        (CustomerListing::new().attribute("member-no", "1"), "attribute.not_a_key"),
        (CustomerListing::new().attribute("nothing", "1"), "attribute.not_defined"),
        (CustomerListing::new().attribute("interests", true), "input.invalid"),
        (listing("kids").segment("vip"), "page.two_scopes"),
    ] {
        assert_eq!(customers.find(listing).unwrap_err().code(), code);
    }
}

#[test]
fn a_definition_can_be_planned_and_tells_its_version() {
    let shop = defined();
    let plan = shop.directory.plan(|directory| {
        let attributes = directory.as_admin("jane@shop.example").attributes();
        attributes.update("vat-id", AttributePatch::new().label("Tax number"))
    });
    let plan = plan.unwrap();
    assert_eq!(plan.outcome().label().as_str(), "Tax number");
    let attributes = shop.admin.attributes();
    assert_eq!(attributes.get("vat-id").unwrap().label().as_str(), "VAT id");
    for applied in shop.directory.apply(&plan) {
        applied.unwrap();
    }
    let now = attributes.get("vat-id").unwrap();
    assert_eq!(now.label().as_str(), "Tax number");
    assert_eq!(now.version(), plan.outcome().version());
}

#[test]
fn today_is_that_of_the_tenant() {
    let shop = Shop::open();
    let (attributes, customers) = (shop.admin.attributes(), shop.admin.customers());
    attributes.define(NewAttribute::date("born", "Born")).unwrap();
    // It is 12:00 of the 22nd in UTC, and two hours into the 23rd at the date line.
    shop.clock.advance(Duration::from_secs(4 * 60 * 60));
    let born_on = |day: i8| {
        let day = Date::new(2025, 11, day).unwrap();
        customers.create(NewCustomer::guest("mystic-sports").attribute("born", day))
    };
    let (today, tomorrow) = (born_on(23).unwrap(), born_on(24).unwrap());
    let past = || SchemaChange::new().update("born", AttributePatch::new().max_date("today"));
    let found = attributes.dry_run(&past()).unwrap();
    assert_eq!(found.findings()[0].samples(), [today.id(), tomorrow.id()]);

    shop.admin.tenant().update(TenantPatch::new().time_zone("Pacific/Kiritimati")).unwrap();
    let found = attributes.dry_run(&past()).unwrap();
    assert_eq!(found.findings()[0].samples(), [tomorrow.id()]);
    attributes.apply(past(), OnViolation::Purge).unwrap();
    assert_eq!(customers.get(today.id()).unwrap().attributes(), today.attributes());
    assert_eq!(customers.get(tomorrow.id()).unwrap().attributes().get("born"), None);
    assert!(born_on(23).is_ok());
    let refused = codes(&born_on(24).unwrap_err());
    assert_eq!(refused, [("attributes.born".to_owned(), "attribute.too_late")]);
}
