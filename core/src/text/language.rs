//! Languages by their BCP 47 tags.

use oxilangtag::LanguageTag;

/// A language, as a BCP 47 tag in canonical case: `en`, `fr-CA`, `zh-Hant-TW`.
///
/// BCP 47 ignores case, so tags are brought to the case that it recommends when they are parsed;
/// equality, order and hash then need nothing but the text. Tags are checked for their form;
/// whether anybody speaks `xx-XX` is not looked up. The underscore of `en_US` is not BCP 47.
///
/// # Example
///
/// ```
/// use patronage::text::Language;
///
/// let language = Language::parse("EN-us")?;
/// assert_eq!(language.as_str(), "en-US");
/// assert_eq!(language, Language::parse("en-US")?);
/// # Ok::<(), patronage::text::LanguageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// The greatest length of a tag in bytes: nearly twice the 35 that BCP 47 asks everybody to
    /// provide for.
    pub const MAX_BYTES: usize = 64;

    /// Reads a tag in any case.
    ///
    /// # Errors
    ///
    /// [`LanguageError::Invalid`] for a text that is not formed like a tag, and for one of more
    /// than [`MAX_BYTES`](Self::MAX_BYTES) bytes.
    pub fn parse(tag: &str) -> Result<Self, LanguageError> {
        if tag.len() > Self::MAX_BYTES {
            return Err(LanguageError::Invalid);
        }
        let tag = LanguageTag::parse_and_normalize(tag).map_err(|_| LanguageError::Invalid)?;
        Ok(Self(tag.into_inner().into_boxed_str()))
    }

    /// The tag in canonical case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

parsed_text!([] Language, LanguageError, "a language tag");

/// Why a text is not a language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LanguageError {
    /// The text is not formed like a BCP 47 tag, or is too long for one.
    #[error(
        "not a language tag of BCP 47 such as `en-US`, of at most {} bytes",
        Language::MAX_BYTES
    )]
    Invalid,
}

crate::violation::coded!(LanguageError);

impl LanguageError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "language.invalid",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_is_made_canonical() {
        for (typed, canonical) in [
            ("EN-us", "en-US"),
            ("FR-ca", "fr-CA"),
            ("ZH-hANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("DE-ch-1996", "de-CH-1996"),
            ("i-KLINGON", "i-klingon"),
            ("X-Shop", "x-shop"),
        ] {
            assert_eq!(Language::parse(typed).unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_not_a_tag_is_refused() {
        for typed in ["", "e", "en_US", "en-", "-en", "en--US", "english language", "日本", "en-a"]
        {
            assert_eq!(Language::parse(typed).unwrap_err().code(), "language.invalid", "{typed}");
        }
    }

    #[test]
    fn length_has_a_bound() {
        let longest = format!("en-x{}-1234567", "-123456".repeat(7) + "-12");
        assert_eq!(longest.len(), Language::MAX_BYTES);
        assert!(Language::parse(&longest).is_ok());
        assert!(Language::parse(&format!("{longest}8")).is_err());
    }

    #[test]
    fn it_travels_as_a_string() {
        let language: Language = serde_json::from_str("\"PT-br\"").unwrap();
        assert_eq!(serde_json::to_string(&language).unwrap(), "\"pt-BR\"");
        assert!(serde_json::from_str::<Language>("\"pt_BR\"").is_err());
    }

    proptest! {
        #[test]
        fn case_never_matters(
            tag in "[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2})?(-x-[a-zA-Z0-9]{1,8})?",
        ) {
            let language = Language::parse(&tag).unwrap();
            prop_assert_eq!(&Language::parse(&tag.to_ascii_uppercase()).unwrap(), &language);
            let shown = language.to_string();
            prop_assert_eq!(&Language::parse(&shown).unwrap(), &language);
        }

        #[test]
        fn any_text_is_read_or_refused(text in prop_oneof!["[a-zA-Z0-9-]{0,20}", "\\PC{0,10}"]) {
            if let Ok(language) = Language::parse(&text) {
                prop_assert!(language.as_str().eq_ignore_ascii_case(&text));
            }
        }
    }
}
