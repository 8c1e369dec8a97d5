//! Who asks: what may be seen and changed follows from it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::code::{CustomerSetCode, SiteCode};
use crate::id::CustomerId;

/// The customer sets that an actor may reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sets {
    /// Every set of the tenant, also those that are made later.
    #[default]
    All,
    /// These and no other; the rest does not exist for the actor.
    Only(BTreeSet<CustomerSetCode>),
}

impl Sets {
    /// Whether customers of `set` can be reached.
    pub fn contains(&self, set: &CustomerSetCode) -> bool {
        match self {
            Self::All => true,
            Self::Only(sets) => sets.contains(set),
        }
    }
}

impl FromIterator<CustomerSetCode> for Sets {
    fn from_iter<I: IntoIterator<Item = CustomerSetCode>>(codes: I) -> Self {
        Self::Only(codes.into_iter().collect())
    }
}

/// A member of the merchant's staff.
///
/// ```
/// use patronage::actor::Admin;
/// use patronage::code::CustomerSetCode;
///
/// let everywhere = Admin::new("jane@shop.example");
/// let b2b_only = Admin::new("bob@shop.example").confined_to([CustomerSetCode::parse("b2b")?]);
/// assert!(everywhere.sets().contains(&CustomerSetCode::parse("b2c")?));
/// assert!(!b2b_only.sets().contains(&CustomerSetCode::parse("b2c")?));
/// # Ok::<(), patronage::code::CodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    name: Arc<str>,
    sets: Sets,
}

impl Admin {
    /// An administrator whom the trail calls `name`, with all customer sets in reach.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self { name: Arc::from(name.as_ref()), sets: Sets::All }
    }

    /// The same person, seeing the customers of these sets only.
    #[must_use]
    pub fn confined_to(mut self, sets: impl IntoIterator<Item = CustomerSetCode>) -> Self {
        self.sets = sets.into_iter().collect();
        self
    }

    /// The name that stands in the trail.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sets in reach.
    pub fn sets(&self) -> &Sets {
        &self.sets
    }
}

/// On whose behalf an operation runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Actor {
    /// Staff.
    Admin(Admin),
    /// A customer, who reaches only itself, on one site.
    Shopper {
        /// The customer.
        customer: CustomerId,
        /// The site on which it acts.
        site: SiteCode,
    },
    /// The host's own jobs.
    System,
    /// A transfer from another system.
    Import {
        /// What the trail calls the source, such as the name of the file.
        source: Arc<str>,
    },
}

impl Actor {
    /// The sets in reach. A shopper's own customer is checked by its id instead.
    pub fn sets(&self) -> &Sets {
        match self {
            Self::Admin(admin) => &admin.sets,
            Self::Shopper { .. } | Self::System | Self::Import { .. } => &Sets::All,
        }
    }

    /// The site on which a shopper acts; the others act on none.
    pub fn site(&self) -> Option<&SiteCode> {
        match self {
            Self::Shopper { site, .. } => Some(site),
            Self::Admin(_) | Self::System | Self::Import { .. } => None,
        }
    }

    /// In which role it acts.
    pub fn role(&self) -> Role {
        match self {
            Self::Admin(_) => Role::Admin,
            Self::Shopper { .. } => Role::Shopper,
            Self::System => Role::System,
            Self::Import { .. } => Role::Import,
        }
    }

    /// What the trail keeps of the actor.
    pub fn author(&self) -> Author {
        match self {
            Self::Admin(admin) => Author::Admin(Arc::clone(&admin.name)),
            Self::Shopper { customer, .. } => Author::Shopper(*customer),
            Self::System => Author::System,
            Self::Import { source } => Author::Import(Arc::clone(source)),
        }
    }
}

/// An [`Actor`] without its name: what decides which attributes it sees and sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Staff.
    Admin,
    /// A customer.
    Shopper,
    /// The host's own jobs.
    System,
    /// A transfer from another system.
    Import,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Shopper, Self::System, Self::Import];

    /// The stable name, such as `shopper`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Shopper => "shopper",
            Self::System => "system",
            Self::Import => "import",
        }
    }
}

/// An [`Actor`] as the trail names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Author {
    /// Staff, by name.
    Admin(#[serde(with = "shared_text")] Arc<str>),
    /// A customer.
    Shopper(CustomerId),
    /// The host's own jobs.
    System,
    /// A transfer, by the name of its source.
    Import(#[serde(with = "shared_text")] Arc<str>),
}

/// `serde` reads and writes `Arc<str>` only with a feature that would be switched on for the host
/// as well.
mod shared_text {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(code: &str) -> CustomerSetCode {
        CustomerSetCode::parse(code).unwrap()
    }

    #[test]
    fn an_admin_reaches_all_sets_or_those_it_is_confined_to() {
        let jane = Admin::new("jane@shop.example");
        assert!(jane.sets().contains(&set("b2c")));
        let bob = jane.confined_to([set("b2b"), set("vip")]);
        assert!(bob.sets().contains(&set("b2b")) && bob.sets().contains(&set("vip")));
        assert!(!bob.sets().contains(&set("b2c")));
        let nobodys = bob.confined_to([]);
        assert!(!nobodys.sets().contains(&set("b2b")), "confined to no set is not unconfined");
        assert_eq!(Actor::Admin(nobodys.clone()).sets(), nobodys.sets());
    }

    #[test]
    fn the_trail_names_who_it_was_and_nothing_of_a_shopper_but_the_id() {
        let customer = CustomerId::from_uuid(uuid::Uuid::from_u128(7));
        let shopper = Actor::Shopper { customer, site: SiteCode::parse("shop").unwrap() };
        assert_eq!(shopper.site().map(SiteCode::as_str), Some("shop"));
        for (actor, json) in [
            (Actor::Admin(Admin::new("jane")), r#"{"admin":"jane"}"#),
            (shopper, r#"{"shopper":"00000000-0000-0000-0000-000000000007"}"#),
            (Actor::System, r#""system""#),
            (Actor::Import { source: "old.csv".into() }, r#"{"import":"old.csv"}"#),
        ] {
            let author = actor.author();
            assert_eq!(serde_json::to_string(&author).unwrap(), json);
            assert_eq!(serde_json::from_str::<Author>(json).unwrap(), author);
        }
    }
}
