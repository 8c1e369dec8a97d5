//! References that lead nowhere.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use patronage::store::{Change, Committed, Conflict, Key, Query, Record, Slice, Store};

use super::{Flaw, everyone, let_through, present, puts};

pub(super) const FLAWS: &[Flaw] = &[
    ("references_are_kept", "references may lead nowhere", |broken, _| {
        let_through(broken, |conflict| matches!(conflict, Conflict::Missing { .. }))
    }),
    ("references_are_kept", "references from orders may lead nowhere", |broken, _| {
        broken.refused(|_, set, conflict| {
            let orders = puts(set).any(|record| matches!(record, Record::Order(_)));
            if orders { Ok(Committed::default()) } else { Err(conflict.into()) }
        })
    }),
    ("references_are_kept", "what comes in the same set does not count", |broken, _| {
        broken.commit(|store, set| {
            for key in puts(set).flat_map(Record::references) {
                if present(store).get(&key)?.is_none() {
                    return Err(Conflict::Missing { key }.into());
                }
            }
            store.commit(set)
        })
    }),
    ("referenced_records_stay", "whatever is in use is deleted", |broken, _| {
        let_through(broken, |conflict| matches!(conflict, Conflict::Referenced { .. }))
    }),
    ("referenced_records_stay", "customers with figures are deleted", |broken, _| {
        broken.refused(|store, _, conflict| match conflict {
            Conflict::Referenced { key: Key::Customer(id) }
                if present(store).get(&Key::Activity(id))?.is_some() =>
            {
                Ok(Committed::default())
            }
            conflict => Err(conflict.into()),
        })
    }),
    ("referenced_records_stay", "who refers may not go along", |broken, _| {
        broken.commit(|store, set| {
            let rows = everyone(&*present(store));
            for change in &set.changes {
                let Change::Delete { key: Key::CustomerSet(code), .. } = change else { continue };
                if rows.iter().any(|row| row.customer.customer_set() == code) {
                    return Err(Conflict::Referenced { key: change.key() }.into());
                }
            }
            store.commit(set)
        })
    }),
    ("memberships_go_along", "a customer with memberships stays", |broken, _| {
        broken.commit(|store, set| {
            for change in &set.changes {
                let Change::Delete { key: Key::Customer(id), .. } = change else { continue };
                let query = Query::SegmentsOf(*id);
                if let Slice::Segments { rows, .. } = present(store).query(&query)?
                    && !rows.is_empty()
                {
                    return Err(Conflict::Referenced { key: change.key() }.into());
                }
            }
            store.commit(set)
        })
    }),
    ("memberships_go_along", "memberships outlive their segment", |broken, _| {
        let ever: Arc<Mutex<HashMap<Key, Record>>> = Arc::default();
        let writing = Arc::clone(&ever);
        let broken = broken.commit(move |store, set| {
            let members = puts(set).filter(|record| matches!(record, Record::Member(_)));
            let members = members.map(|record| (record.key(), record.clone()));
            writing.lock().unwrap().extend(members);
            store.commit(set)
        });
        broken.get(move |now, key| match ever.lock().unwrap().get(key) {
            Some(member) => Ok(Some(member.clone())),
            None => now.get(key),
        })
    }),
];
