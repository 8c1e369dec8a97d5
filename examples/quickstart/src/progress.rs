//! How far the import has come: a bar on a terminal, plain lines in a log.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::summary::thousands;

/// Shows how far something has come, on the standard error output, so that what the program finds
/// out can be piped on.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Bar(ProgressBar),
    Lines { noun: &'static str, total: usize, done: usize, tenths: usize },
    Nothing,
}

impl Progress {
    /// `total` rows of something are to be done.
    pub(crate) fn new(noun: &'static str, total: usize) -> Self {
        let shown = if std::io::stderr().is_terminal() {
            let bar = ProgressBar::new(u64::try_from(total).unwrap_or(u64::MAX));
            let style = "{prefix:<10} {bar:40} {percent:>3} %  {human_pos:>7} of {human_len}";
            let style = ProgressStyle::with_template(style);
            Shown::Bar(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
        } else {
            Shown::Lines { noun, total, done: 0, tenths: 0 }
        };
        let progress = Self { shown };
        if let Shown::Bar(bar) = &progress.shown {
            bar.set_prefix(noun);
        }
        progress
    }

    /// For a few rows that need no progress.
    pub(crate) fn hidden() -> Self {
        Self { shown: Shown::Nothing }
    }

    /// So many more are done.
    pub(crate) fn advance(&mut self, rows: usize) {
        match &mut self.shown {
            Shown::Bar(bar) => bar.inc(u64::try_from(rows).unwrap_or(u64::MAX)),
            Shown::Lines { noun, total, done, tenths } => {
                *done = done.saturating_add(rows);
                let reached = done.saturating_mul(10).checked_div(*total).unwrap_or(10);
                if reached > *tenths {
                    *tenths = reached;
                    let percent = reached.saturating_mul(10);
                    let (done, total) = (thousands(*done), thousands(*total));
                    eprintln!("{noun:<10} {percent:>3} %  {done:>7} of {total}");
                }
            }
            Shown::Nothing => {}
        }
    }

    /// Leaves the terminal to the summary, which says the same.
    pub(crate) fn finish(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
