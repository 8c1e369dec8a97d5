//! What a pattern means: the sets of ECMAScript, spelled out character by character.
//!
//! Nothing is looked up in tables of Unicode, so every build of this crate gives the same answer.

#[cfg(feature = "automata")]
use regex_syntax::hir::{Class, Hir, Look, Repetition};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

#[cfg(feature = "automata")]
use super::tree::Assertion;
use super::tree::{self, Item, Node, Set, Shorthand};

/// What `.` does not match: the line terminators of ECMAScript.
const LINE_ENDS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];
const DIGITS: &[(char, char)] = &[('0', '9')];
const WORDS: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
/// White space and line terminators of ECMAScript: with U+FEFF, without U+0085.
const SPACES: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// The expression that matches a whole value: `\A(?:p)\z`.
#[cfg(feature = "automata")]
pub(super) fn whole(node: &Node) -> Hir {
    Hir::concat(vec![Hir::look(Look::Start), expression(node), Hir::look(Look::End)])
}

#[cfg(feature = "automata")]
fn expression(node: &Node) -> Hir {
    match node {
        Node::Empty => Hir::empty(),
        Node::Char(c) => Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Node::Dot | Node::Shorthand(_) | Node::Class(_) => Hir::class(Class::Unicode(set(node))),
        Node::Assertion(assertion) => Hir::look(match assertion {
            Assertion::Start => Look::Start,
            Assertion::End => Look::End,
            Assertion::WordBoundary => Look::WordAscii,
            Assertion::NoWordBoundary => Look::WordAsciiNegate,
        }),
        // What a group has matched is never asked for.
        Node::Group { inner, .. } => expression(inner),
        Node::Repeat { inner, least, most, lazy } => Hir::repetition(Repetition {
            min: *least,
            max: *most,
            greedy: !lazy,
            sub: Box::new(expression(inner)),
        }),
        Node::Concat(parts) => Hir::concat(parts.iter().map(expression).collect()),
        Node::Alternation(parts) => Hir::alternation(parts.iter().map(expression).collect()),
    }
}

/// How large the pattern is with every repetition written out: one step for a character, and for a
/// class one more for each range of characters in it.
///
/// This is counted by ourselves since what a library needs depends on the size of a pointer, and a
/// pattern must not be accepted by the server and refused by the browser.
pub(super) fn steps(node: &Node) -> usize {
    match node {
        // Never nothing: a library may walk through it as often as it is repeated.
        Node::Empty | Node::Assertion(_) | Node::Char(_) => 1,
        Node::Dot | Node::Shorthand(_) | Node::Class(_) => {
            set(node).ranges().len().saturating_add(1)
        }
        Node::Group { inner, .. } => steps(inner),
        Node::Repeat { inner, least, most, .. } => {
            let copies = usize::try_from(most.unwrap_or(*least)).unwrap_or(usize::MAX);
            steps(inner).saturating_mul(copies.max(1))
        }
        Node::Concat(parts) | Node::Alternation(parts) => {
            parts.iter().map(steps).fold(0, usize::saturating_add)
        }
    }
}

/// The characters of which a node matches one.
pub(super) fn set(node: &Node) -> ClassUnicode {
    match node {
        Node::Dot => ranges(LINE_ENDS, true),
        Node::Shorthand(shorthand) => shorthand_set(*shorthand),
        Node::Class(tree::Class { negated, items }) => {
            let mut all = ClassUnicode::empty();
            for item in items {
                match *item {
                    Item::Char(c) => all.push(ClassUnicodeRange::new(c, c)),
                    Item::Range(first, last) => all.push(ClassUnicodeRange::new(first, last)),
                    Item::Shorthand(shorthand) => all.union(&shorthand_set(shorthand)),
                }
            }
            if *negated {
                all.negate();
            }
            all
        }
        _ => ClassUnicode::empty(),
    }
}

fn shorthand_set(shorthand: Shorthand) -> ClassUnicode {
    let listed = match shorthand.set {
        Set::Digit => DIGITS,
        Set::Word => WORDS,
        Set::Space => SPACES,
    };
    ranges(listed, shorthand.negated)
}

fn ranges(listed: &[(char, char)], negated: bool) -> ClassUnicode {
    let listed = listed.iter().map(|&(first, last)| ClassUnicodeRange::new(first, last));
    let mut set = ClassUnicode::new(listed);
    if negated {
        set.negate();
    }
    set
}
