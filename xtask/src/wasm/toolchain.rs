//! The compiler for `wasm32-unknown-unknown`: rustup's where it has one, or else Debian's.

use std::fmt;

use crate::setup::package;
use crate::shell::{Call, Failure};

/// What is compiled for.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian's package `rustc-web` puts its compiler, behind rustup's in the path.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// A compiler that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Toolchain {
    /// The one of the workspace, with the standard library that rustup has for the target.
    Rustup,
    /// Debian's, which compiles the standard library as well.
    Debian {
        /// The linker, which comes with rustup's.
        linker: String,
    },
}

/// Finds a compiler, or brings one.
pub(super) fn find() -> Result<Toolchain, Failure> {
    if Call::new("rustup", ["target", "add", TARGET]).succeeds() {
        return Ok(Toolchain::Rustup);
    }
    if !builds_the_library() {
        for call in package("rustc-web").into_iter().chain(package("rust-web-src")) {
            // What counts is whether the compiler is there afterwards.
            if let Err(failure) = call.run() {
                println!("{failure}");
            }
        }
    }
    if !builds_the_library() {
        return Err(Failure::Missing {
            program: TARGET,
            remedy: "add it with `rustup target add wasm32-unknown-unknown`, or install Debian's \
                     packages `rustc-web` and `rust-web-src`",
        });
    }
    let root = Call::new("rustc", ["--print", "sysroot"]).read()?;
    let host = Call::new("rustc", ["--print", "host-tuple"]).read()?;
    let linker = format!("{}/lib/rustlib/{}/bin/rust-lld", root.trim_end(), host.trim_end());
    Ok(Toolchain::Debian { linker })
}

/// Whether Debian's compiler and the sources are there.
fn builds_the_library() -> bool {
    let source = "test -d \"$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library\"";
    Call::new(DEBIAN_RUSTC, ["--version"]).succeeds() && Call::new("sh", ["-c", source]).succeeds()
}

impl Toolchain {
    /// A call of cargo for the target.
    pub(super) fn cargo<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Call {
        let words = words.into_iter().chain(["--target", TARGET]);
        match self {
            Self::Rustup => Call::cargo(words),
            Self::Debian { linker } => {
                Call::cargo(words.chain(["-Z", "build-std=std,panic_abort"]))
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", 1)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            }
        }
    }

    /// The lints; Debian's compiler has none.
    pub(super) fn clippy(&self) -> Option<Call> {
        let words = ["clippy", "-p", "patronage-wasm", "--features", "vectors", "--target", TARGET];
        let words = words.into_iter().chain(["--", "-D", "warnings"]);
        (*self == Self::Rustup).then(|| Call::cargo(words))
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => f.write_str("rustup's compiler"),
            Self::Debian { .. } => f.write_str("Debian's compiler (`rustc-web`), as rustup has none"),
        }
    }
}
