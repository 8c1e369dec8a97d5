//! Why a text is not a pattern.

use std::fmt::{self, Display, Formatter, Write};

use super::{MAX_DEPTH, MAX_LENGTH, MAX_STEPS};

/// Why a text is not a [`Pattern`](super::Pattern).
///
/// Positions count characters, from 1. Of several mistakes the first is reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// The text is empty.
    #[error("a pattern needs at least one character")]
    Empty,
    /// The text has more than 200 characters.
    #[error("a pattern has at most {MAX_LENGTH} characters, but this one has {length}")]
    TooLong {
        /// How many characters the text has.
        length: usize,
    },
    /// The text is no regular expression, or none that a browser takes.
    #[error("the pattern has {problem} at position {position} (`{}`): {instead}", Shown(found))]
    #[non_exhaustive]
    Syntax {
        /// What is wrong, such as `a group that is never closed`.
        problem: &'static str,
        /// The characters that are wrong.
        found: String,
        /// Where they stand.
        position: usize,
        /// What to write instead.
        instead: &'static str,
    },
    /// A construct that browsers and this library do not read alike, or that one of them lacks.
    #[error(
        "the pattern has {construct} at position {position} (`{}`), which patterns do without: {instead}",
        Shown(found)
    )]
    #[non_exhaustive]
    Unsupported {
        /// What it is called, such as `a look-ahead`.
        construct: &'static str,
        /// The characters by which it is known.
        found: String,
        /// Where they stand.
        position: usize,
        /// What to write instead.
        instead: &'static str,
    },
    /// Groups stand within groups too often.
    #[error(
        "the pattern has a group at position {position} that stands in {MAX_DEPTH} others, \
         which is too deep: take out groups that repeat nothing"
    )]
    TooDeep {
        /// Where the group begins.
        position: usize,
    },
    /// The automaton would be too large.
    #[error(
        "the pattern is too large: with its repetitions written out it has more than {MAX_STEPS} \
         steps; lower the counts, or limit the length of the attribute instead"
    )]
    TooLarge,
}

crate::violation::coded!(PatternError);

impl PatternError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "attribute.pattern_empty",
            Self::TooLong { .. } => "attribute.pattern_too_long",
            Self::Syntax { .. } => "attribute.pattern_syntax",
            Self::Unsupported { .. } => "attribute.pattern_unsupported",
            Self::TooDeep { .. } => "attribute.pattern_too_deep",
            Self::TooLarge => "attribute.pattern_too_large",
        }
    }

    /// Where the mistake stands, in characters from 1, where it stands at one place.
    ///
    /// ```
    /// use patronage::attribute::Pattern;
    ///
    /// let refused = Pattern::parse(r"[A-Z]+(?=\d)").unwrap_err();
    /// assert_eq!(refused.position(), Some(7));
    /// ```
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Empty | Self::TooLong { .. } | Self::TooLarge => None,
            Self::Syntax { position, .. }
            | Self::Unsupported { position, .. }
            | Self::TooDeep { position } => Some(*position),
        }
    }
}

/// A part of a pattern as typed, except that control characters do not reach the terminal.
struct Shown<'a>(&'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| {
            if c.is_control() { c.escape_unicode().fmt(f) } else { f.write_char(c) }
        })
    }
}
