//! Customer sets.

use std::convert::identity;

use patronage::customer_set::{CustomerSet as Kept, CustomerSetPatch, NewCustomerSet};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::argument::{self, Fields};
use crate::error::Outcome;
use crate::handle::Session;
use crate::site::Site;
use crate::time;
use crate::value::record;

/// A group of sites that share logins and profiles.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerSet(Kept);

record!(CustomerSet, CustomerSet, identity, identity, |set| set.code());

#[pymethods]
impl CustomerSet {
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
    fn email_policy(&self) -> String {
        argument::to_word(self.0.email_policy())
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

/// The customer sets, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerSets {
    pub(crate) session: Session,
}

#[pymethods]
impl CustomerSets {
    #[pyo3(signature = (code, **fields))]
    fn create(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CustomerSet> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut draft = NewCustomerSet::new(code, fields.text("name").unwrap_or_default());
        if let Some(description) = fields.text("description") {
            draft = draft.description(description);
        }
        if let Some(policy) = fields.word("email_policy") {
            draft = draft.email_policy(policy);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.customer_sets().create(draft)).map(CustomerSet)
    }

    fn get(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<CustomerSet> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.customer_sets().get(code)).map(CustomerSet)
    }

    fn list(&self, py: Python<'_>) -> Outcome<Vec<CustomerSet>> {
        let sets = self.session.run(py, |admin| admin.customer_sets().list())?;
        Ok(sets.into_iter().map(CustomerSet).collect())
    }

    #[pyo3(signature = (code, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CustomerSet> {
        let code = argument::read(code, "code", argument::text)?;
        let mut fields = Fields::new(fields);
        let mut patch = CustomerSetPatch::new();
        if let Some(name) = fields.text("name") {
            patch = patch.name(name);
        }
        if let Some(description) = fields.text("description") {
            patch = patch.description(description);
        }
        fields.finish()?;
        self.session.run(py, |admin| admin.customer_sets().update(code, patch)).map(CustomerSet)
    }

    fn delete(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<()> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.customer_sets().delete(code))
    }

    fn customers(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<u64> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.customer_sets().customers(code))
    }

    fn sites(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<Vec<Site>> {
        let code = argument::read(code, "code", argument::text)?;
        let sites = self.session.run(py, |admin| admin.customer_sets().sites(code))?;
        Ok(sites.into_iter().map(Site).collect())
    }

    fn __repr__(&self) -> &'static str {
        "<CustomerSets>"
    }
}
