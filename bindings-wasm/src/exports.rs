//! The functions that JavaScript calls: the only module that knows `wasm_bindgen`.
//!
//! `js/index.js` stands between them and the user. A function that can refuse throws the text of a
//! [`Refusal`](crate::error::Refusal), of which `index.js` makes the error that is thrown.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refusal;
use crate::{messages, money, occasion, schema};

/// A refusal as the text that is thrown.
fn thrown<T>(outcome: Result<T, Refusal>) -> Result<T, String> {
    outcome.map_err(|refusal| refusal.to_json())
}

/// Definitions of attributes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Schema(schema::Schema);

#[wasm_bindgen]
impl Schema {
    /// Reads what the server exported.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Schema, String> {
        thrown(schema::Schema::from_json(text)).map(Schema)
    }

    /// What is wrong with a document of values.
    pub fn validate(
        &self,
        document: &str,
        actor: &str,
        context: &str,
        today: &str,
        correcting: bool,
        previous: Option<String>,
    ) -> Result<Option<String>, String> {
        let occasion = thrown(occasion::read(actor, context, today, correcting))?;
        thrown(self.0.validate(document, &occasion, previous.as_deref()))
    }

    /// What is wrong with one field.
    #[wasm_bindgen(js_name = validateField)]
    #[expect(clippy::too_many_arguments, reason = "plain values cross; index.js names them")]
    pub fn validate_field(
        &self,
        code: &str,
        document: &str,
        actor: &str,
        context: &str,
        today: &str,
        correcting: bool,
        previous: Option<String>,
    ) -> Result<Option<String>, String> {
        let occasion = thrown(occasion::read(actor, context, today, correcting))?;
        thrown(self.0.validate_field(code, document, &occasion, previous.as_deref()))
    }

    /// The definitions as a form needs them.
    pub fn definitions(
        &self,
        actor: &str,
        language: Option<String>,
        today: &str,
    ) -> Result<String, String> {
        thrown(self.0.definitions(actor, language.as_deref(), today))
    }
}

/// Templates of messages.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Messages(messages::Messages);

#[wasm_bindgen]
impl Messages {
    /// Takes codes, each with its template behind it.
    #[wasm_bindgen(constructor)]
    pub fn new(templates: &str) -> Result<Messages, String> {
        thrown(messages::Messages::new(templates)).map(Messages)
    }

    /// The message for a code, with parameters by their names.
    pub fn find(&self, code: &str, parameters: &str) -> Option<String> {
        self.0.find(code, parameters)
    }
}

/// What an operation makes of two texts, by its name: see [`money::answer`].
#[wasm_bindgen(js_name = money)]
pub fn money_of(operation: &str, left: &str, right: &str) -> Result<String, String> {
    thrown(money::answer(operation, left, right))
}
