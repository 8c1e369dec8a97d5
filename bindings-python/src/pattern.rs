//! Patterns of texts.

use patronage::attribute::Pattern as Compiled;
use pyo3::prelude::*;

use crate::argument;
use crate::error::{Failure, Outcome};

/// A pattern for texts, which browsers read alike.
#[pyclass(frozen, eq, hash, module = "patronage")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pattern(pub(crate) Compiled);

#[pymethods]
impl Pattern {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> Outcome<Self> {
        let text = argument::read(text, "pattern", argument::text)?;
        let parsed = Compiled::parse(&text);
        parsed.map(Self).map_err(|error| Failure::of_value("pattern", error.code(), &error))
    }

    fn matches(&self, value: &Bound<'_, PyAny>) -> Outcome<bool> {
        Ok(self.0.matches(&argument::read(value, "value", argument::text)?))
    }

    fn to_ecmascript(&self) -> String {
        self.0.to_ecmascript()
    }

    fn __str__(&self) -> &str {
        self.0.as_str()
    }

    fn __repr__(&self) -> String {
        format!("<Pattern {}>", self.0.as_str())
    }

    fn __getnewargs__(&self) -> (&str,) {
        (self.0.as_str(),)
    }
}
