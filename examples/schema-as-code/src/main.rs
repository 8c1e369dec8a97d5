//! Definitions of attributes that live in a file under version control.
//!
//! `cargo run --release -p schema-as-code` compares the file with what the directory has, looks at
//! what the stored customers would have against it, and with `--apply` makes the change. The reading
//! order of the sources: [`definitions`] reads the file, [`change`] looks and makes the change,
//! [`report`] says it.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program for a terminal; printing is how it answers"
)]

mod change;
mod definitions;
mod failure;
mod progress;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use patronage::Directory;
use patronage::attribute::OnViolation;
use patronage::directory::Attributes;
use patronage_sqlite::SqliteOptions;

use crate::definitions::Definitions;
use crate::failure::Failure;
use crate::report::{
    OfDifference, OfDone, OfDryRun, OfInterrupted, OfMistakes, OfResumed, how_to_apply,
};

/// Brings the definitions of attributes in line with a file.
#[derive(Debug, Parser)]
struct Arguments {
    /// The database; `cargo run --release -p quickstart` makes one.
    #[arg(long, value_name = "FILE", default_value = "quickstart.db")]
    database: PathBuf,
    /// Other definitions than the built-in ones, in the format of `--export`.
    #[arg(long, value_name = "FILE")]
    definitions: Option<PathBuf>,
    /// Makes the change. Nothing is written without it.
    #[arg(long)]
    apply: bool,
    /// What becomes of stored values that the new definitions refuse.
    #[arg(long, value_name = "WAY", requires = "apply", default_value = "grandfather")]
    on_violation: Way,
    /// Prints the definitions that the directory has, as such a file, and does nothing else.
    #[arg(long, conflicts_with_all = ["definitions", "apply"])]
    export: bool,
}

/// The same as [`OnViolation`], for the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// They are in the way: nothing is changed as long as there are any.
    Refuse,
    /// They stay where they are, and are refused where they are newly given.
    Grandfather,
    /// They are taken away.
    Purge,
}

impl From<Way> for OnViolation {
    fn from(way: Way) -> Self {
        match way {
            Way::Refuse => Self::Refuse,
            Way::Grandfather => Self::Grandfather,
            Way::Purge => Self::Purge,
        }
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let directory = open(&arguments.database, arguments.apply)?;
    let admin = directory.as_admin("jane@shop.example");
    let attributes = admin.attributes();
    if arguments.export {
        print!("{}", attributes.export()?);
        return Ok(());
    }
    let file = Definitions::read(arguments.definitions.as_deref())?;
    let schema = file.schema(&attributes).inspect_err(|failure| {
        if let Failure::Mistakes { file, mistakes } = failure {
            print!("{}", OfMistakes { file, mistakes });
        }
    })?;
    finish_earlier(&attributes, arguments.apply)?;

    let difference = attributes.schema()?.difference(&schema);
    print!("{}", OfDifference { file: file.name(), difference: &difference });
    if difference.is_empty() {
        return Ok(());
    }
    let found = change::look(&attributes, &schema)?;
    let samples = change::samples(&admin.customers(), &found)?;
    print!("{}", OfDryRun { found: &found, samples: &samples });
    if !arguments.apply {
        print!("{}", how_to_apply(&found));
        return Ok(());
    }
    let way = arguments.on_violation.into();
    let purged = change::make(&attributes, &schema, way)?;
    // Only a purge has to look at everybody again; what stays is what was found before.
    let found = if way == OnViolation::Purge { &purged } else { &found };
    print!("{}", OfDone { difference: &difference, way, found });
    Ok(())
}

/// A change that was interrupted comes first: until it is finished there can be no other one.
fn finish_earlier(attributes: &Attributes, may_write: bool) -> Result<(), Failure> {
    let Some(earlier) = attributes.in_progress()? else { return Ok(()) };
    if !may_write {
        print!("{}", OfInterrupted(&earlier));
        return Ok(());
    }
    if let Some(run) = attributes.resume()? {
        let found = change::finish(run)?;
        print!("{}", OfResumed { earlier: &earlier, found: &found });
    }
    Ok(())
}

/// Opens a database that is there. A mistyped name should not make an empty one, and whoever only
/// looks needs no right to write.
fn open(path: &Path, may_write: bool) -> Result<Directory, Failure> {
    if !path.exists() {
        return Err(Failure::NoDatabase { path: path.to_owned() });
    }
    let store = SqliteOptions::default().read_only(!may_write).open(path)?;
    Ok(Directory::open(store)?)
}
