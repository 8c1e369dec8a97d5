//! A store after `fork`: alone in its process, since only the forking thread lives on in the child.
#![cfg(unix)]
#![expect(unsafe_code, reason = "fork is a system call")]

use patronage::store::{ChangeSet, Store, StoreError};
use patronage::version::Generation;
use patronage_sqlite::SqliteStore;

fn is_forked<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Forked))
}

/// What the child finds, as its exit code: 0 when all is well.
fn in_the_child(store: &SqliteStore) -> i32 {
    let empty = ChangeSet::new(Generation::default());
    let answers = [
        is_forked(&store.snapshot()),
        is_forked(&store.commit(&empty)),
        store.commit_all(&[empty.clone(), empty]).iter().all(is_forked),
        is_forked(&store.for_tenant("other")),
        is_forked(&store.check()),
    ];
    let wrong = (1..).zip(answers).find(|(_, right)| !right);
    wrong.map_or(0, |(number, _)| number)
}

#[test]
fn the_child_is_told_to_open_the_store_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let store = SqliteStore::open(&path).unwrap();
    // SAFETY: the child only calls the store, which is what is tested, and leaves without running
    // anything that belongs to the parent.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "the process cannot be forked");
    if child == 0 {
        let code = in_the_child(&store);
        drop(store);
        // SAFETY: ends the child.
        unsafe { libc::_exit(code) }
    }
    let mut status = 0;
    // SAFETY: waits for the child from above and writes into a local variable.
    let waited = unsafe { libc::waitpid(child, &raw mut status, 0) };
    assert_eq!(waited, child);
    assert!(libc::WIFEXITED(status), "the child crashed");
    assert_eq!(libc::WEXITSTATUS(status), 0, "the number of the check that failed");

    // The child took nothing away from the parent.
    store.commit(&ChangeSet::new(Generation::default())).unwrap();
    assert!(store.check().unwrap().is_clean());
}
