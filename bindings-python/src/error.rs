//! The exceptions, and what each error of the library becomes: the only place that knows.

use patronage::Error;
use patronage::attribute::{AttributeError, JsonError};
use patronage::credit::CreditParameter;
use patronage::customer::CustomerError;
use patronage::directory::ErrorKind;
use patronage::money::MoneyError;
use patronage::store::StoreError;
use patronage::violation::{FieldError, MessageError, Violation, Violations};
use patronage_sqlite::QueryError;
use pyo3::IntoPyObjectExt as _;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

use crate::money::Money;
use crate::schema_change;
use crate::time;
use crate::violation;

create_exception!(
    patronage,
    PatronageError,
    PyException,
    "Why something was not done. Nothing of it was."
);
create_exception!(
    patronage,
    ValidationError,
    PatronageError,
    "The input is wrong: `violations` has every mistake."
);
create_exception!(
    patronage,
    NotFoundError,
    PatronageError,
    "What was asked for is not there, or the actor may not see it."
);
create_exception!(
    patronage,
    ConflictError,
    PatronageError,
    "Somebody else was first: something is taken, exists already or was changed meanwhile."
);
create_exception!(
    patronage,
    RefusedError,
    PatronageError,
    "The state of things does not allow it."
);
create_exception!(
    patronage,
    CreditError_,
    RefusedError,
    "A credit account does not allow it: the figures are in `details`, and attributes as well."
);
create_exception!(patronage, NotPermittedError, PatronageError, "The actor may not do it.");
create_exception!(patronage, StoreError_, PatronageError, "The store cannot answer.");
create_exception!(patronage, QueryError_, PatronageError, "A question in SQL has no answer.");

/// What a refusal of credit may have as an attribute of its own.
const CREDIT_FIGURES: [&str; 9] =
    ["requested", "total_available", "left", "owed", "refunded", "amount", "number", "item", "due"];

/// Adds the exceptions to the module, under the names that Python has for them.
pub(crate) fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    let classes: [(&str, Bound<'_, PyType>); 9] = [
        ("Error", py.get_type::<PatronageError>()),
        ("ValidationError", py.get_type::<ValidationError>()),
        ("NotFoundError", py.get_type::<NotFoundError>()),
        ("ConflictError", py.get_type::<ConflictError>()),
        ("RefusedError", py.get_type::<RefusedError>()),
        ("CreditError", py.get_type::<CreditError_>()),
        ("NotPermittedError", py.get_type::<NotPermittedError>()),
        ("StoreError", py.get_type::<StoreError_>()),
        ("QueryError", py.get_type::<QueryError_>()),
    ];
    for (name, class) in classes {
        class.setattr("__name__", name)?;
        class.setattr("__qualname__", name)?;
        module.add(name, class)?;
    }
    // So that an exception that a host makes itself, in a test of its own, has them as well.
    let base = py.get_type::<PatronageError>();
    base.setattr("code", "")?;
    base.setattr("details", PyDict::new(py))?;
    let refused = py.get_type::<CreditError_>();
    for name in CREDIT_FIGURES {
        refused.setattr(name, py.None())?;
    }
    py.get_type::<ValidationError>().setattr("violations", PyTuple::empty(py))
}

/// An error of the library on its way to Python.
#[derive(Debug)]
pub(crate) struct Failure(Cause);

#[derive(Debug)]
enum Cause {
    Library(Box<Error>),
    Query(QueryError),
    /// Python raised it, such as a callback of the caller.
    Python(PyErr),
}

/// What every method of the binding answers.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Cause::Library(Box::new(error.into())))
    }
}

impl Failure {
    /// The field at `path` is refused.
    pub(crate) fn of_field(path: &str, error: &FieldError) -> Self {
        Violations::from(Violation::of_field(path, error)).into()
    }

    /// A value that has a type of its own in Rust, and that was refused by its parser.
    pub(crate) fn of_value(path: &str, code: &'static str, message: &impl ToString) -> Self {
        Violations::from(Violation::new(path, code, message.to_string())).into()
    }

    pub(crate) fn of_money(path: &str, error: &MoneyError) -> Self {
        Self::of_value(path, error.code(), error)
    }

    pub(crate) fn of_json(error: &JsonError) -> Self {
        Self::of_value("", error.code(), error)
    }

    pub(crate) fn of_message(error: &MessageError) -> Self {
        Self::of_value("", error.code(), error)
    }

    pub(crate) fn query(error: QueryError) -> Self {
        match error {
            QueryError::Store(error) => error.into(),
            other => Self(Cause::Query(other)),
        }
    }

    pub(crate) fn raised(error: PyErr) -> Self {
        Self(Cause::Python(error))
    }

    /// The exception, not yet raised.
    pub(crate) fn into_exception(self, py: Python<'_>) -> Bound<'_, PyAny> {
        PyErr::from(self).into_value(py).into_bound(py).into_any()
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| match failure.0 {
            Cause::Python(error) => error,
            Cause::Query(error) => {
                let raised = QueryError_::new_err(error.to_string());
                dress(py, raised, error.code(), &PyDict::new(py))
            }
            Cause::Library(error) => of_library(py, &error),
        })
    }
}

fn of_library(py: Python<'_>, error: &Error) -> PyErr {
    let message = error.to_string();
    let raised = match error.kind() {
        ErrorKind::Invalid => ValidationError::new_err(message),
        ErrorKind::NotFound => NotFoundError::new_err(message),
        ErrorKind::Conflict => ConflictError::new_err(message),
        ErrorKind::Refused if matches!(error, Error::Credit(_)) => CreditError_::new_err(message),
        ErrorKind::Refused => RefusedError::new_err(message),
        ErrorKind::NotPermitted => NotPermittedError::new_err(message),
        ErrorKind::Store => StoreError_::new_err(message),
        _ => PatronageError::new_err(message),
    };
    let raised = match details(py, error) {
        Ok(details) => dress(py, raised, error.code(), &details),
        Err(other) => return other,
    };
    let found = match error.violations() {
        Some(violations) => violation::tuple(py, violations),
        None => return raised,
    };
    let set = found.and_then(|found| raised.value(py).setattr("violations", found));
    set.map_or_else(|other| other, |()| raised)
}

/// What a program does with an error beside branching on its code.
fn details<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyDict>> {
    let details = PyDict::new(py);
    match error {
        Error::Customer(CustomerError::Changed { expected, current, .. }) => {
            details.set_item("expected_version", expected.as_u64())?;
            details.set_item("current_version", current.as_u64())?;
        }
        Error::Attribute(AttributeError::Violated { report }) => {
            details.set_item("customers", report.customers())?;
            details.set_item("findings", schema_change::findings(py, report)?)?;
        }
        Error::Store(
            StoreError::CannotOpen { path, .. }
            | StoreError::Foreign { path, .. }
            | StoreError::NoFolder { path }
            | StoreError::IsFolder { path },
        ) => details.set_item("path", path)?,
        Error::Credit(error) => {
            for (name, value) in error.parameters() {
                details.set_item(name, parameter(py, value)?)?;
            }
        }
        _ => {}
    }
    Ok(details)
}

fn dress(py: Python<'_>, raised: PyErr, code: &str, details: &Bound<'_, PyDict>) -> PyErr {
    let value = raised.value(py);
    let dressed = value.setattr("code", code).and_then(|()| value.setattr("details", details));
    let dressed = dressed.and_then(|()| {
        if !value.is_instance_of::<CreditError_>() {
            return Ok(());
        }
        details.iter().try_for_each(|(name, of)| value.setattr(name.cast::<PyString>()?, of))
    });
    dressed.map_or_else(|other| other, |()| raised)
}

/// A figure of an error as Python has it.
fn parameter(py: Python<'_>, parameter: CreditParameter) -> PyResult<Bound<'_, PyAny>> {
    match parameter {
        CreditParameter::Money(money) => Money(money).into_bound_py_any(py),
        CreditParameter::Entry(number) => number.as_u64().into_bound_py_any(py),
        CreditParameter::Moment(at) => time::moment(py, at)?.into_bound_py_any(py),
        CreditParameter::Day(day) => time::day(py, day)?.into_bound_py_any(py),
        CreditParameter::Texts(texts) => texts.into_bound_py_any(py),
        CreditParameter::Text(text) => text.into_bound_py_any(py),
        other => format!("{other:?}").into_bound_py_any(py),
    }
}
