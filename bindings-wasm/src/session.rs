//! What the module keeps between the calls of JavaScript, and how they are told what came of them.
//!
//! Only numbers cross. Texts are written into room that is kept here, and answers are read out of it:
//! nothing is allocated, copied and freed for each text, and little JavaScript is needed for it.

use patronage::attribute::{Input, Occasion, ValidAttributes};

use crate::error::Refusal;
use crate::messages::Messages;
use crate::parcel::Parcel;
use crate::schema::Schema;
use crate::{credit, money, occasion};

/// More room than this is given back when less is asked for.
const LARGE: usize = 1 << 16;

/// What stands between texts that cross together.
pub const BETWEEN: char = '\0';

/// What is kept, with room for what crosses.
#[derive(Debug, Default)]
pub struct Session {
    texts: Vec<u8>,
    marks: Vec<u32>,
    answer: String,
    occasion: Option<Occasion>,
    previous: Option<ValidAttributes>,
    /// By handles, which begin at 1.
    kept: Vec<Option<Kept>>,
}

/// What JavaScript has a handle of.
#[derive(Debug)]
enum Kept {
    Schema(Schema),
    Messages(Messages),
}

/// How a document is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// As JSON text.
    Text,
    /// As a parcel with so many marks.
    Values(usize),
    /// As a parcel of one member, which alone is looked at, behind its code.
    Field(usize),
}

impl Session {
    /// Room for texts of so many bytes.
    pub fn room(&mut self, bytes: usize) -> &mut [u8] {
        if self.texts.len() < bytes || self.texts.len() > LARGE {
            self.texts = vec![0; bytes];
        }
        &mut self.texts
    }

    /// Room for so many marks of a parcel.
    pub fn marks(&mut self, count: usize) -> &mut [u32] {
        if self.marks.len() < count || self.marks.len() > LARGE {
            self.marks = vec![0; count];
        }
        &mut self.marks
    }

    /// The last answer.
    pub fn answer(&self) -> &str {
        &self.answer
    }

    /// Keeps the occasion of the checks that follow: actor, context, day and whether it is a
    /// correction.
    pub fn take_occasion(&mut self, bytes: usize) -> i32 {
        let [actor, context, today, correcting] = texts(&self.texts, bytes);
        let taken = occasion::read(actor, context, today, correcting == "true");
        let taken = taken.map(|occasion| self.occasion = Some(occasion));
        self.tell(taken.map(|()| None))
    }

    /// Keeps what an account holds, for the next check.
    pub fn take_previous(&mut self, handle: usize, bytes: usize, marks: usize) -> i32 {
        let parcel = parcel(&self.texts, bytes, &self.marks, marks);
        let held = schema(&self.kept, handle).and_then(|schema| schema.read_held(&parcel));
        let taken = held.map(|held| self.previous = Some(held));
        self.tell(taken.map(|()| None))
    }

    /// What is wrong with a document: nothing, where it is valid.
    pub fn validate(&mut self, handle: usize, bytes: usize, given: Given) -> i32 {
        let previous = self.previous.take();
        let found = self.found(handle, bytes, given, previous.as_ref());
        self.tell(found)
    }

    fn found(
        &self,
        handle: usize,
        bytes: usize,
        given: Given,
        previous: Option<&ValidAttributes>,
    ) -> Result<Option<String>, Refusal> {
        let schema = schema(&self.kept, handle)?;
        let occasion = self.occasion.as_ref().ok_or_else(Refusal::unknown_operation)?;
        Ok(match given {
            Given::Text => {
                schema.validate(Input::json(text(&self.texts, bytes)), occasion, previous)
            }
            Given::Values(marks) => {
                let parcel = parcel(&self.texts, bytes, &self.marks, marks);
                schema.validate(Input::members(&parcel), occasion, previous)
            }
            Given::Field(marks) => {
                let (code, field) = parcel(&self.texts, bytes, &self.marks, marks).split_name();
                schema.validate_field(code, &field, occasion, previous)
            }
        })
    }

    /// Reads definitions; the answer is a handle.
    pub fn read_schema(&mut self, bytes: usize) -> i32 {
        let schema = Schema::from_json(text(&self.texts, bytes));
        self.keep(schema.map(Kept::Schema))
    }

    /// The definitions as a form needs them: for an actor, on a day, in a language where one is
    /// named.
    pub fn definitions(&mut self, handle: usize, bytes: usize) -> i32 {
        let [actor, today] = texts(&self.texts, bytes);
        let language = text(&self.texts, bytes).split(BETWEEN).nth(2);
        let found = schema(&self.kept, handle)
            .and_then(|schema| schema.definitions(actor, language, today));
        self.tell(found.map(Some))
    }

    /// Takes codes, each with its template behind it; the answer is a handle.
    pub fn read_messages(&mut self, bytes: usize) -> i32 {
        let messages = Messages::new(text(&self.texts, bytes));
        self.keep(messages.map(Kept::Messages))
    }

    /// The message for a code, which comes first, and parameters, each with its text behind its name.
    pub fn find_message(&mut self, handle: usize, bytes: usize) -> i32 {
        let all = text(&self.texts, bytes);
        let (code, parameters) = all.split_once(BETWEEN).unwrap_or((all, ""));
        let found = match kept(&self.kept, handle) {
            Some(Kept::Messages(messages)) => Ok(messages.find(code, parameters)),
            _ => Err(Refusal::unknown_operation()),
        };
        self.tell(found)
    }

    /// What an operation with money makes of two texts: see [`money::answer`].
    pub fn money(&mut self, bytes: usize) -> i32 {
        let [operation, left, right] = texts(&self.texts, bytes);
        let found = money::answer(operation, left, right);
        self.tell(found.map(Some))
    }

    /// What an operation with credit makes of the texts behind its name: see [`credit::answer`].
    pub fn credit(&mut self, bytes: usize) -> i32 {
        let all = text(&self.texts, bytes);
        let (operation, given) = all.split_once(BETWEEN).unwrap_or((all, ""));
        let found = credit::answer(operation, given);
        self.tell(found)
    }

    /// Gives up what a handle stands for.
    pub fn free(&mut self, handle: usize) {
        if let Some(place) = handle.checked_sub(1).and_then(|at| self.kept.get_mut(at)) {
            *place = None;
        }
    }

    fn keep(&mut self, made: Result<Kept, Refusal>) -> i32 {
        let made = match made {
            Ok(made) => made,
            Err(refusal) => return self.tell(Err(refusal)),
        };
        let free = self.kept.iter().position(Option::is_none);
        let at = free.unwrap_or(self.kept.len());
        match self.kept.get_mut(at) {
            Some(place) => *place = Some(made),
            None => self.kept.push(Some(made)),
        }
        length(at.saturating_add(1))
    }

    /// The number that JavaScript is told: 0 where there is nothing to say, how many bytes the answer
    /// has, and one more, and for a refusal the same below 0.
    fn tell(&mut self, outcome: Result<Option<String>, Refusal>) -> i32 {
        let (answer, is_refused) = match outcome {
            Ok(None) => return 0,
            Ok(Some(answer)) => (answer, false),
            Err(refusal) => (refusal.to_json(), true),
        };
        self.answer = answer;
        let length = length(self.answer.len().saturating_add(1));
        if is_refused { length.saturating_neg() } else { length }
    }
}

fn length(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn text(texts: &[u8], bytes: usize) -> &str {
    // What JavaScript writes into the room is UTF-8.
    texts.get(..bytes).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// So many texts that cross together.
fn texts<const N: usize>(texts: &[u8], bytes: usize) -> [&str; N] {
    let mut all = text(texts, bytes).split(BETWEEN);
    std::array::from_fn(|_| all.next().unwrap_or_default())
}

fn parcel<'p>(texts: &'p [u8], bytes: usize, marks: &'p [u32], count: usize) -> Parcel<'p> {
    Parcel::new(text(texts, bytes), marks.get(..count).unwrap_or_default())
}

fn kept(kept: &[Option<Kept>], handle: usize) -> Option<&Kept> {
    kept.get(handle.checked_sub(1)?)?.as_ref()
}

fn schema(all: &[Option<Kept>], handle: usize) -> Result<&Schema, Refusal> {
    match kept(all, handle) {
        Some(Kept::Schema(schema)) => Ok(schema),
        _ => Err(Refusal::unknown_operation()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, LARGE, Session};

    impl Session {
        /// Writes a text as JavaScript does, and says how long it is.
        fn write(&mut self, text: &str) -> usize {
            self.room(text.len())[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }

        fn write_marks(&mut self, marks: &[u32]) -> usize {
            self.marks(marks.len())[..marks.len()].copy_from_slice(marks);
            marks.len()
        }

        fn with_schema(definitions: &str, occasion: &str) -> (Self, usize) {
            let mut session = Self::default();
            let bytes = session.write(definitions);
            let handle = usize::try_from(session.read_schema(bytes)).unwrap();
            let bytes = session.write(occasion);
            assert_eq!(session.take_occasion(bytes), 0);
            (session, handle)
        }

        fn answers(&self, told: i32, expected: &str) {
            assert_eq!(told.unsigned_abs() as usize, self.answer().len().saturating_add(1));
            assert!(self.answer().contains(expected), "{}", self.answer());
        }
    }

    const NAME: &str =
        r#"[{"code": "name", "label": "Name", "input": "text_box", "max_length": 3}]"#;
    const DESK: &str = "admin\0admin\u{0}2026-07-01\0false";

    #[test]
    fn a_document_is_given_in_three_ways() {
        let (mut session, handle) = Session::with_schema(NAME, DESK);
        let bytes = session.write(r#"{"name": "Ada"}"#);
        assert_eq!(session.validate(handle, bytes, Given::Text), 0);
        let (bytes, marks) = (session.write("nameAda"), session.write_marks(&[32, 24]));
        assert_eq!(session.validate(handle, bytes, Given::Values(marks)), 0);
        let (bytes, marks) = (session.write("namenameAdam"), session.write_marks(&[32, 32, 32]));
        let told = session.validate(handle, bytes, Given::Field(marks));
        assert!(told > 0);
        session.answers(told, "attribute.too_long");
        assert_eq!(session.validate(handle, bytes, Given::Field(1)), 0, "nothing is said of it");
    }

    #[test]
    fn what_is_held_counts_for_one_check() {
        let (mut session, handle) = Session::with_schema(NAME, DESK);
        let (bytes, marks) = (session.write("nameAdam"), session.write_marks(&[32, 32]));
        assert_eq!(session.take_previous(handle, bytes, marks), 0);
        assert_eq!(session.validate(handle, bytes, Given::Values(marks)), 0);
        assert!(session.validate(handle, bytes, Given::Values(marks)) > 0);
    }

    #[test]
    fn refusals_are_told_below_nothing() {
        let (mut session, handle) = Session::with_schema(NAME, DESK);
        let bytes = session.write("me\0admin\u{0}2026-07-01\0false");
        let told = session.take_occasion(bytes);
        assert!(told < 0);
        session.answers(told, "occasion.unknown_actor");
        let bytes = session.write("{}");
        assert_eq!(session.validate(handle, bytes, Given::Text), 0, "the one before is kept");
        let told = session.read_schema(bytes);
        assert!(told < 0);
        session.answers(told, "input.invalid");
    }

    #[test]
    fn a_handle_stands_for_one_thing_until_it_is_freed() {
        let (mut session, schema) = Session::with_schema(NAME, DESK);
        let bytes = session.write("x.y\0most {max}");
        let messages = usize::try_from(session.read_messages(bytes)).unwrap();
        let bytes = session.write("x.y\0max\u{0}5");
        let told = session.find_message(messages, bytes);
        session.answers(told, "most 5");
        let bytes = session.write("x.z");
        assert_eq!(session.find_message(messages, bytes), 0);
        assert!(session.find_message(schema, bytes) < 0);
        assert!(session.definitions(messages, bytes) < 0);
        session.free(schema);
        session.free(0);
        assert!(session.validate(schema, 0, Given::Text) < 0);
        let bytes = session.write(NAME);
        assert_eq!(session.read_schema(bytes), i32::try_from(schema).unwrap());
    }

    #[test]
    fn large_room_is_given_back() {
        let mut session = Session::default();
        assert_eq!(session.room(LARGE + 1).len(), LARGE + 1);
        assert_eq!(session.room(9).len(), 9);
        assert_eq!(session.room(8).len(), 9);
        assert_eq!(session.marks(LARGE + 1).len(), LARGE + 1);
        assert_eq!(session.marks(9).len(), 9);
    }
}
