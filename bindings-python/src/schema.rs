//! Schemas: definitions that were compiled, and documents that are checked by them.

mod difference;
mod document;
mod documents;
mod occasion;
mod outcome;

use std::sync::Arc;

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
use documents::Documents;
use occasion::{Asked, occasion};
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
        let asked = Asked::new(&self.0, context, actor, today, previous, correcting)?;
        Ok(asked.validate(Document::only(document)?.input()).into())
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
        let asked = Asked::new(&self.0, context, actor, today, previous, correcting)?;
        let pairs = form(fields)?;
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(asked.validate(Input::form(&pairs)).into())
    }

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
        let asked = Arc::new(Asked::new(&self.0, context, actor, today, None, correcting)?);
        let mut documents = Documents::new(documents)?;
        let mut outcomes = Vec::new();
        while let Some(batch) = documents.next_batch()? {
            outcomes.extend(batch.outcomes(py, &asked));
        }
        Ok(outcomes)
    }

    /// The mistakes by the places of the documents that have any.
    #[pyo3(signature = (documents, *, context, actor = None, today = None, correcting = false))]
    fn check_all<'py>(
        &self,
        py: Python<'py>,
        documents: &Bound<'_, PyAny>,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Bound<'py, PyDict>> {
        let asked = Asked::new(&self.0, context, actor, today, None, correcting)?;
        let mut documents = Documents::new(documents)?;
        let found = PyDict::new(py);
        while let Some(batch) = documents.next_batch()? {
            for (place, violations) in batch.mistakes(py, &asked) {
                let violations = violation::tuple(py, &violations);
                let kept = violations.and_then(|all| found.set_item(place, all));
                kept.map_err(Failure::raised)?;
            }
        }
        Ok(found)
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
        let asked = Asked::new(&self.0, context, actor, today, previous, correcting)?;
        match asked.check(Document::only(document)?.input()) {
            Ok(()) => Ok(PyTuple::empty(py)),
            Err(violations) => violation::tuple(py, &violations).map_err(Failure::raised),
        }
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
        let asked = Asked::new(&self.0, context, actor, today, previous, correcting)?;
        let text = argument::read(code, "code", argument::text)?;
        let object = PyDict::new(py);
        object.set_item(code, value).map_err(Failure::raised)?;
        let object = Object(object);
        let valid = asked.validate_field(&text, Input::members(&object))?;
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
        let occasion = occasion(context, actor, today, correcting)?;
        let text = self.0.to_json_schema(&occasion).to_string();
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
