//! Changes of definitions: what they are, what they find and how they are made.

use std::sync::Mutex;

use patronage::attribute::{
    AttributeError, AttributePatch, Deletion, DryRun as Report, NewAttribute, OnViolation,
    SchemaChange as Change,
};
use patronage::directory::{ChangeRun as Run, ChangeStep};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::logging;

/// A change of definitions: several steps, made together. Each method gives another one.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SchemaChange(pub(crate) Change);

pub(crate) fn draft(
    code: Option<&Bound<'_, PyAny>>,
    members: Option<&Bound<'_, PyDict>>,
) -> Outcome<NewAttribute> {
    let first: Vec<_> = code.into_iter().map(|code| ("code", code)).collect();
    let text = argument::members(&first, members)?;
    NewAttribute::from_json(&text).map_err(|error| Failure::of_json(&error))
}

pub(crate) fn patch(members: Option<&Bound<'_, PyDict>>) -> Outcome<AttributePatch> {
    let text = argument::members(&[], members)?;
    AttributePatch::from_json(&text).map_err(|error| Failure::of_json(&error))
}

pub(crate) fn deletion(purge: bool) -> Deletion {
    if purge { Deletion::Purge } else { Deletion::KeepHidden }
}

#[pymethods]
impl SchemaChange {
    #[new]
    fn new() -> Self {
        Self(Change::new())
    }

    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> Outcome<Self> {
        let text = argument::read(text, "text", argument::text)?;
        Ok(Change::from_json(&text).map(Self)?)
    }

    #[pyo3(signature = (code = None, **members))]
    fn define(
        &self,
        code: Option<&Bound<'_, PyAny>>,
        members: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Self> {
        draft(code, members).map(|draft| Self(self.0.clone().define(draft)))
    }

    #[pyo3(signature = (code = None, **members))]
    fn put(
        &self,
        code: Option<&Bound<'_, PyAny>>,
        members: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Self> {
        draft(code, members).map(|draft| Self(self.0.clone().put(draft)))
    }

    #[pyo3(signature = (code, **members))]
    fn update(
        &self,
        code: &Bound<'_, PyAny>,
        members: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Self> {
        let code = argument::read(code, "code", argument::text)?;
        patch(members).map(|patch| Self(self.0.clone().update(code, patch)))
    }

    #[pyo3(signature = (code, *, purge = false))]
    fn delete(&self, code: &Bound<'_, PyAny>, purge: bool) -> Outcome<Self> {
        let code = argument::read(code, "code", argument::text)?;
        Ok(Self(self.0.clone().delete(code, deletion(purge))))
    }

    fn restore(&self, code: &Bound<'_, PyAny>) -> Outcome<Self> {
        let code = argument::read(code, "code", argument::text)?;
        Ok(Self(self.0.clone().restore(code)))
    }

    fn __repr__(&self) -> &'static str {
        "<SchemaChange>"
    }
}

/// What a change finds among the customers.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DryRun(pub(crate) Report);

impl DryRun {
    /// What a change found that was made.
    pub(crate) fn of_applied(py: Python<'_>, report: Report) -> Self {
        let customers = report.customers();
        logging::info(py, &format!("the schema was changed; {customers} customers were looked at"));
        Self(report)
    }
}

#[pymethods]
impl DryRun {
    #[getter]
    fn customers(&self) -> u64 {
        self.0.customers()
    }

    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.0.findings().iter().cloned().map(Finding).collect()
    }

    #[getter]
    fn is_clean(&self) -> bool {
        self.0.is_clean()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<DryRun {} customers, {} findings>", self.0.customers(), self.0.findings().len())
    }
}

/// How many customers hold what a rule refuses.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding(patronage::attribute::Finding);

#[pymethods]
impl Finding {
    #[getter]
    fn attribute(&self) -> &str {
        self.0.attribute().as_str()
    }

    #[getter]
    fn code(&self) -> &str {
        self.0.code()
    }

    #[getter]
    fn customers(&self) -> u64 {
        self.0.customers()
    }

    #[getter]
    fn samples<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.0.samples().iter().map(|id| argument::to_uuid(py, id.as_uuid())).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Finding {} {} {}>", self.0.attribute(), self.0.code(), self.0.customers())
    }
}

/// What was found, as a program reads it in the details of an exception.
pub(crate) fn findings<'py>(py: Python<'py>, report: &Report) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let each = report.findings().iter().map(|found| {
        let finding = PyDict::new(py);
        finding.set_item("attribute", found.attribute().as_str())?;
        finding.set_item("code", found.code())?;
        finding.set_item("customers", found.customers())?;
        let samples = found.samples().iter().map(|id| argument::to_uuid(py, id.as_uuid()));
        finding.set_item("samples", samples.collect::<PyResult<Vec<_>>>()?)?;
        Ok(finding)
    });
    each.collect()
}

/// A change that is in progress.
#[pyclass(frozen, get_all, module = "patronage")]
#[derive(Debug)]
pub(crate) struct PendingChange {
    pub(crate) started_at: Py<pyo3::types::PyDateTime>,
    pub(crate) on_violation: String,
    pub(crate) version: u64,
}

#[pymethods]
impl PendingChange {
    fn __repr__(&self) -> String {
        format!("<PendingChange {}>", self.on_violation)
    }
}

pub(crate) fn on_violation(given: Option<&Bound<'_, PyAny>>) -> Outcome<OnViolation> {
    let given = argument::read_some(given, "on_violation", argument::word)?;
    Ok(given.unwrap_or_default())
}

/// Tells a callback how far it has come, and goes on unless it raises.
#[derive(Debug)]
pub(crate) struct Progress<'p> {
    pub(crate) callback: Option<&'p Py<PyAny>>,
    pub(crate) raised: Option<PyErr>,
}

impl Progress<'_> {
    pub(crate) fn tell(&mut self, step: ChangeStep) {
        let Some(callback) = self.callback.filter(|_| self.raised.is_none()) else { return };
        let told = Python::attach(|py| callback.call1(py, (step.done, step.total)).map(drop));
        self.raised = told.err();
    }
}

/// A change that is made customer by customer: iterate over its steps, then finish it.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct ChangeRun {
    session: Session,
    /// None once it is finished or cancelled.
    run: Mutex<Option<Run>>,
}

impl ChangeRun {
    pub(crate) fn new(session: &Session, run: Run) -> Self {
        Self { session: session.clone(), run: Mutex::new(Some(run)) }
    }

    fn take(&self, py: Python<'_>) -> Outcome<Run> {
        self.session.run(py, |_| {
            let run = self.run.lock().ok().and_then(|mut run| run.take());
            Ok(run.ok_or(AttributeError::NoChangeInProgress)?)
        })
    }
}

#[pymethods]
impl ChangeRun {
    /// How many customers were looked at, of how many; None when all have been.
    fn step(&self, py: Python<'_>) -> Outcome<Option<(u64, u64)>> {
        let step = self.session.run(py, |_| {
            let mut run = self.run.lock().ok();
            match run.as_mut().and_then(|run| run.as_mut()) {
                Some(run) => run.step(),
                None => Err(AttributeError::NoChangeInProgress.into()),
            }
        })?;
        Ok(step.map(|step| (step.done, step.total)))
    }

    fn finish(&self, py: Python<'_>) -> Outcome<DryRun> {
        let run = self.take(py)?;
        Ok(DryRun::of_applied(py, py.detach(|| run.finish())?))
    }

    fn cancel(&self, py: Python<'_>) -> Outcome<()> {
        let run = self.take(py)?;
        py.detach(|| run.cancel())?;
        logging::info(py, "a change of the schema was cancelled");
        Ok(())
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> Outcome<Option<(u64, u64)>> {
        self.step(py)
    }

    fn __repr__(&self) -> &'static str {
        "<ChangeRun>"
    }
}
