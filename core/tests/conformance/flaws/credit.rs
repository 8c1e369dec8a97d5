//! Credit that is decided, listed or kept wrongly.

use std::thread::sleep;
use std::time::Duration;

use patronage::event::{Event, EventPosition};
use patronage::id::EntryNumber;
use patronage::page::PageLimit;
use patronage::store::{
    AssignedEvent, ChangeSet, Committed, Conflict, Entries, Key, MemoryStore, Query, Record, Slice,
    Store, StoreError, decide_credit,
};

use super::{Flaw, bare, let_through, present};
use crate::broken::Broken;

pub(super) const FLAWS: &[Flaw] = &[
    ("credit_is_decided_at_the_commit", "what was decided did not see the set", |broken, _| {
        broken.commit(|store, set| {
            let before = store.snapshot()?;
            let stale = set.credit.iter().map(|command| decide_credit(&*before, command));
            let stale: Vec<_> = stale.collect();
            drop(before);
            let mut committed = store.commit(set)?;
            committed.credit = stale.into_iter().collect::<Result<_, _>>()?;
            Ok(committed)
        })
    }),
    ("credit_is_decided_at_the_commit", "credit is decided before the changes", |broken, _| {
        broken.commit(|store, set| {
            let before = store.snapshot()?;
            for command in &set.credit {
                decide_credit(&*before, command)?;
            }
            drop(before);
            store.commit(set)
        })
    }),
    ("credit_is_decided_at_the_commit", "only the first operation counts", |broken, _| {
        broken.incoming(|set| set.credit.truncate(1))
    }),
    ("refused_credit_leaves_no_trace", "the rest of a refused set is applied", |broken, _| {
        refused(broken, |store, set| store.commit(&ChangeSet { credit: Vec::new(), ..set.clone() }))
    }),
    ("refused_credit_leaves_no_trace", "what comes before a refusal is kept", |broken, _| {
        refused(broken, |store, set| {
            for command in &set.credit {
                store.commit(&bare(store).credit(command.clone()))?;
            }
            Ok(Committed::default())
        })
    }),
    ("refused_credit_leaves_no_trace", "a refusal is a conflict", |broken, _| {
        refused(broken, |store, _| {
            let current = bare(store).generation;
            Err(Conflict::Generation { current }.into())
        })
    }),
    ("entries_come_back", "a ledger runs from its end", |broken, _| {
        entries(broken, |_, events| events.reverse())
    }),
    ("entries_come_back", "an entry is behind itself", |broken, _| {
        asked_of_entries(broken, |entries| {
            if let Entries::Behind(number) = entries {
                let before = EntryNumber::new(number.as_u64() - 1);
                *entries = before.map_or(Entries::All, Entries::Behind);
            }
        })
    }),
    ("entries_come_back", "the last entries are the first", |broken, _| {
        asked_of_entries(broken, |entries| {
            if let Entries::Last { before: None } = entries {
                *entries = Entries::All;
            }
        })
    }),
    ("entries_come_back", "the last before an entry are the last of all", |broken, _| {
        asked_of_entries(broken, |entries| {
            if let Entries::Last { before } = entries {
                *before = None;
            }
        })
    }),
    ("entries_come_back", "no entry is found by its key", |broken, _| {
        entries(broken, |asked, events| {
            if matches!(asked, Entries::Of(_)) {
                events.clear();
            }
        })
    }),
    ("used_keys_write_nothing", "a repeated request is refused", |broken, _| {
        broken.commit(|store, set| {
            let now = present(store);
            for command in &set.credit {
                let is_known = decide_credit(&*now, command)
                    .is_ok_and(|decided| decided.answer().is_some() && !decided.is_something());
                if is_known {
                    let key = Key::CreditAccount(command.customer(), command.currency());
                    return Err(Conflict::Version { key, current: None }.into());
                }
            }
            drop(now);
            store.commit(set)
        })
    }),
    ("used_keys_write_nothing", "a repeated request is an event", |broken, _| {
        broken.committed(|committed| {
            let repeated = committed.credit.iter().any(|of| of.entries.is_empty());
            let last = committed.events.last().copied();
            if repeated {
                committed.events.extend(
                    last.or(Some(AssignedEvent { position: EventPosition::new(1), number: None })),
                );
            }
        })
    }),
    ("used_keys_write_nothing", "a repeated request is not answered", |broken, _| {
        broken.committed(|committed| {
            for decided in &mut committed.credit {
                if decided.entries.is_empty() {
                    decided.replayed = None;
                }
            }
        })
    }),
    ("shelves_are_in_order", "a shelf runs from its end", |broken, _| {
        broken.listed(|query, slice| {
            if let (Query::CreditShelf(_), Slice::Records(records)) = (query, slice) {
                records.reverse();
            }
        })
    }),
    ("shelves_are_in_order", "a place is given again", |broken, _| {
        broken.asked(|query| {
            if let Query::CreditShelf(query) = query
                && let Some((_, number)) = &mut query.behind
                && let Ok(before) = EntryNumber::new(number.as_u64() - 1)
            {
                *number = before;
            }
        })
    }),
    ("shelves_are_in_order", "positions stand by the number of their entry", |broken, _| {
        broken.listed(|query, slice| {
            if let (Query::CreditShelf(_), Slice::Records(records)) = (query, slice) {
                records.sort_by_key(Record::key);
            }
        })
    }),
    ("shelves_are_in_order", "a shelf is given whole", |broken, _| {
        broken.asked(|query| {
            if let Query::CreditShelf(query) = query {
                query.limit = PageLimit::MAX;
            }
        })
    }),
    ("credit_accounts_are_listed", "accounts run the other way", |broken, _| {
        broken.listed(|query, slice| {
            if let (Query::CreditAccounts(_), Slice::Records(records)) = (query, slice) {
                records.reverse();
            }
        })
    }),
    ("credit_accounts_are_listed", "due accounts are listed by customer", |broken, _| {
        broken.listed(|query, slice| {
            if let (Query::CreditAccountsDue(..), Slice::Records(records)) = (query, slice) {
                records.sort_by_key(Record::key);
            }
        })
    }),
    ("credit_accounts_are_listed", "an account is due only after its moment", |broken, _| {
        broken.listed(|query, slice| {
            if let (Query::CreditAccountsDue(at, _), Slice::Records(records)) = (query, slice) {
                records.retain(|record| match record {
                    Record::CreditAccount(account) => account.next_expiry() < Some(*at),
                    _ => true,
                });
            }
        })
    }),
    ("credit_keeps_its_customer", "nobody looks for the customer", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Missing { key: Key::Customer(_) })
        })
    }),
    ("credit_keeps_its_customer", "a customer is deleted despite an account", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Referenced { key: Key::Customer(_) })
        })
    }),
    ("no_credit_is_spent_twice", "an order is taken without room for it", |broken, _| {
        refused(broken, |_, _| Ok(Committed::default()))
    }),
    ("no_credit_is_spent_twice", "an order is decided by what was seen before", |broken, _| {
        broken.commit(|store, set| {
            let seen = present(store);
            let seen: Result<Vec<_>, _> =
                set.credit.iter().map(|command| decide_credit(&*seen, command)).collect();
            sleep(Duration::from_millis(2));
            match store.commit(set) {
                Err(StoreError::Refused(_)) => {
                    Ok(Committed { credit: seen?, ..Committed::default() })
                }
                answer => answer,
            }
        })
    }),
];

/// Gives another answer to sets that an account refuses.
fn refused(
    broken: Broken,
    flaw: fn(&MemoryStore, &ChangeSet) -> Result<Committed, StoreError>,
) -> Broken {
    broken.commit(move |store, set| match store.commit(set) {
        Err(StoreError::Refused(_)) => flaw(store, set),
        answer => answer,
    })
}

/// Spoils ledgers on their way out.
fn entries(broken: Broken, flaw: fn(&Entries, &mut Vec<Event>)) -> Broken {
    broken.listed(move |query, slice| {
        if let (Query::CreditEntries(query), Slice::Events(events)) = (query, slice) {
            flaw(&query.entries, events);
        }
    })
}

/// Spoils questions about ledgers on their way in.
fn asked_of_entries(broken: Broken, flaw: fn(&mut Entries)) -> Broken {
    broken.asked(move |query| {
        if let Query::CreditEntries(query) = query {
            flaw(&mut query.entries);
        }
    })
}
