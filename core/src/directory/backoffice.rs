//! The directory as staff and jobs use it.

use super::session::Session;
use super::{Attributes, Credit, CustomerSets, Customers, Orders, Segments, Sites, TenantSettings};

/// The directory as staff, a job or an import uses it: everything, by noun.
///
/// ```
/// use patronage::Directory;
/// use patronage::customer::NewCustomer;
/// use patronage::store::MemoryStore;
/// use patronage::site::NewSite;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let guest = admin.customers().create(NewCustomer::guest("mystic-sports"))?;
/// assert_eq!(admin.customers().get(guest.id())?, guest);
/// assert_eq!(admin.customer_sets().customers("default")?, 1);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Backoffice {
    session: Session,
}

impl Backoffice {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// The settings of the tenant.
    pub fn tenant(&self) -> TenantSettings {
        TenantSettings::new(self.session.clone())
    }

    /// The customer sets.
    pub fn customer_sets(&self) -> CustomerSets {
        CustomerSets::new(self.session.clone())
    }

    /// The sites.
    pub fn sites(&self) -> Sites {
        Sites::new(self.session.clone())
    }

    /// The definitions of attributes.
    pub fn attributes(&self) -> Attributes {
        Attributes::new(self.session.clone())
    }

    /// The customers.
    pub fn customers(&self) -> Customers {
        Customers::new(self.session.clone())
    }

    /// The segments.
    pub fn segments(&self) -> Segments {
        Segments::new(self.session.clone())
    }

    /// The orders.
    pub fn orders(&self) -> Orders {
        Orders::new(self.session.clone())
    }

    /// Purchase-order credit.
    pub fn credit(&self) -> Credit {
        Credit::new(self.session.clone())
    }
}
