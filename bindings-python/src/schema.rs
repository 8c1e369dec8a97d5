//! Schemas: definitions that were compiled, and documents that are checked by them.

mod difference;
mod document;
mod occasion;
mod outcome;

use patronage::actor::Role;
use patronage::attribute::{Input, NewAttribute, Schema as Library};
use patronage::violation::FieldError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::argument;
use crate::attribute::{self, AttributeDefinition};
use crate::error::{Failure, Outcome as Answer};
use crate::json;
use crate::violation;

pub(crate) use difference::{MemberChange, SchemaDifference};
use document::{Document, Object, form};
use occasion::Given;
pub(crate) use outcome::Outcome;

/// Definitions of attributes, compiled: to check documents by.
#[pyclass(frozen, eq, module = "patronage")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Schema(pub(crate) Library);

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

/// A definition to be made, out of a dictionary with its members.
pub(crate) fn draft(definition: &Bound<'_, PyAny>) -> Answer<NewAttribute> {
    let Ok(named) = definition.cast::<PyDict>() else {
        let expected = "a dict with the members of a definition";
        return Err(Failure::of_field("definitions", &FieldError::WrongType { expected }));
    };
    let text = argument::members(&[], Some(named))?;
    NewAttribute::from_json(&text).map_err(|error| Failure::of_json(&error))
}
