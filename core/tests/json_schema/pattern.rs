//! Random patterns that know texts that match them.

use patronage::attribute::Pattern;

use crate::chance::Chance;

/// Parts of patterns, and what each of them matches.
const ATOMS: &[(&str, &[&str])] = &[
    ("a", &["a"]),
    ("é", &["é"]),
    ("😀", &["😀"]),
    (r"\u{1f600}", &["😀"]),
    (r"\u00e9", &["é"]),
    (r"\.", &["."]),
    (r"\/", &["/"]),
    ("-", &["-"]),
    ("&", &["&"]),
    (".", &["x", "é", "😀", "\u{85}", "\u{feff}", "0", " ", "\u{b}"]),
    (r"\d", &["0", "9"]),
    (r"\D", &["x", "٣", "😀", "é"]),
    (r"\w", &["a", "Z", "_", "5"]),
    (r"\W", &["-", "é", "ſ", "😀"]),
    (r"\s", &[" ", "\u{a0}", "\u{feff}", "\u{3000}"]),
    (r"\S", &["x", "\u{85}", "\u{200b}", "😀"]),
    ("[a-c]", &["a", "b", "c"]),
    ("[^a-c]", &["d", "é", "😀", "\u{85}", "A"]),
    (r"[\w.-]", &["a", ".", "-"]),
    (r"[^\s\d]", &["x", "\u{85}", "😀"]),
    (r"[\s\S]", &["x", " ", "\u{85}", "😀"]),
    ("[😀-😄]", &["😀", "😃"]),
    ("[é-ö&&-]", &["é"]),
    ("[é-ö]", &["é", "ï"]),
    ("(?:ab|c)", &["ab", "c"]),
    ("(a|)", &["a", ""]),
    (r"\b", &[""]),
    (r"\B", &[""]),
    ("^", &[""]),
    ("$", &[""]),
    ("(?:é|😀.)", &["é", "😀x"]),
];

const REPEATS: &[(&str, usize, usize)] = &[
    ("", 1, 1),
    ("", 1, 1),
    ("*", 0, 3),
    ("+", 1, 3),
    ("?", 0, 1),
    ("{2}", 2, 2),
    ("{1,3}", 1, 3),
    ("{2,}?", 2, 4),
];

/// A pattern, and from what to make texts that are likely to match.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub(crate) source: String,
    parts: Vec<(&'static [&'static str], usize, usize)>,
}

impl Recipe {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        loop {
            let recipe = Self::try_new(chance);
            if Pattern::parse(&recipe.source).is_ok() {
                return recipe;
            }
        }
    }

    fn try_new(chance: &mut Chance) -> Self {
        let mut recipe = Self { source: String::new(), parts: Vec::new() };
        for _ in 0..=chance.below(4) {
            let (atom, samples) = *chance.pick(ATOMS);
            let (repeat, least, most) = *chance.pick(REPEATS);
            recipe.source.push_str(atom);
            recipe.source.push_str(repeat);
            recipe.parts.push((samples, least, most));
        }
        recipe
    }

    /// A text that matches, unless an assertion stands in the way.
    pub(crate) fn sample(&self, chance: &mut Chance) -> String {
        let mut text = String::new();
        for (samples, least, most) in &self.parts {
            for _ in 0..least + chance.below(most - least + 1) {
                text.push_str(chance.pick::<&str>(samples));
            }
        }
        text
    }
}
