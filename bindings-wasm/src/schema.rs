//! Definitions of attributes, and the checks by them.

use patronage::attribute::{Input, Occasion, Schema as Definitions, ValidAttributes};
use patronage::text::Language;

use crate::definition::{Definition, Reader};
use crate::error::Refusal;
use crate::{occasion, outcome};

/// Compiled definitions.
#[derive(Debug)]
pub struct Schema(Definitions);

impl Schema {
    /// Reads what the server exported.
    pub fn from_json(text: &str) -> Result<Self, Refusal> {
        Ok(Self(Definitions::from_json(text)?))
    }

    /// What is wrong with a document of values, as JSON text; nothing where it is valid.
    pub fn validate(
        &self,
        document: &str,
        occasion: &Occasion,
        previous: Option<&str>,
    ) -> Result<Option<String>, Refusal> {
        let previous = self.held(previous)?;
        let checked = self.0.check(Input::json(document), occasion, previous.as_ref());
        Ok(outcome::violations_of(checked))
    }

    /// What is wrong with one field, the only member of a document.
    pub fn validate_field(
        &self,
        code: &str,
        document: &str,
        occasion: &Occasion,
        previous: Option<&str>,
    ) -> Result<Option<String>, Refusal> {
        let previous = self.held(previous)?;
        let input = Input::json(document);
        let checked = self.0.validate_field(code, input, occasion, previous.as_ref());
        Ok(outcome::violations_of(checked))
    }

    /// The definitions that an actor sees, as JSON text: in a language where one is named, with
    /// bounds as they are on a day.
    pub fn definitions(
        &self,
        actor: &str,
        language: Option<&str>,
        today: &str,
    ) -> Result<String, Refusal> {
        let (role, today) = occasion::read_view(actor, today)?;
        let language = language.map(Language::parse).transpose()?;
        let reader = Reader { role, language, today };
        let visible = self.0.definitions().filter(|known| known.is_visible_to(reader.role));
        let visible: Vec<_> = visible.map(|known| Definition::of(known, &reader)).collect();
        // Texts, counts and flags can always be written.
        Ok(serde_json::to_string(&visible).unwrap_or_default())
    }

    fn held(&self, previous: Option<&str>) -> Result<Option<ValidAttributes>, Refusal> {
        let held = previous.map(|previous| self.0.read_held(previous)).transpose();
        // To the caller the values are a member of the occasion.
        Ok(held.map_err(|violations| violations.within("previous"))?)
    }
}
