//! Arguments as Python gives them: every one of a call is read before anything is done, so that a
//! caller hears of all that are of the wrong type at once.

mod fields;
mod id;
mod number;
mod time;

use patronage::page::{Cursor, PageRequest};
use patronage::version::{ExpectedVersion, Version};
use patronage::violation::{FieldError, Violation, Violations};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use serde::Deserialize;
use serde::de::IntoDeserializer;

use crate::error::{Failure, Outcome};

pub(crate) use fields::{Fields, members};
pub(crate) use id::{address, customer, customer_number, to_uuid};
pub(crate) use number::{amount, count, decimal_text, is_decimal, quantity, to_decimal, whole};
pub(crate) use time::{day, moment};

/// What was read, or what is wrong with it.
pub(crate) type Read<T> = Result<T, Violation>;

/// Reads one value; the path is for what is wrong with it.
pub(crate) type Reader<T> = fn(&Bound<'_, PyAny>, &str) -> Read<T>;

pub(crate) fn refuse<T>(path: &str, expected: &'static str) -> Read<T> {
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
    borrowed_text(value, path).map(ToOwned::to_owned)
}

fn borrowed_text<'v>(value: &'v Bound<'_, PyAny>, path: &str) -> Read<&'v str> {
    match value.cast::<PyString>().map(|text| text.to_str()) {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(_)) => Err(Violation::of_field(path, &FieldError::NotUnicode)),
        Err(_) => refuse(path, "a text"),
    }
}

/// A list of texts, up to the first that is wrong.
pub(crate) fn text_list(value: &Bound<'_, PyAny>, path: &str) -> Read<Vec<String>> {
    let mut found = Vec::new();
    match all(value, path, text, &mut found) {
        Ok(texts) => found.into_iter().next().map_or(Ok(texts), Err),
        Err(_) => refuse(path, "a list of texts"),
    }
}

pub(crate) fn truth(value: &Bound<'_, PyAny>, path: &str) -> Read<bool> {
    value.cast::<PyBool>().map_or_else(|_| refuse(path, "True or False"), |yes| Ok(yes.is_true()))
}

fn version(value: &Bound<'_, PyAny>, path: &str) -> Read<Version> {
    let parsed = Version::new(count(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// One of the words of an enum.
pub(crate) fn word<T: for<'de> Deserialize<'de>>(value: &Bound<'_, PyAny>, path: &str) -> Read<T> {
    let parsed: Result<T, serde::de::value::Error> =
        T::deserialize(borrowed_text(value, path)?.into_deserializer());
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
    read_some(value, "limit", number::size)
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
