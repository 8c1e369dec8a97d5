//! Documents of values: what is kept of them, or what is wrong.

use std::error::Error;

use patronage::actor::Role;
use patronage::attribute::{Context, Input, Occasion, OnViolation, Schema, SchemaChange};
use patronage::customer::{CustomerPatch, NewCustomer};
use patronage::site::NewSite;
use patronage::time::Date;
use patronage::violation::Violations;
use serde::Deserialize;
use serde_json::Value;

use super::expected::{Expected, found};
use super::{Ran, also_expect, expect};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    /// JSON text.
    definitions: String,
    role: Role,
    context: Context,
    today: Date,
    #[serde(default)]
    correcting: bool,
    /// What is held before, unchecked.
    previous: Option<serde_json::Map<String, Value>>,
    /// What is held before: what the system made of this document.
    first: Option<String>,
    /// Documents of other registered accounts of the same customer set.
    others: Option<Vec<String>>,
    /// JSON text.
    document: Option<String>,
    form: Option<Vec<(String, String)>>,
    values: Option<Value>,
    violations: Option<Vec<Expected>>,
}

/// What is held afterwards, as JSON, or what is wrong.
type Answer = Result<Value, Vec<Expected>>;

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for mut case in super::cases::<Case>(text)? {
        let expected = match (case.values.take(), case.violations.take()) {
            (Some(values), None) => Ok(values),
            (None, Some(violations)) => Err(violations),
            _ => return Err(format!("{}: values or violations", case.case).into()),
        };
        let answer = match &case.others {
            Some(others) => among(others, &case)?,
            None => alone(&case, &mut ran)?,
        };
        expect(&mut ran, &case.case, &answer, &expected);
    }
    Ok(ran)
}

/// The answer of the schema.
fn alone(case: &Case, ran: &mut Ran) -> Result<Answer, Box<dyn Error>> {
    let schema = Schema::from_json(&case.definitions)?;
    let mut occasion = Occasion::new(case.role, case.context, case.today);
    if case.correcting {
        occasion = occasion.correcting();
    }
    let previous = match (&case.previous, &case.first) {
        (Some(held), _) => Some(schema.read_held(&serde_json::to_string(held)?)?),
        (None, Some(first)) => {
            let system = Occasion::new(Role::System, Context::Admin, case.today);
            Some(schema.validate(Input::json(first), &system, None)?)
        }
        (None, None) => None,
    };
    let form = case.form.as_deref().unwrap_or_default();
    let fields: Vec<_> = form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let input = match &case.document {
        Some(json) => Input::json(json),
        None => Input::form(&fields),
    };
    let answer = schema.validate(input, &occasion, previous.as_ref());
    let checked = schema.check(input, &occasion, previous.as_ref());
    also_expect(ran, &case.case, &checked.is_ok(), &answer.is_ok());
    Ok(match answer {
        Ok(held) => Ok(serde_json::to_value(held.values())?),
        Err(violations) => Err(found(&violations, "")?),
    })
}

/// The answer of a directory with other accounts in it: to an update by a shopper, or to a new
/// account by anybody else.
fn among(others: &[String], case: &Case) -> Result<Answer, Box<dyn Error>> {
    let directory = super::directory()?;
    let admin = directory.as_admin("jane@shop.example");
    admin.sites().create(NewSite::new("shop", "Shop"))?;
    let definitions = SchemaChange::from_json(&case.definitions)?;
    admin.attributes().apply(definitions, OnViolation::Refuse)?;
    for (number, other) in others.iter().enumerate() {
        let account = NewCustomer::registered("shop", format!("other{number}@example.com"));
        admin.customers().create(account.attributes_json(other.as_str()))?;
    }
    let json = case.document.as_deref().ok_or("a document")?;
    let account = NewCustomer::registered("shop", "me@example.com");
    let answer = if case.role == Role::Shopper {
        let me = admin.customers().create(account)?;
        let shopper = directory.site("shop")?.as_shopper(me.id())?;
        shopper.update(CustomerPatch::new().attributes_json(json), me.version())
    } else {
        admin.customers().create(account.attributes_json(json))
    };
    Ok(match answer {
        Ok(customer) => Ok(serde_json::to_value(customer.attributes().values())?),
        Err(error) => {
            let violations: Option<&Violations> = error.violations();
            Err(found(violations.ok_or_else(|| error.to_string())?, "attributes")?)
        }
    })
}
