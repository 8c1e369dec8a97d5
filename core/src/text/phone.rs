//! Phone numbers, kept as people type them.

mod e164;
mod notation;

use super::CountryCode;
use notation::{ascii_digit, check_number, dialled, read_extension, split_extension};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A phone number as typed, with its extension apart and its E.164 form where one exists.
///
/// People write numbers in their own way and recognise them by it, so the text is kept. What
/// machines call is [`e164`](Self::e164); what a search compares is [`digits`](Self::digits). A
/// number that no numbering plan knows, such as a short number of an office, is kept without an
/// E.164 form rather than refused.
///
/// `Debug` writes the [masked](Self::masked) number, because it is what ends up in logs. On the
/// wire it is an object with `number`, and `extension` and `e164` where there are any; reading it
/// back checks the shape only and needs no numbering plan.
///
/// # Example
///
/// ```
/// use patronage::text::{CountryCode, PhoneNumber};
///
/// let phone = PhoneNumber::parse("030 / 12 34 56 ext. 78", Some(CountryCode::parse("DE")?))?;
/// assert_eq!(phone.as_str(), "030 / 12 34 56");
/// assert_eq!(phone.extension(), Some("78"));
/// assert_eq!(phone.e164(), Some("+4930123456"));
/// assert_eq!(phone.digits(), "030123456");
/// assert_eq!(phone.to_string(), "030 / 12 34 56 ext 78");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct PhoneNumber {
    number: Box<str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e164: Option<Box<str>>,
}

impl PhoneNumber {
    /// The greatest length of a number in characters, without its extension.
    pub const MAX_CHARS: usize = 40;

    /// The greatest number of digits in an extension.
    pub const MAX_EXTENSION_DIGITS: usize = 11;

    /// Reads a number as somebody typed it.
    ///
    /// `country` is where a number without a calling code would be dialled; without it only
    /// numbers that begin with `+` get an E.164 form. An extension is introduced by `x`, `ext`,
    /// `extn`, `extension` or `;ext=`. Digits of any living script count as digits.
    ///
    /// The first call in a process loads the numbering plans, which takes some milliseconds.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`PhoneError::SurroundingWhiteSpace`],
    /// [`PhoneError::InvalidExtension`], [`PhoneError::UnexpectedCharacter`],
    /// [`PhoneError::NoDigit`], [`PhoneError::TooLong`]. Letters are unexpected too: a number
    /// that spells a word is to be given in digits.
    pub fn parse(typed: &str, country: Option<CountryCode>) -> Result<Self, PhoneError> {
        if typed.trim().len() < typed.len() {
            return Err(PhoneError::SurroundingWhiteSpace);
        }
        let (number, extension) = split_extension(typed)?;
        check_number(number)?;
        let e164 = dialled(number).and_then(|dialled| e164::e164(&dialled, country));
        Ok(Self { number: number.into(), extension, e164 })
    }

    /// The same number with this extension in place of any other.
    ///
    /// # Errors
    ///
    /// [`PhoneError::InvalidExtension`] unless the text is 1 to
    /// [`MAX_EXTENSION_DIGITS`](Self::MAX_EXTENSION_DIGITS) digits.
    pub fn with_extension(self, extension: &str) -> Result<Self, PhoneError> {
        Ok(Self { extension: Some(read_extension(extension)?), ..self })
    }

    /// The number as typed, without its extension.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The extension, in ASCII digits.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }

    /// The international form, such as `+4930123456`: of a number typed with its calling code
    /// and a length that its country has, or of one that is valid in the country of the account.
    pub fn e164(&self) -> Option<&str> {
        self.e164.as_deref()
    }

    /// The digits of the number as typed, in ASCII, without the extension: the key for a search.
    pub fn digits(&self) -> String {
        self.number.chars().filter_map(ascii_digit).collect()
    }

    /// The number with all but its last two digits hidden, for logs.
    ///
    /// A number of four digits or fewer is hidden whole.
    pub fn masked(&self) -> String {
        let digits = self.digits();
        let shown = if digits.len() > 4 { digits.len().saturating_sub(2) } else { digits.len() };
        format!("***{}", digits.get(shown..).unwrap_or_default())
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        match &self.extension {
            Some(extension) => write!(f, " ext {extension}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PhoneNumber").field(&self.masked()).finish()
    }
}

impl AsRef<str> for PhoneNumber {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;

    fn from_str(typed: &str) -> Result<Self, PhoneError> {
        Self::parse(typed, None)
    }
}

impl TryFrom<&str> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(typed: &str) -> Result<Self, PhoneError> {
        Self::parse(typed, None)
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(typed: String) -> Result<Self, PhoneError> {
        Self::parse(&typed, None)
    }
}

/// A number as it was read from the wire, before its shape is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    number: Box<str>,
    #[serde(default)]
    extension: Option<Box<str>>,
    #[serde(default)]
    e164: Option<Box<str>>,
}

impl TryFrom<Unchecked> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(read: Unchecked) -> Result<Self, PhoneError> {
        let Unchecked { number, extension, e164 } = read;
        if number.trim().len() < number.len() {
            return Err(PhoneError::SurroundingWhiteSpace);
        }
        check_number(&number)?;
        if e164.as_deref().is_some_and(|form| !e164::is_shape(form)) {
            return Err(PhoneError::InvalidE164);
        }
        let extension = extension.as_deref().map(read_extension).transpose()?;
        Ok(Self { number, extension, e164 })
    }
}

/// Why a text is not a phone number.
///
/// The text itself is never repeated, since it is likely to be somebody's number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// There is no digit to dial.
    #[error("the phone number has no digit")]
    NoDigit,
    /// There are more characters than fit, not counting the extension.
    #[error("the phone number has {actual} characters, of which at most {max} fit")]
    TooLong {
        /// How many characters fit.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// A character that no phone number has.
    #[error("the character at place {} cannot stand in a phone number", position.saturating_add(1))]
    UnexpectedCharacter {
        /// How many characters stand before the first of them.
        position: usize,
    },
    /// The extension is not a number of at most 11 digits.
    #[error(
        "the extension of a phone number has 1 to {} digits",
        PhoneNumber::MAX_EXTENSION_DIGITS
    )]
    InvalidExtension,
    /// White space at the beginning or the end.
    #[error("the phone number begins or ends with white space")]
    SurroundingWhiteSpace,
    /// The stored international form does not have the shape of E.164.
    #[error("the international form of a phone number is a `+` with 2 to 15 digits")]
    InvalidE164,
}

crate::violation::coded!(PhoneError);

impl PhoneError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoDigit => "phone.no_digit",
            Self::TooLong { .. } => "phone.too_long",
            Self::UnexpectedCharacter { .. } => "phone.unexpected_character",
            Self::InvalidExtension => "phone.invalid_extension",
            Self::SurroundingWhiteSpace => "phone.surrounding_white_space",
            Self::InvalidE164 => "phone.invalid_e164",
        }
    }
}

#[cfg(test)]
mod tests;
