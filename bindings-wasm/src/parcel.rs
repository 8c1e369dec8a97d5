//! Values of JavaScript as they cross: their texts in one, and beside it what each is.
//!
//! Whoever crosses often and in small steps pays for each step. So all texts, names included, stand
//! behind each other in one text, and a mark for each says where it ends.

use std::slice::Iter;

use patronage::attribute::{GivenValue, Members, Receiver};

/// What a mark says in its lowest bits; those above count the units of UTF-16 of a text, or the
/// parts of a list. `index.js` has the same.
mod kind {
    pub(super) const TEXT: u32 = 0;
    pub(super) const DIGITS: u32 = 1;
    pub(super) const NULL: u32 = 2;
    pub(super) const FALSE: u32 = 3;
    pub(super) const TRUE: u32 = 4;
    pub(super) const LIST: u32 = 5;
    /// A list where none can be.
    pub(super) const PART_LIST: u32 = 6;
    /// An object; where a name is expected, what was given is no object with members.
    pub(super) const OTHER: u32 = 7;
}

/// An object of JavaScript: for each member the mark of its name and that of its value, and behind
/// that of a list those of its parts.
#[derive(Debug, Clone, Copy)]
pub struct Parcel<'p> {
    texts: &'p str,
    marks: &'p [u32],
}

impl<'p> Parcel<'p> {
    /// The parcel of these texts and marks.
    pub fn new(texts: &'p str, marks: &'p [u32]) -> Self {
        Self { texts, marks }
    }

    /// The name that stands first, and the parcel behind it.
    pub fn split_name(&self) -> (&'p str, Self) {
        let mut reader = self.open();
        let name = reader.name().unwrap_or_default();
        (name, Self { texts: reader.texts, marks: reader.marks.as_slice() })
    }

    /// The same as JSON text.
    pub fn to_json(&self) -> String {
        if self.is_no_object() {
            return "[]".to_owned();
        }
        let mut members = Vec::new();
        let mut reader = self.open();
        while let Some(name) = reader.name() {
            let value = match reader.value() {
                Value::One(value) => json(value),
                Value::List(count) => {
                    let parts: Vec<_> = (0..count).map(|_| json(reader.part())).collect();
                    format!("[{}]", parts.join(","))
                }
            };
            members.push(format!("{}:{value}", json(GivenValue::Text(name))));
        }
        format!("{{{}}}", members.join(","))
    }

    fn is_no_object(&self) -> bool {
        self.marks == [kind::OTHER]
    }

    fn open(&self) -> Reader<'p> {
        Reader { texts: self.texts, marks: self.marks.iter() }
    }
}

fn json(value: GivenValue<'_>) -> String {
    match value {
        GivenValue::Boolean(boolean) => boolean.to_string(),
        // Writing a text as JSON cannot fail.
        GivenValue::Text(text) => serde_json::to_string(text).unwrap_or_default(),
        GivenValue::Digits(digits) => digits.to_owned(),
        GivenValue::List => "[]".to_owned(),
        GivenValue::Other => "{}".to_owned(),
        _ => "null".to_owned(),
    }
}

impl Members for Parcel<'_> {
    fn visit(&self, receiver: &mut Receiver<'_, '_>) {
        if self.is_no_object() {
            return receiver.not_an_object();
        }
        let mut reader = self.open();
        while let Some(name) = reader.name() {
            match reader.value() {
                Value::One(value) => receiver.value(name, value),
                Value::List(count) => {
                    let mut parts = 0..count;
                    receiver.list(name, |take| {
                        parts.by_ref().for_each(|_| take(reader.part()));
                    });
                    // Nobody may have asked for them.
                    for _ in parts {
                        reader.part();
                    }
                }
            }
        }
    }
}

/// What stands at a member.
enum Value<'p> {
    One(GivenValue<'p>),
    /// So many parts follow.
    List(u32),
}

/// A parcel while it is opened.
struct Reader<'p> {
    texts: &'p str,
    marks: Iter<'p, u32>,
}

impl<'p> Reader<'p> {
    fn name(&mut self) -> Option<&'p str> {
        let mark = *self.marks.next()?;
        Some(self.text(mark >> 3))
    }

    fn value(&mut self) -> Value<'p> {
        let mark = self.marks.next().copied().unwrap_or(kind::NULL);
        if mark & 7 == kind::LIST { Value::List(mark >> 3) } else { Value::One(self.one(mark)) }
    }

    fn part(&mut self) -> GivenValue<'p> {
        let mark = self.marks.next().copied().unwrap_or(kind::NULL);
        self.one(mark)
    }

    fn one(&mut self, mark: u32) -> GivenValue<'p> {
        match mark & 7 {
            kind::TEXT => GivenValue::Text(self.text(mark >> 3)),
            kind::DIGITS => GivenValue::Digits(self.text(mark >> 3)),
            kind::FALSE => GivenValue::Boolean(false),
            kind::TRUE => GivenValue::Boolean(true),
            kind::LIST | kind::PART_LIST => GivenValue::List,
            kind::OTHER => GivenValue::Other,
            _ => GivenValue::Null,
        }
    }

    /// The text of so many units of UTF-16. A parcel that says more than it has is of another
    /// version of `index.js`.
    fn text(&mut self, units: u32) -> &'p str {
        let end = end_of(self.texts.as_bytes(), usize::try_from(units).unwrap_or(usize::MAX));
        let (text, rest) = self.texts.split_at_checked(end).unwrap_or((self.texts, ""));
        self.texts = rest;
        text
    }
}

/// Where so many units of UTF-16 end in a text of UTF-8: eight bytes at a time, since every text goes
/// through here.
fn end_of(bytes: &[u8], units: usize) -> usize {
    let (mut left, mut rest) = (units, bytes);
    while left > 0
        && let Some((first, behind)) = rest.split_first_chunk()
    {
        let eight = u64::from_le_bytes(*first);
        if eight & NOT_ASCII == 0 {
            let (_, behind) = rest.split_at(left.min(8));
            (left, rest) = (left.saturating_sub(8), behind);
        } else if left >= 8 {
            // Eight bytes are eight units at most.
            (left, rest) = (left.saturating_sub(units_in(eight)), behind);
        } else {
            break;
        }
    }
    while let Some((byte, behind)) = rest.split_first() {
        // Seven bytes that follow another count for no unit.
        let units = units_in(u64::from(*byte) | NOT_ASCII << 8);
        if units > left {
            break;
        }
        (left, rest) = (left.saturating_sub(units), behind);
    }
    bytes.len().saturating_sub(rest.len())
}

/// The bit of each of eight bytes that none has in ASCII.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

/// How many units of UTF-16 eight bytes stand for. A character counts with its first byte: once, or
/// twice where it has four bytes; what follows it, `10......`, does not count.
fn units_in(eight: u64) -> usize {
    const ONE_EACH: u64 = 0x0101_0101_0101_0101;
    let follows = (eight >> 7) & !(eight >> 6) & ONE_EACH;
    let is_two = (eight >> 7) & (eight >> 6) & (eight >> 5) & (eight >> 4) & ONE_EACH;
    let units = is_two.count_ones().saturating_add(8).saturating_sub(follows.count_ones());
    usize::try_from(units).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Parcel, end_of, kind};

    fn mark(kind: u32, count: u32) -> u32 {
        count << 3 | kind
    }

    #[test]
    fn texts_are_told_apart_by_their_units() {
        let marks = [
            mark(kind::TEXT, 1),
            mark(kind::TEXT, 4),
            mark(kind::TEXT, 3),
            mark(kind::LIST, 6),
            mark(kind::DIGITS, 3),
            mark(kind::NULL, 0),
            mark(kind::TRUE, 0),
            mark(kind::PART_LIST, 0),
            mark(kind::OTHER, 0),
            mark(kind::TEXT, 2),
            mark(kind::TEXT, 0),
            mark(kind::FALSE, 0),
        ];
        let parcel = Parcel::new("a😀é\"b\0c1.5\u{fffd}x", &marks);
        assert_eq!(
            parcel.to_json(),
            r#"{"a":"😀é\"","b\u0000c":[1.5,null,true,[],{},"�x"],"":false}"#
        );
    }

    #[test]
    fn every_character_ends_where_its_units_do() {
        let text = "aé€😀😀😀\u{fffd}b\0ß0123456789ü€€€€€€😀x".repeat(3);
        let mut units = 0;
        for (place, character) in text.char_indices() {
            assert_eq!(end_of(text.as_bytes(), units), place, "{units}");
            units += character.len_utf16();
        }
        assert_eq!(end_of(text.as_bytes(), units), text.len());
        assert_eq!(end_of(text.as_bytes(), units + 1), text.len());
    }

    #[test]
    fn a_name_may_stand_before_a_parcel() {
        let marks = [mark(kind::TEXT, 1), mark(kind::TEXT, 1), mark(kind::TRUE, 0)];
        let (name, parcel) = Parcel::new("éé", &marks).split_name();
        assert_eq!((name, parcel.to_json().as_str()), ("é", r#"{"é":true}"#));
    }

    #[test]
    fn what_is_no_object_stays_none() {
        assert_eq!(Parcel::new("", &[kind::OTHER]).to_json(), "[]");
        assert_eq!(Parcel::new("", &[]).to_json(), "{}");
    }

    #[test]
    fn a_parcel_that_says_more_than_it_has_is_read_as_far_as_it_goes() {
        let marks = [mark(kind::TEXT, 9), mark(kind::LIST, 2)];
        assert_eq!(Parcel::new("é", &marks).to_json(), r#"{"é":[null,null]}"#);
        assert_eq!(Parcel::new("é", &marks[..1]).to_json(), r#"{"é":null}"#);
    }
}
