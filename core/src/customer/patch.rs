//! Changes of a profile.

use std::fmt;

use super::attributes::{AttributeJudge, GivenAttributes, attribute_fields};
use super::draft::check_login_is_own;
use super::profile::{ProfileError, RawProfile};
use super::{AccountKind, Customer, LoginName, Refusal};
use crate::patch::Patch;
use crate::text::{Language, Line};
use crate::time::Timestamp;
use crate::violation::{Checks, FieldError, Violations};

/// A change of a customer: what is left out stays, [`Patch::Clear`] clears, a value sets.
///
/// ```
/// use patronage::customer::CustomerPatch;
/// use patronage::patch::Patch;
///
/// let patch = CustomerPatch::new().last_name("Smith").company(Patch::Clear);
/// # let _ = patch;
/// ```
///
/// `Debug` writes none of the values.
#[derive(Clone, Default)]
pub struct CustomerPatch {
    login_name: Option<String>,
    profile: RawProfile,
    pub(super) attributes: GivenAttributes,
}

attribute_fields!(CustomerPatch);

impl fmt::Debug for CustomerPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomerPatch").finish_non_exhaustive()
    }
}

impl CustomerPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a registered account another login name.
    #[must_use]
    pub fn login_name(mut self, login_name: impl Into<String>) -> Self {
        self.login_name = Some(login_name.into());
        self
    }

    /// Lets attributes change that are read-only once set, and says why, in at most 200 characters.
    /// The reason stands in the event of the change. Not for shoppers.
    #[must_use]
    pub fn correction_reason(mut self, reason: impl Into<String>) -> Self {
        self.attributes.correct(reason.into());
        self
    }

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

macro_rules! patch_fields {
    ($($(#[$doc:meta])* $field:ident,)+) => {
        impl CustomerPatch {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<Patch<String>>) -> Self {
                    self.profile.$field = $field.into();
                    self
                }
            )+
        }
    };
}

patch_fields! {
    /// The e-mail address. A login name that was the old address becomes the new one.
    email,
    /// The first name.
    first_name,
    /// The middle name or initial.
    middle_name,
    /// The last name.
    last_name,
    /// The company or organization.
    company,
    /// The phone number.
    phone,
    /// The phone number at work.
    work_phone,
    /// The mobile phone number.
    mobile_phone,
    /// The fax number.
    fax,
    /// The home country, by which phone numbers are read.
    country,
    /// The preferred language, one of those that the site offers.
    language,
    /// The tax number.
    tax_id,
    /// The id in another system.
    external_id,
}

impl CustomerPatch {
    /// Refuses what customers may not change by themselves: how they log in and what the merchant
    /// keeps about them.
    pub(crate) fn check_for_shopper(&self) -> Result<(), Violations> {
        let fields = [
            ("email", !self.profile.email.is_keep()),
            ("login_name", self.login_name.is_some()),
            ("tax_exempt", self.profile.tax_exempt.is_some()),
            ("tax_id", !self.profile.tax_id.is_keep()),
            ("external_id", !self.profile.external_id.is_keep()),
        ];
        let mut checks = Checks::new();
        for (path, _) in fields.into_iter().filter(|(_, changed)| *changed) {
            checks.reject(path, &FieldError::NotForShoppers);
        }
        checks.finish()
    }
}

/// A customer after a patch.
#[derive(Debug)]
pub(crate) struct Patched {
    pub(crate) customer: Customer,
    /// Why something changed that is read-only once set.
    pub(crate) reason: Option<Line<200>>,
}

impl Customer {
    /// The customer after `patch`, and the reason of a correction. `languages` are those to choose
    /// from, empty for any.
    pub(crate) fn patched(
        &self,
        patch: &CustomerPatch,
        languages: &[Language],
        attributes: AttributeJudge<'_>,
        now: Timestamp,
    ) -> Result<Patched, Violations> {
        let mut checks = Checks::new();
        let mut next = self.clone();
        patch.profile.apply(&mut next.profile, languages, &mut checks);
        next.follow_with_login(self, patch.login_name.as_deref(), &mut checks);
        let held = Some(&self.attributes);
        patch.attributes.apply(attributes, held, &mut next.attributes, &mut checks);
        let reason = patch.attributes.reason(&mut checks);
        next.updated_at = now;
        checks.finish().map(|()| Patched { customer: next, reason })
    }

    fn follow_with_login(&mut self, before: &Self, given: Option<&str>, checks: &mut Checks) {
        match (self.kind, given) {
            (AccountKind::Guest, Some(_)) => {
                checks.reject("login_name", &Refusal::Guest);
            }
            (AccountKind::Guest, None) => {}
            (AccountKind::Registered, Some(given)) => {
                if let Some(login_name) =
                    checks.required("login_name", Some(given), LoginName::parse)
                {
                    check_login_is_own(checks, &login_name, self.profile.email());
                    self.login_name = Some(login_name);
                }
            }
            (AccountKind::Registered, None) => {
                let was_email = before.login_name.as_ref().is_some_and(|n| n.as_email().is_some());
                if !was_email || self.profile.email == before.profile.email {
                    return;
                }
                match &self.profile.email {
                    Some(email) => {
                        self.login_name = checks.take("email", LoginName::parse(email.as_str()));
                    }
                    None => checks.reject("email", &ProfileError::EmailIsLoginName),
                }
            }
        }
    }
}
