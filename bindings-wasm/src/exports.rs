//! The functions that JavaScript calls: the only module that knows `wasm_bindgen`.
//!
//! `js/crossing.js` stands between them and the user. What they are and what they tell is said at the
//! [`Session`], of which there is one in each module.

#[cfg(feature = "credit")]
pub mod credit;
#[cfg(feature = "forms")]
pub mod forms;

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::session::Session;

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

/// Where the answer is read.
#[wasm_bindgen]
pub fn answer() -> *const u8 {
    session(|session| session.answer().as_ptr())
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
