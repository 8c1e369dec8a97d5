//! What the npm package `patronage` is made of: the rules of the server, in a browser.
//!
//! Everything but `exports` is plain Rust over the public API of the core and is tested on the host.
//! Only `exports` knows `wasm_bindgen`. Values cross as text, numbers by their digits; so no number is
//! ever a float, and nothing depends on how a binding library reads the objects of JavaScript.

pub mod credit;
pub mod definition;
pub mod error;
#[cfg(target_family = "wasm")]
pub mod exports;
pub mod messages;
pub mod money;
pub mod occasion;
pub mod outcome;
pub mod parcel;
pub mod schema;
pub mod session;
#[cfg(all(feature = "vectors", target_family = "wasm"))]
pub mod vectors;
