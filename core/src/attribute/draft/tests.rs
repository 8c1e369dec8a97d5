//! Changes of one definition.

use super::AttributePatch;
use crate::attribute::mistake::Mistakes;
use crate::attribute::testing::{found, schema};
use crate::attribute::{AttributeDefinition, Context, NewAttribute, NewOption, Schema};
use crate::text::Language;

/// The definition after a patch, or what is wrong with it.
fn patched(
    draft: NewAttribute,
    patch: &AttributePatch,
) -> Result<AttributeDefinition, Vec<String>> {
    let there = schema([draft]);
    let there = there.definitions().next().unwrap();
    let mut mistakes = Mistakes::new();
    let next = patch.apply(there.to_draft(), "x", &mut mistakes);
    let mut all = found(mistakes.finish());
    match Schema::compile([next]) {
        Ok(next) if all.is_empty() => Ok(next.definitions().next().unwrap().clone()),
        Ok(_) => Err(all),
        Err(wrong) => {
            all.extend(found::<()>(Err(wrong)));
            Err(all)
        }
    }
}

fn in_language(definition: &AttributeDefinition, language: &str) -> String {
    definition.label().in_language(&Language::parse(language).unwrap()).to_owned()
}

#[test]
fn what_is_left_out_stays() {
    let draft = NewAttribute::text_box("x", "X")
        .help("Help")
        .max_length(5)
        .metadata("k", "v")
        .required(Context::Admin)
        .read_only()
        .order(3);
    let same = patched(draft.clone(), &AttributePatch::new()).unwrap();
    assert_eq!(same, schema([draft.clone()]).get("x").unwrap().clone());
    let longer = patched(draft.clone(), &AttributePatch::new().max_length(6)).unwrap();
    assert_eq!(longer, schema([draft.max_length(6)]).get("x").unwrap().clone());
}

#[test]
fn texts_are_changed_language_by_language() {
    let draft = NewAttribute::text_box("x", "X").label_in("fr", "F").label_in("de", "D");
    let next = patched(draft.clone(), &AttributePatch::new().label_in("fr", "F2")).unwrap();
    assert_eq!(["en", "fr", "de"].map(|language| in_language(&next, language)), ["X", "F2", "D"]);
    let next = patched(draft.clone(), &AttributePatch::new().label("X2").label_in("nl", "N"));
    let next = next.unwrap();
    assert_eq!(
        ["en", "fr", "de", "nl"].map(|language| in_language(&next, language)),
        ["X2", "F", "D", "N"]
    );
    let plain = patched(NewAttribute::text_box("x", "X"), &AttributePatch::new().label("Y"));
    assert_eq!(
        plain.unwrap(),
        schema([NewAttribute::text_box("x", "Y")]).get("x").unwrap().clone()
    );
    // A hint that is said anew replaces all of it.
    let draft = draft.help("H").help_in("fr", "HF");
    let next = patched(draft.clone(), &AttributePatch::new().help("H2")).unwrap();
    assert_eq!(next.help().unwrap().translations().count(), 0);
    let next = patched(draft, &AttributePatch::new().help_in("fr", "HF2")).unwrap();
    assert_eq!(next.help().unwrap().as_str(), "H");
    let first = patched(NewAttribute::date("x", "X"), &AttributePatch::new().help_in("fr", "F"));
    assert_eq!(first.unwrap_err(), ["x.help definition.no_fallback"]);
}

#[test]
fn members_are_taken_back_by_their_names() {
    let draft = NewAttribute::text_box("x", "X").help("H").max_length(5).required(Context::Admin);
    let patch = AttributePatch::new().clear("help").clear("max_length").clear("required");
    assert_eq!(
        patched(draft.clone(), &patch).unwrap(),
        schema([NewAttribute::text_box("x", "X")]).get("x").unwrap().clone()
    );
    // What is said counts, also when it is taken back in the same patch.
    let patch = AttributePatch::new().clear("max_length").max_length(7);
    assert_eq!(patched(draft.clone(), &patch).unwrap().max_length(), Some(7));
    assert_eq!(
        patched(draft.clone(), &AttributePatch::new().clear("maxlength")).unwrap_err(),
        ["x.maxlength definition.unknown_member member=maxlength"]
    );
    assert_eq!(
        patched(draft, &AttributePatch::new().clear("label")).unwrap_err(),
        ["x.label field.required"]
    );
}

#[test]
fn contexts_options_and_metadata_are_said_anew() {
    let draft =
        NewAttribute::list("x", "X", ["a", "b"]).required(Context::Admin).metadata("k", "v");
    let patch = AttributePatch::new()
        .required(Context::Import)
        .required(Context::Admin)
        .metadata("l", "w")
        .options(["c"]);
    let next = patched(draft.clone(), &patch).unwrap();
    assert_eq!(next.required().collect::<Vec<_>>(), [Context::Admin, Context::Import]);
    assert_eq!(next.metadata().collect::<Vec<_>>(), [("l", "w")]);
    assert_eq!(next.options().len(), 1);
    let patch = AttributePatch::new().required(Context::Import);
    assert_eq!(patched(draft, &patch).unwrap().required().collect::<Vec<_>>(), [Context::Import]);
}

#[test]
fn one_option_is_changed_and_the_others_stay() {
    let draft = NewAttribute::list(
        "x",
        "X",
        [
            NewOption::new("a"),
            NewOption::new("b").label("Bee").label_in("fr", "Abeille").order(1),
            NewOption::new("c").hidden(),
        ],
    );
    let shown = |definition: &AttributeDefinition| -> Vec<String> {
        let option = |option: &crate::attribute::AttributeOption| {
            let french = option.label().in_language(&Language::parse("fr").unwrap()).to_owned();
            format!(
                "{} {}/{french} {} {}",
                option.value(),
                option.label().as_str(),
                option.order(),
                if option.is_offered() { "offered" } else { "not offered" },
            )
        };
        definition.options().iter().map(option).collect()
    };
    let change = |option: NewOption| {
        shown(&patched(draft.clone(), &AttributePatch::new().option(option)).unwrap())
    };
    let (a, b, c) = ("a a/a 0 offered", "b Bee/Abeille 1 offered", "c c/c 0 not offered");
    assert_eq!(change(NewOption::new("a")), [a, c, b]);
    assert_eq!(change(NewOption::new("b")), [a, c, b], "what is not said of an option stays");
    assert_eq!(change(NewOption::new("a").hidden()), ["a a/a 0 not offered", c, b]);
    assert_eq!(change(NewOption::new("c").offered()), [a, "c c/c 0 offered", b]);
    assert_eq!(change(NewOption::new("a").inactive()), ["a a/a 0 not offered", c, b]);
    assert_eq!(change(NewOption::new("d")), [a, c, "d d/d 0 offered", b]);
    assert_eq!(change(NewOption::new("d").label_in("fr", "D2")), [a, c, "d d/D2 0 offered", b]);
    // A translation is added, and neither the label nor other translations are lost.
    assert_eq!(change(NewOption::new("b").label_in("de", "Biene")), [a, c, b]);
    assert_eq!(
        change(NewOption::new("b").label_in("fr", "Guêpe")),
        [a, c, "b Bee/Guêpe 1 offered"]
    );
    assert_eq!(change(NewOption::new("a").label_in("fr", "Ah")), ["a a/Ah 0 offered", c, b]);
    assert_eq!(
        change(NewOption::new("b").label("Wasp").label_in("fr", "Guêpe")),
        [a, c, "b Wasp/Guêpe 1 offered"]
    );
    assert_eq!(change(NewOption::new("b").label("B")), [a, c, "b B/B 1 offered"]);
}

#[test]
fn numbers_of_options_are_the_same_by_value() {
    let draft = NewAttribute::list("x", "X", [1, 2]).data_type("number");
    let patch = AttributePatch::new().option(NewOption::new(2).hidden());
    let next = patched(draft.clone(), &patch).unwrap();
    assert_eq!(next.options().iter().filter(|option| option.is_hidden()).count(), 1);
    let patch = AttributePatch::new().option(NewOption::new("2").hidden());
    assert_eq!(
        patched(draft, &patch).unwrap_err(),
        ["x.options[2] definition.duplicate_option option=2"]
    );
    let none = patched(NewAttribute::date("x", "X"), &AttributePatch::new().option("a"));
    assert_eq!(
        none.unwrap_err(),
        ["x.options definition.does_not_apply input=date member=options"]
    );
}
