//! Definitions in JSON: nothing is lost, and nobody is shown too much.

use proptest::prelude::*;

use crate::actor::Role;
use crate::attribute::testing::{documents, schema, schemas, shown, today, values};
use crate::attribute::{
    AttributeDefinition, Context, NewAttribute, NewOption, Number, Occasion, Schema,
    ValidAttributes,
};

#[test]
fn a_file_of_definitions_reads_well_and_leaves_out_the_usual() {
    let all = schema([
        NewAttribute::list(
            "preference",
            "Preference",
            [
                NewOption::new("email").label("By e-mail").label_in("fr", "Par courriel"),
                NewOption::new("fax").hidden(),
                NewOption::new("phone"),
            ],
        )
        .on_storefront()
        .required(Context::Registration)
        .help("How?\nSo."),
        NewAttribute::number_box("children", "Children")
            .label_in("fr", "Enfants")
            .min_value("0.50")
            .order(2),
    ]);
    let expected = r#"{
  "attributes": [
    {
      "code": "preference",
      "label": "Preference",
      "input": "list",
      "display_group": "admin_and_storefront",
      "value_source": "admin_and_shopper_entered",
      "required": ["registration"],
      "options": [
        {"value": "email", "label": {"*": "By e-mail", "fr": "Par courriel"}},
        {"value": "fax", "hidden": true},
        "phone"
      ],
      "help": "How?\nSo."
    },
    {
      "code": "children",
      "label": {"*": "Children", "fr": "Enfants"},
      "input": "text_box",
      "data_type": "number",
      "display_group": "admin_only",
      "value_source": "admin_entered",
      "min_value": 0.5,
      "order": 2
    }
  ]
}
"#;
    assert_eq!(all.to_json(Role::Admin), expected);
    assert!(!all.to_json(Role::Shopper).contains("children"));
}

#[test]
fn every_constraint_is_written() {
    let (area, date, many, box_) = (
        NewAttribute::text_area("area", "A").min_length(1).max_length(9),
        NewAttribute::date("date", "D").min_date("2026-01-01").max_date("today+2"),
        NewAttribute::list("many", "M", [2, 1])
            .data_type("number")
            .multiple()
            .min_choices(1)
            .max_choices(2)
            .default_value(vec![Number::from(1)]),
        NewAttribute::text_box("text", "T").min_length(0).max_length(2).pattern("a+"),
    );
    let number = NewAttribute::number_box("number", "N").min_value("-0.5").max_value(2);
    let yes = NewAttribute::yes_no("yes", "Y").must_be_true().read_only().filterable().order(-1);
    let people = NewAttribute::date("people", "P")
        .admin_name("Staff")
        .help("H")
        .metadata("k", "v")
        .active(false)
        .unique();
    let all = schema([area, date, many, box_, number, yes, people]);
    let rights = r#""display_group":"admin_only","value_source":"admin_entered""#;
    for (code, input, more) in [
        ("area", "text_area", r#""min_length":1,"max_length":9"#),
        ("date", "date", r#""min_date":"2026-01-01","max_date":"today+2""#),
        (
            "many",
            r#"list","data_type":"number"#,
            r#""options":[2,1],"multiple":true,"min_choices":1,"max_choices":2,"default":[1]"#,
        ),
        ("number", r#"text_box","data_type":"number"#, r#""min_value":"-0.5","max_value":2"#),
        ("text", "text_box", r#""min_length":0,"max_length":2,"pattern":"a+""#),
        ("yes", "yes_no", r#""must_be_true":true,"read_only":true,"filterable":true,"order":-1"#),
        ("people", "date", r#""unique":true,"active":false,"help":"H","metadata":{"k":"v"}"#),
    ] {
        let known = all.get(code).unwrap();
        let label = known.label().as_str();
        let staff = if code == "people" { r#""admin_name":"Staff","# } else { "" };
        assert_eq!(
            serde_json::to_string(known).unwrap(),
            format!(
                r#"{{"definition":{{"code":"{code}","label":"{label}",{staff}"input":"{input}",{rights},{more}}}}}"#
            )
        );
    }
}

#[test]
fn definitions_are_the_same_when_they_say_the_same() {
    let one = || NewAttribute::text_box("x", "X").order(0).active(true);
    assert_eq!(schema([one()]), schema([NewAttribute::text_box("x", "X")]));
    assert_ne!(schema([one()]), schema([one().max_length(5)]));
    assert_ne!(schema([one()]), schema([NewAttribute::text_box("y", "X")]));
}

#[test]
fn a_record_of_another_kind_is_no_definition() {
    for json in ["{}", "{\"definition\": []}", "{\"definition\": {}}", "1"] {
        assert!(serde_json::from_str::<AttributeDefinition>(json).is_err(), "{json}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_is_lost_on_the_way_through_json(schema in schemas()) {
        let json = schema.to_json(Role::Admin);
        let read = Schema::from_json(&json).unwrap();
        prop_assert_eq!(&read, &schema);
        prop_assert_eq!(read.to_json(Role::Admin), json.clone());
        prop_assert_eq!(schema.to_json(Role::Import), json);
        for known in schema.definitions() {
            let record = serde_json::to_string(known).unwrap();
            let kept: AttributeDefinition = serde_json::from_str(&record).unwrap();
            prop_assert_eq!(&kept, known);
            let deleted = known.clone().deleted(true);
            let record = serde_json::to_string(&deleted).unwrap();
            let kept: AttributeDefinition = serde_json::from_str(&record).unwrap();
            prop_assert!(kept.is_deleted() && kept != *known);
            prop_assert_eq!(kept, deleted);
            let draft = Schema::compile([known.to_draft()]).unwrap();
            prop_assert_eq!(draft.definitions().next().unwrap(), known);
        }
    }

    #[test]
    fn a_shopper_is_shown_what_it_needs_and_no_more(
        (schema, document) in schemas().prop_flat_map(|schema| {
            let document = documents(&schema);
            (Just(schema), document)
        }),
        context in prop::sample::select(vec![
            Context::Registration, Context::Profile, Context::Checkout,
        ]),
    ) {
        let json = schema.to_json(Role::Shopper);
        prop_assert!(!json.contains("secret"), "{}", json);
        prop_assert!(!json.contains("\"unique\"") && !json.contains("\"filterable\""));
        let shown_to = Schema::from_json(&json).unwrap();
        let seen: Vec<&str> = shown_to.definitions().map(|known| known.code().as_str()).collect();
        let visible = schema.definitions().filter(|known| known.is_visible_to(Role::Shopper));
        prop_assert_eq!(seen, visible.map(|known| known.code().as_str()).collect::<Vec<_>>());

        let shopper = Occasion::new(Role::Shopper, context, today());
        let system = Occasion::new(Role::System, Context::Admin, today());
        let first = schema.validate(&document, &system, Some(&ValidAttributes::none()));
        for previous in [None, Some(first.unwrap_or_default())] {
            let judge = |schema: &Schema, previous: Option<&ValidAttributes>| {
                let answer = schema.validate(&document, &shopper, previous);
                answer.map_err(|found| found.iter().map(shown).collect::<Vec<_>>()).map(|mut held| {
                    held.hide_from(Role::Shopper, schema);
                    values(&held)
                })
            };
            let mut known_to = previous.clone();
            if let Some(known_to) = &mut known_to {
                known_to.hide_from(Role::Shopper, &schema);
            }
            prop_assert_eq!(
                judge(&shown_to, known_to.as_ref()),
                judge(&schema, previous.as_ref())
            );
        }
        prop_assert_eq!(schema.seen_by(Role::Shopper).to_json(Role::Shopper), json);
        prop_assert_eq!(&schema.seen_by(Role::Admin), &schema);
    }
}
