//! The wheel for Python: built, installed into an environment of its own, and tested from there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Call, Failure};

/// The environment. Everything that is installed goes there, and nothing to the machine.
const ENVIRONMENT: &str = "target/python";
const WHEELS: &str = "target/wheels";

/// The most that a wheel may have.
const MOST_BYTES: u64 = 5_000_000;
const PROJECT: &str = "bindings-python";
/// The program with which the scripts take turns.
const BENCHES: &str = "target/release/benches";

/// Builds the wheel as quickly as it can be built, and runs everything that is said about it.
pub(crate) fn check() -> Result<(), Failure> {
    prepare()?;
    // The counts that the vectors of Python are compared with.
    Call::cargo(["test", "-p", "patronage", "--test", "vectors"]).run()?;
    install("dev")?;
    inside("pytest", ["-c", "pyproject.toml"]).run()?;
    module("mypy.stubtest", ["patronage", "--allowlist", "tests/stubtest-allowlist.txt"]).run()?;
    let typed = ["tests/typed.py", "../examples/python"];
    inside("mypy", ["--config-file", "pyproject.toml"].into_iter().chain(typed)).run()?;
    inside("pyright", ["--pythonpath", &program("python")].into_iter().chain(typed)).run()
}

/// Measures the wheel beside what somebody would use instead, built as it is released.
pub(crate) fn bench(quick: bool) -> Result<(), Failure> {
    prepare()?;
    let requirements = format!("{PROJECT}/requirements-bench.txt");
    Call::new(&program("pip"), ["install", "--quiet", "--requirement", &requirements]).run()?;
    install("wheel")?;
    weigh()?;
    let (documents, rounds, one, batched) =
        if quick { ("100", "1", "50", "2000") } else { ("10000", "9", "2000", "20000") };
    let (folder, people) = ("target/bench/documents", "target/bench/people.jsonl");
    let benches = |words: &[&'static str]| {
        let run = ["run", "--release", "-p", "benches", "--"];
        Call::cargo(run.into_iter().chain(words.iter().copied()))
    };
    benches(&["documents", folder, "--count", documents]).run()?;
    benches(&["people", people, batched]).run()?;
    script("bench_attributes.py", &[folder, rounds]).run()?;
    script("bench_customers.py", &[BENCHES, people, rounds, one, batched]).run()
}

/// A script that measures something.
fn script(name: &str, arguments: &[&str]) -> Call {
    let file = format!("{PROJECT}/benches/{name}");
    Call::new(&program("python"), [file.as_str()].into_iter().chain(arguments.iter().copied()))
}

/// Makes the environment, with the versions that `requirements-test.txt` names.
fn prepare() -> Result<(), Failure> {
    if !root().join(ENVIRONMENT).join("bin/python").is_file() {
        Call::new("python3", ["-m", "venv", ENVIRONMENT]).run()?;
    }
    let requirements = format!("{PROJECT}/requirements-test.txt");
    Call::new(&program("pip"), ["install", "--quiet", "--requirement", &requirements]).run()
}

/// Builds the wheel in a profile of cargo and installs it in place of an earlier one.
fn install(profile: &str) -> Result<(), Failure> {
    let folder = root().join(WHEELS);
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|cause| Failure::File { path: folder, cause })?;
    }
    let manifest = format!("{PROJECT}/Cargo.toml");
    let build = ["build", "--quiet", "--manifest-path", &manifest, "--profile", profile];
    Call::new(&program("maturin"), build.into_iter().chain(["--out", WHEELS])).run()?;
    let wheel = ["install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"];
    let from = ["--find-links", WHEELS, "patronage"];
    Call::new(&program("pip"), wheel.into_iter().chain(from)).run()
}

/// A program of the environment.
fn program(name: &str) -> String {
    root().join(ENVIRONMENT).join("bin").join(name).to_string_lossy().into_owned()
}

/// Says how large the wheel is, and fails where that is more than users would like to wait for.
fn weigh() -> Result<(), Failure> {
    let folder = root().join(WHEELS);
    let failed = |cause| Failure::File { path: folder.clone(), cause };
    for wheel in fs::read_dir(&folder).map_err(failed)? {
        let wheel = wheel.map_err(failed)?;
        let bytes = wheel.metadata().map_err(failed)?.len();
        let said = format!("{}: {bytes} bytes of at most {MOST_BYTES}", wheel.path().display());
        println!("{said}");
        if bytes > MOST_BYTES {
            let call = Call::new("ls", ["-l", WHEELS]);
            return Err(Failure::Unacceptable { call, complaint: said });
        }
    }
    Ok(())
}

/// A program of the environment that works in the folder of the wheel.
fn inside<'a>(name: &str, arguments: impl IntoIterator<Item = &'a str>) -> Call {
    let within = ["--chdir", PROJECT].map(ToOwned::to_owned);
    let words = arguments.into_iter().map(ToOwned::to_owned);
    Call::new("env", within.into_iter().chain([program(name)]).chain(words))
}

fn module<'a>(name: &'a str, arguments: impl IntoIterator<Item = &'a str>) -> Call {
    inside("python", ["-m", name].into_iter().chain(arguments))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
