//! Statements: what happened over some days.

use patronage::activity::OrderNumber;
use patronage::code::{SiteCode, TermCode};
use patronage::credit::{OpenItem as Item, Statement as Kept, StatementLine as Line};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyIterator, PyTuple};

use super::ageing::{AGES, Ageing};
use super::columns::{self, Column, Source};
use super::entry::CreditEntry;
use crate::argument;
use crate::error::Outcome;
use crate::money::Money;
use crate::time;
use crate::value::{from_json, to_json, value};

/// What happened on an account over some days, and what is open at their end.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Statement(pub(crate) Kept);

value!(
    Statement,
    |statement| format!("{} to {} {}", statement.from(), statement.to(), statement.currency()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl Statement {
    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn currency(&self) -> &'static str {
        self.0.currency().code()
    }

    #[getter]
    fn from_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        time::day(py, self.0.from())
    }

    #[getter]
    fn to<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        time::day(py, self.0.to())
    }

    #[getter]
    fn opening(&self) -> Money {
        Money(self.0.opening())
    }

    #[getter]
    fn lines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.lines().iter().cloned().map(StatementLine).collect::<Vec<_>>())
    }

    #[getter]
    fn closing(&self) -> Money {
        Money(self.0.closing())
    }

    #[getter]
    fn open_items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.open_items().iter().cloned().map(OpenItem).collect::<Vec<_>>())
    }

    #[getter]
    fn ageing(&self) -> Ageing {
        Ageing(*self.0.ageing())
    }

    fn to_csv(&self) -> String {
        self.0.to_csv()
    }

    fn __len__(&self) -> usize {
        self.0.lines().len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.lines(py)?.try_iter()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        columns::stream(py, LINES, self.0.lines(), self.0.currency())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> String {
        let tables = [
            columns::html(LINES, self.0.lines()),
            columns::html(OPEN_ITEMS, self.0.open_items()),
            columns::html(AGES, std::slice::from_ref(self.0.ageing())),
        ];
        tables.concat()
    }
}

const LINES: &[Column<Line>] = &[
    Column { name: "date", of: Source::Day(|line| Some(line.date())) },
    Column { name: "entry", of: Source::Count(|line| Some(line.entry().number().as_u64())) },
    Column { name: "kind", of: Source::Text(|line| Some(line.entry().kind().to_string())) },
    Column { name: "site", of: Source::Text(|line| line.entry().site().map(ToString::to_string)) },
    Column {
        name: "order",
        of: Source::Text(|line| line.entry().order().map(ToString::to_string)),
    },
    Column {
        name: "purchase_order",
        of: Source::Text(|line| line.entry().purchase_order().map(ToOwned::to_owned)),
    },
    Column { name: "due", of: Source::Day(|line| line.entry().due()) },
    Column { name: "amount", of: Source::Money(|line| Some(line.entry().outstanding_change())) },
    Column { name: "balance", of: Source::Money(|line| Some(line.balance())) },
    Column { name: "currency", of: Source::Text(|line| Some(line.entry().currency().to_string())) },
    Column { name: "note", of: Source::Text(|line| line.entry().note().map(ToOwned::to_owned)) },
];

const OPEN_ITEMS: &[Column<Item>] = &[
    Column { name: "due", of: Source::Day(|item| Some(item.due())) },
    Column { name: "entry", of: Source::Count(|item| Some(item.number().as_u64())) },
    Column { name: "order", of: Source::Text(|item| item.order().map(ToString::to_string)) },
    Column { name: "term", of: Source::Text(|item| item.term().map(ToString::to_string)) },
    Column { name: "days_overdue", of: Source::Count(|item| Some(item.days_overdue().into())) },
    Column { name: "amount", of: Source::Money(|item| Some(item.amount())) },
    Column { name: "open", of: Source::Money(|item| Some(item.open())) },
];

/// An entry that changed what is owed, and what was owed after it.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct StatementLine(Line);

value!(
    StatementLine,
    |line| format!("{} {}", line.date(), line.entry().kind()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl StatementLine {
    #[getter]
    fn date<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        time::day(py, self.0.date())
    }

    #[getter]
    fn entry(&self) -> CreditEntry {
        CreditEntry(self.0.entry().clone())
    }

    #[getter]
    fn balance(&self) -> Money {
        Money(self.0.balance())
    }
}

/// An item that is not paid in full on a day.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct OpenItem(Item);

value!(OpenItem, |item| item.number(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl OpenItem {
    #[getter]
    fn number(&self) -> u64 {
        self.0.number().as_u64()
    }

    #[getter]
    fn due<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        time::day(py, self.0.due())
    }

    #[getter]
    fn amount(&self) -> Money {
        Money(self.0.amount())
    }

    #[getter]
    fn open(&self) -> Money {
        Money(self.0.open())
    }

    #[getter]
    fn days_overdue(&self) -> u32 {
        self.0.days_overdue()
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
}
