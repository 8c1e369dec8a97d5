//! Listings and answers as Arrow streams: whole columns, which polars, pandas and `DuckDB`
//! read without an object for each row.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
    StructBuilder, TimestampMicrosecondBuilder, UInt64Builder,
};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, Field, Fields, SchemaRef, TimeUnit};
use patronage::Error;
use patronage::attribute::{AttributeValue, DataType as Type, Schema};
use patronage::customer::{Customer, CustomerRow};
use patronage::time::Timestamp;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::argument::to_word;
use crate::error::{Failure, Outcome};

/// How many rows are made into columns at a time: as many as the largest page has.
const ROWS_A_BATCH: usize = 1_000;

/// The columns of customers: those that every customer has, then one for each attribute.
pub(crate) fn stream_of_rows<'py>(
    py: Python<'py>,
    rows: impl Iterator<Item = Result<CustomerRow, Error>> + Send + 'static,
    schema: &Schema,
) -> Outcome<Bound<'py, PyCapsule>> {
    let columns = Arc::new(columns(schema));
    let fields: Vec<Field> = columns.iter().map(Column::field).collect();
    let schema: SchemaRef = Arc::new(arrow_schema::Schema::new(fields));
    let made_of = Arc::clone(&schema);
    let mut rows = rows.fuse();
    let batches = std::iter::from_fn(move || {
        let chunk: Result<Vec<_>, _> = rows.by_ref().take(ROWS_A_BATCH).collect();
        match chunk {
            Ok(chunk) if chunk.is_empty() => None,
            Ok(chunk) => {
                let arrays = columns.iter().map(|column| column.array(&chunk)).collect();
                Some(RecordBatch::try_new(Arc::clone(&made_of), arrays))
            }
            Err(error) => Some(Err(ArrowError::ExternalError(Box::new(error)))),
        }
    });
    stream(py, schema, batches)
}

/// Batches as the capsule that the Arrow `PyCapsule` interface asks for.
pub(crate) fn stream(
    py: Python<'_>,
    schema: SchemaRef,
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + 'static,
) -> Outcome<Bound<'_, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches, schema);
    let stream = FFI_ArrowArrayStream::new(Box::new(reader));
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream").map_err(Failure::raised)
}

/// A column of customers.
struct Column {
    name: String,
    of: Source,
}

enum Source {
    Text(fn(&CustomerRow) -> Option<String>),
    Count(fn(&CustomerRow) -> Option<u64>),
    Flag(fn(&CustomerRow) -> bool),
    Moment(fn(&CustomerRow) -> Option<Timestamp>),
    Minor(fn(&CustomerRow) -> Option<i64>),
    Spend,
    Attribute { code: String, of: Type, many: bool },
}

fn columns(schema: &Schema) -> Vec<Column> {
    let column = |name: &str, of: Source| Column { name: name.to_owned(), of };
    let mut columns = vec![
        column("id", Source::Text(|row| Some(row.customer.id().to_string()))),
        column(
            "number",
            Source::Count(|row| row.customer.number().map(patronage::id::CustomerNumber::as_u64)),
        ),
        column("version", Source::Count(|row| Some(row.customer.version().as_u64()))),
        column("kind", Source::Text(|row| Some(to_word(row.customer.kind())))),
        column("status", Source::Text(|row| Some(to_word(row.customer.status())))),
        column("customer_set", Source::Text(|row| Some(row.customer.customer_set().to_string()))),
        column("site", Source::Text(|row| row.customer.site().map(ToString::to_string))),
        column(
            "login_name",
            Source::Text(|row| {
                owned(row.customer.login_name().map(patronage::customer::LoginName::as_str))
            }),
        ),
        column(
            "email",
            Source::Text(|row| {
                owned(row.customer.profile().email().map(patronage::text::EmailAddress::as_str))
            }),
        ),
        column("first_name", Source::Text(|row| owned(row.customer.profile().first_name()))),
        column("middle_name", Source::Text(|row| owned(row.customer.profile().middle_name()))),
        column("last_name", Source::Text(|row| owned(row.customer.profile().last_name()))),
        column("company", Source::Text(|row| owned(row.customer.profile().company()))),
        column(
            "phone",
            Source::Text(|row| {
                owned(row.customer.profile().phone().map(patronage::text::PhoneNumber::as_str))
            }),
        ),
        column(
            "country",
            Source::Text(|row| row.customer.profile().country().map(|c| c.as_str().to_owned())),
        ),
        column(
            "language",
            Source::Text(|row| {
                owned(row.customer.profile().language().map(patronage::text::Language::as_str))
            }),
        ),
        column("tax_id", Source::Text(|row| owned(row.customer.profile().tax_id()))),
        column("external_id", Source::Text(|row| owned(row.customer.profile().external_id()))),
        column("accepts_marketing", Source::Flag(|row| row.customer.profile().accepts_marketing())),
        column("tax_exempt", Source::Flag(|row| row.customer.profile().tax_exempt())),
        column("customer_since", Source::Moment(|row| Some(row.customer.customer_since()))),
        column("created_at", Source::Moment(|row| Some(row.customer.created_at()))),
        column("updated_at", Source::Moment(|row| Some(row.customer.updated_at()))),
        column(
            "order_count",
            Source::Count(|row| {
                Some(row.activity.as_ref().map_or(0, patronage::activity::Activity::order_count))
            }),
        ),
        column("spend", Source::Spend),
        column(
            "last_order_at",
            Source::Moment(|row| Some(row.activity.as_ref()?.last_order()?.placed_at)),
        ),
        column(
            "last_order_minor",
            Source::Minor(|row| Some(row.activity.as_ref()?.last_order()?.total.minor())),
        ),
        column(
            "last_order_currency",
            Source::Text(|row| {
                Some(row.activity.as_ref()?.last_order()?.total.currency().code().to_owned())
            }),
        ),
    ];
    for definition in schema.definitions() {
        let code = definition.code().to_string();
        let (of, many) = (definition.data_type(), definition.is_multiple());
        let name = format!("attributes.{code}");
        columns.push(Column { name, of: Source::Attribute { code, of, many } });
    }
    columns
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(ToOwned::to_owned)
}

fn moment_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

fn money_fields() -> Fields {
    Fields::from(vec![
        Field::new("currency", DataType::Utf8, false),
        Field::new("minor", DataType::Int64, false),
        Field::new("minor_unit", DataType::UInt64, false),
    ])
}

/// The type of one value. A number is a float here, because a column has one scale and numbers have
/// each its own; the exact one is in the attributes of the customer.
fn value_type(of: Type) -> DataType {
    match of {
        Type::Number => DataType::Float64,
        Type::Date => DataType::Date32,
        Type::Boolean => DataType::Boolean,
        Type::Text => DataType::Utf8,
    }
}

impl Column {
    fn field(&self) -> Field {
        let of = match &self.of {
            Source::Text(_) => DataType::Utf8,
            Source::Count(_) => DataType::UInt64,
            Source::Flag(_) => DataType::Boolean,
            Source::Moment(_) => moment_type(),
            Source::Minor(_) => DataType::Int64,
            Source::Spend => {
                let item = Field::new("item", DataType::Struct(money_fields()), true);
                DataType::List(Arc::new(item))
            }
            Source::Attribute { of, many: true, .. } => {
                DataType::List(Arc::new(Field::new("item", value_type(*of), true)))
            }
            Source::Attribute { of, .. } => value_type(*of),
        };
        Field::new(&self.name, of, true)
    }

    fn array(&self, rows: &[CustomerRow]) -> ArrayRef {
        match &self.of {
            Source::Text(text) => {
                let mut builder = StringBuilder::new();
                for row in rows {
                    builder.append_option(text(row));
                }
                Arc::new(builder.finish())
            }
            Source::Count(count) => {
                let mut builder = UInt64Builder::with_capacity(rows.len());
                for row in rows {
                    builder.append_option(count(row));
                }
                Arc::new(builder.finish())
            }
            Source::Flag(flag) => {
                let mut builder = BooleanBuilder::with_capacity(rows.len());
                for row in rows {
                    builder.append_value(flag(row));
                }
                Arc::new(builder.finish())
            }
            Source::Moment(moment) => {
                let builder = TimestampMicrosecondBuilder::with_capacity(rows.len());
                let mut builder = builder.with_timezone("UTC");
                for row in rows {
                    builder.append_option(moment(row).map(Timestamp::as_microseconds));
                }
                Arc::new(builder.finish())
            }
            Source::Minor(minor) => {
                let mut builder = Int64Builder::with_capacity(rows.len());
                for row in rows {
                    builder.append_option(minor(row));
                }
                Arc::new(builder.finish())
            }
            Source::Spend => spend(rows),
            Source::Attribute { code, of, many } => {
                let values = rows.iter().map(|row| held(&row.customer, code));
                if *many { lists(*of, values) } else { scalars(*of, values) }
            }
        }
    }
}

fn held<'c>(customer: &'c Customer, code: &str) -> Option<&'c AttributeValue> {
    customer.attributes().get(code)
}

/// What each customer spent, by currency.
fn spend(rows: &[CustomerRow]) -> ArrayRef {
    let amount = StructBuilder::from_fields(money_fields(), rows.len());
    let mut builder = ListBuilder::new(amount);
    for row in rows {
        for money in row.activity.iter().flat_map(patronage::activity::Activity::spend_by_currency)
        {
            let amount = builder.values();
            if let Some(currency) = amount.field_builder::<StringBuilder>(0) {
                currency.append_value(money.currency().code());
            }
            if let Some(minor) = amount.field_builder::<Int64Builder>(1) {
                minor.append_value(money.minor());
            }
            if let Some(unit) = amount.field_builder::<UInt64Builder>(2) {
                unit.append_value(u64::from(money.currency().minor_unit()));
            }
            amount.append(true);
        }
        builder.append(true);
    }
    Arc::new(builder.finish())
}

fn scalars<'v>(of: Type, values: impl Iterator<Item = Option<&'v AttributeValue>>) -> ArrayRef {
    match of {
        Type::Number => {
            let mut builder = Float64Builder::new();
            for value in values {
                builder.append_option(value.and_then(|value| nearest(&value.as_number()?)));
            }
            Arc::new(builder.finish())
        }
        Type::Date => {
            let mut builder = Date32Builder::new();
            for value in values {
                let date = value.and_then(AttributeValue::as_date);
                builder.append_option(date.map(patronage::time::Date::days_since_epoch));
            }
            Arc::new(builder.finish())
        }
        Type::Boolean => {
            let mut builder = BooleanBuilder::new();
            for value in values {
                builder.append_option(value.and_then(AttributeValue::as_boolean));
            }
            Arc::new(builder.finish())
        }
        Type::Text => {
            let mut builder = StringBuilder::new();
            for value in values {
                builder.append_option(value.and_then(AttributeValue::as_text));
            }
            Arc::new(builder.finish())
        }
    }
}

fn lists<'v>(of: Type, values: impl Iterator<Item = Option<&'v AttributeValue>>) -> ArrayRef {
    if of == Type::Number {
        let mut builder = ListBuilder::new(Float64Builder::new());
        for value in values {
            if let Some(AttributeValue::Numbers(numbers)) = value {
                for number in numbers {
                    builder.values().append_option(nearest(number));
                }
            }
            builder.append(value.is_some());
        }
        return Arc::new(builder.finish());
    }
    let mut builder = ListBuilder::new(StringBuilder::new());
    for value in values {
        if let Some(AttributeValue::Texts(texts)) = value {
            for text in texts {
                builder.values().append_value(text);
            }
        }
        builder.append(value.is_some());
    }
    Arc::new(builder.finish())
}

/// The float that is nearest to a number.
fn nearest(number: &impl ToString) -> Option<f64> {
    number.to_string().parse().ok()
}
