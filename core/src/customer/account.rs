//! The aggregate.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    AccountAction, AccountKind, AccountState, AccountStatus, AddressBook, LoginName, Profile,
    Refusal,
};
use crate::actor::{Author, Role};
use crate::attribute::{AttributeKey, Schema, ValidAttributes};
use crate::code::{AttributeCode, CustomerSetCode, SiteCode};
use crate::customer::OnRecord;
use crate::id::{CustomerId, CustomerNumber};
use crate::text::{EmailAddress, identity_key_of_text, search_key};
use crate::time::Timestamp;
use crate::version::Version;

/// A customer account, guest or registered.
///
/// `Debug` writes what tells accounts apart and nothing that is known about the person, because it
/// is what ends up in logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub(super) id: CustomerId,
    #[serde(skip)]
    pub(super) assigned: Assigned,
    pub(super) kind: AccountKind,
    #[serde(default)]
    pub(super) state: AccountState,
    pub(super) customer_set: CustomerSetCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) site: Option<SiteCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) login_name: Option<LoginName>,
    /// Whether the e-mail address is claimed within the set. It follows from the kind and the policy
    /// of the set and is kept here, so that the record alone says what it is unique by.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) email_is_exclusive: bool,
    pub(super) profile: Profile,
    #[serde(default, skip_serializing_if = "AddressBook::is_empty")]
    pub(super) addresses: AddressBook,
    #[serde(default, skip_serializing_if = "ValidAttributes::is_empty")]
    pub(super) attributes: ValidAttributes,
    pub(super) customer_since: Timestamp,
    pub(super) created_at: Timestamp,
    pub(super) created_by: Author,
    pub(super) updated_at: Timestamp,
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customer")
            .field("id", &self.id)
            .field("number", &self.number())
            .field("version", &self.version())
            .field("status", &self.status())
            .field("customer_set", &self.customer_set)
            .finish_non_exhaustive()
    }
}

/// What the store says of a customer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Assigned {
    pub(crate) version: Version,
    pub(crate) number: Option<CustomerNumber>,
}

impl Customer {
    /// The id: for life, also when a guest registers.
    pub fn id(&self) -> CustomerId {
        self.id
    }

    /// The number for people, ascending in the order of creation. The store assigns it, so a
    /// customer in a plan that is not yet applied has none.
    pub fn number(&self) -> Option<CustomerNumber> {
        self.assigned.number
    }

    /// Grows by one with each change of the profile, the address book or the state.
    pub fn version(&self) -> Version {
        self.assigned.version
    }

    /// Guest or registered.
    pub fn kind(&self) -> AccountKind {
        self.kind
    }

    /// The state of the account, apart from its kind.
    pub fn state(&self) -> AccountState {
        self.state
    }

    /// One word for kind and state.
    pub fn status(&self) -> AccountStatus {
        match (self.kind, self.state) {
            (AccountKind::Guest, _) => AccountStatus::Guest,
            (_, AccountState::Active) => AccountStatus::Active,
            (_, AccountState::Disabled) => AccountStatus::Disabled,
            (_, AccountState::PendingApproval) => AccountStatus::PendingApproval,
        }
    }

    /// What staff can do with the account now, given what is recorded about it.
    pub fn possible_actions(&self, on_record: OnRecord) -> Vec<AccountAction> {
        let possible = |action: &AccountAction| action.check(self, on_record).is_ok();
        AccountAction::ALL.iter().copied().filter(possible).collect()
    }

    /// The set that it belongs to.
    pub fn customer_set(&self) -> &CustomerSetCode {
        &self.customer_set
    }

    /// The site on which it was made, if it was made on one.
    pub fn site(&self) -> Option<&SiteCode> {
        self.site.as_ref()
    }

    /// The name with which it logs in; guests have none.
    pub fn login_name(&self) -> Option<&LoginName> {
        self.login_name.as_ref()
    }

    /// Names, e-mail, phones and the like.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The addresses.
    pub fn addresses(&self) -> &AddressBook {
        &self.addresses
    }

    /// The attributes, as far as whoever asked may see them.
    pub fn attributes(&self) -> &ValidAttributes {
        &self.attributes
    }

    /// Since when the person is a customer; for an imported one that may be long before
    /// [`created_at`](Self::created_at).
    pub fn customer_since(&self) -> Timestamp {
        self.customer_since
    }

    /// When the account was made here.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Who made it.
    pub fn created_by(&self) -> &Author {
        &self.created_by
    }

    /// When it was last changed.
    pub fn updated_at(&self) -> Timestamp {
        self.updated_at
    }

    /// What its login name is unique by, within its set.
    pub fn login_key(&self) -> Option<String> {
        self.login_name.as_ref().map(LoginName::key)
    }

    /// What its e-mail address is unique by, within its set: only for a registered account in a
    /// set with one account per address.
    pub fn exclusive_email_key(&self) -> Option<String> {
        if !self.email_is_exclusive {
            return None;
        }
        self.profile.email().map(EmailAddress::identity_key)
    }

    /// What its external id is unique by, within the tenant: ASCII case does not matter.
    pub fn external_key(&self) -> Option<String> {
        self.profile.external_id().map(identity_key_of_text)
    }

    /// What its attributes are unique by, within its set: only for a registered account.
    pub fn unique_attribute_keys(&self) -> impl Iterator<Item = (AttributeCode, AttributeKey)> {
        let is_registered = self.kind == AccountKind::Registered;
        is_registered.then(|| self.attributes.unique_keys()).into_iter().flatten()
    }

    /// What it is sorted by among names: last, then first name, folded. `None` without either.
    pub fn name_key(&self) -> Option<String> {
        let (last, first) = (self.profile.last_name(), self.profile.first_name());
        if last.is_none() && first.is_none() {
            return None;
        }
        let mut key = search_key(last.unwrap_or_default());
        // The separator sorts before every character that a name can hold, so that `Li, Zoe` comes
        // before `Lim, Ann`.
        key.push('\u{1f}');
        key.push_str(&search_key(first.unwrap_or_default()));
        Some(key)
    }

    pub(crate) fn assign(&mut self, assigned: Assigned) {
        self.assigned = assigned;
    }

    pub(crate) fn assigned(&self) -> Assigned {
        self.assigned
    }

    /// Leaves of the customer what a role sees.
    pub(crate) fn hide_from(&mut self, role: Role, schema: &Schema) {
        self.attributes.hide_from(role, schema);
    }

    /// The customer with other attributes.
    pub(crate) fn with_attributes(mut self, attributes: ValidAttributes, now: Timestamp) -> Self {
        self.attributes = attributes;
        self.updated_at = now;
        self
    }

    /// Whether both say the same, whatever their versions and times of change.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let mut other = other.clone();
        other.assigned = self.assigned;
        other.updated_at = self.updated_at;
        *self == other
    }

    /// The customer with another address book.
    pub(crate) fn with_addresses(mut self, addresses: AddressBook, now: Timestamp) -> Self {
        self.addresses = addresses;
        self.updated_at = now;
        self
    }

    /// The account after staff took its login away.
    pub(crate) fn disabled(self, now: Timestamp) -> Result<Self, Refusal> {
        self.in_state(AccountAction::Disable, AccountState::Disabled, now)
    }

    /// The account after staff gave its login back.
    pub(crate) fn enabled(self, now: Timestamp) -> Result<Self, Refusal> {
        self.in_state(AccountAction::Enable, AccountState::Active, now)
    }

    /// The account after staff approved it.
    pub(crate) fn approved(self, now: Timestamp) -> Result<Self, Refusal> {
        self.in_state(AccountAction::Approve, AccountState::Active, now)
    }

    fn in_state(
        mut self,
        action: AccountAction,
        state: AccountState,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        action.check(&self, OnRecord::default())?;
        self.state = state;
        self.updated_at = now;
        Ok(self)
    }
}
