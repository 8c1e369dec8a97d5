//! What a store shows.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::attributes::{
    attribute_code, attribute_key, change_in_progress, definition, second_day, text, unique,
};
use super::credit::{credit_charge, credit_opening};
use super::fixture::{
    Person, activity, at, commit, consumer, count, currency, customer_key, customer_set, delete,
    event_of, event_of_nobody, furnish, get, id, member, member_key, order, order_record, present,
    put_all, segment, segment_code, segment_key, set, set_code, set_key, site, site_code, site_key,
    snapshot, tenant,
};
use super::view::{View, customers, everyone};
use crate::activity::{NewOrder, NewOrderLine, Order, OrderStatus};
use crate::actor::Sets;
use crate::attribute::{AttributeKey, Number};
use crate::customer::{AddressUse, NewAddress};
use crate::id::CustomerNumber;
use crate::money::Money;
use crate::store::{
    Change, Collection, CustomerQuery, CustomerScope, Expected, Key, Record, Snapshot, Store,
    UniqueKey,
};
use crate::version::Version;

/// A record that is not there is `Ok(None)`, in an empty store and beside others.
pub fn absence_is_none(store: &dyn Store) {
    assert_all_absent(store, "in an empty store");
    furnish(store);
    put_all(
        store,
        [
            definition("vat-id", "VAT id"),
            Person::registered(1, "ann@example.com")
                .external_id("erp-1")
                .holding("vat-id", "de1")
                .record(),
            member("vip", 1, "b2c"),
            order_record(order(1, "shop", "1000", 0, "1.00")),
            consumer("mailer", 1),
        ],
    );
    put_all(store, [Person::guest(2).record()]);
    delete(store, customer_key(2));
    assert_all_absent(store, "beside other records");
}

fn assert_all_absent(store: &dyn Store, when: &str) {
    let snapshot = snapshot(store);
    for key in [
        set_key("b2x"),
        site_key("shop2"),
        segment_key("vi"),
        customer_key(2),
        member_key("vip", 2),
        member_key("press", 1),
        Key::Activity(id(1)),
        attribute_key("vat"),
        order_record(order(1, "shop", "100", 0, "1.00")).key(),
        consumer("mail", 1).key(),
    ] {
        match snapshot.get(&key) {
            Ok(None) => {}
            other => panic!("{key} is not there, but {when} the answer is {other:?}"),
        }
    }
    for key in [
        UniqueKey::Number(CustomerNumber::new(2).unwrap()),
        UniqueKey::Login(set_code("b2c"), "bob@example.com".to_owned()),
        UniqueKey::Email(set_code("b2c"), "bob@example.com".to_owned()),
        UniqueKey::ExternalId("erp-2".to_owned()),
        unique("b2c", "vat-id", text("de2")),
    ] {
        match snapshot.find(&key) {
            Ok(None) => {}
            other => panic!("nobody holds {key:?}, but {when} the answer is {other:?}"),
        }
    }
}

/// A snapshot shows the state between two commits and does not change while it lives.
pub fn snapshot_is_consistent(store: &dyn Store) {
    furnish(store);
    let first = [Person::registered(1, "ann@example.com").record(), member("vip", 1, "b2c")];
    put_all(store, first);
    assert_snapshot_stands_still(store);
    assert_snapshots_are_between_commits(store);
}

fn assert_snapshot_stands_still(store: &dyn Store) {
    thread::scope(|scope| {
        let before = snapshot(store);
        let seen = everything(&*before);
        let (done, finished) = mpsc::channel();
        let writer = scope.spawn(move || {
            let changed = [
                customer_set("b2g", "Authorities"),
                Person::registered(1, "ann@example.org").record(),
                Person::guest(2).record(),
                member("vip", 2, "b2c"),
                order_record(order(1, "shop", "1000", 0, "1.00")),
                segment("vip", "Very important"),
            ];
            let set =
                changed.into_iter().fold(set(store), |set, record| set.put(record, Expected::Any));
            let answer = store.commit(&set.event(event_of(1)));
            // Nobody listens any more when the store made the writer wait for the reader.
            let _ = done.send(());
            answer
        });
        // A store may make writers wait for readers; then the commit comes after this snapshot.
        let _ = finished.recv_timeout(Duration::from_millis(200));
        assert_eq!(everything(&*before), seen, "a snapshot changed while it lived");
        drop(before);
        let answer = writer.join().expect("the writer ends");
        answer.expect("the writer commits");
        assert_ne!(everything(&*snapshot(store)), seen, "a later snapshot shows a later state");
    });
}

fn everything(snapshot: &dyn Snapshot) -> (View, Vec<Option<Record>>) {
    let keys = [customer_key(1), customer_key(2), segment_key("vip"), member_key("vip", 2)];
    let records = keys.iter().map(|key| snapshot.get(key).expect("a record can be read"));
    let held = UniqueKey::Login(set_code("b2c"), "ann@example.com".to_owned());
    let found = snapshot.find(&held).expect("a customer can be looked up");
    (View::of(snapshot), records.chain([found]).collect())
}

/// While customers come in pairs, every snapshot has an even number of them, by whatever it is
/// asked for.
fn assert_snapshots_are_between_commits(store: &dyn Store) {
    const PAIRS: u32 = 20;
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for pair in 0..PAIRS {
                let n = 100 + 2 * pair;
                let pair = [Person::guest(n).record(), Person::guest(n + 1).record()];
                put_all(store, pair);
            }
        });
        let mut last = false;
        loop {
            let snapshot = snapshot(store);
            let view = View::of(&*snapshot);
            let seen = view.customers.len() as u64;
            assert!(seen.is_multiple_of(2), "a snapshot shows one of two that came together");
            assert_eq!(view.customer_count, seen, "a snapshot counts another state than it lists");
            if last {
                break;
            }
            last = writer.is_finished();
        }
        writer.join().expect("the writer ends");
    });
}

/// A record comes back as it was put, with the version that the store gave it.
pub fn records_round_trip(store: &dyn Store) {
    furnish(store);
    let records = [
        customer_set("b2g", "Behörden \u{1f3db} 'quoted' \"twice\" 100 %"),
        site("city-hall", "b2g"),
        tenant("b2g"),
        definition("vat_id-2", "USt-ID \u{1f3db} 'quoted' \"twice\""),
        segment("loud_ones", "Ré\u{301}sumé"),
        full_customer(),
        Person::guest(2).record(),
        member("vip", 1, "b2c"),
        full_order(),
        activity(1, &[order(1, "shop", "1", 5, "9.99"), order(1, "shop", "2", 3, "0.01")]),
        consumer("mailer of \u{10ffff}", 7),
    ];
    let records = records.into_iter().chain(change_in_progress("Größe"));
    let records: Vec<Record> = records.collect();
    let numbers = put_all(store, records.clone()).customer_numbers;
    for put in records {
        let key = put.key();
        // The settings stood there before; all the others are new.
        let version =
            if key == Key::Tenant { Version::FIRST.next().unwrap() } else { Version::FIRST };
        let number = match &put {
            Record::Customer(customer) => {
                numbers.iter().find(|(id, _)| *id == customer.id()).map(|(_, number)| *number)
            }
            _ => None,
        };
        let expected = put.assigned(version, number);
        assert_eq!(present(store, &key), expected, "{key} does not come back as it was put");
    }
    let View { definitions, customers, .. } = View::of_store(store);
    for definition in definitions {
        assert_eq!(definition, present(store, &definition.key()), "a listing differs from a read");
    }
    for customer in customers {
        let listed = Record::Customer(Box::new(customer.row.customer));
        assert_eq!(listed, present(store, &listed.key()), "a listing differs from a read");
        for order in customer.orders {
            let listed = order_record(order);
            assert_eq!(listed, present(store, &listed.key()), "a listing differs from a read");
        }
    }
}

fn full_customer() -> Record {
    let home = NewAddress::new("Home")
        .billing(AddressUse::Primary)
        .first_name("Ann")
        .line1("1 Main St.")
        .city("Springfield")
        .region("IL")
        .postal_code("62701")
        .country("US");
    let work = NewAddress::new("Büro").line1("Große Straße 1").city("Köln").country("DE");
    Person::registered(1, "Ann.O'Neil@Example.com")
        .on_site("shop")
        .login_name("Ann \u{1f600}")
        .external_id("ERP-\u{e9}-1")
        .holding("vat-id", "1; DROP TABLE 'x'")
        .holding("badge", Number::parse("-0.50").unwrap())
        .holding("points", Number::parse("9999999999999999999999999999").unwrap())
        .holding("joined", second_day())
        .holding("newsletter", false)
        .holding("channels", ["post", "email"])
        .holding("note", "1970-01-02\nÜ\u{1f600}")
        .with(|draft| {
            draft
                .name("Ann", "O'Neil; DROP TABLE")
                .company("Neil & Söhne")
                .phone("+1 212 555 0100")
                .country("US")
                .language("de-CH")
                .tax_id("DE 123/456")
                .accepts_marketing(true)
                .tax_exempt(true)
                .pending_approval()
                .customer_since(at(-500_000_000))
                .address(home)
                .address(work)
        })
        .record()
}

fn full_order() -> Record {
    let yen = currency("JPY");
    let price = Money::parse("1200", yen).unwrap();
    let draft = NewOrder::new("A/1 %_'\\ \u{e9}", "shop")
        .placed_at(at(-1))
        .status(OrderStatus::Fulfilled)
        .total(Money::parse("999999999999", yen).unwrap())
        .returned(price)
        .payment("invoice")
        .line(NewOrderLine::new("SKU-1", 2).name("Drum").price(price))
        .line(NewOrderLine::new("SKU-2", u32::MAX));
    let shop = site_code("shop");
    order_record(Order::parse(&draft, id(1), shop, yen, at(0)).unwrap())
}

/// Counts equal what a full scan would count: after records come, change, move and go.
pub fn counts_are_kept(store: &dyn Store) {
    assert_counts(store, "of an empty store");
    furnish(store);
    let people = [
        Person::guest(1).holding("newsletter", true).record(),
        Person::guest(2)
            .holding("newsletter", true)
            .holding("channels", ["email", "post"])
            .record(),
        Person::guest(3).in_set("b2b").holding("newsletter", true).record(),
        Person::registered(4, "dan@example.com").record(),
    ];
    put_all(store, people);
    assert_counts(store, "after customers came");
    let members = [member("vip", 1, "b2c"), member("vip", 3, "b2b"), member("press", 1, "b2c")];
    put_all(store, members);
    assert_counts(store, "after members came");
    put_all(store, [member("vip", 1, "b2c"), Person::guest(1).last_name("Doe").record()]);
    assert_counts(store, "after records were put again");
    put_all(store, [Person::guest(2).in_set("b2b").holding("newsletter", true).record()]);
    assert_counts(store, "after a customer moved to another set");
    commit(store, &set(store).delete(customer_key(9), Expected::Any));
    assert_counts(store, "after the deletion of what was not there");
    delete(store, member_key("press", 1));
    assert_counts(store, "after a member left");
    delete(store, customer_key(3));
    assert_counts(store, "after a member was deleted");
    delete(store, segment_key("vip"));
    put_all(store, [segment("vip", "VIP")]);
    assert_counts(store, "after a segment was deleted and made again");
    delete(store, customer_key(1));
    delete(store, customer_key(2));
    delete(store, customer_key(4));
    assert_counts(store, "after all customers were deleted");
}

fn assert_counts(store: &dyn Store, when: &str) {
    let [b2c, b2b] = ["b2c", "b2b"].map(set_code);
    let choices: [Sets; 5] = [
        Sets::All,
        Sets::from_iter([]),
        Sets::from_iter([b2c]),
        Sets::from_iter([b2b]),
        Sets::from_iter([b2c, b2b]),
    ];
    for sets in choices {
        let scanned = scan(store, CustomerScope::Everyone, sets.clone());
        let counted = count(store, &Collection::Customers(sets.clone()));
        assert_eq!(counted, scanned, "customers {when} in {sets:?}");
        for segment in ["vip", "press", "nobody"].map(segment_code) {
            let scanned = scan(store, CustomerScope::Segment(segment), sets.clone());
            let counted = count(store, &Collection::Members(segment, sets.clone()));
            assert_eq!(counted, scanned, "members of {segment} {when} in {sets:?}");
        }
        for (code, key) in [
            ("newsletter", AttributeKey::Integer(1)),
            ("newsletter", AttributeKey::Integer(0)),
            ("channels", text("email")),
        ] {
            let code = attribute_code(code);
            let scope = CustomerScope::Attribute(code, key.clone());
            let scanned = scan(store, scope, sets.clone());
            let counted = count(store, &Collection::Holders(code, key, sets.clone()));
            assert_eq!(counted, scanned, "holders of {code} {when} in {sets:?}");
        }
    }
}

fn scan(store: &dyn Store, scope: CustomerScope, sets: Sets) -> u64 {
    let query = CustomerQuery { scope, sets, ..everyone() };
    customers(&*snapshot(store), &query).0.len() as u64
}

/// Tenants of one store see nothing of each other.
pub fn tenants_are_apart(store: &dyn Store, other_tenant: &dyn Store) {
    let empty = View::of_store(other_tenant);
    furnish(store);
    let ann = || {
        let ann = Person::registered(1, "ann@example.com").external_id("erp-1");
        ann.holding("vat-id", "de1").holding("newsletter", true)
    };
    let newsletter = || (attribute_code("newsletter"), AttributeKey::Integer(1));
    let found = |tenant: &dyn Store| {
        let (code, key) = newsletter();
        let listed = scan(tenant, CustomerScope::Attribute(code, key.clone()), Sets::All);
        (listed, count(tenant, &Collection::Holders(code, key, Sets::All)))
    };
    let full = set(store)
        .put(definition("vat-id", "VAT id"), Expected::Absent)
        .put(ann().record(), Expected::Absent)
        .put(member("vip", 1, "b2c"), Expected::Absent)
        .put(order_record(order(1, "shop", "1000", 0, "1.00")), Expected::Absent)
        .put(activity(1, &[]), Expected::Absent)
        .put(consumer("mailer", 1), Expected::Absent)
        .event(event_of(1))
        .event(event_of_nobody())
        .credit(credit_opening(1, 100))
        .credit(credit_charge(1, 70, "a"));
    commit(store, &full);
    assert_eq!(View::of_store(other_tenant), empty, "a tenant sees what another one wrote");
    let account = credit_opening(1, 100);
    let account = Key::CreditAccount(account.customer(), account.currency());
    for key in full.changes.iter().map(Change::key).chain([account]) {
        assert_eq!(get(other_tenant, &key), None, "a tenant sees {key} of another one");
    }
    for key in ann().record().unique_keys() {
        let found = snapshot(other_tenant).find(&key).expect("a customer can be looked up");
        assert_eq!(found, None, "a tenant finds the customer of another one");
    }
    assert_eq!(found(other_tenant), (0, 0), "a tenant finds the customer of another one");
    let before = View::of_store(store);
    furnish(other_tenant);
    let committed = commit(other_tenant, &full);
    assert_eq!(committed.customer_numbers[0].1.as_u64(), 1, "numbers begin in each tenant");
    assert_eq!(committed.events[0].position.as_u64(), 1, "positions begin in each tenant");
    assert_eq!(committed.events[0].number, Some(1), "events are numbered in each tenant");
    put_all(other_tenant, [ann().last_name("Other").record(), segment("vip", "Other")]);
    delete(other_tenant, member_key("vip", 1));
    delete(other_tenant, segment_key("press"));
    put_all(other_tenant, [Person::guest(2).holding("newsletter", true).record()]);
    commit(other_tenant, &set(other_tenant).credit(credit_charge(1, 30, "b")));
    assert_eq!(found(store), (1, 1), "a tenant finds the customer of another one");
    assert_eq!(View::of_store(store), before, "a tenant sees what another one wrote");
    let kept = get(store, &member_key("vip", 1));
    assert!(kept.is_some(), "a tenant deleted the membership of another one");
}
