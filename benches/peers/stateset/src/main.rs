//! Creates customers durably with `stateset-embedded` and prints what it took as one line of JSON.
//!
//! Only the creating is timed: the data is generated before, and the count checked after. The
//! peer is used as its documentation shows, through `Commerce`; its database is opened by hand
//! only because that is where it lets a program choose the durability.

mod people;

use std::io::{Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use serde::Serialize;
use stateset_db::{DatabaseConfig, SqliteDatabase, SqliteDurability};
use stateset_embedded::{Commerce, CreateCustomer, CustomerFilter};

// The version pinned in Cargo.toml; the crate has no constant that says it.
const VERSION: &str = "1.40.0";

// Also the most that the peer takes in one batch.
const BATCH_SIZE: usize = 1_000;

/// Creates customers with stateset-embedded and prints what it took as one line of JSON.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder for the database file; made when missing, refused when it already holds one
    #[arg(long)]
    dir: PathBuf,
    /// How many customers to create
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    customers: u32,
    /// How they are committed
    #[arg(long, value_enum)]
    mode: Mode,
    /// When SQLite flushes
    #[arg(long, value_enum, default_value_t = Synchronous::Full)]
    synchronous: Synchronous,
    /// After how many pages its log is copied into the file; the peer's own setting when left out
    #[arg(long, value_name = "PAGES", value_parser = clap::value_parser!(u32).range(1..))]
    wal_autocheckpoint: Option<u32>,
}

/// How the customers are committed.
#[derive(Clone, Copy, Debug, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// One commit per customer
    One,
    /// One commit per 1,000 customers
    Batch,
}

impl Mode {
    /// The call of the peer that takes a whole batch, where one is measured.
    fn batch_api(self) -> Option<&'static str> {
        match self {
            Self::One => None,
            Self::Batch => Some("create_batch_atomic"),
        }
    }
}

/// `SQLite`'s `synchronous`, as far as the peer offers it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Synchronous {
    /// Each commit is flushed before the call returns
    Full,
    /// Only checkpoints are flushed: a power loss may take the last commits
    Normal,
}

impl From<Synchronous> for SqliteDurability {
    fn from(level: Synchronous) -> Self {
        match level {
            Synchronous::Full => Self::Full,
            Synchronous::Normal => Self::Normal,
        }
    }
}

/// The line that is printed.
#[derive(Debug, Serialize)]
struct Report {
    peer: &'static str,
    version: &'static str,
    mode: Mode,
    customers: u32,
    seconds: f64,
    per_second: f64,
    #[serde(flatten)]
    storage: Storage,
    batch_api: Option<&'static str>,
}

/// What the peer's own connection and file say after the run, whatever was asked for.
#[derive(Debug, Serialize)]
struct Storage {
    synchronous_actual: String,
    journal_mode: String,
    wal_autocheckpoint_pages: u32,
    rows: u64,
    outbox_rows: u64,
    search_rows: u64,
    indexes_on_customers: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = run(&arguments).and_then(|report| {
        let line = serde_json::to_string(&report)?;
        writeln!(stdout(), "{line}").context("the report could not be written")
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // When even this cannot be written, the exit code still says that the run failed.
            let _ = writeln!(stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Creates the customers in a fresh database and checks that all of them are there.
fn run(arguments: &Arguments) -> Result<Report> {
    let database = open(&arguments.dir, arguments.synchronous.into())?;
    if let Some(pages) = arguments.wal_autocheckpoint {
        checkpoint_every(pages, &database).context("the peer took no checkpoint setting")?;
    }
    let commerce = Commerce::with_database(Arc::clone(&database) as _);

    let people: Vec<_> = people::people(arguments.customers).collect();
    let seconds = match arguments.mode {
        Mode::One => create_one_by_one(&commerce, people),
        Mode::Batch => create_in_batches(&commerce, &people),
    }
    .context("the peer could not create the customers")?;

    let storage = inspect(&database, &commerce).context("the peer's file could not be read")?;
    ensure!(
        storage.rows == u64::from(arguments.customers),
        "{} customers were created and the peer counts {}",
        arguments.customers,
        storage.rows
    );
    Ok(Report {
        peer: "stateset-embedded",
        version: VERSION,
        mode: arguments.mode,
        customers: arguments.customers,
        seconds,
        per_second: f64::from(arguments.customers) / seconds,
        storage,
        batch_api: arguments.mode.batch_api(),
    })
}

/// Opens a new database file with the durability that was asked for.
///
/// A file that exists is refused: its customers would be counted, and its addresses would clash.
fn open(folder: &Path, durability: SqliteDurability) -> Result<Arc<SqliteDatabase>> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder `{}` could not be made", folder.display()))?;
    let path = folder.join("stateset.db");
    ensure!(!path.exists(), "`{}` exists already", path.display());
    let url = path.to_str().with_context(|| format!("`{}` is not Unicode", path.display()))?;
    let database = SqliteDatabase::new_with_durability(&DatabaseConfig::sqlite(url), durability)
        .with_context(|| format!("the peer could not open `{url}`"))?;
    Ok(Arc::new(database))
}

/// Sets the checkpoint interval on every connection that the peer will use.
///
/// It is a setting of a connection, and the peer has no option for it, so all connections of its
/// pool are taken out together.
fn checkpoint_every(pages: u32, database: &SqliteDatabase) -> Result<()> {
    let pool_size = DatabaseConfig::default().max_connections;
    let all = (0..pool_size).map(|_| database.conn()).collect::<Result<Vec<_>, _>>()?;
    all.iter().try_for_each(|connection| {
        // The statement answers with the new value, which `execute` would refuse.
        connection.query_row(&format!("PRAGMA wal_autocheckpoint = {pages}"), [], |_| Ok(()))
    })?;
    Ok(())
}

/// Creates each customer in a commit of its own and gives the seconds that it took.
fn create_one_by_one(commerce: &Commerce, people: Vec<CreateCustomer>) -> Result<f64> {
    let start = Instant::now();
    for person in people {
        commerce.customers().create(person)?;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// Creates the customers in commits of [`BATCH_SIZE`] and gives the seconds that it took.
///
/// `Commerce` passes no batches on, so this takes the repository beneath it. Of its two batch
/// calls, `create_batch` commits every customer alone and would measure nothing new.
fn create_in_batches(commerce: &Commerce, people: &[CreateCustomer]) -> Result<f64> {
    let batches: Vec<_> = people.chunks(BATCH_SIZE).map(<[_]>::to_vec).collect();
    let start = Instant::now();
    for batch in batches {
        commerce.database().customers().create_batch_atomic(batch)?;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// Reads the settings of a connection of the peer, and what it has stored.
fn inspect(database: &SqliteDatabase, commerce: &Commerce) -> Result<Storage> {
    let status = database.storage_status()?;
    let connection = database.conn()?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    Ok(Storage {
        synchronous_actual: match status.synchronous {
            1 => "normal".to_owned(),
            2 => "full".to_owned(),
            other => other.to_string(),
        },
        journal_mode: status.journal_mode,
        wal_autocheckpoint_pages: status.wal_autocheckpoint_pages,
        rows: commerce.customers().count(CustomerFilter::default())?,
        outbox_rows: number("SELECT count(*) FROM kernel_outbox")?,
        search_rows: number("SELECT count(*) FROM customer_fts")?,
        indexes_on_customers: number("SELECT count(*) FROM pragma_index_list('customers')")?,
    })
}
