//! The customers of a directory in use.

mod create;
mod state;

use super::addresses::Addresses;
use super::error::Error;
use super::listing::{CustomerListing, CustomerRows};
use super::session::{Decision, Session};
use super::view::{View, after};
use crate::activity::Activity;
use crate::attribute::{AttributeError, AttributeKey, AttributeValue};
use crate::code::SiteCode;
use crate::customer::{
    AccountAction, Assigned, Customer, CustomerError, CustomerPatch, CustomerRow, LoginName,
    NewCustomer, Patched,
};
use crate::event::{EventKind, NewEvent, Subject};
use crate::id::{CustomerId, CustomerNumber};
use crate::page::Page;
use crate::store::{ChangeSet, Expected, Record, UniqueKey};
use crate::text::{Line, identity_key_of_text};
use crate::version::ExpectedVersion;

/// The customers, of a directory in use.
///
/// What is asked for by its id has to be there: [`get`](Self::get) answers with an error when it is
/// not. What is looked up by something else may be absent: the `find_by` methods answer `None`.
///
/// ```
/// use patronage::Directory;
/// use patronage::customer::{AccountStatus, CustomerPatch, NewCustomer};
/// use patronage::directory::CustomerListing;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
/// use patronage::version::ExpectedVersion;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let customers = admin.customers();
///
/// let draft = NewCustomer::registered("mystic-sports", "john@example.com").name("John", "Doe");
/// let john = customers.create(draft)?;
/// let renamed = CustomerPatch::new().last_name("Smith");
/// let changed = customers.update(john.id(), renamed.clone(), john.version())?;
/// assert_eq!(changed.profile().last_name(), Some("Smith"));
///
/// // Somebody else still holds the older version.
/// let late = CustomerPatch::new().last_name("Jones");
/// let refused = customers.update(john.id(), late.clone(), john.version()).unwrap_err();
/// assert_eq!(refused.code(), "customer.changed");
/// customers.update(john.id(), late, ExpectedVersion::Any)?;
///
/// assert_eq!(customers.disable(john.id())?.status(), AccountStatus::Disabled);
/// assert_eq!(customers.find(CustomerListing::new().limit(10))?.len(), 1);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Customers {
    session: Session,
}

impl Customers {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Makes an account. With a site it joins the set of that site; without, the set that the draft
    /// names or else the default one.
    ///
    /// Every mistake of the draft is reported at once. A login name, an e-mail address or an
    /// external id that another account holds is refused by the store in the commit
    /// (`customer.login_name_taken`, `customer.email_taken`, `customer.external_id_taken`).
    pub fn create(&self, draft: NewCustomer) -> Result<Customer, Error> {
        let created = self.session.transact_unread(|basis| create::decide(basis, &draft))?;
        Ok(create::numbered(created))
    }

    /// Makes many accounts, each by itself: one answer each, in their order. They are committed
    /// together, so that a store can make all of them durable by one flush.
    pub fn create_all(&self, drafts: Vec<NewCustomer>) -> Vec<Result<Customer, Error>> {
        let created = self.session.transact_all_unread(&drafts, create::decide);
        created.into_iter().map(|result| result.map(create::numbered)).collect()
    }

    /// The customer with this id; `customer.unknown` when there is none in reach.
    pub fn get(&self, id: CustomerId) -> Result<Customer, Error> {
        self.session.read(|view| Ok(view.basis.show(view.customer(id)?)))
    }

    /// The customer with this number, if there is one.
    pub fn find_by_number(&self, number: CustomerNumber) -> Result<Option<Customer>, Error> {
        self.session.read(|view| view.show_by_key(&UniqueKey::Number(number)))
    }

    /// The customer who logs in on a site with this name, if there is one. Only the login name is
    /// looked at, never the e-mail field, and only in the set of the site.
    pub fn find_by_login(
        &self,
        site: impl AsRef<str>,
        login_name: impl AsRef<str>,
    ) -> Result<Option<Customer>, Error> {
        self.session.read(|view| {
            let set = *view.basis.site(site.as_ref())?.customer_set();
            match LoginName::parse(login_name.as_ref()) {
                Ok(name) => view.show_by_key(&UniqueKey::Login(set, name.key())),
                Err(_) => Ok(None),
            }
        })
    }

    /// The customer with this id in another system, if there is one.
    pub fn find_by_external_id(&self, id: impl AsRef<str>) -> Result<Option<Customer>, Error> {
        let key = UniqueKey::ExternalId(identity_key_of_text(id.as_ref()));
        self.session.read(|view| view.show_by_key(&key))
    }

    /// The registered customer of a set who has a value of an attribute that is unique, if there is
    /// one. Text is compared without its case; numbers and dates may be given as text.
    ///
    /// # Errors
    ///
    /// `attribute.not_defined`, `attribute.not_a_key` when the attribute is not unique.
    pub fn find_by_attribute(
        &self,
        customer_set: impl AsRef<str>,
        attribute: impl AsRef<str>,
        value: impl Into<AttributeValue>,
    ) -> Result<Option<Customer>, Error> {
        let value = value.into();
        self.session.read(|view| {
            let set = *view.basis.customer_set(customer_set.as_ref())?.code();
            let attribute = view.basis.attribute(attribute.as_ref())?;
            let code = *attribute.code();
            if !attribute.is_unique() {
                return Err(AttributeError::NotAKey { code, property: "unique" }.into());
            }
            match AttributeKey::sought(attribute, &value) {
                Some(key) => view.show_by_key(&UniqueKey::Attribute(set, code, key)),
                None => Ok(None),
            }
        })
    }

    /// Changes a customer. With a version the change is refused (`customer.changed`) when the
    /// customer has another one; with [`ExpectedVersion::Any`] the last writer wins. A patch that
    /// changes nothing writes nothing and gives the customer as it is.
    pub fn update(
        &self,
        id: CustomerId,
        patch: CustomerPatch,
        expected: impl Into<ExpectedVersion>,
    ) -> Result<Customer, Error> {
        let expected = expected.into();
        self.session.transact(|view| update(view, id, &patch, expected))
    }

    /// Changes many customers, each by itself; the last writer wins. One answer each, in their order;
    /// a later patch of a customer builds on the earlier ones. They are committed together, so that
    /// a store can make all of them durable by one flush.
    pub fn update_all(
        &self,
        patches: Vec<(CustomerId, CustomerPatch)>,
    ) -> Vec<Result<Customer, Error>> {
        let decide = |view: &View<'_>, (id, patch): &(CustomerId, CustomerPatch)| {
            update(view, *id, patch, ExpectedVersion::Any)
        };
        let updated = self.session.transact_all(&patches, decide);
        updated.into_iter().map(|result| result.map(|(customer, _)| customer)).collect()
    }

    /// Takes the login of a registered account away. Staff may still record its orders.
    pub fn disable(&self, id: CustomerId) -> Result<Customer, Error> {
        self.session.transact(|view| state::change(view, id, AccountAction::Disable))
    }

    /// Gives a disabled account its login back.
    pub fn enable(&self, id: CustomerId) -> Result<Customer, Error> {
        self.session.transact(|view| state::change(view, id, AccountAction::Enable))
    }

    /// Approves an account that waits for it.
    pub fn approve(&self, id: CustomerId) -> Result<Customer, Error> {
        self.session.transact(|view| state::change(view, id, AccountAction::Approve))
    }

    /// Makes a guest a registered account: the same customer, with the same id, addresses, segments
    /// and orders. Its login name is the e-mail address unless another one is given.
    pub fn register(&self, id: CustomerId, login_name: Option<&str>) -> Result<Customer, Error> {
        self.session.transact(|view| state::register(view, id, login_name))
    }

    /// Deletes an account, with its addresses and memberships. Refused once an order of it was
    /// recorded (`customer.has_orders`) or a credit account of it opened (`customer.has_credit`).
    pub fn delete(&self, id: CustomerId) -> Result<(), Error> {
        self.session.transact(|view| state::delete(view, id))
    }

    /// The figures kept over a customer's orders; all zero when it has none.
    pub fn activity(&self, id: CustomerId) -> Result<Activity, Error> {
        self.session.read(|view| {
            let customer = view.customer(id)?;
            Ok(view.activity(customer.id())?.unwrap_or_else(|| Activity::none(id)))
        })
    }

    /// What staff can do with an account now.
    pub fn possible_actions(&self, id: CustomerId) -> Result<Vec<AccountAction>, Error> {
        self.session.read(|view| {
            let customer = view.customer(id)?;
            Ok(customer.possible_actions(view.on_record(id)?))
        })
    }

    /// The address book of a customer.
    pub fn addresses(&self, id: CustomerId) -> Addresses {
        Addresses::new(self.session.clone(), id)
    }

    /// One page of a listing.
    pub fn find(&self, listing: CustomerListing) -> Result<Page<CustomerRow>, Error> {
        listing.page(&self.session)
    }

    /// All rows of a listing from its cursor on, read page by page. Each page shows the store at
    /// its own moment; a row that stays where it is sorted comes exactly once.
    pub fn iterate(&self, listing: CustomerListing) -> CustomerRows {
        CustomerRows::new(self.session.clone(), listing)
    }
}

/// Refuses a version that the caller did not expect.
pub(super) fn check_version(customer: &Customer, expected: ExpectedVersion) -> Result<(), Error> {
    match expected {
        ExpectedVersion::Exactly(expected) if expected != customer.version() => {
            let (id, current) = (customer.id(), customer.version());
            Err(CustomerError::Changed { id, expected, current }.into())
        }
        _ => Ok(()),
    }
}

/// The decision that makes `current` into `next`, with events; nothing when they say the same.
pub(super) fn replace(
    view: &View<'_>,
    current: Customer,
    mut next: Customer,
    events: impl IntoIterator<Item = NewEvent>,
) -> Decision<Customer> {
    let mut changes = view.basis.changes();
    if next.says_the_same(&current) {
        return Decision { outcome: view.basis.show(current), changes };
    }
    let assigned = current.assigned();
    changes = put(changes, &next, Expected::Version(assigned.version));
    changes.events.extend(events);
    next.assign(Assigned { version: after(assigned.version), ..assigned });
    Decision { outcome: view.basis.show(next), changes }
}

fn put(changes: ChangeSet, customer: &Customer, expected: Expected) -> ChangeSet {
    changes.put(Record::Customer(Box::new(customer.clone())), expected)
}

/// The customer after a patch, by staff or by itself.
pub(super) fn update(
    view: &View<'_>,
    id: CustomerId,
    patch: &CustomerPatch,
    expected: ExpectedVersion,
) -> Result<Decision<Customer>, Error> {
    let current = view.customer(id)?;
    check_version(&current, expected)?;
    let site: Option<&SiteCode> = current.site();
    let languages = view.definitions().languages(site);
    let Patched { customer: next, reason } =
        current.patched(patch, languages, view.basis.judge(), view.basis.now)?;
    let events = changed(view, &current, &next, reason);
    Ok(replace(view, current, next, events))
}

/// What the trail says of an update: attributes have an event of their own, which names them.
fn changed(
    view: &View<'_>,
    current: &Customer,
    next: &Customer,
    reason: Option<Line<200>>,
) -> Vec<NewEvent> {
    let event = |kind, subject| view.basis.customer_event(kind, subject, current.id());
    let mut events = Vec::new();
    let attributes = next.attributes().clone();
    if !current.clone().with_attributes(attributes, view.basis.now).says_the_same(next) {
        events.push(event(EventKind::CustomerUpdated, Subject::Customer));
    }
    let changed = next.attributes().changed_from(current.attributes());
    if !changed.is_empty() {
        let subject = Subject::Attributes { changed, reason };
        events.push(event(EventKind::CustomerAttributesChanged, subject));
    }
    events
}
