//! The compiler for `wasm32-unknown-unknown`, with the sources of the standard library: rustup's
//! where it has them, or else Debian's.
//!
//! The standard library is compiled with the module, since the one that is shipped with a compiler
//! is made for speed and carries the texts of its panics: that is a quarter of the module.

use std::fmt;

use crate::setup::package;
use crate::shell::{Call, Failure};

/// What is compiled for.
const TARGET: &str = "wasm32-unknown-unknown";
/// Where all of it is compiled, apart from the rest, which has other flags.
const FOLDER: &str = "target/wasm-module";

/// Where Debian's package `rustc-web` puts its compiler, behind rustup's in the path.
const DEBIAN: &str = "/usr/bin/rustc";

/// A compiler that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Toolchain {
    /// The one of the workspace.
    Rustup,
    /// Debian's, with the linker of rustup's.
    Debian { linker: String },
}

/// Finds a compiler, or brings one.
pub(super) fn find() -> Result<Toolchain, Failure> {
    if !has_source("rustc") {
        try_all([Call::new("rustup", ["component", "add", "rust-src"])]);
    }
    if has_source("rustc") {
        return Ok(Toolchain::Rustup);
    }
    if !has_source(DEBIAN) {
        try_all(package("rustc-web").into_iter().chain(package("rust-web-src")));
    }
    if !has_source(DEBIAN) {
        return Err(Failure::Missing {
            program: "the source of the standard library",
            remedy: "add it with `rustup component add rust-src`, or install Debian's packages \
                     `rustc-web` and `rust-web-src`",
        });
    }
    let root = Call::new("rustc", ["--print", "sysroot"]).read()?;
    let host = Call::new("rustc", ["--print", "host-tuple"]).read()?;
    let linker = format!("{}/lib/rustlib/{}/bin/rust-lld", root.trim_end(), host.trim_end());
    Ok(Toolchain::Debian { linker })
}

/// Runs calls that may fail: what counts is what is there afterwards.
fn try_all(calls: impl IntoIterator<Item = Call>) {
    for call in calls {
        if let Err(failure) = call.run() {
            println!("{failure}");
        }
    }
}

/// What the module may use of WebAssembly beside what the compiler takes for granted. Sixteen bytes
/// are looked at in one go, as all browsers can since 2023; and as only numbers cross, nothing of
/// JavaScript is referred to, for which `wasm-bindgen` would ask for a table.
const FEATURES: &str = "+simd128,-reference-types";

/// The flags of the compiler: a panic is a trap without a text, and the module does not say where on
/// this machine its sources were.
fn flags() -> String {
    let home = |name: &str, usual: &str| {
        std::env::var(name)
            .unwrap_or_else(|_| format!("{}/{usual}", std::env::var("HOME").unwrap_or_default()))
    };
    let cargo = format!("--remap-path-prefix={}=cargo", home("CARGO_HOME", ".cargo"));
    let rustup = format!("--remap-path-prefix={}=rustup", home("RUSTUP_HOME", ".rustup"));
    let panics = "-Zunstable-options -Cpanic=immediate-abort";
    format!("{panics} -Ctarget-feature={FEATURES} {cargo} {rustup}")
}

/// Whether a compiler has the sources of its standard library beside it.
fn has_source(compiler: &str) -> bool {
    // Without an answer of the compiler, the folder of the machine would be looked at.
    let there = "root=$(\"$0\" --print sysroot) && \
                 test -f \"$root/lib/rustlib/src/rust/library/Cargo.lock\"";
    Call::new("sh", ["-c", there, compiler]).succeeds()
}

impl Toolchain {
    /// A build of a module, by a profile, with these features.
    pub(super) fn build(&self, profile: &str, features: &str) -> Call {
        let call = Call::cargo(
            ["build", "-p", "patronage-wasm", "--profile", profile, "--target", TARGET]
                .into_iter()
                .chain(["--target-dir", FOLDER])
                .chain(["-Z", "build-std=std,panic_abort"])
                .chain(["-Z", "build-std-features=optimize_for_size"])
                .chain(["--no-default-features", "--features", features]),
        );
        // What is unstable is how the library is built, and nothing of the language.
        let call = call.env("RUSTC_BOOTSTRAP", 1).env("RUSTFLAGS", flags());
        match self {
            Self::Rustup => call,
            Self::Debian { linker } => {
                call.env("RUSTC", DEBIAN).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            }
        }
    }

    /// Where a build by a profile leaves the module, below the root.
    pub(super) fn module(profile: &str) -> String {
        format!("{FOLDER}/{TARGET}/{profile}/patronage_wasm.wasm")
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => f.write_str("the compiler of the workspace"),
            Self::Debian { .. } => {
                f.write_str("Debian's compiler (`rustc-web`), as rustup has no `rust-src`")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Toolchain, has_source};

    #[test]
    fn either_compiler_builds_the_same_and_debians_links_with_rustups_linker() {
        let plain = Toolchain::Rustup.build("wasm", "vectors").to_string();
        assert!(plain.contains("-Z build-std=std,panic_abort"), "{plain}");
        assert!(plain.ends_with("--features vectors"), "{plain}");
        let debian = Toolchain::Debian { linker: "/lib/rust-lld".to_owned() }
            .build("wasm-small", "credit")
            .to_string();
        assert!(debian.contains("--profile wasm-small"), "{debian}");
        assert!(debian.contains("RUSTC=/usr/bin/rustc"), "{debian}");
        assert!(debian.contains("_LINKER=/lib/rust-lld"), "{debian}");
    }

    #[test]
    fn a_compiler_that_is_not_there_has_no_source() {
        assert!(!has_source("no-such-compiler"));
    }
}
