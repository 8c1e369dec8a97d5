//! Whom a change of a site's payment terms affects.

use serde::{Deserialize, Serialize};

use super::account::CreditAccount;
use super::purchase_orders::PurchaseOrders;
use crate::code::{SiteCode, TermCode};
use crate::id::CustomerId;
use crate::money::Currency;

/// What a change of a site's payment terms would mean for the customers who have them.
///
/// Items and reservations keep the term with which they were made, so it is new orders that are
/// affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsImpact {
    removed: Vec<TermCode>,
    changed: Vec<TermCode>,
    accounts: Vec<AffectedAccount>,
}

impl TermsImpact {
    /// The terms that the site would no longer have.
    pub fn removed(&self) -> &[TermCode] {
        &self.removed
    }

    /// The terms that would say something else, such as another number of days.
    pub fn changed(&self) -> &[TermCode] {
        &self.changed
    }

    /// The accounts that have one of them, by customer and currency.
    pub fn accounts(&self) -> &[AffectedAccount] {
        &self.accounts
    }

    /// The accounts that would be left with no term on the site, and so could not order there.
    pub fn left_with_none(&self) -> impl Iterator<Item = &AffectedAccount> {
        self.accounts.iter().filter(|account| account.left.is_empty())
    }
}

/// A credit account that has a payment term which would be removed or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedAccount {
    customer: CustomerId,
    currency: Currency,
    terms: Vec<TermCode>,
    left: Vec<TermCode>,
}

impl AffectedAccount {
    /// Whose it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// Its currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Those of its terms that would be removed or changed.
    pub fn terms(&self) -> &[TermCode] {
        &self.terms
    }

    /// The terms that it would still have on the site.
    pub fn left(&self) -> &[TermCode] {
        &self.left
    }
}

impl TermsImpact {
    /// What the terms of a site and those that it is to have differ in; no account was looked at.
    pub(crate) fn between(before: &PurchaseOrders, after: &PurchaseOrders) -> Self {
        let (mut removed, mut changed) = (Vec::new(), Vec::new());
        for term in before.terms() {
            match after.term(term.code().as_str()) {
                None => removed.push(*term.code()),
                Some(other) if other != term => changed.push(*term.code()),
                Some(_) => {}
            }
        }
        Self { removed, changed, accounts: Vec::new() }
    }

    /// Whether an account has one of the terms that differ; if so, it is listed.
    pub(crate) fn look_at(
        &mut self,
        account: &CreditAccount,
        site: &SiteCode,
        after: &PurchaseOrders,
    ) {
        let granted = account.terms(site);
        let differs =
            |term: &&TermCode| self.removed.contains(*term) || self.changed.contains(*term);
        let terms: Vec<TermCode> = granted.iter().filter(differs).copied().collect();
        if terms.is_empty() {
            return;
        }
        let left =
            account.granted_terms(site, after).into_iter().map(|term| *term.code()).collect();
        let (customer, currency) = (account.customer(), account.currency());
        self.accounts.push(AffectedAccount { customer, currency, terms, left });
    }
}
