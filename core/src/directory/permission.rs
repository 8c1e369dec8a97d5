//! What an actor may see and change: the only place that knows, apart from the fields that shoppers
//! do not change themselves, which a patch knows, and from the rights in single attributes, which
//! their definitions know.
//!
//! | actor | customers | their orders, addresses, memberships | tenant, sets, sites, segments |
//! | --- | --- | --- | --- |
//! | admin of all sets, system, import | all | all | all |
//! | admin of some sets | those of its sets | of those | sees the settings, its sets, their sites and all segments; changes none |
//! | shopper | itself, while active, on a site of its set | its own | – |
//!
//! Whom an actor does not reach does not exist for it: the error is that of an unknown id or code,
//! and not a refusal, which would say that there is something.

use super::error::Error;
use super::view::Basis;
use crate::actor::{Actor, Sets};
use crate::attribute::{AttributeDefinition, AttributeError};
use crate::code::CustomerSetCode;
use crate::customer::{AccountState, Customer, CustomerError};
use crate::customer_set::{CustomerSet, CustomerSetError};
use crate::site::{Site, SiteError};
use crate::violation::Checks;

impl Basis<'_> {
    /// The sets in reach.
    pub(super) fn sets(&self) -> &Sets {
        self.session.actor.sets()
    }

    /// Whether every customer exists for the actor, and may be used by it.
    pub(super) fn reaches_all(&self) -> bool {
        let is_shopper = matches!(&*self.session.actor, Actor::Shopper { .. });
        !is_shopper && *self.sets() == Sets::All
    }

    /// Whether the customer exists for the actor.
    pub(super) fn reaches(&self, customer: &Customer) -> bool {
        match &*self.session.actor {
            Actor::Shopper { customer: own, site } => {
                let set = self.definitions.sites.get(site).map(Site::customer_set);
                *own == customer.id() && set == Some(customer.customer_set())
            }
            actor => actor.sets().contains(customer.customer_set()),
        }
    }

    /// Whether the actor may use a customer that it reaches: a shopper whose account is disabled or
    /// waits for approval may not use its own.
    pub(super) fn check_use_of(&self, customer: &Customer) -> Result<(), CustomerError> {
        let is_shopper = matches!(&*self.session.actor, Actor::Shopper { .. });
        if is_shopper && customer.state() != AccountState::Active {
            return Err(CustomerError::LockedOut { status: customer.status() });
        }
        Ok(())
    }

    /// A customer set that the actor reaches.
    pub(super) fn customer_set(&self, code: &str) -> Result<&CustomerSet, CustomerSetError> {
        let set = self.definitions.customer_set(code)?;
        if self.sets().contains(set.code()) {
            Ok(set)
        } else {
            Err(CustomerSetError::Unknown { code: code.to_owned() })
        }
    }

    /// The definition of an attribute that the actor sees.
    pub(super) fn attribute(&self, code: &str) -> Result<&AttributeDefinition, AttributeError> {
        let role = self.session.actor.role();
        let found = self.definitions.rules.present.get(code);
        let found = found.filter(|known| known.is_visible_to(role));
        found.ok_or_else(|| AttributeError::NotDefined { code: code.to_owned() })
    }

    /// A site whose set the actor reaches.
    pub(super) fn site(&self, code: &str) -> Result<&Site, SiteError> {
        let site = self.definitions.site(code)?;
        if self.sets().contains(site.customer_set()) {
            Ok(site)
        } else {
            Err(SiteError::Unknown { code: code.to_owned() })
        }
    }

    /// Whether the actor may change what concerns customers of all sets.
    pub(super) fn check_may_change(&self, what: &'static str) -> Result<(), Error> {
        match (&*self.session.actor, self.sets()) {
            (Actor::Shopper { .. }, _) | (_, Sets::Only(_)) => Err(Error::NotPermitted { what }),
            (_, Sets::All) => Ok(()),
        }
    }

    /// Refuses a set that a draft or a patch names and that is not there. A text that is no code is
    /// for the draft to refuse.
    pub(super) fn check_set_exists(&self, checks: &mut Checks, path: &str, raw: Option<&str>) {
        let Some(raw) = raw.filter(|raw| CustomerSetCode::parse(raw).is_ok()) else { return };
        if let Err(error) = self.customer_set(raw) {
            checks.reject(path, &error);
        }
    }

    /// The sets in reach, narrowed to one when one is named.
    pub(super) fn sets_within(&self, code: Option<&str>) -> Result<Sets, CustomerSetError> {
        match code {
            None => Ok(self.sets().clone()),
            Some(code) => Ok(only(self.customer_set(code)?.code())),
        }
    }
}

pub(super) fn only(set: &CustomerSetCode) -> Sets {
    std::iter::once(*set).collect()
}
