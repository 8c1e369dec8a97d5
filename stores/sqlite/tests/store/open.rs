//! What may be at a path, and what the store says to it.

use std::fs;

use patronage::store::{Expected, Store, StoreError};
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::{Connection, TransactionBehavior};

use crate::fixture::{authors, commit_event, folder, open, segment, segment_key, set};

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let (_folder, path) = folder();
    let store = SqliteStore::open(&path).unwrap();
    let changes = set(&store).put(segment("press"), Expected::Absent);
    store.commit(&changes).unwrap();
    drop(store);
    let store = SqliteStore::open(&path).unwrap();
    let found = store.snapshot().unwrap().get(&segment_key("press")).unwrap();
    assert_eq!(found, Some(segment("press")));
}

#[test]
fn a_missing_folder_is_named() {
    let (folder, _) = folder();
    let missing = folder.path().join("nowhere");
    let error = SqliteStore::open(missing.join("shop.db")).unwrap_err();
    assert!(
        matches!(&error, StoreError::NoFolder { path } if *path == missing.display().to_string()),
        "{error}"
    );
}

#[test]
fn a_folder_is_not_a_file() {
    let (folder, _) = folder();
    let error = SqliteStore::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::IsFolder { .. }), "{error}");
}

#[test]
fn a_place_where_no_file_can_be_is_refused() {
    let error = SqliteStore::open("/proc/shop.db").unwrap_err();
    assert!(matches!(error, StoreError::CannotOpen { .. } | StoreError::ReadOnly), "{error}");
}

#[test]
fn a_store_in_memory_has_no_path() {
    for path in ["", ":memory:"] {
        let error = SqliteStore::open(path).unwrap_err();
        assert!(matches!(error, StoreError::CannotOpen { .. }), "{path}: {error}");
    }
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let (_folder, path) = folder();
    let text = "first_name;last_name\n".repeat(100);
    fs::write(&path, &text).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn an_empty_file_becomes_a_store_that_is_marked_as_one() {
    let (_folder, path) = folder();
    fs::write(&path, "").unwrap();
    drop(SqliteStore::open(&path).unwrap());
    let header = |pragma: &str| -> i64 {
        let plain = Connection::open(&path).unwrap();
        plain.pragma_query_value(None, pragma, |row| row.get(0)).unwrap()
    };
    assert_eq!(header("application_id"), 0x5074_726e);
    assert_eq!(header("user_version"), 3);
}

#[test]
fn the_tables_of_a_host_and_its_marks_stay_as_they_are() {
    let (_folder, path) = folder();
    let host = Connection::open(&path).unwrap();
    host.execute_batch(
        "CREATE TABLE invoices (number INTEGER PRIMARY KEY); INSERT INTO invoices VALUES (7);
         PRAGMA application_id = 42; PRAGMA user_version = 9;",
    )
    .unwrap();
    drop(host);
    let store = SqliteStore::open(&path).unwrap();
    commit_event(&store, "jane").unwrap();
    drop(store);
    let host = Connection::open(&path).unwrap();
    let number: i64 = host.query_row("SELECT number FROM invoices", [], |row| row.get(0)).unwrap();
    let header =
        |pragma: &str| -> i64 { host.pragma_query_value(None, pragma, |row| row.get(0)).unwrap() };
    assert_eq!((number, header("application_id"), header("user_version")), (7, 42, 9));
    host.execute_batch("CREATE INDEX mine ON patronage_orders (placed_at)").unwrap();
    drop(host);
    assert_eq!(authors(&SqliteStore::open(&path).unwrap()), ["jane"]);
}

#[test]
fn altered_tables_are_noticed() {
    for change in [
        "ALTER TABLE patronage_customers ADD COLUMN nickname TEXT",
        "DROP INDEX patronage_customers_by_login",
        "CREATE TABLE patronage_notes (text TEXT)",
    ] {
        let (_folder, path) = folder();
        drop(open(&path));
        Connection::open(&path).unwrap().execute_batch(change).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{change}: {error}");
    }
}

#[test]
fn lost_and_alien_tables_with_our_names_are_noticed() {
    let (_folder, path) = folder();
    drop(open(&path));
    Connection::open(&path).unwrap().execute_batch("DROP TABLE patronage_schema").unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");

    let (_folder, path) = folder();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE patronage_orders (n)").unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
}

#[test]
fn the_store_of_a_later_release_is_refused() {
    let (_folder, path) = folder();
    drop(open(&path));
    let later = Connection::open(&path).unwrap();
    later.execute_batch("INSERT INTO patronage_schema VALUES (4)").unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 4, known: 3 }), "{error}");
    let error = SqliteStore::options().read_only(true).open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 4, known: 3 }), "{error}");
}

#[test]
fn a_damaged_file_is_an_error() {
    let (_folder, path) = folder();
    let store = open(&path);
    commit_event(&store, "jane").unwrap();
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    for byte in &mut bytes[100..] {
        *byte ^= 0x55;
    }
    fs::write(&path, bytes).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn many_that_open_a_new_file_at_once_make_it_once() {
    let (_folder, path) = folder();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let path = &path;
            scope.spawn(move || commit_event(&open(path), &thread.to_string()).unwrap());
        }
    });
    assert_eq!(authors(&open(&path)).len(), 8);
}

#[test]
fn another_writer_makes_a_commit_busy_and_no_more() {
    let (_folder, path) = folder();
    let timeout = std::time::Duration::from_millis(1);
    let store = SqliteStore::options().busy_timeout(timeout).open(&path).unwrap();
    let mut other = Connection::open(&path).unwrap();
    let transaction = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let error = commit_event(&store, "jane").unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error}");
    drop(transaction);
    commit_event(&store, "john").unwrap();
    assert_eq!(authors(&store), ["john"]);
}
