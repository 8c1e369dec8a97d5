//! JSON, read without rounding.
//!
//! `serde_json` turns a number into a float before anybody can look at its digits, unless a feature
//! is switched on that changes the `serde_json` of the whole program. Attributes hold exact numbers,
//! so their JSON is read here: by a [`Scanner`] that hands out the raw text of each value while a
//! document is validated, and as a [`Literal`] where a definition keeps what was written.
//!
//! What is JSON and what is not is decided as `serde_json` decides it, which a test holds both to.

mod literal;
mod object;
mod scanner;

pub(crate) use literal::Literal;
pub(crate) use object::Object;
pub use scanner::{JsonError, JsonFlaw};
pub(crate) use scanner::{Scanner, Token};
