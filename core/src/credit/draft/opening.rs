//! Accounts to be opened.

use std::collections::BTreeMap;

use super::{CreditChecks, CreditInputError};
use crate::code::{SiteCode, TermCode};
use crate::credit::command::{Opening, Operation};
use crate::credit::error::CreditError;
use crate::credit::overdraft::Overdraft;
use crate::id::CreditAccountId;
use crate::money::{Amount, Currency, Minor, Money, MoneyError, Percent};
use crate::violation::{Checks, Violations};

/// A credit account to be opened. It is enabled.
#[derive(Debug, Clone)]
pub struct NewCreditAccount {
    pub(crate) limit: Amount,
    pub(crate) currency: Option<String>,
    overdraft: NewOverdraft,
    terms: Vec<(String, Vec<String>)>,
    keep_surplus: bool,
    hold_when_overdue: Option<u16>,
}

impl NewCreditAccount {
    /// An account with a limit of zero or more. Its currency is that of the limit; for a bare number
    /// it is the one that [`currency`](Self::currency) names, else that of the customer's site, else
    /// the tenant's reporting currency.
    pub fn new(limit: impl Into<Amount>) -> Self {
        Self {
            limit: limit.into(),
            currency: None,
            overdraft: NewOverdraft::none(),
            terms: Vec::new(),
            keep_surplus: false,
            hold_when_overdue: None,
        }
    }

    /// The ISO 4217 currency of everything in the account. It never changes.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// What may be spent beyond the limit. By default nothing.
    #[must_use]
    pub fn overdraft(mut self, overdraft: NewOverdraft) -> Self {
        self.overdraft = overdraft;
        self
    }

    /// The payment terms on a site, out of those that the site has.
    #[must_use]
    pub fn terms<T: Into<String>>(
        mut self,
        site: impl Into<String>,
        terms: impl IntoIterator<Item = T>,
    ) -> Self {
        self.terms.push((site.into(), terms.into_iter().map(Into::into).collect()));
        self
    }

    /// Takes payments of more than what is owed. By default they are refused.
    #[must_use]
    pub fn keep_surplus(mut self, keep: bool) -> Self {
        self.keep_surplus = keep;
        self
    }

    /// Refuses new orders as long as an item is overdue by so many days, at least 1. By default none
    /// is refused for that.
    #[must_use]
    pub fn hold_when_overdue(mut self, days: u16) -> Self {
        self.hold_when_overdue = Some(days);
        self
    }

    /// The opening of an account in `currency`. `check_term` knows the terms of the sites.
    pub(crate) fn parse(
        &self,
        id: CreditAccountId,
        currency: Currency,
        check_term: impl Fn(&mut Checks, &str, &str, &str) -> Option<(SiteCode, TermCode)>,
    ) -> Result<Opening, Violations> {
        let mut checks = Checks::new();
        let limit = limit(&mut checks, &self.limit, currency);
        let overdraft = self.overdraft.check(&mut checks, OF_AN_OPENING, currency);
        check_days(&mut checks, self.hold_when_overdue);
        let mut terms: BTreeMap<SiteCode, Vec<TermCode>> = BTreeMap::new();
        for (site, codes) in &self.terms {
            for (position, code) in codes.iter().enumerate() {
                let path = format!("terms.{site}[{position}]");
                if let Some((site, term)) = check_term(&mut checks, &path, site, code) {
                    let of_site = terms.entry(site).or_default();
                    if !of_site.contains(&term) {
                        of_site.push(term);
                    }
                }
            }
        }
        let (Some(limit), Some(overdraft), true) = (limit, overdraft, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        Ok(Opening {
            id,
            limit,
            overdraft,
            terms,
            keep_surplus: self.keep_surplus,
            hold_when_overdue: self.hold_when_overdue,
        })
    }
}

/// A limit of zero or more.
pub(super) fn limit(checks: &mut Checks, raw: &Amount, currency: Currency) -> Option<Minor> {
    zero_or_more(checks, "limit", raw, currency)
}

fn zero_or_more(
    checks: &mut Checks,
    path: &str,
    raw: &Amount,
    currency: Currency,
) -> Option<Minor> {
    let minor = checks.amount_in(path, raw, currency)?;
    if minor.is_negative() {
        checks.reject(path, &CreditInputError::Negative);
        return None;
    }
    Some(minor)
}

/// The fields of an overdraft by itself, and among those that an account is opened with.
const ALONE: [&str; 2] = ["amount", "percent"];
const OF_AN_OPENING: [&str; 2] = ["overdraft_amount", "overdraft_percent"];

/// What may be spent beyond the limit, before it is parsed.
#[derive(Debug, Clone, Default)]
pub struct NewOverdraft {
    amount: Option<Amount>,
    percent: Option<String>,
}

impl NewOverdraft {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// An amount of zero or more, also where the limit is 0.
    #[must_use]
    pub fn amount(amount: impl Into<Amount>) -> Self {
        Self { amount: Some(amount.into()), percent: None }
    }

    /// A percent of the limit of the moment, such as `12.5`, rounded down to the minor unit.
    #[must_use]
    pub fn percent(percent: impl Into<String>) -> Self {
        Self { amount: None, percent: Some(percent.into()) }
    }

    /// An amount or a percent, as a form has a field for each; both are a violation.
    #[must_use]
    pub fn of(amount: Option<Amount>, percent: Option<String>) -> Self {
        Self { amount, percent }
    }

    /// What may be spent beyond a limit of zero or more.
    ///
    /// ```
    /// use patronage::credit::NewOverdraft;
    ///
    /// let limit = "999.00 USD".parse()?;
    /// assert_eq!(NewOverdraft::percent("12.5").beyond(limit)?.to_string(), "124.87 USD");
    /// let wrong = NewOverdraft::amount("-1").beyond(limit).unwrap_err();
    /// assert_eq!(wrong.to_string(), "1 violation: amount: the amount is zero or more");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn beyond(&self, limit: Money) -> Result<Money, CreditError> {
        let mut checks = Checks::new();
        zero_or_more(&mut checks, "limit", &limit.into(), limit.currency());
        let overdraft = self.check(&mut checks, ALONE, limit.currency());
        match overdraft.filter(|_| checks.is_clean()) {
            Some(overdraft) => Ok(overdraft.beyond(limit)?),
            None => Err(checks.into_violations().into()),
        }
    }

    /// Parses it where its amount and its percent stand in two fields of these names.
    fn check(
        &self,
        checks: &mut Checks,
        [in_amount, in_percent]: [&str; 2],
        currency: Currency,
    ) -> Option<Overdraft> {
        match (&self.amount, &self.percent) {
            (None, None) => Some(Overdraft::None),
            (Some(amount), None) => zero_or_more(checks, in_amount, amount, currency)
                .map(|minor| Overdraft::Amount(minor.of(currency))),
            (None, Some(percent)) => checks
                .take::<_, MoneyError>(in_percent, Percent::parse(percent))
                .map(Overdraft::Percent),
            (Some(_), Some(_)) => {
                checks.reject(in_percent, &CreditInputError::TwoOverdrafts);
                None
            }
        }
    }

    pub(crate) fn parse(&self, currency: Currency) -> Result<Overdraft, Violations> {
        let mut checks = Checks::new();
        let overdraft = self.check(&mut checks, ALONE, currency);
        overdraft.ok_or_else(|| checks.into_violations())
    }
}

fn check_days(checks: &mut Checks, days: Option<u16>) {
    if days == Some(0) {
        checks.reject("hold_when_overdue", &CreditInputError::NoDays);
    }
}

/// After how many days an overdue item holds an account, by itself.
pub(crate) fn parse_days(days: Option<u16>) -> Result<Operation, Violations> {
    let mut checks = Checks::new();
    check_days(&mut checks, days);
    checks.finish().map(|()| Operation::SetHoldWhenOverdue(days))
}

/// A limit by itself.
pub(crate) fn parse_limit(raw: &Amount, currency: Currency) -> Result<Minor, Violations> {
    let mut checks = Checks::new();
    let limit = limit(&mut checks, raw, currency);
    limit.ok_or_else(|| checks.into_violations())
}
