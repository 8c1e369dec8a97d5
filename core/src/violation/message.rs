//! The words of a violation, apart from the violation: templates by code, filled in with parameters.
//!
//! A template is text with the names of parameters in braces: `of which at most {max} fit`. A part
//! in brackets is left out when one of its parameters is missing: `no such attribute[; is `{nearest}`
//! meant?]`. Neither nests, and there is no way to write a brace or a bracket itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};

use super::Violation;

/// Something that a message says beside its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parameter {
    /// A count, such as a number of characters.
    Count(u64),
    /// A text: a name, a date, an exact number.
    Text(Cow<'static, str>),
}

impl Parameter {
    pub(super) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// A number or a text, as JSON has it.
impl Serialize for Parameter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl From<usize> for Parameter {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl From<u32> for Parameter {
    fn from(count: u32) -> Self {
        Self::Count(u64::from(count))
    }
}

impl From<&'static str> for Parameter {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

pub(super) fn find<'p>(
    parameters: &'p [(&'static str, Parameter)],
    name: &str,
) -> Option<&'p Parameter> {
    parameters.iter().find(|(known, _)| *known == name).map(|(_, parameter)| parameter)
}

/// The text of a parameter by its name.
type Lookup<'p> = dyn Fn(&str) -> Option<Cow<'p, str>> + 'p;

/// A template with its parameters filled in.
pub(super) fn fill(template: &str, parameters: &Lookup<'_>) -> String {
    let mut message = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((plain, after)) = rest.split_once('[') {
        let (optional, behind) = after.split_once(']').unwrap_or((after, ""));
        // What stands outside of brackets is written whatever is missing.
        let _ = fill_part(&mut message, plain, parameters);
        let kept = message.len();
        if fill_part(&mut message, optional, parameters).is_none() {
            message.truncate(kept);
        }
        rest = behind;
    }
    let _ = fill_part(&mut message, rest, parameters);
    message
}

/// Appends a part of a template; `None` when a parameter is missing, which is then left out.
fn fill_part(message: &mut String, part: &str, parameters: &Lookup<'_>) -> Option<()> {
    let mut complete = Some(());
    let mut rest = part;
    while let Some((plain, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        message.push_str(plain);
        match parameters(name) {
            Some(text) => message.push_str(&text),
            None => complete = None,
        }
        rest = behind;
    }
    message.push_str(rest);
    complete
}

/// Messages in another language or other words, by code.
///
/// A violation whose code is not among them keeps its English message.
///
/// ```
/// use patronage::violation::{Messages, Violation};
///
/// let french = Messages::new([("field.required", "ce champ est obligatoire")])?;
/// let required = Violation::new("email", "field.required", "a value is required");
/// assert_eq!(french.of(&required), "ce champ est obligatoire");
/// let other = Violation::new("email", "email.invalid", "the address has no `@`");
/// assert_eq!(french.of(&other), "the address has no `@`");
/// # Ok::<(), patronage::violation::MessageError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages(BTreeMap<String, String>);

impl Messages {
    /// Takes templates by code. A template names parameters in braces, such as `{max}`; a part in
    /// brackets is left out when one of its parameters is missing.
    ///
    /// # Errors
    ///
    /// [`MessageError`] for the first template whose braces or brackets do not pair or nest.
    pub fn new<C: Into<String>, T: Into<String>>(
        templates: impl IntoIterator<Item = (C, T)>,
    ) -> Result<Self, MessageError> {
        let mut messages = BTreeMap::new();
        for (code, template) in templates {
            let (code, template) = (code.into(), template.into());
            if !is_well_formed(&template) {
                return Err(MessageError { code, template });
            }
            messages.insert(code, template);
        }
        Ok(Self(messages))
    }

    /// The message of a violation in these words.
    pub fn of(&self, violation: &Violation) -> String {
        self.find(violation.code(), |name| violation.parameter_text(name))
            .unwrap_or_else(|| violation.message().into_owned())
    }

    /// The message for a code, with its parameters by their names; `None` where there is no template
    /// for the code. For violations that come from elsewhere, such as from a server.
    ///
    /// ```
    /// use patronage::violation::Messages;
    ///
    /// let french = Messages::new([("attribute.too_long", "au plus {max} caractères")])?;
    /// let of = |code| french.find(code, |name| (name == "max").then(|| "50".into()));
    /// assert_eq!(of("attribute.too_long").as_deref(), Some("au plus 50 caractères"));
    /// assert_eq!(of("attribute.too_short"), None);
    /// # Ok::<(), patronage::violation::MessageError>(())
    /// ```
    pub fn find<'p>(
        &self,
        code: &str,
        parameters: impl Fn(&str) -> Option<Cow<'p, str>> + 'p,
    ) -> Option<String> {
        self.0.get(code).map(|template| fill(template, &parameters))
    }
}

/// Whether braces and brackets pair, braces within brackets but not the other way round.
fn is_well_formed(template: &str) -> bool {
    let (mut in_brackets, mut in_braces) = (false, false);
    for character in template.chars() {
        match (character, in_brackets, in_braces) {
            ('{', _, false) => in_braces = true,
            ('}', _, true) => in_braces = false,
            ('[', false, false) => in_brackets = true,
            (']', true, false) => in_brackets = false,
            ('{' | '}' | '[' | ']', ..) => return false,
            _ => {}
        }
    }
    !in_brackets && !in_braces
}

/// A template that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the message of `{code}` has a brace or bracket without its partner: `{template}`")]
pub struct MessageError {
    code: String,
    template: String,
}

impl MessageError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        "message.malformed"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(template: &str, parameters: &[(&'static str, Parameter)]) -> String {
        fill(template, &|name| find(parameters, name).map(Parameter::to_text))
    }

    #[test]
    fn parameters_stand_where_they_are_named() {
        let parameters = [("max", Parameter::from(5_usize)), ("actual", "six".into())];
        assert_eq!(with("{actual} of {max}, {max}", &parameters), "six of 5, 5");
        assert_eq!(with("no {such} one", &parameters), "no  one");
        assert_eq!(with("", &parameters), "");
    }

    #[test]
    fn a_part_in_brackets_needs_its_parameters() {
        let template = "no `{name}`[; is `{nearest}` meant?][ ({max})]";
        let name = ("name", Parameter::from("vat"));
        assert_eq!(with(template, std::slice::from_ref(&name)), "no `vat`");
        let nearest = ("nearest", Parameter::from("vat-id"));
        assert_eq!(with(template, &[name, nearest]), "no `vat`; is `vat-id` meant?");
    }

    #[test]
    fn what_is_filled_in_is_not_read_as_a_template() {
        let parameters = [("a", Parameter::from("{b}[{c}]")), ("b", "x".into())];
        assert_eq!(with("{a}[ {a}]", &parameters), "{b}[{c}] {b}[{c}]");
    }

    #[test]
    fn a_template_without_a_partner_is_refused() {
        for template in ["{", "}", "{a", "a}", "[a", "a]", "{a{b}}", "[[a]]", "{[a]}", "[{a]}"] {
            let refused = Messages::new([("x.y", template)]).unwrap_err();
            assert_eq!(refused.code(), "message.malformed", "{template}");
        }
        for template in ["", "a", "{a}", "[a {b}]c", "[a][b]{c}"] {
            assert!(Messages::new([("x.y", template)]).is_ok(), "{template}");
        }
    }
}
