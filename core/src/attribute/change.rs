//! Changing definitions while customers hold values.
//!
//! A [`SchemaChange`] says what is to become of definitions. It is planned over those that there
//! are, and a plan says what it makes of one customer after the other: which of its values the new
//! definitions refuse, and what it holds afterwards. Reading and writing customers is for the
//! directory.

mod pending;
mod plan;
mod report;

pub use pending::{ChangeProgress, PendingChange};
pub(crate) use plan::{ChangePlan, Necessity, not_unique};
pub(crate) use report::Tally;
pub use report::{DryRun, Finding};

use serde::{Deserialize, Serialize};

use super::mistake::Mistakes;
use super::{AttributePatch, NewAttribute};
use crate::violation::Violations;

/// What becomes of values that a changed definition refuses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnViolation {
    /// The change is refused, and everything stays.
    Refuse,
    /// They stay where they are, and are refused where they are newly given. Two equal values of an
    /// attribute that becomes unique cannot stay; there this means [`Refuse`](Self::Refuse).
    #[default]
    Grandfather,
    /// They are taken away. Of customers with equal values of an attribute that becomes unique, the
    /// one with the lowest number keeps it.
    Purge,
}

/// What becomes of the values of an attribute that is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deletion {
    /// They are kept, hidden from everybody; the code is not free, and the attribute can be restored.
    KeepHidden,
    /// They are taken away. Afterwards the code is free.
    Purge,
}

/// A change of definitions: several steps, made together.
///
/// ```
/// use patronage::attribute::{AttributePatch, Deletion, NewAttribute, SchemaChange};
///
/// let change = SchemaChange::new()
///     .define(NewAttribute::yes_no("newsletter", "Newsletter").on_storefront())
///     .update("vat-id", AttributePatch::new().max_length(12))
///     .delete("fax-number", Deletion::KeepHidden);
/// # let _ = change;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaChange {
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Define(NewAttribute),
    /// As define, or all of a definition that there is.
    Put(NewAttribute),
    Update(String, AttributePatch),
    Delete(String, Deletion),
    Restore(String),
}

impl SchemaChange {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Defines an attribute.
    #[must_use]
    pub fn define(self, draft: NewAttribute) -> Self {
        self.then(Step::Define(draft))
    }

    /// Defines an attribute, or makes the one with its code what the draft says: what the draft
    /// leaves out is as when nothing is said. A code that is left out is the one that the label
    /// makes, also when an attribute has it.
    #[must_use]
    pub fn put(self, draft: NewAttribute) -> Self {
        self.then(Step::Put(draft))
    }

    /// Changes a definition.
    #[must_use]
    pub fn update(self, code: impl Into<String>, patch: AttributePatch) -> Self {
        self.then(Step::Update(code.into(), patch))
    }

    /// Deletes an attribute. One that was deleted before can still be purged.
    #[must_use]
    pub fn delete(self, code: impl Into<String>, deletion: Deletion) -> Self {
        self.then(Step::Delete(code.into(), deletion))
    }

    /// Takes back that an attribute was deleted and its values kept.
    #[must_use]
    pub fn restore(self, code: impl Into<String>) -> Self {
        self.then(Step::Restore(code.into()))
    }

    /// What a file of definitions says, in the form that [`Schema::to_json`](super::Schema::to_json)
    /// writes: each definition of it is [put](Self::put). What is not in the file stays.
    ///
    /// # Errors
    ///
    /// What is no JSON or no list of definitions. Mistakes in definitions are found when the change
    /// is planned, together with all others.
    pub fn from_json(text: &str) -> Result<Self, Violations> {
        let mut mistakes = Mistakes::new();
        let drafts = super::schema::drafts(text, &mut mistakes)?;
        mistakes.finish()?;
        Ok(drafts.into_iter().fold(Self::new(), Self::put))
    }

    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

#[cfg(test)]
mod tests;
