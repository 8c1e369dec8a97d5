//! Segments.

use std::convert::identity;

use patronage::segment::{NewSegment, Segment as Kept, SegmentPatch};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::argument::{self, Fields};
use crate::customer;
use crate::error::Outcome;
use crate::handle::Session;
use crate::page::{CustomerPage, Page};
use crate::time;
use crate::value::record;

/// A group of customers, picked by hand.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Segment(Kept);

record!(Segment, Segment, identity, identity, |segment| segment.code());

#[pymethods]
impl Segment {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    #[getter]
    fn description(&self) -> Option<&str> {
        self.0.description()
    }

    #[getter]
    fn created_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.created_at())
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}

/// The segments, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Segments {
    pub(crate) session: Session,
}

#[pymethods]
impl Segments {
    #[pyo3(signature = (code, **fields))]
    fn create(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Segment> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut draft = NewSegment::new(code, fields.text("name").unwrap_or_default());
        if let Some(description) = fields.text("description") {
            draft = draft.description(description);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.segments().create(draft)).map(Segment)
    }

    fn get(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<Segment> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.segments().get(code)).map(Segment)
    }

    #[pyo3(signature = (*, limit = None, cursor = None))]
    fn list(
        &self,
        py: Python<'_>,
        limit: Option<&Bound<'_, PyAny>>,
        cursor: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Page> {
        let page = argument::page(limit, cursor)?;
        let page = self.session.run(py, |admin| admin.segments().list(page))?;
        Page::new(py, page, Segment)
    }

    #[pyo3(signature = (code, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Segment> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut patch = SegmentPatch::new();
        if let Some(name) = fields.text("name") {
            patch = patch.name(name);
        }
        if let Some(description) = fields.text("description") {
            patch = patch.description(description);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.segments().update(code, patch)).map(Segment)
    }

    fn delete(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<()> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.segments().delete(code))
    }

    fn add(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        customers: &Bound<'_, PyAny>,
    ) -> Outcome<u64> {
        let code = argument::read(code, "code", argument::text)?;
        let customers = argument::read_all(customers, "customers", argument::customer)?;
        self.session.run(py, |admin| admin.segments().add(code, customers))
    }

    fn remove(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        customers: &Bound<'_, PyAny>,
    ) -> Outcome<u64> {
        let code = argument::read(code, "code", argument::text)?;
        let customers = argument::read_all(customers, "customers", argument::customer)?;
        self.session.run(py, |admin| admin.segments().remove(code, customers))
    }

    fn add_to(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        codes: &Bound<'_, PyAny>,
    ) -> Outcome<u64> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let codes = argument::read_all(codes, "codes", argument::text)?;
        self.session.run(py, |admin| admin.segments().add_to(customer, codes))
    }

    fn remove_from(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        codes: &Bound<'_, PyAny>,
    ) -> Outcome<u64> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let codes = argument::read_all(codes, "codes", argument::text)?;
        self.session.run(py, |admin| admin.segments().remove_from(customer, codes))
    }

    fn size(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<u64> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.segments().size(code))
    }

    #[pyo3(signature = (code, **listing))]
    fn members(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        listing: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CustomerPage> {
        let code = argument::read(code, "code", argument::text)?;
        let listing = customer::listing(listing)?;
        let (page, schema) = self.session.run(py, |admin| {
            Ok((admin.segments().members(code, listing)?, admin.attributes().schema()?))
        })?;
        CustomerPage::new(py, page, schema)
    }

    fn of(&self, py: Python<'_>, customer: &Bound<'_, PyAny>) -> Outcome<Vec<Segment>> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let segments = self.session.run(py, |admin| admin.segments().of(customer))?;
        Ok(segments.into_iter().map(Segment).collect())
    }

    fn __repr__(&self) -> &'static str {
        "<Segments>"
    }
}
