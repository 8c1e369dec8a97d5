//! JSON text out of what Python was given: the core reads it, and says what is wrong with it.

use patronage::attribute::Number;
use patronage::violation::{FieldError, Violation};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

use crate::argument;

/// What is deeper is nothing that anybody reads, and may hold itself.
const MAX_DEPTH: usize = 64;

/// Writes a value; what JSON cannot say is a violation at its path.
pub(crate) fn write(value: &Bound<'_, PyAny>, path: &str, found: &mut Vec<Violation>) -> String {
    let mut text = String::new();
    Writer { text: &mut text, found }.value(value, path, 0);
    text
}

struct Writer<'w> {
    text: &'w mut String,
    found: &'w mut Vec<Violation>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Bound<'_, PyAny>, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            self.refuse(path, "less depth");
        } else if value.is_none() {
            self.text.push_str("null");
        } else if let Ok(text) = value.cast::<PyString>() {
            self.string(text, path);
        } else if let Ok(boolean) = value.cast::<PyBool>() {
            self.text.push_str(if boolean.is_true() { "true" } else { "false" });
        } else if value.is_instance_of::<PyInt>() {
            self.written(value, path);
        } else if let Ok(float) = value.cast::<PyFloat>() {
            match Number::from_f64(float.value()) {
                Ok(number) => self.text.push_str(&number.to_string()),
                Err(error) => {
                    self.found.push(Violation::new(path, error.code(), error.to_string()));
                }
            }
        } else if let Ok(object) = value.cast::<PyDict>() {
            self.object(object, path, depth);
        } else if let Some(parts) = parts(value) {
            self.list(&parts, path, depth);
        } else if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
            self.dated(value, path);
        } else if argument::is_decimal(value) {
            self.decimal(value, path);
        } else {
            self.refuse(path, "a text, a number, a date, a boolean, a list or None");
        }
    }

    fn object(&mut self, object: &Bound<'_, PyDict>, path: &str, depth: usize) {
        self.text.push('{');
        for (position, (name, value)) in entries(object).into_iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            let Ok(name) = name.cast_into::<PyString>() else {
                self.refuse(path, "texts for the names of members");
                continue;
            };
            let shown = name.to_string_lossy();
            let inner =
                if path.is_empty() { shown.into_owned() } else { format!("{path}.{shown}") };
            self.string(&name, &inner);
            self.text.push(':');
            self.value(&value, &inner, depth.saturating_add(1));
        }
        self.text.push('}');
    }

    fn list(&mut self, parts: &[Bound<'_, PyAny>], path: &str, depth: usize) {
        self.text.push('[');
        for (position, part) in parts.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            self.value(part, &format!("{path}[{position}]"), depth.saturating_add(1));
        }
        self.text.push(']');
    }

    fn string(&mut self, text: &Bound<'_, PyString>, path: &str) {
        match text.to_str().ok().and_then(|text| serde_json::to_string(text).ok()) {
            Some(written) => self.text.push_str(&written),
            None => self.found.push(Violation::of_field(path, &FieldError::NotUnicode)),
        }
    }

    /// An integer. Python refuses to write one of thousands of digits.
    fn written(&mut self, value: &Bound<'_, PyAny>, path: &str) {
        // A subclass may write itself otherwise.
        let digits = value.call_method0("__int__").and_then(|whole| Ok(whole.str()?.to_string()));
        match digits {
            Ok(digits) => self.text.push_str(&digits),
            Err(_) => self.refuse(path, "a number of fewer digits"),
        }
    }

    fn decimal(&mut self, value: &Bound<'_, PyAny>, path: &str) {
        match argument::decimal_text(value) {
            Some(digits) => self.text.push_str(&digits),
            None => self.refuse(path, "a number that is finite"),
        }
    }

    fn dated(&mut self, value: &Bound<'_, PyAny>, path: &str) {
        match value.call_method0("isoformat").and_then(|text| text.extract::<String>()) {
            Ok(text) => {
                self.text.push('"');
                self.text.push_str(&text);
                self.text.push('"');
            }
            Err(_) => self.refuse(path, "a date"),
        }
    }

    fn refuse(&mut self, path: &str, expected: &'static str) {
        self.text.push_str("null");
        self.found.push(Violation::of_field(path, &FieldError::WrongType { expected }));
    }
}

/// The entries of a dictionary as they are now. To read a value may run code of the caller's, which
/// may change the dictionary.
pub(crate) fn entries<'py>(object: &Bound<'py, PyDict>) -> Vec<Entry<'py>> {
    object.iter().collect()
}

/// A name and a value.
type Entry<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// The parts of a list or a tuple.
pub(crate) fn parts<'py>(value: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyAny>>> {
    if let Ok(list) = value.cast::<PyList>() {
        return Some(list.iter().collect());
    }
    value.cast::<PyTuple>().ok().map(|tuple| tuple.iter().collect())
}
