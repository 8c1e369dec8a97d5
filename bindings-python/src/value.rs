//! Values as Python has them: equal when they say the same, hashable, and kept by `pickle`.

/// What is common to the value classes, each of which wraps a value of the library. `$shown` is
/// what may stand in a log: names of things, ids and states, and nothing that is known about a
/// person. `$kept` writes the value as JSON text and `$read` reads it.
macro_rules! value {
    ($class:ident, |$of:ident| $shown:expr, |$keep:ident| $kept:expr, |$text:ident| $read:expr) => {
        $crate::value::kept!($class, |$of| $shown, |$keep| $kept, |$text| $read);

        #[pyo3::pymethods]
        impl $class {
            fn __eq__(&self, other: &pyo3::Bound<'_, pyo3::PyAny>) -> bool {
                other.cast::<Self>().is_ok_and(|other| self.0 == other.get().0)
            }
        }
    };
}

/// As [`value`], for a class that has a way of its own to compare.
macro_rules! kept {
    ($class:ident, |$of:ident| $shown:expr, |$keep:ident| $kept:expr, |$text:ident| $read:expr) => {
        #[pyo3::pymethods]
        impl $class {
            fn __repr__(&self) -> String {
                let $of = &self.0;
                format!("<{} {}>", stringify!($class), $shown)
            }

            /// Equal values have equal text, because members are written in a fixed order.
            fn __hash__(&self) -> $crate::error::Outcome<u64> {
                use std::hash::{DefaultHasher, Hash, Hasher};
                let $keep = &self.0;
                let kept: String = $kept?;
                let mut hasher = DefaultHasher::new();
                kept.hash(&mut hasher);
                Ok(hasher.finish())
            }

            fn __reduce__<'py>(
                &self,
                py: pyo3::Python<'py>,
            ) -> pyo3::PyResult<(pyo3::Bound<'py, pyo3::PyAny>, (String,))> {
                use pyo3::types::PyAnyMethods as _;
                let $keep = &self.0;
                let kept: $crate::error::Outcome<String> = $kept;
                Ok((py.get_type::<Self>().getattr("_restore")?, (kept?,)))
            }

            #[staticmethod]
            fn _restore($text: &str) -> $crate::error::Outcome<Self> {
                $read.map(Self)
            }
        }
    };
}

/// A value class over a record of the store, which knows how it is written.
macro_rules! record {
    ($class:ident, $variant:ident, $wrap:expr, $unwrap:expr, |$of:ident| $shown:expr) => {
        $crate::value::value!(
            $class,
            |$of| $shown,
            |kept| $crate::value::write(&patronage::store::Record::$variant($wrap(kept.clone()))),
            |text| match $crate::value::read(text)? {
                patronage::store::Record::$variant(record) => Ok($unwrap(record)),
                _ => Err($crate::value::another_class()),
            }
        );
    };
}

pub(crate) use {kept, record, value};

use patronage::id::{CustomerId, CustomerNumber, EntryNumber};
use patronage::money::Currency;
use patronage::store::{Key, Record, StoreError};
use patronage::version::Version;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{Failure, Outcome};

/// A record that is kept in a box, out of it.
#[expect(clippy::boxed_local, reason = "that is what it is for")]
pub(crate) fn unboxed<T>(record: Box<T>) -> T {
    *record
}

/// A record with what the store assigned to it.
#[derive(Serialize, Deserialize)]
struct Kept {
    key: KeptKey,
    version: Version,
    number: Option<CustomerNumber>,
    json: String,
}

/// The keys of the records that have a class in Python.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptKey {
    Tenant,
    CustomerSet(patronage::code::CustomerSetCode),
    Site(patronage::code::SiteCode),
    Attribute(patronage::code::AttributeCode),
    Segment(patronage::code::SegmentCode),
    Customer(CustomerId),
    Activity(CustomerId),
    Order(patronage::code::SiteCode, patronage::activity::OrderNumber),
    CreditAccount(CustomerId, Currency),
    CreditPosition(CustomerId, Currency, EntryNumber),
}

pub(crate) fn write(record: &Record) -> Outcome<String> {
    let key = match record.key() {
        Key::Tenant => KeptKey::Tenant,
        Key::CustomerSet(code) => KeptKey::CustomerSet(code),
        Key::Site(code) => KeptKey::Site(code),
        Key::Attribute(code) => KeptKey::Attribute(code),
        Key::Segment(code) => KeptKey::Segment(code),
        Key::Customer(id) => KeptKey::Customer(id),
        Key::Activity(id) => KeptKey::Activity(id),
        Key::Order(site, number) => KeptKey::Order(site, number),
        Key::CreditAccount(id, currency) => KeptKey::CreditAccount(id, currency),
        Key::CreditPosition(id, currency, number) => KeptKey::CreditPosition(id, currency, number),
        _ => return Err(another_class()),
    };
    let number = match record {
        Record::Customer(customer) => customer.number(),
        _ => None,
    };
    let json = record.to_json().map_err(StoreError::from)?;
    to_json(&Kept { key, version: record.version(), number, json })
}

pub(crate) fn read(text: &str) -> Outcome<Record> {
    let kept: Kept = from_json(text)?;
    let key = match kept.key {
        KeptKey::Tenant => Key::Tenant,
        KeptKey::CustomerSet(code) => Key::CustomerSet(code),
        KeptKey::Site(code) => Key::Site(code),
        KeptKey::Attribute(code) => Key::Attribute(code),
        KeptKey::Segment(code) => Key::Segment(code),
        KeptKey::Customer(id) => Key::Customer(id),
        KeptKey::Activity(id) => Key::Activity(id),
        KeptKey::Order(site, number) => Key::Order(site, number),
        KeptKey::CreditAccount(id, currency) => Key::CreditAccount(id, currency),
        KeptKey::CreditPosition(id, currency, number) => Key::CreditPosition(id, currency, number),
    };
    let record = Record::from_json(&key, &kept.json, kept.version, kept.number);
    Ok(record.map_err(StoreError::from)?)
}

pub(crate) fn to_json(value: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(value).map_err(|_| another_class())
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Outcome<T> {
    serde_json::from_str(text).map_err(|_| another_class())
}

/// What was pickled is no value of this class, or not of this release.
pub(crate) fn another_class() -> Failure {
    let reason = "what was pickled is not a value of this class".to_owned();
    StoreError::Malformed { reason }.into()
}
