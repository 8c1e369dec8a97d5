//! Credit accounts.

use patronage::credit::{
    CreditAccount as Account, Digest, Figures as Sums, Head as End, Hold as Reason,
    Overdraft as Beyond,
};
use patronage::violation::{FieldError, Violation};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use super::request;
use crate::argument::{self, Read, refuse};
use crate::error::{Failure, Outcome};
use crate::money::{Money, Percent};
use crate::time;
use crate::value::{from_json, record, to_json, unboxed, value};

/// The purchase-order credit of a customer in one currency.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditAccount(pub(crate) Account);

record!(CreditAccount, CreditAccount, Box::new, unboxed, |account| format!(
    "{} {}",
    account.id(),
    account.currency()
));

#[pymethods]
impl CreditAccount {
    #[getter]
    fn id<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.id().as_uuid())
    }

    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn limit(&self) -> Money {
        Money(self.0.limit())
    }

    #[getter]
    fn overdraft<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        overdraft(py, self.0.overdraft())
    }

    #[getter]
    fn enabled(&self) -> bool {
        self.0.is_enabled()
    }

    #[getter]
    fn hold(&self) -> Option<Hold> {
        self.0.hold().cloned().map(Hold)
    }

    #[getter]
    fn hold_when_overdue(&self) -> Option<u16> {
        self.0.hold_when_overdue()
    }

    #[getter]
    fn keep_surplus(&self) -> bool {
        self.0.keeps_surplus()
    }

    #[getter]
    fn terms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let terms = PyDict::new(py);
        for (site, codes) in self.0.all_terms() {
            let codes: Vec<&str> = codes.iter().map(AsRef::as_ref).collect();
            terms.set_item(site.as_str(), codes)?;
        }
        Ok(terms)
    }

    #[getter]
    fn figures(&self) -> Outcome<Figures> {
        self.0.figures().map(Figures).map_err(|error| Failure::of_money("figures", &error))
    }

    #[getter]
    fn next_expiry<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        self.0.next_expiry().map(|at| time::moment(py, at)).transpose()
    }

    #[getter]
    fn opened_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.opened_at())
    }

    #[getter]
    fn head(&self) -> Head {
        Head(self.0.head())
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}

/// An overdraft as Python has it: nothing, an amount or a percent.
pub(super) fn overdraft(py: Python<'_>, beyond: Beyond) -> PyResult<Bound<'_, PyAny>> {
    match beyond {
        Beyond::None => Ok(py.None().into_bound(py)),
        Beyond::Amount(amount) => Money(amount).into_bound_py_any(py),
        Beyond::Percent(percent) => Percent(percent).into_bound_py_any(py),
    }
}

/// Why new orders are refused.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Hold(Reason);

value!(Hold, |hold| format!("since {}", hold.since()), |kept| to_json(kept), |text| from_json(
    text
));

#[pymethods]
impl Hold {
    #[getter]
    fn reason(&self) -> &str {
        self.0.reason()
    }

    #[getter]
    fn since<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.since())
    }
}

/// What an account has at one moment.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Figures(pub(crate) Sums);

value!(Figures, |sums| sums.currency(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl Figures {
    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn limit(&self) -> Money {
        Money(self.0.limit())
    }

    #[getter]
    fn overdraft(&self) -> Money {
        Money(self.0.overdraft())
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
        Money(self.0.unapplied())
    }

    #[getter]
    fn available(&self) -> Money {
        Money(self.0.available())
    }

    #[getter]
    fn total_available(&self) -> Money {
        Money(self.0.total_available())
    }
}

/// The end of a ledger.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Head(pub(crate) End);

value!(Head, |head| format!("{} {}", head.number, head.hash), |kept| to_json(kept), |text| {
    from_json(text)
});

#[pymethods]
impl Head {
    /// A head as a host has kept it.
    #[new]
    fn new(
        number: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        hash: &Bound<'_, PyAny>,
    ) -> Outcome<Self> {
        let number = argument::read(number, "number", request::entry)?;
        let at = argument::read(at, "at", argument::moment)?;
        let hash = argument::read(hash, "hash", digest)?;
        Ok(Self(End { number, at, hash }))
    }

    #[getter]
    fn number(&self) -> u64 {
        self.0.number.as_u64()
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.at)
    }

    #[getter]
    fn hash(&self) -> String {
        self.0.hash.to_string()
    }
}

fn digest(value: &Bound<'_, PyAny>, path: &str) -> Read<Digest> {
    let expected = "64 hexadecimal digits in lower case";
    let wrong = || Violation::of_field(path, &FieldError::WrongType { expected });
    Digest::parse(&argument::text(value, path)?).ok_or_else(wrong)
}

/// The head of a ledger as an argument.
pub(super) fn head(value: &Bound<'_, PyAny>, path: &str) -> Read<End> {
    match value.cast::<Head>() {
        Ok(head) => Ok(head.get().0),
        Err(_) => refuse(path, "a Head"),
    }
}
