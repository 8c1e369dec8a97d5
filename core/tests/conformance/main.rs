//! The conformance suite, run on the store in memory, and on stores that are broken on purpose: a
//! sentence of the contract that no broken store breaks would not be checked at all.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "these are tests, also where they are not marked as such"
)]

mod broken;
mod flaws;

use std::sync::Arc;

use patronage::store::conformance::{self, random_commits_agree};
use patronage::store::{MemoryStore, Store};

fn fresh() -> (MemoryStore, MemoryStore, ()) {
    let store = MemoryStore::new();
    let other_tenant = store.for_tenant("other");
    (store, other_tenant, ())
}

mod memory {
    patronage::store_conformance_tests!(super::fresh());
}

mod shared {
    use super::{Arc, Store, fresh};

    fn shared() -> (Arc<dyn Store>, Arc<dyn Store>, ()) {
        let (store, other_tenant, ()) = fresh();
        (Arc::new(store), Arc::new(other_tenant), ())
    }

    patronage::store_conformance_tests!(shared());
}

#[test]
fn a_store_agrees_with_itself() {
    for seed in 0..20 {
        random_commits_agree(&MemoryStore::new(), &MemoryStore::new(), seed);
    }
}

/// The names beside the sentences of the contract: those in parentheses.
fn names_in_the_contract() -> Vec<&'static str> {
    let source = include_str!("../../src/store.rs");
    let names = source.lines().filter(|line| line.starts_with("//!")).collect::<Vec<_>>();
    let mut found = Vec::new();
    for line in names {
        for part in line.split("(`").skip(1) {
            let Some((names, _)) = part.split_once("`)") else { continue };
            found.extend(names.split("`, `"));
        }
    }
    found
}

#[test]
fn every_sentence_of_the_contract_is_checked() {
    let mut named = names_in_the_contract();
    let mut checked: Vec<&str> = conformance::ALL.iter().map(|(name, _)| *name).collect();
    named.sort_unstable();
    checked.sort_unstable();
    assert_eq!(named, checked, "left: named in the contract; right: functions of the suite");
}
