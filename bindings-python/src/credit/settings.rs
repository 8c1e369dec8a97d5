//! How accounts are opened and set up.

use patronage::credit::{NewCreditAccount, NewOverdraft};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Credit;
use super::account::CreditAccount;
use super::request::{self, finished, of, of_only};
use crate::argument::{self, Fields};
use crate::error::Outcome;

fn overdraft(fields: &mut Fields<'_>, amount: &str, percent: &str) -> NewOverdraft {
    NewOverdraft::of(fields.amount(amount), fields.value(percent, request::percent))
}

fn opening(mut fields: Fields<'_>) -> Outcome<NewCreditAccount> {
    let limit = fields.required("limit", argument::amount);
    let currency = fields.given_text("currency");
    let overdraft = overdraft(&mut fields, "overdraft_amount", "overdraft_percent");
    let terms = fields.value("terms", request::terms).unwrap_or_default();
    let keep_surplus = fields.flag("keep_surplus").unwrap_or_default();
    let days = fields.value("hold_when_overdue", request::days);
    let mut account = NewCreditAccount::new(finished(fields, limit)?).overdraft(overdraft);
    account = request::with(account, currency, NewCreditAccount::currency);
    account = request::with(account, days, NewCreditAccount::hold_when_overdue);
    for (site, terms) in terms {
        account = account.terms(site, terms);
    }
    Ok(account.keep_surplus(keep_surplus))
}

#[pymethods]
impl Credit {
    #[pyo3(signature = (customer, **fields))]
    fn open(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let account = opening(Fields::new(fields))?;
        self.account(py, |credit| credit.open(customer, account))
    }

    #[pyo3(signature = (customer, **fields))]
    fn get(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        self.account(py, |credit| credit.get(of))
    }

    fn accounts(&self, py: Python<'_>, customer: &Bound<'_, PyAny>) -> Outcome<Vec<CreditAccount>> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let accounts = self.run(py, |credit| credit.accounts(customer))?;
        Ok(accounts.into_iter().map(CreditAccount).collect())
    }

    #[pyo3(signature = (customer, limit, **fields))]
    fn set_limit(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        limit: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        let limit = argument::read(limit, "limit", argument::amount)?;
        self.account(py, |credit| credit.set_limit(of, limit))
    }

    #[pyo3(signature = (customer, **fields))]
    fn set_overdraft(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let (of, mut fields) = of(customer, fields)?;
        let overdraft = overdraft(&mut fields, "amount", "percent");
        fields.finish()?;
        self.account(py, |credit| credit.set_overdraft(of, overdraft))
    }

    #[pyo3(signature = (customer, **fields))]
    fn set_terms(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let (of, mut fields) = of(customer, fields)?;
        let site = fields.text("site").unwrap_or_default();
        let terms = fields.required("terms", argument::text_list);
        let terms = finished(fields, terms)?;
        self.account(py, |credit| credit.set_terms(of, site, terms))
    }

    #[pyo3(signature = (customer, keep, **fields))]
    fn set_keep_surplus(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        keep: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        let keep = argument::read(keep, "keep", argument::truth)?;
        self.account(py, |credit| credit.set_keep_surplus(of, keep))
    }

    #[pyo3(signature = (customer, days, **fields))]
    fn set_hold_when_overdue(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        days: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        let days = argument::read_some(days, "days", request::days)?;
        self.account(py, |credit| credit.set_hold_when_overdue(of, days))
    }

    #[pyo3(signature = (customer, **fields))]
    fn enable(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        self.account(py, |credit| credit.enable(of))
    }

    #[pyo3(signature = (customer, **fields))]
    fn disable(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        self.account(py, |credit| credit.disable(of))
    }

    #[pyo3(signature = (customer, **fields))]
    fn hold(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let (of, mut fields) = of(customer, fields)?;
        let reason = fields.text("reason").unwrap_or_default();
        fields.finish()?;
        self.account(py, |credit| credit.hold(of, reason))
    }

    #[pyo3(signature = (customer, **fields))]
    fn lift_hold(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditAccount> {
        let of = of_only(customer, fields)?;
        self.account(py, |credit| credit.lift_hold(of))
    }
}
