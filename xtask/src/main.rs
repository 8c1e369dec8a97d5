//! What a developer of this workspace does, as commands: `cargo xtask test`, `cargo xtask bench`,
//! `cargo xtask soak`.
//!
//! Each command does its own set-up, so that a fresh clone on a fresh machine needs no reading.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a program for a terminal; printing is how it answers"
)]

mod ajv;
mod bench;
mod browser;
mod counts;
mod document;
mod npm;
mod python;
mod quickstart;
mod schema_as_code;
mod setup;
mod shell;
mod soak;
mod test;
mod vectors;
mod wasm;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The developer commands of patronage.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Everything that a merge must pass, or some steps of it.
    Test(test::Arguments),
    /// The benchmarks, optimised.
    Bench(bench::Arguments),
    /// Builds the browser package into `bindings-wasm/pkg` and says how large it is.
    Wasm,
    /// The model and crash tests of the stores, random patterns and random schemas, optimised and
    /// with many more cases.
    Soak(soak::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Wasm => wasm::measure(),
        Task::Soak(arguments) => soak::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}
