//! What the documentation says about other readers and writers of the file.
//!
//! A host that opens the file with the copy of SQLite that the store re-exports, and other
//! processes with any copy, get along with it. A second copy within the process does not, because
//! the locks of a file belong to a process and not to a copy; no second copy is linked here, but
//! what it does to the locks can be shown without one.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken"
)]

mod child;
#[path = "child/desk.rs"]
mod desk;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;

use desk::{Desk, SITE, all_at_once};
use patronage::Directory;
use patronage::customer::NewCustomer;
use patronage::directory::CustomerListing;
use patronage::site::NewSite;
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::{Connection, TransactionBehavior};

#[test]
fn child_desk() {
    desk::serve();
}

fn shop(folder: &Path) -> (PathBuf, Directory) {
    let file = folder.join("shop.db");
    let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
    directory.as_system().sites().create(NewSite::new(SITE, "Mystic Sports")).unwrap();
    (file, directory)
}

#[test]
fn the_same_copy_and_other_processes_get_along() {
    const EACH: usize = 30;
    let folder = tempfile::tempdir().unwrap();
    let (file, directory) = shop(folder.path());
    let host = Connection::open(&file).unwrap();
    host.execute_batch("CREATE TABLE invoices (number INTEGER PRIMARY KEY) STRICT").unwrap();
    drop(host);
    let mut desks = [Desk::start(&file), Desk::start(&file)];
    let gate = Barrier::new(3);
    thread::scope(|scope| {
        scope.spawn(|| {
            gate.wait();
            for step in 0..EACH {
                let draft = NewCustomer::registered(SITE, format!("here-{step}@example.com"));
                directory.as_system().customers().create(draft).unwrap();
            }
        });
        scope.spawn(|| {
            gate.wait();
            for number in 0..EACH {
                // Opened and closed each time, as a second copy must never be.
                let host = Connection::open(&file).unwrap();
                let insert = "INSERT INTO invoices VALUES (?1)";
                host.execute(insert, [i64::try_from(number).unwrap()]).unwrap();
            }
        });
        gate.wait();
        for step in 0..EACH {
            let answers =
                all_at_once(&mut desks, |desk| format!("register there-{desk}-{step}@example.com"));
            assert!(answers.iter().all(|answer| answer.starts_with("ok ")), "{answers:?}");
        }
    });
    // What was answered needs nobody to close the file in peace.
    desks.into_iter().for_each(Desk::kill);
    let customers = directory.as_system().customers().iterate(CustomerListing::new());
    assert_eq!(customers.count(), 3 * EACH);
    let host = Connection::open(&file).unwrap();
    let invoices: i64 =
        host.query_one("SELECT count(*) FROM invoices", [], |row| row.get(0)).unwrap();
    assert_eq!(invoices, i64::try_from(EACH).unwrap());
    let report = SqliteStore::open(&file).unwrap().check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
}

/// Why a second copy of SQLite loses data: when it closes the file, the system takes away the locks
/// of the whole process, those of the first copy too. Closing the file by any other means does so
/// as well.
#[cfg(target_os = "linux")]
#[test]
fn closing_the_file_behind_the_back_of_sqlite_loses_data() {
    let folder = tempfile::tempdir().unwrap();
    let (file, directory) = shop(folder.path());
    let mut desk = Desk::start(&file);
    assert!(desk.call("impatient").starts_with("ok"));

    let mut host = Connection::open(&file).unwrap();
    let transaction = host.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    transaction.execute_batch("CREATE TABLE invoices (number INTEGER) STRICT").unwrap();
    assert_eq!(desk.call("register john@example.com"), "refused store.busy");

    drop(File::open(file.with_extension("db-shm")).unwrap());
    assert!(desk.call("register john@example.com").starts_with("ok "), "the lock is gone");
    transaction.commit().unwrap();
    drop(host);
    let john = directory.as_system().customers().find_by_login(SITE, "john@example.com");
    assert!(!matches!(john, Ok(Some(_))), "a customer that was answered `Ok` is lost");
}
