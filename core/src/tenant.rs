//! What holds for the whole tenant.

use serde::{Deserialize, Serialize};

use crate::code::CustomerSetCode;
use crate::money::Currency;
use crate::text::Language;
use crate::time::TimeZone;
use crate::version::Version;
use crate::violation::{Checks, Violations};

/// The settings of the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    #[serde(skip)]
    version: Version,
    default_customer_set: CustomerSetCode,
    reporting_currency: Currency,
    languages: Vec<Language>,
    #[serde(default)]
    time_zone: TimeZone,
}

impl Tenant {
    /// The settings of a new tenant.
    pub(crate) fn new(
        default_customer_set: CustomerSetCode,
        reporting_currency: Currency,
        time_zone: TimeZone,
    ) -> Self {
        Self {
            version: Version::FIRST,
            default_customer_set,
            reporting_currency,
            languages: Vec::new(),
            time_zone,
        }
    }

    /// Grows by one with each change.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The set of customers who are created without a site.
    pub fn default_customer_set(&self) -> &CustomerSetCode {
        &self.default_customer_set
    }

    /// The currency that is meant where money is compared and none is named.
    pub fn reporting_currency(&self) -> Currency {
        self.reporting_currency
    }

    /// The languages of sites that list none of their own; empty means any language.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The time zone that says which day it is, where a day counts: `today` in the bounds of
    /// attributes.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// The settings after `patch`. Whether the set exists is for the caller to know.
    pub(crate) fn patched(&self, patch: &TenantPatch) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let mut next = self.clone();
        if let Some(raw) = &patch.default_customer_set
            && let Some(code) = checks.take("default_customer_set", CustomerSetCode::parse(raw))
        {
            next.default_customer_set = code;
        }
        if let Some(raw) = &patch.reporting_currency
            && let Some(currency) = checks.take("reporting_currency", Currency::parse(raw))
        {
            next.reporting_currency = currency;
        }
        if let Some(raw) = &patch.languages {
            next.languages = checks.list("languages", raw, Language::parse);
        }
        if let Some(raw) = &patch.time_zone
            && let Some(zone) = checks.take("time_zone", TimeZone::parse(raw))
        {
            next.time_zone = zone;
        }
        checks.finish().map(|()| next)
    }
}

/// A change of the tenant's settings; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct TenantPatch {
    pub(crate) default_customer_set: Option<String>,
    reporting_currency: Option<String>,
    languages: Option<Vec<String>>,
    time_zone: Option<String>,
}

impl TenantPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes another set the default.
    #[must_use]
    pub fn default_customer_set(mut self, code: impl Into<String>) -> Self {
        self.default_customer_set = Some(code.into());
        self
    }

    /// Compares money in another currency where none is named. Nothing is converted.
    #[must_use]
    pub fn reporting_currency(mut self, currency: impl Into<String>) -> Self {
        self.reporting_currency = Some(currency.into());
        self
    }

    /// Sets the languages of sites that list none of their own.
    #[must_use]
    pub fn languages<L: Into<String>>(mut self, languages: impl IntoIterator<Item = L>) -> Self {
        self.languages = Some(languages.into_iter().map(Into::into).collect());
        self
    }

    /// Tells days by another time zone, by its name in the IANA database such as `Europe/Paris`.
    /// What is recorded has moments, and stays.
    #[must_use]
    pub fn time_zone(mut self, name: impl Into<String>) -> Self {
        self.time_zone = Some(name.into());
        self
    }
}
