//! What the tests of attributes share.

mod random;

pub(super) use random::{Told, documents, schemas, told};

use std::fmt::Write as _;

use super::{Context, Input, NewAttribute, Occasion, Schema, ValidAttributes};
use crate::actor::Role;
use crate::time::Date;
use crate::violation::{Violation, Violations};

pub(super) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(super) fn today() -> Date {
    date("2026-07-01")
}

pub(super) fn as_admin() -> Occasion {
    Occasion::new(Role::Admin, Context::Admin, today())
}

pub(super) fn as_shopper() -> Occasion {
    Occasion::new(Role::Shopper, Context::Profile, today())
}

#[track_caller]
pub(super) fn schema(drafts: impl IntoIterator<Item = NewAttribute>) -> Schema {
    Schema::compile(drafts).unwrap()
}

/// A violation with its place, code and parameters.
pub(super) fn shown(violation: &Violation) -> String {
    let mut shown = format!("{} {}", violation.path(), violation.code());
    for (name, value) in violation.parameters() {
        let _ = write!(shown, " {name}={value}");
    }
    shown.trim_start().to_owned()
}

/// Everything that is wrong, nothing when all is well.
pub(super) fn found<T>(outcome: Result<T, Violations>) -> Vec<String> {
    outcome.map_or_else(|found| found.iter().map(shown).collect(), |_| Vec::new())
}

/// What is wrong with a document, which must not depend on whether its values are kept.
#[track_caller]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is as the schema takes it")]
pub(super) fn judged(
    schema: &Schema,
    json: &str,
    occasion: &Occasion,
    previous: Option<&ValidAttributes>,
) -> Vec<String> {
    let checked = found(schema.check(Input::json(json), occasion, previous));
    assert_eq!(found(schema.validate(Input::json(json), occasion, previous)), checked, "{json}");
    checked
}

/// What is wrong with one value, in JSON, of the attribute `x`.
#[track_caller]
pub(super) fn wrong(draft: &NewAttribute, value: &str) -> Vec<String> {
    wrong_on(today(), draft, value)
}

/// The same on another day.
#[track_caller]
pub(super) fn wrong_on(today: Date, draft: &NewAttribute, value: &str) -> Vec<String> {
    let occasion = Occasion::new(Role::Admin, Context::Admin, today);
    let json = format!("{{\"x\": {value}}}");
    judged(&schema([draft.clone()]), &json, &occasion, None)
}

/// What is held after a document that has no violations.
#[track_caller]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is as the schema takes it")]
pub(super) fn kept(
    schema: &Schema,
    json: &str,
    occasion: &Occasion,
    previous: Option<&ValidAttributes>,
) -> ValidAttributes {
    schema.validate(Input::json(json), occasion, previous).unwrap_or_else(|found| {
        panic!("{json}: {found}");
    })
}

/// The values as JSON, to compare all of them at once.
pub(super) fn values(held: &ValidAttributes) -> String {
    serde_json::to_string(held.values()).unwrap()
}
