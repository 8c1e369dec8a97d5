//! A pattern as text for ECMAScript, the same under the flags `u` and `v`.

use std::fmt::{self, Display, Formatter, Write};

use super::tree::{Assertion, Class, Item, Node, Set, Shorthand};

/// Writes a tree as ECMAScript, without the anchors around it.
#[derive(Debug)]
pub(super) struct Ecmascript<'a>(pub(super) &'a Node);

impl Display for Ecmascript<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Empty => Ok(()),
            Node::Char(c) => write_char(f, *c, is_syntax),
            Node::Dot => f.write_char('.'),
            Node::Shorthand(shorthand) => shorthand.fmt(f),
            Node::Class(class) => class.fmt(f),
            Node::Assertion(assertion) => f.write_str(match assertion {
                Assertion::Start => "^",
                Assertion::End => "$",
                Assertion::WordBoundary => r"\b",
                Assertion::NoWordBoundary => r"\B",
            }),
            Node::Group { plain, inner } => {
                write!(f, "({}{})", if *plain { "" } else { "?:" }, Self(inner))
            }
            Node::Repeat { inner, least, most, lazy } => {
                Self(inner).fmt(f)?;
                match (least, most) {
                    (0, None) => f.write_char('*')?,
                    (1, None) => f.write_char('+')?,
                    (0, Some(1)) => f.write_char('?')?,
                    (least, None) => write!(f, "{{{least},}}")?,
                    (least, Some(most)) if least == most => write!(f, "{{{least}}}")?,
                    (least, Some(most)) => write!(f, "{{{least},{most}}}")?,
                }
                f.write_str(if *lazy { "?" } else { "" })
            }
            Node::Concat(parts) => parts.iter().try_for_each(|part| Self(part).fmt(f)),
            Node::Alternation(parts) => parts.iter().enumerate().try_for_each(|(place, part)| {
                f.write_str(if place == 0 { "" } else { "|" })?;
                Self(part).fmt(f)
            }),
        }
    }
}

impl Display for Shorthand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.set, self.negated) {
            (Set::Digit, false) => r"\d",
            (Set::Digit, true) => r"\D",
            (Set::Word, false) => r"\w",
            (Set::Word, true) => r"\W",
            (Set::Space, false) => r"\s",
            (Set::Space, true) => r"\S",
        })
    }
}

impl Display for Class {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negated { "[^" } else { "[" })?;
        let mut before = None;
        for item in &self.items {
            match *item {
                Item::Shorthand(shorthand) => {
                    shorthand.fmt(f)?;
                    before = None;
                }
                Item::Char(c) => {
                    write_member(f, c, before)?;
                    before = Some(c);
                }
                Item::Range(first, last) => {
                    write_member(f, first, before)?;
                    f.write_char('-')?;
                    write_member(f, last, None)?;
                    before = Some(last);
                }
            }
        }
        f.write_char(']')
    }
}

/// Writes a member of a class; `before` is the one that it stands directly behind.
fn write_member(f: &mut Formatter<'_>, c: char, before: Option<char>) -> fmt::Result {
    // `v` keeps `&&`, `!!` and the like for operations, whichever of them it has today.
    if before == Some(c) && c.is_ascii_punctuation() {
        write_code(f, c)
    } else {
        write_char(f, c, is_class_syntax)
    }
}

fn write_char(f: &mut Formatter<'_>, c: char, is_special: fn(char) -> bool) -> fmt::Result {
    match c {
        '\t' => f.write_str(r"\t"),
        '\n' => f.write_str(r"\n"),
        '\u{b}' => f.write_str(r"\v"),
        '\u{c}' => f.write_str(r"\f"),
        '\r' => f.write_str(r"\r"),
        _ if is_unseen(c) => write_code(f, c),
        _ if is_special(c) => write!(f, "\\{c}"),
        _ => f.write_char(c),
    }
}

fn write_code(f: &mut Formatter<'_>, c: char) -> fmt::Result {
    match u32::from(c) {
        code @ 0..=0xff => write!(f, "\\x{code:02x}"),
        code @ 0x100..=0xffff => write!(f, "\\u{code:04x}"),
        code => write!(f, "\\u{{{code:x}}}"),
    }
}

/// What has to be escaped outside a class.
fn is_syntax(c: char) -> bool {
    r"^$\.*+?()[]{}|".contains(c)
}

/// What has to be escaped in a class by the rules of `v`; `u` allows it.
fn is_class_syntax(c: char) -> bool {
    r"^()[]{}/-\|".contains(c)
}

/// Characters that a reader of the text would not see, or would take for others.
///
/// They are a list of our own: what the standard library calls printable grows with Unicode, and
/// the same pattern is to give the same text for ever.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{a0}'
            | '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{61c}'
            | '\u{1680}'
            | '\u{180e}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
