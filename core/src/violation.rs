//! What is wrong with an input: every mistake of it, at once.
//!
//! A form, an import row or a patch is checked whole, and each mistake becomes one [`Violation`]
//! with the path of the field, a stable code, parameters and a message. A caller shows them beside
//! the fields; a program branches on the codes; a page in another language brings its own
//! [`Messages`].
//!
//! ```
//! use patronage::violation::{Violation, Violations};
//!
//! let violations = Violations::from(Violation::new("email", "email.invalid", "the address has no `@`"));
//! assert_eq!(violations.to_string(), "1 violation: email: the address has no `@`");
//! ```

mod message;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub use message::{MessageError, Messages, Parameter};

/// An error with a code that stays the same from release to release.
///
/// Each error type has a public `code` of its own, so that nobody has to import a trait to ask for
/// it; this one is for the checks that take any of them.
pub(crate) trait Coded: std::error::Error {
    fn code(&self) -> &'static str;
}

/// Makes error types [`Coded`] by their own `code`.
macro_rules! coded {
    ($($error:ty),+) => {
        $(
            impl $crate::violation::Coded for $error {
                fn code(&self) -> &'static str {
                    self.code()
                }
            }
        )+
    };
}

pub(crate) use coded;

/// One mistake in one field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Violation {
    path: String,
    code: &'static str,
    parameters: Parameters,
    message: Message,
}

impl Violation {
    /// A violation of the field at `path`, such as `email` or `addresses[0].country`.
    pub fn new(path: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            code,
            parameters: Vec::new(),
            message: Message::Text(message.into()),
        }
    }

    /// A violation whose message is a template, filled in with the parameters.
    pub(crate) fn from_template(
        path: impl Into<String>,
        code: &'static str,
        template: &'static str,
        parameters: impl Into<Parameters>,
    ) -> Self {
        let (mut parameters, message) = (parameters.into(), Message::Template(template));
        parameters.sort_unstable_by_key(|(name, _)| *name);
        Self { path: path.into(), code, parameters, message }
    }

    /// The violation that an error of a parser means for the field at `path`.
    pub(crate) fn of(path: impl Into<String>, error: &impl Coded) -> Self {
        Self::new(path, error.code(), error.to_string())
    }

    /// A field that is refused whatever its value, as whoever hands input over from another language
    /// finds it.
    ///
    /// ```
    /// use patronage::violation::{FieldError, Violation};
    ///
    /// let expected = FieldError::WrongType { expected: "a text" };
    /// let violation = Violation::of_field("email", &expected);
    /// assert_eq!(violation.code(), "field.wrong_type");
    /// assert_eq!(violation.to_string(), "email: expected a text");
    /// ```
    pub fn of_field(path: impl Into<String>, error: &FieldError) -> Self {
        Self::of(path, error)
    }

    /// The path of the field, with dots between members and brackets around positions.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The stable code, such as `text.too_long`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What the message says beside its words, by name: the limit, what was found, and the like.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &Parameter)> {
        self.parameters.iter().map(|(name, value)| (*name, value))
    }

    /// A parameter by its name, such as `max`.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        message::find(&self.parameters, name)
    }

    fn parameter_text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.parameter(name).map(Parameter::to_text)
    }

    /// What is wrong, in English, lower case, without a full stop.
    pub fn message(&self) -> Cow<'_, str> {
        match &self.message {
            Message::Text(text) => Cow::Borrowed(text),
            Message::Template(template) => {
                Cow::Owned(message::fill(template, &|name| self.parameter_text(name)))
            }
        }
    }

    /// The same violation seen from outside: `country` within `addresses[0]`. One of the whole has
    /// an empty path.
    #[must_use]
    pub fn within(mut self, parent: &str) -> Self {
        self.path = if self.path.is_empty() {
            parent.to_owned()
        } else if self.path.starts_with('[') {
            format!("{parent}{}", self.path)
        } else {
            format!("{parent}.{}", self.path)
        };
        self
    }
}

/// What a message says beside its words, in the order of the names.
type Parameters = Vec<(&'static str, Parameter)>;

/// A message, or how to make it: most that are made are counted and never read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Message {
    Text(String),
    Template(&'static str),
}

/// An object with path, code, parameters where there are any, and message.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("path", &self.path)?;
        object.serialize_entry("code", self.code)?;
        if !self.parameters.is_empty() {
            let parameters: BTreeMap<_, _> = self.parameters().collect();
            object.serialize_entry("parameters", &parameters)?;
        }
        object.serialize_entry("message", &self.message())?;
        object.end()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message())
    }
}

/// Every mistake of one input: at least one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// The violations in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// All of a list, if there are any: there is no empty one.
    pub fn from_list(violations: Vec<Violation>) -> Option<Self> {
        if violations.is_empty() { None } else { Some(Self(violations)) }
    }

    /// The same violations seen from outside, as [`Violation::within`] says it.
    #[must_use]
    pub fn within(self, parent: &str) -> Self {
        Self(self.0.into_iter().map(|violation| violation.within(parent)).collect())
    }

    /// The codes in the order of the fields, for a program that branches on them.
    pub fn codes(&self) -> Vec<&'static str> {
        self.0.iter().map(Violation::code).collect()
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "{count} violation{}", if count == 1 { "" } else { "s" })?;
        for (position, violation) in self.0.iter().enumerate() {
            write!(f, "{}{violation}", if position == 0 { ": " } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Why a field is refused whatever its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldError {
    /// It has no value and needs one.
    #[error("a value is required")]
    Required,
    /// It is not for shoppers to change.
    #[error("shoppers do not change this themselves")]
    NotForShoppers,
    /// It is of a type that says nothing here. Rust finds this when it compiles; other languages
    /// hand over whatever they are given.
    #[error("expected {expected}")]
    WrongType {
        /// What would say something.
        expected: &'static str,
    },
    /// There is no such field.
    #[error("there is no such field")]
    Unknown,
    /// It is none of the words that are understood.
    #[error("expected one of {words}")]
    UnknownWord {
        /// Those that are, each in backticks.
        words: String,
    },
    /// Its text has half a surrogate pair, which some languages keep in their texts and which is no
    /// character.
    #[error("the text is not Unicode")]
    NotUnicode,
}

coded!(FieldError);

impl FieldError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "field.required",
            Self::NotForShoppers => "field.not_for_shoppers",
            Self::WrongType { .. } => "field.wrong_type",
            Self::Unknown => "field.unknown",
            Self::UnknownWord { .. } => "field.unknown_word",
            Self::NotUnicode => "field.not_unicode",
        }
    }
}

/// Collects the mistakes of one input while its fields are parsed.
///
/// A field that does not parse gives `None` and a violation; the work goes on, so that the caller
/// hears of all of them.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    found: Vec<Violation>,
}

impl Checks {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The value of a field, or `None` and a violation at `path`.
    pub(crate) fn take<T, E: Coded>(&mut self, path: &str, parsed: Result<T, E>) -> Option<T> {
        parsed.map_err(|error| self.found.push(Violation::of(path, &error))).ok()
    }

    /// As [`take`](Self::take), for a field that may be absent. Empty text is no value.
    pub(crate) fn optional<T, E: Coded>(
        &mut self,
        path: &str,
        raw: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let raw = raw.filter(|raw| !raw.is_empty())?;
        self.take(path, parse(raw))
    }

    /// As [`optional`](Self::optional), for a field that must have a value.
    pub(crate) fn required<T, E: Coded>(
        &mut self,
        path: &str,
        raw: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if raw.is_none_or(str::is_empty) {
            self.missing(path);
            return None;
        }
        self.optional(path, raw, parse)
    }

    /// Changes a field that must have a value, when there is a new one.
    pub(crate) fn change<T, E: Coded>(
        &mut self,
        path: &str,
        raw: Option<&str>,
        field: &mut T,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) {
        if raw.is_some()
            && let Some(value) = self.required(path, raw, parse)
        {
            *field = value;
        }
    }

    /// Adds a violation.
    pub(crate) fn push(&mut self, violation: Violation) {
        self.found.push(violation);
    }

    /// A field that must have a value has none.
    pub(crate) fn missing(&mut self, path: &str) {
        self.reject(path, &FieldError::Required);
    }

    /// A field whose value parses and is refused by a rule.
    pub(crate) fn reject(&mut self, path: impl Into<String>, error: &impl Coded) {
        self.found.push(Violation::of(path, error));
    }

    /// Takes over the violations of a part, such as one address of a book.
    pub(crate) fn absorb(&mut self, parent: &str, part: Violations) {
        self.found.extend(part.within(parent));
    }

    /// What another part of the work made of the same input, or everything that both found.
    pub(crate) fn and<T>(mut self, other: Result<T, Violations>) -> Result<T, Violations> {
        let made = other.map_err(|others| self.found.extend(others));
        match made {
            Ok(made) if self.is_clean() => Ok(made),
            _ => Err(self.into_violations()),
        }
    }

    /// The values of a list, with a violation at `path[position]` for each that does not parse.
    pub(crate) fn list<T, E: Coded>(
        &mut self,
        path: &str,
        raw: &[String],
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let mut parsed = Vec::with_capacity(raw.len());
        for (position, raw) in raw.iter().enumerate() {
            parsed.extend(self.take(&format!("{path}[{position}]"), parse(raw)));
        }
        parsed
    }

    /// Whether something was found at `path` so far.
    pub(crate) fn found_at(&self, path: &str) -> bool {
        self.found.iter().any(|violation| violation.path == path)
    }

    /// Whether nothing was found so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// Everything that was found.
    pub(crate) fn into_violations(self) -> Violations {
        Violations(self.found)
    }

    /// `Err` with everything that was found, `Ok` when nothing was.
    pub(crate) fn finish(self) -> Result<(), Violations> {
        if self.is_clean() { Ok(()) } else { Err(self.into_violations()) }
    }
}
