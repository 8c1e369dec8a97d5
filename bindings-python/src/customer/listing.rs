//! Customers page by page, and one after the other.

use std::sync::Mutex;

use patronage::customer::{CustomerRow as Row, CustomerSort};
use patronage::directory::{CustomerListing, CustomerRows};
use patronage::money::Currency;
use patronage::violation::{FieldError, Violation, Violations};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use super::{CustomerRow, row};
use crate::argument;
use crate::arrow;
use crate::attribute;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::json;

/// How a listing is asked for.
pub(crate) fn listing(named: Option<&Bound<'_, PyDict>>) -> Outcome<CustomerListing> {
    let mut listing = CustomerListing::new();
    let Some(named) = named else { return Ok(listing) };
    let mut found = Vec::new();
    for (name, value) in json::entries(named) {
        let name = argument::read(&name, "", argument::text)?;
        if value.is_none() {
            continue;
        }
        let text = || argument::read(&value, &name, argument::text);
        listing = match name.as_str() {
            "sort" => sorted(listing, &text()?)?,
            "limit" => match argument::page_limit(Some(&value))? {
                Some(limit) => listing.limit(limit),
                None => listing,
            },
            "customer_set" => listing.customer_set(text()?),
            "segment" => listing.segment(text()?),
            "cursor" => match argument::cursor(Some(&value))? {
                Some(cursor) => listing.cursor(cursor),
                None => listing,
            },
            "with_total" if value.is_truthy().unwrap_or_default() => listing.with_total(),
            "with_total" => listing,
            "attribute" => {
                let (code, held) = attribute::sought(&value)?;
                listing.attribute(code, held)
            }
            _ => {
                found.push(Violation::of_field(name, &FieldError::Unknown));
                listing
            }
        };
    }
    match Violations::from_list(found) {
        Some(violations) => Err(violations.into()),
        None => Ok(listing),
    }
}

/// `created_at`, `name`, `number`, `last_order` or `lifetime_spend.usd`, and after a space `asc` or
/// `desc`.
fn sorted(listing: CustomerListing, text: &str) -> Outcome<CustomerListing> {
    let (key, direction) = text.split_once(' ').unwrap_or((text, "asc"));
    let unknown = || {
        let words = "`created_at`, `name`, `number`, `last_order`, `lifetime_spend.usd` \
                     (or another currency), each alone or with ` asc` or ` desc`";
        Failure::of_field("sort", &FieldError::UnknownWord { words: words.to_owned() })
    };
    let sort = match key {
        "created_at" => CustomerSort::CreatedAt,
        "name" => CustomerSort::Name,
        "number" => CustomerSort::Number,
        "last_order" => CustomerSort::LastOrder,
        other => {
            let currency = other.strip_prefix("lifetime_spend.").ok_or_else(unknown)?;
            let currency = Currency::parse(currency);
            CustomerSort::LifetimeSpend(
                currency.map_err(|error| Failure::of_money("sort", &error))?,
            )
        }
    };
    match direction {
        "asc" => Ok(listing.sort(sort)),
        "desc" => Ok(listing.sort(sort).descending()),
        _ => Err(unknown()),
    }
}

/// The rows of a listing over all its pages.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerIterator {
    pub(super) session: Session,
    /// None once they were given to an Arrow stream.
    pub(super) rows: Mutex<Option<CustomerRows>>,
}

#[pymethods]
impl CustomerIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> Outcome<Option<Py<CustomerRow>>> {
        let next = py.detach(|| -> Result<Option<Row>, patronage::Error> {
            self.session.backoffice()?;
            let Ok(mut rows) = self.rows.lock() else { return Ok(None) };
            rows.as_mut().and_then(Iterator::next).transpose()
        })?;
        next.map(|found| row(py, found)).transpose().map_err(Failure::raised)
    }

    /// What was not iterated over yet, page by page.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let schema = self.session.run(py, |admin| admin.attributes().schema())?;
        let rows = py.detach(|| self.rows.lock().ok().and_then(|mut rows| rows.take()));
        let _ = requested_schema;
        arrow::stream_of_rows(py, rows.into_iter().flatten(), &schema)
    }

    fn __repr__(&self) -> &'static str {
        "<CustomerIterator>"
    }
}
