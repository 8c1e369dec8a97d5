//! A process is killed (SIGKILL) at a random moment of an import, again and again, on one file.
//!
//! After each kill the file opens, is sound, has all that was answered with `Ok`, and nothing by
//! half. That answers wait for the flush is shown elsewhere: what a killed process has written
//! stays in the page cache either way.
//!
//! `PATRONAGE_KILLS` says how many times (5 when nothing is said), `PATRONAGE_SEED` where the
//! random numbers begin.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken, and its own numbers are small"
)]

mod child;
#[path = "child/dice.rs"]
mod dice;
#[path = "child/import.rs"]
mod import;
#[path = "child/inspection.rs"]
mod inspection;

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use child::Child;
use dice::Dice;
use import::Done;
use inspection::{Inspection, assert_sound};
use patronage::Directory;
use patronage::customer::NewCustomer;
use patronage_sqlite::SqliteStore;

#[test]
fn child_import() {
    import::run();
}

#[test]
fn a_killed_import_has_all_that_was_answered_and_nothing_by_half() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    import::set_up(&file);
    let mut dice = Dice::new(number("PATRONAGE_SEED", 1));
    let mut done = Vec::new();
    let kills = number("PATRONAGE_KILLS", 5);
    for round in 0..kills {
        done.extend(kill_an_import(&file, round, &mut dice));
        assert_sound(&file);
        let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
        let inspection = Inspection::new(&directory);
        inspection.assert_nothing_is_half_done(&file);
        inspection.assert_has_all(&done);
        inspection.assert_each_thread_is_cut_off_at_one_point(round);
        inspection.assert_charges_are_sent_again_in_vain(&directory, round);
        progress(round + 1, kills, &format!("imports, {} answers kept", done.len()));
    }
    assert!(done.len() as u64 >= kills, "hardly anything was imported: {}", done.len());
}

/// Kills an import after a random number of answers and a random while; gives all its answers.
fn kill_an_import(file: &Path, round: u64, dice: &mut Dice) -> Vec<Done> {
    let mut child = Child::start("child_import", file);
    for expected in ["started", "opened"] {
        assert_eq!(child.line().as_deref(), Some(expected));
    }
    // Every other time another process has the file open and goes on by itself.
    let neighbour =
        (dice.roll(0, 1) == 0).then(|| Directory::open(SqliteStore::open(file).unwrap()).unwrap());
    child.tell(&round.to_string());
    let mut lines = Vec::new();
    for _ in 0..dice.roll(0, 400) {
        lines.push(child.line().expect("the import has ended by itself"));
    }
    sleep(Duration::from_micros(dice.roll(0, 20_000)));
    lines.extend(child.kill());
    let mut done: Vec<Done> = lines.iter().map(|line| Done::parse(line)).collect();
    if let Some(neighbour) = neighbour {
        let external_id = format!("neighbour-{round}");
        let draft = NewCustomer::guest(import::SITE).external_id(&external_id);
        let id = neighbour.as_system().customers().create(draft).unwrap().id();
        done.push(Done::Customer { id, external_id });
    }
    done
}

#[test]
fn a_file_whose_making_was_killed_can_be_opened() {
    let mut dice = Dice::new(number("PATRONAGE_SEED", 1));
    let kills = number("PATRONAGE_KILLS", 5);
    for round in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new.db");
        let child = Child::start("child_import", &file);
        assert_eq!(child.line().as_deref(), Some("started"));
        sleep(Duration::from_micros(dice.roll(0, 15_000)));
        child.kill();

        let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
        assert_eq!(directory.as_system().customer_sets().list().unwrap().len(), 1);
        assert_eq!(directory.events().read().unwrap().events.len(), 1);
        assert_sound(&file);
        progress(round + 1, kills, "openings of a new file");
    }
}

fn progress(rounds: u64, kills: u64, of: &str) {
    if rounds.is_multiple_of(10) {
        println!("killed {rounds} of {kills} {of}");
    }
}

fn number(variable: &str, usual: u64) -> u64 {
    match std::env::var(variable) {
        Ok(number) => number.parse().unwrap_or_else(|_| panic!("{variable} is not a number")),
        Err(_) => usual,
    }
}
