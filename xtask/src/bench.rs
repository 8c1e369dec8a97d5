//! `cargo xtask bench`: the benchmarks, with the peers measured in the same run.

use std::path::Path;

use clap::ValueEnum;

use crate::python;
use crate::shell::{Call, Failure};
use crate::wasm;

/// The peer that is a program of its own, because it brings its own SQLite.
const PEER: &str = "benches/peers/stateset/target/release/peer-stateset";
const PEER_MANIFEST: &str = "benches/peers/stateset/Cargo.toml";

/// How often a workload is done under callgrind: the difference is free of all that happens once.
/// Both are whole batches.
const FEW: u64 = 1_000;
const MANY: u64 = 3_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to measure: create, stateset, get, threads, attributes; everything when nothing is named.
    /// `python` alone is the wheel beside pydantic and jsonschema-rs, `node` alone the browser package
    /// beside ajv and zod
    names: Vec<String>,
    /// Few customers and one round, to see that it runs; the figures mean nothing. The program of
    /// the peer is used when it is there, but not built
    #[arg(long)]
    quick: bool,
    /// Writes all figures into this file as well, seen from the root of the workspace
    #[arg(long, value_name = "FILE")]
    json: Option<String>,
    /// Counts instructions under valgrind's callgrind in place of measuring times
    #[arg(long, value_name = "WORKLOAD", conflicts_with_all = ["names", "quick", "json"])]
    profile: Option<Profile>,
    /// Passed on to the program `benches measure`, such as `-- --rounds 9`
    #[arg(last = true)]
    further: Vec<String>,
}

/// What callgrind looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// Creating customers, one by one and in batches
    Create,
    /// Getting customers by id and by login
    Get,
    /// Validating documents of attributes, from text and from values in memory
    Attributes,
    /// Charging orders on credit
    Credit,
}

/// A workload with the sides that do it, as `benches once` names them. The others are seen beside
/// the first.
type Workload = (&'static str, &'static [&'static str]);

impl Profile {
    fn workloads(self) -> &'static [Workload] {
        match self {
            Self::Create => {
                &[("create-one", &["ours", "hand"]), ("create-batch", &["ours", "hand"])]
            }
            Self::Get => &[("get-by-id", &["ours", "hand"]), ("get-by-login", &["ours", "hand"])],
            Self::Attributes => &[
                (
                    "attributes-text",
                    &["ours", "ours-kept", "jsonschema", "jsonschema-twice", "garde", "nobody"],
                ),
                ("attributes-own", &["ours", "garde"]),
                ("attributes-tree", &["ours", "jsonschema", "jsonschema-twice"]),
            ],
            Self::Credit => &[("credit-charge", &["ours", "hand"])],
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments.names.as_slice() {
        [name] if name == "node" => return wasm::bench(),
        [name] if name == "python" => return python::bench(arguments.quick),
        _ => {}
    }
    if let Some(profile) = arguments.profile {
        return count_instructions(profile);
    }
    let peer_is_there = || root().join(PEER).exists();
    if arguments.measures_the_peer() && !arguments.quick && !peer_is_there() {
        Call::cargo(["build", "--release", "--locked", "--manifest-path", PEER_MANIFEST]).run()?;
    }
    measure(arguments, peer_is_there()).run()
}

impl Arguments {
    fn measures_the_peer(&self) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| name == "stateset")
    }
}

fn measure(arguments: &Arguments, with_peer: bool) -> Call {
    let mut words = vec!["run", "--release", "-p", "benches", "--", "measure"];
    words.extend(arguments.names.iter().map(String::as_str));
    if arguments.quick {
        words.push("--quick");
    }
    if let Some(file) = &arguments.json {
        words.extend(["--json", file]);
    }
    if with_peer {
        words.extend(["--stateset", PEER]);
    }
    words.extend(arguments.further.iter().map(String::as_str));
    Call::cargo(words)
}

/// Prints the instructions of one operation on each side. Unlike a time, the count hardly depends
/// on the machine and its other work, so that progress can be followed from commit to commit.
fn count_instructions(profile: Profile) -> Result<(), Failure> {
    if !Call::new("valgrind", ["--version"]).succeeds() {
        let remedy = "install it, on Debian with `apt-get install valgrind`";
        return Err(Failure::Missing { program: "valgrind", remedy });
    }
    Call::cargo(["build", "--release", "-p", "benches"]).run()?;
    let mut lines = vec![line("workload", "side", "instructions", "first beside it")];
    for (workload, sides) in profile.workloads() {
        let mut first = None;
        for side in *sides {
            let each = instructions_each(workload, side)?;
            let ratio = hundredths(*first.get_or_insert(each), each);
            lines.push(line(workload, side, &each.to_string(), &ratio));
        }
    }
    println!("\n{}", lines.join("\n"));
    println!(
        "\nEach is the difference of {MANY} and {FEW} operations, divided; the kernel's own are"
    );
    println!(
        "not counted. Where they go: callgrind_annotate {}",
        out_file("WORKLOAD", "SIDE", MANY)
    );
    Ok(())
}

fn line(workload: &str, side: &str, instructions: &str, ratio: &str) -> String {
    format!("{workload:<18}{side:<18}{instructions:>14}{ratio:>17}")
}

fn instructions_each(workload: &str, who: &str) -> Result<u64, Failure> {
    let few = instructions(workload, who, FEW)?;
    let many = instructions(workload, who, MANY)?;
    Ok(many.saturating_sub(few) / (MANY - FEW))
}

fn instructions(workload: &str, who: &str, count: u64) -> Result<u64, Failure> {
    let file = out_file(workload, who, count);
    let call = Call::new(
        "valgrind",
        [
            "--quiet",
            "--tool=callgrind",
            &format!("--callgrind-out-file={file}"),
            "target/release/benches",
            "once",
            workload,
            who,
            &count.to_string(),
        ],
    );
    call.clone().run()?;
    let profile = std::fs::read_to_string(root().join(&file)).unwrap_or_default();
    total(&profile).ok_or_else(|| Failure::Unacceptable {
        call,
        complaint: format!("callgrind wrote no total into `{file}`"),
    })
}

fn out_file(workload: &str, who: &str, count: u64) -> String {
    format!("target/callgrind.{workload}.{who}.{count}.out")
}

/// The total that stands in a file of callgrind.
fn total(profile: &str) -> Option<u64> {
    let line = profile.lines().find_map(|line| line.strip_prefix("totals: "))?;
    line.trim().parse().ok()
}

/// A ratio with two decimals.
fn hundredths(dividend: u64, divisor: u64) -> String {
    let ratio = dividend.saturating_mul(100).checked_div(divisor).unwrap_or_default();
    format!("{}.{:02}x", ratio / 100, ratio % 100)
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        arguments: super::Arguments,
    }

    fn call(words: &[&str], with_peer: bool) -> String {
        let line = Line::parse_from(std::iter::once(&"bench").chain(words));
        super::measure(&line.arguments, with_peer).to_string()
    }

    #[test]
    fn names_and_options_reach_the_program() {
        let run = "cargo run --release -p benches -- measure";
        assert_eq!(call(&[], false), run);
        assert_eq!(
            call(&["create", "--json", "out.json", "get", "--", "--rounds", "9"], true),
            format!("{run} create get --json out.json --stateset {} --rounds 9", super::PEER)
        );
        assert_eq!(call(&["--quick", "threads"], false), format!("{run} threads --quick"));
    }

    #[test]
    fn the_total_is_read_from_the_profile() {
        assert_eq!(super::total("events: Ir\nfn=main\n1 2\n\ntotals: 1234\n"), Some(1234));
        assert_eq!(super::total("events: Ir\n"), None);
    }

    #[test]
    fn columns_stand_below_each_other() {
        let lines =
            [super::line("workload", "side", "n", "r"), super::line("get", "ours", "12", "1x")];
        let ends = lines.each_ref().map(String::len);
        assert_eq!(ends[0], ends[1], "{lines:?}");
    }

    #[test]
    fn ratios_have_two_decimals() {
        assert_eq!(super::hundredths(31, 30), "1.03x");
        assert_eq!(super::hundredths(1, 0), "0.00x");
    }
}
