//! The directory as the visitors of a site use it.

use std::sync::Arc;

use super::Shared;
use super::addresses::Addresses;
use super::credit::{Credit, CreditOf};
use super::customers;
use super::error::Error;
use super::orders;
use super::session::Session;
use crate::activity::Order;
use crate::actor::{Actor, Role};
use crate::attribute::Schema;
use crate::code::SiteCode;
use crate::credit::{CreditOffer, CreditPosition, CreditPreview, Figures};
use crate::customer::{Customer, CustomerPatch};
use crate::id::CustomerId;
use crate::money::Amount;
use crate::page::{Page, PageRequest};
use crate::site::Site;
use crate::version::ExpectedVersion;

/// The directory as the visitors of one site use it; made by
/// [`Directory::site`](super::Directory::site).
#[derive(Debug, Clone)]
pub struct Storefront {
    shared: Arc<Shared>,
    site: SiteCode,
}

impl Storefront {
    pub(super) fn open(shared: &Arc<Shared>, code: &str) -> Result<Self, Error> {
        let site = Session::new(shared, Actor::System)
            .read(|view| Ok(*view.definitions().site(code)?.code()))?;
        Ok(Self { shared: Arc::clone(shared), site })
    }

    /// The site as it is now.
    pub fn get(&self) -> Result<Site, Error> {
        let session = Session::new(&self.shared, Actor::System);
        session.read(|view| Ok(view.definitions().site(self.site.as_str())?.clone()))
    }

    /// The definitions of the attributes that shoppers see, compiled: to render a form from, and to
    /// check it by before it is sent. [`Schema::to_json`] with [`Role::Shopper`] is what a browser
    /// reads.
    ///
    /// [`Role::Shopper`]: crate::actor::Role::Shopper
    pub fn attributes(&self) -> Result<Schema, Error> {
        let session = Session::new(&self.shared, Actor::System);
        session.read(|view| Ok(view.definitions().rules.present.seen_by(Role::Shopper)))
    }

    /// The directory as one customer uses it on this site.
    ///
    /// The host says who it is, after it has found out. A customer of another set than the site's
    /// is unknown here (`customer.unknown`); an account that is disabled or waits for approval is
    /// refused (`customer.is_disabled`, `customer.is_pending`), now and in every later call.
    pub fn as_shopper(&self, customer: CustomerId) -> Result<Shopper, Error> {
        let actor = Actor::Shopper { customer, site: self.site };
        let session = Session::new(&self.shared, actor);
        let shopper = Shopper { session, customer, site: self.site };
        shopper.profile().map(|_| shopper)
    }
}

/// The directory as one customer uses it: it reaches only itself.
///
/// ```
/// use patronage::Directory;
/// use patronage::customer::{CustomerPatch, NewCustomer};
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let john = NewCustomer::registered("mystic-sports", "john@example.com").name("John", "Doe");
/// let john = admin.customers().create(john)?;
///
/// let me = directory.site("mystic-sports")?.as_shopper(john.id())?;
/// let moved = me.update(CustomerPatch::new().phone("+1 212 555 0100"), john.version())?;
/// assert!(moved.profile().phone().is_some());
/// let refused = me.update(CustomerPatch::new().tax_exempt(true), moved.version()).unwrap_err();
/// assert_eq!(refused.violations().map(|all| all.codes()), Some(vec!["field.not_for_shoppers"]));
///
/// admin.customers().disable(john.id())?;
/// assert_eq!(me.profile().unwrap_err().code(), "customer.is_disabled");
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Shopper {
    session: Session,
    customer: CustomerId,
    site: SiteCode,
}

impl Shopper {
    /// The account.
    pub fn profile(&self) -> Result<Customer, Error> {
        self.session.read(|view| Ok(view.basis.show(view.customer(self.customer)?)))
    }

    /// Changes the profile, without what customers do not change themselves: e-mail address, login
    /// name, tax exemption, tax number and external id (`field.not_for_shoppers`).
    pub fn update(
        &self,
        patch: CustomerPatch,
        expected: impl Into<ExpectedVersion>,
    ) -> Result<Customer, Error> {
        patch.check_for_shopper()?;
        let expected = expected.into();
        self.session.transact(|view| customers::update(view, self.customer, &patch, expected))
    }

    /// The address book.
    pub fn addresses(&self) -> Addresses {
        Addresses::new(self.session.clone(), self.customer)
    }

    /// The orders, on all sites of the set.
    pub fn orders(&self) -> OwnOrders {
        OwnOrders { session: self.session.clone(), customer: self.customer }
    }

    /// Purchase-order credit. The host records what is done with it, as staff or as a job.
    pub fn credit(&self) -> Result<OwnCredit, Error> {
        let session = self.session.clone();
        let (site, currency) = session.read(|view| {
            view.customer(self.customer)?;
            let site = view.definitions().site(self.site.as_str())?;
            Ok((*site.code(), site.currency()))
        })?;
        let of = CreditOf::new(self.customer).currency(currency.code());
        Ok(OwnCredit { credit: Credit::new(session), of, site })
    }
}

/// Purchase-order credit of a shopper, in the currency of the site.
#[derive(Debug, Clone)]
pub struct OwnCredit {
    credit: Credit,
    of: CreditOf,
    site: SiteCode,
}

impl OwnCredit {
    /// The figures of the account as they are now; `credit.no_account` when there is none.
    pub fn figures(&self) -> Result<Figures, Error> {
        self.credit.status(self.of.clone()).map(|status| *status.figures())
    }

    /// What the account can pay of an order on this site.
    pub fn offer(&self, total: impl Into<Amount>) -> Result<CreditOffer, Error> {
        self.credit.offer(self.of.clone(), self.site.as_str(), total)
    }

    /// What a page of this site needs to say what an order would mean: as JSON
    /// ([`CreditPreview::to_json`]) it is what a browser reads. It has no notes, reasons or authors.
    pub fn preview(&self) -> Result<CreditPreview, Error> {
        self.credit.preview(self.of.clone(), self.site.as_str())
    }

    /// The items that are not paid in full, the oldest due date first.
    pub fn open_items(&self) -> Result<Vec<CreditPosition>, Error> {
        self.credit.open_items(self.of.clone())
    }
}

/// The orders of a shopper.
#[derive(Debug, Clone)]
pub struct OwnOrders {
    session: Session,
    customer: CustomerId,
}

impl OwnOrders {
    /// A page of the orders, the latest first.
    pub fn list(&self, page: PageRequest) -> Result<Page<Order>, Error> {
        orders::list(&self.session, self.customer, &page)
    }

    /// The own order of this number on a site; `activity.unknown_order` when there is none.
    pub fn get(&self, site: impl AsRef<str>, number: impl AsRef<str>) -> Result<Order, Error> {
        self.session.read(|view| {
            view.customer(self.customer)?;
            orders::get(view, site.as_ref(), number.as_ref())
        })
    }
}
