//! A second process: the running test program, started once more for one test of its own.
//!
//! That test plays the child when [`file`] gives it a file, and does nothing otherwise. Parent and
//! child talk in lines. Those of the child begin with a mark, because the test harness writes to
//! the same pipe; a line counts only when it is complete, since a child may be killed within one.

use std::env;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{Child as Process, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

const FILE: &str = "PATRONAGE_TEST_CHILD_FILE";
const MARK: &str = "= ";

/// How long a parent waits for a line before it takes the child for dead. Only a guard: nothing
/// here takes a fraction of that.
const PATIENCE: Duration = Duration::from_secs(120);

/// A child process, which is killed when it goes out of scope.
#[derive(Debug)]
pub(crate) struct Child {
    process: Process,
    commands: ChildStdin,
    lines: Receiver<String>,
    reader: Option<JoinHandle<()>>,
}

impl Child {
    /// Starts a process that runs the test `role` on a file.
    pub(crate) fn start(role: &str, file: &Path) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", role, "--nocapture", "--test-threads=1"])
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (commands, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, lines) = channel();
        let reader = Some(spawn(move || read(output, &sender)));
        Self { process, commands, lines, reader }
    }

    /// Gives the child a command.
    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.commands, "{command}").unwrap();
    }

    /// The next line of the child; `None` when it has ended.
    pub(crate) fn line(&self) -> Option<String> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the child has fallen silent"),
        }
    }

    /// Kills the child where it stands and gives the lines that it has still written.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.end();
        self.lines.iter().collect()
    }

    fn end(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if self.reader.is_some() {
            self.end();
        }
    }
}

fn read(output: ChildStdout, lines: &Sender<String>) {
    let mut output = BufReader::new(output);
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        let complete = line.strip_prefix(MARK).and_then(|line| line.strip_suffix('\n'));
        if let Some(complete) = complete {
            // A parent that has stopped listening has all that it needs.
            let _ = lines.send(complete.to_owned());
        }
        line.clear();
    }
}

/// The file on which this process is to play the child; `None` when it is not one.
pub(crate) fn file() -> Option<PathBuf> {
    env::var_os(FILE).map(PathBuf::from)
}

/// Tells the parent something, in one write: the line is in the pipe when this returns.
pub(crate) fn say(lines: &[String]) {
    // The harness may have left a line unfinished.
    let mut text = vec![String::new()];
    text.extend(lines.iter().map(|line| format!("{MARK}{line}")));
    text.push(String::new());
    let mut output = stdout().lock();
    output.write_all(text.join("\n").as_bytes()).unwrap();
    output.flush().unwrap();
}

/// The next command of the parent; `None` when it is gone.
pub(crate) fn command() -> Option<String> {
    let mut line = String::new();
    let length = stdin().read_line(&mut line).unwrap();
    (length > 0).then(|| line.trim_end().to_owned())
}
