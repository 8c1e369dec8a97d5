//! New accounts.

use std::fmt;

use super::account::Assigned;
use super::address_book::AddressBook;
use super::attributes::{AttributeJudge, GivenAttributes, attribute_fields};
use super::profile::{ProfileError, RawProfile};
use super::{
    AccountAction, AccountKind, AccountState, Customer, CustomerError, LoginName, NewAddress,
    Profile, Refusal,
};
use crate::actor::Author;
use crate::attribute::ValidAttributes;
use crate::code::{CustomerSetCode, SiteCode};
use crate::customer::OnRecord;
use crate::customer_set::EmailPolicy;
use crate::id::{AddressId, CustomerId};
use crate::patch::Patch;
use crate::text::{EmailAddress, Language};
use crate::time::Timestamp;
use crate::violation::{Checks, Violations};

/// An account to be made: raw values, checked all at once.
///
/// ```
/// use patronage::customer::NewCustomer;
///
/// let john = NewCustomer::registered("mystic-sports", "john@example.com")
///     .name("John", "Doe")
///     .phone("+1 212 555 0100")
///     .language("en-US");
/// # let _ = john;
/// ```
///
/// `Debug` writes nothing that is said about the person.
#[derive(Clone)]
pub struct NewCustomer {
    pub(crate) kind: AccountKind,
    pub(crate) site: Option<String>,
    pub(crate) customer_set: Option<String>,
    login_name: Option<String>,
    state: AccountState,
    customer_since: Option<Timestamp>,
    profile: RawProfile,
    addresses: Vec<NewAddress>,
    pub(super) attributes: GivenAttributes,
}

attribute_fields!(NewCustomer);

impl fmt::Debug for NewCustomer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewCustomer")
            .field("kind", &self.kind)
            .field("site", &self.site)
            .field("customer_set", &self.customer_set)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl NewCustomer {
    /// An account of this kind, in the default customer set unless a site or a set is named.
    pub fn new(kind: AccountKind) -> Self {
        Self {
            kind,
            site: None,
            customer_set: None,
            login_name: None,
            state: AccountState::Active,
            customer_since: None,
            profile: RawProfile::default(),
            addresses: Vec::new(),
            attributes: GivenAttributes::default(),
        }
    }

    /// A registered account on a site, in the set of that site. Its login name is the e-mail
    /// address unless another one is given.
    pub fn registered(site: impl Into<String>, email: impl Into<String>) -> Self {
        Self::new(AccountKind::Registered).site(site).email(email)
    }

    /// A guest on a site, in the set of that site.
    pub fn guest(site: impl Into<String>) -> Self {
        Self::new(AccountKind::Guest).site(site)
    }

    /// The site on which the account is made. It decides the customer set.
    #[must_use]
    pub fn site(mut self, code: impl Into<String>) -> Self {
        self.site = Some(code.into());
        self
    }

    /// The customer set of an account that is made on no site.
    #[must_use]
    pub fn customer_set(mut self, code: impl Into<String>) -> Self {
        self.customer_set = Some(code.into());
        self
    }

    /// Another login name than the e-mail address.
    #[must_use]
    pub fn login_name(mut self, login_name: impl Into<String>) -> Self {
        self.login_name = Some(login_name.into());
        self
    }

    /// Whether the account can log in from the beginning (it can when nothing is said). Of this and
    /// [`pending_approval`](Self::pending_approval) the later call counts.
    #[must_use]
    pub fn active(mut self, active: bool) -> Self {
        self.state = if active { AccountState::Active } else { AccountState::Disabled };
        self
    }

    /// The account waits for staff to approve it.
    #[must_use]
    pub fn pending_approval(mut self) -> Self {
        self.state = AccountState::PendingApproval;
        self
    }

    /// Since when the person is a customer, for accounts that come from another system.
    #[must_use]
    pub fn customer_since(mut self, since: Timestamp) -> Self {
        self.customer_since = Some(since);
        self
    }

    /// First and last name.
    #[must_use]
    pub fn name(self, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.first_name(first).last_name(last)
    }

    /// Adds an address.
    #[must_use]
    pub fn address(mut self, address: NewAddress) -> Self {
        self.addresses.push(address);
        self
    }
}

macro_rules! draft_fields {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        impl NewCustomer {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<String>) -> Self {
                    self.profile.$field = Patch::Set($field.into());
                    self
                }
            )+
        }
    };
}

draft_fields! {
    /// The e-mail address (RFC 5321, at most 254 bytes).
    email,
    /// The first name, at most 100 characters.
    first_name,
    /// The middle name or initial, at most 100 characters.
    middle_name,
    /// The last name, at most 100 characters.
    last_name,
    /// The company or organization, at most 200 characters.
    company,
    /// The phone number, with or without an extension.
    phone,
    /// The phone number at work.
    work_phone,
    /// The mobile phone number.
    mobile_phone,
    /// The fax number.
    fax,
    /// The home country (ISO 3166-1, two letters), by which phone numbers are read.
    country,
    /// The preferred language (BCP 47), one of those that the site offers.
    language,
    /// The tax number, at most 100 characters.
    tax_id,
    /// The id in another system, at most 100 characters, unique in the tenant.
    external_id,
}

impl NewCustomer {
    /// Whether the customer agreed to marketing.
    #[must_use]
    pub fn accepts_marketing(mut self, accepts: bool) -> Self {
        self.profile.accepts_marketing = Some(accepts);
        self
    }

    /// Whether the customer pays no tax.
    #[must_use]
    pub fn tax_exempt(mut self, exempt: bool) -> Self {
        self.profile.tax_exempt = Some(exempt);
        self
    }
}

/// What is known about a new account apart from its draft.
#[derive(Debug, Clone)]
pub(crate) struct Origin<'a> {
    pub(crate) customer_set: CustomerSetCode,
    pub(crate) email_policy: EmailPolicy,
    pub(crate) site: Option<SiteCode>,
    pub(crate) languages: &'a [Language],
    pub(crate) attributes: AttributeJudge<'a>,
    pub(crate) author: Author,
    pub(crate) now: Timestamp,
}

impl Customer {
    /// Parses a draft. `address_ids` gives an id for each address.
    pub(crate) fn create(
        draft: &NewCustomer,
        id: CustomerId,
        address_ids: &[AddressId],
        origin: Origin<'_>,
    ) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let mut profile = Profile::default();
        draft.profile.apply(&mut profile, origin.languages, &mut checks);
        let login_name = match draft.kind {
            AccountKind::Guest => {
                draft.refuse_what_guests_lack(&mut checks);
                None
            }
            AccountKind::Registered => {
                registered_login(&mut checks, draft.login_name.as_deref(), profile.email())
            }
        };
        let addresses = AddressBook::create(&draft.addresses, address_ids, &profile, &mut checks);
        let mut attributes = ValidAttributes::none();
        draft.attributes.apply(origin.attributes, None, &mut attributes, &mut checks);
        checks.finish()?;
        Ok(Self {
            id,
            assigned: Assigned::default(),
            kind: draft.kind,
            state: draft.state,
            customer_set: origin.customer_set,
            site: origin.site,
            login_name,
            email_is_exclusive: draft.kind == AccountKind::Registered
                && origin.email_policy == EmailPolicy::OneAccountPerEmail,
            profile,
            addresses,
            attributes,
            customer_since: draft.customer_since.unwrap_or(origin.now),
            created_at: origin.now,
            created_by: origin.author,
            updated_at: origin.now,
        })
    }

    /// The guest as a registered account: the same id, addresses, segments and orders. The login
    /// name is the e-mail address unless another one is given.
    pub(crate) fn registered(
        mut self,
        login_name: Option<&str>,
        email_policy: EmailPolicy,
        now: Timestamp,
    ) -> Result<Self, CustomerError> {
        let action = AccountAction::Register;
        let nothing = OnRecord::default();
        action
            .check(&self, nothing)
            .map_err(|refusal| CustomerError::Refused { action, refusal })?;
        let mut checks = Checks::new();
        self.login_name = registered_login(&mut checks, login_name, self.profile.email());
        self.kind = AccountKind::Registered;
        self.email_is_exclusive = email_policy == EmailPolicy::OneAccountPerEmail;
        self.updated_at = now;
        checks.finish()?;
        Ok(self)
    }
}

impl NewCustomer {
    fn refuse_what_guests_lack(&self, checks: &mut Checks) {
        if self.login_name.is_some() {
            checks.reject("login_name", &Refusal::Guest);
        }
        match self.state {
            AccountState::Active => {}
            AccountState::Disabled => checks.reject("active", &Refusal::Guest),
            AccountState::PendingApproval => checks.reject("pending_approval", &Refusal::Guest),
        }
    }

    /// How many addresses the draft has.
    pub(crate) fn address_count(&self) -> usize {
        self.addresses.len()
    }
}

/// The login name of a registered account: the given one, else the e-mail address.
pub(super) fn registered_login(
    checks: &mut Checks,
    given: Option<&str>,
    email: Option<&EmailAddress>,
) -> Option<LoginName> {
    match (given.filter(|given| !given.is_empty()), email) {
        (Some(given), email) => {
            let login_name = checks.take("login_name", LoginName::parse(given))?;
            check_login_is_own(checks, &login_name, email);
            Some(login_name)
        }
        (None, Some(email)) => checks.take("login_name", LoginName::parse(email.as_str())),
        (None, None) => {
            // An e-mail address that was refused is reported as itself.
            if !checks.found_at("email") {
                checks.reject("login_name", &ProfileError::NoLoginName);
            }
            None
        }
    }
}

/// A login name that looks like an e-mail address must be the account's own: otherwise somebody
/// could log in under the address of somebody else.
pub(super) fn check_login_is_own(
    checks: &mut Checks,
    login_name: &LoginName,
    email: Option<&EmailAddress>,
) {
    let Some(as_email) = login_name.as_email() else { return };
    let is_own = email.is_some_and(|own| own.identity_key() == as_email.identity_key());
    if !is_own {
        checks.reject("login_name", &ProfileError::LoginNameOfAnother);
    }
}
