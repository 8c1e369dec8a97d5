//! What is known about a person: names, e-mail, phones, language and the like.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::patch::Patch;
use crate::text::{CountryCode, EmailAddress, Language, Line, PhoneNumber};
use crate::violation::{Checks, Coded, coded};

/// The fields of a customer that describe the person.
///
/// `Debug` writes none of them, because it is what ends up in logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first_name: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) middle_name: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_name: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) company: Option<Line<200>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) phone: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) work_phone: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mobile_phone: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fax: Option<PhoneNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) country: Option<CountryCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<Language>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) accepts_marketing: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) tax_exempt: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tax_id: Option<Line<100>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<Line<100>>,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").finish_non_exhaustive()
    }
}

impl Profile {
    /// The e-mail address, as typed.
    pub fn email(&self) -> Option<&EmailAddress> {
        self.email.as_ref()
    }

    /// The first name.
    pub fn first_name(&self) -> Option<&str> {
        self.first_name.as_ref().map(Line::as_str)
    }

    /// The middle name or initial.
    pub fn middle_name(&self) -> Option<&str> {
        self.middle_name.as_ref().map(Line::as_str)
    }

    /// The last name.
    pub fn last_name(&self) -> Option<&str> {
        self.last_name.as_ref().map(Line::as_str)
    }

    /// The first, middle and last name with blanks between; empty when there is none.
    pub fn full_name(&self) -> String {
        let names = [self.first_name(), self.middle_name(), self.last_name()];
        names.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The company or organization.
    pub fn company(&self) -> Option<&str> {
        self.company.as_ref().map(Line::as_str)
    }

    /// The phone number.
    pub fn phone(&self) -> Option<&PhoneNumber> {
        self.phone.as_ref()
    }

    /// The phone number at work.
    pub fn work_phone(&self) -> Option<&PhoneNumber> {
        self.work_phone.as_ref()
    }

    /// The mobile phone number.
    pub fn mobile_phone(&self) -> Option<&PhoneNumber> {
        self.mobile_phone.as_ref()
    }

    /// The fax number.
    pub fn fax(&self) -> Option<&PhoneNumber> {
        self.fax.as_ref()
    }

    /// The home country, by which phone numbers without a country code are read.
    pub fn country(&self) -> Option<CountryCode> {
        self.country
    }

    /// The preferred language.
    pub fn language(&self) -> Option<&Language> {
        self.language.as_ref()
    }

    /// Whether the customer agreed to marketing.
    pub fn accepts_marketing(&self) -> bool {
        self.accepts_marketing
    }

    /// Whether the customer pays no tax.
    pub fn tax_exempt(&self) -> bool {
        self.tax_exempt
    }

    /// The tax number, as typed.
    pub fn tax_id(&self) -> Option<&str> {
        self.tax_id.as_ref().map(Line::as_str)
    }

    /// The id of the customer in another system, as typed.
    pub fn external_id(&self) -> Option<&str> {
        self.external_id.as_ref().map(Line::as_str)
    }
}

/// Raw values for some fields of a profile, as a form or an import row brings them.
#[derive(Clone, Default)]
pub(super) struct RawProfile {
    pub(super) email: Patch<String>,
    pub(super) first_name: Patch<String>,
    pub(super) middle_name: Patch<String>,
    pub(super) last_name: Patch<String>,
    pub(super) company: Patch<String>,
    pub(super) phone: Patch<String>,
    pub(super) work_phone: Patch<String>,
    pub(super) mobile_phone: Patch<String>,
    pub(super) fax: Patch<String>,
    pub(super) country: Patch<String>,
    pub(super) language: Patch<String>,
    pub(super) accepts_marketing: Option<bool>,
    pub(super) tax_exempt: Option<bool>,
    pub(super) tax_id: Patch<String>,
    pub(super) external_id: Patch<String>,
}

impl fmt::Debug for RawProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawProfile").finish_non_exhaustive()
    }
}

impl RawProfile {
    /// Writes the values into `profile`; what is kept is not looked at, so that a rule that came
    /// later never freezes an older account. `languages` are those to choose from, empty for any.
    pub(super) fn apply(&self, profile: &mut Profile, languages: &[Language], checks: &mut Checks) {
        set(checks, "email", &self.email, &mut profile.email, EmailAddress::parse);
        set(checks, "first_name", &self.first_name, &mut profile.first_name, Line::parse);
        set(checks, "middle_name", &self.middle_name, &mut profile.middle_name, Line::parse);
        set(checks, "last_name", &self.last_name, &mut profile.last_name, Line::parse);
        set(checks, "company", &self.company, &mut profile.company, Line::parse);
        set(checks, "country", &self.country, &mut profile.country, CountryCode::parse);
        let country = profile.country;
        let phone = |raw: &str| PhoneNumber::parse(raw, country);
        set(checks, "phone", &self.phone, &mut profile.phone, phone);
        set(checks, "work_phone", &self.work_phone, &mut profile.work_phone, phone);
        set(checks, "mobile_phone", &self.mobile_phone, &mut profile.mobile_phone, phone);
        set(checks, "fax", &self.fax, &mut profile.fax, phone);
        let before = profile.language.clone();
        set(checks, "language", &self.language, &mut profile.language, Language::parse);
        if profile.language != before {
            check_language(checks, profile.language.as_ref(), languages);
        }
        set(checks, "tax_id", &self.tax_id, &mut profile.tax_id, Line::parse);
        set(checks, "external_id", &self.external_id, &mut profile.external_id, Line::parse);
        profile.accepts_marketing = self.accepts_marketing.unwrap_or(profile.accepts_marketing);
        profile.tax_exempt = self.tax_exempt.unwrap_or(profile.tax_exempt);
    }
}

/// One field. Empty text is no value and clears it, as in a form.
fn set<T, E: Coded>(
    checks: &mut Checks,
    path: &str,
    raw: &Patch<String>,
    field: &mut Option<T>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) {
    match raw {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(raw) if raw.is_empty() => *field = None,
        Patch::Set(raw) => {
            if let Some(value) = checks.take(path, parse(raw)) {
                *field = Some(value);
            }
        }
    }
}

fn check_language(checks: &mut Checks, chosen: Option<&Language>, languages: &[Language]) {
    let Some(chosen) = chosen else { return };
    if !languages.is_empty() && !languages.contains(chosen) {
        let offered = languages.iter().map(|offered| format!("`{offered}`")).collect::<Vec<_>>();
        let (chosen, offered) = (chosen.clone(), offered.join(", "));
        checks.reject("language", &ProfileError::LanguageNotOffered { chosen, offered });
    }
}

/// Why a value that parses does not fit the account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The language is none of those to choose from.
    #[error("`{chosen}` is not offered here, only {offered}")]
    LanguageNotOffered {
        /// The language.
        chosen: Language,
        /// Those to choose from.
        offered: String,
    },
    /// A registered account has to have something to log in with.
    #[error("a registered account needs an e-mail address or a login name")]
    NoLoginName,
    /// A login name that looks like an e-mail address is not the account's own: somebody could log
    /// in under the address of somebody else.
    #[error("a login name that is an e-mail address must be the account's own")]
    LoginNameOfAnother,
    /// The e-mail address is the login name.
    #[error("the address is the login name, so it cannot be cleared")]
    EmailIsLoginName,
}

coded!(ProfileError);

impl ProfileError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LanguageNotOffered { .. } => "language.not_offered",
            Self::NoLoginName => "customer.no_login_name",
            Self::LoginNameOfAnother => "customer.login_name_of_another",
            Self::EmailIsLoginName => "customer.email_is_login_name",
        }
    }
}
