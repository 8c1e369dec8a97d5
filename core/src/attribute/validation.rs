//! Checking a document of values, member by member, while it is read.
//!
//! Each [source](source) of values hands what it finds to a [`Document`], which looks the attribute
//! up, asks its rule and notes every breach. Nothing is allocated for a valid value but what is kept
//! of it.

mod document;
mod held;
mod raw;
mod report;
mod source;

pub(super) use document::{Document, Held, Keeping};
pub(super) use raw::{Datum, Raw};
pub(super) use report::Report;
pub use source::{GivenValue, Input, Members, Receiver};

use super::{AttributeDefinition, AttributeValue, Context, Occasion, Schema, ValidAttributes};
use crate::actor::Role;
use crate::json::Literal;
use crate::time::Date;
use crate::violation::Violations;

impl Schema {
    /// Checks a document of values and keeps what is valid.
    ///
    /// The document says what changes: an attribute that it does not name stays as it is in
    /// `previous`, `null` (or an empty text, or an empty list) clears it, anything else sets it.
    /// Without `previous` it is a new account, in which what is required must be given and defaults
    /// are filled in. What was valid once stays valid: a value equal to its previous one is not
    /// checked.
    ///
    /// ```
    /// use patronage::actor::Role;
    /// use patronage::attribute::{Context, Input, NewAttribute, Occasion, Schema};
    /// use patronage::time::Date;
    ///
    /// let schema = Schema::compile([
    ///     NewAttribute::list("preference", "Preference", ["email", "phone"]).on_storefront(),
    ///     NewAttribute::number_box("children", "Children").min_value(0).on_storefront(),
    /// ]).unwrap();
    /// let occasion = Occasion::new(Role::Shopper, Context::Profile, Date::new(2026, 7, 1)?);
    ///
    /// let valid = schema.validate(Input::json(r#"{"preference": "email"}"#), &occasion, None).unwrap();
    /// assert_eq!(valid.get("preference").unwrap().as_text(), Some("email"));
    ///
    /// let wrong = Input::json(r#"{"preference": "fax", "children": -1, "chidren": 2}"#);
    /// let violations = schema.validate(wrong, &occasion, Some(&valid)).unwrap_err();
    /// let all: Vec<String> = violations.iter().map(ToString::to_string).collect();
    /// assert_eq!(all, [
    ///     "preference: expected one of `email`, `phone`",
    ///     "children: the least value is 0",
    ///     "chidren: there is no such attribute; is `children` meant?",
    /// ]);
    /// # Ok::<(), patronage::time::TimeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every [`Breach`](super::Breach) of the document, at the code of its attribute and, in a list,
    /// the position (`preference[1]`); a text that is not JSON is one violation at the empty path.
    pub fn validate<'i>(
        &self,
        input: impl Into<Input<'i>>,
        occasion: &Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Result<ValidAttributes, Violations> {
        let mut document = Document::new(self, occasion, previous, Keeping::Values);
        input.into().read(&mut document);
        document.finish()
    }

    /// As [`validate`](Self::validate), and keeps nothing: for whoever only wants to know.
    #[expect(clippy::inline_always, reason = "callers know the source, and link no other one")]
    #[inline(always)]
    pub fn check<'i>(
        &self,
        input: impl Into<Input<'i>>,
        occasion: &Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Result<(), Violations> {
        let mut document = Document::new(self, occasion, previous, Keeping::Nothing);
        input.into().read(&mut document);
        document.finish().map(drop)
    }

    /// Checks one field, as while somebody types: the value that it would have, `None` for none.
    ///
    /// The input is that of a document with this one member.
    ///
    /// ```
    /// use patronage::actor::Role;
    /// use patronage::attribute::{AttributeChanges, Context, NewAttribute, Occasion, Schema};
    /// use patronage::time::Date;
    ///
    /// let vat_id = NewAttribute::text_box("vat-id", "VAT id").pattern("[A-Z]{2}[0-9]{8,12}");
    /// let schema = Schema::compile([vat_id]).unwrap();
    /// let occasion = Occasion::new(Role::Admin, Context::Admin, Date::new(2026, 7, 1)?);
    /// let typed = |text: &str| {
    ///     let value = AttributeChanges::new().set("vat-id", text);
    ///     schema.validate_field("vat-id", &value, &occasion, None)
    /// };
    /// assert_eq!(typed("DE1234").unwrap_err().codes(), ["attribute.pattern_mismatch"]);
    /// assert_eq!(typed("DE12345678").unwrap().unwrap().as_text(), Some("DE12345678"));
    /// # Ok::<(), patronage::time::TimeError>(())
    /// ```
    #[expect(clippy::inline_always, reason = "callers know the source, and link no other one")]
    #[inline(always)]
    pub fn validate_field<'i>(
        &self,
        code: &str,
        input: impl Into<Input<'i>>,
        occasion: &Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Result<Option<AttributeValue>, Violations> {
        let mut document = Document::new(self, occasion, previous, Keeping::Values).only(code);
        input.into().read(&mut document);
        let valid = document.finish()?;
        // The name may be written in another case than the code.
        let definition = self.place(code).and_then(|at| self.definition_at(at));
        Ok(definition.and_then(|known| valid.get(known.code().as_str())).cloned())
    }

    /// Whether values that are held would be taken if they were all given anew, with nobody's
    /// rights in the way: what a changed definition makes of them.
    pub(super) fn audit(&self, held: &ValidAttributes, today: Date) -> Result<(), Violations> {
        let occasion = Occasion::new(Role::System, Context::Admin, today);
        let mut document = Document::new(self, &occasion, None, Keeping::Nothing).auditing();
        Input::from(held.values()).read(&mut document);
        document.finish().map(drop)
    }
}

/// The default that a definition writes, checked by its own rule. A bound that moves with the day is
/// left out: a default is given on many days.
pub(super) fn check_default(
    definition: &AttributeDefinition,
    literal: &Literal,
) -> Result<Option<AttributeValue>, Violations> {
    let code = definition.code().as_str();
    let schema = Schema::of_one(definition.clone().with_fixed_bounds());
    let occasion = Occasion::new(Role::System, Context::Import, Date::MIN);
    let mut document = Document::new(&schema, &occasion, None, Keeping::Values).of_default();
    source::literal(code, literal, &mut document);
    document.finish().map(|valid| valid.get(code).cloned())
}

#[cfg(test)]
mod tests;
