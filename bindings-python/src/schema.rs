//! Schemas: definitions that were compiled, and documents that are checked by them.

use patronage::actor::Role;
use patronage::attribute::{
    AttributeValues, Context, GivenValue, Input, MemberChange as Member, Members, NewAttribute,
    Occasion, Pattern as Compiled, Receiver, Schema as Library, SchemaDifference as Difference,
    ValidAttributes,
};
use patronage::code::AttributeCode;
use patronage::port::Clock;
use patronage::port::system::SystemClock;
use patronage::violation::{FieldError, Violations};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{
    PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple,
};

use crate::argument;
use crate::attribute::{self, AttributeDefinition};
use crate::customer::Customer;
use crate::error::{Failure, Outcome as Answer};
use crate::json;
use crate::violation;

/// Definitions of attributes, compiled: to check documents by.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Schema(pub(crate) Library);

/// When, by whom and after what a document is given.
struct Given {
    occasion: Occasion,
    previous: Option<ValidAttributes>,
}

impl Given {
    fn new(
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Self> {
        let context: Context = argument::read(context, "context", argument::word)?;
        let role = argument::read_some(actor, "actor", argument::word)?.unwrap_or(Role::Shopper);
        let today = match argument::read_some(today, "today", argument::day)? {
            Some(today) => today,
            None => SystemClock.now().date_utc(),
        };
        let occasion = Occasion::new(role, context, today);
        let occasion = if correcting { occasion.correcting() } else { occasion };
        let previous = previous.filter(|given| !given.is_none()).map(held).transpose()?;
        Ok(Self { occasion, previous })
    }

    fn validate(&self, schema: &Library, input: Input<'_>) -> Outcome {
        Outcome(schema.validate(input, &self.occasion, self.previous.as_ref()))
    }
}

/// What somebody holds: the outcome of an earlier check, a customer, or values by code.
fn held(given: &Bound<'_, PyAny>) -> Answer<ValidAttributes> {
    let wrong = || {
        let expected = "an Outcome that is ok, a Customer or a dict of values";
        Failure::of_field("previous", &FieldError::WrongType { expected })
    };
    if let Ok(outcome) = given.cast::<Outcome>() {
        return outcome.get().0.clone().map_err(|_| wrong());
    }
    if let Ok(customer) = given.cast::<Customer>() {
        return Ok(customer.get().0.attributes().clone());
    }
    let named = given.cast::<PyDict>().map_err(|_| wrong())?;
    let mut values = AttributeValues::new();
    for (name, value) in named.iter() {
        let name = argument::read(&name, "previous", argument::text)?;
        let path = format!("previous.{name}");
        let code = AttributeCode::parse(&name)
            .map_err(|error| Failure::of_value(&path, error.code(), &error))?;
        values.insert(code, argument::read(&value, &path, attribute::value)?);
    }
    Ok(ValidAttributes::held(values))
}

/// A document, kept while it is read.
enum Document<'py> {
    Text(PyBackedStr),
    Object(Object<'py>),
}

impl<'py> Document<'py> {
    fn new(given: &Bound<'py, PyAny>) -> Answer<Self> {
        let wrong = |expected| Failure::of_field("document", &FieldError::WrongType { expected });
        if let Ok(text) = given.cast::<PyString>() {
            let text = PyBackedStr::try_from(text.clone());
            return text
                .map(Self::Text)
                .map_err(|_| Failure::of_field("document", &FieldError::NotUnicode));
        }
        if let Ok(object) = given.cast::<PyDict>() {
            return Ok(Self::Object(Object(object.clone())));
        }
        if let Ok(bytes) = given.cast::<PyBytes>() {
            let text = PyString::from_bytes(given.py(), bytes.as_bytes())
                .map_err(|_| Failure::of_field("document", &FieldError::NotUnicode))?;
            return PyBackedStr::try_from(text).map(Self::Text).map_err(Failure::raised);
        }
        if let Ok(mapping) = given.cast::<PyMapping>() {
            let object = PyDict::new(given.py());
            object.update(mapping).map_err(Failure::raised)?;
            return Ok(Self::Object(Object(object)));
        }
        Err(wrong("a JSON text or a dict"))
    }

    fn input(&self) -> Input<'_> {
        match self {
            Self::Text(text) => Input::json(text),
            Self::Object(object) => Input::members(object),
        }
    }
}

/// A dictionary, visited in place.
#[derive(Debug)]
struct Object<'py>(Bound<'py, PyDict>);

impl Members for Object<'_> {
    fn visit(&self, receiver: &mut Receiver<'_, '_>) {
        for (name, value) in self.0.iter() {
            if let Ok(name) = name.cast::<PyString>() {
                match name.to_str() {
                    Ok(name) => visit(receiver, name, &value),
                    Err(_) => visit(receiver, &name.to_string_lossy(), &value),
                }
            } else {
                let shown = name.repr().map(|shown| shown.to_string_lossy().into_owned());
                receiver.value(&shown.unwrap_or_default(), GivenValue::Other);
            }
        }
    }
}

fn visit(receiver: &mut Receiver<'_, '_>, name: &str, value: &Bound<'_, PyAny>) {
    if let Ok(list) = value.cast::<PyList>() {
        receiver.list(name, |take| list.iter().for_each(|part| scalar(&part, take)));
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        receiver.list(name, |take| tuple.iter().for_each(|part| scalar(&part, take)));
    } else {
        scalar(value, &mut |value| receiver.value(name, value));
    }
}

/// Longer than any number that is understood.
const TOO_MANY_DIGITS: &str = "11111111111111111111111111111111111111111";

fn scalar(value: &Bound<'_, PyAny>, take: &mut dyn FnMut(GivenValue<'_>)) {
    if let Ok(text) = value.cast::<PyString>() {
        return take(text.to_str().map_or(GivenValue::Other, GivenValue::Text));
    }
    if let Ok(yes) = value.cast::<PyBool>() {
        return take(GivenValue::Boolean(yes.is_true()));
    }
    if value.is_none() {
        return take(GivenValue::Null);
    }
    if value.is_instance_of::<PyInt>() {
        return match value.extract::<i64>() {
            Ok(whole) => take(GivenValue::Number(whole.into())),
            Err(_) => match value.str() {
                Ok(digits) => take(GivenValue::Digits(&digits.to_string_lossy())),
                Err(_) => take(GivenValue::Digits(TOO_MANY_DIGITS)),
            },
        };
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return take(GivenValue::Float(float.value()));
    }
    if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
        return take(argument::day(value, "").map_or(GivenValue::Other, GivenValue::Date));
    }
    if argument::is_decimal(value) {
        return match argument::decimal_text(value) {
            Some(digits) => take(GivenValue::Digits(&digits)),
            None => take(GivenValue::Float(f64::NAN)),
        };
    }
    let is_list = value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>();
    take(if is_list { GivenValue::List } else { GivenValue::Other });
}

#[pymethods]
impl Schema {
    #[staticmethod]
    fn compile(definitions: &Bound<'_, PyAny>) -> Answer<Self> {
        let Some(parts) = json::parts(definitions) else {
            let expected = "a list of dicts";
            return Err(Failure::of_field("definitions", &FieldError::WrongType { expected }));
        };
        let mut drafts = Vec::new();
        for part in parts {
            drafts.push(draft(&part)?);
        }
        Ok(Library::compile(drafts).map(Self)?)
    }

    #[staticmethod]
    fn from_json(text: &Bound<'_, PyAny>) -> Answer<Self> {
        let text = argument::read(text, "text", argument::text)?;
        Ok(Library::from_json(&text).map(Self)?)
    }

    #[pyo3(signature = (actor = None))]
    fn to_json(&self, actor: Option<&Bound<'_, PyAny>>) -> Answer<String> {
        let role = argument::read_some(actor, "actor", argument::word)?.unwrap_or(Role::Admin);
        Ok(self.0.to_json(role))
    }

    fn seen_by(&self, actor: &Bound<'_, PyAny>) -> Answer<Self> {
        Ok(Self(self.0.seen_by(argument::read(actor, "actor", argument::word)?)))
    }

    #[getter]
    fn definitions(&self) -> Vec<AttributeDefinition> {
        self.0.definitions().cloned().map(AttributeDefinition).collect()
    }

    fn get(&self, code: &Bound<'_, PyAny>) -> Answer<Option<AttributeDefinition>> {
        let code = argument::read(code, "code", argument::text)?;
        Ok(self.0.get(&code).cloned().map(AttributeDefinition))
    }

    #[pyo3(signature = (document, *, context, actor = None, today = None, previous = None,
                        correcting = false))]
    fn validate(
        &self,
        document: &Bound<'_, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Outcome> {
        let given = Given::new(context, actor, today, previous, correcting)?;
        let document = Document::new(document)?;
        Ok(given.validate(&self.0, document.input()))
    }

    /// The fields of a form, as a web framework has them: pairs of texts, or a mapping of them.
    #[pyo3(signature = (fields, *, context, actor = None, today = None, previous = None,
                        correcting = false))]
    fn validate_form(
        &self,
        fields: &Bound<'_, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Outcome> {
        let given = Given::new(context, actor, today, previous, correcting)?;
        let pairs = form(fields)?;
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(given.validate(&self.0, Input::form(&pairs)))
    }

    /// One text after the other while other threads of Python run; dictionaries need Python.
    #[pyo3(signature = (documents, *, context, actor = None, today = None, correcting = false))]
    fn validate_all(
        &self,
        py: Python<'_>,
        documents: &Bound<'_, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Vec<Outcome>> {
        let given = Given::new(context, actor, today, None, correcting)?;
        let Some(parts) = json::parts(documents) else {
            let expected = "a list of documents";
            return Err(Failure::of_field("documents", &FieldError::WrongType { expected }));
        };
        let documents: Answer<Vec<Document<'_>>> = parts.iter().map(Document::new).collect();
        let documents = documents?;
        let texts: Option<Vec<&str>> = documents
            .iter()
            .map(|document| match document {
                Document::Text(text) => Some(&**text),
                Document::Object(_) => None,
            })
            .collect();
        Ok(match texts {
            Some(texts) => py.detach(|| {
                let outcomes = texts.iter().map(|text| given.validate(&self.0, Input::json(text)));
                outcomes.collect()
            }),
            None => documents.iter().map(|all| given.validate(&self.0, all.input())).collect(),
        })
    }

    #[pyo3(signature = (document, *, context, actor = None, today = None, previous = None,
                        correcting = false))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        document: &Bound<'_, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Bound<'py, PyTuple>> {
        let given = Given::new(context, actor, today, previous, correcting)?;
        let document = Document::new(document)?;
        let checked = self.0.check(document.input(), &given.occasion, given.previous.as_ref());
        let found = match checked {
            Ok(()) => return Ok(PyTuple::empty(py)),
            Err(violations) => violation::tuple(py, &violations),
        };
        found.map_err(Failure::raised)
    }

    #[pyo3(signature = (code, value, *, context, actor = None, today = None, previous = None,
                        correcting = false))]
    fn validate_field<'py>(
        &self,
        py: Python<'py>,
        code: &Bound<'_, PyAny>,
        value: &Bound<'py, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Option<Bound<'py, PyAny>>> {
        let given = Given::new(context, actor, today, previous, correcting)?;
        let text = argument::read(code, "code", argument::text)?;
        let object = PyDict::new(py);
        object.set_item(code, value).map_err(Failure::raised)?;
        let object = Object(object);
        let valid = self.0.validate_field(
            &text,
            Input::members(&object),
            &given.occasion,
            given.previous.as_ref(),
        )?;
        valid.map(|value| attribute::shown(py, &value)).transpose().map_err(Failure::raised)
    }

    #[pyo3(signature = (*, context, actor = None, today = None, correcting = false))]
    fn to_json_schema<'py>(
        &self,
        py: Python<'py>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Bound<'py, PyAny>> {
        let given = Given::new(context, actor, today, None, correcting)?;
        let text = self.0.to_json_schema(&given.occasion).to_string();
        let read = || py.import("json")?.call_method1("loads", (text,));
        read().map_err(Failure::raised)
    }

    fn difference(&self, other: &Self) -> SchemaDifference {
        SchemaDifference(self.0.difference(&other.0))
    }

    fn __len__(&self) -> usize {
        self.0.definitions().len()
    }

    fn __repr__(&self) -> String {
        format!("<Schema of {}>", self.0.definitions().len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((py.get_type::<Self>().getattr("from_json")?, (self.0.to_json(Role::Admin),)))
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.0.to_json(Role::Admin).hash(&mut hasher);
        hasher.finish()
    }
}

fn form(fields: &Bound<'_, PyAny>) -> Answer<Vec<(String, String)>> {
    let wrong = || {
        let expected = "pairs of texts, or a dict of them";
        Failure::of_field("fields", &FieldError::WrongType { expected })
    };
    let items = match fields.cast::<PyMapping>() {
        Ok(mapping) => mapping.items().map_err(Failure::raised)?.into_any(),
        Err(_) => fields.clone(),
    };
    let mut pairs = Vec::new();
    for item in json::parts(&items).ok_or_else(wrong)? {
        match json::parts(&item).as_deref() {
            Some([name, text]) => pairs.push((
                argument::read(name, "fields", argument::text)?,
                argument::read(text, "fields", argument::text)?,
            )),
            _ => return Err(wrong()),
        }
    }
    Ok(pairs)
}

/// A definition to be made, out of a dictionary with its members.
pub(crate) fn draft(definition: &Bound<'_, PyAny>) -> Answer<NewAttribute> {
    let Ok(named) = definition.cast::<PyDict>() else {
        let expected = "a dict with the members of a definition";
        return Err(Failure::of_field("definitions", &FieldError::WrongType { expected }));
    };
    let text = argument::members(&[], Some(named))?;
    NewAttribute::from_json(&text).map_err(|error| Failure::of_json(&error))
}

/// What came of checking a document.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome(Result<ValidAttributes, Violations>);

#[pymethods]
impl Outcome {
    #[getter]
    fn ok(&self) -> bool {
        self.0.is_ok()
    }

    /// What is held afterwards: a dictionary, or None when something is wrong.
    #[getter]
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        self.0.as_ref().ok().map(|valid| attribute::values(py, valid.values())).transpose()
    }

    #[getter]
    fn violations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        match &self.0 {
            Ok(_) => Ok(PyTuple::empty(py)),
            Err(violations) => violation::tuple(py, violations),
        }
    }

    fn __bool__(&self) -> bool {
        self.0.is_ok()
    }

    fn __repr__(&self) -> String {
        match &self.0 {
            Ok(_) => "<Outcome ok>".to_owned(),
            Err(violations) => format!("<Outcome {}>", violations.codes().join(" ")),
        }
    }
}

/// How the definitions of two schemas differ.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SchemaDifference(Difference);

#[pymethods]
impl SchemaDifference {
    #[getter]
    fn added(&self) -> Vec<AttributeDefinition> {
        self.0.added().cloned().map(AttributeDefinition).collect()
    }

    #[getter]
    fn changed(&self) -> Vec<MemberChange> {
        self.0.changed().cloned().map(MemberChange).collect()
    }

    #[getter]
    fn absent(&self) -> Vec<AttributeDefinition> {
        self.0.absent().cloned().map(AttributeDefinition).collect()
    }

    fn __bool__(&self) -> bool {
        !self.0.is_empty()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let (added, changed) = (self.0.added().len(), self.0.changed().len());
        format!("<SchemaDifference {added} added, {changed} changed>")
    }
}

/// A member of a definition that differs.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MemberChange(Member);

#[pymethods]
impl MemberChange {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn member(&self) -> &'static str {
        self.0.member()
    }

    /// JSON text, or None when it went without saying.
    #[getter]
    fn before(&self) -> Option<&str> {
        self.0.before()
    }

    #[getter]
    fn after(&self) -> Option<&str> {
        self.0.after()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<MemberChange {}.{}>", self.0.code(), self.0.member())
    }
}

/// A pattern for texts, which browsers read alike.
#[pyclass(frozen, eq, hash, module = "patronage")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pattern(pub(crate) Compiled);

#[pymethods]
impl Pattern {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> Answer<Self> {
        let text = argument::read(text, "pattern", argument::text)?;
        let parsed = Compiled::parse(&text);
        parsed.map(Self).map_err(|error| Failure::of_value("pattern", error.code(), &error))
    }

    fn matches(&self, value: &Bound<'_, PyAny>) -> Answer<bool> {
        Ok(self.0.matches(&argument::read(value, "value", argument::text)?))
    }

    fn to_ecmascript(&self) -> String {
        self.0.to_ecmascript()
    }

    fn __str__(&self) -> &str {
        self.0.as_str()
    }

    fn __repr__(&self) -> String {
        format!("<Pattern {}>", self.0.as_str())
    }

    fn __getnewargs__(&self) -> (&str,) {
        (self.0.as_str(),)
    }
}
