//! Objects of a document that a program wrote, member by member.

use super::{JsonError, Literal};
use crate::violation::{Checks, FieldError};

/// An object. A text that is not there is the empty one, since every parser of a text says what is
/// wrong with that; so a reader hands members to their parsers and says no more about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Object<'d>(&'d [(Box<str>, Literal)]);

impl Literal {
    /// The object that a whole text is.
    pub(crate) fn parse_object(text: &str) -> Result<Self, JsonError> {
        match Self::parse(text)? {
            object @ Self::Object(_) => Ok(object),
            _ => Err(JsonError::new(super::JsonFlaw::NotJson, 0)),
        }
    }

    /// The members, of which something that is no object has none.
    pub(crate) fn members(&self) -> Object<'_> {
        match self {
            Self::Object(members) => Object(members),
            _ => Object(&[]),
        }
    }
}

impl<'d> Object<'d> {
    /// A member; one that is `null` is not there.
    pub(crate) fn get(self, name: &str) -> Option<&'d Literal> {
        let found = self.0.iter().find(|(known, _)| **known == *name);
        found.map(|(_, member)| member).filter(|member| **member != Literal::Null)
    }

    /// A text.
    pub(crate) fn text(self, name: &str) -> &'d str {
        match self.get(name) {
            Some(Literal::Text(text)) => text,
            _ => "",
        }
    }

    /// An object.
    pub(crate) fn object(self, name: &str) -> Self {
        self.get(name).map_or(Self(&[]), Literal::members)
    }

    /// A whole number from 0 up.
    pub(crate) fn count(self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Literal::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// Yes or no.
    pub(crate) fn flag(self, name: &str, checks: &mut Checks, path: &str) -> bool {
        if let Some(Literal::Boolean(flag)) = self.get(name) {
            return *flag;
        }
        checks.reject(path, &FieldError::WrongType { expected: "true or false" });
        false
    }

    /// A list.
    pub(crate) fn list(self, name: &str, checks: &mut Checks, path: &str) -> &'d [Literal] {
        if let Some(Literal::List(items)) = self.get(name) {
            return items;
        }
        checks.reject(path, &FieldError::WrongType { expected: "a list" });
        &[]
    }
}
