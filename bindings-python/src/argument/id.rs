//! Ids and numbers of people and things.

use patronage::id::{AddressId, CustomerId, CustomerNumber};
use patronage::violation::Violation;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};

use super::{Read, count, refuse, text};

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

static UUID: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A `UUID` for Python.
pub(crate) fn to_uuid<'py>(py: Python<'py>, id: &uuid::Uuid) -> PyResult<Bound<'py, PyAny>> {
    let named = PyDict::new(py);
    named.set_item("int", id.as_u128())?;
    UUID.import(py, "uuid", "UUID")?.call((), Some(&named))
}
