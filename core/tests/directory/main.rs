//! What somebody who uses a directory can rely on, noun by noun, on both sides of each rule.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test ends where something is not as it should be"
)]

mod accounts;
mod actors;
mod addresses;
mod attributes;
mod batches;
mod events;
mod listing;
mod orders;
mod plans;
mod purchase_orders;
mod races;
mod segments;
mod shop;
mod shopper;
mod sites_and_sets;
