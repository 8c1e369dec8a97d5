//! Change sets inside a transaction of the host.

use patronage::store::{Conflict, Expected, Store, StoreError};
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::{Connection, TransactionBehavior};

use crate::fixture::{authors, commit_event, event, folder, open, segment, segment_key, set};

const INVOICES: &str = "CREATE TABLE invoices (number INTEGER PRIMARY KEY) STRICT";

fn invoices(host: &Connection) -> i64 {
    host.query_row("SELECT count(*) FROM invoices", [], |row| row.get(0)).unwrap()
}

#[test]
fn both_are_committed_or_both_rolled_back() {
    let (_folder, path) = folder();
    let store = open(&path);
    let mut host = Connection::open(&path).unwrap();
    host.execute_batch(INVOICES).unwrap();
    let plan = [set(&store).put(segment("press"), Expected::Absent).event(event("plan"))];

    let transaction = host.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    transaction.execute("INSERT INTO invoices VALUES (1)", []).unwrap();
    let committed = SqliteStore::apply(&transaction, "default", &plan).unwrap();
    assert_eq!(committed[0].events[0].position.as_u64(), 1);
    transaction.rollback().unwrap();
    assert_eq!(invoices(&host), 0);
    assert!(store.snapshot().unwrap().get(&segment_key("press")).unwrap().is_none());
    assert!(authors(&store).is_empty());

    let transaction = host.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    transaction.execute("INSERT INTO invoices VALUES (1)", []).unwrap();
    SqliteStore::apply(&transaction, "default", &plan).unwrap();
    transaction.commit().unwrap();
    assert_eq!(invoices(&host), 1);
    assert!(store.snapshot().unwrap().get(&segment_key("press")).unwrap().is_some());
    commit_event(&store, "after").unwrap();
    assert_eq!(authors(&store), ["plan", "after"]);
    assert!(store.check().unwrap().is_clean());
}

#[test]
fn a_refused_plan_leaves_the_transaction_of_the_host_as_it_was() {
    let (_folder, path) = folder();
    let store = open(&path);
    let mut host = Connection::open(&path).unwrap();
    host.execute_batch(INVOICES).unwrap();
    let first = set(&store).put(segment("press"), Expected::Absent).event(event("first"));
    let second = set(&store).put(segment("press"), Expected::Absent).event(event("second"));

    let transaction = host.transaction().unwrap();
    transaction.execute("INSERT INTO invoices VALUES (1)", []).unwrap();
    let error = SqliteStore::apply(&transaction, "default", &[first, second]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict(Conflict::Version { .. })), "{error}");
    transaction.commit().unwrap();

    assert_eq!(invoices(&host), 1);
    assert!(store.snapshot().unwrap().get(&segment_key("press")).unwrap().is_none());
    assert!(authors(&store).is_empty());
}

#[test]
fn a_file_without_a_store_is_refused() {
    let mut host = Connection::open_in_memory().unwrap();
    let transaction = host.transaction().unwrap();
    let error = SqliteStore::apply(&transaction, "default", &[]).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}
