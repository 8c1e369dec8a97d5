//! Random texts, with the characters that are told apart wrongly most often.

use patronage::attribute::{AttributeDefinition, InputKind};

use crate::chance::Chance;
use crate::pattern::Recipe;

const PLAIN: &[&str] = &["a", "B", "7", " ", "é", "e\u{301}", "😀", "日", "-", ".", "\\", "\""];

/// White space, control characters, and what is taken for one of them.
const SPECIAL: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{8}",
    "\u{e}",
    "\u{2027}",
    "\u{202a}",
    "\t",
    "\n",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\n",
    "\n\r",
    "\u{1b}",
    "\u{1f}",
    " ",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "\u{9f}",
    "\u{a0}",
    "\u{ad}",
    "\u{1680}",
    "\u{180e}",
    "\u{2000}",
    "\u{200a}",
    "\u{200b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202f}",
    "\u{205f}",
    "\u{2060}",
    "\u{3000}",
    "\u{fdd0}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10000}",
    "\u{10ffff}",
];

/// White space of one view or another.
const BLANK: &[&str] = &[
    " ", "\t", "\n", "\r\n", "\u{b}", "\u{85}", "\u{a0}", "\u{180e}", "\u{2003}", "\u{200b}",
    "\u{2028}", "\u{3000}", "\u{feff}",
];

/// A text that is meant to fit, or to miss it by a character.
pub(crate) fn right(
    known: &AttributeDefinition,
    recipe: Option<&Recipe>,
    chance: &mut Chance,
) -> String {
    if let Some(recipe) = recipe {
        let sample = recipe.sample(chance);
        return if chance.percent(10) { format!("{sample}{}", chance.pick(PLAIN)) } else { sample };
    }
    let least = usize::try_from(known.min_length().unwrap_or(1).max(1)).unwrap();
    let most = usize::try_from(known.max_length().unwrap()).unwrap().min(12).max(least);
    let length = match chance.below(20) {
        0 => least - 1,
        1..=5 => least,
        6..=10 => most,
        11 => most + 1,
        _ => least + chance.below(most - least + 1),
    };
    let is_area = known.input() == InputKind::TextArea;
    let mut text = String::new();
    let mut count = 0;
    while count < length {
        let part = if is_area && chance.percent(15) {
            *chance.pick(&["\n", "\r\n", "\t", "\r", "\u{2028}"])
        } else if chance.percent(2) {
            *chance.pick(SPECIAL)
        } else {
            *chance.pick(PLAIN)
        };
        count += if part == "\r\n" && chance.percent(50) { 1 } else { part.chars().count() };
        text.push_str(part);
    }
    text
}

pub(crate) fn any(chance: &mut Chance) -> String {
    let parts = *chance.pick(&[PLAIN, SPECIAL, BLANK]);
    let length = if chance.percent(2) { 1_001 } else { chance.below(6) };
    (0..length).map(|_| *chance.pick(parts)).collect()
}
