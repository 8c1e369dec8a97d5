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

#[cfg(test)]
mod tests {
    use super::Messages;

    #[test]
    fn a_template_is_filled_in_by_the_names_of_its_parameters() {
        let templates = vec!["at most {max}[, not {actual}][ ({other})]".to_owned()];
        let messages = Messages::new(vec!["x.y".to_owned()], templates).unwrap();
        let (names, values) = (["actual".to_owned(), "max".to_owned()], ["6".to_owned()]);
        assert_eq!(messages.find("x.y", &names, &values).unwrap(), "at most , not 6");
        let values = ["6".to_owned(), "5".to_owned()];
        assert_eq!(messages.find("x.y", &names, &values).unwrap(), "at most 5, not 6");
        assert_eq!(messages.find("x.z", &names, &values), None);
    }

    #[test]
    fn a_template_without_a_partner_is_refused() {
        let refused = Messages::new(vec!["x".to_owned()], vec!["{".to_owned()]).unwrap_err();
        assert_eq!(refused.code(), "message.malformed");
    }
}
