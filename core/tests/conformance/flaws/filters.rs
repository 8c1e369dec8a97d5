//! Values of attributes by which the wrong customers are found.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use patronage::attribute::AttributeKey;
use patronage::code::AttributeCode;
use patronage::customer::{AccountKind, CustomerRow};
use patronage::store::{
    Change, Collection, CustomerQuery, CustomerScope, Key, Query, Record, Slice, Store,
};

use super::{Flaw, everyone, puts};
use crate::broken::Broken;

pub(super) const FLAWS: &[Flaw] = &[
    ("filter_keys_find", "nobody is found by an attribute", |broken, _| {
        only_those(broken, |_, _, _| false)
    }),
    ("filter_keys_find", "guests are not found by their attributes", |broken, _| {
        only_those(broken, |row, _, _| row.customer.kind() == AccountKind::Registered)
    }),
    ("filter_keys_find", "only the first of several values is a key", |broken, _| {
        only_those(broken, |row, code, key| {
            let mut keys = row.customer.attributes().filter_keys();
            keys.find(|(of, _)| of == code).is_none_or(|(_, first)| first == *key)
        })
    }),
    ("filter_keys_find", "a text that looks like a number is one", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(CustomerQuery {
                scope: CustomerScope::Attribute(_, key), ..
            }) = query
                && let AttributeKey::Text(text) = key
                && let Ok(number) = text.parse()
            {
                *key = AttributeKey::Integer(number);
            }
        })
    }),
    ("filter_keys_find", "customers are found by what they are only unique by", |broken, _| {
        broken.query(|now, query| {
            let mut slice = now.query(query)?;
            if let Some((code, key)) = first_page_by(query)
                && let Slice::Customers { rows, .. } = &mut slice
            {
                let held = (*code, key.clone());
                let holds = |row: &CustomerRow| {
                    row.customer.attributes().unique_keys().any(|unique| unique == held)
                };
                rows.extend(everyone(now).into_iter().filter(holds));
            }
            Ok(slice)
        })
    }),
    ("filter_keys_find", "customers are found by values that they gave up", |broken, _| {
        let former: Arc<Mutex<HashMap<_, HashSet<Key>>>> = Arc::default();
        let writing = Arc::clone(&former);
        let broken = broken.commit(move |store, set| {
            let committed = store.commit(set)?;
            let mut former = writing.lock().unwrap();
            for record in puts(set) {
                for held in record.filter_keys() {
                    former.entry(held).or_default().insert(record.key());
                }
            }
            Ok(committed)
        });
        broken.query(move |now, query| {
            let mut slice = now.query(query)?;
            if let Some((code, key)) = first_page_by(query)
                && let Slice::Customers { rows, .. } = &mut slice
                && let Some(holders) = former.lock().unwrap().get(&(*code, key.clone()))
            {
                let found: HashSet<_> = rows.iter().map(|row| row.customer.id()).collect();
                let forgotten = |row: &CustomerRow| {
                    let id = row.customer.id();
                    holders.contains(&Key::Customer(id)) && !found.contains(&id)
                };
                rows.extend(everyone(now).into_iter().filter(forgotten));
            }
            Ok(slice)
        })
    }),
    ("filter_keys_find", "the keys of who is deleted stay", |broken, _| {
        let deleted: Arc<Mutex<HashMap<_, u64>>> = Arc::default();
        let writing = Arc::clone(&deleted);
        let broken = broken.commit(move |store, set| {
            let before = store.snapshot()?;
            let mut gone = Vec::new();
            for change in set.changes.iter().filter(|change| !is_put(change)) {
                gone.extend(before.get(&change.key())?.as_ref().map(Record::filter_keys));
            }
            drop(before);
            let committed = store.commit(set)?;
            for held in gone.into_iter().flatten() {
                *writing.lock().unwrap().entry(held).or_default() += 1;
            }
            Ok(committed)
        });
        broken.count(move |now, of| {
            let more = match of {
                Collection::Holders(code, key, _) => {
                    deleted.lock().unwrap().get(&(*code, key.clone())).copied()
                }
                _ => None,
            };
            Ok(now.count(of)? + more.unwrap_or_default())
        })
    }),
];

fn is_put(change: &Change) -> bool {
    matches!(change, Change::Put { .. })
}

/// The key by which a page that begins a listing is found, if it is found by one.
fn first_page_by(query: &Query) -> Option<(&AttributeCode, &AttributeKey)> {
    match query {
        Query::Customers(CustomerQuery {
            scope: CustomerScope::Attribute(code, key),
            seek: None,
            ..
        }) => Some((code, key)),
        _ => None,
    }
}

/// Lists only some of the customers with a value of an attribute.
fn only_those(
    broken: Broken,
    these: fn(&CustomerRow, &AttributeCode, &AttributeKey) -> bool,
) -> Broken {
    broken.listed(move |query, slice| {
        let (Query::Customers(query), Slice::Customers { rows, .. }) = (query, slice) else {
            return;
        };
        if let CustomerScope::Attribute(code, key) = &query.scope {
            rows.retain(|row| these(row, code, key));
        }
    })
}
