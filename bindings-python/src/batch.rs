//! Calls that do many things at once, each of which is done or refused by itself.

use patronage::violation::FieldError;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::argument::Fields;
use crate::error::{Failure, Outcome};
use crate::logging;

/// What of a batch could be read is done; the others are answered with what is wrong with them.
pub(crate) fn all_of<'py, D: Send, T: Send>(
    py: Python<'py>,
    parts: &Bound<'py, PyAny>,
    name: &str,
    read: impl Fn(Fields<'py>) -> Outcome<D>,
    run: impl FnOnce(Vec<D>) -> Outcome<Vec<Result<T, patronage::Error>>>,
    shown: impl Fn(T) -> PyResult<Bound<'py, PyAny>>,
) -> Outcome<Bound<'py, PyList>> {
    let iterator = parts.try_iter().map_err(|_| {
        Failure::of_field(name, &FieldError::WrongType { expected: "a list of dicts" })
    })?;
    let mut drafts = Vec::new();
    let mut refused = Vec::new();
    for part in iterator {
        match read(Fields::of_part(&part.map_err(Failure::raised)?, String::new())) {
            Ok(draft) => {
                drafts.push(draft);
                refused.push(None);
            }
            Err(failure) => refused.push(Some(failure)),
        }
    }
    let mut outcomes = run(drafts)?.into_iter();
    let answers = PyList::empty(py);
    let mut all_refused: usize = 0;
    for refused in refused {
        let answer = match refused {
            Some(failure) => {
                all_refused = all_refused.saturating_add(1);
                failure.into_exception(py)
            }
            None => match outcomes.next() {
                Some(Ok(done)) => shown(done).map_err(Failure::raised)?,
                Some(Err(error)) => {
                    all_refused = all_refused.saturating_add(1);
                    Failure::from(error).into_exception(py)
                }
                None => break,
            },
        };
        answers.append(answer).map_err(Failure::raised)?;
    }
    let (all, refused) = (answers.len(), all_refused);
    logging::info(py, &format!("of {all} {name} {refused} were refused"));
    Ok(answers)
}
