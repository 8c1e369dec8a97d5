//! How much is measured, and where.

use std::path::PathBuf;

/// Where the files are when nobody says so: on the disk of the workspace.
pub(crate) const PLACE: &str = "target/bench";

/// A benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Name {
    /// Creating customers, beside the same rows by hand
    Create,
    /// Creating customers, beside stateset-embedded
    Stateset,
    /// Getting customers by id and by login, beside a prepared statement
    Get,
    /// Creating customers on many threads, beside one commit each by hand
    Threads,
    /// Validating documents of attributes, beside jsonschema and garde
    Attributes,
    /// Charging orders on credit, beside a ledger by hand
    Credit,
}

/// How much is measured, and where.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Settings {
    /// What to measure; everything when nothing is named
    pub(crate) names: Vec<Name>,
    /// One round of everything with few customers, to see that it runs; the figures mean nothing
    #[arg(long)]
    pub(crate) quick: bool,
    /// Writes all figures into this file as well
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// How often both sides take turns
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// Customers a round with a commit each
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) one: u32,
    /// Customers a round in batches
    #[arg(long, default_value_t = 40_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) batched: u32,
    /// Customers that are there when some are looked up
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) population: u32,
    /// Look-ups a round
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) gets: u32,
    /// Customers a round that the threads share
    #[arg(long, default_value_t = 8_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) shared: u32,
    /// Documents that are validated
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) documents: u32,
    /// How often a side validates all documents in a round
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) passes: u32,
    /// Orders that one thread charges a round; many threads charge four times as many
    #[arg(long, default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(4..))]
    pub(crate) charges: u32,
    /// Entries of the account whose status is asked for
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) entries: u32,
    /// Folder for the files; use the disk that you want to measure: `/tmp` is often memory
    #[arg(long, value_name = "FOLDER", default_value = PLACE)]
    pub(crate) dir: PathBuf,
    /// The program of the peer stateset-embedded
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) stateset: Option<PathBuf>,
}

impl Settings {
    /// Whether a benchmark was asked for.
    pub(crate) fn has(&self, name: Name) -> bool {
        self.names.is_empty() || self.names.contains(&name)
    }

    /// The settings with the sizes of a quick run, where one was asked for.
    pub(crate) fn sized(self) -> Self {
        if !self.quick {
            return self;
        }
        Self {
            rounds: 1,
            one: 50,
            batched: 2_000,
            population: 2_000,
            gets: 1_000,
            shared: 256,
            documents: 500,
            passes: 1,
            charges: 64,
            entries: 100,
            ..self
        }
    }
}
