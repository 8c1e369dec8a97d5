//! The text of a pattern, and refusals that point into it.

use regex_syntax::ast::{Error, ErrorKind, Span};

use super::PatternError;

/// What to write where only the character itself can be meant.
pub(super) const ESCAPE: &str = "put a backslash before it to mean the character";

/// The text that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a>(pub(super) &'a str);

impl<'a> Source<'a> {
    pub(super) fn text(self, span: Span) -> &'a str {
        self.0.get(span.start.offset..span.end.offset).unwrap_or_default()
    }

    /// The place of a byte, in characters from 1.
    pub(super) fn position(self, offset: usize) -> usize {
        let before = self.0.get(..offset).unwrap_or(self.0);
        before.chars().count().saturating_add(1)
    }

    pub(super) fn syntax(
        self,
        span: Span,
        problem: &'static str,
        instead: &'static str,
    ) -> PatternError {
        let found = self.text(span).to_owned();
        PatternError::Syntax { problem, found, position: self.position(span.start.offset), instead }
    }

    pub(super) fn unsupported(
        self,
        span: Span,
        construct: &'static str,
        instead: &'static str,
    ) -> PatternError {
        let found = self.text(span).to_owned();
        let position = self.position(span.start.offset);
        PatternError::Unsupported { construct, found, position, instead }
    }

    /// A group of a kind that patterns do without, from its parenthesis to the end of the span.
    pub(super) fn flags(self, span: Span) -> PatternError {
        self.unsupported(
            self.back_to(span, '('),
            "flags or a group of its own kind",
            "write `(?:…)`, and both cases of a letter as in `[Aa]`",
        )
    }

    pub(super) fn named_group(self, span: Span) -> PatternError {
        self.unsupported(self.back_to(span, '('), "a named group", "write `(…)`")
    }

    pub(super) fn property(self, span: Span) -> PatternError {
        self.unsupported(
            self.back_to(span, '\\'),
            "a Unicode property",
            "list the characters, as in `[A-Za-zÀ-ÿ]`",
        )
    }

    fn is_property(self, span: Span) -> bool {
        let escape = self.0.get(self.back_to(span, '\\').start.offset..).unwrap_or_default();
        escape.starts_with(r"\p") || escape.starts_with(r"\P")
    }

    pub(super) fn word_edge(self, span: Span) -> PatternError {
        self.unsupported(self.back_to(span, '\\'), "one side of a word boundary", "write `\\b`")
    }

    /// What the parser refused, in the words of the dialect.
    pub(super) fn refusal(self, error: &Error) -> PatternError {
        let span = *error.span();
        match error.kind() {
            ErrorKind::UnsupportedLookAround => self.look_around(span),
            ErrorKind::UnsupportedBackreference => self.back_reference(span),
            ErrorKind::EscapeUnrecognized => self.unknown_escape(span),
            ErrorKind::UnicodeClassInvalid => {
                // The parser points at another backslash, where `\p` should have its name.
                let mut span = span;
                span.start.offset = span.start.offset.saturating_sub(1);
                self.property(span)
            }
            ErrorKind::EscapeUnexpectedEof if self.is_property(span) => self.property(span),
            ErrorKind::SpecialWordBoundaryUnclosed
            | ErrorKind::SpecialWordBoundaryUnrecognized
            | ErrorKind::SpecialWordOrRepetitionUnexpectedEof => self.word_edge(span),
            ErrorKind::FlagDanglingNegation
            | ErrorKind::FlagDuplicate { .. }
            | ErrorKind::FlagRepeatedNegation { .. }
            | ErrorKind::FlagUnexpectedEof
            | ErrorKind::FlagUnrecognized => self.flags(span),
            ErrorKind::GroupNameDuplicate { .. }
            | ErrorKind::GroupNameEmpty
            | ErrorKind::GroupNameInvalid
            | ErrorKind::GroupNameUnexpectedEof => self.named_group(span),
            ErrorKind::GroupUnclosed => {
                self.syntax(span, "a group that is never closed", "close it with `)`")
            }
            ErrorKind::GroupUnopened => self.syntax(span, "a bracket without its partner", ESCAPE),
            // No count of so many digits is within the limit.
            ErrorKind::DecimalInvalid | ErrorKind::CaptureLimitExceeded => PatternError::TooLarge,
            ErrorKind::RepetitionMissing => {
                self.syntax(self.character(span), "a repetition of nothing", ESCAPE)
            }
            ErrorKind::DecimalEmpty
            | ErrorKind::RepetitionCountDecimalEmpty
            | ErrorKind::RepetitionCountUnclosed => self.count(self.back_to(span, '{')),
            ErrorKind::RepetitionCountInvalid => {
                self.syntax(span, "counts in the wrong order", "write the smaller count first")
            }
            _ => self.in_class_or_escape(error.kind(), span),
        }
    }

    fn in_class_or_escape(self, kind: &ErrorKind, span: Span) -> PatternError {
        match kind {
            ErrorKind::ClassEscapeInvalid => self.unsupported(
                span,
                "an assertion in a class",
                "write the character that you mean; a backspace is `\\x08`",
            ),
            ErrorKind::ClassRangeInvalid => {
                self.syntax(span, "a range that goes backwards", "write the lower character first")
            }
            ErrorKind::ClassRangeLiteral => self.syntax(
                span,
                "a range that ends with a class",
                "write `\\-` to mean the character before it",
            ),
            ErrorKind::ClassUnclosed => {
                let opening = self.character(self.back_to(span, '['));
                self.syntax(
                    opening,
                    "a class that is never closed",
                    "close it with `]`; in a class, write `\\[` and `\\]` to mean the characters",
                )
            }
            ErrorKind::EscapeHexInvalid => self.no_character(self.back_to(span, '\\')),
            ErrorKind::EscapeHexEmpty
            | ErrorKind::EscapeHexInvalidDigit
            | ErrorKind::EscapeUnexpectedEof => self.syntax(
                self.back_to(span, '\\'),
                "an unfinished escape",
                "write `\\xHH`, `\\uHHHH` or `\\u{H}` with hexadecimal digits, or `\\\\` for a backslash",
            ),
            _ => self.syntax(span, "a mistake", "write it in another way"),
        }
    }

    /// A `{` that does not begin a count as ECMAScript writes it.
    pub(super) fn count(self, span: Span) -> PatternError {
        self.syntax(
            span,
            "a repetition without a proper count",
            "write `{2}`, `{2,}` or `{0,2}` without spaces, or `\\{` to mean the character",
        )
    }

    fn look_around(self, span: Span) -> PatternError {
        let construct =
            if self.text(span).contains('<') { "a look-behind" } else { "a look-ahead" };
        self.unsupported(span, construct, "describe the whole value from left to right")
    }

    fn back_reference(self, span: Span) -> PatternError {
        if self.text(span) == r"\0" {
            self.unsupported(span, "an octal escape", "write `\\x00`")
        } else {
            self.unsupported(span, "a back-reference", "write the part of the pattern out again")
        }
    }

    pub(super) fn unknown_escape(self, span: Span) -> PatternError {
        let instead = match self.text(span) {
            r"\A" => "write `^`; a pattern matches the whole value anyway",
            r"\z" | r"\Z" => "write `$`; a pattern matches the whole value anyway",
            r"\a" => "write `\\x07`",
            r"\e" => "write `\\x1b`",
            r"\h" => "write `[ \\t]`",
            r"\R" => "write `(?:\\r\\n|\\n)`",
            r"\c" => "write `\\x` and two hexadecimal digits",
            r"\k" => "write the part of the pattern out again",
            _ => "leave the backslash out to mean the character, or write `\\u{H}`",
        };
        self.unsupported(span, "an escape that browsers or this library lack", instead)
    }

    /// Digits that are the number of no character.
    fn no_character(self, span: Span) -> PatternError {
        let digits: String = self.text(span).chars().filter(char::is_ascii_hexdigit).collect();
        match u32::from_str_radix(&digits, 16) {
            Ok(0xd800..=0xdfff) => self.unsupported(
                span,
                "half of a surrogate pair",
                "write the character itself, or its number as in `\\u{1f600}`",
            ),
            _ => self.syntax(span, "an escape of no character", "`\\u{10ffff}` is the last one"),
        }
    }

    /// The same span, begun at the last `opening` at or before its beginning.
    fn back_to(self, mut span: Span, opening: char) -> Span {
        let until = span.start.offset.saturating_add(opening.len_utf8());
        let before = self.0.get(..until).unwrap_or(self.0);
        if let Some(offset) = before.rfind(opening) {
            span.start.offset = offset;
        }
        span
    }

    /// The one character at the beginning of a span.
    fn character(self, mut span: Span) -> Span {
        let rest = self.0.get(span.start.offset..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        span.end.offset = span.start.offset.saturating_add(length);
        span
    }
}
