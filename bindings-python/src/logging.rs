//! What a host may hear by Python's `logging`, under the name `patronage`: how much was done, and
//! nothing that is known about a person.

use pyo3::prelude::*;

/// Tells whoever asked to hear of it. That nobody can be told is no reason to fail.
pub(crate) fn info(py: Python<'_>, message: &str) {
    let told = py
        .import("logging")
        .and_then(|logging| logging.call_method1("getLogger", ("patronage",)))
        .and_then(|logger| logger.call_method1("info", (message,)));
    if let Err(error) = told {
        error.write_unraisable(py, None);
    }
}
