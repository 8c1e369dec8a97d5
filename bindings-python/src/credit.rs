//! Purchase-order credit: accounts, the operations on them, and what their ledgers say.

pub(crate) mod account;
pub(crate) mod ageing;
mod columns;
pub(crate) mod entries;
pub(crate) mod entry;
pub(crate) mod impact;
mod ledger;
mod orders;
pub(crate) mod own;
mod payments;
pub(crate) mod position;
pub(crate) mod preview;
mod request;
mod settings;
pub(crate) mod statement;
pub(crate) mod status;
pub(crate) mod verification;

use patronage::credit::{CreditAccount as Account, CreditEntry as Entry, CreditError};
use patronage::{Error, directory};
use pyo3::prelude::*;

use crate::error::{Failure, Outcome};
use crate::handle::Session;
use account::CreditAccount;
use entry::CreditEntry;

/// Purchase-order credit, of a directory in use. Its methods stand in the files of this folder, by
/// what they are for.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Credit {
    pub(crate) session: Session,
}

impl Credit {
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(directory::Credit) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        self.session.run(py, |admin| operation(admin.credit()))
    }

    /// What answers with the account.
    fn account(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(directory::Credit) -> Result<Account, Error> + Send,
    ) -> Outcome<CreditAccount> {
        self.run(py, operation).map(CreditAccount)
    }

    /// What answers with its entry in the ledger.
    fn entry(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(directory::Credit) -> Result<Entry, Error> + Send,
    ) -> Outcome<CreditEntry> {
        self.run(py, operation).map(CreditEntry)
    }
}

#[pymethods]
impl Credit {
    fn __repr__(&self) -> &'static str {
        "<Credit>"
    }
}

/// Why something would be refused: the exception, which nobody has raised.
fn refusal<'py>(py: Python<'py>, error: Option<&CreditError>) -> Option<Bound<'py, PyAny>> {
    error.map(|error| Failure::from(error.clone()).into_exception(py))
}
