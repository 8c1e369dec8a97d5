//! What a page needs to say what an order on account would mean.

use patronage::credit::{CreditPreview as Preview, NewPurchaseOrder};
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict, PyTuple};

use super::account::Figures;
use super::status::CreditOffer;
use super::{refusal, request};
use crate::argument::{self, Fields};
use crate::error::{Failure, Outcome};
use crate::purchase_orders::PurchaseOrders;
use crate::value::{from_json, to_json, value};
use crate::{time, violation};

/// How the credit of a customer stands on a site, as of a moment.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CreditPreview(pub(crate) Preview);

value!(
    CreditPreview,
    |preview| format!("of {} at {}", preview.site(), preview.at()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl CreditPreview {
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> Outcome<Self> {
        let text = argument::read(text, "text", argument::text)?;
        Ok(Preview::from_json(&text).map(Self)?)
    }

    fn to_json(&self) -> String {
        self.0.to_json()
    }

    #[getter]
    fn site(&self) -> &str {
        self.0.site().as_str()
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
    fn refusal<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        refusal(py, self.0.refusal())
    }

    #[getter]
    fn purchase_orders(&self) -> PurchaseOrders {
        PurchaseOrders(self.0.purchase_orders().clone())
    }

    fn offer(&self, total: &Bound<'_, PyAny>) -> Outcome<CreditOffer> {
        let total = argument::read(total, "total", argument::amount)?;
        Ok(self.0.offer(total).map(CreditOffer)?)
    }

    fn after_charge(&self, amount: &Bound<'_, PyAny>) -> Outcome<Figures> {
        let amount = argument::read(amount, "amount", argument::amount)?;
        Ok(self.0.after_charge(amount).map(Figures)?)
    }

    fn after_reserve(&self, amount: &Bound<'_, PyAny>) -> Outcome<Figures> {
        let amount = argument::read(amount, "amount", argument::amount)?;
        Ok(self.0.after_reserve(amount).map(Figures)?)
    }

    #[pyo3(signature = (**fields))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        fields: Option<&Bound<'py, PyDict>>,
    ) -> Outcome<Bound<'py, PyTuple>> {
        let mut fields = Fields::new(fields);
        let order = purchase_order(&mut fields);
        fields.finish()?;
        match self.0.check(&order) {
            Ok(()) => Ok(PyTuple::empty(py)),
            Err(found) => violation::tuple(py, &found).map_err(Failure::raised),
        }
    }
}

fn purchase_order(fields: &mut Fields<'_>) -> NewPurchaseOrder {
    let mut order = NewPurchaseOrder::new();
    let number = fields.given_text("purchase_order");
    order = request::with(order, number, NewPurchaseOrder::number);
    order = request::with(order, fields.given_text("term"), NewPurchaseOrder::term);
    for (code, value) in fields.value("fields", request::texts).unwrap_or_default() {
        order = order.field(code, value);
    }
    order
}
