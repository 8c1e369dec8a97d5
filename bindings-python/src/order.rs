//! Orders.

use patronage::activity::{NewOrder, NewOrderLine, Order as Kept, OrderLine as Line};
use patronage::directory::{RecordOutcome, Recorded as Done};
use patronage::violation::FieldError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict, PyList};

use crate::argument::{self, Fields};
use crate::batch::all_of;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::money::Money;
use crate::page::Page;
use crate::time;
use crate::value::{from_json, record, to_json, unboxed, value};

/// An order that was recorded.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Order(pub(crate) Kept);

record!(Order, Order, Box::new, unboxed, |order| format!("{} {}", order.site(), order.number()));

#[pymethods]
impl Order {
    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn site(&self) -> &str {
        self.0.site().as_str()
    }

    #[getter]
    fn number(&self) -> &str {
        self.0.number().as_str()
    }

    #[getter]
    fn placed_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.placed_at())
    }

    #[getter]
    fn status(&self) -> String {
        argument::to_word(self.0.status())
    }

    #[getter]
    fn total(&self) -> Money {
        Money(self.0.total())
    }

    #[getter]
    fn returned(&self) -> Money {
        Money(self.0.returned())
    }

    #[getter]
    fn spend(&self) -> Money {
        Money(self.0.spend())
    }

    #[getter]
    fn payment(&self) -> Option<&str> {
        self.0.payment()
    }

    #[getter]
    fn lines(&self) -> Vec<OrderLine> {
        self.0.lines().iter().cloned().map(OrderLine).collect()
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}

/// A line of an order.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct OrderLine(Line);

value!(OrderLine, |line| line.product(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl OrderLine {
    #[getter]
    fn product(&self) -> &str {
        self.0.product()
    }

    #[getter]
    fn name(&self) -> Option<&str> {
        self.0.name()
    }

    #[getter]
    fn quantity(&self) -> u32 {
        self.0.quantity()
    }

    #[getter]
    fn price(&self) -> Option<Money> {
        self.0.price().map(Money)
    }
}

/// An order, and what recording it did.
#[pyclass(frozen, get_all, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Recorded {
    order: Py<Order>,
    outcome: &'static str,
}

#[pymethods]
impl Recorded {
    fn __repr__(&self) -> String {
        let order = &self.order.get().0;
        format!("<Recorded {} {} {}>", order.site(), order.number(), self.outcome)
    }
}

fn recorded(py: Python<'_>, done: Done) -> PyResult<Recorded> {
    let outcome = match done.outcome {
        RecordOutcome::Created => "created",
        RecordOutcome::Updated => "updated",
        RecordOutcome::Unchanged => "unchanged",
    };
    Ok(Recorded { order: Py::new(py, Order(done.order))?, outcome })
}

fn draft(mut fields: Fields<'_>) -> Outcome<NewOrder> {
    let number = fields.text("number").unwrap_or_default();
    let mut draft = NewOrder::new(number, fields.text("site").unwrap_or_default());
    if let Some(placed_at) = fields.moment("placed_at") {
        draft = draft.placed_at(placed_at);
    }
    if let Some(status) = fields.word("status") {
        draft = draft.status(status);
    }
    if let Some(total) = fields.amount("total") {
        draft = draft.total(total);
    }
    if let Some(returned) = fields.amount("returned") {
        draft = draft.returned(returned);
    }
    if let Some(payment) = fields.given_text("payment") {
        draft = draft.payment(payment);
    }
    for mut part in fields.parts("lines").into_iter().flatten() {
        let product = part.text("product").unwrap_or_default();
        let mut line = NewOrderLine::new(product, part.quantity("quantity").unwrap_or(1));
        if let Some(name) = part.given_text("name") {
            line = line.name(name);
        }
        if let Some(price) = part.amount("price") {
            line = line.price(price);
        }
        fields.absorb(part);
        draft = draft.line(line);
    }
    fields.finish().map(|()| draft)
}

/// The orders, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Orders {
    pub(crate) session: Session,
}

#[pymethods]
impl Orders {
    #[pyo3(signature = (customer, **fields))]
    fn record(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<Recorded> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let draft = draft(Fields::new(fields))?;
        let done = self.session.run(py, |admin| admin.orders().record(customer, draft))?;
        recorded(py, done).map_err(Failure::raised)
    }

    fn record_all<'py>(
        &self,
        py: Python<'py>,
        orders: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let read = |mut fields: Fields<'py>| {
            let customer = fields.customer("customer");
            let draft = draft(fields)?;
            let missing = || Failure::of_field("customer", &FieldError::Required);
            customer.map(|customer| (customer, draft)).ok_or_else(missing)
        };
        let run = |orders| self.session.run(py, |admin| Ok(admin.orders().record_all(orders)));
        let shown = |done| Ok(Bound::new(py, recorded(py, done)?)?.into_any());
        all_of(py, orders, "orders", read, run, shown)
    }

    fn get(
        &self,
        py: Python<'_>,
        site: &Bound<'_, PyAny>,
        number: &Bound<'_, PyAny>,
    ) -> Outcome<Order> {
        let site = argument::read(site, "site", argument::text)?;
        let number = argument::read(number, "number", argument::text)?;
        self.session.run(py, |admin| admin.orders().get(site, number)).map(Order)
    }

    #[pyo3(signature = (customer, *, limit = None, cursor = None))]
    fn of(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        limit: Option<&Bound<'_, PyAny>>,
        cursor: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Page> {
        let customer = argument::read(customer, "customer", argument::customer)?;
        let page = argument::page(limit, cursor)?;
        let page = self.session.run(py, |admin| admin.orders().of(customer, page))?;
        Page::new(py, page, Order)
    }

    fn __repr__(&self) -> &'static str {
        "<Orders>"
    }
}
