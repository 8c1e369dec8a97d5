//! What an entry leaves behind to be dealt with.

use patronage::activity::OrderNumber;
use patronage::code::{SiteCode, TermCode};
use patronage::credit::{CreditItem, CreditPosition as Position, PositionState, Reservation};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime};

use crate::argument;
use crate::error::Outcome;
use crate::money::Money;
use crate::time;
use crate::value::{record, unboxed};

/// A reservation, an item or a payment of a credit account, by the entry that made it.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditPosition(pub(crate) Position);

record!(CreditPosition, CreditPosition, Box::new, unboxed, |position| format!(
    "{} {}",
    kind(position.state()),
    position.number()
));

fn kind(state: &PositionState) -> &'static str {
    match state {
        PositionState::Reservation(_) => "reservation",
        PositionState::Item(_) => "item",
        PositionState::Payment(_) => "payment",
        _ => "other",
    }
}

impl CreditPosition {
    fn reservation(&self) -> Option<&Reservation> {
        match self.0.state() {
            PositionState::Reservation(reservation) => Some(reservation),
            _ => None,
        }
    }

    fn item(&self) -> Option<&CreditItem> {
        match self.0.state() {
            PositionState::Item(item) => Some(item),
            _ => None,
        }
    }
}

#[pymethods]
impl CreditPosition {
    #[getter]
    fn kind(&self) -> &'static str {
        kind(self.0.state())
    }

    #[getter]
    fn number(&self) -> u64 {
        self.0.number().as_u64()
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
    fn amount(&self) -> Money {
        Money(self.0.amount())
    }

    #[getter]
    fn left(&self) -> Money {
        Money(self.0.left())
    }

    #[getter]
    fn site(&self) -> Option<&str> {
        let promised = self.reservation().map(Reservation::site);
        promised.or_else(|| self.item()?.site()).map(SiteCode::as_str)
    }

    #[getter]
    fn order(&self) -> Option<&str> {
        let promised = self.reservation().and_then(Reservation::order);
        promised.or_else(|| self.item()?.order()).map(OrderNumber::as_str)
    }

    #[getter]
    fn term(&self) -> Option<&str> {
        let promised = self.reservation().map(Reservation::term);
        promised.or_else(|| self.item()?.term()).map(TermCode::as_str)
    }

    #[getter]
    fn due<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDate>>> {
        self.item().map(|item| time::day(py, item.due())).transpose()
    }

    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDateTime>>> {
        let expires_at = self.reservation().and_then(Reservation::expires_at);
        expires_at.map(|at| time::moment(py, at)).transpose()
    }

    /// How many days after its due date a day is.
    fn days_overdue(&self, today: &Bound<'_, PyAny>) -> Outcome<u32> {
        let today = argument::read(today, "today", argument::day)?;
        Ok(self.item().map(|item| item.days_overdue(today)).unwrap_or_default())
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}
