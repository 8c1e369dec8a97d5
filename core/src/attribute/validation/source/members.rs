//! Members that a host keeps in types of its own.

use std::fmt;

use crate::attribute::validation::document::Member;
use crate::attribute::validation::{Document, Raw};
use crate::attribute::{Number, NumberError};
use crate::time::Date;

/// A document that a host keeps in types of its own, such as the objects of another language. It is
/// visited once, and no tree is made of it.
///
/// ```
/// use patronage::actor::Role;
/// use patronage::attribute::{Context, GivenValue, Input, Members, NewAttribute, Occasion};
/// use patronage::attribute::{Receiver, Schema};
/// use patronage::time::Date;
///
/// #[derive(Debug)]
/// struct Row(Vec<(&'static str, &'static str)>);
///
/// impl Members for Row {
///     fn visit(&self, receiver: &mut Receiver<'_, '_>) {
///         for (name, text) in &self.0 {
///             receiver.value(name, GivenValue::Text(text));
///         }
///     }
/// }
///
/// let schema = Schema::compile([NewAttribute::text_box("size", "Size").max_length(2)]).unwrap();
/// let occasion = Occasion::new(Role::Admin, Context::Admin, Date::new(2026, 7, 1)?);
/// let row = Row(vec![("size", "XXL")]);
/// let violations = schema.check(Input::members(&row), &occasion, None).unwrap_err();
/// assert_eq!(violations.codes(), ["attribute.too_long"]);
/// # Ok::<(), patronage::time::TimeError>(())
/// ```
pub trait Members: fmt::Debug {
    /// Hands over each member, once.
    fn visit(&self, receiver: &mut Receiver<'_, '_>);
}

/// What takes the members of a document, and checks each as it comes.
#[derive(Debug)]
pub struct Receiver<'r, 'd> {
    document: &'r mut Document<'d>,
}

/// A value as a host has it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum GivenValue<'v> {
    /// No value: it clears.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A text.
    Text(&'v str),
    /// A number as JSON writes it, whose digits count.
    Digits(&'v str),
    /// A number.
    Number(Number),
    /// A number of the host that is none of ours.
    NoNumber(NumberError),
    /// A day.
    Date(Date),
    /// A list where none can be: within another one.
    List,
    /// Anything else, which no attribute has for a value.
    Other,
}

impl Receiver<'_, '_> {
    /// Takes a member with one value.
    pub fn value(&mut self, name: &str, value: GivenValue<'_>) {
        if let Member::Check(place) = self.document.member(name) {
            self.document.scalar(place, value.raw());
        }
    }

    /// Takes a member with several values. `parts` hands over each of them, and is not called where
    /// nobody asks for them.
    pub fn list(&mut self, name: &str, parts: impl FnOnce(&mut dyn FnMut(GivenValue<'_>))) {
        let Member::Check(place) = self.document.member(name) else { return };
        if self.document.begin_list(place) {
            parts(&mut |part| self.document.part(place, part.raw()));
            self.document.end_list(place);
        }
    }

    /// Says that what was to be visited is no document at all.
    pub fn not_an_object(&mut self) {
        self.document.not_an_object();
    }
}

impl<'v> GivenValue<'v> {
    /// A float, which is refused where it does not say exactly which number it is.
    pub fn float(float: f64) -> Self {
        Number::from_f64(float).map_or_else(Self::NoNumber, Self::Number)
    }

    fn raw(self) -> Raw<'v> {
        match self {
            Self::Null => Raw::Null,
            Self::Boolean(boolean) => Raw::Boolean(boolean),
            Self::Text(text) => Raw::Text(text),
            Self::Digits(digits) => Raw::Digits(digits),
            Self::Number(number) => Raw::Number(number),
            Self::NoNumber(error) => Raw::NoNumber(error),
            Self::Date(date) => Raw::Date(date),
            Self::List => Raw::List,
            Self::Other => Raw::Object,
        }
    }
}

pub(super) fn read(members: &dyn Members, document: &mut Document<'_>) {
    members.visit(&mut Receiver { document });
}
