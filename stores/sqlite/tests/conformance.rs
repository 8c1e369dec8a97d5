//! Every sentence of the storage contract, on a file, in memory, and behind a pointer; and the store
//! beside the reference, over random commits.

#![expect(clippy::unwrap_used, reason = "a test panics when a promise is broken")]

use std::sync::Arc;

use patronage::store::conformance::random_commits_agree;
use patronage::store::{MemoryStore, Store};
use patronage_sqlite::{Durability, SqliteStore};
use tempfile::TempDir;

/// Flushes are tested elsewhere; here they would only take time.
fn on_file() -> (SqliteStore, SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteStore::options().durability(Durability::Normal);
    let store = options.open(folder.path().join("shop.db")).unwrap();
    let other_tenant = store.for_tenant("other").unwrap();
    (store, other_tenant, folder)
}

fn in_memory() -> (SqliteStore, SqliteStore, ()) {
    let store = SqliteStore::in_memory().unwrap();
    let other_tenant = store.for_tenant("other").unwrap();
    (store, other_tenant, ())
}

mod file {
    patronage::store_conformance_tests!(super::on_file());
}

mod memory {
    patronage::store_conformance_tests!(super::in_memory());
}

mod shared {
    use super::{Arc, Store, TempDir, on_file};

    fn shared() -> (Arc<dyn Store>, Arc<dyn Store>, TempDir) {
        let (store, other_tenant, folder) = on_file();
        (Arc::new(store), Arc::new(other_tenant), folder)
    }

    patronage::store_conformance_tests!(shared());
}

#[test]
fn the_file_agrees_with_the_reference_over_random_commits() {
    for seed in 0..12 {
        let (store, _, _folder) = on_file();
        random_commits_agree(&store, &MemoryStore::new(), seed);
        let report = store.check().unwrap();
        assert!(report.is_clean(), "seed {seed}: {:?}", report.findings());
    }
}

#[test]
fn memory_agrees_with_the_reference_over_random_commits() {
    for seed in 100..112 {
        let (store, ..) = in_memory();
        random_commits_agree(&store, &MemoryStore::new(), seed);
        let report = store.check().unwrap();
        assert!(report.is_clean(), "seed {seed}: {:?}", report.findings());
    }
}
