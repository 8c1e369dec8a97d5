//! Messages in other words, or in another language.

use patronage::violation::Messages as Templates;

use crate::error::Refusal;

/// Templates of messages, by code.
#[derive(Debug)]
pub struct Messages(Templates);

impl Messages {
    /// Takes codes and, at the same places, their templates.
    pub fn new(codes: Vec<String>, templates: Vec<String>) -> Result<Self, Refusal> {
        Ok(Self(Templates::new(codes.into_iter().zip(templates))?))
    }

    /// The message for a code, with parameters by their names and, at the same places, their
    /// values; nothing where no template is given for the code.
    pub fn find(&self, code: &str, names: &[String], values: &[String]) -> Option<String> {
        let place = |name: &str| names.iter().position(|known| known == name);
        self.0.find(code, |name| values.get(place(name)?).map(Into::into))
    }
}
