//! The storage contract: what a store promises, and the values that go in and out.
//!
//! A store keeps [`Record`]s under [`Key`]s. It is read through a [`Snapshot`], one consistent view,
//! and written by a [`ChangeSet`], a value that holds everything of one decision and is applied
//! wholly or not at all. The traits are small, synchronous and object-safe, and they do not grow
//! with the domain: what there is to keep is said by the enums.
//!
//! A store knows no business rule. It keeps versions, uniqueness, references and counts, and it
//! assigns customer numbers and the places of events. Everything else was decided before it.
//!
//! # The contract
//!
//! Each sentence is a test of the conformance suite (feature `conformance`), named beside it.
//!
//! **Reading**
//! - A record that is not there is `Ok(None)`; an error means that the store could not look
//!   (`absence_is_none`).
//! - A snapshot shows the state between two commits and does not change while it lives
//!   (`snapshot_is_consistent`).
//! - A record comes back as it was put, with the version that the store gave it
//!   (`records_round_trip`).
//! - A customer is found by each of its unique keys, and only by the present ones
//!   (`unique_keys_find`). Attributes are unique by the key of their value, within the set and among
//!   registered accounts; a key that is a text is never one that is a number.
//! - A customer is found by each of its filter keys, guests too, and only by the present ones: not
//!   by one that it gave up, nor after it is deleted (`filter_keys_find`).
//! - Queries give their rows in the order that they ask for, with missing values last and ties
//!   broken by id in the same direction, and every row exactly once over all pages, forwards and
//!   backwards (`paging_is_complete`). Definitions come as settings, customer sets, sites and
//!   attributes, each by code.
//! - Counts equal what a full scan would count (`counts_are_kept`), those of customers who are found
//!   by a value of an attribute as well, though they need not be kept.
//!
//! **Writing**
//! - A change set is applied wholly or not at all; one that writes a record twice is
//!   [`StoreError::Malformed`] (`commit_is_atomic`).
//! - Changes are applied in their order. Of several things that are wrong with a set, the answer
//!   names the first in this order: its form, the generation, a refused set of the same batch on which
//!   it stands, the requirements, the expectations, unique keys (login name, e-mail, external id,
//!   then attributes by code), missing references, records that are in use; each in the order of the set, the last two after
//!   all changes (`refusals_are_ordered`).
//! - A set that names another generation than the present one is refused with
//!   [`Conflict::Generation`] (`stale_generation_is_refused`), and each commit that changes a
//!   definition, that of an attribute as well, raises the generation by one
//!   (`definitions_raise_the_generation`).
//! - Each requirement and each expectation of a change is checked against the state before the set;
//!   the first that fails is a [`Conflict::Version`] with the current version
//!   (`requirements_are_checked`, `expectations_are_checked`).
//! - A record gets the version after the one that it replaces, and [`Version::FIRST`] when it is
//!   new (`versions_grow_by_one`). Memberships stay at the first.
//! - No two customers share a unique key; the second is refused with [`Conflict::Taken`]
//!   (`unique_keys_are_kept`). A key is free again as soon as its holder gives it up, also for a
//!   later change of the same set (`unique_keys_are_freed`).
//! - A record refers only to records that are there, else [`Conflict::Missing`]
//!   (`references_are_kept`), and a record to which others refer is not deleted, else
//!   [`Conflict::Referenced`] (`referenced_records_stay`). Memberships go with their customer and
//!   with their segment (`memberships_go_along`).
//! - A new customer gets a number above all that the tenant ever gave, and keeps it
//!   (`numbers_ascend`).
//! - Events get ascending positions in the order of the commits, so that a reader who goes on after
//!   the last position it saw misses none (`events_ascend`), and the events of a customer are
//!   numbered from 1 without gaps, also across its deletion (`events_are_numbered`).
//! - A commit that is refused leaves no trace: no event, no count, no number of an event
//!   (`refusal_leaves_no_trace`).
//! - `commit_all` applies its sets in order, each atomic and each seeing those before it; a refused
//!   one does not stop the rest (`batches_are_sequential`), apart from those that stand on it: a
//!   set that expects a version of a record that a refused set of the same call was to write is
//!   refused with [`Conflict::Version`], also where the record has that version, since another
//!   writer gave it (`dependents_of_refused_sets_are_refused`).
//! - Concurrent commits behave as if one came after the other: of two that expect the same version
//!   one wins, and no step of a counter is lost (`no_lost_update`, `no_write_skew`).
//! - Tenants of one store see nothing of each other (`tenants_are_apart`).
//!
//! **Credit**
//! - The operations on credit accounts in a set are decided inside its commit, after its changes, one
//!   after the other, each by the account as it stands there: whatever was seen when the set was made,
//!   and together with what the sets and operations before it did
//!   (`credit_is_decided_at_the_commit`). The store asks [`decide_credit`] and writes what it gives.
//! - An operation that is refused refuses its whole set, with [`StoreError::Refused`], and leaves no
//!   trace (`refused_credit_leaves_no_trace`).
//! - An entry comes back as it was decided: in the trail, where it is an event like others, and in the
//!   ledger of its account, by number, behind an entry, last before one, and by the key of its
//!   operation (`entries_come_back`).
//! - A request whose key was used in the account is answered with the entry of then. It writes nothing,
//!   nor does an operation that finds nothing to do (`used_keys_write_nothing`).
//! - A shelf has the positions of which something is left, in the order of their places, and each
//!   exactly once over all pages (`shelves_are_in_order`).
//! - The accounts of a customer are listed by currency; those in which a reservation has run out
//!   by when the first one does, then by customer and currency (`credit_accounts_are_listed`).
//! - An account is opened only for a customer who is there, else [`Conflict::Missing`], and who is not
//!   deleted from then on, else [`Conflict::Referenced`] (`credit_keeps_its_customer`).
//! - Of operations at once no more are accepted than there is room for, and the numbers of a ledger
//!   have no gaps (`no_credit_is_spent_twice`).
//!
//! # Writing a store
//!
//! Implement the two traits and run the suite; [`MemoryStore`] is the reference. A store keeps the
//! JSON of a record ([`Record::to_json`]) and, beside it, what it looks records up and sorts them
//! by: [`Record::unique_keys`], [`Record::filter_keys`], [`Record::references`],
//! [`CustomerRow::sort_key`]. It derives nothing by itself. The key of an attribute
//! ([`AttributeKey`]) is an integer or a text, and keys of one attribute sort as its values do.
//!
//! [`AttributeKey`]: crate::attribute::AttributeKey
//! [`CustomerRow::sort_key`]: crate::customer::CustomerRow::sort_key
//! [`Version::FIRST`]: crate::version::Version::FIRST

mod book;
mod change;
#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod key;
mod memory;
mod query;
mod record;

use std::fmt::Debug;
use std::sync::Arc;

pub(crate) use book::SnapshotBook;
pub use book::decide_credit;
pub use change::{AssignedEvent, Change, ChangeSet, Committed, Expected, Requirement};
pub(crate) use error::unexpected;
pub use error::{Conflict, StoreError};
pub use key::{ConsumerName, Key, UniqueKey};
pub use memory::MemoryStore;
pub use query::{
    Collection, CustomerQuery, CustomerScope, Entries, EntryQuery, EventQuery, OrderQuery, Query,
    Seek, SegmentQuery, ShelfQuery, Slice, Toward,
};
pub use record::{Consumer, CorruptRecord, Record};

use crate::version::Generation;

/// A place that keeps records. See the [module](self) for what it promises.
pub trait Store: Debug + Send + Sync {
    /// One consistent view.
    ///
    /// A thread drops its snapshot before it commits: a store may make writers wait for readers.
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError>;

    /// Applies one set, wholly or not at all. `Ok` means that it is as durable as the store was
    /// opened to be.
    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError>;

    /// Applies several sets in order, each by itself, with one answer each. They may share one
    /// flush; when the flush fails, none is answered `Ok`.
    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>>;
}

/// One consistent view of a store.
pub trait Snapshot {
    /// The generation of the definitions in this view: 0 before the first.
    fn generation(&self) -> Result<Generation, StoreError>;

    /// The record under a key; `Ok(None)` when there is none.
    fn get(&self, key: &Key) -> Result<Option<Record>, StoreError>;

    /// The customer that holds a unique key.
    fn find(&self, key: &UniqueKey) -> Result<Option<Record>, StoreError>;

    /// Rows of a listing.
    fn query(&self, query: &Query) -> Result<Slice, StoreError>;

    /// How many records a collection has, from kept counts.
    fn count(&self, of: &Collection) -> Result<u64, StoreError>;
}

impl<S: Store + ?Sized> Store for Arc<S> {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        (**self).snapshot()
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        (**self).commit(changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        (**self).commit_all(sets)
    }
}
