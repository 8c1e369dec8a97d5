//! Attributes of the customers of a directory: what changes of definitions leave behind, what is
//! unique, and who learns what.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test ends where something is not as it should be"
)]

mod changes;
mod hidden;
mod interrupted;
mod model;
mod shop;
mod unique;
