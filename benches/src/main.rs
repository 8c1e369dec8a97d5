//! The benchmarks of patronage, each beside a peer that is measured in the same run.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program for a terminal; printing is how it answers"
)]

mod allocations;
mod attributes;
mod compare;
mod create;
mod credit;
mod failure;
mod flush;
mod get;
mod hand;
mod measure;
mod once;
mod people;
mod report;
mod settings;
mod shop;
mod stateset;
mod table;
mod threads;
mod who;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::report::{Report, Section};
use crate::settings::{Name, PLACE, Settings};
use crate::who::Who;

/// The benchmarks of patronage.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measures times and prints a table
    Measure(Settings),
    /// Writes the definitions, the JSON Schema and the documents of the attributes into a folder, for
    /// programs in other languages
    Documents {
        /// The folder, which is made where it is missing
        folder: PathBuf,
        /// How many documents
        #[arg(long, default_value_t = 10_000)]
        count: u32,
    },
    /// Writes the customers that are created into a file, one a line, for programs in other languages
    People {
        /// The file
        file: PathBuf,
        /// How many customers
        count: u32,
    },
    /// Creates customers once and prints how many seconds it took, for a program in another language
    /// that takes turns
    Turn {
        /// How they are committed
        #[arg(value_enum)]
        mode: create::Mode,
        /// How many customers
        count: u32,
        /// A file in which the other program has created the same ones: fails when they differ
        #[arg(long, value_name = "FILE")]
        beside: Option<PathBuf>,
    },
    /// Does one workload once and prints nothing, to be run under a program that counts
    Once {
        /// What to do
        #[arg(value_enum)]
        workload: once::Workload,
        /// Who does it
        #[arg(value_enum)]
        who: Who,
        /// How often
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        count: u32,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Measure(settings) => measure(&settings.sized()),
        Task::Documents { folder, count } => attributes::write(&folder, count),
        Task::People { file, count } => people::write(&file, count),
        Task::Turn { mode, count, beside } => turn(mode, count, beside.as_deref()),
        Task::Once { workload, who, count } => once::run(Path::new(PLACE), workload, who, count),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn measure(settings: &Settings) -> Result<(), Failure> {
    type Measure = fn(&Settings) -> Result<Section, Failure>;
    let benchmarks: [(Name, Measure); 6] = [
        (Name::Create, create::measure),
        (Name::Stateset, stateset::measure),
        (Name::Get, get::measure),
        (Name::Threads, threads::measure),
        (Name::Attributes, attributes::measure),
        (Name::Credit, credit::measure),
    ];
    let mut sections = Vec::new();
    for (name, measure) in benchmarks {
        if settings.has(name) {
            eprintln!("measuring {name:?} …");
            sections.push(measure(settings)?);
        }
    }
    let report = Report { circumstances: circumstances(settings)?, sections };
    println!("{report}");
    if let Some(path) = &settings.json {
        let json = serde_json::to_string_pretty(&report)?;
        std::fs::write(path, json).map_err(|cause| Failure::File { path: path.clone(), cause })?;
    }
    Ok(())
}

fn turn(mode: create::Mode, count: u32, beside: Option<&Path>) -> Result<(), Failure> {
    let time = create::turn(Path::new(PLACE), mode, count, beside)?;
    println!("{}", time.as_secs_f64());
    Ok(())
}

fn circumstances(settings: &Settings) -> Result<Vec<String>, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut sentences = vec![
        format!(
            "{}, {threads} hardware threads, SQLite {}, files in `{}`.",
            std::env::consts::OS,
            patronage_sqlite::rusqlite::version(),
            settings.dir.display()
        ),
        format!(
            "The sides took turns for {} rounds (at most 3 beside stateset-embedded). Rates and \
             ratios are the median of the rounds, with the least and the greatest.",
            settings.rounds
        ),
        flush::sentence(&settings.dir)?,
        "Making the data, opening and closing the files are not timed.".to_owned(),
    ];
    if settings.quick {
        sentences.push("A quick run, to see that it works: the figures mean nothing.".to_owned());
    }
    Ok(sentences)
}
