//! What comes of checking a document.

use patronage::attribute::ValidAttributes;
use patronage::violation::Violations;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::attribute;
use crate::violation;

/// What came of checking a document.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome(pub(super) Result<ValidAttributes, Violations>);

#[pymethods]
impl Outcome {
    #[getter]
    fn ok(&self) -> bool {
        self.0.is_ok()
    }

    /// What is held afterwards: a dictionary, or None when something is wrong.
    #[getter]
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.as_ref().ok().map(|valid| attribute::values(py, valid.values())).transpose()
    }

    #[getter]
    fn violations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        match &self.0 {
            Ok(_) => Ok(PyTuple::empty(py)),
            Err(violations) => violation::tuple(py, violations),
        }
    }

    fn __bool__(&self) -> bool {
        self.0.is_ok()
    }

    fn __repr__(&self) -> String {
        match &self.0 {
            Ok(_) => "<Outcome ok>".to_owned(),
            Err(violations) => format!("<Outcome {}>", violations.codes().join(" ")),
        }
    }
}
