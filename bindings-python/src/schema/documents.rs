//! Many documents, a number of them at a time.

use std::sync::Arc;

use patronage::attribute::Input;
use patronage::violation::{FieldError, Violations};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyMapping, PyString};

use super::Outcome;
use super::document::Document;
use super::occasion::Asked;
use crate::error::{Failure, Outcome as Answer};

/// How many are read before any of them is checked: enough for other threads to be worth letting in,
/// few enough for a file of any length.
const AT_A_TIME: usize = 1_000;

/// Documents that are still to be read.
pub(super) struct Documents<'py> {
    iterator: Bound<'py, PyIterator>,
    read: usize,
}

impl<'py> Documents<'py> {
    /// Those of any iterable but a document, whose characters or names would be taken for documents.
    pub(super) fn new(given: &Bound<'py, PyAny>) -> Answer<Self> {
        let is_one = given.is_instance_of::<PyString>()
            || given.is_instance_of::<PyBytes>()
            || given.cast::<PyMapping>().is_ok();
        match given.try_iter() {
            Ok(iterator) if !is_one => Ok(Self { iterator, read: 0 }),
            _ => {
                let wrong = FieldError::WrongType { expected: "several documents" };
                Err(Failure::of_field("documents", &wrong))
            }
        }
    }

    /// The next ones with the place of the first, `None` in the end.
    pub(super) fn next_batch(&mut self) -> Answer<Option<Batch<'py>>> {
        let mut batch = Batch { first: self.read, documents: Vec::new() };
        for document in self.iterator.by_ref().take(AT_A_TIME) {
            let document = document.map_err(Failure::raised)?;
            let path = || format!("documents[{}]", self.read);
            batch.documents.push(Document::new(&document, path)?);
            self.read = self.read.saturating_add(1);
        }
        Ok((!batch.documents.is_empty()).then_some(batch))
    }
}

/// Some of the documents, in their order.
pub(super) struct Batch<'py> {
    first: usize,
    documents: Vec<Document<'py>>,
}

impl Batch<'_> {
    /// Those that have mistakes, by their places among all. Texts are checked while other threads of
    /// Python run; dictionaries need Python.
    pub(super) fn mistakes(&self, py: Python<'_>, asked: &Asked) -> Vec<(usize, Violations)> {
        let first = self.first;
        match self.texts() {
            Some(texts) => py.detach(|| mistakes(first, texts.into_iter().map(Input::json), asked)),
            None => mistakes(first, self.documents.iter().map(Document::input), asked),
        }
    }

    /// What comes of each. A dictionary may be another one when its values are asked for, a text is
    /// not.
    pub(super) fn outcomes(self, py: Python<'_>, asked: &Arc<Asked>) -> Vec<Outcome> {
        if self.texts().is_none() {
            let documents = self.documents.iter();
            return documents.map(|document| asked.validate(document.input()).into()).collect();
        }
        let mut mistakes = self.mistakes(py, asked).into_iter().peekable();
        let texts = self.documents.into_iter().filter_map(Document::into_text);
        let outcomes = (self.first..).zip(texts).map(|(place, text)| {
            match mistakes.next_if(|(mistaken, _)| *mistaken == place) {
                Some((_, violations)) => Err(violations).into(),
                None => Outcome::of_sound_text(text, asked),
            }
        });
        outcomes.collect()
    }

    /// All of them, if they are texts.
    fn texts(&self) -> Option<Vec<&str>> {
        self.documents.iter().map(Document::text).collect()
    }
}

fn mistakes<'i>(
    first: usize,
    inputs: impl Iterator<Item = Input<'i>>,
    asked: &Asked,
) -> Vec<(usize, Violations)> {
    let places = (first..).zip(inputs);
    places.filter_map(|(place, input)| Some((place, asked.check(input).err()?))).collect()
}
