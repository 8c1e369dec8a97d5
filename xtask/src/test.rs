//! `cargo xtask test`: what a merge must pass, step by step, cheapest first.

use std::time::{Duration, Instant};

use clap::builder::PossibleValuesParser;

use crate::ajv;
use crate::browser;
use crate::counts;
use crate::python;
use crate::quickstart;
use crate::setup::Tool;
use crate::shell::{Call, Failure};
use crate::vectors;
use crate::wasm;

/// A part of the test command that can be run by its name.
struct Step {
    name: &'static str,
    /// What holds when the step succeeds.
    promise: &'static str,
    tools: &'static [Tool],
    run: fn() -> Result<(), Failure>,
}

#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "format", promise: "the code is formatted", tools: &[Tool::Rustfmt], run: format },
    Step { name: "lint", promise: "clippy has no warnings", tools: &[Tool::Clippy], run: lint },
    Step { name: "features", promise: "the core builds without its features and what they bring", tools: &[], run: features },
    Step { name: "tests", promise: "all tests pass, those of the documentation included", tools: &[], run: tests },
    Step { name: "vectors", promise: "JavaScript gives the answers that the core gives", tools: &[Tool::Node], run: vectors::check },
    Step { name: "ajv", promise: "ajv accepts what the core accepts, by the JSON Schema that it exports", tools: &[Tool::Node, Tool::Npm], run: ajv::check },
    Step { name: "python", promise: "the wheel does what its stubs, its README and the vectors say", tools: &[Tool::Python, Tool::Node], run: python::check },
    Step { name: "wasm", promise: "the browser package builds, answers in Node.js as the core does, and is small", tools: &[Tool::Node, Tool::Npm], run: wasm::check },
    Step { name: "browser", promise: "forms work in Chromium, for everybody, and the vectors give the same answers there", tools: &[Tool::Node, Tool::Npm, Tool::Chromium], run: browser::check },
    Step { name: "counts", promise: "every language has run every vector", tools: &[], run: counts::check },
    Step { name: "docs", promise: "the documentation builds without warnings", tools: &[], run: docs },
    Step { name: "quickstart", promise: "the quickstart and the definitions in a file do what their READMEs say", tools: &[Tool::Sqlite3], run: quickstart::check },
];

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The steps to run, in this order; all of them when none is named.
    #[arg(value_name = "STEP", value_parser = PossibleValuesParser::new(names()))]
    steps: Vec<String>,
    /// Lists the steps and runs nothing.
    #[arg(long)]
    list: bool,
}

fn names() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|step| step.name)
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.list {
        for step in STEPS {
            println!("{:12}{}", step.name, step.promise);
        }
        return Ok(());
    }
    let chosen: Vec<&Step> = if arguments.steps.is_empty() {
        STEPS.iter().collect()
    } else {
        let named = |name: &String| STEPS.iter().find(|step| step.name == name);
        arguments.steps.iter().filter_map(named).collect()
    };
    run_all(&chosen)
}

/// Runs the steps up to the first that fails, and says of each how it ended.
fn run_all(steps: &[&Step]) -> Result<(), Failure> {
    let mut ends = Vec::new();
    let mut outcome = Ok(());
    for step in steps {
        println!("\n=== {}: {}", step.name, step.promise);
        let start = Instant::now();
        outcome = step.tools.iter().try_for_each(|tool| tool.ensure()).and_then(|()| (step.run)());
        let took = start.elapsed();
        let verdict = if outcome.is_ok() { "passed" } else { "FAILED" };
        println!("=== {} {verdict} after {}", step.name, seconds(took));
        ends.push((verdict, took));
        if let Err(cause) = outcome {
            outcome = Err(Failure::Step { step: step.name, cause: Box::new(cause) });
            break;
        }
    }
    println!("\n{}", summary(steps, &ends));
    outcome
}

/// The table at the end; a step that has no end was not run.
fn summary(steps: &[&Step], ends: &[(&str, Duration)]) -> String {
    let mut table = format!("{:<12}{:<9}{:>9}", "step", "result", "time");
    for (place, step) in steps.iter().enumerate() {
        let row = match ends.get(place) {
            Some((verdict, took)) => format!("{:<12}{verdict:<9}{:>9}", step.name, seconds(*took)),
            None => format!("{:<12}not run", step.name),
        };
        table.push('\n');
        table.push_str(&row);
    }
    table
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

fn format() -> Result<(), Failure> {
    Call::cargo(["fmt", "--all", "--check"]).run()
}

fn lint() -> Result<(), Failure> {
    Call::cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
}

fn tests() -> Result<(), Failure> {
    counts::forget()?;
    Call::cargo(["test", "--workspace"]).run()
}

fn docs() -> Result<(), Failure> {
    Call::cargo(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").run()
}

/// The core has to build for the browser, where there is no operating system to ask, and must not
/// change how the host's own `serde_json` reads numbers.
fn features() -> Result<(), Failure> {
    let bare = ["check", "-p", "patronage", "--no-default-features"];
    Call::cargo(bare).run()?;
    Call::cargo(bare.into_iter().chain(["--features", "conformance"])).run()?;

    let tree = ["tree", "--edges", "normal", "--target", "all", "--prefix", "none"];
    let tree = tree.into_iter().chain(["--format", "{p} {f}"]);
    let core = Call::cargo(tree.clone().chain(["-p", "patronage", "--no-default-features"]));
    refuse(
        &core,
        "without `system` the core depends on the operating system's randomness",
        |line| line.starts_with("getrandom "),
    )?;
    let libraries = Call::cargo(tree.chain(["-p", "patronage", "-p", "patronage-sqlite"]));
    refuse(
        &libraries,
        "`serde_json` is built with `arbitrary_precision` for the host too",
        |line| line.starts_with("serde_json ") && line.contains("arbitrary_precision"),
    )
}

/// Fails with the complaint if any line of the call's output is bad.
fn refuse(call: &Call, complaint: &str, bad: impl Fn(&str) -> bool) -> Result<(), Failure> {
    match call.read()?.lines().find(|line| bad(line)) {
        None => Ok(()),
        Some(line) => {
            let complaint = format!("{complaint} (`{}`)", line.trim_end());
            Err(Failure::Unacceptable { call: call.clone(), complaint })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use clap::Parser;

    use super::{STEPS, Step, names, refuse, run_all, summary};
    use crate::shell::{Call, Failure};

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        arguments: super::Arguments,
    }

    const fn step(name: &'static str, run: fn() -> Result<(), Failure>) -> Step {
        Step { name, promise: "", tools: &[], run }
    }

    #[test]
    fn steps_are_chosen_by_name_and_unknown_ones_are_refused_with_the_list() {
        let line = Line::try_parse_from(["test", "lint", "format"]).unwrap();
        assert_eq!(line.arguments.steps, ["lint", "format"]);
        let refusal = Line::try_parse_from(["test", "lnt"]).unwrap_err().to_string();
        assert!(refusal.contains("format, lint, features"), "{refusal}");
    }

    #[test]
    fn names_are_unique() {
        let unique: std::collections::BTreeSet<_> = names().collect();
        assert_eq!(unique.len(), STEPS.len());
    }

    #[test]
    fn the_first_failure_ends_the_run_and_names_its_step_and_call() {
        static RAN: AtomicBool = AtomicBool::new(false);
        let good = step("good", || Ok(()));
        let bad = step("bad", || Call::new("sh", ["-c", "exit 1"]).run());
        let after = step("after", || {
            RAN.store(true, Ordering::SeqCst);
            Ok(())
        });
        let failure = run_all(&[&good, &bad, &after]).unwrap_err().to_string();
        assert!(failure.starts_with("the step `bad` failed (`cargo xtask test bad`"), "{failure}");
        assert!(failure.contains("    sh -c 'exit 1'\n"), "{failure}");
        assert!(!RAN.load(Ordering::SeqCst));
        assert!(run_all(&[&good]).is_ok());
    }

    #[test]
    fn the_summary_names_what_was_not_run() {
        let (one, two) = (step("one", || Ok(())), step("two", || Ok(())));
        assert_eq!(
            summary(&[&one, &two], &[("FAILED", Duration::from_millis(12_340))]),
            "step        result        time\none         FAILED      12.3 s\ntwo         not run"
        );
    }

    #[test]
    fn a_bad_line_is_refused_with_the_call_that_shows_it() {
        let call = Call::new("printf", ["serde v1\\ngetrandom v0.4.1 std\\n"]);
        let bad = |line: &str| line.starts_with("getrandom ");
        let failure = refuse(&call, "it is there", bad).unwrap_err().to_string();
        assert!(failure.starts_with("it is there (`getrandom v0.4.1 std`)"), "{failure}");
        assert!(failure.contains("printf"), "{failure}");
        assert!(refuse(&call, "it is there", |line| line.starts_with("rand ")).is_ok());
    }
}
