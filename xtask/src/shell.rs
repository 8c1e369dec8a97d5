//! Running other programs from the root of the workspace, and saying which.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Why a task did not succeed, in words for the developer who started it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The program could not be started at all.
    #[error("`{program}` could not be started: {cause}")]
    NotStarted { program: String, cause: std::io::Error },
    /// The program ran and did not succeed.
    #[error("failed ({status}); to repeat it, in the root of the workspace:\n\n    {call}\n")]
    Unsuccessful { call: Call, status: ExitStatus },
    /// The program ran, and what it said breaks a rule of ours.
    #[error("{complaint}; to see it, in the root of the workspace:\n\n    {call}\n")]
    Unacceptable { call: Call, complaint: String },
    /// A program is missing and could not be installed.
    #[error("`{program}` is missing: {remedy}")]
    Missing { program: &'static str, remedy: &'static str },
    /// A file could not be read or written.
    #[error("`{}`: {cause}", path.display())]
    File { path: PathBuf, cause: std::io::Error },
    /// What several reported does not fit together.
    #[error("{0}")]
    Disagreement(String),
    /// A file is not what it should be.
    #[error("`{}`: {problem}", path.display())]
    Unreadable { path: PathBuf, problem: String },
    /// A step of a longer command failed.
    #[error("the step `{step}` failed (`cargo xtask test {step}` runs it alone)\n{cause}")]
    Step { step: &'static str, cause: Box<Failure> },
}

/// A call of a program: shown as a line that can be pasted into a shell.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    program: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Call {
    pub(crate) fn new<S: Into<String>>(
        program: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Self { program: program.to_owned(), arguments, environment: Vec::new() }
    }

    pub(crate) fn cargo<S: Into<String>>(arguments: impl IntoIterator<Item = S>) -> Self {
        Self::new("cargo", arguments)
    }

    pub(crate) fn env(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.environment.push((name.to_owned(), value.to_string()));
        self
    }

    /// Runs the program to its end; its output goes where ours goes.
    pub(crate) fn run(self) -> Result<(), Failure> {
        println!("$ {self}");
        let status = self.command().status().map_err(|cause| self.not_started(cause))?;
        if status.success() { Ok(()) } else { Err(Failure::Unsuccessful { call: self, status }) }
    }

    /// Runs the program and returns what it wrote to its standard output.
    pub(crate) fn read(&self) -> Result<String, Failure> {
        println!("$ {self}");
        let mut command = self.command();
        command.stderr(Stdio::inherit());
        let output = command.output().map_err(|cause| self.not_started(cause))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Failure::Unsuccessful { call: self.clone(), status: output.status })
        }
    }

    /// Runs the program to its end, be it a good one or not, and returns what a reader at a terminal
    /// is left with: the standard output and, after a failure, the last line of the errors.
    pub(crate) fn ending(&self) -> Result<String, Failure> {
        println!("$ {self}");
        let output = self.command().output().map_err(|cause| self.not_started(cause))?;
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            text.push_str(errors.lines().last().unwrap_or("failed without a word"));
        }
        Ok(text)
    }

    /// Whether the program exists and succeeds; nothing is shown.
    pub(crate) fn succeeds(&self) -> bool {
        let mut command = self.command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        command
    }

    fn not_started(&self, cause: std::io::Error) -> Failure {
        Failure::NotStarted { program: self.program.clone(), cause }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            write!(f, "{name}={} ", quoted(value))?;
        }
        f.write_str(&self.program)?;
        for argument in &self.arguments {
            write!(f, " {}", quoted(argument))?;
        }
        Ok(())
    }
}

/// A word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=./:,@%+".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, Failure};

    #[test]
    fn a_call_is_shown_as_a_line_for_the_shell() {
        let call = Call::cargo(["doc", "--format", "{p} {f}", "it's", ""])
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("KILLS", 100);
        assert_eq!(
            call.to_string(),
            r"RUSTDOCFLAGS='-D warnings' KILLS=100 cargo doc --format '{p} {f}' 'it'\''s' ''"
        );
    }

    #[test]
    fn a_failed_call_says_how_to_repeat_it() {
        let failure = Call::new("sh", ["-c", "exit 3"]).run().unwrap_err();
        assert!(failure.to_string().contains("    sh -c 'exit 3'\n"), "{failure}");
        let missing = Call::new("no-such-program", ["-x"]).run().unwrap_err();
        assert!(matches!(missing, Failure::NotStarted { .. }), "{missing}");
    }

    #[test]
    fn a_failure_leaves_its_last_line_behind_the_output() {
        let ending = |script: &str| Call::new("sh", ["-c", script]).ending().unwrap();
        assert_eq!(ending("echo table; echo progress >&2"), "table\n");
        assert_eq!(ending("echo table; echo progress >&2; echo no >&2; exit 1"), "table\nno");
    }

    #[test]
    fn calls_run_in_the_root_of_the_workspace_with_their_environment() {
        let call = Call::new("sh", ["-c", "test -f xtask/Cargo.toml && echo \"$GREETING\""]);
        assert_eq!(call.env("GREETING", "hello").read().unwrap(), "hello\n");
    }
}
