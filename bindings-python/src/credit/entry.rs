//! Entries of the ledger.

use patronage::activity::OrderNumber;
use patronage::code::{SiteCode, TermCode};
use patronage::credit::{
    Allocation as Part, CreditEntry as Entry, Digest, IdempotencyKey, Setting,
};
use patronage::id::EntryNumber;
use patronage::money::Currency;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDict};

use super::account::{Figures, overdraft};
use crate::argument;
use crate::error::{Failure, Outcome};
use crate::event::by;
use crate::money::Money;
use crate::time;
use crate::value::{from_json, to_json, value};

/// An entry of the ledger of a credit account.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditEntry(pub(crate) Entry);

value!(
    CreditEntry,
    |entry| format!("{} {}", entry.number(), entry.kind()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl CreditEntry {
    #[getter]
    fn number(&self) -> u64 {
        self.0.number().as_u64()
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    #[getter]
    fn transaction_type(&self) -> Option<u8> {
        self.0.kind().transaction_type()
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.at())
    }

    /// The role, and who it was.
    #[getter]
    fn author<'py>(&self, py: Python<'py>) -> PyResult<(&'static str, Bound<'py, PyAny>)> {
        by(py, self.0.author())
    }

    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn account<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.account().as_uuid())
    }

    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn amount(&self) -> Option<Money> {
        self.0.amount().map(Money)
    }

    #[getter]
    fn outstanding_change(&self) -> Money {
        Money(self.0.outstanding_change())
    }

    #[getter]
    fn reserved_change(&self) -> Money {
        Money(self.0.reserved_change())
    }

    #[getter]
    fn unapplied_change(&self) -> Money {
        Money(self.0.unapplied_change())
    }

    #[getter]
    fn after(&self) -> Outcome<Figures> {
        self.0.after().map(Figures).map_err(|error| Failure::of_money("after", &error))
    }

    #[getter]
    fn target(&self) -> Option<u64> {
        self.0.target().map(EntryNumber::as_u64)
    }

    #[getter]
    fn site(&self) -> Option<&str> {
        self.0.site().map(SiteCode::as_str)
    }

    #[getter]
    fn order(&self) -> Option<&str> {
        self.0.order().map(OrderNumber::as_str)
    }

    #[getter]
    fn term(&self) -> Option<&str> {
        self.0.term().map(TermCode::as_str)
    }

    #[getter]
    fn due<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.0.due().map(|due| time::day(py, due)).transpose()
    }

    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.expires_at().map(|at| time::moment(py, at)).transpose()
    }

    #[getter]
    fn key(&self) -> Option<&str> {
        self.0.key().map(IdempotencyKey::as_str)
    }

    #[getter(r#final)]
    fn is_final(&self) -> bool {
        self.0.is_final()
    }

    #[getter]
    fn overrides_limit(&self) -> bool {
        self.0.is_override()
    }

    /// What was set, by the names of the arguments that set it.
    #[getter]
    fn setting<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.setting().map(|setting| set(py, setting)).transpose()
    }

    #[getter]
    fn allocations(&self) -> Vec<Allocation> {
        let currency = self.0.currency();
        self.0.allocations().iter().map(|part| Allocation((*part, currency))).collect()
    }

    #[getter]
    fn purchase_order(&self) -> Option<&str> {
        self.0.purchase_order()
    }

    #[getter]
    fn note(&self) -> Option<&str> {
        self.0.note()
    }

    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let fields = PyDict::new(py);
        for (code, value) in self.0.fields() {
            fields.set_item(code.as_str(), value)?;
        }
        Ok(fields)
    }

    #[getter]
    fn redacted(&self) -> bool {
        self.0.is_redacted()
    }

    #[getter]
    fn hash(&self) -> String {
        self.0.hash().to_string()
    }

    #[getter]
    fn previous(&self) -> Option<String> {
        self.0.previous().as_ref().map(Digest::to_string)
    }
}

fn set<'py>(py: Python<'py>, setting: &Setting) -> PyResult<Bound<'py, PyDict>> {
    let codes = |terms: &[TermCode]| terms.iter().map(ToString::to_string).collect::<Vec<_>>();
    let named = PyDict::new(py);
    match setting {
        Setting::Opening { overdraft: beyond, terms, keep_surplus, hold_when_overdue } => {
            let by_site = PyDict::new(py);
            for (site, terms) in terms {
                by_site.set_item(site.as_str(), codes(terms))?;
            }
            named.set_item("overdraft", overdraft(py, *beyond)?)?;
            named.set_item("terms", by_site)?;
            named.set_item("keep_surplus", keep_surplus)?;
            named.set_item("hold_when_overdue", hold_when_overdue)?;
        }
        Setting::Overdraft(beyond) => named.set_item("overdraft", overdraft(py, *beyond)?)?,
        Setting::Terms(terms) => named.set_item("terms", codes(terms))?,
        Setting::KeepSurplus(keep) => named.set_item("keep_surplus", keep)?,
        Setting::HoldWhenOverdue(days) => named.set_item("hold_when_overdue", days)?,
        // A setting of a later release has no name here yet.
        _ => {}
    }
    Ok(named)
}

/// Money of a payment that went onto an item; below zero where it came off.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Allocation((Part, Currency));

value!(
    Allocation,
    |parts| format!("of {} to {}", parts.0.payment(), parts.0.item()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl Allocation {
    #[getter]
    fn payment(&self) -> u64 {
        self.0.0.payment().as_u64()
    }

    #[getter]
    fn item(&self) -> u64 {
        self.0.0.item().as_u64()
    }

    #[getter]
    fn amount(&self) -> Money {
        let (part, currency) = self.0;
        Money(part.amount(currency))
    }
}
