//! Ways to break each sentence of the contract.

mod credit;
mod filters;
mod keys;
mod paging;
mod reading;
mod references;
mod sequence;
mod writing;

use std::panic::{AssertUnwindSafe, catch_unwind};

use patronage::actor::Sets;
use patronage::customer::{CustomerRow, CustomerSort, Direction};
use patronage::id::CustomerNumber;
use patronage::page::PageLimit;
use patronage::store::conformance::{self, random_commits_agree};
use patronage::store::{
    Change, ChangeSet, Committed, Conflict, CustomerQuery, CustomerScope, MemoryStore, Query,
    Record, Slice, Snapshot, Store, StoreError,
};

use super::broken::Broken;

/// A sentence, what is wrong with the store that breaks it, and how. The flaw is put into the
/// handles of both tenants; it is told the handle of the first.
type Flaw = (&'static str, &'static str, fn(Broken, &MemoryStore) -> Broken);

fn flaws() -> impl Iterator<Item = &'static Flaw> {
    let areas = [
        reading::FLAWS,
        paging::FLAWS,
        keys::FLAWS,
        filters::FLAWS,
        references::FLAWS,
        writing::FLAWS,
        sequence::FLAWS,
        credit::FLAWS,
    ];
    areas.into_iter().flatten()
}

#[test]
fn every_broken_store_is_caught_by_the_sentence_that_it_breaks() {
    let mut unnoticed = Vec::new();
    for (sentence, what, flaw) in flaws() {
        let (_, check) = conformance::ALL
            .iter()
            .find(|(name, _)| name == sentence)
            .unwrap_or_else(|| panic!("there is no sentence `{sentence}`"));
        let first = MemoryStore::new();
        let other_tenant = first.for_tenant("other");
        let [store, other_tenant] =
            [first.clone(), other_tenant].map(|inner| flaw(Broken::new(inner), &first));
        if catch_unwind(AssertUnwindSafe(|| check(&store, &other_tenant))).is_ok() {
            unnoticed.push(format!("{sentence}: {what}"));
        }
    }
    assert_eq!(unnoticed, [""; 0], "these stores are broken, and their sentence did not notice");
}

/// The random commits notice whatever they can come across: they have one tenant, write while
/// nobody reads, and put no full records.
#[test]
fn random_commits_notice_broken_stores() {
    let unseen = ["snapshot_is_consistent", "records_round_trip", "tenants_are_apart"];
    let mut unnoticed = Vec::new();
    for (sentence, what, flaw) in flaws().filter(|(sentence, ..)| !unseen.contains(sentence)) {
        let noticed = (0..10).any(|seed| {
            let first = MemoryStore::new();
            let store = flaw(Broken::new(first.clone()), &first);
            let compare = || random_commits_agree(&store, &MemoryStore::new(), seed);
            catch_unwind(AssertUnwindSafe(compare)).is_err()
        });
        if !noticed {
            unnoticed.push(format!("{sentence}: {what}"));
        }
    }
    assert_eq!(unnoticed, [""; 0], "the random commits did not notice these broken stores");
}

#[test]
fn every_sentence_has_a_store_that_breaks_it() {
    let unbroken: Vec<_> = conformance::ALL
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !flaws().any(|(sentence, ..)| sentence == *name))
        .collect();
    assert_eq!(unbroken, [&""; 0], "no broken store breaks these sentences");
}

/// The wrapper itself breaks nothing.
#[test]
fn a_store_without_a_flaw_passes() {
    for (_, check) in conformance::ALL {
        let store = MemoryStore::new();
        let other_tenant = store.for_tenant("other");
        check(&Broken::new(store), &Broken::new(other_tenant));
    }
}

/// The first requirement or, if `changes`, expectation that does not hold in a view.
fn first_unmet(now: &dyn Snapshot, set: &ChangeSet, changes: bool) -> Result<(), StoreError> {
    let pairs: Vec<_> = if changes {
        set.changes.iter().map(|change| (change.key(), change.expected())).collect()
    } else {
        set.requires.iter().map(|required| (required.key.clone(), required.expected)).collect()
    };
    for (key, expected) in pairs {
        let current = now.get(&key)?.map(|record| record.version());
        if !expected.allows(current) {
            return Err(Conflict::Version { key, current }.into());
        }
    }
    Ok(())
}

fn present(store: &MemoryStore) -> Box<dyn Snapshot + '_> {
    store.snapshot().unwrap()
}

fn everyone(now: &dyn Snapshot) -> Vec<CustomerRow> {
    let query = CustomerQuery {
        scope: CustomerScope::Everyone,
        sets: Sets::All,
        sort: CustomerSort::CreatedAt,
        direction: Direction::Ascending,
        seek: None,
        limit: PageLimit::MAX,
    };
    match now.query(&Query::Customers(query)).unwrap() {
        Slice::Customers { rows, .. } => rows,
        other => panic!("{other:?}"),
    }
}

fn record_of(row: &CustomerRow) -> Record {
    Record::Customer(Box::new(row.customer.clone()))
}

fn number_of(record: &Record) -> Option<CustomerNumber> {
    match record {
        Record::Customer(customer) => customer.number(),
        _ => None,
    }
}

/// An empty set, decided now.
fn bare(store: &MemoryStore) -> ChangeSet {
    ChangeSet::new(present(store).generation().unwrap())
}

/// The set as if it had been decided by the present definitions.
fn decided_now(store: &MemoryStore, set: &ChangeSet) -> ChangeSet {
    ChangeSet { generation: bare(store).generation, ..set.clone() }
}

fn puts(set: &ChangeSet) -> impl Iterator<Item = &Record> {
    set.changes.iter().filter_map(|change| match change {
        Change::Put { record, .. } => Some(record),
        Change::Delete { .. } => None,
    })
}

/// Answers some conflicts as if the set had been applied.
fn let_through(broken: Broken, these: fn(&Conflict) -> bool) -> Broken {
    broken.refused(
        move |_, _, conflict| {
            if these(&conflict) { Ok(Committed::default()) } else { Err(conflict.into()) }
        },
    )
}
