//! Rows of credit as columns: of an Arrow stream, and of the table that a notebook shows.
//!
//! All rows have one currency, so that an amount is a decimal of its scale, exact and ready to be
//! added up.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, RecordBatch, StringArray, TimestampMicrosecondArray,
    UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use patronage::money::{Currency, Money};
use patronage::time::{Date, Timestamp};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow;
use crate::error::Outcome;
use crate::page;

/// As many digits as databases have by default, so that sums fit as well.
const DIGITS: u8 = 38;

/// A column of rows.
pub(super) struct Column<R: 'static> {
    pub(super) name: &'static str,
    pub(super) of: Source<R>,
}

/// What a row has in a column.
pub(super) enum Source<R: 'static> {
    Text(fn(&R) -> Option<String>),
    Count(fn(&R) -> Option<u64>),
    Day(fn(&R) -> Option<Date>),
    Moment(fn(&R) -> Option<Timestamp>),
    Money(fn(&R) -> Option<Money>),
}

pub(super) fn schema<R>(columns: &[Column<R>], currency: Currency) -> SchemaRef {
    let fields = columns.iter().map(|column| {
        let of = match column.of {
            Source::Text(_) => DataType::Utf8,
            Source::Count(_) => DataType::UInt64,
            Source::Day(_) => DataType::Date32,
            Source::Moment(_) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Source::Money(_) => DataType::Decimal128(DIGITS, scale(currency)),
        };
        Field::new(column.name, of, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// No currency has more than four decimals.
fn scale(currency: Currency) -> i8 {
    i8::try_from(currency.minor_unit()).unwrap_or_default()
}

pub(super) fn batch<R>(
    rows: &[R],
    columns: &[Column<R>],
    schema: &SchemaRef,
    currency: Currency,
) -> Result<RecordBatch, ArrowError> {
    let arrays = columns.iter().map(|column| array(&column.of, rows, currency));
    RecordBatch::try_new(Arc::clone(schema), arrays.collect::<Result<_, _>>()?)
}

fn array<R>(of: &Source<R>, rows: &[R], currency: Currency) -> Result<ArrayRef, ArrowError> {
    let rows = rows.iter();
    Ok(match of {
        Source::Text(text) => Arc::new(rows.map(text).collect::<StringArray>()),
        Source::Count(count) => Arc::new(rows.map(count).collect::<UInt64Array>()),
        Source::Day(day) => {
            let days = rows.map(|row| day(row).map(Date::days_since_epoch));
            Arc::new(days.collect::<Date32Array>())
        }
        Source::Moment(moment) => {
            let moments = rows.map(|row| moment(row).map(Timestamp::as_microseconds));
            Arc::new(moments.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
        }
        Source::Money(money) => {
            let minor = rows.map(|row| money(row).map(|money| i128::from(money.minor())));
            let minor = minor.collect::<Decimal128Array>();
            Arc::new(minor.with_precision_and_scale(DIGITS, scale(currency))?)
        }
    })
}

/// The rows as the capsule that Arrow asks for.
pub(super) fn stream<'py, R>(
    py: Python<'py>,
    columns: &'static [Column<R>],
    rows: &[R],
    currency: Currency,
) -> Outcome<Bound<'py, PyCapsule>> {
    let schema = schema(columns, currency);
    let batch: Result<RecordBatch, _> = batch(rows, columns, &schema, currency);
    arrow::stream(py, schema, std::iter::once(batch))
}

/// The rows as a table of HTML.
pub(super) fn html<R>(columns: &[Column<R>], rows: &[R]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let cells = |row: &R| columns.iter().map(|column| cell(&column.of, row)).collect();
    page::table(&names, &rows.iter().map(cells).collect::<Vec<Vec<String>>>())
}

fn cell<R>(of: &Source<R>, row: &R) -> String {
    let written = match of {
        Source::Text(text) => text(row),
        Source::Count(count) => count(row).map(|count| count.to_string()),
        Source::Day(day) => day(row).map(|day| day.to_string()),
        Source::Moment(moment) => moment(row).map(|at| at.to_string()),
        Source::Money(money) => money(row).map(|money| money.amount().to_string()),
    };
    written.unwrap_or_default()
}
