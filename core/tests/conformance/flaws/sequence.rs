//! Wrong numbers, events and batches.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use patronage::event::{Event, EventPosition};
use patronage::id::{CustomerId, CustomerNumber};
use patronage::store::{Change, ChangeSet, Key, Query, Slice, Store, StoreError};

use super::{Flaw, bare, decided_now, everyone, first_unmet, number_of, present};

pub(super) const FLAWS: &[Flaw] = &[
    ("events_ascend", "every fifth event is forgotten", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Events(events) = slice {
                events.retain(|event| !event.position().as_u64().is_multiple_of(5));
            }
        })
    }),
    ("events_ascend", "a reader goes on one event too late", |broken, _| {
        broken.asked(|query| {
            if let Query::Events(query) = query
                && query.after > EventPosition::START
            {
                query.after = query.after.next();
            }
        })
    }),
    ("numbers_ascend", "the number is the count of customers", |broken, _| {
        let given: Arc<Mutex<HashMap<Key, CustomerNumber>>> = Arc::default();
        let reading = Arc::clone(&given);
        let broken = broken.commit(move |store, set| {
            let mut count = everyone(&*present(store)).len() as u64;
            let mut committed = store.commit(set)?;
            for (id, number) in &mut committed.customer_numbers {
                count += 1;
                *number = CustomerNumber::new(count).unwrap();
                given.lock().unwrap().insert(Key::Customer(*id), *number);
            }
            Ok(committed)
        });
        broken.record(move |record| {
            let number = reading.lock().unwrap().get(&record.key()).copied();
            let version = record.version();
            record.assigned(version, number)
        })
    }),
    ("numbers_ascend", "numbers come in any order", |broken, _| {
        broken.committed(|committed| committed.customer_numbers.reverse())
    }),
    ("numbers_ascend", "a changed customer gets another number", |broken, _| {
        broken.record(|record| {
            let version = record.version();
            let number = number_of(&record)
                .map(|number| CustomerNumber::new(number.as_u64() + version.as_u64() - 1).unwrap());
            record.assigned(version, number)
        })
    }),
    ("events_ascend", "the events of a set come in reverse", |broken, _| {
        broken.incoming(|set| set.events.reverse())
    }),
    ("events_ascend", "all events of a set have one place", |broken, _| {
        broken.committed(|committed| {
            if let Some(first) = committed.events.first().copied() {
                for event in &mut committed.events {
                    event.position = first.position;
                }
            }
        })
    }),
    ("events_are_numbered", "the number is the position", |broken, _| {
        let broken = broken.committed(|committed| {
            for event in &mut committed.events {
                event.number = event.number.map(|_| event.position.as_u64());
            }
        });
        broken.listed(|_, slice| {
            let Slice::Events(events) = slice else { return };
            for event in events {
                let position = event.position();
                let number = event.number().map(|_| position.as_u64());
                *event = Event::from_parts(position, number, event.content().clone());
            }
        })
    }),
    ("events_are_numbered", "numbers begin again after a deletion", |broken, _| {
        let given: Mutex<HashMap<CustomerId, u64>> = Mutex::default();
        broken.commit(move |store, set| {
            let mut given = given.lock().unwrap();
            let mut committed = store.commit(set)?;
            for (event, assigned) in set.events.iter().zip(&mut committed.events) {
                if let Some(customer) = event.customer {
                    let number = given.entry(customer).or_default();
                    *number += 1;
                    assigned.number = Some(*number);
                }
            }
            for change in &set.changes {
                if let Change::Delete { key: Key::Customer(customer), .. } = change {
                    given.remove(customer);
                }
            }
            Ok(committed)
        })
    }),
    ("events_are_numbered", "the events of others are listed", |broken, _| {
        broken.asked(|query| {
            if let Query::Events(query) = query {
                query.customer = None;
            }
        })
    }),
    ("refusal_leaves_no_trace", "the events of a refused set are kept", |broken, _| {
        broken.refused(|store, set, conflict| {
            let events = ChangeSet { events: set.events.clone(), ..bare(store) };
            store.commit(&events)?;
            Err(conflict.into())
        })
    }),
    ("refusal_leaves_no_trace", "a refused customer is counted", |broken, _| {
        let refused: Arc<AtomicU64> = Arc::default();
        let writing = Arc::clone(&refused);
        let broken = broken.refused(move |_, _, conflict| {
            writing.fetch_add(1, Ordering::SeqCst);
            Err(conflict.into())
        });
        broken.count(move |now, of| Ok(now.count(of)? + refused.load(Ordering::SeqCst)))
    }),
    ("refusal_leaves_no_trace", "a refused set takes numbers of events", |broken, _| {
        let taken = AtomicU64::default();
        broken.commit(move |store, set| match store.commit(set) {
            Ok(mut committed) => {
                for event in &mut committed.events {
                    event.number = event.number.map(|n| n + taken.load(Ordering::SeqCst));
                }
                Ok(committed)
            }
            Err(error) => {
                taken.fetch_add(1, Ordering::SeqCst);
                Err(error)
            }
        })
    }),
    ("batches_are_sequential", "a refused set stops the rest", |broken, _| {
        broken.commit_all(|store, sets| {
            let mut stopped = false;
            let answer = |set| {
                let answer = if stopped { Err(StoreError::Busy) } else { store.commit(set) };
                stopped |= answer.is_err();
                answer
            };
            sets.iter().map(answer).collect()
        })
    }),
    ("dependents_of_refused_sets_are_refused", "each set is committed by itself", |broken, _| {
        broken.commit_all(|store, sets| sets.iter().map(|set| store.commit(set)).collect())
    }),
    ("dependents_of_refused_sets_are_refused", "a refused set stops the rest", |broken, _| {
        broken.commit_all(|store, sets| {
            let answers = sets.iter().map(|set| store.commit(set));
            let applied: Vec<_> = answers.take_while(Result::is_ok).collect();
            let stopped = sets.iter().skip(applied.len()).map(|_| Err(StoreError::Busy));
            applied.into_iter().chain(stopped).collect()
        })
    }),
    ("batches_are_sequential", "the last set comes first", |broken, _| {
        broken.commit_all(|store, sets| {
            let mut answers: Vec<_> = sets.iter().rev().map(|set| store.commit(set)).collect();
            answers.reverse();
            answers
        })
    }),
    ("batches_are_sequential", "each set sees the state before the batch", |broken, _| {
        broken.commit_all(|store, sets| {
            let before = present(store);
            let answer = |set| {
                first_unmet(&*before, set, false)?;
                first_unmet(&*before, set, true)?;
                store.commit(&decided_now(store, set))
            };
            sets.iter().map(answer).collect()
        })
    }),
    ("batches_are_sequential", "the generation is looked at once", |broken, _| {
        broken.commit_all(|store, sets| {
            sets.iter().map(|set| store.commit(&decided_now(store, set))).collect()
        })
    }),
];
