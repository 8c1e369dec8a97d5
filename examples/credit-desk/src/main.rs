//! A season of a business customer who buys on account, on a terminal.
//!
//! `cargo run -p credit-desk` plays it and prints what the account shows after each step, then a
//! statement with what is open and how old it is. [`desk`] has the shop, its customer and a clock
//! that the story moves on; [`story`] is what happens.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a program for a terminal")]

mod desk;
mod story;

use std::process::ExitCode;

use desk::{Desk, Failure};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let desk = Desk::open()?;
    let head = story::play(&desk)?;

    println!("\n{}\n", desk.statement("2026-03-01", "2026-05-31")?);

    let verified = desk.credit.verify(desk.customer, Some(head))?;
    let sound = if verified.is_sound() { "is as it was written" } else { "was altered" };
    println!("The ledger has {} entries and {sound}.", verified.entries());
    Ok(())
}
