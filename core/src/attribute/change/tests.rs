//! Plans: what becomes of definitions, and whether customers have to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChangePlan, Deletion, Necessity, OnViolation, SchemaChange, not_unique};
use crate::attribute::testing::{as_admin, found, kept, schema, today, values};
use crate::attribute::{
    AttributeDefinition, AttributeError, AttributePatch, Context, NewAttribute, NewOption, Schema,
    ValidAttributes,
};
use crate::code::AttributeCode;

type Definitions = BTreeMap<AttributeCode, AttributeDefinition>;

fn code(text: &str) -> AttributeCode {
    AttributeCode::parse(text).unwrap()
}

fn there(drafts: impl IntoIterator<Item = NewAttribute>) -> Definitions {
    schema(drafts).definitions().map(|known| (*known.code(), known.clone())).collect()
}

fn plan(change: &SchemaChange, current: &Definitions) -> Result<ChangePlan, AttributeError> {
    ChangePlan::new(change, OnViolation::Grandfather, current)
}

/// The definitions after a change.
fn after(change: &SchemaChange, current: &Definitions) -> Definitions {
    let plan = plan(change, current).unwrap();
    let mut all = current.clone();
    for code in plan.purges() {
        all.remove(code);
    }
    all.extend(plan.puts().map(|next| (*next.code(), next.clone())));
    all
}

fn mistakes(change: &SchemaChange, current: &Definitions) -> Vec<String> {
    match plan(change, current).unwrap_err() {
        AttributeError::Invalid(violations) => found::<()>(Err(violations)),
        other => vec![other.code().to_owned()],
    }
}

fn shop() -> Definitions {
    there([
        NewAttribute::text_box("vat-id", "VAT id").max_length(20),
        NewAttribute::list("size", "Size", ["s", "m", "l"]).multiple(),
        NewAttribute::text_box("seal", "Seal").read_only(),
    ])
}

fn update(code: &str, patch: AttributePatch) -> SchemaChange {
    SchemaChange::new().update(code, patch)
}

#[test]
fn code_input_and_data_type_do_not_change() {
    let draft = |input: &str, data_type: &str| {
        let json = format!(
            r#"[{{"code": "vat-id", "label": "V", "input": "{input}", "data_type": "{data_type}"}}]"#
        );
        SchemaChange::from_json(&json).unwrap()
    };
    assert_eq!(
        mistakes(&draft("date", "date"), &shop()),
        [
            "vat-id.input definition.fixed member=input",
            "vat-id.data_type definition.fixed member=data_type",
        ]
    );
    assert_eq!(
        mistakes(&draft("text_box", "number"), &shop()),
        ["vat-id.data_type definition.fixed member=data_type"]
    );
    assert_eq!(
        mistakes(
            &update("vat-id", AttributePatch::new().data_type("number").clear("max_length")),
            &shop()
        ),
        ["vat-id.data_type definition.fixed member=data_type"]
    );
    assert!(plan(&draft("text_box", "text"), &shop()).is_ok());
    // A code that is taken back would be made from the label.
    let renamed = AttributePatch::new().clear("code").label("Other");
    assert_eq!(
        mistakes(&update("vat-id", renamed), &shop()),
        ["vat-id.code definition.fixed member=code"]
    );
}

#[test]
fn read_only_is_for_good() {
    let undone = update("seal", AttributePatch::new().clear("read_only"));
    assert_eq!(mistakes(&undone, &shop()), ["seal.read_only definition.read_only_is_final"]);
    let put = SchemaChange::new().put(NewAttribute::text_box("seal", "Seal"));
    assert_eq!(mistakes(&put, &shop()), ["seal.read_only definition.read_only_is_final"]);
    let done = after(&update("vat-id", AttributePatch::new().read_only()), &shop());
    assert!(done[&code("vat-id")].is_read_only());
}

#[test]
fn what_is_there_is_found_by_its_code_in_any_case() {
    let change = update("VAT-ID", AttributePatch::new().max_length(5));
    assert_eq!(after(&change, &shop())[&code("vat-id")].max_length(), Some(5));
    for change in [
        update("nothing", AttributePatch::new()),
        update("not a code", AttributePatch::new()),
        SchemaChange::new().delete("nothing", Deletion::Purge),
        SchemaChange::new().delete("nothing", Deletion::KeepHidden),
        SchemaChange::new().restore("nothing"),
    ] {
        assert_eq!(mistakes(&change, &shop()), ["attribute.not_defined"]);
    }
    let exists = SchemaChange::new().define(NewAttribute::date("VAT-id", "V"));
    assert_eq!(mistakes(&exists, &shop()), ["attribute.exists"]);
    assert_eq!(mistakes(&SchemaChange::new().restore("seal"), &shop()), ["attribute.not_deleted"]);
}

#[test]
fn mistakes_of_all_steps_are_said_at_once() {
    let change = SchemaChange::new()
        .define(NewAttribute::date("born", "Born").min_date("soon"))
        .update("vat-id", AttributePatch::new().min_length(30))
        .update("size", AttributePatch::new().clear("colour").max_choices(4))
        .put(NewAttribute::text_box("seal", ""));
    assert_eq!(
        mistakes(&change, &shop()),
        [
            "born.min_date definition.not_a_date_bound",
            "vat-id.min_length definition.bounds_crossed max=20 min=30",
            "size.colour definition.unknown_member member=colour",
            "size.max_choices definition.out_of_range max=3 min=0",
            "seal.label text.empty",
        ]
    );
}

#[test]
fn a_code_from_a_label_avoids_those_that_are_taken() {
    let labelled = |label: &str| NewAttribute::text_box("", label).code_from_label();
    let change = SchemaChange::new().define(labelled("VAT id")).define(labelled("VAT id"));
    let all = after(&change, &shop());
    assert!(all.contains_key(&code("vat-id-2")) && all.contains_key(&code("vat-id-3")));
    // A file that is put again and again means one attribute.
    let put = SchemaChange::new().put(labelled("VAT id").max_length(9));
    let put = after(&put, &shop());
    assert_eq!(put.len(), shop().len());
    assert_eq!(put[&code("vat-id")].max_length(), Some(9));
    // One that was deleted and keeps its values has its code still.
    let deleted = after(&SchemaChange::new().delete("seal", Deletion::KeepHidden), &shop());
    let all = after(&SchemaChange::new().define(labelled("Seal")), &deleted);
    assert!(all.contains_key(&code("seal-2")));
    assert_eq!(
        mistakes(&SchemaChange::new().define(labelled("ОПТ")), &shop()),
        ["definition.code definition.no_code"]
    );
}

#[test]
fn deleted_is_hidden_until_it_is_restored_or_purged() {
    let hidden = after(&SchemaChange::new().delete("seal", Deletion::KeepHidden), &shop());
    assert!(hidden[&code("seal")].is_deleted());
    for change in [
        SchemaChange::new().define(NewAttribute::text_box("seal", "Seal")),
        SchemaChange::new().put(NewAttribute::text_box("seal", "Seal")),
        update("seal", AttributePatch::new().order(1)),
        SchemaChange::new().delete("seal", Deletion::KeepHidden),
    ] {
        assert_eq!(mistakes(&change, &hidden), ["attribute.deleted"]);
    }
    let back = after(&SchemaChange::new().restore("seal"), &hidden);
    assert_eq!(back, shop(), "as it was");
    let purged = after(&SchemaChange::new().delete("seal", Deletion::Purge), &hidden);
    assert!(!purged.contains_key(&code("seal")));
    let again = SchemaChange::new().define(NewAttribute::date("seal", "Seal"));
    assert!(plan(&again, &purged).is_ok(), "the code is free, for another input, too");
    // Its values are there until the change is made.
    let both = SchemaChange::new()
        .delete("seal", Deletion::Purge)
        .define(NewAttribute::date("seal", "Seal"));
    assert_eq!(mistakes(&both, &shop()), ["attribute.exists"]);
    let put =
        SchemaChange::new().delete("seal", Deletion::Purge).put(NewAttribute::date("seal", "Seal"));
    assert_eq!(mistakes(&put, &shop()), ["attribute.exists"]);
    let restored =
        SchemaChange::new().restore("seal").update("seal", AttributePatch::new().order(5));
    assert_eq!(after(&restored, &hidden)[&code("seal")].order(), 5);
}

#[test]
fn there_are_at_most_500_definitions() {
    let all = there((0..500).map(|at| NewAttribute::date(format!("d{at}"), "D")));
    let more = SchemaChange::new().define(NewAttribute::date("more", "More"));
    assert_eq!(mistakes(&more, &all), ["definition.too_many max=500"]);
    let exchanged = SchemaChange::new()
        .delete("d1", Deletion::Purge)
        .define(NewAttribute::date("more", "More"));
    assert!(plan(&exchanged, &all).is_ok());
}

#[test]
fn nothing_is_put_that_stays_the_same() {
    let same = update("vat-id", AttributePatch::new().max_length(20).label("VAT id"));
    let plan = plan(&same, &shop()).unwrap();
    assert_eq!((plan.puts().count(), plan.purges().count()), (0, 0));
    assert_eq!(plan.necessity(), Necessity::None);
    let file = Schema::of(shop().into_values()).to_json(crate::actor::Role::Admin);
    let again = SchemaChange::from_json(&file).unwrap();
    assert_eq!(ChangePlan::new(&again, OnViolation::Refuse, &shop()).unwrap().puts().count(), 0);
}

#[test]
fn customers_are_looked_at_only_where_something_is_asked_of_them() {
    use Necessity::{Customers, CustomersAfterDryRun, None};
    let hidden = after(&SchemaChange::new().delete("seal", Deletion::KeepHidden), &shop());
    let patch = AttributePatch::new;
    for (what, change, refuse, grandfather, purge) in [
        ("a label", update("vat-id", patch().label("V").help("H").order(2)), None, None, None),
        ("rights", update("vat-id", patch().on_storefront()), None, None, None),
        ("no longer active", update("vat-id", patch().active(false)), None, None, None),
        ("read-only", update("vat-id", patch().read_only()), None, None, None),
        ("a default", update("vat-id", patch().default_value("x")), None, None, None),
        ("metadata", update("vat-id", patch().metadata("k", "v")), None, None, None),
        (
            "a new one",
            SchemaChange::new().define(NewAttribute::date("d", "D").required(Context::Admin)),
            None,
            None,
            None,
        ),
        ("hidden", SchemaChange::new().delete("size", Deletion::KeepHidden), None, None, None),
        ("a bound", update("vat-id", patch().max_length(5)), CustomersAfterDryRun, None, Customers),
        (
            "a pattern",
            update("vat-id", patch().pattern("a")),
            CustomersAfterDryRun,
            None,
            Customers,
        ),
        (
            "required",
            update("vat-id", patch().required(Context::Admin)),
            CustomersAfterDryRun,
            None,
            Customers,
        ),
        (
            "an option",
            update("size", patch().option(NewOption::new("s").inactive())),
            CustomersAfterDryRun,
            None,
            Customers,
        ),
        ("filterable", update("vat-id", patch().filterable()), Customers, Customers, Customers),
        (
            "unique",
            update("vat-id", patch().unique()),
            CustomersAfterDryRun,
            CustomersAfterDryRun,
            Customers,
        ),
        (
            "purged",
            SchemaChange::new().delete("size", Deletion::Purge),
            Customers,
            Customers,
            Customers,
        ),
        ("restored", SchemaChange::new().restore("seal"), None, None, None),
    ] {
        let current = if what == "restored" { &hidden } else { &shop() };
        let found = [OnViolation::Refuse, OnViolation::Grandfather, OnViolation::Purge]
            .map(|way| ChangePlan::new(&change, way, current).unwrap().necessity());
        assert_eq!(found, [refuse, grandfather, purge], "{what}");
    }
}

#[test]
fn a_restored_attribute_is_found_and_unique_again() {
    let unique = there([
        NewAttribute::text_box("u", "U").unique(),
        NewAttribute::date("f", "F").filterable(),
    ]);
    let both =
        SchemaChange::new().delete("u", Deletion::KeepHidden).delete("f", Deletion::KeepHidden);
    let hidden = after(&both, &unique);
    assert_eq!(plan(&both, &unique).unwrap().necessity(), Necessity::None);
    for of in ["u", "f"] {
        let label = update(of, AttributePatch::new().label("Other"));
        let plan = ChangePlan::new(&label, OnViolation::Refuse, &unique).unwrap();
        assert_eq!(plan.necessity(), Necessity::None, "{of} stays what it is");
    }
    assert_eq!(not_unique(), "attribute.taken");
    let back = SchemaChange::new().restore("u");
    assert_eq!(plan(&back, &hidden).unwrap().necessity(), Necessity::CustomersAfterDryRun);
    let back = SchemaChange::new().restore("f");
    assert_eq!(plan(&back, &hidden).unwrap().necessity(), Necessity::Customers);
}

#[test]
fn what_a_customer_holds_is_judged_by_what_changes() {
    let current = there([
        NewAttribute::text_box("a", "A").unique().filterable(),
        NewAttribute::list("b", "B", ["x", "y"]).multiple(),
        NewAttribute::text_box("c", "C").max_length(1),
        NewAttribute::text_box("d", "D"),
    ]);
    let all = Schema::of(current.values().cloned());
    let held =
        kept(&all, r#"{"a": "long", "b": ["x", "y"], "c": "c", "d": "d"}"#, &as_admin(), None);
    let change = SchemaChange::new()
        .update("a", AttributePatch::new().max_length(3).clear("unique"))
        .update("b", AttributePatch::new().option(NewOption::new("y").inactive()).max_choices(1))
        .update("d", AttributePatch::new().unique().order(1))
        .delete("c", Deletion::Purge);
    let plan = |way| ChangePlan::new(&change, way, &current).unwrap();
    let purging = plan(OnViolation::Purge);
    let auditor = purging.auditor();
    let breaches = auditor.breaches(&held, today());
    let expected = [
        (code("a"), "attribute.too_long"),
        (code("b"), "attribute.not_an_option"),
        (code("b"), "attribute.too_many_choices"),
    ];
    assert_eq!(breaches, BTreeSet::from(expected));
    let claims: Vec<String> = auditor.claims(&held).iter().map(|(of, _)| of.to_string()).collect();
    assert_eq!(claims, ["d"]);
    assert!(!auditor.refuses(&held, today()), "they are taken away instead");

    let none = BTreeSet::new();
    let next = auditor.after(&held, &none, today());
    assert_eq!(values(&next), r#"{"d":"d"}"#);
    assert_eq!(next.unique_keys().count(), 1);
    let clashing = BTreeSet::from([code("d")]);
    assert_eq!(values(&auditor.after(&held, &clashing, today())), "{}");

    let grandfathering = plan(OnViolation::Grandfather);
    let next = grandfathering.auditor().after(&held, &none, today());
    assert_eq!(values(&next), r#"{"a":"long","b":["x","y"],"d":"d"}"#);
    let unique: Vec<String> = next.unique_keys().map(|(of, _)| of.to_string()).collect();
    assert_eq!((unique, next.filter_keys().count()), (vec!["d".to_owned()], 1));
    assert!(!grandfathering.auditor().refuses(&held, today()));

    assert!(plan(OnViolation::Refuse).auditor().refuses(&held, today()));
    let nothing = ValidAttributes::none();
    assert!(!plan(OnViolation::Refuse).auditor().refuses(&nothing, today()));
}

#[test]
fn what_was_let_stay_is_not_looked_at_because_of_a_label() {
    let current =
        there([NewAttribute::text_box("a", "A").max_length(1), NewAttribute::text_box("b", "B")]);
    let entries = ["a", "b"].map(|of| (code(of), "long".into()));
    let held = ValidAttributes::held(entries.into_iter().collect());
    let change = SchemaChange::new()
        .update("a", AttributePatch::new().label("Other").filterable())
        .update("b", AttributePatch::new().max_length(2));
    let purging = ChangePlan::new(&change, OnViolation::Purge, &current).unwrap();
    let expected = BTreeSet::from([(code("b"), "attribute.too_long")]);
    assert_eq!(purging.auditor().breaches(&held, today()), expected);
    let next = purging.auditor().after(&held, &BTreeSet::new(), today());
    assert_eq!(values(&next), r#"{"a":"long"}"#);
    assert_eq!(next.filter_keys().count(), 1);
}

#[test]
fn while_a_change_is_made_what_stays_is_as_it_will_be() {
    let current = after(&SchemaChange::new().delete("seal", Deletion::KeepHidden), &shop());
    let change = SchemaChange::new()
        .define(NewAttribute::date("born", "Born"))
        .update("vat-id", AttributePatch::new().max_length(5))
        .delete("size", Deletion::Purge)
        .restore("seal");
    let coming = plan(&change, &current).unwrap().schema(&current);
    let codes: Vec<&str> = coming.definitions().map(|known| known.code().as_str()).collect();
    assert_eq!(codes, ["vat-id"]);
    assert_eq!(coming.get("vat-id").unwrap().max_length(), Some(5));
}

#[test]
fn a_plan_is_kept_whole() {
    let change = SchemaChange::new()
        .update("vat-id", AttributePatch::new().unique().max_length(5))
        .delete("size", Deletion::Purge);
    for way in [OnViolation::Refuse, OnViolation::Grandfather, OnViolation::Purge] {
        let plan = ChangePlan::new(&change, way, &shop()).unwrap();
        let record = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<ChangePlan>(&record).unwrap(), plan);
    }
}

#[test]
fn a_file_puts_its_definitions_and_leaves_the_others() {
    let json = r#"{"attributes": [
        {"code": "vat-id", "label": "VAT id", "input": "text_box"},
        {"code": "born", "label": "Born", "input": "date"}
    ]}"#;
    let all = after(&SchemaChange::from_json(json).unwrap(), &shop());
    assert_eq!(all.len(), 4);
    assert_eq!(all[&code("vat-id")].max_length(), Some(1_000), "what it leaves out is as usual");
    assert_eq!(found(SchemaChange::from_json("{}")), ["attributes field.required"]);
    assert_eq!(found(SchemaChange::from_json("{")), ["json.malformed"]);
}
