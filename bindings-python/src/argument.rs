//! Arguments as Python gives them: every one of a call is read before anything is done, so that a
//! caller hears of all that are of the wrong type at once.

use std::collections::BTreeMap;

use patronage::id::{AddressId, CustomerId, CustomerNumber};
use patronage::money::Amount;
use patronage::page::{Cursor, PageRequest};
use patronage::patch::Patch;
use patronage::time::{Date, Timestamp};
use patronage::version::{ExpectedVersion, Version};
use patronage::violation::{FieldError, Violation, Violations};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyInt, PyString, PyType};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::IntoDeserializer;

use crate::error::{Failure, Outcome};
use crate::json;
use crate::money::Money;

/// What was read, or what is wrong with it.
type Read<T> = Result<T, Violation>;

/// Reads one value; the path is for what is wrong with it.
type Reader<T> = fn(&Bound<'_, PyAny>, &str) -> Read<T>;

fn refuse<T>(path: &str, expected: &'static str) -> Read<T> {
    Err(Violation::of_field(path, &FieldError::WrongType { expected }))
}

/// A positional argument.
pub(crate) fn read<T>(value: &Bound<'_, PyAny>, name: &str, reader: Reader<T>) -> Outcome<T> {
    reader(value, name).map_err(|violation| Violations::from(violation).into())
}

/// A positional argument that may be left out.
pub(crate) fn read_some<T>(
    value: Option<&Bound<'_, PyAny>>,
    name: &str,
    reader: Reader<T>,
) -> Outcome<Option<T>> {
    value.map(|value| read(value, name, reader)).transpose()
}

/// A positional argument of several parts: any iterable but a text.
pub(crate) fn read_all<T>(
    value: &Bound<'_, PyAny>,
    name: &str,
    reader: Reader<T>,
) -> Outcome<Vec<T>> {
    let mut found = Vec::new();
    let all = all(value, name, reader, &mut found)?;
    match Violations::from_list(found) {
        Some(violations) => Err(violations.into()),
        None => Ok(all),
    }
}

fn all<T>(
    value: &Bound<'_, PyAny>,
    path: &str,
    reader: Reader<T>,
    found: &mut Vec<Violation>,
) -> Outcome<Vec<T>> {
    let is_text = value.is_instance_of::<PyString>();
    let Some(parts) = value.try_iter().ok().filter(|_| !is_text) else {
        return Err(Failure::of_field(path, &FieldError::WrongType { expected: "a list" }));
    };
    let mut all = Vec::new();
    for (position, part) in parts.enumerate() {
        match reader(&part.map_err(Failure::raised)?, &format!("{path}[{position}]")) {
            Ok(part) => all.push(part),
            Err(violation) => found.push(violation),
        }
    }
    Ok(all)
}

pub(crate) fn text(value: &Bound<'_, PyAny>, path: &str) -> Read<String> {
    match value.cast::<PyString>().map(|text| text.to_str().map(ToOwned::to_owned)) {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(_)) => Err(Violation::of_field(path, &FieldError::NotUnicode)),
        Err(_) => refuse(path, "a text"),
    }
}

fn truth(value: &Bound<'_, PyAny>, path: &str) -> Read<bool> {
    value.cast::<PyBool>().map_or_else(|_| refuse(path, "True or False"), |yes| Ok(yes.is_true()))
}

pub(crate) fn count(value: &Bound<'_, PyAny>, path: &str) -> Read<u64> {
    let is_whole = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    match value.extract() {
        Ok(count) if is_whole => Ok(count),
        _ => refuse(path, "a whole number from 0 to 2^64 - 1"),
    }
}

pub(crate) fn whole(value: &Bound<'_, PyAny>, path: &str) -> Read<i64> {
    let is_whole = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    match value.extract() {
        Ok(whole) if is_whole => Ok(whole),
        _ => refuse(path, "a whole number of 64 bits"),
    }
}

fn size(value: &Bound<'_, PyAny>, path: &str) -> Read<usize> {
    count(value, path).map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

pub(crate) fn quantity(value: &Bound<'_, PyAny>, path: &str) -> Read<u32> {
    match u32::try_from(count(value, path)?) {
        Ok(quantity) => Ok(quantity),
        Err(_) => refuse(path, "a whole number from 0 to 2^32 - 1"),
    }
}

/// The text of a `UUID`, or a text that says one.
fn id_text(value: &Bound<'_, PyAny>, path: &str) -> Read<String> {
    if value.is_instance_of::<PyString>() {
        return text(value, path);
    }
    let is_id = value.getattr("hex").is_ok_and(|hex| hex.is_instance_of::<PyString>());
    match value.str() {
        Ok(written) if is_id => Ok(written.to_string_lossy().into_owned()),
        _ => refuse(path, "a UUID"),
    }
}

pub(crate) fn customer(value: &Bound<'_, PyAny>, path: &str) -> Read<CustomerId> {
    let parsed = CustomerId::parse(&id_text(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

pub(crate) fn address(value: &Bound<'_, PyAny>, path: &str) -> Read<AddressId> {
    let parsed = AddressId::parse(&id_text(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

pub(crate) fn customer_number(value: &Bound<'_, PyAny>, path: &str) -> Read<CustomerNumber> {
    let parsed = CustomerNumber::new(count(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

fn version(value: &Bound<'_, PyAny>, path: &str) -> Read<Version> {
    let parsed = Version::new(count(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// An aware `datetime`, or a text of RFC 3339.
pub(crate) fn moment(value: &Bound<'_, PyAny>, path: &str) -> Read<Timestamp> {
    let parsed = if value.is_instance_of::<PyDateTime>() {
        match utc_text(value) {
            Ok(text) => Timestamp::parse(&text),
            Err(_) => return refuse(path, "an aware datetime"),
        }
    } else if value.is_instance_of::<PyString>() {
        Timestamp::parse(&text(value, path)?)
    } else {
        return refuse(path, "an aware datetime");
    };
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// One without an offset stays as it is, so that it is refused and not taken for local time.
fn utc_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let is_aware = !value.call_method0("utcoffset")?.is_none();
    let utc = pyo3::types::PyTzInfo::utc(value.py())?;
    let value = if is_aware { value.call_method1("astimezone", (utc,))? } else { value.clone() };
    value.call_method0("isoformat")?.extract()
}

/// A `date`, or a text `YYYY-MM-DD`.
pub(crate) fn day(value: &Bound<'_, PyAny>, path: &str) -> Read<Date> {
    let written = if value.is_instance_of::<PyString>() {
        text(value, path)?
    } else if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
        match value.call_method0("isoformat").and_then(|text| text.extract()) {
            Ok(text) => text,
            Err(_) => return refuse(path, "a date"),
        }
    } else {
        return refuse(path, "a date");
    };
    Date::parse(&written).map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// `Money`, a `Decimal`, an integer or a text. A float is never money.
pub(crate) fn amount(value: &Bound<'_, PyAny>, path: &str) -> Read<Amount> {
    const EXPECTED: &str = "Money, a Decimal, an int or a text; a float is never money";
    if let Ok(money) = value.cast::<Money>() {
        return Ok(Amount::Money(money.get().0));
    }
    if value.is_instance_of::<PyString>() {
        return text(value, path).map(Amount::Text);
    }
    let is_whole = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
    if is_whole || is_decimal(value) {
        return match plain_text(value) {
            Some(text) => Ok(Amount::Text(text)),
            None => refuse(path, EXPECTED),
        };
    }
    refuse(path, EXPECTED)
}

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// Python's own class of exact numbers.
fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    DECIMAL.import(py, "decimal", "Decimal")
}

pub(crate) fn is_decimal(value: &Bound<'_, PyAny>) -> bool {
    decimal_class(value.py()).is_ok_and(|class| value.is_instance(class).unwrap_or_default())
}

/// A `Decimal` as JSON writes it; `None` for one that is not finite.
pub(crate) fn decimal_text(value: &Bound<'_, PyAny>) -> Option<String> {
    let is_finite = value.call_method0("is_finite").and_then(|yes| yes.is_truthy());
    is_finite.unwrap_or_default().then(|| value.str().ok()?.extract().ok()).flatten()
}

/// A `Decimal` or an integer without an exponent. One of more digits than any amount has stays as
/// it is, so that `Decimal("1e999999999")` fills no memory.
fn plain_text(value: &Bound<'_, PyAny>) -> Option<String> {
    let text: String = value.str().ok()?.extract().ok()?;
    if !text.contains(['e', 'E']) {
        return Some(text);
    }
    let exact = Decimal::from_scientific(&text).ok();
    Some(exact.map_or(text, |decimal| decimal.to_string()))
}

/// An exact number for Python.
pub(crate) fn to_decimal(py: Python<'_>, number: impl ToString) -> PyResult<Bound<'_, PyAny>> {
    decimal_class(py)?.call1((number.to_string(),))
}

static UUID: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A `UUID` for Python.
pub(crate) fn to_uuid<'py>(py: Python<'py>, id: &uuid::Uuid) -> PyResult<Bound<'py, PyAny>> {
    let named = PyDict::new(py);
    named.set_item("int", id.as_u128())?;
    UUID.import(py, "uuid", "UUID")?.call((), Some(&named))
}

/// One of the words of an enum.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(value: &Bound<'_, PyAny>, path: &str) -> Read<T> {
    let written = text(value, path)?;
    let parsed: Result<T, serde::de::value::Error> =
        T::deserialize(written.as_str().into_deserializer());
    parsed.map_err(|error| {
        let said = error.to_string();
        let words = said.split_once("expected ").map_or("", |(_, words)| words);
        let words = words.strip_prefix("one of ").unwrap_or(words).to_owned();
        Violation::of_field(path, &FieldError::UnknownWord { words })
    })
}

/// The word of a value of an enum.
pub(crate) fn to_word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(crate) fn expected(value: Option<&Bound<'_, PyAny>>) -> Outcome<ExpectedVersion> {
    let version = read_some(value, "expected_version", version)?;
    Ok(version.map_or(ExpectedVersion::Any, ExpectedVersion::Exactly))
}

pub(crate) fn page_limit(value: Option<&Bound<'_, PyAny>>) -> Outcome<Option<usize>> {
    read_some(value, "limit", size)
}

pub(crate) fn cursor(value: Option<&Bound<'_, PyAny>>) -> Outcome<Option<Cursor>> {
    let text = read_some(value, "cursor", text)?;
    Ok(text.map(|text| text.parse()).transpose()?)
}

pub(crate) fn page(
    limit: Option<&Bound<'_, PyAny>>,
    cursor: Option<&Bound<'_, PyAny>>,
) -> Outcome<PageRequest> {
    let mut page = PageRequest::new();
    if let Some(limit) = page_limit(limit)? {
        page = page.limit(limit);
    }
    if let Some(cursor) = self::cursor(cursor)? {
        page = page.cursor(cursor);
    }
    Ok(page)
}

/// The fields of a draft or a patch, given by name.
#[derive(Debug)]
pub(crate) struct Fields<'py> {
    given: BTreeMap<String, Bound<'py, PyAny>>,
    path: String,
    found: Vec<Violation>,
}

impl<'py> Fields<'py> {
    pub(crate) fn new(named: Option<&Bound<'py, PyDict>>) -> Self {
        Self::at(named, String::new())
    }

    fn at(named: Option<&Bound<'py, PyDict>>, path: String) -> Self {
        let mut fields = Self { given: BTreeMap::new(), path, found: Vec::new() };
        for (name, value) in named.into_iter().flat_map(PyDictMethods::iter) {
            match text(&name, &fields.path) {
                Ok(name) => {
                    fields.given.insert(name, value);
                }
                Err(violation) => fields.found.push(violation),
            }
        }
        fields
    }

    /// What a call has for one of several: a dictionary.
    pub(crate) fn of_part(part: &Bound<'py, PyAny>, path: String) -> Self {
        if let Ok(named) = part.cast::<PyDict>() {
            Self::at(Some(named), path)
        } else {
            let wrong = FieldError::WrongType { expected: "a dict" };
            let found = vec![Violation::of_field(path.as_str(), &wrong)];
            Self { given: BTreeMap::new(), path, found }
        }
    }

    fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn take<T>(&mut self, name: &str, reader: Reader<T>) -> Patch<T> {
        let Some(value) = self.given.remove(name) else { return Patch::Keep };
        if value.is_none() {
            return Patch::Clear;
        }
        match reader(&value, &self.path(name)) {
            Ok(value) => Patch::Set(value),
            Err(violation) => {
                self.found.push(violation);
                Patch::Keep
            }
        }
    }

    /// A field that has a value whenever it is given.
    fn value<T>(&mut self, name: &str, reader: Reader<T>) -> Option<T> {
        match self.take(name, reader) {
            Patch::Set(value) => Some(value),
            _ => None,
        }
    }

    /// A text of a patch: a new one, or nothing in its place; `None` where it was left out.
    pub(crate) fn changed_text(&mut self, name: &str) -> Option<Patch<String>> {
        let text = self.take(name, text);
        (!text.is_keep()).then_some(text)
    }

    /// A text; one that is cleared is empty, which the core takes for none.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name, text) {
            Patch::Set(text) => Some(text),
            Patch::Clear => Some(String::new()),
            Patch::Keep => None,
        }
    }

    /// A text of a draft, where nothing is the same as left out.
    pub(crate) fn given_text(&mut self, name: &str) -> Option<String> {
        self.value(name, text)
    }

    /// A flag, which cannot be cleared.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.take(name, truth) {
            Patch::Set(yes) => Some(yes),
            Patch::Keep => None,
            Patch::Clear => {
                let wrong = FieldError::WrongType { expected: "True or False" };
                self.found.push(Violation::of_field(self.path(name), &wrong));
                None
            }
        }
    }

    pub(crate) fn moment(&mut self, name: &str) -> Option<Timestamp> {
        self.value(name, moment)
    }

    pub(crate) fn amount(&mut self, name: &str) -> Option<Amount> {
        self.value(name, amount)
    }

    pub(crate) fn quantity(&mut self, name: &str) -> Option<u32> {
        self.value(name, quantity)
    }

    pub(crate) fn customer(&mut self, name: &str) -> Option<CustomerId> {
        let given = self.given.contains_key(name);
        let customer = self.value(name, customer);
        if !given {
            self.found.push(Violation::of_field(self.path(name), &FieldError::Required));
        }
        customer
    }

    pub(crate) fn word<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Option<T> {
        self.value(name, word)
    }

    pub(crate) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.given.remove(name)?;
        if value.is_none() {
            return Some(Vec::new());
        }
        let path = self.path(name);
        if let Ok(texts) = all(&value, &path, text, &mut self.found) {
            Some(texts)
        } else {
            let wrong = FieldError::WrongType { expected: "a list of texts" };
            self.found.push(Violation::of_field(path, &wrong));
            None
        }
    }

    /// The fields of each part of a list.
    pub(crate) fn parts(&mut self, name: &str) -> Vec<Self> {
        let Some(value) = self.given.remove(name).filter(|value| !value.is_none()) else {
            return Vec::new();
        };
        let path = self.path(name);
        let Some(parts) = json::parts(&value) else {
            let wrong = FieldError::WrongType { expected: "a list of dicts" };
            self.found.push(Violation::of_field(path, &wrong));
            return Vec::new();
        };
        let parts = parts.iter().enumerate();
        parts.map(|(place, part)| Self::of_part(part, format!("{path}[{place}]"))).collect()
    }

    /// A dictionary as JSON text.
    pub(crate) fn object(&mut self, name: &str) -> Option<String> {
        let value = self.given.remove(name).filter(|value| !value.is_none())?;
        let path = self.path(name);
        if value.is_instance_of::<PyDict>() {
            return Some(json::write(&value, &path, &mut self.found));
        }
        let wrong = FieldError::WrongType { expected: "a dict" };
        self.found.push(Violation::of_field(path, &wrong));
        None
    }

    /// Takes over what was found in a part.
    pub(crate) fn absorb(&mut self, part: Self) {
        self.found.extend(part.finished());
    }

    fn finished(mut self) -> Vec<Violation> {
        for name in std::mem::take(&mut self.given).into_keys() {
            self.found.push(Violation::of_field(self.path(&name), &FieldError::Unknown));
        }
        self.found
    }

    /// Everything that is wrong so far, and each field that nobody has asked for.
    pub(crate) fn finish(self) -> Outcome<()> {
        match Violations::from_list(self.finished()) {
            Some(violations) => Err(violations.into()),
            None => Ok(()),
        }
    }
}

/// All members of a definition or of a change as JSON text, with those that were given by position.
pub(crate) fn members(
    first: &[(&str, &Bound<'_, PyAny>)],
    named: Option<&Bound<'_, PyDict>>,
) -> Outcome<String> {
    let mut found = Vec::new();
    let mut members = Vec::new();
    let named = named.map(|named| named.iter().collect::<Vec<_>>()).unwrap_or_default();
    for (name, value) in first {
        members.push(format!("\"{name}\":{}", json::write(value, name, &mut found)));
    }
    for (name, value) in named {
        match text(&name, "") {
            Ok(name) => {
                let value = json::write(&value, &name, &mut found);
                let quoted = serde_json::to_string(&name).unwrap_or_default();
                members.push(format!("{quoted}:{value}"));
            }
            Err(violation) => found.push(violation),
        }
    }
    match Violations::from_list(found) {
        Some(violations) => Err(violations.into()),
        None => Ok(format!("{{{}}}", members.join(","))),
    }
}
