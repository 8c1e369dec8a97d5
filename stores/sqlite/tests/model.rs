//! The directory on SQLite against plain maps, over long random sequences of operations: the very
//! sequences that the reference store runs.
//!
//! `PATRONAGE_MODEL_SEQUENCES` says how many (200 when nothing is said).

#![expect(clippy::expect_used, reason = "a test ends where something is not as it should be")]

#[path = "../../../core/tests/model/mod.rs"]
mod model;

use std::sync::Arc;

use patronage::store::Store;
use patronage_sqlite::{Durability, SqliteStore};

#[test]
fn the_directory_does_what_plain_maps_do_in_memory() {
    model::check(|steps| {
        let store = SqliteStore::in_memory().unwrap();
        model::run(&shared(&store), steps);
        assert_sound(&store);
    });
}

#[test]
fn the_directory_does_what_plain_maps_do_on_a_file() {
    model::check(|steps| {
        let folder = tempfile::tempdir().unwrap();
        // No power is lost here, so nobody has to wait for the disk.
        let options = SqliteStore::options().durability(Durability::Normal);
        let store = options.open(folder.path().join("shop.db")).unwrap();
        model::run(&shared(&store), steps);
        assert_sound(&store);
    });
}

fn shared(store: &SqliteStore) -> Arc<dyn Store> {
    Arc::new(store.clone())
}

/// What the operations have left behind passes the store's own check.
fn assert_sound(store: &SqliteStore) {
    let report = store.check().expect("a check");
    assert!(report.is_clean(), "{:?}", report.findings());
}
