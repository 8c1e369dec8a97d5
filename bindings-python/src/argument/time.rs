//! Moments and days.

use patronage::time::{Date, Timestamp};
use patronage::violation::Violation;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyString, PyTzInfo};

use super::{Read, refuse, text};

/// An aware `datetime`, or a text of RFC 3339.
pub(crate) fn moment(value: &Bound<'_, PyAny>, path: &str) -> Read<Timestamp> {
    let parsed = if value.is_instance_of::<PyDateTime>() {
        match utc_text(value) {
            Ok(text) => Timestamp::parse(&text),
            Err(_) => return refuse(path, "an aware datetime"),
        }
    } else if value.is_instance_of::<PyString>() {
        Timestamp::parse(&text(value, path)?)
    } else {
        return refuse(path, "an aware datetime");
    };
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// One without an offset stays as it is, so that it is refused and not taken for local time.
fn utc_text(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let is_aware = !value.call_method0("utcoffset")?.is_none();
    let utc = PyTzInfo::utc(value.py())?;
    let value = if is_aware { value.call_method1("astimezone", (utc,))? } else { value.clone() };
    value.call_method0("isoformat")?.extract()
}

/// A `date`, or a text `YYYY-MM-DD`.
pub(crate) fn day(value: &Bound<'_, PyAny>, path: &str) -> Read<Date> {
    let parsed = if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
        match parts(value) {
            Ok((year, month, day)) => Date::new(year, month, day),
            Err(_) => return refuse(path, "a date"),
        }
    } else if value.is_instance_of::<PyString>() {
        Date::parse(&text(value, path)?)
    } else {
        return refuse(path, "a date");
    };
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// Year, month and day, which is a fraction of the work of writing and reading them as a text.
fn parts(day: &Bound<'_, PyAny>) -> PyResult<(i16, i8, i8)> {
    let py = day.py();
    let (year, month) = (day.getattr(intern!(py, "year"))?, day.getattr(intern!(py, "month"))?);
    Ok((year.extract()?, month.extract()?, day.getattr(intern!(py, "day"))?.extract()?))
}
