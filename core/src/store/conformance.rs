//! The conformance suite: what every [store](super) must do, as tests.
//!
//! Each function checks one sentence of the [contract](super#the-contract), bears the name that
//! stands beside it, and panics with a message when the store breaks it. Every check begins with a
//! fresh, empty store. A store runs all of them, each as a test of its own, with one macro:
//!
//! ```
//! use patronage::store::MemoryStore;
//!
//! /// A store, a handle of another tenant of the same place, and what must outlive both.
//! fn fresh() -> (MemoryStore, MemoryStore, ()) {
//!     let store = MemoryStore::new();
//!     let other = store.for_tenant("other");
//!     (store, other, ())
//! }
//!
//! patronage::store_conformance_tests!(fresh());
//! ```
//!
//! [`random_commits_agree`] compares a store with another one, usually
//! [`MemoryStore`](super::MemoryStore), over random change sets, many of which are refused.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a conformance test panics when the store is wrong, and its own numbers are small"
)]

mod attributes;
mod credit;
mod dice;
mod filters;
mod fixture;
mod keys;
mod paging;
mod races;
mod random;
mod reading;
mod references;
mod sequence;
mod view;
mod writing;

pub use credit::{
    credit_accounts_are_listed, credit_is_decided_at_the_commit, credit_keeps_its_customer,
    entries_come_back, no_credit_is_spent_twice, refused_credit_leaves_no_trace,
    shelves_are_in_order, used_keys_write_nothing,
};
pub use filters::filter_keys_find;
pub use keys::{unique_keys_are_freed, unique_keys_are_kept, unique_keys_find};
pub use paging::paging_is_complete;
pub use races::{no_lost_update, no_write_skew};
pub use random::random_commits_agree;
pub use reading::{
    absence_is_none, counts_are_kept, records_round_trip, snapshot_is_consistent, tenants_are_apart,
};
pub use references::{memberships_go_along, referenced_records_stay, references_are_kept};
pub use sequence::{
    batches_are_sequential, dependents_of_refused_sets_are_refused, events_are_numbered,
    events_ascend, numbers_ascend, refusal_leaves_no_trace,
};
pub use writing::{
    commit_is_atomic, definitions_raise_the_generation, expectations_are_checked,
    refusals_are_ordered, requirements_are_checked, stale_generation_is_refused,
    versions_grow_by_one,
};

use super::Store;

/// A check of one sentence. It is given a fresh, empty store and the handle of another tenant of
/// the same place.
pub type Check = fn(store: &dyn Store, other_tenant: &dyn Store);

/// Every sentence of the contract, by the name that stands beside it.
pub const ALL: &[(&str, Check)] = crate::__store_sentences!(list);

/// Makes a test of every sentence of the storage contract.
///
/// The expression is evaluated once for each test. It gives a fresh, empty store, the handle of
/// another tenant of the same place, and a guard that is dropped after both, such as the folder of
/// a database. See the [module](crate::store::conformance) for an example.
#[macro_export]
macro_rules! store_conformance_tests {
    ($factory:expr) => {
        $crate::__store_sentences! { tests $factory }
    };
}

/// The names, for [`ALL`] and for the tests that [`store_conformance_tests!`] makes.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_sentences {
    ($($what:tt)+) => {
        $crate::__store_sentences_as! {
            [
                absence_is_none snapshot_is_consistent records_round_trip unique_keys_find
                filter_keys_find paging_is_complete counts_are_kept commit_is_atomic refusals_are_ordered
                stale_generation_is_refused definitions_raise_the_generation
                requirements_are_checked expectations_are_checked versions_grow_by_one
                unique_keys_are_kept unique_keys_are_freed references_are_kept
                referenced_records_stay memberships_go_along numbers_ascend events_ascend
                events_are_numbered refusal_leaves_no_trace batches_are_sequential
                dependents_of_refused_sets_are_refused no_lost_update no_write_skew
                credit_is_decided_at_the_commit refused_credit_leaves_no_trace
                entries_come_back used_keys_write_nothing shelves_are_in_order
                credit_accounts_are_listed credit_keeps_its_customer no_credit_is_spent_twice
            ]
            [tenants_are_apart]
            $($what)+
        }
    };
}

/// What [`__store_sentences!`] hands its names to.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_sentences_as {
    ([$($one:ident)+] [$($two:ident)+] list) => {
        &[
            $((stringify!($one), |store, _| $one(store)),)+
            $((stringify!($two), |store, other_tenant| $two(store, other_tenant)),)+
        ]
    };
    ([$($one:ident)+] [$($two:ident)+] tests $factory:expr) => {
        $(
            #[test]
            fn $one() {
                let (store, other_tenant, guard) = $factory;
                $crate::store::conformance::$one(&store);
                drop((store, other_tenant));
                drop(guard);
            }
        )+
        $(
            #[test]
            fn $two() {
                let (store, other_tenant, guard) = $factory;
                $crate::store::conformance::$two(&store, &other_tenant);
                drop((store, other_tenant));
                drop(guard);
            }
        )+
    };
}
