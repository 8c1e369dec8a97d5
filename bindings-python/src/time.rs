//! Moments and days as Python's `datetime` has them.

use patronage::time::{Date, Timestamp};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyTzInfo};

const MICROSECONDS_A_SECOND: i64 = 1_000_000;
const SECONDS_A_DAY: i64 = 86_400;

/// An aware `datetime` in UTC.
pub(crate) fn moment(py: Python<'_>, at: Timestamp) -> PyResult<Bound<'_, PyDateTime>> {
    let date = at.date_utc();
    let microseconds = at.as_microseconds();
    let seconds = microseconds.div_euclid(MICROSECONDS_A_SECOND).rem_euclid(SECONDS_A_DAY);
    let part = |value: i64| u8::try_from(value).unwrap_or_default();
    let fraction =
        u32::try_from(microseconds.rem_euclid(MICROSECONDS_A_SECOND)).unwrap_or_default();
    let utc = PyTzInfo::utc(py)?;
    PyDateTime::new(
        py,
        i32::from(date.year()),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
        part(seconds.div_euclid(3_600)),
        part(seconds.div_euclid(60).rem_euclid(60)),
        part(seconds.rem_euclid(60)),
        fraction,
        Some(&utc),
    )
}

/// A `date`.
pub(crate) fn day(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyDate>> {
    PyDate::new(py, i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
}
