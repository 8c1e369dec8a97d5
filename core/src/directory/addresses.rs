//! The address book of a customer, for staff and for the customer itself.

use super::customers::{check_version, replace};
use super::error::Error;
use super::session::{Decision, Session};
use super::view::View;
use crate::customer::{Address, AddressBook, AddressError, AddressPatch, Customer, NewAddress};
use crate::event::{EventKind, Subject};
use crate::id::{AddressId, CustomerId};
use crate::version::ExpectedVersion;

/// The address book of one customer, of a directory in use.
///
/// The book is part of the customer: each change gives the customer its next version, and takes the
/// version that the caller expects of the customer, or [`ExpectedVersion::Any`].
///
/// ```
/// use patronage::Directory;
/// use patronage::customer::{AddressPatch, AddressUse, NewAddress, NewCustomer};
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
/// use patronage::version::ExpectedVersion;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let guest = admin.customers().create(NewCustomer::guest("mystic-sports"))?;
///
/// let addresses = admin.customers().addresses(guest.id());
/// let home = NewAddress::new("Home").line1("1 rue de Rivoli").city("Paris").country("FR");
/// let added = addresses.add(home.shipping(AddressUse::Primary), ExpectedVersion::Any)?;
/// let renamed = AddressPatch::new().label("Flat");
/// addresses.update(added.address.id(), renamed, added.customer.version())?;
/// assert_eq!(addresses.list()?.primary_shipping().map(|address| address.label()), Some("Flat"));
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Addresses {
    session: Session,
    customer: CustomerId,
}

/// An address that was added, and its customer with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedAddress {
    /// The address, with its id.
    pub address: Address,
    /// The customer, with its next version.
    pub customer: Customer,
}

impl Addresses {
    pub(super) fn new(session: Session, customer: CustomerId) -> Self {
        Self { session, customer }
    }

    /// The addresses, in the order in which they were added.
    pub fn list(&self) -> Result<AddressBook, Error> {
        self.session.read(|view| Ok(view.customer(self.customer)?.addresses().clone()))
    }

    /// Adds an address; one that becomes primary takes that from another.
    pub fn add(
        &self,
        draft: NewAddress,
        expected: impl Into<ExpectedVersion>,
    ) -> Result<AddedAddress, Error> {
        let expected = expected.into();
        self.session.transact(|view| {
            let id: AddressId = view.basis.next_id()?;
            let change = |customer: &Customer| {
                let book = customer.addresses().clone();
                Ok(book.added(&draft, id, customer.profile())?)
            };
            let Decision { outcome: customer, changes } =
                self.decide(view, expected, EventKind::AddressAdded, id, change)?;
            let address = customer.addresses().get(id).cloned();
            let address = address.ok_or(AddressError::Unknown { id })?;
            Ok(Decision { outcome: AddedAddress { address, customer }, changes })
        })
    }

    /// Changes an address. A patch that changes nothing writes nothing.
    pub fn update(
        &self,
        id: AddressId,
        patch: AddressPatch,
        expected: impl Into<ExpectedVersion>,
    ) -> Result<Customer, Error> {
        let expected = expected.into();
        self.session.transact(|view| {
            let change =
                |customer: &Customer| Ok(customer.addresses().clone().updated(id, &patch)?);
            self.decide(view, expected, EventKind::AddressUpdated, id, change)
        })
    }

    /// Removes an address. When it was a primary one, none is afterwards.
    pub fn remove(
        &self,
        id: AddressId,
        expected: impl Into<ExpectedVersion>,
    ) -> Result<Customer, Error> {
        let expected = expected.into();
        self.session.transact(|view| {
            let change = |customer: &Customer| Ok(customer.addresses().clone().removed(id)?);
            self.decide(view, expected, EventKind::AddressRemoved, id, change)
        })
    }

    fn decide(
        &self,
        view: &View<'_>,
        expected: ExpectedVersion,
        kind: EventKind,
        id: AddressId,
        change: impl FnOnce(&Customer) -> Result<AddressBook, Error>,
    ) -> Result<Decision<Customer>, Error> {
        let current = view.customer(self.customer)?;
        check_version(&current, expected)?;
        let next = current.clone().with_addresses(change(&current)?, view.basis.now);
        let event = view.basis.customer_event(kind, Subject::Address(id), self.customer);
        Ok(replace(view, current, next, [event]))
    }
}
