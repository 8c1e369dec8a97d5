//! What the program answers to input that is missing, broken or partly wrong.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const PURCHASES: &str = " customer_id  date number_of_cds  dollar_value\r\n\
    \x20 00007 19970101  1   11.77\r\n\
    \x20 00007 19970112  5   77.00\r\n\
    \x20 00009 19970112  2 1000.01\r\n";

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quickstart"));
    command.current_dir(folder.path()).args(arguments).output().unwrap()
}

fn with_purchases(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), text).unwrap();
    folder
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

#[test]
fn other_purchases_are_imported_and_named_when_they_are_few() {
    let folder = with_purchases(PURCHASES);
    let output = run(&folder, &["--memory", "--purchases", "mine.txt"]);
    assert!(output.status.success(), "{output:?}");
    assert_says(&output.stdout, "customers 2 0 0 0 ");
    assert_says(&output.stdout, "purchases 3 0 0 0 ");
    assert_says(&output.stdout, "created order 00007-2 of 77.00 USD");
    assert_says(&output.stdout, "lifetime spend 1,088.78 USD");
    assert_says(&output.stdout, "VIPs 1 spent more than 1,000.00 USD; 1 entered, 0 left");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a file was left behind");
}

#[test]
fn who_spent_exactly_1000_is_no_vip() {
    let folder = with_purchases(&PURCHASES.replace("1000.01", "1000.00"));
    let output = run(&folder, &["--memory", "--purchases", "mine.txt"]);
    assert_says(&output.stdout, "VIPs 0 ");
    assert_says(&output.stdout, "credit accounts 0 ");
    assert!(!lines(&output.stdout).iter().any(|line| line.contains("on account")));
}

#[test]
fn a_second_run_opens_and_charges_nothing_again() {
    let folder = with_purchases(PURCHASES);
    let arguments = ["--purchases", "mine.txt"];
    let first = run(&folder, &arguments);
    assert_says(&first.stdout, "credit accounts 1 of 5,000.00 USD and 10 % beyond it; 1 opened");
    assert_says(&first.stdout, "order A-4 4,000.00 refused 2,000.00");
    assert_says(&first.stdout, "payment 1,500.00 2,000.00 3,500.00");

    let second = run(&folder, &arguments);
    assert!(second.status.success(), "{second:?}");
    assert_says(&second.stdout, "Every row was there already. No event was written.");
    assert_says(&second.stdout, "credit accounts 1 of 5,000.00 USD and 10 % beyond it; 0 opened");
    assert_says(&second.stdout, "order A-3 2,000.00 3,500.00 2,000.00");
    assert_says(&second.stdout, "order A-4 4,000.00 refused 3,500.00");
    assert_says(&second.stdout, "payment 1,500.00 2,000.00 3,500.00");
}

#[test]
fn without_a_terminal_progress_is_plain_lines_beside_the_output() {
    let folder = with_purchases(PURCHASES);
    let output = run(&folder, &["--memory", "--purchases", "mine.txt"]);
    assert_eq!(lines(&output.stderr), ["customers 100 % 2 of 2", "purchases 100 % 3 of 3"]);
}

#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder, &["--memory", "--purchases", "no-such.txt"]);
    assert!(!output.status.success());
    assert_says(&output.stderr, "error: `no-such.txt` cannot be read: ");
}

#[test]
fn a_malformed_line_is_named_and_nothing_is_imported() {
    let folder = with_purchases(&PURCHASES.replace(" 5   77.00", ""));
    let output = run(&folder, &["--purchases", "mine.txt"]);
    assert!(!output.status.success());
    assert_says(
        &output.stderr,
        "error: line 3 of `mine.txt` should have 4 columns (customer, date, number of CDs, amount) and has 2; nothing",
    );
    assert!(!Path::new(&folder.path().join("quickstart.db")).exists());
}

#[test]
fn a_wrong_value_keeps_no_other_row_out_and_the_run_fails() {
    let folder = with_purchases(&PURCHASES.replace("77.00", "77,00"));
    let output = run(&folder, &["--memory", "--purchases", "mine.txt"]);
    assert!(!output.status.success());
    assert_says(&output.stdout, "purchases 2 0 0 1 ");
    assert_says(&output.stdout, "3 total money.not_a_number ");
    assert_says(&output.stderr, "error: 1 row of the input was refused");
}
