//! The customer sets of a directory in use.

use super::error::Error;
use super::permission::only;
use super::session::{Decision, Session};
use crate::customer_set::{
    Circumstances, CustomerSet, CustomerSetError, CustomerSetPatch, NewCustomerSet,
};
use crate::event::{EventKind, Subject};
use crate::site::Site;
use crate::store::{Collection, Expected, Key, Record};

/// The customer sets, of a directory in use.
///
/// ```
/// use patronage::Directory;
/// use patronage::customer_set::{CustomerSetPatch, NewCustomerSet};
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let sets = directory.as_admin("jane@shop.example").customer_sets();
/// sets.create(NewCustomerSet::new("b2c", "Consumers"))?;
/// sets.update("b2c", CustomerSetPatch::new().name("Everybody"))?;
/// let names: Vec<String> = sets.list()?.iter().map(|set| set.name().to_owned()).collect();
/// assert_eq!(names, ["Everybody", "Default"]);
/// assert_eq!(sets.delete("default").unwrap_err().code(), "customer_set.default");
/// sets.delete("b2c")?;
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct CustomerSets {
    session: Session,
}

impl CustomerSets {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Makes a set.
    pub fn create(&self, draft: NewCustomerSet) -> Result<CustomerSet, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("customer sets")?;
            let set = CustomerSet::create(&draft, basis.now)?;
            let code = *set.code();
            if basis.definitions.customer_sets.contains_key(&code) {
                return Err(CustomerSetError::Exists { code }.into());
            }
            let changes = basis
                .changes()
                .put(Record::CustomerSet(set.clone()), Expected::Absent)
                .event(basis.event(EventKind::CustomerSetCreated, Subject::CustomerSet(code)));
            Ok(Decision { outcome: set, changes })
        })
    }

    /// The set of this code; `customer_set.unknown` when there is none.
    pub fn get(&self, code: impl AsRef<str>) -> Result<CustomerSet, Error> {
        self.session.read(|view| Ok(view.basis.customer_set(code.as_ref())?.clone()))
    }

    /// All sets in the order of their codes.
    pub fn list(&self) -> Result<Vec<CustomerSet>, Error> {
        self.session.read(|view| {
            let all = view.definitions().customer_sets.values();
            Ok(all.filter(|set| view.basis.sets().contains(set.code())).cloned().collect())
        })
    }

    /// Changes a set; the last writer wins. A patch that changes nothing writes nothing.
    pub fn update(
        &self,
        code: impl AsRef<str>,
        patch: CustomerSetPatch,
    ) -> Result<CustomerSet, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            let current = basis.customer_set(code.as_ref())?;
            basis.check_may_change("customer sets")?;
            let next = current.patched(&patch)?;
            let event =
                basis.event(EventKind::CustomerSetUpdated, Subject::CustomerSet(*current.code()));
            basis.redefine(current, next, Record::CustomerSet, event)
        })
    }

    /// Deletes a set that is empty, not the default one and not the last.
    pub fn delete(&self, code: impl AsRef<str>) -> Result<(), Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            let set = basis.customer_set(code.as_ref())?;
            basis.check_may_change("customer sets")?;
            let definitions = &basis.definitions;
            set.check_deletion(&Circumstances {
                is_default: definitions.tenant.default_customer_set() == set.code(),
                sets: definitions.customer_sets.len(),
                customers: view.count(&Collection::Customers(only(set.code())))?,
                sites: definitions.sites_of(set.code()).map(|_| 1).sum(),
            })?;
            let code = *set.code();
            let changes = basis
                .changes()
                .delete(Key::CustomerSet(code), Expected::Version(set.version()))
                .event(basis.event(EventKind::CustomerSetDeleted, Subject::CustomerSet(code)));
            Ok(Decision { outcome: (), changes })
        })
    }

    /// How many customers a set has, from a kept count.
    pub fn customers(&self, code: impl AsRef<str>) -> Result<u64, Error> {
        self.session.read(|view| {
            let set = view.basis.customer_set(code.as_ref())?;
            view.count(&Collection::Customers(only(set.code())))
        })
    }

    /// The sites of a set in the order of their codes.
    pub fn sites(&self, code: impl AsRef<str>) -> Result<Vec<Site>, Error> {
        self.session.read(|view| {
            let set = view.basis.customer_set(code.as_ref())?;
            Ok(view.definitions().sites_of(set.code()).cloned().collect())
        })
    }
}
