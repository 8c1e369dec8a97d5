//! Money and percents.

use std::cmp::Ordering;

use patronage::money::{Amount, Currency, Money as Exact, Percent as Share};
use pyo3::basic::CompareOp;
use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::argument;
use crate::error::{Failure, Outcome};
use crate::value::{from_json, kept, to_json, value};

/// An exact amount in a currency, with at most as many decimals as the currency has.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money(pub(crate) Exact);

kept!(Money, |money| money, |kept| to_json(kept), |text| from_json(text));

fn currency(value: &Bound<'_, PyAny>) -> Outcome<Currency> {
    let code = argument::read(value, "currency", argument::text)?;
    Currency::parse(&code).map_err(|error| Failure::of_money("currency", &error))
}

fn money(made: Result<Exact, patronage::money::MoneyError>) -> Outcome<Money> {
    made.map(Money).map_err(|error| Failure::of_money("amount", &error))
}

#[pymethods]
impl Money {
    #[new]
    fn new(amount: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> Outcome<Self> {
        let currency = self::currency(currency)?;
        money(argument::read(amount, "amount", argument::amount)?.resolve(currency))
    }

    #[staticmethod]
    fn from_minor(minor: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> Outcome<Self> {
        let currency = self::currency(currency)?;
        money(Exact::from_minor(argument::read(minor, "minor", argument::whole)?, currency))
    }

    #[getter]
    fn amount<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_decimal(py, self.0.amount())
    }

    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn minor(&self) -> i64 {
        self.0.minor()
    }

    fn __add__(&self, other: &Self) -> Outcome<Self> {
        money(self.0.checked_add(other.0))
    }

    fn __sub__(&self, other: &Self) -> Outcome<Self> {
        money(self.0.checked_sub(other.0))
    }

    fn __neg__(&self) -> Self {
        Self(self.0.negated())
    }

    fn __bool__(&self) -> bool {
        !self.0.is_zero()
    }

    /// Amounts of different currencies are unequal, and refuse to be put in an order.
    fn __richcmp__(&self, other: &Bound<'_, PyAny>, operator: CompareOp) -> Outcome<Py<PyAny>> {
        let py = other.py();
        let Ok(other) = other.cast::<Self>() else { return Ok(py.NotImplemented()) };
        let answer = match (operator, self.0.try_cmp(other.get().0)) {
            (CompareOp::Eq, order) => order.is_ok_and(Ordering::is_eq),
            (CompareOp::Ne, order) => !order.is_ok_and(Ordering::is_eq),
            (operator, Ok(order)) => operator.matches(order),
            (_, Err(error)) => return Err(Failure::of_money("currency", &error)),
        };
        Ok(PyBool::new(py, answer).to_owned().into_any().unbind())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }
}

/// A share of an amount: 12.5 is 12.5 %.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Percent(pub(crate) Share);

value!(Percent, |percent| percent, |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl Percent {
    #[new]
    fn new(value: &Bound<'_, PyAny>) -> Outcome<Self> {
        let parsed = match argument::read(value, "value", argument::amount)? {
            Amount::Text(text) => Share::parse(&text),
            Amount::Decimal(decimal) => Share::new(decimal),
            Amount::Money(money) => Share::new(money.amount()),
        };
        parsed.map(Self).map_err(|error| Failure::of_money("value", &error))
    }

    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_decimal(py, self.0.value())
    }

    fn of_rounded_down(&self, amount: &Money) -> Outcome<Money> {
        money(self.0.of_rounded_down(amount.0))
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }
}
