//! Many arguments by name.

use std::collections::BTreeMap;

use patronage::id::CustomerId;
use patronage::money::Amount;
use patronage::patch::Patch;
use patronage::time::Timestamp;
use patronage::violation::{FieldError, Violation, Violations};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Deserialize;

use super::{Reader, all, amount, customer, moment, quantity, text, truth, word};
use crate::error::Outcome;
use crate::json;

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

    pub(crate) fn take<T>(&mut self, name: &str, reader: Reader<T>) -> Patch<T> {
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
    pub(crate) fn value<T>(&mut self, name: &str, reader: Reader<T>) -> Option<T> {
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
        self.required(name, customer)
    }

    pub(crate) fn required_quantity(&mut self, name: &str) -> Option<u32> {
        self.required(name, quantity)
    }

    /// A field that has to be given, where the core has no value that means nothing.
    pub(crate) fn required<T>(&mut self, name: &str, reader: Reader<T>) -> Option<T> {
        let given = self.given.get(name).is_some_and(|value| !value.is_none());
        let value = self.value(name, reader);
        if !given {
            self.found.push(Violation::of_field(self.path(name), &FieldError::Required));
        }
        value
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

    /// The fields of each part of a list; `None` where the list was left out.
    pub(crate) fn parts(&mut self, name: &str) -> Option<Vec<Self>> {
        let value = self.given.remove(name)?;
        if value.is_none() {
            return Some(Vec::new());
        }
        let path = self.path(name);
        let Some(parts) = json::parts(&value) else {
            let wrong = FieldError::WrongType { expected: "a list of dicts" };
            self.found.push(Violation::of_field(path, &wrong));
            return None;
        };
        let parts = parts.iter().enumerate();
        Some(parts.map(|(place, part)| Self::of_part(part, format!("{path}[{place}]"))).collect())
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
    let named = named.map(json::entries).unwrap_or_default();
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
