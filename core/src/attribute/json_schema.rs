//! Schemas as JSON Schema, for programs that know nothing of this library.

mod date;
mod list;
mod number;
mod text;
mod yes_no;

use serde_json::{Map, Value, json};

use super::rule::Rule;
use super::{AttributeDefinition, AttributeValue, Occasion, Schema};

/// The members of a schema.
type Keywords = Map<String, Value>;

impl Schema {
    /// The documents that may be given for a new account, as JSON Schema (draft 2020-12): what
    /// `validate` accepts on this occasion without a previous state.
    ///
    /// It names the attributes that the role may set, those that are not active left out, and
    /// nothing else is a property. What is required in the context is `required`, unless a default
    /// is filled in. Bounds that move with the day are those of the occasion's day. Labels and help
    /// are `title` and `description`, in the language for everybody. The same definitions give the
    /// same text.
    ///
    /// ```
    /// use patronage::actor::Role;
    /// use patronage::attribute::{Context, NewAttribute, Occasion, Schema};
    /// use patronage::time::Date;
    /// use serde_json::json;
    ///
    /// let schema = Schema::compile([
    ///     NewAttribute::list("preference", "Preference", ["email", "phone"])
    ///         .on_storefront()
    ///         .required(Context::Registration),
    ///     NewAttribute::number_box("children", "Children").min_value(0).on_storefront(),
    ///     NewAttribute::text_box("vat-id", "VAT id"),
    /// ]).unwrap();
    ///
    /// let today = Date::new(2026, 7, 1)?;
    /// let registration = Occasion::new(Role::Shopper, Context::Registration, today);
    /// assert_eq!(schema.to_json_schema(&registration), json!({
    ///     "$schema": "https://json-schema.org/draft/2020-12/schema",
    ///     "type": "object",
    ///     "additionalProperties": false,
    ///     "required": ["preference"],
    ///     "properties": {
    ///         "children": {
    ///             "title": "Children",
    ///             "anyOf": [{"type": "number", "minimum": 0}, {"$ref": "#/$defs/none"}],
    ///         },
    ///         "preference": {"title": "Preference", "enum": ["email", "phone"]},
    ///     },
    ///     "$defs": {
    ///         "none": {"$comment": "What is not required may be left empty.", "enum": [null, ""]},
    ///     },
    /// }));
    /// # Ok::<(), patronage::time::TimeError>(())
    /// ```
    ///
    /// # What JSON Schema cannot say
    ///
    /// The verdicts are the same for all documents but these:
    ///
    /// | document | here | JSON Schema | reason |
    /// | --- | --- | --- | --- |
    /// | a number as text, `"12.5"` | a number | refused | bounds compare numbers only |
    /// | a number of more than 28 digits | refused | accepted | it sees values, not digits |
    /// | numbers that differ beyond the precision of a float | told apart | as the validator reads them | most read numbers as floats |
    /// | CRLF in a text area, where length decides | one character | two characters | lengths count characters; browsers give line breaks as LF |
    /// | the code of an attribute in upper case | the attribute | refused | names are compared exactly |
    /// | a member given twice | refused | the last one counts | it is lost before a schema is asked |
    /// | half of a surrogate pair, `"\ud800"` | refused | as the reader of JSON decides | it is no character |
    /// | a value that another account has, where it is unique | refused by the store | accepted | a document does not know other accounts |
    ///
    /// `format` is said of dates and nothing depends on it, since validators may ignore it: a
    /// pattern knows the calendar. Patterns are for ECMAScript with the flag `u` and without any
    /// other, as JSON Schema wants them.
    ///
    /// Programs in JavaScript need care with names that every object there has: `ajv` takes a
    /// required `constructor` for given unless it is told `ownProperties: true`, and misses an
    /// attribute of the code `__proto__` even then.
    pub fn to_json_schema(&self, occasion: &Occasion) -> Value {
        let writable = || self.definitions().filter(|known| known.is_writable_by(occasion.role()));
        let required = writable()
            .filter(|known| known.is_required_in(occasion.context()))
            .filter(|known| known.default_value().is_none())
            .map(|known| known.code().as_str());
        let mut shared = Shared::default();
        let properties = writable()
            .map(|known| (known.code().to_string(), property(known, *occasion, &mut shared)));
        let mut schema = keywords([
            ("$schema", "https://json-schema.org/draft/2020-12/schema".into()),
            ("type", "object".into()),
            ("additionalProperties", false.into()),
            ("required", required.collect()),
            ("properties", Value::Object(properties.collect())),
        ]);
        if !shared.0.is_empty() {
            schema.insert("$defs".to_owned(), Value::Object(shared.0));
        }
        Value::Object(schema)
    }
}

/// Schemas that several attributes refer to.
#[derive(Debug, Default)]
struct Shared(Keywords);

impl Shared {
    /// A reference to the schema of a name, which is kept at the first one.
    fn refer(&mut self, name: &'static str, schema: fn() -> Value) -> Value {
        self.0.entry(name).or_insert_with(schema);
        format!("#/$defs/{name}").into()
    }
}

fn keywords<const N: usize>(members: [(&str, Value); N]) -> Keywords {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The schema of one attribute: its value or, where none is required, nothing.
fn property(definition: &AttributeDefinition, occasion: Occasion, shared: &mut Shared) -> Value {
    let mut property = keywords([("title", definition.label().as_str().into())]);
    if let Some(help) = definition.help() {
        property.insert("description".to_owned(), help.as_str().into());
    }
    if let Some(default) = definition.default_value() {
        property.insert("default".to_owned(), value(default));
    }
    let given = match &definition.rule {
        Rule::List(rule) => list::keywords_of(rule),
        Rule::Text(rule) => text::keywords_of(rule, shared),
        Rule::Number(rule) => number::keywords_of(rule),
        Rule::Date(rule) => date::keywords_of(rule, occasion.today(), shared),
        Rule::YesNo(rule) => yes_no::keywords_of(rule),
    };
    if definition.is_required_in(occasion.context()) {
        property.extend(given);
    } else {
        let none = if definition.is_multiple() {
            shared.refer("none_chosen", || {
                json!({
                    "$comment": "What is not required may be left empty.",
                    "enum": [null, "", []],
                })
            })
        } else {
            shared.refer("none", || {
                json!({
                    "$comment": "What is not required may be left empty.",
                    "enum": [null, ""],
                })
            })
        };
        property.insert("anyOf".to_owned(), json!([given, { "$ref": none }]));
    }
    Value::Object(property)
}

/// What no value fits.
fn impossible() -> Keywords {
    keywords([("not", json!({}))])
}

/// A value as JSON Schema compares it: numbers are numbers.
fn value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Text(text) => (&**text).into(),
        AttributeValue::Number(number) => number::value(*number),
        AttributeValue::Date(date) => date.to_string().into(),
        AttributeValue::Boolean(boolean) => (*boolean).into(),
        AttributeValue::Texts(texts) => texts.iter().map(|text| &**text).collect(),
        AttributeValue::Numbers(numbers) => {
            numbers.iter().map(|number| number::value(*number)).collect()
        }
    }
}
