//! What is particular to a store in a SQLite file.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test panics when a promise is broken")]

mod attributes;
mod check;
mod credit;
mod fixture;
mod full_disk;
mod group;
mod host_transaction;
mod migration;
mod open;
mod query;
mod read_only;
mod settings;
mod tenants;
mod views;
