//! How old a debt is.

use patronage::credit::Ageing as Ages;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyDict};

use super::columns::{self, Column, Source};
use crate::error::Outcome;
use crate::money::Money;
use crate::time;
use crate::value::{from_json, to_json, value};

/// What a customer owes, by how long it is overdue on a day.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Ageing(pub(crate) Ages);

value!(Ageing, |ages| ages.as_of(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl Ageing {
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        time::day(py, self.0.as_of())
    }

    #[getter]
    fn current(&self) -> Money {
        Money(self.0.current())
    }

    #[getter]
    fn overdue_1_to_30(&self) -> Money {
        Money(self.0.overdue_1_to_30())
    }

    #[getter]
    fn overdue_31_to_60(&self) -> Money {
        Money(self.0.overdue_31_to_60())
    }

    #[getter]
    fn overdue_61_to_90(&self) -> Money {
        Money(self.0.overdue_61_to_90())
    }

    #[getter]
    fn overdue_over_90(&self) -> Money {
        Money(self.0.overdue_over_90())
    }

    #[getter]
    fn unapplied(&self) -> Money {
        Money(self.0.unapplied())
    }

    #[getter]
    fn outstanding(&self) -> Money {
        Money(self.0.outstanding())
    }

    /// Every column with its heading, in the order in which they are shown.
    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (heading, amount) in self.0.columns() {
            columns.set_item(heading, Money(amount))?;
        }
        Ok(columns)
    }

    fn to_csv(&self) -> String {
        self.0.to_csv()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        columns::stream(py, AGES, std::slice::from_ref(&self.0), self.0.outstanding().currency())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn _repr_html_(&self) -> String {
        columns::html(AGES, std::slice::from_ref(&self.0))
    }
}

pub(super) const AGES: &[Column<Ages>] = &[
    Column { name: "as_of", of: Source::Day(|ages| Some(ages.as_of())) },
    Column { name: "current", of: Source::Money(|ages| Some(ages.current())) },
    Column { name: "overdue_1_to_30", of: Source::Money(|ages| Some(ages.overdue_1_to_30())) },
    Column { name: "overdue_31_to_60", of: Source::Money(|ages| Some(ages.overdue_31_to_60())) },
    Column { name: "overdue_61_to_90", of: Source::Money(|ages| Some(ages.overdue_61_to_90())) },
    Column { name: "overdue_over_90", of: Source::Money(|ages| Some(ages.overdue_over_90())) },
    Column { name: "unapplied", of: Source::Money(|ages| Some(ages.unapplied())) },
    Column { name: "outstanding", of: Source::Money(|ages| Some(ages.outstanding())) },
    Column {
        name: "currency",
        of: Source::Text(|ages| Some(ages.outstanding().currency().to_string())),
    },
];
