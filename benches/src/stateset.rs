//! Creating customers durably, beside `stateset-embedded` in a program of its own.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use crate::create::{Mode, warm_up, with_library};
use crate::failure::Failure;
use crate::measure::in_turns;
use crate::people::people;
use crate::report::{Comparison, Goal, Operations, Section};
use crate::settings::Settings;
use crate::shop::{Shop, folder_in};

/// The peer is slow enough for its figures to be steady after a few rounds.
const ROUNDS: u32 = 3;

/// In batches, so that a run of the peer holds several checkpoints and does not take minutes.
const BATCHED: u32 = 20_000;

/// After how many pages our store copies its log back.
const OUR_CHECKPOINT: u32 = 8_192;

/// The line of JSON that the peer's program prints.
#[derive(Debug, Deserialize)]
struct Answer {
    version: String,
    seconds: f64,
    synchronous_actual: String,
    journal_mode: String,
    wal_autocheckpoint_pages: u32,
    rows: u64,
    outbox_rows: u64,
    indexes_on_customers: u64,
}

pub(crate) fn measure(settings: &Settings) -> Result<Section, Failure> {
    let mut section = Section {
        name: "stateset",
        standings: Vec::new(),
        comparisons: Vec::new(),
        notes: Vec::new(),
    };
    let Some(program) = &settings.stateset else {
        section.notes.push("Not measured: the peer's program was not given.".to_owned());
        return Ok(section);
    };
    warm_up(&settings.dir)?;
    for mode in [Mode::One, Mode::Batch] {
        for checkpoint in [None, Some(OUR_CHECKPOINT)] {
            let (comparison, note) = compare(settings, program, mode, checkpoint)?;
            section.comparisons.extend(comparison);
            section.notes.push(note);
        }
    }
    section.notes.push(
        "The peer is called as its documentation shows; both sides get the same names, e-mail \
         addresses and telephone numbers, ours a language as well. The peer keeps a full-text index \
         beside its rows, ours keeps the kept counts and the sort keys of its listings."
            .to_owned(),
    );
    Ok(section)
}

fn compare(
    settings: &Settings,
    program: &Path,
    mode: Mode,
    checkpoint: Option<u32>,
) -> Result<(Option<Comparison>, String), Failure> {
    let (count, goal) = match mode {
        Mode::One => (settings.one, Goal::ThroughputAtLeast(3.0)),
        Mode::Batch => (settings.batched.min(BATCHED), Goal::ThroughputAtLeast(20.0)),
    };
    let people = people(count);
    let mut note = String::new();
    let laps = in_turns(
        settings.rounds.min(ROUNDS),
        &mut || with_library(&Shop::new(&settings.dir)?, &people, mode),
        &mut || {
            let answer = ask(settings, program, mode, count, checkpoint)?;
            note = answer.note(mode);
            Ok(Duration::from_secs_f64(answer.seconds))
        },
    )?;
    let peer = match checkpoint {
        None => "stateset-embedded".to_owned(),
        Some(pages) => format!("the same, checkpoint at {pages}"),
    };
    Ok((Comparison::new(mode.workload(), peer, Operations::each(count), &laps, goal), note))
}

fn ask(
    settings: &Settings,
    program: &Path,
    mode: Mode,
    count: u32,
    checkpoint: Option<u32>,
) -> Result<Answer, Failure> {
    let failed = |reason: String| Failure::Peer { program: program.to_owned(), reason };
    let folder = folder_in(&settings.dir)?;
    let mode = match mode {
        Mode::One => "one",
        Mode::Batch => "batch",
    };
    let mut command = Command::new(program);
    command.arg("--dir").arg(folder.path());
    command.args(["--mode", mode, "--synchronous", "full", "--customers", &count.to_string()]);
    if let Some(pages) = checkpoint {
        command.args(["--wal-autocheckpoint", &pages.to_string()]);
    }
    let output = command.output().map_err(|cause| failed(cause.to_string()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let answer: Answer = serde_json::from_slice(&output.stdout)?;
    if answer.rows == u64::from(count) && answer.synchronous_actual == "full" {
        Ok(answer)
    } else {
        Err(Failure::Unequal(format!("{count} customers at synchronous FULL, but {answer:?}")))
    }
}

impl Answer {
    fn note(&self, mode: Mode) -> String {
        format!(
            "stateset-embedded {}, {}: journal_mode {}, synchronous {}, checkpoint every {} pages, \
             {} customers, {} events, {} indexes on customers.",
            self.version,
            mode.workload(),
            self.journal_mode,
            self.synchronous_actual,
            self.wal_autocheckpoint_pages,
            self.rows,
            self.outbox_rows,
            self.indexes_on_customers,
        )
    }
}
