//! What the module for forms has beside what both have.

use wasm_bindgen::prelude::wasm_bindgen;

use super::session;
use crate::session::Given;

/// Where so many marks are written.
#[wasm_bindgen]
pub fn marks(count: usize) -> *mut u32 {
    session(|session| session.marks(count).as_mut_ptr())
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
