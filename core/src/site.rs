//! Sites: where customers register and buy.

use serde::{Deserialize, Serialize};

use crate::code::{CustomerSetCode, SiteCode};
use crate::credit::{PurchaseOrders, PurchaseOrdersPatch};
use crate::money::Currency;
use crate::text::{Language, Line};
use crate::time::Timestamp;
use crate::version::Version;
use crate::violation::{Checks, Violations, coded};

/// A shop, by its address on the web or its counter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    #[serde(skip)]
    version: Version,
    code: SiteCode,
    name: Line<100>,
    customer_set: CustomerSetCode,
    currency: Currency,
    languages: Vec<Language>,
    #[serde(default)]
    purchase_orders: PurchaseOrders,
    created_at: Timestamp,
}

/// What a site takes over from its tenant when the draft says nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SiteDefaults {
    pub(crate) customer_set: CustomerSetCode,
    pub(crate) currency: Currency,
}

impl Site {
    /// Parses a draft. Whether its set exists is for the caller to know.
    pub(crate) fn create(
        draft: &NewSite,
        defaults: SiteDefaults,
        now: Timestamp,
    ) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let code = checks.take("code", SiteCode::parse(&draft.code));
        let name = checks.required("name", Some(&draft.name), Line::parse);
        let customer_set =
            checks.optional("customer_set", draft.customer_set.as_deref(), CustomerSetCode::parse);
        let currency = checks.optional("currency", draft.currency.as_deref(), Currency::parse);
        let languages = checks.list("languages", &draft.languages, Language::parse);
        let (Some(code), Some(name), true) = (code, name, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        Ok(Self {
            version: Version::FIRST,
            code,
            name,
            customer_set: customer_set.unwrap_or(defaults.customer_set),
            currency: currency.unwrap_or(defaults.currency),
            languages,
            purchase_orders: PurchaseOrders::default(),
            created_at: now,
        })
    }

    /// The code, unique in the tenant.
    pub fn code(&self) -> &SiteCode {
        &self.code
    }

    /// The name for people.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The set whose customers can use the site.
    pub fn customer_set(&self) -> &CustomerSetCode {
        &self.customer_set
    }

    /// The currency of amounts that name none.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The languages that its customers may prefer; empty means those of the tenant.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// Whether and on which terms it takes purchase orders; a new site takes none.
    pub fn purchase_orders(&self) -> &PurchaseOrders {
        &self.purchase_orders
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

    /// The site after `patch`. Whether the new set exists is for the caller to know.
    pub(crate) fn patched(&self, patch: &SitePatch) -> Result<Self, Violations> {
        let mut next = self.clone();
        let mut checks = Checks::new();
        checks.change("name", patch.name.as_deref(), &mut next.name, Line::parse);
        if let Some(raw) = &patch.customer_set
            && let Some(set) = checks.take("customer_set", CustomerSetCode::parse(raw))
        {
            next.customer_set = set;
        }
        if let Some(raw) = &patch.currency
            && let Some(currency) = checks.take("currency", Currency::parse(raw))
        {
            next.currency = currency;
        }
        if let Some(raw) = &patch.languages {
            next.languages = checks.list("languages", raw, Language::parse);
        }
        checks.finish().map(|()| next)
    }

    /// The site after `patch` of what it says about purchase orders.
    pub(crate) fn with_purchase_orders(
        &self,
        patch: &PurchaseOrdersPatch,
    ) -> Result<Self, Violations> {
        let purchase_orders = self.purchase_orders.patched(patch)?;
        Ok(Self { purchase_orders, ..self.clone() })
    }
}

/// A site to be made.
#[derive(Debug, Clone)]
pub struct NewSite {
    code: String,
    name: String,
    pub(crate) customer_set: Option<String>,
    currency: Option<String>,
    languages: Vec<String>,
}

impl NewSite {
    /// A site with a code (1 to 50 characters `[a-z0-9_-]`) and a name (1 to 100 characters), in
    /// the default customer set and the tenant's reporting currency.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            customer_set: None,
            currency: None,
            languages: Vec::new(),
        }
    }

    /// Puts the site into a customer set.
    #[must_use]
    pub fn customer_set(mut self, code: impl Into<String>) -> Self {
        self.customer_set = Some(code.into());
        self
    }

    /// The ISO 4217 currency of amounts that name none.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// The languages (BCP 47) that its customers may prefer.
    #[must_use]
    pub fn languages<L: Into<String>>(mut self, languages: impl IntoIterator<Item = L>) -> Self {
        self.languages = languages.into_iter().map(Into::into).collect();
        self
    }
}

/// A change of a site; what is left out stays. The code never changes.
#[derive(Debug, Clone, Default)]
pub struct SitePatch {
    name: Option<String>,
    pub(crate) customer_set: Option<String>,
    currency: Option<String>,
    languages: Option<Vec<String>>,
}

impl SitePatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames the site.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Moves the site to another customer set. No customer moves with it: those of the old set can
    /// no longer use the site.
    #[must_use]
    pub fn customer_set(mut self, code: impl Into<String>) -> Self {
        self.customer_set = Some(code.into());
        self
    }

    /// Changes the currency of amounts that name none. What is recorded keeps its currency.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// Sets the languages that customers may prefer; those who chose another one keep it.
    #[must_use]
    pub fn languages<L: Into<String>>(mut self, languages: impl IntoIterator<Item = L>) -> Self {
        self.languages = Some(languages.into_iter().map(Into::into).collect());
        self
    }
}

/// Why something cannot be done with a site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SiteError {
    /// There is no such site.
    #[error("there is no site `{code}`")]
    Unknown {
        /// The code that was asked for.
        code: String,
    },
    /// The code is taken.
    #[error("the site `{code}` exists already")]
    Exists {
        /// The code.
        code: SiteCode,
    },
}

coded!(SiteError);

impl SiteError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "site.unknown",
            Self::Exists { .. } => "site.exists",
        }
    }
}
