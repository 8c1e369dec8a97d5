//! Countries by their two letters.

use std::fmt;

/// A country: the alpha-2 code of ISO 3166-1, in capitals.
///
/// Small letters are folded when it is parsed, and a code that is not assigned is refused, so that
/// a country is one value everywhere: in addresses, phone numbers and reports.
///
/// # Example
///
/// ```
/// use patronage::text::CountryCode;
///
/// let canada = CountryCode::parse("ca")?;
/// assert_eq!(canada.as_str(), "CA");
/// assert!(CountryCode::parse("XX").is_err());
/// # Ok::<(), patronage::text::CountryError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Reads a code, in capitals or small letters.
    ///
    /// # Errors
    ///
    /// [`CountryError::Unknown`] for everything that is not an assigned code of two letters.
    pub fn parse(text: &str) -> Result<Self, CountryError> {
        let [first, second] = text.as_bytes() else {
            return Err(CountryError::Unknown);
        };
        let code = Self([first.to_ascii_uppercase(), second.to_ascii_uppercase()]);
        match rust_iso3166::from_alpha2(code.as_str()) {
            Some(_) => Ok(code),
            None => Err(CountryError::Unknown),
        }
    }

    /// The two capitals.
    pub fn as_str(&self) -> &str {
        // Only assigned codes are kept, and these are ASCII; before the check, bytes that are no
        // text become the empty text, which is no code.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CountryCode").field(&self.as_str()).finish()
    }
}

parsed_text!([] CountryCode, CountryError, "a country code of two letters");

/// Why a text is not a country.
///
/// The text itself is not repeated: in a shifted import column it is somebody's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CountryError {
    /// No country has this code.
    #[error("not a country code of ISO 3166-1, which has two letters such as `US`")]
    Unknown,
}

crate::violation::coded!(CountryError);

impl CountryError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "country.unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_letters_are_folded() {
        for typed in ["DE", "de", "dE"] {
            assert_eq!(CountryCode::parse(typed).unwrap().as_str(), "DE");
        }
        assert_eq!(size_of::<CountryCode>(), 2);
        assert_eq!(format!("{:?}", CountryCode::parse("de").unwrap()), "CountryCode(\"DE\")");
    }

    #[test]
    fn what_is_not_assigned_is_refused() {
        for typed in ["", "D", "DEU", "XX", "ZZ", "EU", "UK", "D ", "1A", "ü", "ＤＥ", "\0\0"] {
            let error = CountryCode::parse(typed).unwrap_err();
            assert_eq!(error.code(), "country.unknown", "{typed}");
        }
    }

    #[test]
    fn it_travels_as_a_string() {
        let code: CountryCode = serde_json::from_str("\"ch\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"CH\"");
        assert!(serde_json::from_str::<CountryCode>("\"XX\"").is_err());
        assert!(serde_json::from_str::<CountryCode>("41").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,3}") {
            if let Ok(code) = CountryCode::parse(&text) {
                prop_assert_eq!(code.as_str(), text.to_ascii_uppercase());
                let shown = code.to_string();
                prop_assert_eq!(CountryCode::parse(&shown), Ok(code));
            }
        }
    }
}
