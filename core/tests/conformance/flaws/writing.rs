//! Wrong commits.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use patronage::store::{
    Change, ChangeSet, Committed, Conflict, Expected, Key, Record, Store, UniqueKey,
};
use patronage::version::{Generation, Version};

use super::{Flaw, bare, decided_now, first_unmet, let_through, number_of, present, puts};
use crate::broken::Broken;

pub(super) const FLAWS: &[Flaw] = &[
    ("commit_is_atomic", "a refused set is applied up to its mistake", |broken, _| {
        broken.refused(|store, set, conflict| {
            for change in &set.changes {
                let part = ChangeSet { changes: vec![change.clone()], ..bare(store) };
                if store.commit(&part).is_err() {
                    break;
                }
            }
            Err(conflict.into())
        })
    }),
    ("commit_is_atomic", "the last change is forgotten", |broken, _| {
        broken.incoming(|set| {
            set.changes.pop();
        })
    }),
    ("commit_is_atomic", "a record may be written twice", |broken, _| {
        broken.incoming(|set| {
            let mut written = HashSet::new();
            set.changes.retain(|change| written.insert(change.key()));
        })
    }),
    ("commit_is_atomic", "events are forgotten", |broken, _| {
        broken.incoming(|set| set.events.clear())
    }),
    ("refusals_are_ordered", "changes are looked at from the last to the first", |broken, _| {
        broken.incoming(|set| set.changes.reverse())
    }),
    ("refusals_are_ordered", "expectations come before requirements", |broken, _| {
        broken.commit(|store, set| {
            if set.generation == present(store).generation()? {
                first_unmet(&*present(store), set, true)?;
            }
            store.commit(set)
        })
    }),
    ("refusals_are_ordered", "the generation comes last", |broken, _| {
        broken.commit(|store, set| {
            first_unmet(&*present(store), set, false)?;
            store.commit(set)
        })
    }),
    ("refusals_are_ordered", "attributes come before the other keys", |broken, _| {
        broken.refused(|store, set, conflict| {
            if let Conflict::Taken { .. } = conflict {
                let taken = puts(set).flat_map(|record| {
                    let by = record.key();
                    record.unique_keys().into_iter().map(move |key| (key, by.clone()))
                });
                for (key, by) in taken {
                    let holder = present(store).find(&key)?.map(|holder| holder.key());
                    let is_of_attribute = matches!(key, UniqueKey::Attribute(..));
                    if is_of_attribute && holder.is_some_and(|holder| holder != by) {
                        return Err(Conflict::Taken { key }.into());
                    }
                }
            }
            Err(conflict.into())
        })
    }),
    ("refusals_are_ordered", "attributes come by their codes backwards", |broken, _| {
        broken.refused(|store, set, conflict| {
            let Conflict::Taken { key: UniqueKey::Attribute(..) } = conflict else {
                return Err(conflict.into());
            };
            let of_whom = puts(set).find(|record| {
                record
                    .unique_keys()
                    .iter()
                    .any(|key| conflict == Conflict::Taken { key: key.clone() })
            });
            for key in of_whom.iter().flat_map(|record| record.unique_keys()).rev() {
                if present(store).find(&key)?.map(|holder| holder.key()) != of_whom.map(Record::key)
                {
                    return Err(Conflict::Taken { key }.into());
                }
            }
            Err(conflict.into())
        })
    }),
    ("stale_generation_is_refused", "the generation is not looked at", |broken, _| {
        broken.commit(|store, set| store.commit(&decided_now(store, set)))
    }),
    ("stale_generation_is_refused", "a later generation is taken", |broken, _| {
        broken.commit(|store, set| {
            if set.generation > present(store).generation()? {
                return store.commit(&decided_now(store, set));
            }
            store.commit(set)
        })
    }),
    ("definitions_raise_the_generation", "nothing raises the generation", |broken, _| {
        let broken = broken.commit(|store, set| {
            let committed = store.commit(&decided_now(store, set))?;
            Ok(Committed { generation: Generation::default(), ..committed })
        });
        broken.generation(|_| Generation::default())
    }),
    ("definitions_raise_the_generation", "every commit raises the generation", |broken, _| {
        raised_too_often(broken, |_| 1)
    }),
    ("definitions_raise_the_generation", "each definition of a set raises it", |broken, _| {
        raised_too_often(broken, |set| {
            let definitions = set.changes.iter().filter(|change| change.key().is_definition());
            (definitions.count() as u64).saturating_sub(1)
        })
    }),
    ("definitions_raise_the_generation", "attributes raise no generation", |broken, _| {
        let less: Arc<AtomicU64> = Arc::default();
        let reading = Arc::clone(&less);
        let broken = broken.commit(move |store, set| {
            let before = bare(store).generation;
            let mut committed = store.commit(&decided_now(store, set))?;
            let mut definitions = set.changes.iter().map(Change::key).filter(Key::is_definition);
            let only_attributes = definitions.all(|key| matches!(key, Key::Attribute(_)));
            if committed.generation > before && only_attributes {
                less.fetch_add(1, Ordering::SeqCst);
            }
            let less = less.load(Ordering::SeqCst);
            committed.generation = Generation::new(committed.generation.as_u64() - less);
            Ok(committed)
        });
        broken.generation(move |own| Generation::new(own.as_u64() - reading.load(Ordering::SeqCst)))
    }),
    ("requirements_are_checked", "requirements are not looked at", |broken, _| {
        broken.incoming(|set| set.requires.clear())
    }),
    ("requirements_are_checked", "what is required to be absent may be there", |broken, _| {
        broken.incoming(|set| set.requires.retain(|required| required.expected != Expected::Absent))
    }),
    ("requirements_are_checked", "what is required to be there may be absent", |broken, _| {
        broken
            .incoming(|set| set.requires.retain(|required| required.expected != Expected::Present))
    }),
    ("requirements_are_checked", "any version will do", |broken, _| {
        broken.incoming(|set| {
            for required in &mut set.requires {
                required.expected = any_version(required.expected);
            }
        })
    }),
    ("requirements_are_checked", "requirements are looked at backwards", |broken, _| {
        broken.incoming(|set| set.requires.reverse())
    }),
    ("requirements_are_checked", "what the set writes is not looked at", |broken, _| {
        broken.incoming(|set| {
            let written: HashSet<Key> = set.changes.iter().map(Change::key).collect();
            set.requires.retain(|required| !written.contains(&required.key));
        })
    }),
    ("requirements_are_checked", "the current version is not told", |broken, _| untold(broken)),
    ("expectations_are_checked", "expectations are not looked at", |broken, _| {
        broken.incoming(|set| expect(set, |_, _| Expected::Any))
    }),
    ("expectations_are_checked", "deletions expect nothing", |broken, _| {
        broken.incoming(|set| {
            expect(set, |deletes, expected| if deletes { Expected::Any } else { expected });
        })
    }),
    ("expectations_are_checked", "any version will do", |broken, _| {
        broken.incoming(|set| expect(set, |_, expected| any_version(expected)))
    }),
    ("expectations_are_checked", "deletions expect something to be there", |broken, _| {
        broken.incoming(|set| {
            expect(set, |deletes, expected| match expected {
                Expected::Any if deletes => Expected::Present,
                expected => expected,
            });
        })
    }),
    ("expectations_are_checked", "the current version is not told", |broken, _| untold(broken)),
    ("versions_grow_by_one", "records stay at the first version", |broken, _| {
        broken.record(|record| {
            let number = number_of(&record);
            record.assigned(Version::FIRST, number)
        })
    }),
    ("versions_grow_by_one", "versions grow by two", |broken, _| {
        broken.record(|record| {
            let number = number_of(&record);
            let version = Version::new(record.version().as_u64() * 2 - 1).unwrap();
            record.assigned(version, number)
        })
    }),
    ("versions_grow_by_one", "a record goes on after its deletion", |broken, _| {
        let deleted: Arc<Mutex<HashMap<Key, u64>>> = Arc::default();
        let writing = Arc::clone(&deleted);
        let broken = broken.commit(move |store, set| {
            let committed = store.commit(set)?;
            for change in &set.changes {
                if let Change::Delete { key, .. } = change {
                    *writing.lock().unwrap().entry(key.clone()).or_default() += 1;
                }
            }
            Ok(committed)
        });
        broken.record(move |record| {
            let number = number_of(&record);
            let more = deleted.lock().unwrap().get(&record.key()).copied().unwrap_or_default();
            let version = Version::new(record.version().as_u64() + more).unwrap();
            record.assigned(version, number)
        })
    }),
    ("no_lost_update", "the last writer wins", |broken, _| {
        broken.incoming(|set| expect(set, |_, _| Expected::Any))
    }),
    ("no_lost_update", "a step that lost is told that it won", |broken, _| {
        let_through(broken, |conflict| matches!(conflict, Conflict::Version { .. }))
    }),
    ("no_write_skew", "requirements are not looked at", |broken, _| {
        broken.incoming(|set| set.requires.clear())
    }),
    ("no_write_skew", "what is required to be absent may be there", |broken, _| {
        broken.incoming(|set| set.requires.retain(|required| required.expected != Expected::Absent))
    }),
];

fn expect(set: &mut ChangeSet, other: impl Fn(bool, Expected) -> Expected) {
    for change in &mut set.changes {
        match change {
            Change::Put { expected, .. } => *expected = other(false, *expected),
            Change::Delete { expected, .. } => *expected = other(true, *expected),
        }
    }
}

fn any_version(expected: Expected) -> Expected {
    match expected {
        Expected::Version(_) => Expected::Present,
        expected => expected,
    }
}

/// Does not say which version a record has.
fn untold(broken: Broken) -> Broken {
    broken.refused(|_, _, conflict| match conflict {
        Conflict::Version { key, .. } => Err(Conflict::Version { key, current: None }.into()),
        conflict => Err(conflict.into()),
    })
}

/// Raises the generation more often than the store in memory does.
fn raised_too_often(broken: Broken, by: fn(&ChangeSet) -> u64) -> Broken {
    let more: Arc<AtomicU64> = Arc::default();
    let reading = Arc::clone(&more);
    let broken = broken.commit(move |store, set| {
        let mut committed = store.commit(&decided_now(store, set))?;
        let more = more.fetch_add(by(set), Ordering::SeqCst) + by(set);
        committed.generation = Generation::new(committed.generation.as_u64() + more);
        Ok(committed)
    });
    broken.generation(move |own| Generation::new(own.as_u64() + reading.load(Ordering::SeqCst)))
}
