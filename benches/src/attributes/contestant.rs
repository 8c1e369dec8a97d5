//! What the sides have in common: each looks through the same documents and counts errors.

use std::fmt;
use std::hint::black_box;

use super::documents::Document;
use crate::who::Who;

/// What a side is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Input {
    /// JSON as it comes in
    Text,
    /// What the side itself would hold in memory: made before the clock runs
    Own,
    /// Trees of `serde_json`, made before the clock runs
    Tree,
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "JSON text",
            Self::Own => "own values",
            Self::Tree => "serde_json::Value",
        })
    }
}

/// A side with its documents in hand.
pub(crate) struct Contestant<'a> {
    pub(crate) who: Who,
    pub(crate) input: Input,
    work: Box<dyn Work + 'a>,
}

impl<'a> Contestant<'a> {
    /// A side that says of each document how many errors it has. It holds each document in the form
    /// that `hold` gives it, or does not take part for it where that is not possible.
    pub(crate) fn new<D: 'a>(
        (who, input): (Who, Input),
        documents: &'a [Document],
        hold: impl Fn(&'a str) -> Option<D>,
        errors: impl Fn(&D) -> usize + 'a,
    ) -> Self {
        let numbered = documents.iter().enumerate();
        let taken = numbered.filter_map(|(place, document)| Some((place, hold(&document.text)?)));
        let (places, documents) = taken.unzip();
        Self { who, input, work: Box::new(Documents { places, documents, errors }) }
    }

    /// Validates so many documents, beginning again after the last, and returns the sum of errors.
    pub(crate) fn pass(&self, count: usize) -> usize {
        self.work.pass(count)
    }

    /// How many documents the side could take.
    pub(crate) fn held(&self) -> usize {
        self.work.held()
    }

    /// The number of errors of each document that the side could take, with its place.
    pub(crate) fn errors(&self) -> Vec<(usize, usize)> {
        self.work.errors()
    }
}

impl fmt::Debug for Contestant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contestant")
            .field("who", &self.who)
            .field("input", &self.input)
            .finish_non_exhaustive()
    }
}

/// Sides hold documents of different types. The loop is behind the call that looks up the side, so
/// that the compiler sees the loop and the side together, as in a program of a user.
trait Work {
    fn pass(&self, count: usize) -> usize;
    fn held(&self) -> usize;
    fn errors(&self) -> Vec<(usize, usize)>;
}

struct Documents<D, F> {
    places: Vec<usize>,
    documents: Vec<D>,
    errors: F,
}

impl<D, F: Fn(&D) -> usize> Work for Documents<D, F> {
    fn pass(&self, count: usize) -> usize {
        let documents = self.documents.iter().cycle().take(count);
        documents.map(|document| (self.errors)(black_box(document))).sum()
    }

    fn held(&self) -> usize {
        self.documents.len()
    }

    fn errors(&self) -> Vec<(usize, usize)> {
        self.places.iter().copied().zip(self.documents.iter().map(&self.errors)).collect()
    }
}
