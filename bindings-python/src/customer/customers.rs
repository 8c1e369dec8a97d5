//! The customers of a directory in use.

use std::sync::Mutex;

use patronage::violation::FieldError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::draft::{draft, patch};
use super::{Customer, CustomerIterator};
use crate::activity::Activity;
use crate::address::Addresses;
use crate::argument::{self, Fields};
use crate::attribute;
use crate::batch::all_of;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::page::CustomerPage;

/// The customers, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Customers {
    pub(crate) session: Session,
}

#[pymethods]
impl Customers {
    #[pyo3(signature = (**fields))]
    fn create(&self, py: Python<'_>, fields: Option<&Bound<'_, PyDict>>) -> Outcome<Customer> {
        let draft = draft(Fields::new(fields))?;
        self.session.run(py, |admin| admin.customers().create(draft)).map(Customer)
    }

    fn create_all<'py>(
        &self,
        py: Python<'py>,
        drafts: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let run = |drafts| self.session.run(py, |admin| Ok(admin.customers().create_all(drafts)));
        let shown = |customer| Ok(Bound::new(py, Customer(customer))?.into_any());
        all_of(py, drafts, "drafts", draft, run, shown)
    }

    fn get(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().get(id)).map(Customer)
    }

    fn find_by_number(
        &self,
        py: Python<'_>,
        number: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let number = argument::read(number, "number", argument::customer_number)?;
        let found = self.session.run(py, |admin| admin.customers().find_by_number(number))?;
        Ok(found.map(Customer))
    }

    fn find_by_login(
        &self,
        py: Python<'_>,
        site: &Bound<'_, PyAny>,
        login_name: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let site = argument::read(site, "site", argument::text)?;
        let login_name = argument::read(login_name, "login_name", argument::text)?;
        let found =
            self.session.run(py, |admin| admin.customers().find_by_login(site, login_name))?;
        Ok(found.map(Customer))
    }

    fn find_by_external_id(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let id = argument::read(id, "id", argument::text)?;
        let found = self.session.run(py, |admin| admin.customers().find_by_external_id(id))?;
        Ok(found.map(Customer))
    }

    fn find_by_attribute(
        &self,
        py: Python<'_>,
        customer_set: &Bound<'_, PyAny>,
        attribute: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> Outcome<Option<Customer>> {
        let set = argument::read(customer_set, "customer_set", argument::text)?;
        let code = argument::read(attribute, "attribute", argument::text)?;
        let value = argument::read(value, "value", attribute::value)?;
        let found =
            self.session.run(py, |admin| admin.customers().find_by_attribute(set, code, value))?;
        Ok(found.map(Customer))
    }

    #[pyo3(signature = (id, *, expected_version = None, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        expected_version: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        let expected = argument::expected(expected_version)?;
        let patch = patch(Fields::new(fields))?;
        self.session.run(py, |admin| admin.customers().update(id, patch, expected)).map(Customer)
    }

    fn update_all<'py>(
        &self,
        py: Python<'py>,
        patches: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let read = |mut fields: Fields<'py>| {
            let id = fields.customer("id");
            let patch = patch(fields)?;
            id.map(|id| (id, patch)).ok_or_else(|| Failure::of_field("id", &FieldError::Required))
        };
        let run = |patches| self.session.run(py, |admin| Ok(admin.customers().update_all(patches)));
        let shown = |customer| Ok(Bound::new(py, Customer(customer))?.into_any());
        all_of(py, patches, "patches", read, run, shown)
    }

    fn disable(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().disable(id)).map(Customer)
    }

    fn enable(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().enable(id)).map(Customer)
    }

    fn approve(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().approve(id)).map(Customer)
    }

    #[pyo3(signature = (id, login_name = None))]
    fn register(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        login_name: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::customer)?;
        let name = argument::read_some(login_name, "login_name", argument::text)?;
        self.session.run(py, |admin| admin.customers().register(id, name.as_deref())).map(Customer)
    }

    fn delete(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<()> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().delete(id))
    }

    fn activity(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Activity> {
        let id = argument::read(id, "id", argument::customer)?;
        self.session.run(py, |admin| admin.customers().activity(id)).map(Activity)
    }

    fn possible_actions(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> Outcome<Vec<String>> {
        let id = argument::read(id, "id", argument::customer)?;
        let actions = self.session.run(py, |admin| admin.customers().possible_actions(id))?;
        Ok(actions.into_iter().map(argument::to_word).collect())
    }

    fn addresses(&self, id: &Bound<'_, PyAny>) -> Outcome<Addresses> {
        let id = argument::read(id, "id", argument::customer)?;
        Ok(Addresses::of_staff(self.session.clone(), id))
    }

    #[pyo3(signature = (**listing))]
    fn find(&self, py: Python<'_>, listing: Option<&Bound<'_, PyDict>>) -> Outcome<CustomerPage> {
        let listing = super::listing(listing)?;
        let (page, columns) = self.session.run(py, |admin| {
            Ok((admin.customers().find(listing)?, admin.attributes().schema()?))
        })?;
        CustomerPage::new(py, page, columns)
    }

    #[pyo3(signature = (**listing))]
    fn iterate(
        &self,
        py: Python<'_>,
        listing: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CustomerIterator> {
        let listing = super::listing(listing)?;
        let session = self.session.clone();
        let rows = self.session.run(py, |admin| Ok(admin.customers().iterate(listing)))?;
        Ok(CustomerIterator { session, rows: Mutex::new(Some(rows)) })
    }

    fn __repr__(&self) -> &'static str {
        "<Customers>"
    }
}
