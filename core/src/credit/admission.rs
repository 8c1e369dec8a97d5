//! What a new order is held to: asked alike by the decision that records it, by an offer, and by a
//! preview that knows nothing but the figures.

use std::collections::BTreeMap;

use super::error::CreditError;
use super::figures::Figures;
use super::purchase_orders::{PaymentTerm, PurchaseOrders};
use crate::code::{CustomFieldCode, SiteCode, TermCode};
use crate::money::Minor;
use crate::text::Line;
use crate::violation::{Checks, FieldError, Violations};

/// Whether the site takes purchase orders.
pub(super) fn check_site(site: SiteCode, settings: &PurchaseOrders) -> Result<(), CreditError> {
    if settings.is_enabled() { Ok(()) } else { Err(CreditError::SiteNotEnabled { site }) }
}

/// The payment term of an order, out of those that the customer has on the site and that the site
/// still has: the one that the order names, or the only one.
pub(super) fn choose_term<'t>(
    site: SiteCode,
    terms: &[&'t PaymentTerm],
    named: Option<&TermCode>,
) -> Result<&'t PaymentTerm, CreditError> {
    let codes = || terms.iter().map(|term| *term.code()).collect();
    match (named, terms) {
        (_, []) => Err(CreditError::NoTerm { site }),
        (None, [only]) => Ok(only),
        (None, _) => Err(CreditError::TermRequired { site, terms: codes() }),
        (Some(named), _) => {
            let found = terms.iter().find(|term| term.code() == named);
            let refused = || CreditError::TermNotGranted { site, term: *named, terms: codes() };
            found.copied().ok_or_else(refused)
        }
    }
}

/// Whether an order says what the site asks for, its purchase-order number before all.
pub(super) fn check_purchase_order(
    settings: &PurchaseOrders,
    number: Option<&Line<64>>,
    fields: &BTreeMap<CustomFieldCode, Line<200>>,
) -> Result<(), Violations> {
    let mut checks = Checks::new();
    if number.is_none() {
        checks.missing("purchase_order");
    }
    for field in settings.required_fields() {
        if !fields.contains_key(field.code()) {
            checks.missing(&format!("fields.{}", field.code()));
        }
    }
    for code in fields.keys() {
        let mut known = settings.custom_fields().iter();
        if !known.any(|field| field.is_enabled() && field.code() == code) {
            checks.reject(format!("fields.{code}"), &FieldError::Unknown);
        }
    }
    checks.finish()
}

/// Whether an order costs no more than what is available.
pub(super) fn check_limit(figures: &Figures, amount: Minor) -> Result<(), CreditError> {
    let total_available = figures.total_available();
    if amount > total_available.into() {
        let requested = amount.of(figures.currency());
        return Err(CreditError::LimitExceeded { requested, total_available });
    }
    Ok(())
}
