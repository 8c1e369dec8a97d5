//! Whether a ledger is as it was written.

use patronage::credit::{LedgerFinding as Finding, Verification as Found};
use patronage::id::EntryNumber;
use pyo3::prelude::*;

use crate::value::{from_json, to_json, value};

/// What the check of a ledger found.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Verification(pub(crate) Found);

value!(
    Verification,
    |found| if found.is_sound() { "sound" } else { "not sound" },
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl Verification {
    #[getter]
    fn sound(&self) -> bool {
        self.0.is_sound()
    }

    #[getter]
    fn findings(&self) -> Vec<LedgerFinding> {
        self.0.findings().iter().cloned().map(LedgerFinding).collect()
    }

    #[getter]
    fn entries(&self) -> u64 {
        self.0.entries()
    }

    #[getter]
    fn redacted(&self) -> u64 {
        self.0.redacted()
    }
}

/// Something that is wrong with a ledger.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct LedgerFinding(Finding);

value!(LedgerFinding, |finding| finding.kind(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl LedgerFinding {
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind()
    }

    #[getter]
    fn number(&self) -> Option<u64> {
        self.0.number().map(EntryNumber::as_u64)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }
}
