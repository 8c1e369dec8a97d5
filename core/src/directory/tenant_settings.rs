//! The settings of the tenant.

use super::error::Error;
use super::session::Session;
use crate::event::{EventKind, Subject};
use crate::store::Record;
use crate::tenant::{Tenant, TenantPatch};
use crate::violation::Checks;

/// The settings of the tenant, of a directory in use.
#[derive(Debug, Clone)]
pub struct TenantSettings {
    session: Session,
}

impl TenantSettings {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// The settings as they are.
    pub fn get(&self) -> Result<Tenant, Error> {
        self.session.read(|view| Ok(view.definitions().tenant.clone()))
    }

    /// Changes the settings; the last writer wins. A patch that changes nothing writes nothing.
    pub fn update(&self, patch: TenantPatch) -> Result<Tenant, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("the settings of the tenant")?;
            let current = &basis.definitions.tenant;
            let mut checks = Checks::new();
            basis.check_set_exists(
                &mut checks,
                "default_customer_set",
                patch.default_customer_set.as_deref(),
            );
            let next = checks.and(current.patched(&patch))?;
            let event = basis.event(EventKind::TenantUpdated, Subject::Tenant);
            basis.redefine(current, next, Record::Tenant, event)
        })
    }
}
