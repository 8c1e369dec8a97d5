//! Messages in other words, or in another language.

use std::borrow::Cow;
use std::collections::BTreeMap;

use patronage::violation::Messages as Templates;

use crate::error::Refusal;

/// Templates of messages, by code.
#[derive(Debug)]
pub struct Messages(Templates);

/// An object of texts.
type Texts<'t> = BTreeMap<Cow<'t, str>, Cow<'t, str>>;

impl Messages {
    /// Takes templates by their codes, as JSON text.
    pub fn from_json(templates: &str) -> Result<Self, Refusal> {
        Ok(Self(Templates::new(read(templates)?)?))
    }

    /// The message for a code, with the texts of parameters by their names, as JSON text; nothing
    /// where no template is given for the code.
    pub fn find(&self, code: &str, parameters: &str) -> Result<Option<String>, Refusal> {
        let parameters = read(parameters)?;
        Ok(self.0.find(code, |name| parameters.get(name).cloned()))
    }
}

fn read(texts: &str) -> Result<Texts<'_>, Refusal> {
    serde_json::from_str(texts).map_err(|error| Refusal::of_json(&error))
}

#[cfg(test)]
mod tests {
    use super::Messages;

    #[test]
    fn a_template_is_filled_in_by_the_names_of_its_parameters() {
        let templates = r#"{"x.y": "at most {max}[, not {actual}][ ({other})]"}"#;
        let messages = Messages::from_json(templates).unwrap();
        let find = |code, parameters| messages.find(code, parameters).unwrap();
        assert_eq!(find("x.y", r#"{"max": "5"}"#).unwrap(), "at most 5");
        assert_eq!(find("x.y", r#"{"actual": "6", "max": "5"}"#).unwrap(), "at most 5, not 6");
        assert_eq!(find("x.z", "{}"), None);
    }

    #[test]
    fn what_is_no_object_of_templates_is_refused() {
        let code = |templates| Messages::from_json(templates).unwrap_err().code();
        assert_eq!(code(r#"{"x": "{"}"#), "message.malformed");
        assert_eq!(code(r#"{"x": 1}"#), "json.malformed");
        let messages = Messages::from_json("{}").unwrap();
        assert_eq!(messages.find("x", "[1]").unwrap_err().code(), "json.malformed");
    }
}
