//! The sites of a directory in use.

use super::error::Error;
use super::session::{Decision, Session};
use crate::credit::PurchaseOrdersPatch;
use crate::event::{EventKind, Subject};
use crate::site::{NewSite, Site, SiteDefaults, SiteError, SitePatch};
use crate::store::{Expected, Record};
use crate::violation::Checks;

/// The sites, of a directory in use.
///
/// ```
/// use patronage::Directory;
/// use patronage::site::{NewSite, SitePatch};
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let sites = directory.as_admin("jane@shop.example").sites();
/// let shop = sites.create(NewSite::new("mystic-sports", "Mystic Sports").languages(["en-US"]))?;
/// assert_eq!(shop.customer_set().as_str(), "default");
/// sites.update("mystic-sports", SitePatch::new().currency("EUR"))?;
/// assert_eq!(sites.get("mystic-sports")?.currency().code(), "EUR");
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sites {
    session: Session,
}

impl Sites {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Makes a site. Without a set it joins the default one; without a currency it has the
    /// tenant's reporting currency.
    pub fn create(&self, draft: NewSite) -> Result<Site, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("sites")?;
            let tenant = &basis.definitions.tenant;
            let defaults = SiteDefaults {
                customer_set: *tenant.default_customer_set(),
                currency: tenant.reporting_currency(),
            };
            let mut checks = Checks::new();
            basis.check_set_exists(&mut checks, "customer_set", draft.customer_set.as_deref());
            let site = checks.and(Site::create(&draft, defaults, basis.now))?;
            let code = *site.code();
            if basis.definitions.sites.contains_key(&code) {
                return Err(SiteError::Exists { code }.into());
            }
            let changes = basis
                .changes()
                .put(Record::Site(site.clone()), Expected::Absent)
                .event(basis.event(EventKind::SiteCreated, Subject::Site(code)));
            Ok(Decision { outcome: site, changes })
        })
    }

    /// The site of this code; `site.unknown` when there is none.
    pub fn get(&self, code: impl AsRef<str>) -> Result<Site, Error> {
        self.session.read(|view| Ok(view.basis.site(code.as_ref())?.clone()))
    }

    /// All sites in the order of their codes.
    pub fn list(&self) -> Result<Vec<Site>, Error> {
        self.session.read(|view| {
            let all = view.definitions().sites.values();
            Ok(all
                .filter(|site| view.basis.sets().contains(site.customer_set()))
                .cloned()
                .collect())
        })
    }

    /// Changes a site; the last writer wins. A patch that changes nothing writes nothing.
    ///
    /// A site that moves to another set takes no customer along: those of the old set can no longer
    /// use it.
    pub fn update(&self, code: impl AsRef<str>, patch: SitePatch) -> Result<Site, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            let current = basis.site(code.as_ref())?;
            basis.check_may_change("sites")?;
            let mut checks = Checks::new();
            basis.check_set_exists(&mut checks, "customer_set", patch.customer_set.as_deref());
            let next = checks.and(current.patched(&patch))?;
            let event = basis.event(EventKind::SiteUpdated, Subject::Site(*current.code()));
            basis.redefine(current, next, Record::Site, event)
        })
    }

    /// Changes whether and on which terms a site takes purchase orders; the last writer wins. A
    /// patch that changes nothing writes nothing.
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::credit::{NewPaymentTerm, PurchaseOrdersPatch};
    /// use patronage::site::NewSite;
    /// use patronage::store::MemoryStore;
    ///
    /// let sites = Directory::open(MemoryStore::new())?.as_admin("jane@shop.example").sites();
    /// sites.create(NewSite::new("mystic-sports", "Mystic Sports"))?;
    /// let terms = [NewPaymentTerm::new("net30", "Net 30", 30)];
    /// let patch = PurchaseOrdersPatch::new().enabled(true).terms(terms);
    /// let site = sites.set_purchase_orders("mystic-sports", patch)?;
    /// assert_eq!(site.purchase_orders().term("net30").map(|term| term.net_days()), Some(30));
    /// # Ok::<(), patronage::Error>(())
    /// ```
    pub fn set_purchase_orders(
        &self,
        code: impl AsRef<str>,
        patch: PurchaseOrdersPatch,
    ) -> Result<Site, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            let current = basis.site(code.as_ref())?;
            basis.check_may_change("sites")?;
            let next = current.with_purchase_orders(&patch)?;
            let event = basis.event(EventKind::SiteUpdated, Subject::Site(*current.code()));
            basis.redefine(current, next, Record::Site, event)
        })
    }
}
