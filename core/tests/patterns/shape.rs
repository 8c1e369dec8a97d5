//! Random patterns, as trees from which both the text and values that match are made.

use crate::chance::Chance;

/// Characters on which engines are most likely to differ, beside plain ones.
#[rustfmt::skip]
pub(crate) const CHARACTERS: &[char] = &[
    'a', 'a', 'a', 'b', 'b', 'z', 'A', 'K', 'S', '0', '5', '9', '_', '-', ' ', '.', '/', '&', '!',
    '~', '#', '^', '[', ']', '{', '}', '\\', '|', '\t', '\n', '\u{b}', '\u{c}', '\r', '\0',
    '\u{1c}', '\u{7f}', '\u{85}', '\u{a0}', '\u{ad}', 'é', '\u{17f}', '\u{301}', 'ß', 'İ',
    '\u{663}', '\u{1680}', '\u{180e}', '\u{200b}', '\u{200d}', '\u{2028}', '\u{2029}', '\u{202f}',
    '\u{205f}', '\u{212a}', '\u{3000}', '\u{d7ff}', '\u{e000}', '\u{feff}', '\u{ffff}',
    '\u{10000}', '😀', '\u{10ffff}',
];

/// Pieces of classes, well-formed ones and such as one parser or another reads in its own way.
#[rustfmt::skip]
const MEMBERS: &[&str] = &[
    "a", "b", "z", "-", "-", "--", r"\-", "^", "a-z", "A-Z", "0-9", "+--", "!-~", "&", "&&", r"\&\&",
    "!", "!!", "~", "~~", ".", "..", "(", ")", "/", "|", "{", "}", "[", r"\[", r"\]", r"\\",
    r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\x41", r"\u00e9", r"\u{1f600}", "😀-😎", "é", "À-ÿ",
    r"\t", r"\n", r"\u2028", "\u{feff}", "\u{85}", r"\0", r"\b", "]", "[:alpha:]", "#", "@",
    "_-a", r"\^", "$", "*", ",", ":", " ",
];

/// What follows a part to repeat it, with the least and the most that is tried.
const COUNTS: &[(&str, usize, usize)] = &[
    ("*", 0, 3),
    ("+", 1, 3),
    ("?", 0, 1),
    ("*?", 0, 3),
    ("+?", 1, 3),
    ("??", 0, 1),
    ("{0}", 0, 0),
    ("{2}", 2, 2),
    ("{1,}", 1, 3),
    ("{0,2}", 0, 2),
    ("{2,3}?", 2, 3),
];

/// Texts that are no part of a tree: most of them are refused, the others have to mean the same.
#[rustfmt::skip]
const STRAYS: &[&str] = &[
    "*", "+", "?", "{", "}", "{2}", "{,2}", "{ 1 }", "]", "[", "(", ")", "(?i)", "(?=a)", r"\1",
    r"\p{L}", r"\b{start}", r"\z", r"\x{41}", "(?:)", "()", "|", "-", "/", r"\-", r"\@",
];

#[derive(Debug)]
pub(crate) enum Shape {
    /// A text, and a value that it may match.
    Leaf(String, String),
    Group(&'static str, Box<Shape>),
    Repeat(Box<Shape>, &'static (&'static str, usize, usize)),
    Sequence(Vec<Shape>),
    Choice(Vec<Shape>),
}

impl Shape {
    pub(crate) fn new(chance: &mut Chance, depth: usize) -> Self {
        match chance.below(if depth == 0 { 6 } else { 14 }) {
            0..=3 => character(chance),
            4 => class(chance),
            5 => leaf(chance),
            6 | 7 => Self::group(chance, depth - 1),
            8 | 9 => {
                let inner = match chance.below(5) {
                    0 | 1 => character(chance),
                    2 | 3 => class(chance),
                    _ => leaf(chance),
                };
                Self::Repeat(Box::new(inner), chance.pick(COUNTS))
            }
            10 => {
                let inner = Self::group(chance, depth - 1);
                Self::Repeat(Box::new(inner), chance.pick(COUNTS))
            }
            11 | 12 => Self::Sequence(Self::several(chance, depth - 1)),
            // A choice has the lowest precedence, so that it needs a group to be a part.
            _ => Self::Group("(?:", Box::new(Self::Choice(Self::several(chance, depth - 1)))),
        }
    }

    fn several(chance: &mut Chance, depth: usize) -> Vec<Self> {
        (0..=chance.below(3)).map(|_| Self::new(chance, depth)).collect()
    }

    fn group(chance: &mut Chance, depth: usize) -> Self {
        let opening = chance.pick(&["(", "(?:"]);
        Self::Group(opening, Box::new(Self::new(chance, depth)))
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Leaf(text, _) => text.clone(),
            Self::Group(opening, inner) => format!("{opening}{})", inner.text()),
            Self::Repeat(inner, (count, ..)) => format!("{}{count}", inner.text()),
            Self::Sequence(parts) => parts.iter().map(Self::text).collect(),
            Self::Choice(parts) => parts.iter().map(Self::text).collect::<Vec<_>>().join("|"),
        }
    }

    /// A value that matches, unless an assertion forbids it or a class has other members.
    pub(crate) fn value(&self, chance: &mut Chance) -> String {
        match self {
            Self::Leaf(_, value) => value.clone(),
            Self::Group(_, inner) => inner.value(chance),
            Self::Repeat(inner, (_, least, most)) => {
                let times = least + chance.below(most - least + 1);
                (0..times).map(|_| inner.value(chance)).collect()
            }
            Self::Sequence(parts) => parts.iter().map(|part| part.value(chance)).collect(),
            Self::Choice(parts) => chance.pick(parts).value(chance),
        }
    }
}

fn character(chance: &mut Chance) -> Shape {
    let c = *chance.pick(CHARACTERS);
    let code = u32::from(c);
    let text = match chance.below(5) {
        0 if code <= 0xff => format!("\\x{code:02X}"),
        1 if code <= 0xffff => format!("\\u{code:04x}"),
        2 => format!("\\u{{{code:x}}}"),
        _ if r"^$\.*+?()[]{}|".contains(c) => format!("\\{c}"),
        3 if c.is_ascii_punctuation() => format!("\\{c}"),
        _ => c.to_string(),
    };
    Shape::Leaf(text, c.to_string())
}

fn class(chance: &mut Chance) -> Shape {
    let mut members: String = (0..=chance.below(4)).map(|_| *chance.pick(MEMBERS)).collect();
    // The beginning of a class is where parsers differ most.
    let beginning = *chance.pick(&["", "", "", "-", "--", "]"]);
    members.insert_str(0, beginning);
    let text = format!("[{}{members}]", if chance.below(4) == 0 { "^" } else { "" });
    let within: Vec<char> = members.chars().collect();
    let value = if chance.below(3) == 0 { chance.pick(CHARACTERS) } else { chance.pick(&within) };
    Shape::Leaf(text, value.to_string())
}

fn leaf(chance: &mut Chance) -> Shape {
    let (text, values) = match chance.below(12) {
        0 | 1 => (".", CHARACTERS),
        2 => (r"\d", &['0', '9', '\u{663}'][..]),
        3 => (r"\w", &['a', 'K', '_', '\u{212a}', '\u{17f}'][..]),
        4 => (r"\s", &[' ', '\n', '\u{b}', '\u{85}', '\u{a0}', '\u{2028}', '\u{feff}'][..]),
        5 => (*chance.pick(&[r"\D", r"\W", r"\S"]), CHARACTERS),
        6 | 7 => return Shape::Leaf((*chance.pick(&[r"\b", r"\B"])).to_owned(), String::new()),
        8 | 9 => return Shape::Leaf((*chance.pick(&["^", "$"])).to_owned(), String::new()),
        10 => return Shape::Leaf(String::new(), String::new()),
        _ => (*chance.pick(STRAYS), CHARACTERS),
    };
    Shape::Leaf(text.to_owned(), chance.pick(values).to_string())
}
