//! Values out of JSON text, one after the other.

use std::fmt;

/// A value, or the beginning of one that has parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Null,
    Boolean(bool),
    /// The digits as they stand.
    Number(&'a str),
    /// A text without escapes, as it stands.
    Text(&'a str),
    /// A text with escapes, as it stands; [`Scanner::unescape`] resolves them.
    Escaped(&'a str),
    /// `[`: what follows is read by [`Scanner::next_item`].
    List,
    /// `{`: what follows is read by [`Scanner::next_member`].
    Object,
}

/// How deeply lists and objects are nested at most.
const MAX_DEPTH: u32 = 127;

/// Reads a JSON text once, from its beginning to its end.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next value, or its beginning.
    #[inline]
    pub(crate) fn value(&mut self) -> Result<Token<'a>, JsonError> {
        match self.peek_solid() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Token::Boolean(true)),
            Some(b'f') => self.word("false", Token::Boolean(false)),
            Some(b'n') => self.word("null", Token::Null),
            Some(b'[') => {
                self.step();
                Ok(Token::List)
            }
            Some(b'{') => {
                self.step();
                Ok(Token::Object)
            }
            _ => Err(self.flaw(JsonFlaw::NotJson)),
        }
    }

    /// Goes to the next item of a list that was begun; `false` at its end.
    #[inline]
    pub(crate) fn next_item(&mut self, is_first: bool) -> Result<bool, JsonError> {
        self.next_part(b']', is_first)
    }

    /// Goes to the next member of an object that was begun, whose name comes first; `false` at its
    /// end.
    #[inline]
    pub(crate) fn next_member(&mut self, is_first: bool) -> Result<bool, JsonError> {
        self.next_part(b'}', is_first)
    }

    #[inline]
    fn next_part(&mut self, end: u8, is_first: bool) -> Result<bool, JsonError> {
        match (self.peek_solid(), is_first) {
            (Some(byte), _) if byte == end => {
                self.step();
                Ok(false)
            }
            (Some(b','), false) => {
                self.step();
                // What follows a comma is a value or a name, and neither is the end.
                Ok(true)
            }
            (Some(_), true) => Ok(true),
            _ => Err(self.flaw(JsonFlaw::NotJson)),
        }
    }

    /// Passes over the name of a member, if it is this one in quotes, directly followed by a colon.
    #[inline]
    pub(crate) fn passes_name(&mut self, quoted: &str) -> bool {
        self.peek_solid();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let passes = rest.starts_with(quoted.as_bytes());
        if passes {
            self.at = self.at.wrapping_add(quoted.len());
        }
        passes
    }

    /// The name of a member, as it stands; its value comes next.
    #[inline]
    pub(crate) fn name(&mut self) -> Result<Token<'a>, JsonError> {
        if self.peek_solid() != Some(b'"') {
            return Err(self.flaw(JsonFlaw::NotJson));
        }
        let name = self.string()?;
        if self.peek_solid() != Some(b':') {
            return Err(self.flaw(JsonFlaw::NotJson));
        }
        self.step();
        Ok(name)
    }

    /// Passes over what belongs to a value whose beginning was read, within so many others.
    pub(crate) fn skip(&mut self, begun: Token<'a>, within: u32) -> Result<(), JsonError> {
        if matches!(begun, Token::List | Token::Object) && within >= MAX_DEPTH {
            return Err(self.flaw(JsonFlaw::TooDeep));
        }
        let deeper = within.saturating_add(1);
        let mut is_first = true;
        match begun {
            Token::List => {
                while self.next_item(is_first)? {
                    is_first = false;
                    let item = self.value()?;
                    self.skip(item, deeper)?;
                }
                Ok(())
            }
            Token::Object => {
                while self.next_member(is_first)? {
                    is_first = false;
                    let name = self.name()?;
                    self.check_escapes(name)?;
                    let member = self.value()?;
                    self.skip(member, deeper)?;
                }
                Ok(())
            }
            scalar => self.check_escapes(scalar),
        }
    }

    /// Makes sure that nothing follows but white space.
    pub(crate) fn end(&mut self) -> Result<(), JsonError> {
        match self.peek_solid() {
            None => Ok(()),
            Some(_) => Err(self.flaw(JsonFlaw::NotJson)),
        }
    }

    /// A text without its escapes, which are resolved into `room`.
    #[inline]
    pub(crate) fn resolve<'t>(
        &self,
        raw: &'t str,
        is_escaped: bool,
        room: &'t mut String,
    ) -> Result<&'t str, JsonError> {
        if !is_escaped {
            return Ok(raw);
        }
        room.clear();
        // At most as long as it stands, so that one piece of room does for a document.
        room.reserve(raw.len());
        unescape(raw, room).ok_or_else(|| self.flaw(JsonFlaw::LoneSurrogate))?;
        Ok(room)
    }

    fn check_escapes(&self, token: Token<'a>) -> Result<(), JsonError> {
        match token {
            Token::Escaped(raw) => self.resolve(raw, true, &mut String::new()).map(drop),
            _ => Ok(()),
        }
    }

    /// The next byte that is no white space, which is passed over.
    #[inline]
    fn peek_solid(&mut self) -> Option<u8> {
        loop {
            let byte = self.peek()?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.step();
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn step(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    fn word(&mut self, word: &str, token: Token<'a>) -> Result<Token<'a>, JsonError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.flaw(JsonFlaw::NotJson));
        }
        self.at = self.at.wrapping_add(word.len());
        Ok(token)
    }

    #[inline]
    fn number(&mut self) -> Result<Token<'a>, JsonError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.step();
        }
        let first = self.peek();
        let digits = self.digits()?;
        if first == Some(b'0') && digits > 1 {
            return Err(self.flaw(JsonFlaw::NotJson));
        }
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.step();
            if let Some(b'+' | b'-') = self.peek() {
                self.step();
            }
            self.digits()?;
        }
        self.slice(start, self.at).map(Token::Number)
    }

    /// Passes over at least one digit, and says over how many.
    #[inline]
    fn digits(&mut self) -> Result<usize, JsonError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.step();
        }
        match self.at.wrapping_sub(start) {
            0 => Err(self.flaw(JsonFlaw::NotJson)),
            digits => Ok(digits),
        }
    }

    /// A text whose opening quote is next.
    #[inline]
    fn string(&mut self) -> Result<Token<'a>, JsonError> {
        self.step();
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let length = plain_length(rest);
        self.at = start.wrapping_add(length);
        if rest.get(length) != Some(&b'"') {
            return self.rest_of_string(start);
        }
        let raw = self.slice(start, self.at)?;
        self.step();
        Ok(Token::Text(raw))
    }

    /// The text that began there, from its first byte on that is not plain.
    #[inline(never)]
    fn rest_of_string(&mut self, start: usize) -> Result<Token<'a>, JsonError> {
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.step();
                    self.escape()?;
                }
                Some(_) => return Err(self.flaw(JsonFlaw::ControlCharacter)),
                None => return Err(self.flaw(JsonFlaw::NotJson)),
            }
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at = self.at.wrapping_add(plain_length(rest));
        }
        let raw = self.slice(start, self.at)?;
        self.step();
        Ok(Token::Escaped(raw))
    }

    /// Passes over an escape behind its backslash.
    fn escape(&mut self) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.step();
                Ok(())
            }
            Some(b'u') => {
                self.step();
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.flaw(JsonFlaw::NotJson));
                    }
                    self.step();
                }
                Ok(())
            }
            _ => Err(self.flaw(JsonFlaw::NotJson)),
        }
    }

    #[inline]
    fn slice(&self, start: usize, end: usize) -> Result<&'a str, JsonError> {
        self.text.get(start..end).ok_or_else(|| self.flaw(JsonFlaw::NotJson))
    }

    /// What is wrong, at the place that was reached.
    #[cold]
    pub(super) fn flaw(&self, flaw: JsonFlaw) -> JsonError {
        JsonError { flaw, position: self.at.min(self.text.len()) }
    }
}

/// How many bytes simply belong to a text: up to a quote, a backslash, a control character, or the
/// end.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let (pieces, _) = bytes.as_chunks::<16>();
    let mut length = 0_usize;
    for piece in pieces {
        let ([first, second], _) = piece.as_chunks::<8>() else { break };
        let (first, second) = (specials(*first), specials(*second));
        if first | second != 0 {
            let place = if first == 0 { place(second).wrapping_add(8) } else { place(first) };
            return length.wrapping_add(place);
        }
        length = length.wrapping_add(16);
    }
    let last = bytes.get(length..).unwrap_or_default();
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..0x20);
    length.wrapping_add(last.iter().take_while(is_plain).count())
}

/// The high bits of those of eight bytes that are a quote, a backslash or a control character, up to
/// the first of them: subtracting borrows from the high bit of exactly those bytes that are below
/// the other one, until it has borrowed once.
#[inline]
fn specials(bytes: [u8; 8]) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(bytes);
    let control = word.wrapping_sub(LOW.wrapping_mul(0x20));
    let quote = (word ^ LOW.wrapping_mul(0x22)).wrapping_sub(LOW);
    let backslash = (word ^ LOW.wrapping_mul(0x5c)).wrapping_sub(LOW);
    (control | quote | backslash) & !word & HIGH
}

/// Which byte the lowest bit is in.
#[inline]
fn place(bits: u64) -> usize {
    usize::try_from(bits.trailing_zeros() >> 3).unwrap_or_default()
}

/// Resolves the escapes of a text that was scanned; `None` for a surrogate without its partner.
fn unescape(raw: &str, into: &mut String) -> Option<()> {
    let mut rest = raw;
    // What is special is escaped in a text, so that behind what is plain there is a backslash.
    loop {
        let (plain, behind) = rest.split_at_checked(plain_length(rest.as_bytes()))?;
        into.push_str(plain);
        let mut characters = behind.chars();
        if characters.next().is_none() {
            return Some(());
        }
        let resolved = match characters.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => hexadecimal(&mut characters)?,
            other => other,
        };
        into.push(resolved);
        rest = characters.as_str();
    }
}

fn hexadecimal(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let mut unit = || {
        let (digits, rest) = characters.as_str().split_at_checked(4)?;
        *characters = rest.chars();
        u32::from_str_radix(digits, 16).ok()
    };
    let first = unit()?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    *characters = characters.as_str().strip_prefix("\\u")?.chars();
    let (digits, rest) = characters.as_str().split_at_checked(4)?;
    let second = u32::from_str_radix(digits, 16).ok()?;
    *characters = rest.chars();
    if !(0xdc00..0xe000).contains(&second) {
        return None;
    }
    let (high, low) = (first & 0x3ff, second & 0x3ff);
    char::from_u32(0x1_0000_u32.wrapping_add(high << 10 | low))
}

/// A text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonError {
    flaw: JsonFlaw,
    position: usize,
}

/// What keeps a text from being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonFlaw {
    /// It does not follow the grammar, or ends too early.
    NotJson,
    /// A control character stands unescaped in a text.
    ControlCharacter,
    /// An escape names a half of a character without the other half.
    LoneSurrogate,
    /// Lists and objects are nested too deeply.
    TooDeep,
    /// An object has a member twice.
    Duplicate,
}

impl JsonError {
    pub(crate) fn new(flaw: JsonFlaw, position: usize) -> Self {
        Self { flaw, position }
    }

    /// What is wrong.
    pub fn flaw(&self) -> JsonFlaw {
        self.flaw
    }

    /// How many bytes stand before the place.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self.flaw {
            JsonFlaw::NotJson => "json.malformed",
            JsonFlaw::ControlCharacter => "json.control_character",
            JsonFlaw::LoneSurrogate => "json.lone_surrogate",
            JsonFlaw::TooDeep => "json.too_deep",
            JsonFlaw::Duplicate => "json.duplicate_member",
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.flaw {
            JsonFlaw::NotJson => "the text is not JSON",
            JsonFlaw::ControlCharacter => "a control character stands unescaped in a text",
            JsonFlaw::LoneSurrogate => "an escape names half of a character only",
            JsonFlaw::TooDeep => "lists and objects are nested too deeply",
            JsonFlaw::Duplicate => "an object has a member twice",
        };
        write!(f, "{what}, after {} bytes", self.position)
    }
}

impl std::error::Error for JsonError {}

crate::violation::coded!(JsonError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether the scanner takes a text for JSON.
    fn is_json(text: &str) -> bool {
        let mut scanner = Scanner::new(text);
        let value = scanner.value().and_then(|value| scanner.skip(value, 0));
        value.and_then(|()| scanner.end()).is_ok()
    }

    fn agrees(text: &str) {
        let known = serde_json::from_str::<serde_json::Value>(text);
        // `serde_json` refuses numbers that no float comes near to; here they keep their digits.
        let is_huge = known.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        assert_eq!(is_json(text), known.is_ok() || is_huge, "{text:?}: {known:?}");
    }

    #[test]
    fn what_is_json_is_decided_as_serde_json_does() {
        for text in [
            "",
            " ",
            "{}",
            "[]",
            "{",
            "[",
            "}",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{,}",
            "{\"a\"}",
            "{\"a\" 1}",
            "{a:1}",
            "{\"a\":1 \"b\":2}",
            "[1 2]",
            "01",
            "-",
            "-1",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            "1e+5",
            "+1",
            ".5",
            "0.5",
            "-0",
            "00",
            "true",
            "tru",
            "nulll",
            "null ",
            "\"",
            "\"\\",
            "\"\\u12",
            "\"\\u12g4\"",
            "\"\\x\"",
            "\"a\nb\"",
            "\"\u{7f}\"",
            "\"\\ud800\"",
            "\"\\ud800\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud800x\"",
            "{\"\\ud800\":1}",
            "1 2",
            "\u{feff}1",
            "[1]x",
            "'a'",
            "NaN",
            "1e999",
        ] {
            agrees(text);
        }
        for depth in [126, 127, 128, 129] {
            agrees(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
            agrees(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
        }
    }

    #[test]
    fn texts_of_every_length_end_where_they_end() {
        for length in 0..40 {
            for special in ["\"", "\\n\"", "\u{1}\"", "é\"", "\\\\\""] {
                let text = format!("\"{}{special}", "x".repeat(length));
                agrees(&text);
            }
        }
    }

    #[test]
    fn escapes_are_resolved() {
        let mut room = String::new();
        unescape("a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00z", &mut room).unwrap();
        assert_eq!(room, "a\"\\/\u{8}\u{c}\n\r\té😀z");
    }

    proptest! {
        #[test]
        fn texts_near_json_are_judged_alike(text in "[\\[\\]{}:,\"a1\\\\ue.+\\- ntruefals]{0,24}") {
            agrees(&text);
        }

        #[test]
        fn any_text_is_judged_alike(text in any::<String>()) {
            agrees(&text);
            agrees(&serde_json::to_string(&text).unwrap());
        }

        #[test]
        fn escapes_are_resolved_as_serde_json_does(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            let mut room = String::new();
            let raw = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap();
            unescape(raw, &mut room).unwrap();
            prop_assert_eq!(room, text);
        }
    }
}
