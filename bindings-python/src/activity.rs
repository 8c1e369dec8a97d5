//! The figures kept over a customer's orders.

use std::convert::identity;

use patronage::activity::{Activity as Kept, LastOrder as Last};
use patronage::money::Currency;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::argument;
use crate::error::{Failure, Outcome};
use crate::money::Money;
use crate::time;
use crate::value::{from_json, record, to_json, value};

/// The figures kept over a customer's orders.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Activity(pub(crate) Kept);

record!(Activity, Activity, identity, identity, |activity| activity.customer());

#[pymethods]
impl Activity {
    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn order_count(&self) -> u64 {
        self.0.order_count()
    }

    fn lifetime_spend(&self, currency: &Bound<'_, PyAny>) -> Outcome<Money> {
        let code = argument::read(currency, "currency", argument::text)?;
        let currency =
            Currency::parse(&code).map_err(|error| Failure::of_money("currency", &error))?;
        Ok(Money(self.0.lifetime_spend(currency)))
    }

    #[getter]
    fn spend_by_currency(&self) -> Vec<Money> {
        self.0.spend_by_currency().map(Money).collect()
    }

    #[getter]
    fn last_order(&self) -> Option<LastOrder> {
        self.0.last_order().cloned().map(LastOrder)
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }
}

/// The latest order of a customer.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct LastOrder(Last);

value!(LastOrder, |last| format!("{} {}", last.site, last.number), |kept| to_json(kept), |text| {
    from_json(text)
});

#[pymethods]
impl LastOrder {
    #[getter]
    fn site(&self) -> &str {
        self.0.site.as_str()
    }

    #[getter]
    fn number(&self) -> &str {
        self.0.number.as_str()
    }

    #[getter]
    fn placed_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        time::moment(py, self.0.placed_at)
    }

    #[getter]
    fn status(&self) -> String {
        argument::to_word(self.0.status)
    }

    #[getter]
    fn total(&self) -> Money {
        Money(self.0.total)
    }
}
