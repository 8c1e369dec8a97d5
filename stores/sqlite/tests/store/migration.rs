//! Files that an earlier release wrote.

use std::path::Path;

use patronage::Directory;
use patronage::actor::Sets;
use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, SegmentCode};
use patronage::credit::NewCreditAccount;
use patronage::event::Event;
use patronage::store::{Collection, Expected, Key, Query, Slice, Store, StoreError};
use patronage::version::Version;
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::{Connection, params};

use crate::fixture::{customer_id, folder, holder, open, segment, set};

const VERSION_1: &str = include_str!("../../migrations/0001_accounts.sql");
const VERSION_2: &str = include_str!("../../migrations/0002_attributes.sql");

/// A file of version 1 with a set, a site, a customer, a segment and a membership.
fn write_version_1(path: &Path) {
    let file = Connection::open(path).unwrap();
    file.execute_batch(VERSION_1).unwrap();
    file.execute_batch(
        r#"INSERT INTO patronage_schema (version) VALUES (1);
           PRAGMA application_id = 0x5074726e;
           PRAGMA user_version = 1;
           INSERT INTO patronage_tenants (id, name, generation, last_customer_number)
           VALUES (1, 'default', 2, 1);
           INSERT INTO patronage_customer_sets VALUES (1, 'b2c', 1, '{"code": "b2c",
               "name": "Consumers", "email_policy": "shared", "created_at": "2026-01-01T00:00:00Z"}');
           INSERT INTO patronage_sites VALUES (1, 'main', 1, 'b2c', '{"code": "main",
               "name": "Main", "customer_set": "b2c", "currency": "USD", "languages": [],
               "created_at": "2026-01-01T00:00:00Z"}');
           INSERT INTO patronage_segments VALUES (1, 'press', 1, '{"code": "press",
               "name": "press", "created_at": "2026-01-01T00:00:00Z"}');
           INSERT INTO patronage_counts VALUES (1, '', 'b2c', 1), (1, 'press', 'b2c', 1);"#,
    )
    .unwrap();
    let id = customer_id(1);
    let time = "2026-01-02T03:04:05.000006Z";
    let doc = format!(
        r#"{{"id":"{id}","kind":"guest","customer_set":"b2c","site":"main",
            "profile":{{"first_name":"Ann"}},"customer_since":"{time}","created_at":"{time}",
            "created_by":"system","updated_at":"{time}"}}"#
    );
    let insert = "INSERT INTO patronage_customers (tenant, id, version, number, customer_set, site, \
                  name_key, created_at, doc) \
                  VALUES (1, ?1, 1, 1, 'b2c', 'main', char(31) || 'ann', 1767323045000006, ?2)";
    file.execute(insert, params![id.as_bytes(), doc]).unwrap();
    let doc =
        format!(r#"{{"segment":"press","customer":"{id}","customer_set":"b2c","since":"{time}"}}"#);
    let insert = "INSERT INTO patronage_members VALUES (1, 'press', ?1, 'b2c', ?2)";
    file.execute(insert, params![id.as_bytes(), doc]).unwrap();
}

fn user_version(path: &Path) -> i64 {
    let plain = Connection::open(path).unwrap();
    plain.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_file_of_version_1_is_brought_up_to_date_when_it_is_opened() {
    let (_folder, path) = folder();
    write_version_1(&path);
    assert_eq!(user_version(&path), 1);
    let store = open(&path);
    assert_eq!(user_version(&path), 3);
    let report = store.check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
    assert_eq!(report.records(), 5);

    let newsletter = AttributeCode::parse("newsletter").unwrap();
    let yes = Collection::Holders(newsletter, AttributeKey::Integer(1), Sets::All);
    let ann = Key::Customer(customer_id(1));
    let before = store.snapshot().unwrap();
    assert!(before.get(&ann).unwrap().is_some());
    assert_eq!(before.count(&yes).unwrap(), 0);
    drop(before);
    let holds = set(&store).put(holder(1, "DE1", "true"), Expected::Version(Version::FIRST));
    store.commit(&holds).unwrap();
    let after = store.snapshot().unwrap();
    assert_eq!(after.count(&yes).unwrap(), 1);
    let Slice::Segments { rows, .. } = after.query(&Query::SegmentsOf(customer_id(1))).unwrap()
    else {
        panic!("no segments");
    };
    assert_eq!(rows.len(), 1, "the membership is found along its new index");
    drop(after);
    store.commit(&set(&store).delete(ann, Expected::Present)).unwrap();
    let press = SegmentCode::parse("press").unwrap();
    let members = Collection::Members(press, Sets::All);
    assert_eq!(store.snapshot().unwrap().count(&members).unwrap(), 0);
    assert!(store.check().unwrap().is_clean());
    drop(store);
    assert!(open(&path).check().unwrap().is_clean());
}

#[test]
fn many_that_open_a_file_of_version_1_at_once_bring_it_up_to_date_once() {
    let (_folder, path) = folder();
    write_version_1(&path);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let store = open(path);
                let code = format!("segment-{thread}");
                store.commit(&set(&store).put(segment(&code), Expected::Absent)).unwrap();
            });
        }
    });
    let report = open(&path).check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
    assert_eq!(report.records(), 5 + 8);
}

#[test]
fn a_file_of_version_1_is_not_changed_by_a_reader_nor_when_it_was_altered() {
    let (_folder, path) = folder();
    write_version_1(&path);
    let error = SqliteStore::options().read_only(true).open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert_eq!(user_version(&path), 1);
    let alter = "ALTER TABLE patronage_customers ADD COLUMN attribute_keys INTEGER";
    Connection::open(&path).unwrap().execute_batch(alter).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert_eq!(user_version(&path), 1);
}

/// A file of version 2 with what the one of version 1 has, and two events of the customer.
fn write_version_2(path: &Path) {
    write_version_1(path);
    let file = Connection::open(path).unwrap();
    file.execute_batch(VERSION_2).unwrap();
    file.execute_batch(
        "INSERT INTO patronage_schema (version) VALUES (2);
         PRAGMA user_version = 2;
         UPDATE patronage_tenants SET last_event_position = 2;",
    )
    .unwrap();
    let id = customer_id(1);
    for number in 1..=2 {
        let doc = format!(
            r#"{{"kind":"customer.updated","subject":"customer","customer":"{id}",
                "author":"system","at":"2026-01-02T03:04:05.000006Z"}}"#
        );
        let insert = "INSERT INTO patronage_events (tenant, position, customer, number, doc) \
                      VALUES (1, ?1, ?2, ?1, ?3)";
        file.execute(insert, params![number, id.as_bytes(), doc]).unwrap();
    }
}

#[test]
fn a_file_of_version_2_takes_credit_after_it_is_opened() {
    let (_folder, path) = folder();
    write_version_2(&path);
    let store = open(&path);
    assert_eq!(user_version(&path), 3);
    let report = store.check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
    assert_eq!(report.records(), 5 + 2);

    let directory = Directory::open(store.clone()).unwrap();
    let credit = directory.as_admin("jane").credit();
    credit.open(customer_id(1), NewCreditAccount::new("10.00").currency("USD")).unwrap();
    let limited = credit.set_limit(customer_id(1), "20.00").unwrap();
    assert_eq!(limited.head().number.as_u64(), 2);
    let events = directory.events().of(customer_id(1)).read().unwrap().events;
    assert!(events.iter().map(Event::number).eq((1..=4).map(Some)), "entries follow the events");
    let report = store.check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
}
