//! The vectors, run within the module. It is built for the tests and not shipped: a page has no use
//! for most of what they ask.

#[path = "../../core/tests/vectors/runner/mod.rs"]
mod runner;

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Serialize)]
struct Answer {
    kind: String,
    count: usize,
    failures: Vec<String>,
}

/// What came of a file, as JSON text. A file that cannot be run throws why.
#[wasm_bindgen(js_name = runVectors)]
pub fn run_vectors(text: &str) -> Result<String, String> {
    let (kind, ran) = runner::run(text).map_err(|error| error.to_string())?;
    let answer = Answer { kind, count: ran.count, failures: ran.failures };
    serde_json::to_string(&answer).map_err(|error| error.to_string())
}
