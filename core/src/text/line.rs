//! Free text of bounded length: names, companies, streets on one line; notes on several.

/// A text on one line, of 1 to `MAX` characters.
///
/// For names, companies, street lines and labels. It is kept exactly as typed. Control characters
/// and line breaks are refused, because they garble lists, exports and printed labels; white
/// space at either end is refused rather than trimmed, so that nothing changes silently.
///
/// Characters are Unicode scalar values, as users of a database or of Python count them: `ö`
/// written as `o` and an accent counts as two.
///
/// # Example
///
/// ```
/// use patronage::text::{Line, TextError};
///
/// let city = Line::<20>::parse("Saint-Jérôme")?;
/// assert_eq!(city.as_str(), "Saint-Jérôme");
/// assert_eq!(Line::<20>::parse(" Paris"), Err(TextError::SurroundingWhiteSpace));
/// assert_eq!(Line::<4>::parse("Paris"), Err(TextError::TooLong { max: 4, actual: 5 }));
/// # Ok::<(), TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MAX: usize>(Box<str>);

impl<const MAX: usize> Line<MAX> {
    /// Checks a text and keeps it as typed.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`TextError::Empty`] when there is nothing but white
    /// space, [`TextError::SurroundingWhiteSpace`], [`TextError::ControlCharacter`], also for line
    /// breaks and tabs, [`TextError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        match text.trim() {
            "" => return Err(TextError::Empty),
            trimmed if trimmed.len() < text.len() => return Err(TextError::SurroundingWhiteSpace),
            _ => {}
        }
        check(text, MAX, |c| c.is_control() || is_separator(c))?;
        Ok(Self(text.into()))
    }

    /// The text as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

parsed_text!([const MAX: usize] Line<MAX>, TextError, "a text on one line");

/// A text on any number of lines, of 1 to `MAX` characters.
///
/// For notes and descriptions. It is kept exactly as typed, with line breaks of any kind, tabs and
/// white space at its ends, where an indent or a last line break is part of the text. Other
/// control characters are refused. Characters are counted as in [`Line`].
///
/// # Example
///
/// ```
/// use patronage::text::{Paragraph, TextError};
///
/// let note = Paragraph::<200>::parse("Called twice.\n\tPrefers e-mail.\n")?;
/// assert_eq!(note.as_str().lines().count(), 2);
/// assert_eq!(Paragraph::<200>::parse("a\0"), Err(TextError::ControlCharacter { position: 1 }));
/// # Ok::<(), TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Paragraph<const MAX: usize>(Box<str>);

impl<const MAX: usize> Paragraph<MAX> {
    /// Checks a text and keeps it as typed.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`TextError::Empty`] when there is nothing but white
    /// space, [`TextError::ControlCharacter`], [`TextError::TooLong`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        if text.trim().is_empty() {
            return Err(TextError::Empty);
        }
        check(text, MAX, |c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))?;
        Ok(Self(text.into()))
    }

    /// The text as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

parsed_text!([const MAX: usize] Paragraph<MAX>, TextError, "a text");

/// The line and paragraph separators, which break lines but are not control characters.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn check(text: &str, max: usize, is_refused: fn(char) -> bool) -> Result<(), TextError> {
    if let Some(position) = text.chars().position(is_refused) {
        return Err(TextError::ControlCharacter { position });
    }
    // No text has more characters than bytes.
    if text.len() > max {
        let actual = text.chars().count();
        if actual > max {
            return Err(TextError::TooLong { max, actual });
        }
    }
    Ok(())
}

/// Why a text is not a [`Line`] or a [`Paragraph`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// There is nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// There are more characters than fit.
    #[error("the text has {actual} characters, of which at most {max} fit")]
    TooLong {
        /// How many characters fit.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// A control character, or a line break in a text of one line.
    #[error("the text has a control character or line break after {position} characters")]
    ControlCharacter {
        /// How many characters stand before the first of them.
        position: usize,
    },
    /// White space at the beginning or the end.
    #[error("the text begins or ends with white space")]
    SurroundingWhiteSpace,
}

crate::violation::coded!(TextError);

impl TextError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "text.empty",
            Self::TooLong { .. } => "text.too_long",
            Self::ControlCharacter { .. } => "text.control_character",
            Self::SurroundingWhiteSpace => "text.surrounding_white_space",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        for fits in ["a", "abcde", "äöüßé", "日本語日本", "😀😀😀😀😀"] {
            assert_eq!(Line::<5>::parse(fits).unwrap().as_str(), fits);
            assert_eq!(Paragraph::<5>::parse(fits).unwrap().as_str(), fits);
        }
        let too_long = TextError::TooLong { max: 5, actual: 6 };
        for long in ["abcdef", "äöüßéa", "😀😀😀😀😀😀", "o\u{308}abcd"] {
            assert_eq!(Line::<5>::parse(long), Err(too_long.clone()), "{long}");
            assert_eq!(Paragraph::<5>::parse(long), Err(too_long.clone()), "{long}");
        }
    }

    #[test]
    fn nothing_but_white_space_is_empty() {
        for blank in ["", " ", "\n", "\u{A0}\u{3000}", "\r\n\t"] {
            assert_eq!(Line::<5>::parse(blank), Err(TextError::Empty), "{blank:?}");
            assert_eq!(Paragraph::<5>::parse(blank), Err(TextError::Empty), "{blank:?}");
        }
    }

    #[test]
    fn a_line_is_not_trimmed() {
        for padded in [" a", "a ", "a\n", "\ta", "a\u{A0}", "\u{3000}a"] {
            assert_eq!(Line::<5>::parse(padded), Err(TextError::SurroundingWhiteSpace));
            assert_eq!(Paragraph::<5>::parse(padded).unwrap().as_str(), padded);
        }
        assert!(Line::<5>::parse("a b").is_ok());
    }

    #[test]
    fn a_line_has_no_control_characters() {
        let controls = ["\0", "\t", "\n", "\r", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}", "\u{2028}"];
        for control in controls {
            let text = format!("äb{control}c");
            let error = TextError::ControlCharacter { position: 2 };
            assert_eq!(Line::<9>::parse(&text), Err(error), "{control:?}");
        }
    }

    #[test]
    fn a_paragraph_has_line_breaks_and_tabs_only() {
        for allowed in ["\t", "\n", "\r\n", "\u{2028}"] {
            assert!(Paragraph::<9>::parse(&format!("a{allowed}b")).is_ok(), "{allowed:?}");
        }
        for control in ["\0", "\u{B}", "\u{1B}", "\u{7F}", "\u{85}"] {
            let error = TextError::ControlCharacter { position: 1 };
            assert_eq!(Paragraph::<9>::parse(&format!("a{control}b")), Err(error), "{control:?}");
        }
    }

    #[test]
    fn reading_checks_as_well() {
        let name: Line<4> = serde_json::from_str("\"Zo\\u00eb\"").unwrap();
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Zoë\"");
        assert!(serde_json::from_str::<Line<4>>("\"Paris\"").is_err());
        assert!(serde_json::from_str::<Line<4>>("\"a\\nb\"").is_err());
        assert!(serde_json::from_str::<Paragraph<4>>("\"a\\nb\"").is_ok());
    }

    #[test]
    fn codes_are_stable() {
        assert_eq!(TextError::Empty.code(), "text.empty");
        assert_eq!(TextError::TooLong { max: 1, actual: 2 }.code(), "text.too_long");
        assert_eq!(TextError::ControlCharacter { position: 0 }.code(), "text.control_character");
        assert_eq!(TextError::SurroundingWhiteSpace.code(), "text.surrounding_white_space");
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_was_typed(text in prop_oneof!["\\PC{0,12}", any::<String>()]) {
            if let Ok(line) = Line::<10>::parse(&text) {
                prop_assert_eq!(line.as_str(), &text);
                prop_assert!((1..=10).contains(&text.chars().count()));
                let shown = line.to_string();
                prop_assert_eq!(Line::parse(&shown), Ok(line));
                prop_assert!(Paragraph::<10>::parse(&text).is_ok());
            }
            if let Ok(paragraph) = Paragraph::<10>::parse(&text) {
                let shown = paragraph.to_string();
                prop_assert_eq!(Paragraph::parse(&shown), Ok(paragraph));
            }
        }
    }
}
