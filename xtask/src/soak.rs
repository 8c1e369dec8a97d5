//! `cargo xtask soak`: the tests whose worth grows with the time that they get.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::ajv;
use crate::setup::Tool;
use crate::shell::{Call, Failure};
use crate::vectors;

/// The variables are read by the tests, which do with far fewer cases in a plain `cargo test`.
const SEQUENCES: &str = "PATRONAGE_MODEL_SEQUENCES";
const KILLS: &str = "PATRONAGE_KILLS";
const CREDIT: &str = "PATRONAGE_CREDIT_OPERATIONS";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many random sequences of operations the model tests run.
    #[arg(long, env = SEQUENCES, default_value_t = 10_000)]
    sequences: u32,
    /// How many times the crash tests kill a writer.
    #[arg(long, env = KILLS, default_value_t = 100)]
    kills: u32,
    /// How many random operations on credit are compared with plain integers, in memory and on
    /// SQLite each.
    #[arg(long, env = CREDIT, default_value_t = 1_000_000)]
    credit: u32,
    /// How many random patterns are compared with JavaScript.
    #[arg(long, default_value_t = 200_000)]
    patterns: u32,
    /// How many random schemas, with 60 documents each, are compared with other validators.
    #[arg(long, default_value_t = 10_000)]
    schemas: u32,
    /// The number from which random patterns and schemas follow; another one each time when none
    /// is given.
    #[arg(long)]
    seed: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    Tool::Node.ensure()?;
    Tool::Npm.ensure()?;
    let seed = arguments.seed.unwrap_or_else(seconds);
    vectors::soak(arguments.patterns, seed)?;
    ajv::soak(arguments.schemas, seed)?;
    memory(arguments).run()?;
    call(arguments).run()
}

/// The reference store beside plain integers.
fn memory(arguments: &Arguments) -> Call {
    let tests = ["--test", "credit", "plain_integers", "--", "--nocapture"];
    Call::cargo(["test", "--release", "-p", "patronage"].into_iter().chain(tests))
        .env(CREDIT, arguments.credit)
}

/// The time of day, which is another seed for every run.
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())
}

fn call(arguments: &Arguments) -> Call {
    let tests = ["--test", "model", "--test", "crash", "--test", "credit"];
    let start = ["test", "--release", "-p", "patronage-sqlite"];
    Call::cargo(start.into_iter().chain(tests).chain(["--", "--nocapture"]))
        .env(SEQUENCES, arguments.sequences)
        .env(KILLS, arguments.kills)
        .env(CREDIT, arguments.credit)
}

#[cfg(test)]
mod tests {
    use super::{Arguments, call, memory};

    #[test]
    fn the_numbers_reach_the_tests() {
        let arguments =
            Arguments { sequences: 7, kills: 3, credit: 9, patterns: 5, schemas: 4, seed: None };
        assert_eq!(
            call(&arguments).to_string(),
            "PATRONAGE_MODEL_SEQUENCES=7 PATRONAGE_KILLS=3 PATRONAGE_CREDIT_OPERATIONS=9 \
             cargo test --release -p patronage-sqlite --test model --test crash --test credit -- \
             --nocapture"
        );
        assert_eq!(
            memory(&arguments).to_string(),
            "PATRONAGE_CREDIT_OPERATIONS=9 cargo test --release -p patronage --test credit \
             plain_integers -- --nocapture"
        );
    }
}
