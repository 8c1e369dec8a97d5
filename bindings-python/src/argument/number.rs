//! Whole numbers, and exact ones.

use patronage::money::Amount;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyInt, PyString, PyType};
use rust_decimal::Decimal;

use super::{Read, refuse, text};
use crate::money::Money;

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

pub(super) fn size(value: &Bound<'_, PyAny>, path: &str) -> Read<usize> {
    count(value, path).map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

pub(crate) fn quantity(value: &Bound<'_, PyAny>, path: &str) -> Read<u32> {
    match u32::try_from(count(value, path)?) {
        Ok(quantity) => Ok(quantity),
        Err(_) => refuse(path, "a whole number from 0 to 2^32 - 1"),
    }
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
