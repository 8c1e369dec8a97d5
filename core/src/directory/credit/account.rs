//! How accounts are opened and set up.

use super::{Credit, CreditOf, check_reach, command, site_violation};
use crate::code::{SiteCode, TermCode};
use crate::credit::{
    CreditAccount, CreditDraft, CreditError, Decided, NewCreditAccount, NewOverdraft, Operation,
    Request, parse_days, parse_limit,
};
use crate::directory::error::Error;
use crate::directory::view::{Basis, View};
use crate::id::CustomerId;
use crate::money::{Amount, Currency, MoneyError};
use crate::site::Site;
use crate::text::Line;
use crate::violation::{Checks, Violations};

impl Credit {
    /// Opens an account; a customer has at most one in each currency (`credit.exists`). From then on
    /// the customer cannot be deleted.
    pub fn open(
        &self,
        customer: CustomerId,
        account: NewCreditAccount,
    ) -> Result<CreditAccount, Error> {
        let decided = self.decide(|view| {
            let owner = view.customer(customer)?;
            let currency = currency_of(view, &account, owner.site())?;
            let check_term = |checks: &mut Checks, path: &str, site: &str, term: &str| {
                check_term(&view.basis, checks, path, site, term)
            };
            let opening = account.parse(view.basis.next_id()?, currency, check_term)?;
            let request = Request { operation: Operation::Open(Box::new(opening)), key: None };
            command(&view.basis, customer, currency, request)
        });
        decided.map(|decided| decided.account)
    }

    /// The account, as it was last recorded; [`status`](Self::status) says how it stands now.
    pub fn get(&self, of: impl Into<CreditOf>) -> Result<CreditAccount, Error> {
        self.read(&of.into(), |_, _, account| Ok(account))
    }

    /// All accounts of a customer, by currency.
    pub fn accounts(&self, customer: CustomerId) -> Result<Vec<CreditAccount>, Error> {
        self.session.read(|view| {
            check_reach(view, customer)?;
            view.credit_accounts(customer)
        })
    }

    /// Sets the limit, to zero or more. Below what is owed it leaves nothing available, and what was
    /// promised before is captured all the same.
    pub fn set_limit(
        &self,
        of: impl Into<CreditOf>,
        limit: impl Into<Amount>,
    ) -> Result<CreditAccount, Error> {
        let (of, limit) = (of.into(), limit.into());
        let decided = self.commit(&of, Some(&limit), |_, currency| {
            Ok(setting(Operation::SetLimit(parse_limit(&limit, currency)?)))
        });
        decided.map(|decided| decided.account)
    }

    /// Sets what may be spent beyond the limit.
    ///
    /// Violations name the field `amount` or `percent`.
    pub fn set_overdraft(
        &self,
        of: impl Into<CreditOf>,
        overdraft: NewOverdraft,
    ) -> Result<CreditAccount, Error> {
        let decided = self.commit(&of.into(), None, |_, currency| {
            Ok(setting(Operation::SetOverdraft(overdraft.parse(currency)?)))
        });
        decided.map(|decided| decided.account)
    }

    /// Sets the payment terms on a site, out of those that the site has; none takes them away. Items
    /// and reservations keep the term with which they were made.
    pub fn set_terms<T: AsRef<str>>(
        &self,
        of: impl Into<CreditOf>,
        site: impl AsRef<str>,
        terms: impl IntoIterator<Item = T>,
    ) -> Result<CreditAccount, Error> {
        let raw: Vec<String> = terms.into_iter().map(|term| term.as_ref().to_owned()).collect();
        let decided = self.commit(&of.into(), None, |view, _| {
            let site = site.as_ref();
            let code = *view.basis.site(site).map_err(|error| site_violation(&error))?.code();
            let mut checks = Checks::new();
            let mut terms: Vec<TermCode> = Vec::with_capacity(raw.len());
            for (position, term) in raw.iter().enumerate() {
                let path = format!("terms[{position}]");
                let found = check_term(&view.basis, &mut checks, &path, site, term);
                terms.extend(found.map(|(_, term)| term).filter(|term| !terms.contains(term)));
            }
            checks.finish()?;
            Ok(setting(Operation::SetTerms { site: code, terms }))
        });
        decided.map(|decided| decided.account)
    }

    /// Sets whether a payment may be more than what is owed.
    pub fn set_keep_surplus(
        &self,
        of: impl Into<CreditOf>,
        keep: bool,
    ) -> Result<CreditAccount, Error> {
        self.set(&of.into(), &Operation::SetKeepSurplus(keep))
    }

    /// Sets after how many days an overdue item holds the account: from 1 up, or `None` for never.
    pub fn set_hold_when_overdue(
        &self,
        of: impl Into<CreditOf>,
        days: Option<u16>,
    ) -> Result<CreditAccount, Error> {
        self.set(&of.into(), &parse_days(days)?)
    }

    /// Takes new orders again.
    pub fn enable(&self, of: impl Into<CreditOf>) -> Result<CreditAccount, Error> {
        self.set(&of.into(), &Operation::Enable)
    }

    /// Refuses new orders (`credit.disabled`). What is owed and promised stays, and everything else
    /// works as before.
    pub fn disable(&self, of: impl Into<CreditOf>) -> Result<CreditAccount, Error> {
        self.set(&of.into(), &Operation::Disable)
    }

    /// Refuses new orders (`credit.on_hold`) for a reason of 1 to 200 characters.
    pub fn hold(
        &self,
        of: impl Into<CreditOf>,
        reason: impl AsRef<str>,
    ) -> Result<CreditAccount, Error> {
        let mut checks = Checks::new();
        let reason = checks.required("reason", Some(reason.as_ref()), Line::parse);
        let Some(reason) = reason else { return Err(checks.into_violations().into()) };
        self.set(&of.into(), &Operation::Hold { reason })
    }

    /// Lifts the hold. That of an overdue item goes away with the item.
    pub fn lift_hold(&self, of: impl Into<CreditOf>) -> Result<CreditAccount, Error> {
        self.set(&of.into(), &Operation::LiftHold)
    }

    fn set(&self, of: &CreditOf, operation: &Operation) -> Result<CreditAccount, Error> {
        let decided = self.commit(of, None, |_, _| Ok(setting(operation.clone())));
        decided.map(|decided| decided.account)
    }

    /// Carries out what a draft asks for.
    pub(super) fn carry_out(
        &self,
        of: &CreditOf,
        draft: &impl CreditDraft,
    ) -> Result<Decided, Error> {
        self.commit(of, draft.amount(), |_, currency| Ok(draft.parse(currency)?))
    }
}

/// A setting needs no idempotency key: what is so already is not recorded again.
fn setting(operation: Operation) -> Request {
    Request { operation, key: None }
}

/// The currency of an account to be opened.
fn currency_of(
    view: &View<'_>,
    account: &NewCreditAccount,
    site: Option<&SiteCode>,
) -> Result<Currency, Violations> {
    if let Some(raw) = &account.currency {
        let mut checks = Checks::new();
        let currency = checks.take::<_, MoneyError>("currency", Currency::parse(raw));
        return currency.ok_or_else(|| checks.into_violations());
    }
    let definitions = view.definitions();
    let of_site = site.and_then(|site| definitions.sites.get(site)).map(Site::currency);
    Ok(match &account.limit {
        Amount::Money(money) => money.currency(),
        _ => of_site.unwrap_or(definitions.tenant.reporting_currency()),
    })
}

/// A payment term of a site in reach.
fn check_term(
    basis: &Basis<'_>,
    checks: &mut Checks,
    path: &str,
    site: &str,
    raw: &str,
) -> Option<(SiteCode, TermCode)> {
    let site = checks.take(path, basis.site(site))?;
    let term = checks.take(path, TermCode::parse(raw))?;
    let unknown = || CreditError::UnknownTerm { site: *site.code(), term };
    let found = site.purchase_orders().term(raw).ok_or_else(unknown);
    checks.take(path, found).map(|found| (*site.code(), *found.code()))
}
