//! Pages of listings.

use patronage::attribute::Schema;
use patronage::customer::CustomerRow as Row;
use patronage::page::{Cursor, Page as Found};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyIterator, PyTuple};
use pyo3::{PyClass, PyClassInitializer};

use crate::arrow;
use crate::customer;
use crate::error::{Failure, Outcome};

/// A page of segments, orders or entries of a ledger.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Page {
    #[pyo3(get)]
    items: Py<PyTuple>,
    #[pyo3(get)]
    next: Option<String>,
    #[pyo3(get)]
    previous: Option<String>,
    #[pyo3(get)]
    total: Option<u64>,
}

fn place(cursor: Option<&Cursor>) -> Option<String> {
    cursor.map(|cursor| cursor.as_str().to_owned())
}

impl Page {
    pub(crate) fn new<T, C>(py: Python<'_>, page: Found<T>, class: impl Fn(T) -> C) -> Outcome<Self>
    where
        C: PyClass + Into<PyClassInitializer<C>>,
    {
        let (next, previous) = (place(page.next.as_ref()), place(page.previous.as_ref()));
        let items = page.items.into_iter().map(|item| Py::new(py, class(item)));
        let items: PyResult<Vec<Py<C>>> = items.collect();
        let items = items.and_then(|items| PyTuple::new(py, items)).map_err(Failure::raised)?;
        Ok(Self { items: items.unbind(), next, previous, total: page.total })
    }
}

#[pymethods]
impl Page {
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.items.bind(py).as_any().len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.items.bind(py).try_iter()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        position: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.items.bind(py).as_any().get_item(position)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Page of {}>", self.__len__(py)?))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let rows = self.items.bind(py).iter().map(|item| Ok(vec![item.repr()?.to_string()]));
        Ok(table(&["item"], &rows.collect::<PyResult<Vec<_>>>()?))
    }
}

/// A page of customers.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomerPage {
    rows: Vec<Row>,
    schema: Schema,
    #[pyo3(get)]
    items: Py<PyTuple>,
    #[pyo3(get)]
    next: Option<String>,
    #[pyo3(get)]
    previous: Option<String>,
    #[pyo3(get)]
    total: Option<u64>,
}

impl CustomerPage {
    pub(crate) fn new(py: Python<'_>, page: Found<Row>, schema: Schema) -> Outcome<Self> {
        let (next, previous) = (place(page.next.as_ref()), place(page.previous.as_ref()));
        let items = page.items.iter().map(|row| customer::row(py, row.clone()));
        let items: PyResult<Vec<_>> = items.collect();
        let items = items.and_then(|items| PyTuple::new(py, items)).map_err(Failure::raised)?;
        let items = items.unbind();
        Ok(Self { rows: page.items, schema, items, next, previous, total: page.total })
    }
}

#[pymethods]
impl CustomerPage {
    fn __len__(&self) -> usize {
        self.rows.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.items.bind(py).try_iter()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        position: Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.items.bind(py).as_any().get_item(position)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let rows = self.rows.clone().into_iter().map(Ok);
        arrow::stream_of_rows(py, rows, &self.schema)
    }

    fn __repr__(&self) -> String {
        format!("<CustomerPage of {}>", self.rows.len())
    }

    /// What a notebook shows: the display of a page was asked for, so that names are there.
    fn _repr_html_(&self) -> String {
        let head = ["number", "name", "e-mail", "status", "customer set", "orders", "spend"];
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        table(&head, &rows)
    }
}

fn cells(row: &Row) -> Vec<String> {
    let customer = &row.customer;
    let profile = customer.profile();
    let activity = row.activity.as_ref();
    let spend = activity.map(|activity| {
        let amounts = activity.spend_by_currency().map(|amount| amount.to_string());
        amounts.collect::<Vec<_>>().join(", ")
    });
    vec![
        customer.number().map(|number| number.to_string()).unwrap_or_default(),
        profile.full_name(),
        profile.email().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        customer.status().to_string(),
        customer.customer_set().to_string(),
        activity.map_or(0, patronage::activity::Activity::order_count).to_string(),
        spend.unwrap_or_default(),
    ]
}

/// A table whose cells say nothing to a browser, whatever somebody typed into a form.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |tag: &str, cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let body: String =
        rows.iter().map(|row| line("td", &mut row.iter().map(String::as_str))).collect();
    let head = line("th", &mut head.iter().copied());
    format!("<table><thead>{head}</thead><tbody>{body}</tbody></table>")
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
