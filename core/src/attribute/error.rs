//! Why something cannot be done with the definition of an attribute.

use super::DryRun;
use crate::code::AttributeCode;
use crate::violation::Violations;

/// Why something cannot be done with the definition of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AttributeError {
    /// The definitions have mistakes: all of them are listed.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such attribute, or the actor may not see it.
    #[error("there is no attribute `{code}`")]
    NotDefined {
        /// The code that was asked for.
        code: String,
    },
    /// The code is taken.
    #[error("the attribute `{code}` exists already")]
    Exists {
        /// The code.
        code: AttributeCode,
    },
    /// The code belongs to an attribute that was deleted and keeps its values.
    #[error("the attribute `{code}` was deleted and keeps its values, hidden; restore or purge it")]
    Deleted {
        /// The code.
        code: AttributeCode,
    },
    /// The attribute was not deleted.
    #[error("the attribute `{code}` is not deleted")]
    NotDeleted {
        /// The code.
        code: AttributeCode,
    },
    /// Customers are not found by this attribute.
    #[error("customers are not found by the attribute `{code}`, which is not {property}")]
    NotAKey {
        /// The code.
        code: AttributeCode,
        /// What it would have to be: `filterable` or `unique`.
        property: &'static str,
    },
    /// Definitions are being changed, customer by customer.
    #[error("definitions are being changed; resume or cancel that first")]
    ChangeInProgress,
    /// No change of definitions is in progress (any more).
    #[error("no change of definitions is in progress")]
    NoChangeInProgress,
    /// Customers hold what the changed definitions refuse.
    #[error("customers hold what the changed definitions refuse: {report}")]
    Violated {
        /// How many, and some of them.
        report: Box<DryRun>,
    },
}

impl AttributeError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "input.invalid",
            Self::NotDefined { .. } => "attribute.not_defined",
            Self::Exists { .. } => "attribute.exists",
            Self::Deleted { .. } => "attribute.deleted",
            Self::NotDeleted { .. } => "attribute.not_deleted",
            Self::NotAKey { .. } => "attribute.not_a_key",
            Self::ChangeInProgress => "attribute.change_in_progress",
            Self::NoChangeInProgress => "attribute.no_change_in_progress",
            Self::Violated { .. } => "attribute.change_violated",
        }
    }
}

#[cfg(test)]
mod tests;
