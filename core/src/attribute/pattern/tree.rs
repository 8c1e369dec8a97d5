//! The tree of a pattern: only what the dialect has, with every choice of notation already made.
//!
//! The automaton and the ECMAScript text are both made from it, so that they cannot differ by how
//! two parsers read the same text.

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// Matches the empty text, as in `(a|)`.
    Empty,
    Char(char),
    /// `.`
    Dot,
    Shorthand(Shorthand),
    Class(Class),
    Assertion(Assertion),
    Group {
        /// Whether it was written `( )` rather than `(?: )`, which changes nothing but the text.
        plain: bool,
        inner: Box<Node>,
    },
    Repeat {
        inner: Box<Node>,
        least: u32,
        most: Option<u32>,
        /// Written with a `?` behind it, which cannot change whether a whole value matches.
        lazy: bool,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
}

/// A class in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Char(char),
    /// Both ends belong to it; the first is not the greater one.
    Range(char, char),
    Shorthand(Shorthand),
}

/// `\d`, `\w`, `\s`, and in upper case everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shorthand {
    pub(super) set: Set,
    pub(super) negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    Digit,
    Word,
    Space,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assertion {
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}
