//! Purchase-order credit on `MemoryStore`.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be, its own numbers are small, and it says what it saw"
)]

mod chain;
#[path = "../chance/mod.rs"]
mod chance;
#[path = "../credit_model/mod.rs"]
mod credit_model;
mod desk;
mod kept;
mod ledger;
mod preview;
mod properties;
mod refusals;
mod reused_keys;
mod settings;
mod several;
mod tampering;
mod terms;

use std::sync::Arc;

use patronage::store::MemoryStore;

#[test]
fn credit_does_what_plain_integers_do() {
    credit_model::run(|| Arc::new(MemoryStore::new()));
}
