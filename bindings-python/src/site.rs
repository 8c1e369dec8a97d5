//! Sites.

use std::convert::identity;

use patronage::site::{NewSite, Site as Kept, SitePatch};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::argument::{self, Fields};
use crate::error::Outcome;
use crate::handle::Session;
use crate::purchase_orders::{self, PurchaseOrders};
use crate::time;
use crate::value::record;

/// A shop, by its address on the web or its counter.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Site(pub(crate) Kept);

record!(Site, Site, identity, identity, |site| site.code());

#[pymethods]
impl Site {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    #[getter]
    fn customer_set(&self) -> &str {
        self.0.customer_set().as_str()
    }

    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn languages(&self) -> Vec<&str> {
        self.0.languages().iter().map(patronage::text::Language::as_str).collect()
    }

    #[getter]
    fn purchase_orders(&self) -> PurchaseOrders {
        PurchaseOrders(self.0.purchase_orders().clone())
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

/// The sites, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Sites {
    pub(crate) session: Session,
}

#[pymethods]
impl Sites {
    #[pyo3(signature = (code, **fields))]
    fn create(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Site> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut draft = NewSite::new(code, fields.text("name").unwrap_or_default());
        if let Some(set) = fields.given_text("customer_set") {
            draft = draft.customer_set(set);
        }
        if let Some(currency) = fields.given_text("currency") {
            draft = draft.currency(currency);
        }
        if let Some(languages) = fields.texts("languages") {
            draft = draft.languages(languages);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.sites().create(draft)).map(Site)
    }

    fn get(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<Site> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.sites().get(code)).map(Site)
    }

    fn list(&self, py: Python<'_>) -> Outcome<Vec<Site>> {
        let sites = self.session.run(py, |admin| admin.sites().list())?;
        Ok(sites.into_iter().map(Site).collect())
    }

    #[pyo3(signature = (code, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Site> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut patch = SitePatch::new();
        if let Some(name) = fields.text("name") {
            patch = patch.name(name);
        }
        if let Some(set) = fields.text("customer_set") {
            patch = patch.customer_set(set);
        }
        if let Some(currency) = fields.text("currency") {
            patch = patch.currency(currency);
        }
        if let Some(languages) = fields.texts("languages") {
            patch = patch.languages(languages);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.sites().update(code, patch)).map(Site)
    }

    #[pyo3(signature = (code, **fields))]
    fn set_purchase_orders(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Site> {
        let code = argument::read(code, "code", argument::text)?;
        let patch = purchase_orders::patch(Fields::new(fields))?;
        self.session.run(py, |admin| admin.sites().set_purchase_orders(code, patch)).map(Site)
    }

    fn __repr__(&self) -> &'static str {
        "<Sites>"
    }
}
