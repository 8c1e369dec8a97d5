//! Commits of several threads, and of one thread at the wrong moment.

use patronage::store::{ChangeSet, Conflict, Expected, Store, StoreError};
use patronage::version::Generation;
use patronage_sqlite::SqliteStore;

use crate::fixture::{authors, commit_event, event, folder, open, segment, set};

#[test]
fn a_refused_set_does_not_hurt_those_beside_it() {
    let (_folder, path) = folder();
    let store = open(&path);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for commit in 0..25 {
                    let stale = ChangeSet::new(Generation::new(99)).event(event("stale"));
                    let error = store.commit(&stale).unwrap_err();
                    assert!(matches!(error, StoreError::Conflict(Conflict::Generation { .. })));
                    let press = set(store).put(segment("press"), Expected::Absent);
                    let first = store.commit(&press.event(event("press")));
                    if let Err(error) = first {
                        let conflict = matches!(
                            error,
                            StoreError::Conflict(Conflict::Version { current: Some(_), .. })
                        );
                        assert!(conflict, "{error}");
                    }
                    commit_event(store, &format!("{thread}-{commit}")).unwrap();
                }
            });
        }
    });
    let authors = authors(&store);
    assert_eq!(authors.len(), 8 * 25 + 1);
    assert_eq!(authors.iter().filter(|author| *author == "press").count(), 1);
}

#[test]
fn a_thread_may_hold_several_snapshots() {
    let (_folder, path) = folder();
    for store in [SqliteStore::in_memory().unwrap(), open(&path)] {
        let snapshots: Vec<_> = (0..10).map(|_| store.snapshot().unwrap()).collect();
        for snapshot in &snapshots {
            assert_eq!(snapshot.generation().unwrap(), Generation::default());
        }
    }
}

#[test]
fn a_commit_in_memory_under_an_own_snapshot_is_refused_rather_than_never_answered() {
    let store = SqliteStore::in_memory().unwrap();
    let changes = set(&store).event(event("jane"));
    let snapshot = store.snapshot().unwrap();
    let error = store.commit(&changes).unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error}");
    drop(snapshot);
    store.commit(&changes).unwrap();
}

#[test]
fn a_batch_longer_than_a_transaction_is_answered_in_order() {
    let store = SqliteStore::in_memory().unwrap();
    let set = set(&store);
    let sets: Vec<_> = (0..5_010).map(|_| set.clone().event(event("x"))).collect();
    let answers = store.commit_all(&sets);
    let positions: Vec<u64> =
        answers.into_iter().map(|answer| answer.unwrap().events[0].position.as_u64()).collect();
    assert_eq!(positions, (1..=5_010).collect::<Vec<_>>());
}
