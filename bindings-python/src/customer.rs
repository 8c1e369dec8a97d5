//! Customers.

mod customers;
mod draft;
mod listing;

use patronage::activity::Activity as Figures;
use patronage::customer::{Customer as Kept, CustomerRow as Row};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::activity::Activity;
use crate::address::AddressBook;
use crate::argument;
use crate::attribute;
use crate::time;
use crate::value::{record, unboxed};

pub(crate) use customers::Customers;
pub(crate) use draft::patch;
pub(crate) use listing::{CustomerIterator, listing};

/// An account.
#[pyclass(frozen, subclass, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Customer(pub(crate) Kept);

record!(Customer, Customer, Box::new, unboxed, |customer| format!(
    "{} {}",
    customer.id(),
    customer.status()
));

/// The texts of a profile, as properties.
macro_rules! profile_texts {
    ($($field:ident => |$of:ident| $text:expr,)+) => {
        #[pymethods]
        impl Customer {
            $(
                #[getter]
                fn $field(&self) -> Option<&str> {
                    let $of = self.0.profile();
                    $text
                }
            )+
        }
    };
}

profile_texts! {
    email => |profile| profile.email().map(patronage::text::EmailAddress::as_str),
    first_name => |profile| profile.first_name(),
    middle_name => |profile| profile.middle_name(),
    last_name => |profile| profile.last_name(),
    company => |profile| profile.company(),
    phone => |profile| profile.phone().map(patronage::text::PhoneNumber::as_str),
    work_phone => |profile| profile.work_phone().map(patronage::text::PhoneNumber::as_str),
    mobile_phone => |profile| profile.mobile_phone().map(patronage::text::PhoneNumber::as_str),
    fax => |profile| profile.fax().map(patronage::text::PhoneNumber::as_str),
    language => |profile| profile.language().map(patronage::text::Language::as_str),
    tax_id => |profile| profile.tax_id(),
    external_id => |profile| profile.external_id(),
}

#[pymethods]
impl Customer {
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.id().as_uuid())
    }

    #[getter]
    fn number(&self) -> Option<u64> {
        self.0.number().map(patronage::id::CustomerNumber::as_u64)
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }

    #[getter]
    fn kind(&self) -> String {
        argument::to_word(self.0.kind())
    }

    #[getter]
    fn state(&self) -> String {
        argument::to_word(self.0.state())
    }

    #[getter]
    fn status(&self) -> String {
        argument::to_word(self.0.status())
    }

    #[getter]
    fn customer_set(&self) -> &str {
        self.0.customer_set().as_str()
    }

    #[getter]
    fn site(&self) -> Option<&str> {
        self.0.site().map(patronage::code::SiteCode::as_str)
    }

    #[getter]
    fn login_name(&self) -> Option<&str> {
        self.0.login_name().map(patronage::customer::LoginName::as_str)
    }

    #[getter]
    fn full_name(&self) -> String {
        self.0.profile().full_name()
    }

    #[getter]
    fn country(&self) -> Option<String> {
        self.0.profile().country().map(|country| country.as_str().to_owned())
    }

    #[getter]
    fn accepts_marketing(&self) -> bool {
        self.0.profile().accepts_marketing()
    }

    #[getter]
    fn tax_exempt(&self) -> bool {
        self.0.profile().tax_exempt()
    }

    #[getter]
    fn addresses(&self) -> AddressBook {
        AddressBook(self.0.addresses().clone())
    }

    #[getter]
    fn attributes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        attribute::values(py, self.0.attributes().values())
    }

    #[getter]
    fn customer_since<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.customer_since())
    }

    #[getter]
    fn created_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.created_at())
    }

    #[getter]
    fn updated_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.updated_at())
    }
}

/// What a row is pickled as.
type Parts = (Py<Customer>, Activity);

/// A customer in a listing, with the figures kept over its orders.
#[pyclass(frozen, extends = Customer, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerRow {
    activity: Figures,
}

#[pymethods]
impl CustomerRow {
    #[getter]
    fn activity(&self) -> Activity {
        Activity(self.activity.clone())
    }

    fn __reduce__(slf: PyRef<'_, Self>) -> PyResult<(Bound<'_, PyAny>, Parts)> {
        let py = slf.py();
        let customer = Py::new(py, Customer(slf.as_super().0.clone()))?;
        let restore = py.get_type::<Self>().getattr("_of")?;
        Ok((restore, (customer, slf.activity())))
    }

    #[staticmethod]
    fn _of(py: Python<'_>, customer: &Customer, activity: &Activity) -> PyResult<Py<Self>> {
        make(py, customer.0.clone(), activity.0.clone())
    }
}

fn make(py: Python<'_>, customer: Kept, activity: Figures) -> PyResult<Py<CustomerRow>> {
    let base = PyClassInitializer::from(Customer(customer));
    Py::new(py, base.add_subclass(CustomerRow { activity }))
}

/// A row of a listing for Python. A customer without orders has figures, too: those of none.
pub(crate) fn row(py: Python<'_>, row: Row) -> PyResult<Py<CustomerRow>> {
    let id = row.customer.id();
    make(py, row.customer, row.activity.unwrap_or_else(|| Figures::none(id)))
}
