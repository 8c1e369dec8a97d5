//! Attributes, the values of customers, and the keys that stores keep of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::fixture::{at, id, set_code};
use crate::actor::Role;
use crate::attribute::{
    AttributeDefinition, AttributeKey, AttributeValues, ChangePlan, ChangeProgress, Context,
    NewAttribute, Occasion, OnViolation, PendingChange, Schema, SchemaChange,
};
use crate::code::AttributeCode;
use crate::customer::Customer;
use crate::store::{Key, Record, UniqueKey};
use crate::time::Date;

/// The attributes that the customers of the tests have: of each type of key one that is unique and
/// one by which customers are found, and one without keys.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    compiled([
        NewAttribute::text_box("vat-id", "VAT id").unique().filterable(),
        NewAttribute::number_box("badge", "Badge").unique(),
        NewAttribute::date("joined", "Joined").unique(),
        NewAttribute::yes_no("newsletter", "Newsletter").filterable(),
        NewAttribute::list("channels", "Channels", ["email", "phone", "post"])
            .multiple()
            .filterable(),
        NewAttribute::number_box("points", "Points").filterable(),
        NewAttribute::text_area("note", "Note"),
    ])
});

fn compiled(drafts: impl IntoIterator<Item = NewAttribute>) -> Schema {
    Schema::compile(drafts).expect("definitions of attributes")
}

/// The definition of an attribute.
pub(super) fn definition(code: &str, label: &str) -> Record {
    let schema = compiled([NewAttribute::text_box(code, label).unique().filterable()]);
    let definition: Option<&AttributeDefinition> = schema.definitions().next();
    Record::Attribute(Box::new(definition.expect("a definition").clone()))
}

/// A change of definitions that is in progress, and how far it has come.
pub(super) fn change_in_progress(label: &str) -> [Record; 2] {
    let change = SchemaChange::new().define(NewAttribute::text_box("size", label));
    let plan = ChangePlan::new(&change, OnViolation::Purge, &BTreeMap::new()).expect("a plan");
    let pending = PendingChange::new(plan, None, 7, at(0));
    let mut progress = ChangeProgress::default();
    progress.customers = 3;
    progress.tally.note(id(1), attribute_code("size"), "attribute.too_long");
    [Record::PendingChange(Box::new(pending)), Record::ChangeProgress(Box::new(progress))]
}

pub(super) fn attribute_code(code: &str) -> AttributeCode {
    AttributeCode::parse(code).expect("a code")
}

pub(super) fn attribute_key(code: &str) -> Key {
    Key::Attribute(attribute_code(code))
}

/// A key of text that is folded already.
pub(super) fn text(key: &str) -> AttributeKey {
    AttributeKey::Text(key.to_owned())
}

/// What a customer of a set is unique by.
pub(super) fn unique(set: &str, code: &str, key: AttributeKey) -> UniqueKey {
    UniqueKey::Attribute(set_code(set), attribute_code(code), key)
}

/// The day of `joined` whose key is 1.
pub(super) fn second_day() -> Date {
    Date::new(1970, 1, 2).expect("a day")
}

/// The customer with values of its attributes.
pub(super) fn with_attributes(customer: Customer, values: &AttributeValues) -> Customer {
    if values.is_empty() {
        return customer;
    }
    let today = Date::new(2026, 1, 1).expect("a day");
    let occasion = Occasion::new(Role::System, Context::Admin, today);
    let valid = SCHEMA.validate(values, &occasion, None).expect("valid attributes");
    let mut json = serde_json::to_value(&customer).expect("a customer as JSON");
    if let Value::Object(members) = &mut json {
        let valid = serde_json::to_value(&valid).expect("attributes as JSON");
        members.insert("attributes".to_owned(), valid);
    }
    serde_json::from_value(json).expect("a customer out of JSON")
}
