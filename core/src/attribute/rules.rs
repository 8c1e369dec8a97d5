//! The schema that holds, and the one that is coming.

use super::validation::{Document, Keeping};
use super::{Input, Occasion, Schema, ValidAttributes};
use crate::violation::Violations;

/// By what the attributes of customers are judged: the present schema and, while definitions are
/// being changed, the one that is coming.
///
/// What is given in the meantime has to satisfy both, so that a change that looks at one customer
/// after the other is not overtaken by new values that it would refuse.
#[derive(Debug, Clone, Default)]
pub(crate) struct AttributeRules {
    pub(crate) present: Schema,
    pub(crate) coming: Option<Schema>,
}

impl AttributeRules {
    /// Checks the documents as if they were one.
    pub(crate) fn validate(
        &self,
        inputs: &[Input<'_>],
        occasion: Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Result<ValidAttributes, Violations> {
        let judged = |schema: &Schema| {
            let mut document = Document::new(schema, &occasion, previous, Keeping::Values);
            for input in inputs {
                input.read(&mut document);
            }
            document.finish()
        };
        let valid = judged(&self.present)?;
        let Some(coming) = &self.coming else { return Ok(valid) };
        // What is coming decides about defaults too: an attribute that is about to be purged gives
        // none to somebody new, who will not be looked at any more.
        let mut valid = judged(coming)?;
        self.present.mark_more_keys(&mut valid);
        Ok(valid)
    }
}

#[cfg(test)]
mod tests;
