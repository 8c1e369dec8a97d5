//! What the program says and does with a small shop.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::fs;
use std::process::{Command, Output};

use patronage::Directory;
use patronage::attribute::{AttributePatch, NewAttribute, OnViolation, SchemaChange};
use patronage::customer::NewCustomer;
use patronage::directory::Attributes;
use patronage::site::NewSite;
use patronage_sqlite::SqliteStore;
use tempfile::TempDir;

/// The note becomes shorter, the VAT id is not in the file.
const FILE: &str = r#"{"attributes": [
    {"code": "note", "label": "Note", "input": "text_area", "max_length": 5},
    {"code": "born", "label": "Born", "input": "date"}
]}"#;

/// A database `shop.db` with three customers, two of whom hold notes, and `my.json` beside it.
fn shop() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my.json"), FILE).unwrap();
    let directory = open(&folder);
    let admin = directory.as_admin("jane@shop.example");
    admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports")).unwrap();
    admin.attributes().define(NewAttribute::text_area("note", "Note").max_length(9)).unwrap();
    admin.attributes().define(NewAttribute::text_box("vat-id", "VAT id")).unwrap();
    for (id, note) in [("A-1", "lengthy"), ("A-2", "brief"), ("A-3", "")] {
        let email = format!("{id}@mail.example");
        let customer = NewCustomer::registered("mystic-sports", email).external_id(id);
        admin.customers().create(customer.attributes_form([("note", note)])).unwrap();
    }
    folder
}

fn open(folder: &TempDir) -> Directory {
    Directory::open(SqliteStore::open(folder.path().join("shop.db")).unwrap()).unwrap()
}

fn attributes(folder: &TempDir) -> Attributes {
    open(folder).as_admin("jane@shop.example").attributes()
}

/// The notes of all customers, by their ids.
fn notes(folder: &TempDir) -> Vec<String> {
    let directory = open(folder);
    let customers = directory.as_admin("jane@shop.example").customers();
    let note = |id: &str| {
        let customer = customers.find_by_external_id(id).unwrap().unwrap();
        let note = customer.attributes().get("note").and_then(|note| note.as_text());
        note.unwrap_or_default().to_owned()
    };
    ["A-1", "A-2", "A-3"].map(note).to_vec()
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-as-code"));
    command.current_dir(folder.path()).args(["--database", "shop.db"]).args(arguments);
    command.output().unwrap()
}

/// The lines of a text, with one blank between words.
fn lines(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn assert_says(output: &[u8], expected: &str) {
    let lines = lines(output);
    assert!(lines.iter().any(|line| line.starts_with(expected)), "no `{expected}` in {lines:#?}");
}

fn assert_unchanged(folder: &TempDir, before: &str) {
    assert_eq!(attributes(folder).export().unwrap(), before);
    assert_eq!(notes(folder), ["lengthy", "brief", ""]);
}

#[test]
fn whoever_only_looks_sees_the_difference_and_who_is_against_it() {
    let folder = shop();
    let before = attributes(&folder).export().unwrap();
    let output = run(&folder, &["--definitions", "my.json"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        lines(&output.stdout).get(..15).unwrap(),
        [
            "Definitions (my.json)",
            "",
            "added born Born (date)",
            "changed note max_length - 9",
            "+ 5",
            "stays vat-id not in the file",
            "",
            "1 added, 1 changed, 1 not in the file.",
            "",
            "Dry run (3 customers)",
            "",
            "attribute rule customers such as",
            "note attribute.too_long 1 A-1",
            "",
            "Nothing was changed. With --apply it is.",
        ]
    );
    assert_eq!(lines(&output.stderr), ["looked at 100 % 3 of 3"]);
    assert_unchanged(&folder, &before);
}

#[test]
fn what_is_held_stays_and_a_second_run_has_nothing_to_do() {
    let folder = shop();
    let output = run(&folder, &["--definitions", "my.json", "--apply"]);
    assert!(output.status.success(), "{output:?}");
    assert_says(&output.stdout, "Done (grandfather)");
    assert_says(&output.stdout, "1 defined, 1 changed.");
    assert_says(&output.stdout, "`note` of 1 customer (attribute.too_long) stays where it is.");
    assert_eq!(notes(&folder), ["lengthy", "brief", ""]);
    let again = run(&folder, &["--definitions", "my.json", "--apply"]);
    assert!(again.status.success(), "{again:?}");
    assert_says(&again.stdout, "Nothing differs.");
    assert_says(&again.stdout, "stays vat-id not in the file");
}

#[test]
fn a_refused_change_says_what_is_in_the_way_and_changes_nothing() {
    let folder = shop();
    let before = attributes(&folder).export().unwrap();
    let arguments = ["--definitions", "my.json", "--apply", "--on-violation", "refuse"];
    let output = run(&folder, &arguments);
    assert!(!output.status.success());
    assert_says(
        &output.stderr,
        "error: nothing was changed, because of values that customers hold: `note` of 1 customer (attribute.too_long)",
    );
    assert_unchanged(&folder, &before);
}

#[test]
fn a_purge_leaves_nobody_against_it() {
    let folder = shop();
    let arguments = ["--definitions", "my.json", "--apply", "--on-violation", "purge"];
    let output = run(&folder, &arguments);
    assert!(output.status.success(), "{output:?}");
    assert_says(&output.stdout, "`note` of 1 customer (attribute.too_long) was taken away.");
    assert_eq!(notes(&folder), ["", "brief", ""]);
    // Once more, with a rule that asks for the same in other words.
    fs::write(folder.path().join("my.json"), FILE.replace("5}", r#"5, "min_length": 1}"#)).unwrap();
    let output = run(&folder, &["--definitions", "my.json"]);
    assert_says(&output.stdout, "No customer holds what the new definitions refuse.");
}

#[test]
fn a_change_that_was_interrupted_is_finished_first() {
    let folder = shop();
    let shorter = SchemaChange::new().update("note", AttributePatch::new().max_length(6));
    drop(attributes(&folder).begin(shorter, OnViolation::Purge).unwrap());

    let output = run(&folder, &["--definitions", "my.json"]);
    assert_says(&output.stdout, "An earlier change (purge, begun at ");
    assert_says(&output.stdout, "It is not finished. --apply goes on with it first.");
    assert_eq!(notes(&folder), ["lengthy", "brief", ""]);

    let output = run(&folder, &["--definitions", "my.json", "--apply"]);
    assert!(output.status.success(), "{output:?}");
    assert_says(&output.stdout, "It was interrupted and is finished now: 3 customers.");
    assert_says(&output.stdout, "`note` of 1 customer (attribute.too_long) was taken away.");
    assert_says(&output.stdout, "changed note max_length - 6");
    assert_says(&output.stdout, "Done (grandfather)");
    assert_eq!(notes(&folder), ["", "brief", ""]);
}

#[test]
fn all_mistakes_are_said_at_once_with_those_beside_the_directory() {
    let folder = shop();
    let before = attributes(&folder).export().unwrap();
    let file = r#"[{"code": "note", "label": "Note", "input": "text_box"},
        {"code": "born", "label": "", "input": "date", "min_dote": "1900-01-01"}]"#;
    fs::write(folder.path().join("my.json"), file).unwrap();
    let output = run(&folder, &["--definitions", "my.json", "--apply"]);
    assert!(!output.status.success());
    assert_says(&output.stdout, "born.min_dote definition.unknown_member ");
    assert_says(&output.stdout, "born.label text.empty ");
    assert_says(&output.stdout, "note.input definition.fixed ");
    assert_says(&output.stderr, "error: `my.json` has 3 mistakes; nothing was changed");
    assert_unchanged(&folder, &before);
}

#[test]
fn what_is_no_json_is_a_mistake_of_the_file() {
    let folder = shop();
    fs::write(folder.path().join("my.json"), "{").unwrap();
    let output = run(&folder, &["--definitions", "my.json"]);
    assert!(!output.status.success());
    assert_says(&output.stdout, "(the file) json.malformed ");
}

#[test]
fn what_is_exported_is_such_a_file() {
    let folder = shop();
    let output = run(&folder, &["--export"]);
    assert!(output.status.success(), "{output:?}");
    fs::write(folder.path().join("my.json"), output.stdout).unwrap();
    let output = run(&folder, &["--definitions", "my.json"]);
    assert_eq!(lines(&output.stdout), ["Definitions (my.json)", "", "Nothing differs.", ""]);
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder, &["--apply"]);
    assert!(!output.status.success());
    assert_says(&output.stderr, "error: there is no database `shop.db`; ");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
