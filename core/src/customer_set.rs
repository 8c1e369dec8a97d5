//! Customer sets: which sites share a login.
//!
//! A set is the scope of identity. Login names are unique within it, and nothing tells a visitor of
//! one set about accounts in another. Each customer and each site belongs to exactly one set.

use serde::{Deserialize, Serialize};

use crate::code::CustomerSetCode;
use crate::text::{Line, Paragraph};
use crate::time::Timestamp;
use crate::version::Version;
use crate::violation::{Checks, Violations, coded};

/// Whether several registered accounts of a set may have the same e-mail address. It is chosen when
/// the set is made and never changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EmailPolicy {
    /// At most one registered account an address. Guests are not counted.
    #[default]
    OneAccountPerEmail,
    /// Several, told apart by their login names.
    Shared,
}

/// A group of sites that share logins and profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerSet {
    #[serde(skip)]
    version: Version,
    code: CustomerSetCode,
    name: Line<100>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Paragraph<1000>>,
    email_policy: EmailPolicy,
    created_at: Timestamp,
}

impl CustomerSet {
    /// Parses a draft. All that is wrong with it is reported.
    pub(crate) fn create(draft: &NewCustomerSet, now: Timestamp) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let code = checks.take("code", CustomerSetCode::parse(&draft.code));
        let name = checks.required("name", Some(&draft.name), Line::parse);
        let description =
            checks.optional("description", draft.description.as_deref(), Paragraph::parse);
        let (Some(code), Some(name), true) = (code, name, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        Ok(Self {
            version: Version::FIRST,
            code,
            name,
            description,
            email_policy: draft.email_policy,
            created_at: now,
        })
    }

    /// The code, unique in the tenant.
    pub fn code(&self) -> &CustomerSetCode {
        &self.code
    }

    /// The name for people.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What the set is for.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Paragraph::as_str)
    }

    /// Whether registered accounts may share an e-mail address.
    pub fn email_policy(&self) -> EmailPolicy {
        self.email_policy
    }

    /// When it was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Grows by one with each change.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// The set after `patch`.
    pub(crate) fn patched(&self, patch: &CustomerSetPatch) -> Result<Self, Violations> {
        let mut next = self.clone();
        let mut checks = Checks::new();
        checks.change("name", patch.name.as_deref(), &mut next.name, Line::parse);
        if let Some(raw) = &patch.description {
            next.description = checks.optional("description", Some(raw), Paragraph::parse);
        }
        checks.finish().map(|()| next)
    }

    /// Whether the set may be deleted: not the default one, not the last, not with customers or
    /// sites in it.
    pub(crate) fn check_deletion(
        &self,
        circumstances: &Circumstances,
    ) -> Result<(), CustomerSetError> {
        let code = self.code;
        if circumstances.sets <= 1 {
            return Err(CustomerSetError::Last { code });
        }
        if circumstances.is_default {
            return Err(CustomerSetError::Default { code });
        }
        if circumstances.customers > 0 || circumstances.sites > 0 {
            let Circumstances { customers, sites, .. } = *circumstances;
            return Err(CustomerSetError::NotEmpty { code, customers, sites });
        }
        Ok(())
    }
}

/// What decides whether a set may be deleted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances {
    pub(crate) is_default: bool,
    pub(crate) sets: usize,
    pub(crate) customers: u64,
    pub(crate) sites: u64,
}

/// A customer set to be made.
#[derive(Debug, Clone)]
pub struct NewCustomerSet {
    code: String,
    name: String,
    description: Option<String>,
    email_policy: EmailPolicy,
}

impl NewCustomerSet {
    /// A set with a code (1 to 50 characters `[a-z0-9_-]`) and a name (1 to 100 characters).
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            description: None,
            email_policy: EmailPolicy::default(),
        }
    }

    /// Says what the set is for, in at most 1,000 characters.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Chooses, for good, whether registered accounts may share an e-mail address.
    #[must_use]
    pub fn email_policy(mut self, policy: EmailPolicy) -> Self {
        self.email_policy = policy;
        self
    }
}

/// A change of a customer set; what is left out stays. Code and e-mail policy never change: every
/// account of the set was admitted by them.
#[derive(Debug, Clone, Default)]
pub struct CustomerSetPatch {
    name: Option<String>,
    description: Option<String>,
}

impl CustomerSetPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames the set.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the set is for; empty text clears it.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// Why something cannot be done with a customer set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomerSetError {
    /// There is no such set.
    #[error("there is no customer set `{code}`")]
    Unknown {
        /// The code that was asked for.
        code: String,
    },
    /// The code is taken.
    #[error("the customer set `{code}` exists already")]
    Exists {
        /// The code.
        code: CustomerSetCode,
    },
    /// A draft names a site, and another set than the one of the site.
    #[error("the site `{site}` does not belong to the customer set `{code}`")]
    NotOfSite {
        /// The code of the set.
        code: CustomerSetCode,
        /// The code of the site.
        site: String,
    },
    /// The default set cannot be deleted.
    #[error("the customer set `{code}` is the default one and cannot be deleted")]
    Default {
        /// The code.
        code: CustomerSetCode,
    },
    /// The last set cannot be deleted.
    #[error("the customer set `{code}` is the last one and cannot be deleted")]
    Last {
        /// The code.
        code: CustomerSetCode,
    },
    /// A set with customers or sites cannot be deleted.
    #[error(
        "the customer set `{code}` cannot be deleted: it is not empty (customers: {customers}, sites: {sites})"
    )]
    NotEmpty {
        /// The code.
        code: CustomerSetCode,
        /// How many customers it has.
        customers: u64,
        /// How many sites it has.
        sites: u64,
    },
}

coded!(CustomerSetError);

impl CustomerSetError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "customer_set.unknown",
            Self::Exists { .. } => "customer_set.exists",
            Self::NotOfSite { .. } => "customer_set.not_of_site",
            Self::Default { .. } => "customer_set.default",
            Self::Last { .. } => "customer_set.last",
            Self::NotEmpty { .. } => "customer_set.not_empty",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> CustomerSet {
        let now = Timestamp::from_microseconds(0).unwrap();
        CustomerSet::create(&NewCustomerSet::new("b2c", "Consumers"), now).unwrap()
    }

    #[test]
    fn every_mistake_of_a_draft_is_reported() {
        let draft = NewCustomerSet::new("B 2 C", "").description("x".repeat(1_001));
        let now = Timestamp::from_microseconds(0).unwrap();
        let violations = CustomerSet::create(&draft, now).unwrap_err();
        assert_eq!(
            violations.codes(),
            ["code.invalid_character", "field.required", "text.too_long"]
        );
    }

    #[test]
    fn only_an_ordinary_empty_set_is_deleted() {
        let free = Circumstances { is_default: false, sets: 2, customers: 0, sites: 0 };
        assert_eq!(set().check_deletion(&free), Ok(()));
        for (circumstances, code) in [
            (Circumstances { is_default: true, ..free }, "customer_set.default"),
            (Circumstances { sets: 1, ..free }, "customer_set.last"),
            (Circumstances { customers: 1, ..free }, "customer_set.not_empty"),
            (Circumstances { sites: 1, ..free }, "customer_set.not_empty"),
        ] {
            assert_eq!(set().check_deletion(&circumstances).unwrap_err().code(), code);
        }
    }
}
