//! Texts on one line and on several.

use super::Written;
use crate::attribute::breach::Breach;
use crate::attribute::definition::Reader;
use crate::attribute::draft::Member;
use crate::attribute::validation::{Datum, Raw, Report};
use crate::attribute::{DataType, InputKind, Pattern};
use crate::json::Literal;

/// How many characters a text on one line has at most.
const LONGEST_LINE: u32 = 1_000;

/// How many characters a text on several lines has at most.
const LONGEST_AREA: u32 = 65_536;

/// The rule of a text. Characters are Unicode scalar values.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct TextRule {
    /// Whether it may have several lines.
    is_area: bool,
    min: Option<u32>,
    max: Option<u32>,
    pattern: Option<Pattern>,
}

impl TextRule {
    pub(super) fn compile(reader: &mut Reader<'_>, input: InputKind) -> Option<Self> {
        let is_area = input == InputKind::TextArea;
        let applying: &[Member] = if is_area {
            &[Member::MinLength, Member::MaxLength]
        } else {
            &[Member::MinLength, Member::MaxLength, Member::Pattern]
        };
        reader.refuse_all_but(applying, input, DataType::Text);
        let longest = if is_area { LONGEST_AREA } else { LONGEST_LINE };
        let min = reader.count(Member::MinLength, longest);
        let max = reader.count(Member::MaxLength, longest);
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            reader.refuse_crossed(Member::MinLength, low, high);
        }
        let pattern = match reader.get(Member::Pattern) {
            Some(_) if !is_area => {
                let source = reader.text(Member::Pattern)?;
                let path = reader.path(Member::Pattern);
                Some(reader.mistakes.take(&path, Pattern::parse(source))?)
            }
            _ => None,
        };
        Some(Self { is_area, min, max, pattern })
    }

    pub(in crate::attribute) fn input(&self) -> InputKind {
        if self.is_area { InputKind::TextArea } else { InputKind::TextBox }
    }

    pub(in crate::attribute) fn min_length(&self) -> Option<u32> {
        self.min
    }

    pub(in crate::attribute) fn max_length(&self) -> u32 {
        self.max.unwrap_or(if self.is_area { LONGEST_AREA } else { LONGEST_LINE })
    }

    pub(in crate::attribute) fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
    }

    pub(super) fn written(&self) -> Vec<Written> {
        let count = |count: u32| Literal::count(count.into());
        let pattern = self.pattern.as_ref().map(|pattern| Literal::text(pattern.as_str()));
        vec![
            (Member::MinLength, self.min.map(count)),
            (Member::MaxLength, self.max.map(count)),
            (Member::Pattern, pattern),
        ]
    }

    #[inline]
    pub(in crate::attribute) fn check<'r>(
        &self,
        raw: Raw<'r>,
        report: &mut Report<'_>,
    ) -> Option<Datum<'r>> {
        let Raw::Text(text) = raw else {
            report.wrong_type("a text", raw);
            return None;
        };
        let before = report.len();
        self.check_characters(text, report);
        self.check_length(text, report);
        if let Some(pattern) = &self.pattern
            && !pattern.matches(text)
        {
            let pattern = pattern.as_str().to_owned();
            report.add(Breach::PatternMismatch, [("pattern", pattern.into())]);
        }
        (report.len() == before).then_some(Datum::Text(text))
    }

    #[inline]
    fn check_characters(&self, text: &str, report: &mut Report<'_>) {
        if !is_printable_ascii(text) {
            self.refuse_control_characters(text, report);
        }
        if text.chars().next().is_none_or(is_white_space) && text.chars().all(is_white_space) {
            report.add(Breach::Blank, []);
        }
    }

    #[inline(never)]
    fn refuse_control_characters(&self, text: &str, report: &mut Report<'_>) {
        if self.may_hold_refused(text)
            && let Some(position) = text.chars().position(|c| self.is_refused(c))
        {
            report.add(Breach::ControlCharacter, [("position", position.into())]);
        }
    }

    /// Whether any byte is or begins a character that could be refused, which hardly any text has.
    ///
    /// Beyond ASCII those are U+0080 to U+009F, which begin with the byte C2, and U+2028 and U+2029,
    /// which begin with E2.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "without a branch the look goes over many bytes at once"
    )]
    #[inline]
    fn may_hold_refused(&self, text: &str) -> bool {
        let leads = |byte: u8| (byte == 0x7f) | (byte == 0xc2) | (byte == 0xe2);
        let breaks = |byte: u8| (byte == b'\n') | (byte == b'\r') | (byte == b'\t');
        let odd = if self.is_area {
            let odd = |byte: u8| (byte < 0x20) & !breaks(byte) | leads(byte);
            text.bytes().fold(0, |any, byte| any | u8::from(odd(byte)))
        } else {
            text.bytes().fold(0, |any, byte| any | u8::from((byte < 0x20) | leads(byte)))
        };
        odd != 0
    }

    fn is_refused(&self, character: char) -> bool {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => !self.is_area,
            _ => character.is_control(),
        }
    }

    #[inline]
    fn check_length(&self, text: &str, report: &mut Report<'_>) {
        let (min, max) = (self.min.unwrap_or_default(), self.max_length());
        // A character has one to four bytes, and of two characters one may be the half of a line
        // break, so that mostly the number of bytes tells.
        let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let fewest = if self.is_area { bytes.div_ceil(8) } else { bytes.div_ceil(4) };
        if bytes <= max && fewest >= min {
            return;
        }
        let actual = u32::try_from(self.length(text)).unwrap_or(u32::MAX);
        if actual > max {
            report.add(Breach::TooLong, [("max", max.into()), ("actual", actual.into())]);
        }
        if actual < min {
            report.add(Breach::TooShort, [("min", min.into()), ("actual", actual.into())]);
        }
    }

    /// How many characters count: a line break is one, however it is written.
    fn length(&self, text: &str) -> usize {
        let characters = text.chars().count();
        if !self.is_area {
            return characters;
        }
        let pairs = text.as_bytes().windows(2).filter(|pair| pair == b"\r\n").count();
        characters.saturating_sub(pairs)
    }
}

/// Whether every byte is a printable character of ASCII or a blank, as in most texts.
///
/// Eight bytes are looked at together: what is below a blank borrows from its high bit, what is
/// above `~` has it or gets it when one is added.
#[inline]
fn is_printable_ascii(text: &str) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let bytes = text.as_bytes();
    let Some(last) = bytes.last_chunk::<8>() else {
        return bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    };
    let (words, _) = bytes.as_chunks::<8>();
    let odd = words.iter().chain([last]).fold(0, |odd, eight| {
        let word = u64::from_le_bytes(*eight);
        odd | word | word.wrapping_add(LOW) | word.wrapping_sub(LOW.wrapping_mul(0x20))
    });
    odd & HIGH == 0
}

/// White space as ECMAScript sees it, which Unicode's is but for two characters.
fn is_white_space(character: char) -> bool {
    character == '\u{feff}' || character.is_whitespace() && character != '\u{85}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_odd_character_at_any_place_is_seen_among_printable_ones() {
        let odd = (0..=0x1f_u8).chain([0x7f]).map(char::from).chain(['\u{80}', 'é', '€', '😀']);
        let odd: Vec<char> = odd.collect();
        for length in 0..20 {
            assert!(
                is_printable_ascii(&"~".repeat(length)) && is_printable_ascii(&" ".repeat(length))
            );
            for place in 0..length {
                for odd in &odd {
                    let mut text: String = "a ~".chars().cycle().take(length).collect();
                    text.insert(place, *odd);
                    assert!(!is_printable_ascii(&text), "{text:?}");
                }
            }
        }
    }
}
