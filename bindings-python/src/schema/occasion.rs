//! The circumstances under which a document is given.

use patronage::actor::Role;
use patronage::attribute::{
    AttributeValue, AttributeValues, Context, Input, Occasion, Schema as Library, ValidAttributes,
};
use patronage::code::AttributeCode;
use patronage::port::Clock;
use patronage::port::system::SystemClock;
use patronage::violation::{FieldError, Violations};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Outcome;
use crate::argument;
use crate::attribute;
use crate::customer::Customer;
use crate::error::{Failure, Outcome as Answer};
use crate::json;

/// What a document is checked by, and when, by whom and after what it is given.
pub(super) struct Asked {
    schema: Library,
    occasion: Occasion,
    previous: Option<ValidAttributes>,
}

impl Asked {
    pub(super) fn new(
        schema: &Library,
        context: &Bound<'_, PyAny>,
        actor: Option<&Bound<'_, PyAny>>,
        today: Option<&Bound<'_, PyAny>>,
        previous: Option<&Bound<'_, PyAny>>,
        correcting: bool,
    ) -> Answer<Self> {
        let occasion = occasion(context, actor, today, correcting)?;
        let previous = previous.filter(|given| !given.is_none()).map(held).transpose()?;
        Ok(Self { schema: schema.clone(), occasion, previous })
    }

    pub(super) fn validate(&self, input: Input<'_>) -> Result<ValidAttributes, Violations> {
        self.schema.validate(input, &self.occasion, self.previous.as_ref())
    }

    pub(super) fn check(&self, input: Input<'_>) -> Result<(), Violations> {
        self.schema.check(input, &self.occasion, self.previous.as_ref())
    }

    pub(super) fn validate_field(
        &self,
        code: &str,
        input: Input<'_>,
    ) -> Result<Option<AttributeValue>, Violations> {
        self.schema.validate_field(code, input, &self.occasion, self.previous.as_ref())
    }
}

/// When and by whom a document is given.
pub(super) fn occasion(
    context: &Bound<'_, PyAny>,
    actor: Option<&Bound<'_, PyAny>>,
    today: Option<&Bound<'_, PyAny>>,
    correcting: bool,
) -> Answer<Occasion> {
    let context: Context = argument::read(context, "context", argument::word)?;
    let role = argument::read_some(actor, "actor", argument::word)?.unwrap_or(Role::Shopper);
    let today = match argument::read_some(today, "today", argument::day)? {
        Some(today) => today,
        None => SystemClock.now().date_utc(),
    };
    let occasion = Occasion::new(role, context, today);
    Ok(if correcting { occasion.correcting() } else { occasion })
}

/// What somebody holds: the outcome of an earlier check, a customer, or values by code.
fn held(given: &Bound<'_, PyAny>) -> Answer<ValidAttributes> {
    let wrong = || {
        let expected = "an Outcome that is ok, a Customer or a dict of values";
        Failure::of_field("previous", &FieldError::WrongType { expected })
    };
    if let Ok(outcome) = given.cast::<Outcome>() {
        return outcome.get().checked().cloned().map_err(|_| wrong());
    }
    if let Ok(customer) = given.cast::<Customer>() {
        return Ok(customer.get().0.attributes().clone());
    }
    let named = given.cast::<PyDict>().map_err(|_| wrong())?;
    let mut values = AttributeValues::new();
    for (name, value) in json::entries(named) {
        let name = argument::read(&name, "previous", argument::text)?;
        let path = format!("previous.{name}");
        let code = AttributeCode::parse(&name)
            .map_err(|error| Failure::of_value(&path, error.code(), &error))?;
        values.insert(code, argument::read(&value, &path, attribute::value)?);
    }
    Ok(ValidAttributes::held(values))
}
