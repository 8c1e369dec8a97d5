//! The texts of the domain: addresses, numbers, codes and lines that were checked once.
//!
//! Each type here can only be made by the function that checks it, and none of them changes what
//! was typed behind the caller's back: what does not fit is refused with an error that says why.
//!
//! | type | holds |
//! | --- | --- |
//! | [`EmailAddress`] | a mailbox, kept as typed, with the keys that decide sameness and search |
//! | [`PhoneNumber`] | a phone number, kept as typed, with its extension and E.164 form |
//! | [`Language`] | a BCP 47 tag in canonical case |
//! | [`CountryCode`] | two letters of ISO 3166-1 |
//! | [`Line`], [`Paragraph`] | free text of bounded length on one line, or on several |
//!
//! [`search_key`] and [`identity_key_of_text`] are the two ways in which texts are compared.
//!
//! # Example
//!
//! ```
//! use patronage::text::{EmailAddress, Line};
//!
//! let typed = EmailAddress::parse("John.Doe@Example.com")?;
//! assert_eq!(typed.as_str(), "John.Doe@Example.com");
//! assert_eq!(typed.identity_key(), "john.doe@example.com");
//!
//! let name = Line::<50>::parse("Zoë")?;
//! assert_eq!(name.as_str(), "Zoë");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[macro_use]
mod parsed;

mod country;
mod email;
mod fold;
mod language;
mod line;
mod nearest;
mod phone;

pub use country::{CountryCode, CountryError};
pub use email::{EmailAddress, EmailError};
pub use fold::{identity_key_of_text, search_key};
pub use language::{Language, LanguageError};
pub use line::{Line, Paragraph, TextError};
pub(crate) use nearest::nearest;
pub(crate) use parsed::WireText;
pub use phone::{PhoneError, PhoneNumber};
