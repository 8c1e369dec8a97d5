//! Wrong answers.

use std::collections::HashMap;
use std::sync::Mutex;

use patronage::actor::Sets;
use patronage::store::{Collection, Key, Record, Slice, Store, StoreError};

use super::{Flaw, everyone, number_of, record_of};

pub(super) const FLAWS: &[Flaw] = &[
    ("absence_is_none", "an absent record is an error", |broken, _| {
        broken.get(|now, key| now.get(key)?.map(Some).ok_or(StoreError::Full))
    }),
    ("absence_is_none", "a customer that nobody finds is an error", |broken, _| {
        broken.find(|now, key| now.find(key)?.map(Some).ok_or(StoreError::Full))
    }),
    ("absence_is_none", "an absent customer is another one", |broken, _| {
        broken.get(|now, key| match key {
            Key::Customer(_) => Ok(everyone(now).first().map(record_of)),
            key => now.get(key),
        })
    }),
    ("snapshot_is_consistent", "a snapshot answers from the present", |broken, _| broken.moving()),
    ("snapshot_is_consistent", "a snapshot counts the present", |broken, default| {
        let default = default.clone();
        broken.count(move |_, of| default.snapshot()?.count(of))
    }),
    ("records_round_trip", "orders lose their lines", |broken, _| {
        broken.record(|record| match &record {
            Record::Order(_) => edited(&record, |json| {
                json.remove("lines");
            }),
            _ => record,
        })
    }),
    ("records_round_trip", "customers lose their address book", |broken, _| {
        broken.record(|record| match &record {
            Record::Customer(_) => edited(&record, |json| {
                json.remove("addresses");
            }),
            _ => record,
        })
    }),
    ("records_round_trip", "customers lose their attributes", |broken, _| {
        broken.record(|record| match &record {
            Record::Customer(_) => edited(&record, |json| {
                json.remove("attributes");
            }),
            _ => record,
        })
    }),
    ("records_round_trip", "definitions of attributes lose what they are for", |broken, _| {
        broken.record(|record| match &record {
            Record::Attribute(_) => edited(&record, |json| {
                let definition = json.get_mut("definition").and_then(|json| json.as_object_mut());
                definition.unwrap().remove("unique");
            }),
            _ => record,
        })
    }),
    ("records_round_trip", "records come back with the next version", |broken, _| {
        broken.record(|record| {
            let (next, number) = (record.version().next().unwrap(), number_of(&record));
            record.assigned(next, number)
        })
    }),
    ("records_round_trip", "listed customers have no number", |broken, _| {
        broken.listed(|_, slice| {
            let Slice::Customers { rows, .. } = slice else { return };
            for row in rows {
                let record = record_of(row);
                let version = record.version();
                let Record::Customer(bare) = record.assigned(version, None) else { return };
                row.customer = *bare;
            }
        })
    }),
    ("counts_are_kept", "counts never fall", |broken, _| {
        let highest = Mutex::new(HashMap::new());
        broken.count(move |now, of| {
            let mut highest = highest.lock().unwrap();
            let kept = highest.entry(format!("{of:?}")).or_default();
            *kept = now.count(of)?.max(*kept);
            Ok(*kept)
        })
    }),
    ("counts_are_kept", "counts are of all sets", |broken, _| {
        broken.count(|now, of| match of {
            Collection::Customers(_) => now.count(&Collection::Customers(Sets::All)),
            of => now.count(of),
        })
    }),
    ("counts_are_kept", "members are counted in all sets", |broken, _| {
        broken.count(|now, of| match of {
            Collection::Members(segment, _) => now.count(&Collection::Members(*segment, Sets::All)),
            of => now.count(of),
        })
    }),
    ("counts_are_kept", "holders of a value are counted in all sets", |broken, _| {
        broken.count(|now, of| match of {
            Collection::Holders(code, key, _) => {
                now.count(&Collection::Holders(*code, key.clone(), Sets::All))
            }
            of => now.count(of),
        })
    }),
    ("tenants_are_apart", "tenants are one", |broken, default| broken.on(default)),
    ("tenants_are_apart", "customers of another tenant are found", |broken, default| {
        let default = default.clone();
        broken.find(move |now, key| match now.find(key)? {
            Some(own) => Ok(Some(own)),
            None => default.snapshot()?.find(key),
        })
    }),
    ("tenants_are_apart", "holders of a value in another tenant are counted", |broken, default| {
        let default = default.clone();
        broken.count(move |now, of| match of {
            Collection::Holders(..) => default.snapshot()?.count(of),
            of => now.count(of),
        })
    }),
    ("tenants_are_apart", "memberships of another tenant are seen", |broken, default| {
        let default = default.clone();
        broken.get(move |now, key| match key {
            Key::Member(..) => default.snapshot()?.get(key),
            key => now.get(key),
        })
    }),
];

/// The record with its JSON changed.
fn edited(
    record: &Record,
    edit: impl Fn(&mut serde_json::Map<String, serde_json::Value>),
) -> Record {
    let mut json = serde_json::from_str(&record.to_json().unwrap()).unwrap();
    edit(&mut json);
    let json = serde_json::to_string(&json).unwrap();
    Record::from_json(&record.key(), &json, record.version(), number_of(record)).unwrap()
}
