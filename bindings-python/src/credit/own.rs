//! Purchase-order credit of a shopper.

use patronage::Error;
use patronage::directory;
use pyo3::prelude::*;

use super::account::Figures;
use super::position::CreditPosition;
use super::preview::CreditPreview;
use super::status::CreditOffer;
use crate::argument;
use crate::error::Outcome;
use crate::storefront::Shopper;

/// Purchase-order credit of a shopper, in the currency of the site.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct OwnCredit {
    pub(crate) shopper: Shopper,
}

impl OwnCredit {
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(directory::OwnCredit) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        self.shopper.run(py, |me| operation(me.credit()?))
    }
}

#[pymethods]
impl OwnCredit {
    fn figures(&self, py: Python<'_>) -> Outcome<Figures> {
        self.run(py, |credit| credit.figures()).map(Figures)
    }

    fn offer(&self, py: Python<'_>, total: &Bound<'_, PyAny>) -> Outcome<CreditOffer> {
        let total = argument::read(total, "total", argument::amount)?;
        self.run(py, |credit| credit.offer(total)).map(CreditOffer)
    }

    fn preview(&self, py: Python<'_>) -> Outcome<CreditPreview> {
        self.run(py, |credit| credit.preview()).map(CreditPreview)
    }

    fn open_items(&self, py: Python<'_>) -> Outcome<Vec<CreditPosition>> {
        let items = self.run(py, |credit| credit.open_items())?;
        Ok(items.into_iter().map(CreditPosition).collect())
    }

    fn __repr__(&self) -> &'static str {
        "<OwnCredit>"
    }
}
