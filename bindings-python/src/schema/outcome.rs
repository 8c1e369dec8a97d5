//! What comes of checking a document.

use std::sync::{Arc, OnceLock};

use patronage::attribute::{Input, ValidAttributes};
use patronage::violation::Violations;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyTuple};

use super::occasion::Asked;
use crate::attribute;
use crate::violation;

/// What came of checking a document. It has no `Debug`, which would tell of a person.
#[pyclass(frozen, eq, module = "patronage")]
pub(crate) struct Outcome(Result<Sound, Violations>);

/// A document without mistakes.
enum Sound {
    /// What is held afterwards.
    Values(ValidAttributes),
    /// A text of a batch. Its values are made when somebody asks for them: those of all the
    /// documents of a batch take longer to write to memory than texts take to be checked.
    Text { text: PyBackedStr, asked: Arc<Asked>, values: OnceLock<ValidAttributes> },
}

impl From<Result<ValidAttributes, Violations>> for Outcome {
    fn from(checked: Result<ValidAttributes, Violations>) -> Self {
        Self(checked.map(Sound::Values))
    }
}

impl Outcome {
    /// That of a text that was checked and has no mistakes.
    pub(super) fn of_sound_text(text: PyBackedStr, asked: &Arc<Asked>) -> Self {
        let asked = Arc::clone(asked);
        Self(Ok(Sound::Text { text, asked, values: OnceLock::new() }))
    }

    /// What is held afterwards, or everything that is wrong.
    pub(super) fn checked(&self) -> Result<&ValidAttributes, &Violations> {
        match self.0.as_ref()? {
            Sound::Values(values) => Ok(values),
            Sound::Text { text, asked, values } => Ok(values.get_or_init(|| {
                let again = asked.validate(Input::json(text));
                again.unwrap_or_else(|_| ValidAttributes::none())
            })),
        }
    }
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        self.checked() == other.checked()
    }
}

#[pymethods]
impl Outcome {
    #[getter]
    fn ok(&self) -> bool {
        self.0.is_ok()
    }

    /// What is held afterwards: a dictionary, or None when something is wrong.
    #[getter]
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.checked().ok().map(|valid| attribute::values(py, valid.values())).transpose()
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
