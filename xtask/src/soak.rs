//! `cargo xtask soak`: the tests whose worth grows with the time that they get.

use crate::shell::{Call, Failure};

/// The variables are read by the tests, which do with far fewer cases in a plain `cargo test`.
const SEQUENCES: &str = "PATRONAGE_MODEL_SEQUENCES";
const KILLS: &str = "PATRONAGE_KILLS";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many random sequences of operations the model tests run.
    #[arg(long, env = SEQUENCES, default_value_t = 10_000)]
    sequences: u32,
    /// How many times the crash tests kill a writer.
    #[arg(long, env = KILLS, default_value_t = 100)]
    kills: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    call(arguments).run()
}

fn call(arguments: &Arguments) -> Call {
    let tests = ["--test", "model", "--test", "crash"];
    let start = ["test", "--release", "-p", "patronage-sqlite"];
    Call::cargo(start.into_iter().chain(tests).chain(["--", "--nocapture"]))
        .env(SEQUENCES, arguments.sequences)
        .env(KILLS, arguments.kills)
}

#[cfg(test)]
mod tests {
    use super::{Arguments, call};

    #[test]
    fn the_numbers_reach_the_tests() {
        assert_eq!(
            call(&Arguments { sequences: 7, kills: 3 }).to_string(),
            "PATRONAGE_MODEL_SEQUENCES=7 PATRONAGE_KILLS=3 cargo test --release \
             -p patronage-sqlite --test model --test crash -- --nocapture"
        );
    }
}
