//! Codes: the short, immutable names that people give to attributes, segments, sets, sites, terms
//! and fields.
//!
//! All kinds of code share one rule and are types of their own, so that the code of a site is never
//! taken for that of a set. A code has 1 to [`MAX_LENGTH`] characters out of `a-z`, `0-9`, `_` and
//! `-`. ASCII upper case is folded when a code is parsed, because people type `VIP` and mean `vip`;
//! every other character is refused rather than replaced, because two texts would silently become
//! one code.
//!
//! ```
//! use patronage::code::{AttributeCode, CodeError};
//!
//! let code = AttributeCode::parse("VAT-id")?;
//! assert_eq!(code.as_str(), "vat-id");
//!
//! let refused = AttributeCode::parse("vat id").unwrap_err();
//! assert_eq!(refused.code(), "code.invalid_character");
//! # Ok::<(), CodeError>(())
//! ```
//!
//! # From a label to a code
//!
//! Where a person gives only a label, the code is made from it: compatibility forms are taken apart
//! (Unicode NFKD) and accents dropped; ASCII letters and digits are kept, the letters in lower case;
//! every run of anything else becomes one `-`; dashes at either end go away; and the rest is cut to
//! [`MAX_LENGTH`] characters. A label without a single Latin letter or digit has no slug, since a
//! guess at a transliteration would surprise the people who read that script. Of codes that are
//! taken, the first free one of `code-2`, `code-3` … is used, with `code` cut short where the number
//! needs the room.
//!
//! ```
//! use patronage::code::SegmentCode;
//!
//! let code = SegmentCode::slug("Très bons clients (2024)").unwrap();
//! assert_eq!(code.as_str(), "tres-bons-clients-2024");
//!
//! let next = SegmentCode::slug_avoiding("Press", |taken| taken.as_str() == "press").unwrap();
//! assert_eq!(next.as_str(), "press-2");
//!
//! assert_eq!(SegmentCode::slug("ОПТ"), None);
//! ```

mod slug;

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::WireText;

/// The number of characters that a code has at most.
pub const MAX_LENGTH: usize = 50;

/// Why a text is not a code.
///
/// Positions count characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The text is empty.
    #[error("a code needs at least one character")]
    Empty,
    /// The text has more than [`MAX_LENGTH`] characters.
    #[error("a code has at most {MAX_LENGTH} characters, but this one has {length}")]
    TooLong {
        /// How many characters the text has.
        length: usize,
    },
    /// A character is not one of `a-z`, `0-9`, `_` and `-`.
    #[error(
        "a code is made of `a-z`, `0-9`, `_` and `-`, but has `{}` at position {position}",
        found.escape_debug()
    )]
    InvalidCharacter {
        /// The first character that is refused.
        found: char,
        /// Where it stands.
        position: usize,
    },
}

crate::violation::coded!(CodeError);

impl CodeError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "code.empty",
            Self::TooLong { .. } => "code.too_long",
            Self::InvalidCharacter { .. } => "code.invalid_character",
        }
    }
}

/// What all kinds of code hold: the text itself, in place, with zeros behind it.
///
/// The characters stand inside the value because codes are cloned wherever an attribute or a
/// membership is touched, and from many threads, which would all count on one `Arc<str>`. For a code
/// of 24 characters a copy was measured at about 2 ns, where cloning and dropping an `Arc<str>` took
/// about 22 ns, and parsing at 8 ns instead of 21 ns, as nothing is allocated. The price is a fixed
/// size of 51 bytes.
///
/// The derived order is that of the text, since the zeros sort before every allowed character.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Code {
    bytes: [u8; MAX_LENGTH],
    length: u8,
}

impl Code {
    fn parse(text: &str) -> Result<Self, CodeError> {
        let mut code = Self { bytes: [0; MAX_LENGTH], length: 0 };
        for (index, found) in text.chars().enumerate() {
            let folded = found.to_ascii_lowercase();
            let byte = match folded {
                'a'..='z' | '0'..='9' | '_' | '-' => u8::try_from(folded).ok(),
                _ => None,
            };
            let Some(byte) = byte else {
                return Err(CodeError::InvalidCharacter {
                    found,
                    position: index.saturating_add(1),
                });
            };
            let Some(place) = code.bytes.get_mut(index) else {
                return Err(CodeError::TooLong { length: text.chars().count() });
            };
            *place = byte;
            code.length = code.length.saturating_add(1);
        }
        if code.length == 0 { Err(CodeError::Empty) } else { Ok(code) }
    }

    fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so the default is never taken.
        self.bytes
            .get(..usize::from(self.length))
            .and_then(|bytes| str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// Hashes as the text does, which `Borrow<str>` asks for.
impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

macro_rules! code_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        ///
        /// See the [module](self) for the rule that all codes follow.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Code);

        impl $name {
            /// Reads a code of 1 to [`MAX_LENGTH`] characters, folding ASCII upper case.
            pub fn parse(text: &str) -> Result<Self, CodeError> {
                Code::parse(text).map(Self)
            }

            /// Makes a code from a label by the [slug rule](self#from-a-label-to-a-code), or `None`
            /// when the label has no Latin letter and no digit.
            pub fn slug(label: &str) -> Option<Self> {
                slug::slug(label).map(Self)
            }

            /// Makes a code from a label, and another one with a number for as long as the code is
            /// taken.
            ///
            /// `None` has the one meaning that it has for [`slug`](Self::slug). Every candidate is
            /// asked for once, so a finite set of taken codes always leaves a free one.
            pub fn slug_avoiding(
                label: &str,
                mut taken: impl FnMut(&Self) -> bool,
            ) -> Option<Self> {
                slug::candidates(label).map(Self).find(|candidate| !taken(candidate))
            }

            /// The text of the code.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = CodeError;

            fn try_from(text: &str) -> Result<Self, CodeError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, CodeError> {
                Self::parse(&text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let WireText(text) = WireText::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

code_type! {
    /// The code of an attribute definition, such as `vat-id`.
    AttributeCode
}
code_type! {
    /// The code of a segment, such as `press`.
    SegmentCode
}
code_type! {
    /// The code of a customer set, such as `b2c`.
    CustomerSetCode
}
code_type! {
    /// The code of a site, such as `mystic-sports`.
    SiteCode
}
code_type! {
    /// The code of a payment term, such as `net30`.
    TermCode
}
code_type! {
    /// The code of a field that an order by purchase order carries, such as `cost-centre`.
    CustomFieldCode
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn length_is_held_to_1_and_50() {
        assert_eq!(AttributeCode::parse(""), Err(CodeError::Empty));
        assert_eq!(AttributeCode::parse("a").unwrap().as_str(), "a");
        let longest = "x".repeat(50);
        assert_eq!(AttributeCode::parse(&longest).unwrap().as_str(), longest);
        let refused = AttributeCode::parse(&"x".repeat(51)).unwrap_err();
        assert_eq!(refused, CodeError::TooLong { length: 51 });
        assert_eq!(refused.code(), "code.too_long");
        assert_eq!(refused.to_string(), "a code has at most 50 characters, but this one has 51");
    }

    #[test]
    fn every_ascii_character_is_kept_folded_or_refused() {
        for byte in 0..=127u8 {
            let character = char::from(byte);
            let parsed = SiteCode::parse(&format!("a{character}"));
            if character.is_ascii_alphanumeric() || character == '_' || character == '-' {
                let expected = format!("a{}", character.to_ascii_lowercase());
                assert_eq!(parsed.unwrap().as_str(), expected);
            } else {
                let error = CodeError::InvalidCharacter { found: character, position: 2 };
                assert_eq!(parsed, Err(error));
            }
        }
    }

    #[test]
    fn characters_beyond_ascii_are_refused_and_not_folded() {
        // The Kelvin sign folds to `k` in Unicode; here it is just another character.
        for (text, found, position) in
            [("ok\u{212a}", '\u{212a}', 3), ("éa", 'é', 1), ("a b", ' ', 2)]
        {
            let refused = TermCode::parse(text).unwrap_err();
            assert_eq!(refused, CodeError::InvalidCharacter { found, position });
        }
        assert_eq!(
            TermCode::parse("net\n30").unwrap_err().to_string(),
            "a code is made of `a-z`, `0-9`, `_` and `-`, but has `\\n` at position 4"
        );
    }

    #[test]
    fn a_set_of_codes_answers_to_plain_text() {
        let codes = ["press", "vip", "b"].map(|text| SegmentCode::parse(text).unwrap());
        assert!(HashSet::from(codes).contains("vip"));
        assert!(BTreeSet::from(codes).contains("press"));
        assert!(!BTreeSet::from(codes).contains("pres"));
    }

    #[test]
    fn serde_checks_what_it_reads() {
        let code: CustomerSetCode = serde_json::from_str(r#""B2C""#).unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), r#""b2c""#);
        let escaped: CustomerSetCode = serde_json::from_str(r#""b\u0032c""#).unwrap();
        assert_eq!(escaped, code);
        assert!(serde_json::from_str::<CustomerSetCode>(r#""b 2""#).is_err());
        assert!(serde_json::from_str::<CustomerSetCode>("2").is_err());
        assert!(serde_json::from_value::<CustomerSetCode>(serde_json::json!("b2c")).is_ok());
    }

    proptest! {
        #[test]
        fn a_code_round_trips(text in "[A-Za-z0-9_-]{1,50}") {
            let code = SiteCode::parse(&text).unwrap();
            prop_assert_eq!(code.as_str(), text.to_ascii_lowercase());
            prop_assert_eq!(code.to_string().parse::<SiteCode>().unwrap(), code);
            let json = serde_json::to_string(&code).unwrap();
            prop_assert_eq!(serde_json::from_str::<SiteCode>(&json).unwrap(), code);
        }

        #[test]
        fn codes_sort_as_their_texts_do(left in "[a_-]{1,4}|[a-z0-9_-]{1,50}", right in "[a_-]{1,4}|[a-z0-9_-]{1,50}") {
            let codes = (SiteCode::parse(&left).unwrap(), SiteCode::parse(&right).unwrap());
            prop_assert_eq!(codes.0.cmp(&codes.1), left.cmp(&right));
            prop_assert_eq!(codes.0 == codes.1, left == right);
        }

        #[test]
        fn any_text_is_a_code_exactly_when_its_characters_allow(text in any::<String>()) {
            let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let expected = (1..=50).contains(&text.chars().count()) && text.chars().all(allowed);
            prop_assert_eq!(SiteCode::parse(&text).is_ok(), expected);
        }
    }
}
