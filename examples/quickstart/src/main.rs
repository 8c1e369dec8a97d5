//! The first whole job: seventeen months of real purchases become customers, orders and a segment.
//!
//! `cargo run --release -p quickstart` imports them into `quickstart.db` and prints what is there.
//! A second run reads every row again and changes nothing. The reading order of the sources:
//! [`shop`] defines the sites, [`attributes`] what is known about customers, [`import`] does the
//! work, [`vip`] fills the segment, [`credit`] lets its members buy on account, [`figures`]
//! reads back what is kept, [`bad_rows`] shows what happens to rows with mistakes.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program for a terminal; printing is how it answers"
)]

mod attributes;
mod bad_rows;
mod credit;
mod csv_rows;
mod failure;
mod figures;
mod import;
mod input;
mod people;
mod progress;
mod purchases;
mod shop;
mod summary;
mod tally;
mod trail;
mod vip;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use patronage::Directory;
use patronage::money::Currency;
use patronage::store::MemoryStore;
use patronage_sqlite::SqliteStore;

use crate::failure::Failure;
use crate::figures::Figures;
use crate::import::Import;
use crate::input::Input;
use crate::progress::Progress;
use crate::summary::{OfDirectory, OfFile, OfImport};

/// Imports the purchases of 23,570 people and makes a segment of the best customers.
#[derive(Debug, Parser)]
struct Arguments {
    /// The database; it is made when it is not there.
    #[arg(long, value_name = "FILE", default_value = "quickstart.db")]
    database: PathBuf,
    /// Keeps everything in memory and leaves no file behind.
    #[arg(long, conflicts_with = "database")]
    memory: bool,
    /// Other purchases than the built-in ones, in the same format.
    #[arg(long, value_name = "FILE")]
    purchases: Option<PathBuf>,
    /// Other people than the made-up ones, in the format of `--write-input`.
    #[arg(long, value_name = "FILE")]
    people: Option<PathBuf>,
    /// Writes `people.csv` and `purchases.txt` into this folder, to edit them, and does nothing else.
    #[arg(long, value_name = "FOLDER")]
    write_input: Option<PathBuf>,
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
    let input = Input::read(arguments.people.as_deref(), arguments.purchases.as_deref())?;
    if let Some(folder) = &arguments.write_input {
        let (people, purchases) = input.write(folder)?;
        println!("Edit these and give them back:\n");
        println!("  --people {} --purchases {}", people.display(), purchases.display());
        return Ok(());
    }
    // A file that is no such file is refused before anything is opened or written.
    let purchases = input.purchases()?;
    let people = input.people(&purchases)?;

    let database = (!arguments.memory).then_some(arguments.database.as_path());
    let directory = open(database)?;
    let usd = Currency::parse("USD")?;

    trail::catch_up(&directory)?;
    shop::define(&directory)?;
    let mut import = Import::new(&directory, "cdnow", usd);
    let people = import.people(&people, Progress::new("customers", people.len()))?;
    let purchases = import.purchases(&purchases, Progress::new("purchases", purchases.len()))?;
    let vips = vip::refresh(&directory, usd)?;
    let credit = credit::grant(&directory, usd)?;
    let figures = Figures::of(&directory, usd)?;
    let news = trail::catch_up(&directory)?;

    print!("{}", OfImport { people: &people, purchases: &purchases, news: &news });
    print!("{}", OfDirectory { figures: &figures, vips: &vips, credit: &credit, news: &news });
    match bad_rows::try_them(&directory, usd)? {
        Some(report) => print!("{report}"),
        None => println!("Rows with mistakes: left out, what they clash with is not here\n"),
    }
    print!("{}", OfFile(database));

    match people.refused_rows().saturating_add(purchases.refused_rows()) {
        0 => Ok(()),
        rows => Err(Failure::Refused { rows }),
    }
}

/// The store is the only thing that tells the two apart: everything after it is the same program.
fn open(database: Option<&Path>) -> Result<Directory, Failure> {
    let builder = match database {
        Some(path) => Directory::builder(SqliteStore::open(path)?),
        None => Directory::builder(MemoryStore::new()),
    };
    Ok(builder.reporting_currency("USD").open()?)
}
