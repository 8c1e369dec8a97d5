//! How far it has come: a bar on a terminal, plain lines in a log.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use patronage::directory::ChangeStep;

use crate::report::thousands;

/// Shows how far something has come, on the standard error output, so that what the program finds
/// out can be piped on.
#[derive(Debug)]
pub(crate) struct Progress {
    verb: &'static str,
    /// On a terminal.
    bar: Option<ProgressBar>,
    /// How many tenths were told in a log.
    tenths: u64,
}

impl Progress {
    /// How many customers there are is learnt from the first step.
    pub(crate) fn new(verb: &'static str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = "{prefix:<10} {bar:40} {percent:>3} %  {human_pos:>7} of {human_len}";
            let style = ProgressStyle::with_template(style);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style).with_prefix(verb)
        });
        Self { verb, bar, tenths: 0 }
    }

    /// It has come so far.
    pub(crate) fn show(&mut self, step: ChangeStep) {
        if let Some(bar) = &self.bar {
            bar.set_length(step.total);
            bar.set_position(step.done);
            return;
        }
        let reached = step.done.saturating_mul(10).checked_div(step.total).unwrap_or(10);
        if reached > self.tenths {
            self.tenths = reached;
            let (verb, percent) = (self.verb, reached.saturating_mul(10));
            let (done, total) = (thousands(step.done), thousands(step.total));
            eprintln!("{verb:<10} {percent:>3} %  {done:>7} of {total}");
        }
    }

    /// Leaves the terminal to the report, which says the same.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
