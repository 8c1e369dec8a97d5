//! What accounts and their ledgers say.

use patronage::credit::CreditPosition as Position;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Credit;
use super::account::{self, Head};
use super::ageing::Ageing;
use super::entries::CreditEntryIterator;
use super::entry::CreditEntry;
use super::position::CreditPosition;
use super::request::{finished, of, of_only};
use super::statement::Statement;
use super::status::CreditStatus;
use super::verification::Verification;
use crate::argument;
use crate::error::Outcome;
use crate::page::Page;

fn shown(positions: Vec<Position>) -> Vec<CreditPosition> {
    positions.into_iter().map(CreditPosition).collect()
}

#[pymethods]
impl Credit {
    #[pyo3(signature = (customer, **fields))]
    fn status(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditStatus> {
        let of = of_only(customer, fields)?;
        self.run(py, |credit| credit.status(of)).map(CreditStatus)
    }

    #[pyo3(signature = (customer, **fields))]
    fn open_items(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Vec<CreditPosition>> {
        let of = of_only(customer, fields)?;
        self.run(py, |credit| credit.open_items(of)).map(shown)
    }

    #[pyo3(signature = (customer, **fields))]
    fn reservations(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Vec<CreditPosition>> {
        let of = of_only(customer, fields)?;
        self.run(py, |credit| credit.reservations(of)).map(shown)
    }

    #[pyo3(signature = (customer, *, limit = None, cursor = None, **fields))]
    fn entries(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        limit: Option<&Bound<'_, PyAny>>,
        cursor: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Page> {
        let of = of_only(customer, fields)?;
        let page = argument::page(limit, cursor)?;
        let page = self.run(py, |credit| credit.entries(of, page))?;
        Page::new(py, page, CreditEntry)
    }

    #[pyo3(signature = (customer, *, limit = None, **fields))]
    fn iterate(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        limit: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntryIterator> {
        let of = of_only(customer, fields)?;
        let page = argument::page(limit, None)?;
        let account = self.run(py, |credit| credit.get(of))?;
        Ok(CreditEntryIterator::new(&self.session, &account, page))
    }

    #[pyo3(signature = (customer, **fields))]
    fn head(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Head> {
        let of = of_only(customer, fields)?;
        self.run(py, |credit| credit.head(of)).map(Head)
    }

    #[pyo3(signature = (customer, *, against = None, **fields))]
    fn verify(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        against: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Verification> {
        let of = of_only(customer, fields)?;
        let against = argument::read_some(against, "against", account::head)?;
        self.run(py, |credit| credit.verify(of, against)).map(Verification)
    }

    #[pyo3(signature = (customer, **fields))]
    fn statement(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Statement> {
        let (of, mut fields) = of(customer, fields)?;
        let from = fields.required("from_", argument::day);
        let to = fields.required("to", argument::day);
        let (from, to) = finished(fields, from.zip(to))?;
        self.run(py, |credit| credit.statement(of, from, to)).map(Statement)
    }

    #[pyo3(signature = (customer, **fields))]
    fn ageing(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Ageing> {
        let (of, mut fields) = of(customer, fields)?;
        let as_of = fields.required("as_of", argument::day);
        let as_of = finished(fields, as_of)?;
        self.run(py, |credit| credit.ageing(of, as_of)).map(Ageing)
    }

    fn advance(&self, py: Python<'_>) -> Outcome<u64> {
        self.run(py, |credit| credit.advance())
    }
}
