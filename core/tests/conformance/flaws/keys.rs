//! Unique keys that are not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, CustomerSetCode};
use patronage::customer::{AccountKind, Customer};
use patronage::id::CustomerNumber;
use patronage::store::{Change, Conflict, Key, Record, Snapshot, Store, UniqueKey};

use super::{Flaw, everyone, let_through, present, puts, record_of};

pub(super) const FLAWS: &[Flaw] = &[
    ("unique_keys_find", "nobody is found by an e-mail address", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Email(..) => Ok(None),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "nobody is found by a number", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Number(_) => Ok(None),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "login names of all sets are found", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Login(_, login) => Ok(everyone(now)
                .iter()
                .find(|row| row.customer.login_key().as_ref() == Some(login))
                .map(record_of)),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "guests are found by their address", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Email(_, email) => Ok(everyone(now)
                .iter()
                .find(|row| {
                    let own = row.customer.profile().email();
                    own.is_some_and(|own| own.identity_key() == *email)
                })
                .map(record_of)),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "nobody is found by an attribute", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Attribute(..) => Ok(None),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "attributes of all sets are found", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Attribute(_, code, held) => Ok(by_attribute(now, code, held, |customer| {
                customer.unique_attribute_keys().collect()
            })),
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "guests are found by their unique attributes", |broken, _| {
        broken.find(|now, key| match (now.find(key)?, key) {
            (None, UniqueKey::Attribute(set, code, held)) => {
                let guest = by_attribute(now, code, held, |customer| {
                    customer.attributes().unique_keys().collect()
                });
                Ok(guest.filter(|record| is_of_set(record, set)))
            }
            (found, _) => Ok(found),
        })
    }),
    ("unique_keys_find", "a text that looks like a number is one", |broken, _| {
        broken.find(|now, key| match key {
            UniqueKey::Attribute(set, code, AttributeKey::Text(text)) => {
                let number = text.parse().ok().map(AttributeKey::Integer);
                let number = number.map(|number| UniqueKey::Attribute(*set, *code, number));
                now.find(number.as_ref().unwrap_or(key))
            }
            key => now.find(key),
        })
    }),
    ("unique_keys_find", "a customer is found by its former keys", |broken, _| {
        let former = Arc::new(Mutex::new(HashMap::new()));
        let writing = Arc::clone(&former);
        let broken = broken.commit(move |store, set| {
            let committed = store.commit(set)?;
            for change in &set.changes {
                let Change::Put { record, .. } = change else { continue };
                let held = record.unique_keys().into_iter().map(|key| (key, record.key()));
                writing.lock().unwrap().extend(held);
            }
            Ok(committed)
        });
        broken.find(move |now, key| match former.lock().unwrap().get(key) {
            Some(holder) => now.get(holder),
            None => now.find(key),
        })
    }),
    ("unique_keys_are_kept", "login names are not kept apart", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Taken { key: UniqueKey::Login(..) })
        })
    }),
    ("unique_keys_are_kept", "e-mail addresses are not kept apart", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Taken { key: UniqueKey::Email(..) })
        })
    }),
    ("unique_keys_are_kept", "external ids are not kept apart", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Taken { key: UniqueKey::ExternalId(_) })
        })
    }),
    ("unique_keys_are_kept", "attributes are not kept apart", |broken, _| {
        let_through(broken, |conflict| {
            matches!(conflict, Conflict::Taken { key: UniqueKey::Attribute(..) })
        })
    }),
    ("unique_keys_are_kept", "attributes of guests are kept apart", |broken, _| {
        broken.commit(|store, set| {
            for record in puts(set) {
                let Record::Customer(customer) = record else { continue };
                for (code, key) in customer.attributes().unique_keys() {
                    let key = UniqueKey::Attribute(*customer.customer_set(), code, key);
                    let holder = present(store).find(&key)?.map(|holder| holder.key());
                    if holder.is_some_and(|holder| holder != record.key())
                        && customer.kind() == AccountKind::Guest
                    {
                        return Err(Conflict::Taken { key }.into());
                    }
                }
            }
            store.commit(set)
        })
    }),
    ("unique_keys_are_kept", "the wrong key is named", |broken, _| {
        broken.refused(|_, _, conflict| match conflict {
            Conflict::Taken { .. } => {
                let key = UniqueKey::Number(CustomerNumber::new(1).unwrap());
                Err(Conflict::Taken { key }.into())
            }
            conflict => Err(conflict.into()),
        })
    }),
    ("unique_keys_are_kept", "login names are unique in the tenant", |broken, _| {
        broken.commit(|store, set| {
            for record in puts(set) {
                let Record::Customer(customer) = record else { continue };
                let login = customer.login_key();
                let taken = login.is_some()
                    && everyone(&*present(store)).iter().any(|row| {
                        row.customer.id() != customer.id() && row.customer.login_key() == login
                    });
                if let (true, Some(key)) = (taken, record.unique_keys().into_iter().next()) {
                    return Err(Conflict::Taken { key }.into());
                }
            }
            store.commit(set)
        })
    }),
    ("unique_keys_are_freed", "a key is never free again", |broken, _| {
        let ever: Mutex<HashMap<UniqueKey, Key>> = Mutex::default();
        broken.commit(move |store, set| {
            let mut ever = ever.lock().unwrap();
            let held = |record: &Record| {
                let holder = record.key();
                record.unique_keys().into_iter().map(move |key| (key, holder.clone()))
            };
            for (key, holder) in puts(set).flat_map(held) {
                if ever.get(&key).is_some_and(|first| *first != holder) {
                    return Err(Conflict::Taken { key }.into());
                }
            }
            let committed = store.commit(set)?;
            ever.extend(puts(set).flat_map(held));
            Ok(committed)
        })
    }),
    (
        "unique_keys_are_freed",
        "an attribute that somebody gives up is taken for ever",
        |broken, _| {
            let ever: Mutex<HashMap<UniqueKey, Key>> = Mutex::default();
            broken.commit(move |store, set| {
                let mut ever = ever.lock().unwrap();
                let mut held = Vec::new();
                for record in puts(set) {
                    for key in record.unique_keys() {
                        if matches!(key, UniqueKey::Attribute(..)) {
                            held.push((key, record.key()));
                        }
                    }
                }
                for (key, holder) in &held {
                    if ever.get(key).is_some_and(|first| first != holder) {
                        return Err(Conflict::Taken { key: key.clone() }.into());
                    }
                }
                let committed = store.commit(set)?;
                ever.extend(held);
                Ok(committed)
            })
        },
    ),
    ("unique_keys_are_freed", "a key is free only after the set", |broken, _| {
        broken.commit(|store, set| {
            for record in puts(set) {
                for key in record.unique_keys() {
                    let holder = present(store).find(&key)?.map(|holder| holder.key());
                    if holder.is_some_and(|holder| holder != record.key()) {
                        return Err(Conflict::Taken { key }.into());
                    }
                }
            }
            store.commit(set)
        })
    }),
];

/// The first customer of any set with a key of an attribute.
fn by_attribute(
    now: &dyn Snapshot,
    code: &AttributeCode,
    key: &AttributeKey,
    keys: fn(&Customer) -> Vec<(AttributeCode, AttributeKey)>,
) -> Option<Record> {
    let held = (*code, key.clone());
    let rows = everyone(now);
    rows.iter().find(|row| keys(&row.customer).contains(&held)).map(record_of)
}

fn is_of_set(record: &Record, set: &CustomerSetCode) -> bool {
    matches!(record, Record::Customer(customer) if customer.customer_set() == set)
}
