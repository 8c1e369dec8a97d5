//! What Python gives for a call about credit.

use patronage::directory::CreditOf;
use patronage::id::EntryNumber;
use patronage::money::Amount;
use patronage::violation::{FieldError, Violation};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument::{self, Fields, Read, Reader, refuse};
use crate::error::{Failure, Outcome};
use crate::money::Percent;

/// Which account is meant, and the fields that are left.
pub(super) fn of<'py>(
    customer: &Bound<'py, PyAny>,
    named: Option<&Bound<'py, PyDict>>,
) -> Outcome<(CreditOf, Fields<'py>)> {
    let customer = argument::read(customer, "customer", argument::customer)?;
    let mut fields = Fields::new(named);
    let of = of_currency(CreditOf::new(customer), &mut fields);
    Ok((of, fields))
}

pub(super) fn of_currency(of: CreditOf, fields: &mut Fields<'_>) -> CreditOf {
    match fields.given_text("currency") {
        Some(currency) => of.currency(currency),
        None => of,
    }
}

/// Which account is meant, where nothing else is asked for.
pub(super) fn of_only(
    customer: &Bound<'_, PyAny>,
    named: Option<&Bound<'_, PyDict>>,
) -> Outcome<CreditOf> {
    let (of, fields) = of(customer, named)?;
    fields.finish().map(|()| of)
}

/// What the fields were asked for, when nothing is wrong with any of them. Where something that is
/// required is not there, that is known to them.
pub(super) fn finished<T>(fields: Fields<'_>, asked: Option<T>) -> Outcome<T> {
    fields.finish()?;
    asked.ok_or_else(|| Failure::of_field("", &FieldError::Required))
}

/// A draft with what it may have, where that was given.
pub(super) fn with<D, T>(draft: D, given: Option<T>, set: impl FnOnce(D, T) -> D) -> D {
    match given {
        Some(given) => set(draft, given),
        None => draft,
    }
}

/// The number of an entry.
pub(super) fn entry(value: &Bound<'_, PyAny>, path: &str) -> Read<EntryNumber> {
    let parsed = EntryNumber::new(argument::count(value, path)?);
    parsed.map_err(|error| Violation::new(path, error.code(), error.to_string()))
}

/// A number of days.
pub(super) fn days(value: &Bound<'_, PyAny>, path: &str) -> Read<u16> {
    match u16::try_from(argument::count(value, path)?) {
        Ok(days) => Ok(days),
        Err(_) => refuse(path, "a whole number from 0 to 2^16 - 1"),
    }
}

/// `Percent`, a `Decimal`, an integer or a text. A float is not exact.
pub(super) fn percent(value: &Bound<'_, PyAny>, path: &str) -> Read<String> {
    if let Ok(percent) = value.cast::<Percent>() {
        return Ok(percent.get().0.to_string());
    }
    match argument::amount(value, path)? {
        Amount::Text(text) => Ok(text),
        Amount::Decimal(decimal) => Ok(decimal.to_string()),
        Amount::Money(_) => refuse(path, "Percent, a Decimal, an int or a text"),
    }
}

/// Payment terms by site.
pub(super) fn terms(value: &Bound<'_, PyAny>, path: &str) -> Read<Vec<(String, Vec<String>)>> {
    members(value, path, argument::text, argument::text_list)
}

/// Texts by code.
pub(super) fn texts(value: &Bound<'_, PyAny>, path: &str) -> Read<Vec<(String, String)>> {
    members(value, path, argument::text, argument::text)
}

/// Amounts by entry.
pub(super) fn amounts(value: &Bound<'_, PyAny>, path: &str) -> Read<Vec<(EntryNumber, Amount)>> {
    members(value, path, entry, argument::amount)
}

/// The members of a dictionary, up to the first that is wrong.
fn members<N: ToString, T>(
    value: &Bound<'_, PyAny>,
    path: &str,
    name: Reader<N>,
    reader: Reader<T>,
) -> Read<Vec<(N, T)>> {
    let Ok(named) = value.cast::<PyDict>() else { return refuse(path, "a dict") };
    let member = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let key = name(&key, path)?;
        let value = reader(&value, &format!("{path}.{}", key.to_string()))?;
        Ok((key, value))
    };
    named.iter().map(member).collect()
}
