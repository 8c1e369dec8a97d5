//! What became of the rows of an import.

use std::time::Duration;

use patronage::Error;
use patronage::activity::ActivityError;
use patronage::customer::CustomerError;
use patronage::violation::Violation;

use crate::failure::Failure;

/// A mistake in a row.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// Where the row stands, from 1.
    pub(crate) line: u64,
    pub(crate) violation: Violation,
}

/// What became of the rows of one kind. Every row is in exactly one of the four, so that nothing is
/// dropped silently.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// What was made, in words.
    pub(crate) created: Vec<String>,
    /// What was changed, in words.
    pub(crate) changed: Vec<String>,
    /// How many rows said what was kept already.
    pub(crate) unchanged: usize,
    /// Every mistake of the rows that were not taken.
    pub(crate) refused: Vec<Refused>,
    /// How long it took, reading included.
    pub(crate) took: Duration,
}

impl Tally {
    /// The row at `line` was not taken, for these reasons.
    pub(crate) fn refuse(&mut self, line: u64, violations: impl IntoIterator<Item = Violation>) {
        self.refused.extend(violations.into_iter().map(|violation| Refused { line, violation }));
    }

    /// As [`refuse`](Self::refuse), with what the directory answered. What is not the fault of the
    /// row, such as a full disk, ends the import.
    pub(crate) fn refuse_for(&mut self, line: u64, error: Error) -> Result<(), Failure> {
        if let Some(violations) = error.violations() {
            self.refuse(line, violations.clone());
            return Ok(());
        }
        let field = match &error {
            Error::Customer(CustomerError::LoginNameTaken { .. }) => "login_name",
            Error::Customer(CustomerError::EmailTaken { .. }) => "email",
            Error::Customer(CustomerError::ExternalIdTaken { .. }) => "external_id",
            Error::Activity(ActivityError::FixedField { field, .. }) => field,
            Error::Activity(_) => "number",
            _ => return Err(error.into()),
        };
        self.refuse(line, [Violation::new(field, error.code(), error.to_string())]);
        Ok(())
    }

    /// How many rows were not taken.
    pub(crate) fn refused_rows(&self) -> usize {
        let mut lines: Vec<u64> = self.refused.iter().map(|refused| refused.line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.len()
    }

    /// How many rows were read.
    pub(crate) fn rows(&self) -> usize {
        [self.created.len(), self.changed.len(), self.unchanged, self.refused_rows()].iter().sum()
    }
}
