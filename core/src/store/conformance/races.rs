//! Concurrent commits.

use std::sync::Barrier;
use std::thread;

use super::fixture::{
    Person, activity, customer_key, furnish, get, id, order, present, put_all, segment,
    segment_key, set, version,
};
use crate::store::{ChangeSet, Expected, Key, Record, Store, StoreError};
use crate::version::Generation;

/// How often a decision is repeated: each conflict is somebody else's success, of which there are
/// fewer.
const ATTEMPTS: usize = 1_000;

/// Concurrent commits behave as if one came after the other: of those that expect the same version
/// one wins, and no step of a counter is lost.
pub fn no_lost_update(store: &dyn Store) {
    const THREADS: usize = 16;
    const ROUNDS: usize = 4;
    furnish(store);
    put_all(store, [Person::guest(1).record(), activity(1, &[])]);
    let barrier = Barrier::new(THREADS);
    let failures: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| (0..ROUNDS).filter_map(|_| step(store, &barrier)).collect()))
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join().expect("a thread ends"));
        joined.flat_map(|failures: Vec<String>| failures).collect()
    });
    assert_eq!(failures, [""; 0], "a step was never committed");
    let Record::Activity(figures) = present(store, &Key::Activity(id(1))) else {
        panic!("figures are something else");
    };
    let steps = (THREADS * ROUNDS) as u64;
    assert_eq!(figures.order_count(), steps, "steps of a counter were lost");
    assert_eq!(figures.version().as_u64(), steps + 1, "a version was given twice");
}

/// Counts up by one: reads, decides, commits, and begins again after a conflict. All threads have
/// read before the first commits. An error is given back, since a thread that panicked would leave
/// the others waiting.
fn step(store: &dyn Store, barrier: &Barrier) -> Option<String> {
    let key = Key::Activity(id(1));
    for attempt in 0..ATTEMPTS {
        let read = read(store, &key);
        if attempt == 0 {
            barrier.wait();
        }
        let (generation, record) = match read {
            Ok(read) => read,
            Err(error) => return Some(error),
        };
        let Some(Record::Activity(figures)) = record else {
            return Some(format!("{record:?}"));
        };
        let expected = Expected::Version(figures.version());
        let counted = figures.recorded(None, &order(1, "shop", "1", 0, "1.00"));
        let counted = Record::Activity(counted.expect("figures"));
        let set = ChangeSet::new(generation).put(counted, expected);
        match store.commit(&set) {
            Ok(_) => return None,
            Err(StoreError::Conflict(_) | StoreError::Busy) => {}
            Err(error) => return Some(error.to_string()),
        }
    }
    Some(format!("{ATTEMPTS} attempts were refused"))
}

fn read(store: &dyn Store, key: &Key) -> Result<(Generation, Option<Record>), String> {
    let snapshot = store.snapshot().map_err(|error| error.to_string())?;
    let generation = snapshot.generation().map_err(|error| error.to_string())?;
    let record = snapshot.get(key).map_err(|error| error.to_string())?;
    Ok((generation, record))
}

/// Concurrent commits behave as if one came after the other: of two decisions that each require
/// what the other one writes, exactly one is committed.
pub fn no_write_skew(store: &dyn Store) {
    const ROUNDS: u32 = 20;
    furnish(store);
    for round in 0..ROUNDS {
        let (vip, press) = (segment_key("vip"), segment_key("press"));
        let versions = [version(store, &vip), version(store, &press)];
        let decisions = [
            set(store)
                .require(press, Expected::Version(versions[1]))
                .put(segment("vip", &format!("VIP {round}")), Expected::Version(versions[0])),
            set(store)
                .require(vip, Expected::Version(versions[0]))
                .put(segment("press", &format!("Press {round}")), Expected::Version(versions[1])),
        ];
        assert_one_wins(store, &decisions);
    }
    for round in 0..ROUNDS {
        let (one, other) = (100 + 2 * round, 101 + 2 * round);
        let decisions = [(one, other), (other, one)].map(|(own, foreign)| {
            set(store)
                .require(customer_key(foreign), Expected::Absent)
                .put(Person::guest(own).record(), Expected::Absent)
        });
        assert_one_wins(store, &decisions);
        let both = [one, other].map(|n| get(store, &customer_key(n)).is_some());
        assert!(both[0] != both[1], "two customers came that each required the other's absence");
    }
}

fn assert_one_wins(store: &dyn Store, decisions: &[ChangeSet; 2]) {
    let barrier = Barrier::new(decisions.len());
    let committed = thread::scope(|scope| {
        let threads = decisions.each_ref().map(|decision| {
            scope.spawn(|| {
                barrier.wait();
                loop {
                    match store.commit(decision) {
                        Err(StoreError::Busy) => {}
                        Err(StoreError::Conflict(_)) => return Ok(0),
                        Ok(_) => return Ok(1),
                        Err(error) => return Err(error),
                    }
                }
            })
        });
        let answers = threads.map(|thread| thread.join().expect("a thread ends"));
        answers.map(|answer| answer.expect("committed or in conflict")).iter().sum::<u32>()
    });
    assert_eq!(committed, 1, "of two decisions that exclude each other {committed} were committed");
}
