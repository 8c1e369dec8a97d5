//! Attributes: what merchants define about their customers, forms obey and data survives.
//!
//! A merchant defines attributes ([`NewAttribute`]), and a [`Schema`] is compiled from all
//! definitions: every mistake of all of them at once. Values come in as JSON text, as trees, as
//! forms or as values of Rust ([`Input`]); [`Schema::validate`] gives every breach of a document or
//! [`ValidAttributes`].
//!
//! ```
//! use patronage::actor::Role;
//! use patronage::attribute::{Context, Input, NewAttribute, Occasion, Schema};
//! use patronage::time::Date;
//!
//! let schema = Schema::compile([
//!     NewAttribute::list("preference", "Communication preference", ["email", "phone"])
//!         .on_storefront()
//!         .required(Context::Registration),
//!     NewAttribute::text_box("vat-id", "VAT id").pattern("[A-Z]{2}[0-9]{8,12}"),
//! ]).unwrap();
//!
//! let today = Date::new(2026, 7, 1)?;
//! let registration = Occasion::new(Role::Shopper, Context::Registration, today);
//! let form = [("preference", ""), ("vat-id", "DE1")];
//! let violations = schema.check(Input::form(&form), &registration, None).unwrap_err();
//! // The VAT id is for administrators, so that for a shopper there is none.
//! assert_eq!(violations.codes(), ["attribute.required", "attribute.unknown"]);
//! # Ok::<(), patronage::time::TimeError>(())
//! ```
//!
//! # The inputs and their constraints
//!
//! | input | data types | constraints |
//! | --- | --- | --- |
//! | list | text, number | options (hidden, inactive, with labels and an order), one or many, how many |
//! | text box | text | least and most characters, a [pattern](Pattern) |
//! | text box | number | least and greatest value |
//! | text area | text | least and most characters |
//! | date | date | first and last day, each a day or a distance from today |
//! | yes/no | boolean | that only yes is accepted |
//!
//! All bounds are themselves allowed, and a bound of 0 is a bound. Characters are Unicode scalar
//! values, and in a text area a line break counts as one. A text box refuses line breaks and control
//! characters. Empty text is no value, and text that is nothing but white space is refused.
//!
//! # What a document says
//!
//! A document names attributes: one that is not named stays as it is, `null` clears, a value sets.
//! What equals its previous value is not checked, so that a rule that came later never freezes an
//! older account; see [`Schema::validate`].
//!
//! # Rights
//!
//! A shopper knows nothing of an attribute that is displayed to administrators only: to it the name
//! is unknown, as if it were mistyped, and what is kept there stays. Who may set what follows from
//! the [value source](ValueSource). Everybody's rights hold in reads, writes and exports alike.

mod access;
mod breach;
mod change;
mod definition;
mod difference;
mod draft;
mod error;
mod json_schema;
mod key;
mod literal;
mod local_text;
mod lookup;
mod mistake;
mod number;
mod occasion;
mod pattern;
mod rule;
mod rules;
mod schema;
#[cfg(test)]
mod testing;
mod validation;
mod value;
mod values;

pub use access::{Context, DisplayGroup, ValueSource};
pub use breach::Breach;
pub(crate) use change::{ChangePlan, Necessity, Tally, not_unique};
pub use change::{
    ChangeProgress, Deletion, DryRun, Finding, OnViolation, PendingChange, SchemaChange,
};
pub use definition::{AttributeDefinition, DataType, InputKind};
pub use difference::{MemberChange, SchemaDifference};
pub use draft::{AttributePatch, Bound, NewAttribute, NewOption};
pub use error::AttributeError;
pub use key::AttributeKey;
pub use local_text::LocalText;
pub use mistake::Mistake;
pub use number::{Number, NumberError};
pub use occasion::Occasion;
pub use pattern::{Pattern, PatternError};
pub use rule::{AttributeOption, DateBound};
pub(crate) use rules::AttributeRules;
pub use schema::Schema;
pub use validation::{GivenValue, Input, Members, Receiver};
pub use value::AttributeValue;
pub use values::{AttributeChanges, AttributeValues, ValidAttributes};

pub use crate::json::{JsonError, JsonFlaw};
