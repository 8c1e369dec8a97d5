//! Questions in SQL, read only.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, NullArray, RecordBatch};
use arrow_schema::{Field, Schema};
use patronage::violation::FieldError;
use patronage_sqlite::rusqlite::types::Value;
use patronage_sqlite::rusqlite::{ToSql, params_from_iter};
use patronage_sqlite::{QueryError, Rows};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyCapsule, PyDict, PyFloat, PyIterator, PyList, PyTuple};

use crate::argument;
use crate::arrow;
use crate::error::{Failure, Outcome};
use crate::handle::Handle;
use crate::json;
use crate::page;

/// What a question in SQL is answered with.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct QueryResult(Rows);

impl QueryResult {
    pub(crate) fn ask(
        py: Python<'_>,
        handle: &Arc<Handle>,
        statement: &str,
        parameters: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<Self> {
        let store = handle.opened()?.store;
        let answer = match parameters.filter(|given| !given.is_none()) {
            None => py.detach(|| store.query(statement, [])),
            Some(given) => {
                if let Ok(named) = given.cast::<PyDict>() {
                    let named = named_values(named)?;
                    let named: Vec<(&str, &dyn ToSql)> =
                        named.iter().map(|(name, value)| (name.as_str(), value as _)).collect();
                    store.query(statement, named.as_slice())
                } else {
                    let Some(parts) = json::parts(given) else {
                        let expected = "a list, a tuple or a dict";
                        return Err(Failure::of_field(
                            "parameters",
                            &FieldError::WrongType { expected },
                        ));
                    };
                    let values: Outcome<Vec<Value>> = parts.iter().map(value).collect();
                    let values = values?;
                    py.detach(|| store.query(statement, params_from_iter(values)))
                }
            }
        };
        answer.map(Self).map_err(Failure::query)
    }
}

fn named_values(named: &Bound<'_, PyDict>) -> Outcome<Vec<(String, Value)>> {
    named
        .iter()
        .map(|(name, given)| {
            let name = argument::read(&name, "parameters", argument::text)?;
            Ok((format!(":{name}"), value(&given)?))
        })
        .collect()
}

fn value(given: &Bound<'_, PyAny>) -> Outcome<Value> {
    if given.is_none() {
        Ok(Value::Null)
    } else if let Ok(yes) = given.cast::<PyBool>() {
        Ok(Value::Integer(i64::from(yes.is_true())))
    } else if let Ok(float) = given.cast::<PyFloat>() {
        Ok(Value::Real(float.value()))
    } else if let Ok(bytes) = given.cast::<PyBytes>() {
        Ok(Value::Blob(bytes.as_bytes().to_vec()))
    } else if given.is_instance_of::<pyo3::types::PyString>() {
        argument::read(given, "parameters", argument::text).map(Value::Text)
    } else if given.hasattr("hex").unwrap_or_default() {
        // Ids stand in the views as texts.
        let id = argument::read(given, "parameters", argument::customer)?;
        Ok(Value::Text(id.to_string()))
    } else {
        argument::read(given, "parameters", argument::whole).map(Value::Integer)
    }
}

#[pymethods]
impl QueryResult {
    #[getter]
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.columns)
    }

    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let rows = self.0.rows.iter().map(|row| {
            let cells: PyResult<Vec<Bound<'py, PyAny>>> =
                row.iter().map(|cell| shown(py, cell)).collect();
            PyTuple::new(py, cells?)
        });
        PyList::new(py, rows.collect::<PyResult<Vec<_>>>()?)
    }

    fn __len__(&self) -> usize {
        self.0.rows.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.rows(py)?.try_iter()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> Outcome<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let width = self.0.columns.len();
        let arrays: Outcome<Vec<ArrayRef>> = (0..width).map(|at| self.column(at)).collect();
        let arrays = arrays?;
        let fields = self.0.columns.iter().zip(&arrays);
        let fields: Vec<Field> =
            fields.map(|(name, array)| Field::new(name, array.data_type().clone(), true)).collect();
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays);
        arrow::stream(py, schema, std::iter::once(batch))
    }

    fn __repr__(&self) -> String {
        format!("<QueryResult of {}>", self.0.rows.len())
    }

    fn _repr_html_(&self) -> String {
        let head: Vec<&str> = self.0.columns.iter().map(String::as_str).collect();
        let rows = self.0.rows.iter().map(|row| row.iter().map(written).collect());
        page::table(&head, &rows.collect::<Vec<_>>())
    }
}

fn shown<'py>(py: Python<'py>, cell: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Value::Null => py.None().into_bound(py),
        Value::Integer(whole) => whole.into_pyobject(py)?.into_any(),
        Value::Real(float) => float.into_pyobject(py)?.into_any(),
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        Value::Blob(bytes) => PyBytes::new(py, bytes).into_any(),
    })
}

fn written(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::Integer(whole) => whole.to_string(),
        Value::Real(float) => float.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}

/// What a column holds apart from nothing. SQLite has a type for each value, Arrow one for each
/// column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nothing,
    Whole,
    Float,
    Text,
    Bytes,
}

impl Kind {
    fn of(cell: &Value) -> Self {
        match cell {
            Value::Null => Self::Nothing,
            Value::Integer(_) => Self::Whole,
            Value::Real(_) => Self::Float,
            Value::Text(_) => Self::Text,
            Value::Blob(_) => Self::Bytes,
        }
    }

    fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (one, Self::Nothing) | (Self::Nothing, one) => Some(one),
            (Self::Whole, Self::Float) | (Self::Float, Self::Whole) => Some(Self::Float),
            (one, other) => (one == other).then_some(one),
        }
    }
}

impl QueryResult {
    fn column(&self, at: usize) -> Outcome<ArrayRef> {
        let cells = || self.0.rows.iter().filter_map(|row| row.get(at));
        let kind = cells().map(Kind::of).try_fold(Kind::Nothing, Kind::and);
        let Some(kind) = kind else {
            let name = self.0.columns.get(at).cloned().unwrap_or_default();
            let reason = format!("the column `{name}` has values of several types");
            return Err(Failure::query(QueryError::Failed { reason }));
        };
        Ok(match kind {
            Kind::Nothing => Arc::new(NullArray::new(self.0.rows.len())),
            Kind::Whole => {
                let mut builder = Int64Builder::new();
                cells().for_each(|cell| builder.append_option(whole(cell)));
                Arc::new(builder.finish())
            }
            Kind::Float => {
                let mut builder = Float64Builder::new();
                cells().for_each(|cell| builder.append_option(float(cell)));
                Arc::new(builder.finish())
            }
            Kind::Text => {
                let mut builder = StringBuilder::new();
                for cell in cells() {
                    match cell {
                        Value::Text(text) => builder.append_value(text),
                        _ => builder.append_null(),
                    }
                }
                Arc::new(builder.finish())
            }
            Kind::Bytes => {
                let mut builder = BinaryBuilder::new();
                for cell in cells() {
                    match cell {
                        Value::Blob(bytes) => builder.append_value(bytes),
                        _ => builder.append_null(),
                    }
                }
                Arc::new(builder.finish())
            }
        })
    }
}

fn whole(cell: &Value) -> Option<i64> {
    match cell {
        Value::Integer(whole) => Some(*whole),
        _ => None,
    }
}

fn float(cell: &Value) -> Option<f64> {
    match cell {
        Value::Real(float) => Some(*float),
        // A column with some floats is one of floats.
        Value::Integer(whole) => whole.to_string().parse().ok(),
        _ => None,
    }
}
