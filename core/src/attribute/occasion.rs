//! The circumstances under which values are given.

use super::Context;
use crate::actor::Role;
use crate::time::Date;

/// Who gives values, in which context, on which day.
///
/// ```
/// use patronage::actor::Role;
/// use patronage::attribute::{Context, Occasion};
/// use patronage::time::Date;
///
/// let today = Date::new(2026, 7, 1)?;
/// let registration = Occasion::new(Role::Shopper, Context::Registration, today);
/// let at_the_desk = Occasion::new(Role::Admin, Context::Admin, today).correcting();
/// # let _ = (registration, at_the_desk);
/// # Ok::<(), patronage::time::TimeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    role: Role,
    context: Context,
    today: Date,
    is_correction: bool,
}

impl Occasion {
    /// A role, in a context, on a day. The day is what `today` means in the bounds of dates.
    pub fn new(role: Role, context: Context, today: Date) -> Self {
        Self { role, context, today, is_correction: false }
    }

    /// Lets a value change that is read-only once set. Not for shoppers, for whom it changes
    /// nothing.
    #[must_use]
    pub fn correcting(mut self) -> Self {
        self.is_correction = true;
        self
    }

    /// Who gives the values.
    pub fn role(&self) -> Role {
        self.role
    }

    /// In which context.
    pub fn context(&self) -> Context {
        self.context
    }

    /// What `today` means.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Whether a value that is read-only once set may change.
    pub fn is_correction(&self) -> bool {
        self.is_correction && self.role != Role::Shopper
    }
}
