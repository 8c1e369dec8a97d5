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
    /// Takes codes and their templates.
    #[wasm_bindgen(constructor)]
    pub fn new(codes: Vec<String>, templates: Vec<String>) -> Result<Messages, String> {
        thrown(messages::Messages::new(codes, templates)).map(Messages)
    }

    /// The message for a code.
    #[expect(clippy::needless_pass_by_value, reason = "lists cross by value")]
    pub fn find(&self, code: &str, names: Vec<String>, values: Vec<String>) -> Option<String> {
        self.0.find(code, &names, &values)
    }
}

/// The amount that a text says.
#[wasm_bindgen(js_name = moneyParse)]
pub fn money_parse(amount: &str, currency: &str) -> Result<String, String> {
    thrown(money::parse(amount, currency))
}

/// So many minor units.
#[wasm_bindgen(js_name = moneyFromMinor)]
pub fn money_from_minor(minor: &str, currency: &str) -> Result<String, String> {
    thrown(money::from_minor(minor, currency))
}

/// The minor units of an amount.
#[wasm_bindgen(js_name = moneyMinor)]
pub fn money_minor(money: &str) -> Result<String, String> {
    thrown(money::minor(money))
}

/// The sum of two amounts.
#[wasm_bindgen(js_name = moneyPlus)]
pub fn money_plus(left: &str, right: &str) -> Result<String, String> {
    thrown(money::plus(left, right))
}

/// The difference of two amounts.
#[wasm_bindgen(js_name = moneyMinus)]
pub fn money_minus(left: &str, right: &str) -> Result<String, String> {
    thrown(money::minus(left, right))
}

/// -1, 0 or 1.
#[wasm_bindgen(js_name = moneyCompare)]
pub fn money_compare(left: &str, right: &str) -> Result<i32, String> {
    thrown(money::compare(left, right))
}

/// A percent of an amount, rounded down.
#[wasm_bindgen(js_name = moneyPercentRoundedDown)]
pub fn money_percent_rounded_down(money: &str, percent: &str) -> Result<String, String> {
    thrown(money::percent_rounded_down(money, percent))
}
