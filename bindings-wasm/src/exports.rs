//! The functions that JavaScript calls: the only module that knows `wasm_bindgen`.
//!
//! `js/index.js` stands between them and the user. What they are and what they tell is said at the
//! [`Session`], of which there is one.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::session::{Given, Session};

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

fn session<T>(work: impl FnOnce(&mut Session) -> T) -> T {
    SESSION.with_borrow_mut(work)
}

/// Where texts of so many bytes are written.
#[wasm_bindgen]
pub fn room(bytes: usize) -> *mut u8 {
    session(|session| session.room(bytes).as_mut_ptr())
}

/// Where so many marks are written.
#[wasm_bindgen]
pub fn marks(count: usize) -> *mut u32 {
    session(|session| session.marks(count).as_mut_ptr())
}

/// Where the answer is read.
#[wasm_bindgen]
pub fn answer() -> *const u8 {
    session(|session| session.answer().as_ptr())
}

/// Keeps the occasion of the checks that follow.
#[wasm_bindgen(js_name = takeOccasion)]
pub fn take_occasion(bytes: usize) -> i32 {
    session(|session| session.take_occasion(bytes))
}

/// Keeps what an account holds, for the next check.
#[wasm_bindgen(js_name = takePrevious)]
pub fn take_previous(handle: usize, bytes: usize, marks: usize) -> i32 {
    session(|session| session.take_previous(handle, bytes, marks))
}

/// What is wrong with JSON text.
#[wasm_bindgen(js_name = validateText)]
pub fn validate_text(handle: usize, bytes: usize) -> i32 {
    session(|session| session.validate(handle, bytes, Given::Text))
}

/// What is wrong with values.
#[wasm_bindgen(js_name = validateValues)]
pub fn validate_values(handle: usize, bytes: usize, marks: usize) -> i32 {
    session(|session| session.validate(handle, bytes, Given::Values(marks)))
}

/// What is wrong with one field.
#[wasm_bindgen(js_name = validateField)]
pub fn validate_field(handle: usize, bytes: usize, marks: usize) -> i32 {
    session(|session| session.validate(handle, bytes, Given::Field(marks)))
}

/// Reads definitions.
#[wasm_bindgen(js_name = readSchema)]
pub fn read_schema(bytes: usize) -> i32 {
    session(|session| session.read_schema(bytes))
}

/// The definitions as a form needs them.
#[wasm_bindgen]
pub fn definitions(handle: usize, bytes: usize) -> i32 {
    session(|session| session.definitions(handle, bytes))
}

/// Takes templates of messages.
#[wasm_bindgen(js_name = readMessages)]
pub fn read_messages(bytes: usize) -> i32 {
    session(|session| session.read_messages(bytes))
}

/// The message for a code.
#[wasm_bindgen(js_name = findMessage)]
pub fn find_message(handle: usize, bytes: usize) -> i32 {
    session(|session| session.find_message(handle, bytes))
}

/// What an operation makes of two texts.
#[wasm_bindgen]
pub fn money(bytes: usize) -> i32 {
    session(|session| session.money(bytes))
}

/// Gives up what a handle stands for.
#[wasm_bindgen]
pub fn free(handle: usize) {
    session(|session| session.free(handle));
}
