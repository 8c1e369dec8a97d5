//! A ledger, entry by entry.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use patronage::Error;
use patronage::activity::OrderNumber;
use patronage::credit::{CreditAccount, CreditEntry as Entry, Figures};
use patronage::directory::CreditOf;
use patronage::id::EntryNumber;
use patronage::money::{Currency, Money};
use patronage::page::PageRequest;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::columns::{self, Column, Source};
use super::entry::CreditEntry;
use crate::arrow;
use crate::error::Outcome;
use crate::handle::Session;

/// The entries of a ledger over all its pages, the latest first.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditEntryIterator {
    currency: Currency,
    /// None once they were given to an Arrow stream.
    unread: Mutex<Option<Unread>>,
}

/// What was not iterated over yet.
#[derive(Debug)]
struct Unread {
    session: Session,
    of: CreditOf,
    /// The next page to be read, if there is one.
    page: Option<PageRequest>,
    limit: PageRequest,
    read: VecDeque<Entry>,
}

impl CreditEntryIterator {
    pub(super) fn new(session: &Session, account: &CreditAccount, page: PageRequest) -> Self {
        let currency = account.currency();
        let unread = Unread {
            session: session.clone(),
            of: CreditOf::new(account.customer()).currency(currency.code()),
            page: Some(page.clone()),
            limit: page,
            read: VecDeque::new(),
        };
        Self { currency, unread: Mutex::new(Some(unread)) }
    }
}

impl Unread {
    /// Reads the next page; false where there is none.
    fn turn(&mut self) -> Result<bool, Error> {
        let credit = self.session.backoffice()?.credit();
        let Some(page) = self.page.take() else { return Ok(false) };
        let page = credit.entries(self.of.clone(), page)?;
        self.page = page.next.map(|next| self.limit.clone().cursor(next));
        self.read.extend(page.items);
        Ok(true)
    }

    fn next(&mut self) -> Result<Option<Entry>, Error> {
        while self.read.is_empty() && self.turn()? {}
        Ok(self.read.pop_front())
    }

    /// What is left of the page.
    fn rest(&mut self) -> Result<Option<Vec<Entry>>, Error> {
        while self.read.is_empty() && self.turn()? {}
        let rest: Vec<Entry> = self.read.drain(..).collect();
        Ok(Some(rest).filter(|rest| !rest.is_empty()))
    }
}

#[pymethods]
impl CreditEntryIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> Outcome<Option<CreditEntry>> {
        let next = py.detach(|| {
            let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
            unread.as_mut().map_or(Ok(None), Unread::next)
        })?;
        Ok(next.map(CreditEntry))
    }

    /// What was not iterated over yet, page by page.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let mut unread =
            py.detach(|| self.unread.lock().unwrap_or_else(PoisonError::into_inner).take());
        let schema = columns::schema(COLUMNS, self.currency);
        let (made_of, currency) = (schema.clone(), self.currency);
        let batches = std::iter::from_fn(move || {
            let rows = unread.as_mut()?.rest();
            let batch = |rows: Vec<Entry>| columns::batch(&rows, COLUMNS, &made_of, currency);
            let batch: Option<Result<RecordBatch, ArrowError>> = match rows {
                Ok(rows) => rows.map(batch),
                Err(error) => Some(Err(ArrowError::ExternalError(Box::new(error)))),
            };
            if !matches!(batch, Some(Ok(_))) {
                unread = None;
            }
            batch
        });
        arrow::stream(py, schema, batches)
    }

    fn __repr__(&self) -> &'static str {
        "<CreditEntryIterator>"
    }
}

fn after(entry: &Entry, figure: fn(&Figures) -> Money) -> Option<Money> {
    entry.after().ok().as_ref().map(figure)
}

const COLUMNS: &[Column<Entry>] = &[
    Column { name: "number", of: Source::Count(|entry| Some(entry.number().as_u64())) },
    Column { name: "at", of: Source::Moment(|entry| Some(entry.at())) },
    Column { name: "kind", of: Source::Text(|entry| Some(entry.kind().to_string())) },
    Column { name: "currency", of: Source::Text(|entry| Some(entry.currency().to_string())) },
    Column { name: "amount", of: Source::Money(Entry::amount) },
    Column {
        name: "outstanding_change",
        of: Source::Money(|entry| Some(entry.outstanding_change())),
    },
    Column { name: "reserved_change", of: Source::Money(|entry| Some(entry.reserved_change())) },
    Column { name: "unapplied_change", of: Source::Money(|entry| Some(entry.unapplied_change())) },
    Column { name: "limit", of: Source::Money(|entry| after(entry, Figures::limit)) },
    Column { name: "overdraft", of: Source::Money(|entry| after(entry, Figures::overdraft)) },
    Column { name: "outstanding", of: Source::Money(|entry| after(entry, Figures::outstanding)) },
    Column { name: "reserved", of: Source::Money(|entry| after(entry, Figures::reserved)) },
    Column { name: "unapplied", of: Source::Money(|entry| after(entry, Figures::unapplied)) },
    Column {
        name: "total_available",
        of: Source::Money(|entry| after(entry, Figures::total_available)),
    },
    Column { name: "target", of: Source::Count(|entry| entry.target().map(EntryNumber::as_u64)) },
    Column { name: "site", of: Source::Text(|entry| entry.site().map(ToString::to_string)) },
    Column {
        name: "order",
        of: Source::Text(|entry| entry.order().map(OrderNumber::as_str).map(ToOwned::to_owned)),
    },
    Column { name: "term", of: Source::Text(|entry| entry.term().map(ToString::to_string)) },
    Column { name: "due", of: Source::Day(Entry::due) },
    Column { name: "expires_at", of: Source::Moment(Entry::expires_at) },
    Column {
        name: "purchase_order",
        of: Source::Text(|entry| entry.purchase_order().map(ToOwned::to_owned)),
    },
    Column { name: "note", of: Source::Text(|entry| entry.note().map(ToOwned::to_owned)) },
];
