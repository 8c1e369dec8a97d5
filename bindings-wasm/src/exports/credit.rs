//! What the module for credit has beside what both have.

use wasm_bindgen::prelude::wasm_bindgen;

use super::session;

/// What an operation makes of a preview.
#[wasm_bindgen]
pub fn credit(bytes: usize) -> i32 {
    session(|session| session.credit(bytes))
}
