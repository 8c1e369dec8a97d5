//! Records and events as the library stores them, and short ways to write them.

use std::path::{Path, PathBuf};

use patronage::actor::Author;
use patronage::code::{CustomerSetCode, SegmentCode, SiteCode};
use patronage::event::{EventKind, NewEvent, Subject};
use patronage::id::CustomerId;
use patronage::store::{
    ChangeSet, Committed, EventQuery, Expected, Key, Query, Record, Slice, Store, StoreError,
};
use patronage::time::Timestamp;
use patronage::version::Version;
use patronage_sqlite::{Durability, SqliteStore};
use tempfile::TempDir;

/// A folder with the path of a store in it.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    (folder, path)
}

/// Opens without flushes, which no test here is about.
pub(crate) fn open(path: &Path) -> SqliteStore {
    SqliteStore::options().durability(Durability::Normal).open(path).unwrap()
}

pub(crate) fn event(author: &str) -> NewEvent {
    NewEvent {
        kind: EventKind::TenantUpdated,
        subject: Subject::Tenant,
        customer: None,
        author: Author::Admin(author.into()),
        site: None,
        at: Timestamp::from_microseconds(1_767_225_600_000_000).unwrap(),
    }
}

/// The authors of all events, in order.
pub(crate) fn authors(store: &dyn Store) -> Vec<String> {
    let snapshot = store.snapshot().unwrap();
    let mut authors = Vec::new();
    let mut query = EventQuery {
        after: patronage::event::EventPosition::START,
        customer: None,
        limit: patronage::page::PageLimit::MAX,
    };
    loop {
        let Slice::Events(events) = snapshot.query(&Query::Events(query.clone())).unwrap() else {
            panic!("no events");
        };
        let Some(last) = events.last() else { return authors };
        query.after = last.position();
        authors.extend(events.iter().map(|event| match event.author() {
            Author::Admin(name) => name.to_string(),
            other => format!("{other:?}"),
        }));
    }
}

/// A set for the present generation.
pub(crate) fn set(store: &dyn Store) -> ChangeSet {
    ChangeSet::new(store.snapshot().unwrap().generation().unwrap())
}

pub(crate) fn commit_event(store: &dyn Store, author: &str) -> Result<Committed, StoreError> {
    store.commit(&set(store).event(event(author)))
}

fn record(key: &Key, json: &str) -> Record {
    Record::from_json(key, json, Version::FIRST, None).unwrap()
}

pub(crate) fn segment_key(code: &str) -> Key {
    Key::Segment(SegmentCode::parse(code).unwrap())
}

pub(crate) fn segment(code: &str) -> Record {
    let json =
        format!(r#"{{"code":"{code}","name":"{code}","created_at":"2026-01-01T00:00:00Z"}}"#);
    record(&segment_key(code), &json)
}

pub(crate) fn customer_id(n: u8) -> CustomerId {
    format!("0190f5a1-7c4b-7d2e-9f00-0000000000{n:02x}").parse().unwrap()
}

/// A guest by name.
pub(crate) fn customer(n: u8, first: &str, last: &str) -> Record {
    let id = customer_id(n);
    let time = "2026-01-02T03:04:05.000006Z";
    let json = format!(
        r#"{{"id":"{id}","kind":"guest","customer_set":"b2c","site":"main",
            "profile":{{"email":"{first}@example.com","first_name":"{first}","last_name":"{last}"}},
            "customer_since":"{time}","created_at":"{time}","created_by":"system",
            "updated_at":"{time}"}}"#
    );
    record(&Key::Customer(id), &json)
}

/// A registered account that is unique by its VAT id and found by whether it reads the newsletter.
pub(crate) fn holder(n: u8, vat_id: &str, newsletter: &str) -> Record {
    let id = customer_id(n);
    let time = "2026-01-02T03:04:05.000006Z";
    let json = format!(
        r#"{{"id":"{id}","kind":"registered","customer_set":"b2c","site":"main",
            "login_name":"{n}@example.com","profile":{{"email":"{n}@example.com"}},
            "attributes":{{"text":{{"vat-id":"{vat_id}"}},"yes_no":{{"newsletter":{newsletter}}},
                "unique":["vat-id"],"filterable":["newsletter"]}},
            "customer_since":"{time}","created_at":"{time}","created_by":"system",
            "updated_at":"{time}"}}"#
    );
    record(&Key::Customer(id), &json)
}

/// Figures with what was spent in some currencies.
pub(crate) fn activity(n: u8, spend: &[(&str, &str)]) -> Record {
    let id = customer_id(n);
    let spend: Vec<String> = spend
        .iter()
        .map(|(currency, amount)| {
            format!(r#""{currency}":{{"amount":"{amount}","currency":"{currency}"}}"#)
        })
        .collect();
    let json = format!(
        r#"{{"customer":"{id}","order_count":1,"spend":{{{}}},"last_order":null}}"#,
        spend.join(",")
    );
    record(&Key::Activity(id), &json)
}

/// The set `b2c` with the site `main`.
pub(crate) fn set_up(store: &dyn Store) {
    let time = "2026-01-01T00:00:00Z";
    let b2c = CustomerSetCode::parse("b2c").unwrap();
    let main = SiteCode::parse("main").unwrap();
    let customer_set = format!(
        r#"{{"code":"b2c","name":"Consumers","email_policy":"shared","created_at":"{time}"}}"#
    );
    let site = format!(
        r#"{{"code":"main","name":"Main","customer_set":"b2c","currency":"USD","languages":[],
            "created_at":"{time}"}}"#
    );
    let changes = set(store)
        .put(record(&Key::CustomerSet(b2c), &customer_set), Expected::Absent)
        .put(record(&Key::Site(main), &site), Expected::Absent);
    store.commit(&changes).unwrap();
}
