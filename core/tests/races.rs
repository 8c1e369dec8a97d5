//! The races on the reference store.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a race panics when it is lost, and its own numbers are small"
)]

mod chance;
mod contention;

use std::sync::Arc;

use contention::{Doors, races};
use patronage::Directory;
use patronage::store::{MemoryStore, Store};

fn doors() -> Doors {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    Doors::new((0..3).map(|_| Directory::open(Arc::clone(&store)).unwrap()).collect(), ())
}

races!(doors());
