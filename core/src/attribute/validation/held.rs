//! What somebody without a store says that an account holds.

use super::{Datum, Raw, Report, source};
use crate::attribute::breach::Breach;
use crate::attribute::{AttributeValue, AttributeValues, DataType, Schema, ValidAttributes};
use crate::json::Literal;
use crate::time::Date;
use crate::violation::{Violation, Violations};

impl Schema {
    /// Reads what a page, or another program without a store, says that an account holds: values by
    /// code, as [`AttributeValues`] writes them.
    ///
    /// Values have the types of their attributes and are not checked otherwise, since what was valid
    /// once stays valid. `null` is no value.
    ///
    /// ```
    /// use patronage::attribute::{NewAttribute, Schema};
    ///
    /// let schema = Schema::compile([NewAttribute::number_box("children", "Children")]).unwrap();
    /// let held = schema.read_held(r#"{"children": "2"}"#).unwrap();
    /// assert_eq!(serde_json::to_string(held.values())?, r#"{"children":2}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every value of another type, and every name that is none of an attribute; a text that is not
    /// JSON is one violation at the empty path.
    pub fn read_held(&self, text: &str) -> Result<ValidAttributes, Violations> {
        let literal = Literal::parse(text).map_err(|error| Violation::of("", &error))?;
        let Literal::Object(members) = literal else {
            return Err(Breach::NotAnObject.at("", []).into());
        };
        let mut report = Report::of(self);
        let mut held = AttributeValues::new();
        for (name, literal) in &members {
            let Some(place) = self.place(name) else {
                report.push(Breach::Unknown.at(&**name, []));
                continue;
            };
            report.at(place);
            if let Some(known) = self.definition_at(place)
                && let Some(value) = value(known.data_type(), literal, &mut report)
            {
                held.insert(*known.code(), value);
            }
        }
        report.take().map_or_else(|| Ok(ValidAttributes::held(held)), Err)
    }
}

/// The value that is written; `None` where there is none, or a breach.
fn value(
    data_type: DataType,
    literal: &Literal,
    report: &mut Report<'_>,
) -> Option<AttributeValue> {
    match (data_type, literal) {
        (_, Literal::Null) => None,
        (DataType::Text, Literal::List(parts)) => {
            all(parts, report, |raw, report| text(raw, report).map(Into::into))
                .map(AttributeValue::Texts)
        }
        (DataType::Number, Literal::List(parts)) => {
            all(parts, report, |raw, report| report.number(raw)).map(AttributeValue::Numbers)
        }
        (data_type, scalar) => {
            let raw = source::of_literal(scalar);
            let datum = match data_type {
                DataType::Text => Datum::Text(text(raw, report)?),
                DataType::Number => Datum::Number(report.number(raw)?),
                DataType::Date => Datum::Date(date(raw, report)?),
                DataType::Boolean => Datum::Boolean(boolean(raw, report)?),
            };
            Some(datum.to_value())
        }
    }
}

/// Every part of a list, or the breaches of some.
fn all<'l, T>(
    parts: &'l [Literal],
    report: &mut Report<'_>,
    read: impl Fn(Raw<'l>, &mut Report<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut read_parts = Vec::with_capacity(parts.len());
    for (place, part) in parts.iter().enumerate() {
        report.part = Some(place);
        read_parts.extend(read(source::of_literal(part), report));
    }
    report.part = None;
    (read_parts.len() == parts.len()).then_some(read_parts)
}

fn text<'l>(raw: Raw<'l>, report: &mut Report<'_>) -> Option<&'l str> {
    if let Raw::Text(text) = raw {
        return Some(text);
    }
    report.wrong_type("a text", raw);
    None
}

fn boolean(raw: Raw<'_>, report: &mut Report<'_>) -> Option<bool> {
    if let Raw::Boolean(boolean) = raw {
        return Some(boolean);
    }
    report.wrong_type("a boolean", raw);
    None
}

fn date(raw: Raw<'_>, report: &mut Report<'_>) -> Option<Date> {
    let date = text(raw, report)?;
    let date = Date::parse(date).map_err(|_| report.add(Breach::NotADate, []));
    date.ok()
}

#[cfg(test)]
mod tests {
    use crate::attribute::{NewAttribute, Schema};

    fn schema() -> Schema {
        Schema::compile([
            NewAttribute::text_box("name", "Name").max_length(3),
            NewAttribute::number_box("children", "Children").min_value(5),
            NewAttribute::date("born", "Born").max_date("2000-01-01"),
            NewAttribute::yes_no("news", "News").must_be_true(),
            NewAttribute::list("ways", "Ways", ["email"]).multiple(),
            NewAttribute::list("sizes", "Sizes", ["1"]).data_type("number").multiple(),
        ])
        .unwrap()
    }

    #[test]
    fn values_have_the_types_of_their_attributes_and_no_rule_is_asked() {
        let text = r#"{"NAME": "too long", "children": 1.50, "born": "2020-02-29", "news": false,
            "ways": ["fax"], "sizes": ["7", 8]}"#;
        let held = schema().read_held(text).unwrap();
        assert_eq!(
            serde_json::to_string(held.values()).unwrap(),
            r#"{"born":"2020-02-29","children":"1.5","name":"too long","news":false,"sizes":[7,8],"ways":["fax"]}"#
        );
        assert!(schema().read_held(r#"{"name": null}"#).unwrap().is_empty());
    }

    #[test]
    fn everything_that_is_of_another_type_is_said_at_once() {
        let text = r#"{"name": 1, "children": "x", "born": "2020-02-30", "news": "true",
            "ways": ["fax", 1, {}], "sizes": ["7", true], "age": 3}"#;
        let violations = schema().read_held(text).unwrap_err();
        let found: Vec<_> = violations.iter().map(|v| (v.path(), v.code())).collect();
        assert_eq!(
            found,
            [
                ("name", "attribute.wrong_type"),
                ("children", "attribute.not_a_number"),
                ("born", "attribute.not_a_date"),
                ("news", "attribute.wrong_type"),
                ("ways[1]", "attribute.wrong_type"),
                ("ways[2]", "attribute.wrong_type"),
                ("sizes[1]", "attribute.wrong_type"),
                ("age", "attribute.unknown"),
            ]
        );
        assert_eq!(schema().read_held("[]").unwrap_err().codes(), ["attribute.not_an_object"]);
        assert_eq!(schema().read_held("{").unwrap_err().codes(), ["json.malformed"]);
    }
}
