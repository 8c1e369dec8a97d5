//! The directory on `MemoryStore` against plain maps, over long random sequences of operations.

#[path = "model/mod.rs"]
mod model;

use std::sync::Arc;

use patronage::store::{MemoryStore, Store};

#[test]
fn the_directory_does_what_plain_maps_do() {
    model::check(|steps| {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
        model::run(&store, steps);
    });
}
