//! A file that has no room left.

use std::sync::Mutex;

use patronage::store::{Store, StoreError};
use patronage_sqlite::{Durability, SqliteStore};

use crate::fixture::{authors, commit_event, event, folder, open, set};

const THREADS: usize = 8;
const COMMITS: usize = 30;

#[test]
fn what_was_answered_is_there_and_nothing_else() {
    let (_folder, path) = folder();
    drop(open(&path));
    let limited = SqliteStore::options().durability(Durability::Normal).max_pages(Some(140));
    let store = limited.open(&path).unwrap();
    let answered = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (store, answered) = (&store, &answered);
            scope.spawn(move || {
                for commit in 0..COMMITS {
                    // One page and a half each, so that some of a group find room and some do not.
                    let author = format!("{thread}-{commit}-{}", "x".repeat(6_000));
                    match commit_event(store, &author) {
                        Ok(_) => answered.lock().unwrap().push(author),
                        Err(error) => assert!(matches!(error, StoreError::Full), "{error}"),
                    }
                }
            });
        }
    });
    let mut answered = answered.into_inner().unwrap();
    let mut kept = authors(&store);
    answered.sort_unstable();
    kept.sort_unstable();
    assert_eq!(answered, kept);
    assert!(!kept.is_empty() && kept.len() < THREADS * COMMITS, "{} of them", kept.len());
    assert!(store.check().unwrap().is_clean());

    drop(store);
    let store = open(&path);
    commit_event(&store, "more").unwrap();
    assert_eq!(authors(&store).len(), answered.len() + 1);
}

#[test]
fn a_set_too_large_for_the_room_left_takes_no_other_along() {
    let (_folder, path) = folder();
    drop(open(&path));
    let limited = SqliteStore::options().durability(Durability::Normal).max_pages(Some(100));
    let store = limited.open(&path).unwrap();
    let generation = set(&store);
    let sets = [
        generation.clone().event(event("before")),
        generation.clone().event(event(&"x".repeat(1_000_000))),
        generation.event(event("after")),
    ];
    let answers = store.commit_all(&sets);
    assert!(answers[0].is_ok() && answers[2].is_ok(), "{answers:?}");
    assert!(matches!(answers[1], Err(StoreError::Full)), "{answers:?}");
    assert_eq!(authors(&store), ["before", "after"]);
}
