//! Our side: from text, from values as the library holds them, and from trees of `serde_json`.

use std::fmt::Display;
use std::hint::black_box;
use std::sync::Arc;

use patronage::actor::Role;
use patronage::attribute::{
    AttributeValue, AttributeValues, Context, Input as Given, NewAttribute, Number, Occasion,
    Schema,
};
use patronage::code::AttributeCode;
use patronage::time::Date;
use patronage::violation::Violations;
use serde_json::Value;

use super::contestant::{Contestant, Input};
use super::documents::Document;
use super::vocabulary::{CHANNELS, INDUSTRIES, INTERESTS, PRICE_GROUPS, REFERRALS};
use crate::failure::Failure;
use crate::who::Who;

pub(crate) fn contestants(documents: &[Document]) -> Result<Vec<Contestant<'_>>, Failure> {
    let schema = schema()?;
    let today = Date::new(2026, 6, 1).map_err(refused)?;
    let occasion = Arc::new(Occasion::new(Role::Shopper, Context::Registration, today));
    let side = || (schema.clone(), Arc::clone(&occasion));
    let (text, kept, own, tree) = (side(), side(), side(), side());
    Ok(vec![
        Contestant::new((Who::Ours, Input::Text), documents, Some, move |document: &&str| {
            errors(text.0.check(Given::json(document), &text.1, None))
        }),
        Contestant::new((Who::OursKept, Input::Text), documents, Some, move |document: &&str| {
            errors(kept.0.validate(Given::json(document), &kept.1, None))
        }),
        Contestant::new((Who::Ours, Input::Own), documents, values, move |values| {
            errors(own.0.check(values, &own.1, None))
        }),
        Contestant::new((Who::Ours, Input::Tree), documents, parsed, move |value| {
            errors(tree.0.check(value, &tree.1, None))
        }),
    ])
}

fn errors<T>(outcome: Result<T, Violations>) -> usize {
    match outcome {
        Ok(valid) => {
            black_box(valid);
            0
        }
        Err(violations) => violations.iter().count(),
    }
}

/// The definitions as the server exports them.
pub(super) fn definitions() -> Result<String, Failure> {
    Ok(schema()?.to_json(Role::Shopper))
}

/// The same rules as `schema.json` has. A shopper enters all of it when registering.
fn schema() -> Result<Schema, Failure> {
    let drafts = [
        NewAttribute::text_box("vat-id", "VAT id")
            .min_length(10)
            .max_length(14)
            .pattern("[A-Z]{2}[0-9]{8,12}"),
        NewAttribute::text_box("company", "Company").min_length(2).max_length(60),
        NewAttribute::text_box("job-title", "Job title").min_length(2).max_length(40),
        NewAttribute::text_box("postal-code", "Postal code")
            .min_length(5)
            .max_length(10)
            .pattern("[0-9]{5}(-[0-9]{4})?"),
        NewAttribute::text_box("nickname", "Nickname").min_length(3).max_length(20),
        NewAttribute::number_box("employees", "Employees").min_value("1").max_value("250000"),
        NewAttribute::number_box("credit-limit", "Credit limit").min_value("0").max_value("50000"),
        NewAttribute::number_box("discount", "Discount").min_value("0").max_value("40"),
        NewAttribute::list("industry", "Industry", INDUSTRIES),
        NewAttribute::list("price-group", "Price group", PRICE_GROUPS),
        NewAttribute::list("referral", "How you found us", REFERRALS),
        NewAttribute::list("interests", "Interests", INTERESTS)
            .multiple()
            .min_choices(1)
            .max_choices(5),
        NewAttribute::list("channels", "Channels", CHANNELS)
            .multiple()
            .min_choices(1)
            .max_choices(4),
        NewAttribute::date("birth-date", "Date of birth")
            .min_date("1930-01-01")
            .max_date("2007-12-31"),
        NewAttribute::date("customer-since", "Customer since")
            .min_date("2010-01-01")
            .max_date("2026-12-31"),
        NewAttribute::date("next-visit", "Next visit")
            .min_date("2026-01-01")
            .max_date("2028-12-31"),
        NewAttribute::yes_no("newsletter", "Newsletter"),
        NewAttribute::yes_no("trade-customer", "Trade customer"),
        NewAttribute::text_area("delivery-note", "Delivery note").max_length(400),
        NewAttribute::text_area("remarks", "Remarks").max_length(600),
    ];
    let drafts = (0..)
        .zip(drafts)
        .map(|(order, draft)| draft.order(order).on_storefront().required(Context::Registration));
    Schema::compile(drafts).map_err(refused)
}

fn refused(reason: impl Display) -> Failure {
    Failure::Schema { who: Who::Ours, reason: reason.to_string() }
}

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The values as a program holds them that has read them from a store: dates are dates. What is of
/// no type of the attribute is held as what it is.
fn values(text: &str) -> Option<AttributeValues> {
    let Ok(Value::Object(members)) = serde_json::from_str(text) else { return None };
    members
        .into_iter()
        .map(|(code, value)| Some((AttributeCode::parse(&code).ok()?, own(value)?)))
        .collect()
}

/// `None` for what cannot be held.
fn own(value: Value) -> Option<AttributeValue> {
    Some(match value {
        Value::String(text) => match Date::parse(&text) {
            Ok(date) => AttributeValue::Date(date),
            Err(_) => AttributeValue::Text(text.into()),
        },
        Value::Number(number) => AttributeValue::Number(Number::parse(&number.to_string()).ok()?),
        Value::Bool(boolean) => AttributeValue::Boolean(boolean),
        Value::Array(items) => {
            let texts = items.into_iter().map(|item| item.as_str().map(Box::from));
            AttributeValue::Texts(texts.collect::<Option<_>>()?)
        }
        Value::Null | Value::Object(_) => return None,
    })
}
