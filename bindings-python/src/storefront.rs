//! The directory as the visitors of a site use it.

use std::sync::Arc;

use patronage::Error;
use patronage::directory as library;
use patronage::id::CustomerId;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::address::Addresses;
use crate::argument::{self, Fields};
use crate::credit::own::OwnCredit;
use crate::customer::{self, Customer};
use crate::error::Outcome;
use crate::handle::Handle;
use crate::order::Order;
use crate::page::Page;
use crate::schema::Schema;
use crate::site::Site;

/// The directory as the visitors of one site use it.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Storefront {
    handle: Arc<Handle>,
    site: String,
}

impl Storefront {
    pub(crate) fn open(py: Python<'_>, handle: &Arc<Handle>, site: String) -> Outcome<Self> {
        py.detach(|| handle.opened()?.directory.site(&site))?;
        Ok(Self { handle: Arc::clone(handle), site })
    }

    fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(library::Storefront) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        Ok(py.detach(|| operation(self.handle.opened()?.directory.site(&self.site)?))?)
    }
}

#[pymethods]
impl Storefront {
    fn get(&self, py: Python<'_>) -> Outcome<Site> {
        self.run(py, |site| site.get()).map(Site)
    }

    fn attributes(&self, py: Python<'_>) -> Outcome<Schema> {
        self.run(py, |site| site.attributes()).map(Schema)
    }

    fn as_shopper(&self, py: Python<'_>, customer: &Bound<'_, PyAny>) -> Outcome<Shopper> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        self.run(py, |site| site.as_shopper(customer).map(drop))?;
        let (handle, site) = (Arc::clone(&self.handle), self.site.clone());
        Ok(Shopper { handle, site, customer })
    }

    fn __repr__(&self) -> String {
        format!("<Storefront {}>", self.site)
    }
}

/// The directory as one customer uses it: it reaches only itself.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug, Clone)]
pub(crate) struct Shopper {
    handle: Arc<Handle>,
    site: String,
    customer: CustomerId,
}

impl Shopper {
    pub(crate) fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(library::Shopper) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        Ok(py.detach(|| {
            let site = self.handle.opened()?.directory.site(&self.site)?;
            operation(site.as_shopper(self.customer)?)
        })?)
    }
}

#[pymethods]
impl Shopper {
    fn profile(&self, py: Python<'_>) -> Outcome<Customer> {
        self.run(py, |me| me.profile()).map(Customer)
    }

    #[pyo3(signature = (*, expected_version = None, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        expected_version: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Customer> {
        let expected = argument::expected(expected_version)?;
        let patch = customer::patch(Fields::new(fields))?;
        self.run(py, |me| me.update(patch, expected)).map(Customer)
    }

    #[getter]
    fn addresses(&self) -> Addresses {
        Addresses::of_shopper(self.clone())
    }

    #[getter]
    fn orders(&self) -> OwnOrders {
        OwnOrders { shopper: self.clone() }
    }

    #[getter]
    fn credit(&self) -> OwnCredit {
        OwnCredit { shopper: self.clone() }
    }

    fn __repr__(&self) -> String {
        format!("<Shopper {}>", self.customer)
    }
}

/// The orders of a shopper.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct OwnOrders {
    shopper: Shopper,
}

#[pymethods]
impl OwnOrders {
    #[pyo3(signature = (*, limit = None, cursor = None))]
    fn list(
        &self,
        py: Python<'_>,
        limit: Option<&Bound<'_, PyAny>>,
        cursor: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Page> {
        let page = argument::page(limit, cursor)?;
        let page = self.shopper.run(py, |me| me.orders().list(page))?;
        Page::new(py, page, Order)
    }

    fn get(
        &self,
        py: Python<'_>,
        site: &Bound<'_, PyAny>,
        number: &Bound<'_, PyAny>,
    ) -> Outcome<Order> {
        let site = argument::read(site, "site", argument::text)?;
        let number = argument::read(number, "number", argument::text)?;
        self.shopper.run(py, |me| me.orders().get(site, number)).map(Order)
    }

    fn __repr__(&self) -> &'static str {
        "<OwnOrders>"
    }
}
