//! Definitions of attributes, and the checks by them.

use patronage::attribute::{Input, Occasion, Schema as Definitions, ValidAttributes};
use patronage::text::Language;

use crate::definition::{Definition, Reader};
use crate::error::Refusal;
use crate::parcel::Parcel;
use crate::{occasion, outcome};

/// Compiled definitions.
#[derive(Debug)]
pub struct Schema(Definitions);

impl Schema {
    /// Reads what the server exported.
    pub fn from_json(text: &str) -> Result<Self, Refusal> {
        Ok(Self(Definitions::from_json(text)?))
    }

    /// What is wrong with a document of values, as JSON text; nothing where it is valid.
    #[expect(clippy::inline_always, reason = "callers know the source, and link no other one")]
    #[inline(always)]
    pub fn validate(
        &self,
        document: Input<'_>,
        occasion: &Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Option<String> {
        outcome::violations_of(self.0.check(document, occasion, previous))
    }

    /// What is wrong with one field, by its code and a parcel of this one member.
    pub fn validate_field(
        &self,
        code: &str,
        field: &Parcel<'_>,
        occasion: &Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Option<String> {
        let checked = self.0.validate_field(code, Input::members(field), occasion, previous);
        outcome::violations_of(checked)
    }

    /// What an account holds already.
    pub fn read_held(&self, held: &Parcel<'_>) -> Result<ValidAttributes, Refusal> {
        let held = self.0.read_held(&held.to_json());
        // To the caller the values are a member of the occasion.
        Ok(held.map_err(|violations| violations.within("previous"))?)
    }

    /// The definitions that an actor sees, as JSON text: in a language where one is named, with
    /// bounds as they are on a day.
    pub fn definitions(
        &self,
        actor: &str,
        language: Option<&str>,
        today: &str,
    ) -> Result<String, Refusal> {
        let (role, today) = occasion::read_view(actor, today)?;
        let language = language.map(Language::parse).transpose()?;
        let reader = Reader { role, language, today };
        let visible = self.0.definitions().filter(|known| known.is_visible_to(reader.role));
        let visible: Vec<_> = visible.map(|known| Definition::of(known, &reader)).collect();
        // Texts, counts and flags can always be written.
        Ok(serde_json::to_string(&visible).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn schema() -> Schema {
        let name = r#"{"code": "name", "label": {"*": "Name", "fr": "Nom"}, "input": "text_box",
            "display_group": "admin_and_storefront", "value_source": "shopper_entered",
            "required": ["registration"], "max_length": 3, "pattern": "[a-z]+"}"#;
        let born = r#"{"code": "born", "label": "Born", "input": "date", "max_date": "today-1",
            "metadata": {"crm": "dob"}}"#;
        Schema::from_json(&format!("[{name}, {born}]")).unwrap()
    }

    fn registration() -> Occasion {
        occasion::read("shopper", "registration", "2026-07-01", false).unwrap()
    }

    fn codes(found: Option<String>) -> Vec<String> {
        let found: Vec<Value> = serde_json::from_str(&found.unwrap()).unwrap();
        let text = |violation: &Value, member: &str| violation[member].as_str().unwrap().to_owned();
        found
            .iter()
            .map(|violation| text(violation, "path") + ": " + &text(violation, "code"))
            .collect()
    }

    #[test]
    fn nothing_crosses_for_a_valid_document_and_all_violations_for_another() {
        let schema = schema();
        let check = |document| schema.validate(Input::json(document), &registration(), None);
        assert_eq!(check(r#"{"name": "ada"}"#), None);
        assert_eq!(
            codes(check(r#"{"born": null}"#)),
            ["born: attribute.unknown", "name: attribute.required"]
        );
        let found = check(r#"{"name": "Adam"}"#);
        assert!(
            found.as_ref().unwrap().contains(r#""parameters":{"actual":4,"max":3}"#),
            "{found:?}"
        );
        assert_eq!(codes(found), ["name: attribute.too_long", "name: attribute.pattern_mismatch"]);
    }

    #[test]
    fn what_is_held_is_not_checked_again_and_has_to_be_of_its_type() {
        let schema = schema();
        let document = || Input::json(r#"{"name": "ADA"}"#);
        let marks = [32, 24];
        let held = schema.read_held(&Parcel::new("nameADA", &marks)).unwrap();
        assert_eq!(schema.validate(document(), &registration(), Some(&held)), None);
        let marks = [32, 9];
        let refused = schema.read_held(&Parcel::new("name1", &marks)).unwrap_err().to_json();
        assert!(
            refused.contains(r#""path":"previous.name","code":"attribute.wrong_type""#),
            "{refused}"
        );
    }

    #[test]
    fn one_field_is_judged_alone() {
        let schema = schema();
        let field = |texts, marks: [u32; 2]| {
            schema.validate_field("name", &Parcel::new(texts, &marks), &registration(), None)
        };
        assert_eq!(field("nameada", [32, 24]), None);
        assert_eq!(codes(field("name", [32, 0])), ["name: attribute.required"]);
    }

    #[test]
    fn definitions_are_for_one_actor_in_one_language_on_one_day() {
        let schema = schema();
        let read = |actor: &str, language| {
            let text = schema.definitions(actor, language, "2026-07-01").unwrap();
            serde_json::from_str::<Value>(&text).unwrap()
        };
        assert_eq!(
            read("shopper", Some("fr-CA")),
            json!([{
                "code": "name", "label": "Nom", "input": "text_box", "dataType": "text",
                "required": ["registration"], "writable": true, "readOnly": false, "active": true,
                "multiple": false, "order": 0, "maxLength": 3, "pattern": "[a-z]+",
                "htmlPattern": "^(?:[a-z]+)$", "mustBeTrue": false,
            }])
        );
        let all = read("admin", None);
        assert_eq!(all[0]["maxDate"], "2026-06-30");
        assert_eq!(all[0]["forStaff"]["metadata"], json!({"crm": "dob"}));
        assert_eq!((&all[1]["label"], &all[1]["writable"]), (&json!("Name"), &json!(false)));
        let refused = schema.definitions("admin", Some("no language"), "2026-07-01").unwrap_err();
        assert_eq!(refused.code(), "language.invalid");
    }
}
