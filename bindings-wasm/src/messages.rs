//! Messages in other words, or in another language.

use std::borrow::Cow;

use patronage::violation::Messages as Templates;

use crate::error::Refusal;
use crate::session::BETWEEN;

/// Templates of messages, by code.
#[derive(Debug)]
pub struct Messages(Templates);

impl Messages {
    /// Takes codes, each with its template behind it.
    pub fn new(templates: &str) -> Result<Self, Refusal> {
        Ok(Self(Templates::new(pairs(templates))?))
    }

    /// The message for a code, with parameters by their names, each with its text behind it;
    /// nothing where no template is given for the code.
    pub fn find(&self, code: &str, parameters: &str) -> Option<String> {
        self.0.find(code, |name| {
            let found = pairs(parameters).find(|(known, _)| *known == name);
            found.map(|(_, text)| Cow::Borrowed(text))
        })
    }
}

/// Texts two by two: reading JSON into texts would be an eighth of the whole module.
fn pairs(texts: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut texts = texts.split(BETWEEN);
    std::iter::from_fn(move || Some((texts.next()?, texts.next()?)))
}

#[cfg(test)]
mod tests {
    use super::Messages;

    #[test]
    fn a_template_is_filled_in_by_the_names_of_its_parameters() {
        let messages =
            Messages::new("x.y\u{0}at most {max}[, not {actual}]\u{0}x.z\u{0}no").unwrap();
        assert_eq!(messages.find("x.y", "max\u{0}5").unwrap(), "at most 5");
        assert_eq!(messages.find("x.y", "actual\u{0}6\u{0}max\u{0}5").unwrap(), "at most 5, not 6");
        assert_eq!(messages.find("x.z", "").unwrap(), "no");
        assert_eq!(messages.find("x", ""), None);
        assert_eq!(Messages::new("").unwrap().find("", ""), None);
    }

    #[test]
    fn a_template_without_a_partner_is_refused() {
        assert_eq!(Messages::new("x\u{0}{").unwrap_err().code(), "message.malformed");
    }
}
