//! The settings of the tenant.

use std::convert::identity;

use patronage::tenant::{Tenant as Kept, TenantPatch};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument::Fields;
use crate::error::Outcome;
use crate::handle::Session;
use crate::value::record;

/// What holds for all sites of a tenant.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Tenant(Kept);

record!(Tenant, Tenant, identity, identity, |tenant| tenant.reporting_currency());

#[pymethods]
impl Tenant {
    #[getter]
    fn default_customer_set(&self) -> &str {
        self.0.default_customer_set().as_str()
    }

    #[getter]
    fn reporting_currency(&self) -> &'static str {
        self.0.reporting_currency().code()
    }

    #[getter]
    fn languages(&self) -> Vec<&str> {
        self.0.languages().iter().map(patronage::text::Language::as_str).collect()
    }

    #[getter]
    fn time_zone(&self) -> &str {
        self.0.time_zone().name()
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}

/// The settings of the tenant, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct TenantSettings {
    pub(crate) session: Session,
}

#[pymethods]
impl TenantSettings {
    fn get(&self, py: Python<'_>) -> Outcome<Tenant> {
        self.session.run(py, |admin| admin.tenant().get()).map(Tenant)
    }

    #[pyo3(signature = (**fields))]
    fn update(&self, py: Python<'_>, fields: Option<&Bound<'_, PyDict>>) -> Outcome<Tenant> {
        let mut fields = Fields::new(fields);
        let mut patch = TenantPatch::new();
        if let Some(set) = fields.text("default_customer_set") {
            patch = patch.default_customer_set(set);
        }
        if let Some(currency) = fields.text("reporting_currency") {
            patch = patch.reporting_currency(currency);
        }
        if let Some(languages) = fields.texts("languages") {
            patch = patch.languages(languages);
        }
        if let Some(zone) = fields.text("time_zone") {
            patch = patch.time_zone(zone);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.tenant().update(patch)).map(Tenant)
    }

    fn __repr__(&self) -> &'static str {
        "<TenantSettings>"
    }
}
