//! Two customer sets with a site each, at a fixed time.

use std::sync::Arc;

use patronage::customer::{Customer, CustomerPatch, NewCustomer};
use patronage::customer_set::NewCustomerSet;
use patronage::directory::{Attributes, Backoffice};
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;
use patronage::time::Timestamp;
use patronage::version::ExpectedVersion;
use patronage::{Directory, Error};

pub(crate) struct Shop {
    pub(crate) directory: Directory,
    pub(crate) admin: Backoffice,
}

impl Shop {
    /// `one` and `two` are sites of sets with the same codes.
    pub(crate) fn open() -> Self {
        let clock = FixedClock::new(Timestamp::parse("2026-07-01T08:00:00Z").unwrap());
        let builder = Directory::builder(MemoryStore::new()).clock(Arc::new(clock));
        let directory = builder.entropy(Arc::new(FixedEntropy::new(1))).open().unwrap();
        let admin = directory.as_admin("jane@shop.example");
        for code in ["one", "two"] {
            admin.customer_sets().create(NewCustomerSet::new(code, code)).unwrap();
            admin.sites().create(NewSite::new(code, code).customer_set(code)).unwrap();
        }
        Self { directory, admin }
    }

    pub(crate) fn attributes(&self) -> Attributes {
        self.admin.attributes()
    }

    /// A registered customer with attributes in JSON.
    pub(crate) fn register(&self, site: &str, name: &str, json: &str) -> Result<Customer, Error> {
        let draft = NewCustomer::registered(site, format!("{name}@example.com"));
        self.admin.customers().create(draft.name("John", "Doe").attributes_json(json))
    }

    pub(crate) fn guest(&self, site: &str, json: &str) -> Customer {
        self.admin.customers().create(NewCustomer::guest(site).attributes_json(json)).unwrap()
    }

    pub(crate) fn give(&self, customer: &Customer, json: &str) -> Result<Customer, Error> {
        let patch = CustomerPatch::new().attributes_json(json);
        self.admin.customers().update(customer.id(), patch, ExpectedVersion::Any)
    }

    pub(crate) fn get(&self, customer: &Customer) -> Customer {
        self.admin.customers().get(customer.id()).unwrap()
    }

    /// The values of a customer, as JSON.
    pub(crate) fn values(&self, customer: &Customer) -> String {
        values(&self.get(customer))
    }
}

pub(crate) fn values(customer: &Customer) -> String {
    serde_json::to_string(customer.attributes().values()).unwrap()
}

/// The code of what was refused.
#[track_caller]
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

/// Place, code and message of all that is wrong with an input.
#[track_caller]
pub(crate) fn violations<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    let error = result.unwrap_err();
    let all = error.violations().unwrap_or_else(|| panic!("{error}"));
    let shown =
        all.iter().map(|found| format!("{} {}: {}", found.path(), found.code(), found.message()));
    shown.collect()
}
