//! The definitions by which everything else is decided, kept under their generation.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::error::Error;
use crate::attribute::{AttributeDefinition, AttributeRules, PendingChange, Schema};
use crate::code::{AttributeCode, CustomerSetCode, SiteCode};
use crate::customer_set::{CustomerSet, CustomerSetError, EmailPolicy};
use crate::site::{Site, SiteError};
use crate::store::unexpected;
use crate::store::{Query, Record, Slice, Snapshot, StoreError};
use crate::tenant::Tenant;
use crate::text::Language;
use crate::version::Generation;

/// The settings of the tenant, its customer sets, its sites and its attributes, as of one generation.
#[derive(Debug)]
pub(super) struct Definitions {
    pub(super) generation: Generation,
    pub(super) tenant: Tenant,
    pub(super) default_set: CustomerSet,
    pub(super) customer_sets: BTreeMap<CustomerSetCode, CustomerSet>,
    pub(super) sites: BTreeMap<SiteCode, Site>,
    /// All definitions of attributes, also of those that were deleted and keep their values.
    pub(super) attributes: BTreeMap<AttributeCode, AttributeDefinition>,
    /// The change of them that is in progress.
    pub(super) pending: Option<PendingChange>,
    /// By what values are judged.
    pub(super) rules: AttributeRules,
}

impl Definitions {
    /// Reads them; `None` when the tenant was never set up.
    pub(super) fn load(snapshot: &dyn Snapshot) -> Result<Option<Self>, Error> {
        let generation = snapshot.generation()?;
        let Slice::Records(records) = snapshot.query(&Query::Definitions)? else {
            return Err(unexpected("the definitions").into());
        };
        let (mut tenant, mut customer_sets, mut sites) = (None, BTreeMap::new(), BTreeMap::new());
        let (mut attributes, mut pending) = (BTreeMap::new(), None);
        for record in records {
            match record {
                Record::Tenant(found) => tenant = Some(found),
                Record::CustomerSet(set) => {
                    customer_sets.insert(*set.code(), set);
                }
                Record::Site(site) => {
                    sites.insert(*site.code(), site);
                }
                Record::Attribute(attribute) => {
                    attributes.insert(*attribute.code(), *attribute);
                }
                Record::PendingChange(change) => pending = Some(*change),
                _ => return Err(unexpected("the definitions").into()),
            }
        }
        let present = attributes.values().filter(|attribute| !attribute.is_deleted());
        let present = Schema::of(present.cloned());
        let coming = pending.as_ref().map(|change: &PendingChange| change.plan.schema(&attributes));
        let rules = AttributeRules { present, coming };
        let Some(tenant) = tenant else { return Ok(None) };
        let Some(default_set) = customer_sets.get(tenant.default_customer_set()).cloned() else {
            let reason = "the default customer set is missing".to_owned();
            return Err(StoreError::Damaged { reason }.into());
        };
        Ok(Some(Self {
            generation,
            tenant,
            default_set,
            customer_sets,
            sites,
            attributes,
            pending,
            rules,
        }))
    }

    pub(super) fn customer_set(&self, code: &str) -> Result<&CustomerSet, CustomerSetError> {
        CustomerSetCode::parse(code)
            .ok()
            .and_then(|parsed| self.customer_sets.get(&parsed))
            .ok_or_else(|| CustomerSetError::Unknown { code: code.to_owned() })
    }

    pub(super) fn site(&self, code: &str) -> Result<&Site, SiteError> {
        SiteCode::parse(code)
            .ok()
            .and_then(|parsed| self.sites.get(&parsed))
            .ok_or_else(|| SiteError::Unknown { code: code.to_owned() })
    }

    pub(super) fn sites_of<'a>(
        &'a self,
        set: &'a CustomerSetCode,
    ) -> impl Iterator<Item = &'a Site> {
        self.sites.values().filter(move |site| site.customer_set() == set)
    }

    /// The languages to choose from on a site, or without one; empty for any.
    pub(super) fn languages(&self, site: Option<&SiteCode>) -> &[Language] {
        let of_site = site.and_then(|code| self.sites.get(code)).map(Site::languages);
        of_site.filter(|languages| !languages.is_empty()).unwrap_or(self.tenant.languages())
    }

    /// The e-mail policy of a set; a set that a customer belongs to is always there.
    pub(super) fn email_policy(&self, set: &CustomerSetCode) -> EmailPolicy {
        self.customer_sets.get(set).map(CustomerSet::email_policy).unwrap_or_default()
    }
}

/// A store answered with something that was not asked for.
/// The latest definitions that this process has seen.
///
/// **Invariant:** what is decided names the generation of the definitions by which it
/// was decided, and a store refuses another one than its own. So a cache that is behind costs a
/// second try, never a decision by rules that no longer hold.
#[derive(Debug)]
pub(super) struct Cache(RwLock<Arc<Definitions>>);

impl Cache {
    pub(super) fn new(definitions: Definitions) -> Self {
        Self(RwLock::new(Arc::new(definitions)))
    }

    /// The latest ones seen, perhaps behind those of the store.
    pub(super) fn latest(&self) -> Arc<Definitions> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those that belong to `snapshot`.
    pub(super) fn of(&self, snapshot: &dyn Snapshot) -> Result<Arc<Definitions>, Error> {
        let latest = self.latest();
        if latest.generation == snapshot.generation()? {
            return Ok(latest);
        }
        let Some(loaded) = Definitions::load(snapshot)? else {
            return Err(StoreError::Damaged { reason: "the tenant is gone".to_owned() }.into());
        };
        let loaded = Arc::new(loaded);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.generation < loaded.generation {
            *kept = Arc::clone(&loaded);
        }
        Ok(loaded)
    }
}
