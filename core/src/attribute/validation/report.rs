//! The breaches of a document, as they are found.

use super::Raw;
use crate::attribute::breach::Breach;
use crate::attribute::{Number, NumberError, Schema};
use crate::violation::{Parameter, Violation, Violations};

/// Collects breaches, each at the place that is being checked.
#[derive(Debug)]
pub(in crate::attribute) struct Report<'d> {
    schema: &'d Schema,
    found: Vec<Violation>,
    /// The attribute that is being checked.
    place: usize,
    /// The part of its list.
    pub(super) part: Option<usize>,
    names_attributes: bool,
}

impl<'d> Report<'d> {
    pub(super) fn of(schema: &'d Schema) -> Self {
        Self { schema, found: Vec::new(), place: 0, part: None, names_attributes: true }
    }

    /// A report on the values of one attribute, whose name is not said.
    pub(super) fn without_names(schema: &'d Schema) -> Self {
        Self { names_attributes: false, ..Self::of(schema) }
    }

    /// From here on another attribute is checked.
    #[inline]
    pub(super) fn at(&mut self, place: usize) {
        self.place = place;
        self.part = None;
    }

    pub(in crate::attribute) fn len(&self) -> usize {
        self.found.len()
    }

    /// Forgets what was found after there were so many.
    pub(super) fn forget_after(&mut self, count: usize) {
        self.found.truncate(count);
    }

    /// Forgets what was found between two moments.
    pub(super) fn forget_between(&mut self, from: usize, to: usize) {
        if from <= to && to <= self.found.len() {
            self.found.drain(from..to);
        }
    }

    pub(super) fn push(&mut self, violation: Violation) {
        self.found.push(violation);
    }

    /// Everything that was found, if anything was.
    pub(super) fn take(&mut self) -> Option<Violations> {
        Violations::from_list(std::mem::take(&mut self.found))
    }

    #[cold]
    #[inline(never)]
    pub(in crate::attribute) fn add<const N: usize>(
        &mut self,
        breach: Breach,
        parameters: [(&'static str, Parameter); N],
    ) {
        let attribute = if self.names_attributes { self.schema.name(self.place) } else { "" };
        let path = match self.part {
            Some(part) => format!("{attribute}[{part}]"),
            None => attribute.to_owned(),
        };
        self.push(breach.at(path, parameters));
    }

    #[cold]
    #[inline(never)]
    pub(in crate::attribute) fn wrong_type(&mut self, expected: &'static str, found: Raw<'_>) {
        let parameters = [("expected", expected.into()), ("found", found.kind().into())];
        self.add(Breach::WrongType, parameters);
    }

    /// The number that a value says, or a breach.
    #[inline]
    pub(in crate::attribute) fn number(&mut self, raw: Raw<'_>) -> Option<Number> {
        match raw.number() {
            Some(Ok(number)) => return Some(number),
            Some(Err(NumberError::TooManyDigits)) => {
                self.add(Breach::TooManyDigits, [("max", Number::MAX_DIGITS.into())]);
            }
            Some(Err(_)) => self.add(Breach::NotANumber, []),
            None => self.wrong_type("a number", raw),
        }
        None
    }
}
