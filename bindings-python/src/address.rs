//! Addresses.

use patronage::Error;
use patronage::customer::{Address as Kept, AddressBook as Book, AddressPatch, NewAddress};
use patronage::directory::Addresses as Access;
use patronage::id::CustomerId;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyTuple};

use crate::argument::{self, Fields};
use crate::customer::Customer;
use crate::error::Outcome;
use crate::handle::Session;
use crate::storefront::Shopper;
use crate::value::{from_json, to_json, value};

/// An address of a customer.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Address(Kept);

value!(Address, |address| address.id(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl Address {
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.id().as_uuid())
    }

    #[getter]
    fn label(&self) -> &str {
        self.0.label()
    }

    #[getter]
    fn billing(&self) -> String {
        argument::to_word(self.0.billing())
    }

    #[getter]
    fn shipping(&self) -> String {
        argument::to_word(self.0.shipping())
    }

    #[getter]
    fn first_name(&self) -> Option<&str> {
        self.0.first_name()
    }

    #[getter]
    fn last_name(&self) -> Option<&str> {
        self.0.last_name()
    }

    #[getter]
    fn company(&self) -> Option<&str> {
        self.0.company()
    }

    #[getter]
    fn line1(&self) -> &str {
        self.0.line1()
    }

    #[getter]
    fn line2(&self) -> Option<&str> {
        self.0.line2()
    }

    #[getter]
    fn line3(&self) -> Option<&str> {
        self.0.line3()
    }

    #[getter]
    fn line4(&self) -> Option<&str> {
        self.0.line4()
    }

    #[getter]
    fn city(&self) -> &str {
        self.0.city()
    }

    #[getter]
    fn region(&self) -> Option<&str> {
        self.0.region()
    }

    #[getter]
    fn postal_code(&self) -> Option<&str> {
        self.0.postal_code()
    }

    #[getter]
    fn country(&self) -> String {
        self.0.country().as_str().to_owned()
    }

    #[getter]
    fn phone(&self) -> Option<&str> {
        self.0.phone().map(patronage::text::PhoneNumber::as_str)
    }

    #[getter]
    fn email(&self) -> Option<&str> {
        self.0.email().map(patronage::text::EmailAddress::as_str)
    }

    #[getter]
    fn notes(&self) -> Option<&str> {
        self.0.notes()
    }

    fn canonical(&self) -> String {
        self.0.canonical()
    }
}

/// The addresses of one customer, in the order in which they were added.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct AddressBook(pub(crate) Book);

value!(AddressBook, |book| format!("of {}", book.len()), |kept| to_json(kept), |text| from_json(
    text
));

#[pymethods]
impl AddressBook {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        let addresses: Vec<Address> = self.0.iter().cloned().map(Address).collect();
        PyTuple::new(py, addresses)?.try_iter()
    }

    fn __getitem__(&self, position: isize) -> PyResult<Address> {
        let from_end = position.unsigned_abs();
        let found = if position < 0 {
            self.0.iter().rev().nth(from_end.saturating_sub(1))
        } else {
            self.0.iter().nth(from_end)
        };
        found.cloned().map(Address).ok_or_else(|| PyIndexError::new_err("no such address"))
    }

    fn get(&self, id: &Bound<'_, PyAny>) -> Outcome<Option<Address>> {
        let id = argument::read(id, "id", argument::address)?;
        Ok(self.0.get(id).cloned().map(Address))
    }

    #[getter]
    fn primary_billing(&self) -> Option<Address> {
        self.0.primary_billing().cloned().map(Address)
    }

    #[getter]
    fn primary_shipping(&self) -> Option<Address> {
        self.0.primary_shipping().cloned().map(Address)
    }

    fn duplicate_of(&self, id: &Bound<'_, PyAny>) -> Outcome<Option<Address>> {
        let id = argument::read(id, "id", argument::address)?;
        Ok(self.0.duplicate_of(id).cloned().map(Address))
    }
}

/// Takes the fields that drafts and patches of addresses have alike.
macro_rules! take_address {
    ($fields:ident, $draft:ident, $take:ident, [$($name:ident),+]) => {
        $(
            if let Some(value) = $fields.$take(stringify!($name)) {
                $draft = $draft.$name(value);
            }
        )+
        if let Some(usage) = $fields.word("billing") {
            $draft = $draft.billing(usage);
        }
        if let Some(usage) = $fields.word("shipping") {
            $draft = $draft.shipping(usage);
        }
    };
}

/// An address to be made, out of the fields that it takes.
pub(crate) fn draft(fields: &mut Fields<'_>) -> NewAddress {
    let mut draft = NewAddress::new(fields.text("label").unwrap_or_default());
    take_address!(
        fields,
        draft,
        given_text,
        [
            first_name,
            last_name,
            company,
            line1,
            line2,
            line3,
            line4,
            city,
            region,
            postal_code,
            country,
            phone,
            email,
            notes
        ]
    );
    draft
}

fn patch(mut fields: Fields<'_>) -> Outcome<AddressPatch> {
    let mut patch = AddressPatch::new();
    take_address!(
        fields,
        patch,
        changed_text,
        [
            label,
            first_name,
            last_name,
            company,
            line1,
            line2,
            line3,
            line4,
            city,
            region,
            postal_code,
            country,
            phone,
            email,
            notes
        ]
    );
    fields.finish().map(|()| patch)
}

/// An address that was added, and its customer with it.
#[pyclass(frozen, get_all, module = "patronage")]
#[derive(Debug)]
pub(crate) struct AddedAddress {
    address: Py<Address>,
    customer: Py<Customer>,
}

#[pymethods]
impl AddedAddress {
    fn __repr__(&self) -> String {
        format!("<AddedAddress {}>", self.address.get().0.id())
    }
}

/// The address book of one customer, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Addresses {
    reach: Reach,
}

/// Who uses the address book.
#[derive(Debug)]
enum Reach {
    Staff(Session, CustomerId),
    Shopper(Shopper),
}

impl Addresses {
    pub(crate) fn of_staff(session: Session, customer: CustomerId) -> Self {
        Self { reach: Reach::Staff(session, customer) }
    }

    pub(crate) fn of_shopper(shopper: Shopper) -> Self {
        Self { reach: Reach::Shopper(shopper) }
    }

    fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(Access) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        match &self.reach {
            Reach::Staff(session, customer) => {
                session.run(py, |admin| operation(admin.customers().addresses(*customer)))
            }
            Reach::Shopper(shopper) => shopper.run(py, |me| operation(me.addresses())),
        }
    }
}

#[pymethods]
impl Addresses {
    fn list(&self, py: Python<'_>) -> Outcome<AddressBook> {
        self.run(py, |addresses| addresses.list()).map(AddressBook)
    }

    #[pyo3(signature = (*, expected_version = None, **fields))]
    fn add(
        &self,
        py: Python<'_>,
        expected_version: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<AddedAddress> {
        let expected = argument::expected(expected_version)?;
        let mut fields = Fields::new(fields);
        let draft = draft(&mut fields);
        fields.finish()?;
        let added = self.run(py, |addresses| addresses.add(draft, expected))?;
        let raised = crate::error::Failure::raised;
        Ok(AddedAddress {
            address: Py::new(py, Address(added.address)).map_err(raised)?,
            customer: Py::new(py, Customer(added.customer)).map_err(raised)?,
        })
    }

    #[pyo3(signature = (id, *, expected_version = None, **fields))]
    fn update(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        expected_version: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::address)?;
        let expected = argument::expected(expected_version)?;
        let patch = patch(Fields::new(fields))?;
        self.run(py, |addresses| addresses.update(id, patch, expected)).map(Customer)
    }

    #[pyo3(signature = (id, *, expected_version = None))]
    fn remove(
        &self,
        py: Python<'_>,
        id: &Bound<'_, PyAny>,
        expected_version: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Customer> {
        let id = argument::read(id, "id", argument::address)?;
        let expected = argument::expected(expected_version)?;
        self.run(py, |addresses| addresses.remove(id, expected)).map(Customer)
    }

    fn __repr__(&self) -> &'static str {
        "<Addresses>"
    }
}
