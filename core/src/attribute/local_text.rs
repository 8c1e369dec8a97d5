//! Text in several languages.

use std::collections::BTreeMap;

use super::mistake::{Mistake, Mistakes};
use crate::json::Literal;
use crate::text::{Language, Line, Paragraph};

/// A text for people with its translations.
///
/// Whoever reads in a language gets the text of that language, or of the language without its last
/// part (`fr-CA`, then `fr`), or else the text itself.
///
/// ```
/// use patronage::attribute::{NewAttribute, Schema};
/// use patronage::text::Language;
///
/// let vat_id = NewAttribute::text_box("vat-id", "VAT id").label_in("fr", "No de TVA");
/// let schema = Schema::compile([vat_id]).unwrap();
/// let label = schema.get("vat-id").unwrap().label();
/// assert_eq!(label.in_language(&Language::parse("fr-CA")?), "No de TVA");
/// assert_eq!(label.in_language(&Language::parse("de")?), "VAT id");
/// assert_eq!(label.as_str(), "VAT id");
/// # Ok::<(), patronage::text::LanguageError>(())
/// ```
///
/// In JSON it is a text, or an object by language in which `*` is the text itself:
/// `{"*": "VAT id", "fr": "No de TVA"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    text: Box<str>,
    translations: BTreeMap<Language, Box<str>>,
}

/// What a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// On one line, up to 100 characters.
    Label,
    /// On several lines, up to 1,000 characters.
    Help,
}

impl LocalText {
    /// The text for whoever reads in none of the languages.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text in a language.
    pub fn in_language(&self, language: &Language) -> &str {
        let mut tag = language.as_str();
        loop {
            let found = Language::parse(tag).ok().and_then(|tag| self.translations.get(&tag));
            if let Some(text) = found {
                return text;
            }
            match tag.rsplit_once('-') {
                Some((shorter, _)) => tag = shorter,
                None => return &self.text,
            }
        }
    }

    /// The translations, by language.
    pub fn translations(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.translations.iter().map(|(language, text)| (language, &**text))
    }

    pub(super) fn plain(text: &str) -> Self {
        Self { text: text.into(), translations: BTreeMap::new() }
    }

    /// Reads what a definition says at `path`; `None` and a mistake when it says something else.
    pub(super) fn read(
        literal: &Literal,
        form: Form,
        path: &str,
        mistakes: &mut Mistakes,
    ) -> Option<Self> {
        match literal {
            Literal::Text(text) => form.check(text, path, mistakes).then(|| Self::plain(text)),
            Literal::Object(members) => {
                let mut all_good = true;
                let mut text = None;
                let mut translations = BTreeMap::new();
                for (name, member) in members {
                    let path = format!("{path}.{name}");
                    let Literal::Text(translated) = member else {
                        mistakes.wrong_type(&path, "a text", member);
                        all_good = false;
                        continue;
                    };
                    all_good &= form.check(translated, &path, mistakes);
                    if &**name == "*" {
                        text = Some(translated.clone());
                    } else if let Some(language) = mistakes.take(&path, Language::parse(name)) {
                        // `fr` and `FR` are two members of an object, and one language.
                        let shown = language.as_str().to_owned();
                        if translations.insert(language, translated.clone()).is_some() {
                            let language = [("language", shown.into())];
                            mistakes.add(path, Mistake::DuplicateLanguage, language);
                            all_good = false;
                        }
                    } else {
                        all_good = false;
                    }
                }
                let Some(text) = text else {
                    mistakes.add(path, Mistake::NoFallback, []);
                    return None;
                };
                all_good.then_some(Self { text, translations })
            }
            other => {
                mistakes.wrong_type(path, "a text, or an object of texts by language", other);
                None
            }
        }
    }

    pub(super) fn to_literal(&self) -> Literal {
        if self.translations.is_empty() {
            return Literal::Text(self.text.clone());
        }
        let own = ("*".into(), Literal::Text(self.text.clone()));
        let translations = self
            .translations
            .iter()
            .map(|(language, text)| (language.as_str().into(), Literal::Text(text.clone())));
        Literal::Object(std::iter::once(own).chain(translations).collect())
    }
}

impl Form {
    fn check(self, text: &str, path: &str, mistakes: &mut Mistakes) -> bool {
        match self {
            Self::Label => mistakes.take(path, Line::<100>::parse(text)).is_some(),
            Self::Help => mistakes.take(path, Paragraph::<1000>::parse(text)).is_some(),
        }
    }
}

#[cfg(test)]
mod tests;
