//! The programs that the commands need beside cargo, brought in where that is possible.

use crate::shell::{Call, Failure};

/// A program that a fresh machine may lack.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tool {
    Rustfmt,
    Clippy,
    /// The command line of SQLite, by which a reader of the quickstart looks into the file.
    Sqlite3,
    /// Node.js 20 or newer: the first that knows the flag `v` of regular expressions.
    Node,
    /// The installer of packages that comes with Node.js, or beside it.
    Npm,
    /// Python 3.10 or newer, which can make an environment of its own.
    Python,
    /// The browser, where Debian puts it or the environment variable `CHROMIUM` says.
    Chromium,
}

impl Tool {
    /// Makes sure that the program is there: installs it, or fails with what to do by hand.
    pub(crate) fn ensure(self) -> Result<(), Failure> {
        if self.check().succeeds() {
            return Ok(());
        }
        for call in self.installation() {
            // What counts is whether the program is there afterwards.
            if let Err(failure) = call.run() {
                println!("{failure}");
            }
        }
        if self.check().succeeds() { Ok(()) } else { Err(self.missing()) }
    }

    fn check(self) -> Call {
        match self {
            Self::Rustfmt => Call::cargo(["fmt", "--version"]),
            Self::Clippy => Call::cargo(["clippy", "--version"]),
            Self::Sqlite3 => Call::new("sqlite3", ["--version"]),
            Self::Node => Call::new("node", ["--eval", "new RegExp('a', 'v')"]),
            Self::Npm => Call::new("npm", ["--version"]),
            Self::Python => Call::new(
                "python3",
                ["-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))"],
            ),
            Self::Chromium => {
                Call::new("sh", ["-c", "\"${CHROMIUM:-/usr/bin/chromium}\" --version"])
            }
        }
    }

    /// The calls that bring the program; none where this machine does not let us.
    fn installation(self) -> Vec<Call> {
        match self {
            Self::Rustfmt => vec![Call::new("rustup", ["component", "add", "rustfmt"])],
            Self::Clippy => vec![Call::new("rustup", ["component", "add", "clippy"])],
            Self::Sqlite3 => package("sqlite3"),
            Self::Node => package("nodejs"),
            Self::Npm => package("npm"),
            Self::Python => package("python3-venv"),
            Self::Chromium => package("chromium"),
        }
    }

    fn missing(self) -> Failure {
        let (program, remedy) = match self {
            Self::Rustfmt => ("cargo fmt", "install it with `rustup component add rustfmt`"),
            Self::Clippy => ("cargo clippy", "install it with `rustup component add clippy`"),
            Self::Sqlite3 => (
                "sqlite3",
                "install the command line of SQLite (`apt-get install sqlite3`, \
                 `dnf install sqlite`, `brew install sqlite`)",
            ),
            Self::Node => (
                "node",
                "install Node.js 20 or newer (`apt-get install nodejs` from Debian 13 on, \
                 `dnf install nodejs`, `brew install node`)",
            ),
            Self::Npm => (
                "npm",
                "install npm, which mostly comes with Node.js (`apt-get install npm` where it does \
                 not)",
            ),
            Self::Python => (
                "python3",
                "install Python 3.10 or newer with venv (`apt-get install python3-venv`, \
                 `dnf install python3`, `brew install python`)",
            ),
            Self::Chromium => (
                "chromium",
                "install Chromium (`apt-get install chromium`, `dnf install chromium`), or say where \
                 it is in the environment variable `CHROMIUM`",
            ),
        };
        Failure::Missing { program, remedy }
    }
}

/// The calls that install a package of Debian.
pub(crate) fn package(name: &str) -> Vec<Call> {
    match Administrator::of_this_machine() {
        _ if !Call::new("apt-get", ["--version"]).succeeds() => Vec::new(),
        // A fresh image has no package lists yet.
        Some(by) => {
            vec![by.call(["apt-get", "update"]), by.call(["apt-get", "install", "-y", name])]
        }
        None => Vec::new(),
    }
}

/// How this process may act for the whole machine.
#[derive(Debug, Clone, Copy)]
enum Administrator {
    Root,
    /// `sudo`, which asks for no password.
    Sudo,
}

impl Administrator {
    fn of_this_machine() -> Option<Self> {
        if Call::new("sh", ["-c", "test \"$(id -u)\" = 0"]).succeeds() {
            Some(Self::Root)
        } else if Call::new("sudo", ["-n", "true"]).succeeds() {
            Some(Self::Sudo)
        } else {
            None
        }
    }

    fn call<const N: usize>(self, words: [&str; N]) -> Call {
        match self {
            Self::Root => Call::new("env", words),
            Self::Sudo => Call::new("sudo", ["-n"].into_iter().chain(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Administrator, Tool};

    #[test]
    fn what_is_missing_comes_with_what_to_install() {
        assert_eq!(
            Tool::Clippy.missing().to_string(),
            "`cargo clippy` is missing: install it with `rustup component add clippy`"
        );
        assert!(Tool::Node.missing().to_string().contains("Node.js 20 or newer"));
        assert!(Tool::Sqlite3.missing().to_string().contains("`apt-get install sqlite3`"));
    }

    #[test]
    fn sudo_never_asks_for_a_password() {
        let call = Administrator::Sudo.call(["apt-get", "update"]);
        assert_eq!(call.to_string(), "sudo -n apt-get update");
    }
}
