//! A model of the directory made of plain maps, and random sequences of operations that both have
//! to answer alike. It is written from the rules, not from the code: it shares no decision with it.
//!
//! Stores of other crates include it by path, so it uses only what everybody can.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test ends where something is not as it should be"
)]

mod compare;
mod listing;
mod order;
mod people;
mod plain;
mod segment;
mod step;

use std::sync::Arc;

use patronage::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use step::Step;

/// Runs random sequences of 20 to 60 steps: 200 of them, or as many as the environment variable
/// `PATRONAGE_MODEL_SEQUENCES` says.
pub(crate) fn check(run: impl Fn(&[Step])) {
    let cases = std::env::var("PATRONAGE_MODEL_SEQUENCES").ok();
    let cases = cases.map_or(200, |cases| cases.parse().expect("a number of sequences"));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let steps = prop::collection::vec(step::any_step(), 20..=60);
    let outcome = TestRunner::new(config).run(&steps, |steps| {
        run(&steps);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Runs the steps on an empty store and on the model, and compares every answer and, now and then,
/// everything that there is.
pub(crate) fn run(store: &Arc<dyn Store>, steps: &[Step]) {
    let mut both = compare::Both::open(store);
    for step in step::beginning() {
        both.take(&step);
    }
    for (number, step) in steps.iter().enumerate() {
        both.take(step);
        if number % 15 == 14 {
            both.compare_everything();
        }
    }
    both.compare_everything();
}
