//! Whom a change of a site's payment terms affects.

use patronage::code::TermCode;
use patronage::credit::{AffectedAccount as Affected, TermsImpact as Impact};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Credit;
use crate::argument::{self, Fields};
use crate::error::Outcome;
use crate::purchase_orders;
use crate::value::{from_json, to_json, value};

/// What a change of a site's payment terms would mean for the customers who have them.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct TermsImpact(Impact);

value!(
    TermsImpact,
    |impact| format!("of {} accounts", impact.accounts().len()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl TermsImpact {
    #[getter]
    fn removed(&self) -> Vec<&str> {
        codes(self.0.removed())
    }

    #[getter]
    fn changed(&self) -> Vec<&str> {
        codes(self.0.changed())
    }

    #[getter]
    fn accounts(&self) -> Vec<AffectedAccount> {
        self.0.accounts().iter().cloned().map(AffectedAccount).collect()
    }

    #[getter]
    fn left_with_none(&self) -> Vec<AffectedAccount> {
        self.0.left_with_none().cloned().map(AffectedAccount).collect()
    }
}

/// A credit account that has a payment term which would be removed or changed.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct AffectedAccount(Affected);

value!(
    AffectedAccount,
    |account| format!("{} of {}", account.currency(), account.customer()),
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl AffectedAccount {
    #[getter]
    fn customer<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        argument::to_uuid(py, self.0.customer().as_uuid())
    }

    #[getter]
    fn currency(&self) -> &str {
        self.0.currency().code()
    }

    #[getter]
    fn terms(&self) -> Vec<&str> {
        codes(self.0.terms())
    }

    #[getter]
    fn left(&self) -> Vec<&str> {
        codes(self.0.left())
    }
}

fn codes(terms: &[TermCode]) -> Vec<&str> {
    terms.iter().map(TermCode::as_str).collect()
}

#[pymethods]
impl Credit {
    #[pyo3(signature = (site, **fields))]
    fn terms_impact(
        &self,
        py: Python<'_>,
        site: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<TermsImpact> {
        let site = argument::read(site, "site", argument::text)?;
        let patch = purchase_orders::patch(Fields::new(fields))?;
        self.run(py, |credit| credit.terms_impact(site, &patch)).map(TermsImpact)
    }
}
