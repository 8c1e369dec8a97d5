//! What a site says about purchase orders.

mod custom_field;
mod payment_term;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::code::TermCode;
use crate::violation::{Checks, Violations, coded};

pub use custom_field::{CustomField, NewCustomField};
pub use payment_term::{NewPaymentTerm, PaymentTerm};

/// Whether a site takes purchase orders, on which terms, and what an order by one has to say.
///
/// A site that nobody has asked takes none, and has no terms and no fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrders {
    enabled: bool,
    split_allowed: bool,
    terms: Vec<PaymentTerm>,
    custom_fields: Vec<CustomField>,
}

impl PurchaseOrders {
    /// Whether the site takes purchase orders.
    pub fn is_enabled(&self) -> bool {
        self.enabled
    }

    /// Whether a purchase order may pay a part of an order, and something else the rest.
    pub fn is_split_allowed(&self) -> bool {
        self.split_allowed
    }

    /// The terms of payment, in the order in which they are offered.
    pub fn terms(&self) -> &[PaymentTerm] {
        &self.terms
    }

    /// The term of this code.
    pub fn term(&self, code: &str) -> Option<&PaymentTerm> {
        let code = TermCode::parse(code).ok()?;
        self.terms.iter().find(|term| *term.code() == code)
    }

    /// The fields that an order by purchase order may carry, in the order in which they are shown.
    pub fn custom_fields(&self) -> &[CustomField] {
        &self.custom_fields
    }

    /// The fields without which an order by purchase order is refused: those that are required, and
    /// enabled.
    pub fn required_fields(&self) -> impl Iterator<Item = &CustomField> {
        self.custom_fields.iter().filter(|field| field.is_required() && field.is_enabled())
    }

    /// What the site says to a customer who has these of its terms.
    pub(super) fn with_only(&self, terms: &[&PaymentTerm]) -> Self {
        let is_enabled = |field: &&CustomField| field.is_enabled();
        Self {
            enabled: self.enabled,
            split_allowed: self.split_allowed,
            terms: terms.iter().map(|term| (*term).clone()).collect(),
            custom_fields: self.custom_fields.iter().filter(is_enabled).cloned().collect(),
        }
    }

    /// What the site says after `patch`. All that is wrong with it is reported.
    pub(crate) fn patched(&self, patch: &PurchaseOrdersPatch) -> Result<Self, Violations> {
        let mut next = self.clone();
        let mut checks = Checks::new();
        next.enabled = patch.enabled.unwrap_or(self.enabled);
        next.split_allowed = patch.split_allowed.unwrap_or(self.split_allowed);
        if let Some(drafts) = &patch.terms {
            next.terms = parse_all(&mut checks, "terms", drafts);
        }
        if let Some(drafts) = &patch.custom_fields {
            next.custom_fields = parse_all(&mut checks, "custom_fields", drafts);
        }
        checks.finish().map(|()| next)
    }
}

/// How many terms a site has at most, and how many fields.
const MAX_ENTRIES: usize = 100;

/// A draft of a term or a field: what a site has a list of, each under a code of its own.
trait Entry {
    type Code: Ord;
    type Parsed;

    /// The code, if it is one.
    fn code(&self) -> Option<Self::Code>;

    /// Parses the draft. All that is wrong with it is reported.
    fn parse(&self) -> Result<Self::Parsed, Violations>;
}

fn parse_all<E: Entry>(checks: &mut Checks, path: &str, drafts: &[E]) -> Vec<E::Parsed> {
    if drafts.len() > MAX_ENTRIES {
        let error = PurchaseOrdersError::TooMany { max: MAX_ENTRIES, actual: drafts.len() };
        checks.reject(path, &error);
        return Vec::new();
    }
    let mut codes = BTreeSet::new();
    let mut all = Vec::with_capacity(drafts.len());
    for (position, draft) in drafts.iter().enumerate() {
        let path = format!("{path}[{position}]");
        if draft.code().is_some_and(|code| !codes.insert(code)) {
            checks.reject(format!("{path}.code"), &PurchaseOrdersError::DuplicateCode);
        }
        match draft.parse() {
            Ok(parsed) => all.push(parsed),
            Err(part) => checks.absorb(&path, part),
        }
    }
    all
}

/// A change of what a site says about purchase orders; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct PurchaseOrdersPatch {
    enabled: Option<bool>,
    split_allowed: Option<bool>,
    terms: Option<Vec<NewPaymentTerm>>,
    custom_fields: Option<Vec<NewCustomField>>,
}

impl PurchaseOrdersPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes purchase orders, or takes none any more. What is owed stays owed.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Lets a purchase order pay a part of an order, and something else the rest.
    #[must_use]
    pub fn split_allowed(mut self, allowed: bool) -> Self {
        self.split_allowed = Some(allowed);
        self
    }

    /// Sets the terms of payment, at most 100, in the order in which they are offered.
    #[must_use]
    pub fn terms(mut self, terms: impl IntoIterator<Item = NewPaymentTerm>) -> Self {
        self.terms = Some(terms.into_iter().collect());
        self
    }

    /// Sets the fields that an order by purchase order may carry, at most 100, in the order in which
    /// they are shown.
    #[must_use]
    pub fn custom_fields(mut self, fields: impl IntoIterator<Item = NewCustomField>) -> Self {
        self.custom_fields = Some(fields.into_iter().collect());
        self
    }
}

/// Why a value of a term or a field, or a list of them, is refused although it parses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PurchaseOrdersError {
    /// An entry before it has the code.
    #[error("another entry of the list has this code")]
    DuplicateCode,
    /// A list has more entries than fit.
    #[error("there are {actual} entries, of which at most {max} fit")]
    TooMany {
        /// How many fit.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// A term is due later than any is.
    #[error("a term has 0 to {max} net days, not {actual}")]
    TooManyNetDays {
        /// How many days a term has at most.
        max: u16,
        /// How many there would be.
        actual: u32,
    },
}

coded!(PurchaseOrdersError);

impl PurchaseOrdersError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DuplicateCode => "purchase_orders.duplicate_code",
            Self::TooMany { .. } => "purchase_orders.too_many",
            Self::TooManyNetDays { .. } => "purchase_orders.too_many_net_days",
        }
    }
}
