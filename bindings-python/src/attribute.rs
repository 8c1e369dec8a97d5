//! The definitions of attributes, and the values of customers.

use patronage::attribute::{AttributeDefinition as Kept, AttributeValue, AttributeValues, Number};
use patronage::violation::{FieldError, Violation};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyFloat, PyInt, PyString, PyTuple};

use crate::argument;
use crate::error::{Failure, Outcome};
use crate::handle::Session;
use crate::json;
use crate::logging;
use crate::pattern::Pattern;
use crate::schema::Schema;
use crate::schema_change::{
    ChangeRun, DryRun, PendingChange, Progress, SchemaChange, deletion, draft, on_violation, patch,
};
use crate::time;
use crate::value::{record, unboxed};

/// A value for Python: a text, a `Decimal`, a date, a boolean or a tuple.
pub(crate) fn shown<'py>(py: Python<'py>, value: &AttributeValue) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        AttributeValue::Text(text) => (&**text).into_pyobject(py)?.into_any(),
        AttributeValue::Number(number) => argument::to_decimal(py, number)?,
        AttributeValue::Date(date) => time::day(py, *date)?.into_any(),
        AttributeValue::Boolean(yes) => PyBool::new(py, *yes).to_owned().into_any(),
        AttributeValue::Texts(texts) => {
            PyTuple::new(py, texts.iter().map(|text| &**text))?.into_any()
        }
        AttributeValue::Numbers(numbers) => {
            let numbers = numbers.iter().map(|number| argument::to_decimal(py, number));
            PyTuple::new(py, numbers.collect::<PyResult<Vec<_>>>()?)?.into_any()
        }
        other => other.to_string().into_pyobject(py)?.into_any(),
    })
}

/// Values by code.
pub(crate) fn values<'py>(
    py: Python<'py>,
    values: &AttributeValues,
) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    for (code, value) in values.iter() {
        all.set_item(code.as_str(), shown(py, value)?)?;
    }
    Ok(all)
}

/// One value as Python has it.
pub(crate) fn value(given: &Bound<'_, PyAny>, path: &str) -> Result<AttributeValue, Violation> {
    if let Some(parts) = json::parts(given) {
        let is_texts = parts.iter().all(PyAnyMethods::is_instance_of::<PyString>);
        return if is_texts {
            let texts: Result<Vec<String>, _> =
                parts.iter().map(|part| argument::text(part, path)).collect();
            Ok(texts?.into())
        } else {
            let numbers: Result<Vec<Number>, _> =
                parts.iter().map(|part| number(part, path)).collect();
            Ok(numbers?.into())
        };
    }
    if given.is_instance_of::<PyString>() {
        return argument::text(given, path).map(Into::into);
    }
    if let Ok(yes) = given.cast::<PyBool>() {
        return Ok(yes.is_true().into());
    }
    if given.is_instance_of::<PyDate>() {
        return argument::day(given, path).map(Into::into);
    }
    number(given, path).map(Into::into)
}

fn number(given: &Bound<'_, PyAny>, path: &str) -> Result<Number, Violation> {
    let parsed = if let Ok(float) = given.cast::<PyFloat>() {
        Number::from_f64(float.value())
    } else if given.is_instance_of::<PyInt>() && !given.is_instance_of::<PyBool>() {
        let digits = given.str().map(|digits| digits.to_string_lossy().into_owned());
        Number::parse(&digits.unwrap_or_else(|_| "1".repeat(Number::MAX_DIGITS.saturating_add(1))))
    } else if let Some(digits) = argument::decimal_text(given) {
        Number::parse_json(&digits)
    } else {
        let expected = "a text, a number, a date, a boolean or a list of texts or numbers";
        return Err(Violation::of_field(path, &FieldError::WrongType { expected }));
    };
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// The code and the value by which customers are found.
pub(crate) fn sought(given: &Bound<'_, PyAny>) -> Outcome<(String, AttributeValue)> {
    if let Some([code, value]) = json::parts(given).as_deref() {
        let code = argument::read(code, "attribute[0]", argument::text)?;
        Ok((code, argument::read(value, "attribute[1]", self::value)?))
    } else {
        let expected = "a pair of a code and a value";
        Err(Failure::of_field("attribute", &FieldError::WrongType { expected }))
    }
}

/// What a merchant says about an attribute.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct AttributeDefinition(pub(crate) Kept);

record!(AttributeDefinition, Attribute, Box::new, unboxed, |definition| format!(
    "{} {}",
    definition.code(),
    definition.input()
));

#[pymethods]
impl AttributeDefinition {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn label(&self) -> &str {
        self.0.label().as_str()
    }

    /// Translations by language.
    #[getter]
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let labels = PyDict::new(py);
        for (language, label) in self.0.label().translations() {
            labels.set_item(language.as_str(), label)?;
        }
        Ok(labels)
    }

    #[getter]
    fn admin_name(&self) -> &str {
        self.0.admin_name()
    }

    #[getter]
    fn help(&self) -> Option<&str> {
        self.0.help().map(patronage::attribute::LocalText::as_str)
    }

    #[getter]
    fn input(&self) -> &'static str {
        self.0.input().as_str()
    }

    #[getter]
    fn data_type(&self) -> &'static str {
        self.0.data_type().as_str()
    }

    #[getter]
    fn display_group(&self) -> &'static str {
        self.0.display_group().as_str()
    }

    #[getter]
    fn value_source(&self) -> &'static str {
        self.0.value_source().as_str()
    }

    #[getter]
    fn required(&self) -> Vec<&'static str> {
        self.0.required().map(patronage::attribute::Context::as_str).collect()
    }

    #[getter]
    fn default<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.default_value().map(|value| shown(py, value)).transpose()
    }

    #[getter]
    fn options(&self) -> Vec<AttributeOption> {
        let options = self.0.options().iter();
        options.map(|option| AttributeOption(option.clone())).collect()
    }

    #[getter]
    fn multiple(&self) -> bool {
        self.0.is_multiple()
    }

    #[getter]
    fn min_choices(&self) -> Option<u32> {
        self.0.min_choices()
    }

    #[getter]
    fn max_choices(&self) -> Option<u32> {
        self.0.max_choices()
    }

    #[getter]
    fn min_length(&self) -> Option<u32> {
        self.0.min_length()
    }

    #[getter]
    fn max_length(&self) -> Option<u32> {
        self.0.max_length()
    }

    #[getter]
    fn pattern(&self) -> Option<Pattern> {
        self.0.pattern().cloned().map(Pattern)
    }

    #[getter]
    fn min_value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.min_value().map(|number| argument::to_decimal(py, number)).transpose()
    }

    #[getter]
    fn max_value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.max_value().map(|number| argument::to_decimal(py, number)).transpose()
    }

    /// A day, or a distance such as `today-30`.
    #[getter]
    fn min_date(&self) -> Option<String> {
        self.0.min_date().map(|bound| bound.to_string())
    }

    #[getter]
    fn max_date(&self) -> Option<String> {
        self.0.max_date().map(|bound| bound.to_string())
    }

    #[getter]
    fn must_be_true(&self) -> bool {
        self.0.must_be_true()
    }

    #[getter]
    fn active(&self) -> bool {
        self.0.is_active()
    }

    #[getter]
    fn read_only(&self) -> bool {
        self.0.is_read_only()
    }

    #[getter]
    fn unique(&self) -> bool {
        self.0.is_unique()
    }

    #[getter]
    fn filterable(&self) -> bool {
        self.0.is_filterable()
    }

    #[getter]
    fn deleted(&self) -> bool {
        self.0.is_deleted()
    }

    #[getter]
    fn order(&self) -> i32 {
        self.0.order()
    }

    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = PyDict::new(py);
        for (key, value) in self.0.metadata() {
            metadata.set_item(key, value)?;
        }
        Ok(metadata)
    }

    #[getter]
    fn version(&self) -> u64 {
        self.0.version().as_u64()
    }

    fn is_visible_to(&self, actor: &Bound<'_, PyAny>) -> Outcome<bool> {
        Ok(self.0.is_visible_to(argument::read(actor, "actor", argument::word)?))
    }

    fn is_writable_by(&self, actor: &Bound<'_, PyAny>) -> Outcome<bool> {
        Ok(self.0.is_writable_by(argument::read(actor, "actor", argument::word)?))
    }
}

/// An option of a list.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AttributeOption(patronage::attribute::AttributeOption);

#[pymethods]
impl AttributeOption {
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        shown(py, self.0.value())
    }

    #[getter]
    fn label(&self) -> &str {
        self.0.label().as_str()
    }

    #[getter]
    fn order(&self) -> i32 {
        self.0.order()
    }

    #[getter]
    fn offered(&self) -> bool {
        self.0.is_offered()
    }

    #[getter]
    fn hidden(&self) -> bool {
        self.0.is_hidden()
    }

    #[getter]
    fn active(&self) -> bool {
        self.0.is_active()
    }

    fn __repr__(&self) -> String {
        format!("<AttributeOption {}>", self.0.value())
    }
}

/// The definitions of attributes, of a directory in use.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct Attributes {
    pub(crate) session: Session,
}

#[pymethods]
impl Attributes {
    fn schema(&self, py: Python<'_>) -> Outcome<Schema> {
        self.session.run(py, |admin| admin.attributes().schema()).map(Schema)
    }

    fn get(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<AttributeDefinition> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.attributes().get(code)).map(AttributeDefinition)
    }

    fn deleted(&self, py: Python<'_>) -> Outcome<Vec<AttributeDefinition>> {
        let deleted = self.session.run(py, |admin| admin.attributes().deleted())?;
        Ok(deleted.into_iter().map(AttributeDefinition).collect())
    }

    #[pyo3(signature = (code = None, **members))]
    fn define(
        &self,
        py: Python<'_>,
        code: Option<&Bound<'_, PyAny>>,
        members: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<AttributeDefinition> {
        let draft = draft(code, members)?;
        let defined = self.session.run(py, |admin| admin.attributes().define(draft))?;
        logging::info(py, &format!("attribute {} was defined", defined.code()));
        Ok(AttributeDefinition(defined))
    }

    #[pyo3(signature = (code, **members))]
    fn update(
        &self,
        py: Python<'_>,
        code: &Bound<'_, PyAny>,
        members: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<AttributeDefinition> {
        let code = argument::read(code, "code", argument::text)?;
        let patch = patch(members)?;
        let updated = self.session.run(py, |admin| admin.attributes().update(code, patch))?;
        logging::info(py, &format!("attribute {} was changed", updated.code()));
        Ok(AttributeDefinition(updated))
    }

    #[pyo3(signature = (code, *, purge = false))]
    fn delete(&self, py: Python<'_>, code: &Bound<'_, PyAny>, purge: bool) -> Outcome<()> {
        let code = argument::read(code, "code", argument::text)?;
        self.session.run(py, |admin| admin.attributes().delete(&code, deletion(purge)))?;
        logging::info(py, &format!("attribute {code} was deleted"));
        Ok(())
    }

    fn restore(&self, py: Python<'_>, code: &Bound<'_, PyAny>) -> Outcome<AttributeDefinition> {
        let code = argument::read(code, "code", argument::text)?;
        let restored = self.session.run(py, |admin| admin.attributes().restore(code))?;
        logging::info(py, &format!("attribute {} was restored", restored.code()));
        Ok(AttributeDefinition(restored))
    }

    fn export(&self, py: Python<'_>) -> Outcome<String> {
        self.session.run(py, |admin| admin.attributes().export())
    }

    fn check(&self, py: Python<'_>, change: &SchemaChange) -> Outcome<()> {
        self.session.run(py, |admin| admin.attributes().check(&change.0))
    }

    #[pyo3(signature = (change, *, progress = None))]
    fn dry_run(
        &self,
        py: Python<'_>,
        change: &SchemaChange,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<DryRun> {
        let callback =
            progress.filter(|given| !given.is_none()).map(|given| given.clone().unbind());
        let mut progress = Progress { callback: callback.as_ref(), raised: None };
        let report = self.session.run(py, |admin| {
            admin.attributes().dry_run_with(&change.0, |step| progress.tell(step))
        });
        match progress.raised {
            Some(raised) => Err(Failure::raised(raised)),
            None => report.map(DryRun),
        }
    }

    #[pyo3(signature = (change, *, on_violation = None, progress = None))]
    fn apply(
        &self,
        py: Python<'_>,
        change: &SchemaChange,
        on_violation: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<DryRun> {
        let on_violation = self::on_violation(on_violation)?;
        let change = change.0.clone();
        let Some(callback) = progress.filter(|given| !given.is_none()) else {
            let applied =
                self.session.run(py, |admin| admin.attributes().apply(change, on_violation))?;
            return Ok(DryRun::of_applied(py, applied));
        };
        let mut run =
            self.session.run(py, |admin| admin.attributes().begin(change, on_violation))?;
        while let Some(step) = py.detach(|| run.step())? {
            // What a callback raises leaves the change in progress, to be resumed.
            callback.call1((step.done, step.total)).map_err(Failure::raised)?;
        }
        Ok(DryRun::of_applied(py, py.detach(|| run.finish())?))
    }

    #[pyo3(signature = (change, *, on_violation = None))]
    fn begin(
        &self,
        py: Python<'_>,
        change: &SchemaChange,
        on_violation: Option<&Bound<'_, PyAny>>,
    ) -> Outcome<ChangeRun> {
        let on_violation = self::on_violation(on_violation)?;
        let change = change.0.clone();
        let run = self.session.run(py, |admin| admin.attributes().begin(change, on_violation))?;
        Ok(ChangeRun::new(&self.session, run))
    }

    fn in_progress(&self, py: Python<'_>) -> Outcome<Option<PendingChange>> {
        let pending = self.session.run(py, |admin| admin.attributes().in_progress())?;
        let shown = pending.map(|pending| {
            Ok::<_, PyErr>(PendingChange {
                started_at: time::moment(py, pending.started_at())?.unbind(),
                on_violation: argument::to_word(pending.on_violation()),
                version: pending.version().as_u64(),
            })
        });
        shown.transpose().map_err(Failure::raised)
    }

    fn resume(&self, py: Python<'_>) -> Outcome<Option<ChangeRun>> {
        let run = self.session.run(py, |admin| admin.attributes().resume())?;
        Ok(run.map(|run| ChangeRun::new(&self.session, run)))
    }

    fn __repr__(&self) -> &'static str {
        "<Attributes>"
    }
}
