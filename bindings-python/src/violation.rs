//! What is wrong with an input, and its words.

use std::collections::BTreeMap;

use patronage::violation::{Messages as Templates, Parameter, Violation as Found, Violations};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::error::{Failure, Outcome};

/// One mistake in one field.
#[pyclass(frozen, eq, hash, module = "patronage")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Violation {
    #[pyo3(get)]
    path: String,
    #[pyo3(get)]
    code: String,
    #[pyo3(get)]
    message: String,
    parameters: Vec<(String, Parameter)>,
}

impl From<&Found> for Violation {
    fn from(found: &Found) -> Self {
        let parameters = found.parameters();
        Self {
            path: found.path().to_owned(),
            code: found.code().to_owned(),
            message: found.message().into_owned(),
            parameters: parameters.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        }
    }
}

/// A parameter as Python has it.
#[derive(FromPyObject)]
enum GivenParameter {
    Count(u64),
    Text(String),
}

#[pymethods]
impl Violation {
    #[new]
    fn new(
        path: String,
        code: String,
        message: String,
        parameters: BTreeMap<String, GivenParameter>,
    ) -> Self {
        let parameters = parameters.into_iter().map(|(name, value)| match value {
            GivenParameter::Count(count) => (name, Parameter::Count(count)),
            GivenParameter::Text(text) => (name, Parameter::from(text)),
        });
        Self { path, code, message, parameters: parameters.collect() }
    }

    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        for (name, parameter) in &self.parameters {
            match parameter {
                Parameter::Count(count) => all.set_item(name, count)?,
                other => all.set_item(name, other.to_string())?,
            }
        }
        Ok(all)
    }

    fn __str__(&self) -> String {
        format!("{}: {}", self.path, self.message)
    }

    fn __repr__(&self) -> String {
        format!("<Violation {} {}>", self.path, self.code)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let class = py.get_type::<Self>().into_any();
        let parts = (&self.path, &self.code, &self.message, self.parameters(py)?);
        Ok((class, parts.into_pyobject(py)?.into_any()))
    }
}

/// All of them, for Python.
pub(crate) fn tuple<'py>(py: Python<'py>, all: &Violations) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, all.iter().map(Violation::from).collect::<Vec<_>>())
}

/// Messages in another language or other words, by code.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Messages(Templates);

#[pymethods]
impl Messages {
    #[new]
    fn new(templates: BTreeMap<String, String>) -> Outcome<Self> {
        let made = Templates::new(templates);
        made.map(Self).map_err(|error| Failure::of_message(&error))
    }

    fn of(&self, violation: &Violation) -> String {
        let parameter = |name: &str| {
            let found = violation.parameters.iter().find(|(known, _)| known == name);
            found.map(|(_, parameter)| parameter.to_string().into())
        };
        let told = self.0.find(&violation.code, parameter);
        told.unwrap_or_else(|| violation.message.clone())
    }

    fn __repr__(&self) -> &'static str {
        "<Messages>"
    }
}
