//! How schemas differ.

use patronage::attribute::{MemberChange as Member, SchemaDifference as Difference};
use pyo3::prelude::*;

use crate::attribute::AttributeDefinition;

/// How the definitions of two schemas differ.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SchemaDifference(pub(super) Difference);

#[pymethods]
impl SchemaDifference {
    #[getter]
    fn added(&self) -> Vec<AttributeDefinition> {
        self.0.added().cloned().map(AttributeDefinition).collect()
    }

    #[getter]
    fn changed(&self) -> Vec<MemberChange> {
        self.0.changed().cloned().map(MemberChange).collect()
    }

    #[getter]
    fn absent(&self) -> Vec<AttributeDefinition> {
        self.0.absent().cloned().map(AttributeDefinition).collect()
    }

    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let (added, changed) = (self.0.added().len(), self.0.changed().len());
        format!("<SchemaDifference {added} added, {changed} changed>")
    }
}

/// A member of a definition that differs.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MemberChange(Member);

#[pymethods]
impl MemberChange {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn member(&self) -> &'static str {
        self.0.member()
    }

    /// JSON text, or None when it went without saying.
    #[getter]
    fn before(&self) -> Option<&str> {
        self.0.before()
    }

    #[getter]
    fn after(&self) -> Option<&str> {
        self.0.after()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<MemberChange {}.{}>", self.0.code(), self.0.member())
    }
}
