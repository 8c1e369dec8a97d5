//! How people write phone numbers: digits, what stands between them, and extensions.

use super::{PhoneError, PhoneNumber};

/// The number, and the extension when one is introduced in it.
///
/// A number has neither letters nor semicolons, so the first of these begins the extension.
pub(super) fn split_extension(typed: &str) -> Result<(&str, Option<Box<str>>), PhoneError> {
    let Some(at) = typed.find(|c: char| c.is_ascii_alphabetic() || c == ';') else {
        return Ok((typed, None));
    };
    let (number, tail) = typed.split_at_checked(at).unwrap_or((typed, ""));
    let tail = tail.strip_prefix(';').unwrap_or(tail).trim_start();
    let rest = tail.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = tail.strip_suffix(rest).unwrap_or_default();
    if !["x", "ext", "extn", "extension"].iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return Err(PhoneError::UnexpectedCharacter { position: number.chars().count() });
    }
    let rest = rest.trim_start_matches(|c: char| matches!(c, '.' | ':' | '=') || c.is_whitespace());
    let number = number.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    Ok((number, Some(read_extension(rest)?)))
}

/// An extension in ASCII digits.
pub(super) fn read_extension(text: &str) -> Result<Box<str>, PhoneError> {
    let digits: Option<String> = text.chars().map(ascii_digit).collect();
    match digits {
        Some(digits) if (1..=PhoneNumber::MAX_EXTENSION_DIGITS).contains(&digits.len()) => {
            Ok(digits.into_boxed_str())
        }
        _ => Err(PhoneError::InvalidExtension),
    }
}

/// Refuses what cannot be the number itself.
pub(super) fn check_number(number: &str) -> Result<(), PhoneError> {
    if let Some(position) = number.chars().position(|c| !is_expected(c)) {
        return Err(PhoneError::UnexpectedCharacter { position });
    }
    if !number.contains(|c| ascii_digit(c).is_some()) {
        return Err(PhoneError::NoDigit);
    }
    let actual = number.chars().count();
    if actual > PhoneNumber::MAX_CHARS {
        return Err(PhoneError::TooLong { max: PhoneNumber::MAX_CHARS, actual });
    }
    Ok(())
}

/// What people put between digits: signs, brackets, spaces and dashes, in ASCII and in the wide
/// forms of East Asia.
const BETWEEN: &str = "+*#()[]-./~ \u{A0}\u{2009}\u{202F}\u{3000}\
    \u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{30FC}＋＊＃（）［］－．／～";

fn is_expected(c: char) -> bool {
    ascii_digit(c).is_some() || BETWEEN.contains(c)
}

/// What a phone would be told: digits, with a plus at most in front. None where it is told more.
pub(super) fn dialled(number: &str) -> Option<String> {
    let mut dialled = String::with_capacity(number.len());
    for c in number.chars() {
        match c {
            '+' | '＋' if dialled.is_empty() => dialled.push('+'),
            '+' | '＋' | '*' | '＊' | '#' | '＃' => return None,
            _ => dialled.extend(ascii_digit(c)),
        }
    }
    Some(dialled)
}

/// The zeros of the scripts in which people type numbers; the other nine digits follow each.
const ZEROS: [char; 16] =
    ['0', '٠', '۰', '०', '০', '੦', '૦', '௦', '౦', '೦', '൦', '๐', '໐', '၀', '០', '０'];

/// The ASCII digit of the same value, for a digit of any living script.
pub(super) fn ascii_digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}
