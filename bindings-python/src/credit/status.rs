//! How an account stands, and what it can pay of an order.

use patronage::credit::{CreditOffer as Offer, CreditStatus as Status};
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use super::account::{CreditAccount, Figures};
use super::refusal;
use crate::money::Money;
use crate::purchase_orders::PaymentTerm;
use crate::time;
use crate::value::{from_json, to_json, value};

/// How a credit account stands at a moment.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditStatus(pub(crate) Status);

value!(
    CreditStatus,
    |status| format!("{} at {}", status.account().id(), status.at()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl CreditStatus {
    #[getter]
    fn account(&self) -> CreditAccount {
        CreditAccount(self.0.account().clone())
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.at())
    }

    #[getter]
    fn figures(&self) -> Figures {
        Figures(*self.0.figures())
    }

    #[getter]
    fn limit(&self) -> Money {
        Money(self.0.limit())
    }

    #[getter]
    fn overdraft(&self) -> Money {
        Money(self.0.figures().overdraft())
    }

    #[getter]
    fn outstanding(&self) -> Money {
        Money(self.0.outstanding())
    }

    #[getter]
    fn reserved(&self) -> Money {
        Money(self.0.reserved())
    }

    #[getter]
    fn unapplied(&self) -> Money {
        Money(self.0.figures().unapplied())
    }

    #[getter]
    fn available(&self) -> Money {
        Money(self.0.available())
    }

    #[getter]
    fn total_available(&self) -> Money {
        Money(self.0.total_available())
    }

    #[getter]
    fn refusal<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        refusal(py, self.0.refusal())
    }
}

/// What a credit account can pay of an order.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditOffer(pub(crate) Offer);

value!(
    CreditOffer,
    |offer| match offer.withheld() {
        Some(withheld) => withheld.code(),
        None if offer.split() => "of a part",
        None => "of the whole",
    },
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl CreditOffer {
    #[getter]
    fn amount(&self) -> Money {
        Money(self.0.amount())
    }

    #[getter]
    fn split(&self) -> bool {
        self.0.split()
    }

    #[getter]
    fn terms(&self) -> Vec<PaymentTerm> {
        self.0.terms().iter().cloned().map(PaymentTerm).collect()
    }

    #[getter]
    fn withheld<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        refusal(py, self.0.withheld())
    }
}
