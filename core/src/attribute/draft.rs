//! Definitions as they are written: raw members, checked all at once.

mod builder;
mod member;
mod patch;

use std::collections::BTreeMap;

pub use builder::Bound;
pub(super) use member::Member;
pub use patch::AttributePatch;

use super::mistake::{Mistake, Mistakes};
use crate::actor::Role;
use crate::json::Literal;
use crate::text::nearest;

/// A definition to be made: raw members, which [`Schema::compile`](super::Schema::compile) checks.
///
/// ```
/// use patronage::attribute::{Context, NewAttribute, Schema};
///
/// let preference = NewAttribute::list(
///     "communication-preference",
///     "Communication preference",
///     ["email", "phone"],
/// )
/// .on_storefront()
/// .required(Context::Registration);
/// let vat_id = NewAttribute::text_box("vat-id", "VAT id").pattern("[A-Z]{2}[0-9]{8,12}").unique();
/// assert!(Schema::compile([preference, vat_id]).is_ok());
/// ```
///
/// In JSON it is an object with the same members, of which [`from_json`](Self::from_json) has an
/// example. The constraints that each input has are those of the builder's methods; one that does
/// not apply to the input is a mistake (`definition.does_not_apply`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttribute {
    pub(super) members: BTreeMap<Member, Literal>,
    /// What the JSON had besides.
    unknown: Vec<(Box<str>, Literal)>,
}

impl NewAttribute {
    pub(super) fn empty() -> Self {
        Self { members: BTreeMap::new(), unknown: Vec::new() }
    }

    /// Reads a definition out of JSON text.
    ///
    /// ```
    /// use patronage::attribute::{JsonError, NewAttribute, Schema};
    ///
    /// let definition = NewAttribute::from_json(
    ///     r#"{"code": "born", "label": {"*": "Born", "fr": "Né le"}, "input": "date",
    ///         "min_date": "1900-01-01", "max_date": "today-6574", "metadata": {"crm": "dob"}}"#,
    /// )?;
    /// let schema = Schema::compile([definition]).unwrap();
    /// assert_eq!(schema.get("born").unwrap().label().as_str(), "Born");
    /// # Ok::<(), JsonError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only what is not JSON at all, or no object, is refused here; all else is for
    /// [`Schema::compile`](super::Schema::compile) to say.
    pub fn from_json(text: &str) -> Result<Self, super::JsonError> {
        match Literal::parse(text)? {
            Literal::Object(members) => Ok(Self::from_members(members)),
            _ => Err(super::JsonError::new(super::JsonFlaw::NotJson, 0)),
        }
    }

    pub(super) fn from_members(members: Vec<(Box<str>, Literal)>) -> Self {
        let mut draft = Self::empty();
        for (name, literal) in members {
            match Member::named(&name) {
                // What is null is left out.
                Some(_) if literal == Literal::Null => {}
                Some(member) => {
                    draft.members.insert(member, literal);
                }
                None => draft.unknown.push((name, literal)),
            }
        }
        draft
    }

    /// What a role sees of the definition.
    pub(super) fn seen_by(mut self, role: Role) -> Self {
        if role == Role::Shopper {
            for member in [Member::AdminName, Member::Metadata, Member::Unique, Member::Filterable]
            {
                self.members.remove(&member);
            }
        }
        self
    }

    /// The definition as an object, its members in a fixed order.
    pub(super) fn to_literal(&self) -> Literal {
        let members = self.members.iter();
        let members = members.map(|(member, literal)| (member.name().into(), literal.clone()));
        Literal::Object(members.chain(self.unknown.iter().cloned()).collect())
    }

    /// The code, as far as one is written.
    pub fn code(&self) -> Option<&str> {
        match self.members.get(&Member::Code) {
            Some(Literal::Text(code)) => Some(code),
            _ => None,
        }
    }

    pub(super) fn check_members(&self, path: &str, mistakes: &mut Mistakes) {
        for (name, _) in &self.unknown {
            let names = Member::ALL.iter().map(|member| member.name());
            let path = format!("{path}.{name}");
            let member = ("member", name.to_string().into());
            match nearest(name, names) {
                Some(nearest) => {
                    let nearest = ("nearest", nearest.to_owned().into());
                    mistakes.add(path, Mistake::UnknownMember, [member, nearest]);
                }
                None => mistakes.add(path, Mistake::UnknownMember, [member]),
            }
        }
    }
}

/// An option of a list to be made.
///
/// ```
/// use patronage::attribute::{NewAttribute, NewOption};
///
/// let email = NewOption::new("email").label("By e-mail").label_in("fr", "Par courriel");
/// let fax = NewOption::new("fax").hidden();
/// let preference = NewAttribute::list("preference", "Preference", [email, fax]);
/// # let _ = preference;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOption(BTreeMap<&'static str, Literal>);

#[cfg(test)]
mod tests;
