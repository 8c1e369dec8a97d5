//! A random pattern with values that are likely to tell two engines apart.

use crate::chance::Chance;
use crate::shape::{CHARACTERS, Shape};

/// Longer values would keep an engine busy that tries one way after another.
const LONGEST_VALUE: usize = 8;

#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) pattern: String,
    pub(crate) values: Vec<String>,
}

impl Case {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let shape = Shape::new(chance, 3);
        let mut pattern = shape.text();
        if chance.below(10) == 0 {
            pattern = with_noise(chance, &pattern);
        }
        let mut values = vec![String::new()];
        for _ in 0..8 {
            values.push(shape.value(chance));
            let value = shape.value(chance);
            values.push(with_noise(chance, &value));
        }
        for _ in 0..4 {
            let length = 1 + chance.below(3);
            values.push((0..length).map(|_| *chance.pick(CHARACTERS)).collect());
        }
        values.retain(|value| value.chars().count() <= LONGEST_VALUE);
        values.sort_unstable();
        values.dedup();
        Self { pattern, values }
    }
}

/// The text with one character more, less, or another one.
fn with_noise(chance: &mut Chance, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let place = chance.below(characters.len() + 1);
    let noise = *chance.pick(CHARACTERS);
    match chance.below(3) {
        0 => characters.insert(place, noise),
        1 if place < characters.len() => {
            characters.remove(place);
        }
        _ if place < characters.len() => characters[place] = noise,
        _ => {}
    }
    characters.into_iter().collect()
}
