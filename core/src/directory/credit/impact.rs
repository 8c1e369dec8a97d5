//! Whom a change of a site's payment terms affects.

use super::{Credit, check_reach};
use crate::credit::{PurchaseOrdersPatch, TermsImpact};
use crate::directory::error::Error;
use crate::directory::view::credit_account;
use crate::page::PageLimit;
use crate::store::{Query, Slice, unexpected};

impl Credit {
    /// Whom [`set_purchase_orders`](crate::directory::Sites::set_purchase_orders) with this patch
    /// would affect. Nothing is changed.
    pub fn terms_impact(
        &self,
        site: impl AsRef<str>,
        patch: &PurchaseOrdersPatch,
    ) -> Result<TermsImpact, Error> {
        self.session.read(|view| {
            let site = view.basis.site(site.as_ref())?;
            let after = site.with_purchase_orders(patch)?;
            let after = after.purchase_orders();
            let mut impact = TermsImpact::between(site.purchase_orders(), after);
            let mut behind = None;
            loop {
                let query = Query::CreditAccountsOn(*site.code(), behind, PageLimit::MAX);
                let Slice::Records(records) = view.query(&query)? else {
                    return Err(unexpected("credit accounts").into());
                };
                if records.is_empty() {
                    return Ok(impact);
                }
                for record in records {
                    let account = credit_account(record)?;
                    behind = Some((account.customer(), account.currency()));
                    if check_reach(view, account.customer()).is_ok() {
                        impact.look_at(&account, site.code(), after);
                    }
                }
            }
        })
    }
}
