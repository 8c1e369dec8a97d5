//! The directory: customers, what they belong to and what they did, over a store.
//!
//! A [`Directory`] loads what an operation needs, asks the domain to decide, and commits the
//! decision as one value. It is the only place that combines areas. Whoever uses it does so as
//! somebody: staff through a [`Backoffice`], a customer through a [`Shopper`].
//!
//! ```
//! use patronage::Directory;
//! use patronage::customer::NewCustomer;
//! use patronage::customer_set::NewCustomerSet;
//! use patronage::segment::NewSegment;
//! use patronage::site::NewSite;
//! use patronage::store::MemoryStore;
//!
//! let directory = Directory::open(MemoryStore::new())?;
//! let admin = directory.as_admin("jane@shop.example");
//! admin.customer_sets().create(NewCustomerSet::new("b2c", "Consumers"))?;
//! let site = NewSite::new("mystic-sports", "Mystic Sports").customer_set("b2c").currency("USD");
//! admin.sites().create(site)?;
//!
//! let john = NewCustomer::registered("mystic-sports", "john@example.com").name("John", "Doe");
//! let john = admin.customers().create(john)?;
//! admin.segments().create(NewSegment::new("press", "Press"))?;
//! assert_eq!(admin.segments().add("press", [john.id()])?, 1);
//!
//! let me = directory.site("mystic-sports")?.as_shopper(john.id())?;
//! assert_eq!(me.profile()?.profile().full_name(), "John Doe");
//! # Ok::<(), patronage::Error>(())
//! ```
//!
//! # Concurrency
//!
//! A directory and everything that it hands out is cheap to clone and may be used from any thread,
//! and several processes may use one store. An operation that loses a race against another reads
//! and decides again, a thousand times at most (then `store.conflict`); one that keeps losing
//! queues up with the others of its directory. An update that expects a version is refused instead
//! ([`CustomerError::Changed`](crate::customer::CustomerError::Changed)), since its caller has
//! decided by what it saw. Definitions (the tenant's settings, sets, sites and attributes) are cached; the
//! store refuses what was decided by old ones.

#![expect(
    clippy::needless_pass_by_value,
    reason = "drafts, patches and listings are handed over, so that calls read without ampersands"
)]

mod addresses;
mod attributes;
mod backoffice;
mod builder;
mod credit;
mod customer_sets;
mod customers;
mod definitions;
mod error;
mod events;
mod listing;
mod orders;
mod paging;
mod permission;
mod plan;
mod segments;
mod session;
mod sites;
mod storefront;
mod tenant_settings;
mod view;

use std::fmt;
use std::sync::{Arc, Mutex};

pub use addresses::{AddedAddress, Addresses};
pub use attributes::{Attributes, ChangeRun, ChangeStep};
pub use backoffice::Backoffice;
pub use builder::Builder;
pub use credit::{Credit, CreditOf};
pub use customer_sets::CustomerSets;
pub use customers::Customers;
pub use error::{Error, ErrorKind};
pub use events::{EventPage, Events};
pub use listing::{CustomerListing, CustomerRows};
pub use orders::{Orders, RecordOutcome, Recorded};
pub use plan::Plan;
pub use segments::Segments;
pub use sites::Sites;
pub use storefront::{OwnCredit, OwnOrders, Shopper, Storefront};
pub use tenant_settings::TenantSettings;

use crate::actor::{Actor, Admin};
use crate::port::{Clock, Entropy, IdSource};
use crate::store::Store;
use definitions::Cache;
use session::Session;

/// The customers of one tenant, over a store.
///
/// See the [module](self) for an example and for what holds when several use one store at once.
#[derive(Debug, Clone)]
pub struct Directory {
    shared: Arc<Shared>,
}

/// What all handles of a directory share.
struct Shared {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    /// There is none only where the host gave ids and no entropy.
    entropy: Option<Arc<dyn Entropy>>,
    definitions: Arc<Cache>,
    /// Where operations wait that have lost several races.
    queue: Mutex<()>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a store prints of itself may hold customers, and handles end up in logs.
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Directory {
    /// Opens a directory with the clock and the source of randomness of the operating system.
    ///
    /// A tenant that was never opened before gets one customer set, `default`, and the reporting
    /// currency USD; [`builder`](Self::builder) takes another one.
    #[cfg(feature = "system")]
    pub fn open(store: impl Store + 'static) -> Result<Self, Error> {
        Self::builder(store).open()
    }

    /// Opens a directory with other ports or for a tenant in another currency.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use patronage::Directory;
    /// use patronage::port::fixed::{FixedClock, FixedEntropy};
    /// use patronage::store::MemoryStore;
    /// use patronage::time::Timestamp;
    ///
    /// let clock = Arc::new(FixedClock::new(Timestamp::parse("2025-11-22T08:00:00Z")?));
    /// let directory = Directory::builder(MemoryStore::new())
    ///     .clock(clock)
    ///     .entropy(Arc::new(FixedEntropy::new(1)))
    ///     .reporting_currency("EUR")
    ///     .open()?;
    /// assert_eq!(directory.as_system().tenant().get()?.reporting_currency().code(), "EUR");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder(store: impl Store + 'static) -> Builder {
        Builder::new(Arc::new(store))
    }

    /// The directory as staff uses it, by the name that the trail keeps. All sets are in reach.
    pub fn as_admin(&self, name: impl AsRef<str>) -> Backoffice {
        self.act_as(Admin::new(name))
    }

    /// The directory as a member of staff uses it who may be confined to some sets.
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::actor::Admin;
    /// use patronage::code::CustomerSetCode;
    /// use patronage::customer_set::NewCustomerSet;
    /// use patronage::store::MemoryStore;
    ///
    /// let directory = Directory::open(MemoryStore::new())?;
    /// directory.as_system().customer_sets().create(NewCustomerSet::new("b2b", "Business"))?;
    ///
    /// let b2b = CustomerSetCode::parse("b2b").unwrap();
    /// let bob = directory.act_as(Admin::new("bob@shop.example").confined_to([b2b]));
    /// assert_eq!(bob.customer_sets().get("default").unwrap_err().code(), "customer_set.unknown");
    /// let refused = bob.customer_sets().create(NewCustomerSet::new("vip", "VIP")).unwrap_err();
    /// assert_eq!(refused.code(), "actor.not_permitted");
    /// # Ok::<(), patronage::Error>(())
    /// ```
    pub fn act_as(&self, admin: Admin) -> Backoffice {
        self.backoffice(Actor::Admin(admin))
    }

    /// The directory as the host's own jobs use it.
    pub fn as_system(&self) -> Backoffice {
        self.backoffice(Actor::System)
    }

    /// The directory as a transfer from another system uses it; the trail keeps the name of the
    /// source.
    pub fn as_import(&self, source: impl AsRef<str>) -> Backoffice {
        self.backoffice(Actor::Import { source: Arc::from(source.as_ref()) })
    }

    fn backoffice(&self, actor: Actor) -> Backoffice {
        Backoffice::new(Session::new(&self.shared, actor))
    }

    /// The directory as visitors of a site use it.
    pub fn site(&self, code: impl AsRef<str>) -> Result<Storefront, Error> {
        Storefront::open(&self.shared, code.as_ref())
    }

    /// The store, as the directory uses it.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.shared.store
    }
}
