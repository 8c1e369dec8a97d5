//! Credit on SQLite beside a model of plain integers: the very operations that the reference store
//! runs.
//!
//! `PATRONAGE_CREDIT_OPERATIONS` says how many (5,000 when nothing is said).

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be, its own numbers are small, and it says what it saw"
)]

#[path = "../../../core/tests/chance/mod.rs"]
mod chance;
#[path = "../../../core/tests/credit_model/mod.rs"]
mod credit_model;

use std::sync::Arc;

use patronage_sqlite::SqliteStore;

#[test]
fn credit_does_what_plain_integers_do() {
    credit_model::run(|| Arc::new(SqliteStore::in_memory().unwrap()));
}
