//! What is shown of a run: a table for people, JSON for programs.

use std::fmt::{self, Write};

use serde::Serialize;

use crate::measure::{Laps, Spread};

/// All that a run has measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// On what, and with which settings.
    pub(crate) circumstances: Vec<String>,
    pub(crate) sections: Vec<Section>,
}

/// One benchmark.
#[derive(Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) comparisons: Vec<Comparison>,
    /// How it was measured, in whole sentences.
    pub(crate) notes: Vec<String>,
}

/// Ours beside one peer.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    pub(crate) workload: String,
    pub(crate) peer: String,
    /// Operations of ours a second.
    pub(crate) ours: Spread,
    /// Operations of the peer a second.
    pub(crate) theirs: Spread,
    /// As the goal says it, from round to round.
    pub(crate) ratio: Spread,
    pub(crate) goal: Goal,
    /// Whether the median meets the goal.
    pub(crate) met: Option<bool>,
}

/// What the ratio is and how it should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Goal {
    /// Our time is at most so many times theirs.
    TimeAtMost(f64),
    /// Our throughput is at least so many times theirs.
    ThroughputAtLeast(f64),
    /// Our time beside theirs is shown for what it says; there is no goal.
    Time,
}

impl Goal {
    fn ratio(self, ours: f64, theirs: f64) -> f64 {
        match self {
            Self::TimeAtMost(_) | Self::Time => theirs / ours,
            Self::ThroughputAtLeast(_) => ours / theirs,
        }
    }

    /// `None` where there is nothing to meet.
    fn is_met_by(self, ratio: f64) -> Option<bool> {
        match self {
            Self::TimeAtMost(most) => Some(ratio <= most),
            Self::ThroughputAtLeast(least) => Some(ratio >= least),
            Self::Time => None,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimeAtMost(most) => write!(f, "time <= {most}x"),
            Self::ThroughputAtLeast(least) => write!(f, "rate >= {least}x"),
            Self::Time => f.write_str("none, time"),
        }
    }
}

/// How many operations each round of a side had.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operations {
    pub(crate) ours: u32,
    pub(crate) theirs: u32,
}

impl Operations {
    /// The same number on both sides.
    pub(crate) fn each(count: u32) -> Self {
        Self { ours: count, theirs: count }
    }
}

impl Comparison {
    /// `None` without a round.
    pub(crate) fn new(
        workload: impl Into<String>,
        peer: impl Into<String>,
        operations: Operations,
        laps: &Laps,
        goal: Goal,
    ) -> Option<Self> {
        let rates = |count: u32, seconds: &[f64]| -> Vec<f64> {
            seconds.iter().map(|seconds| f64::from(count) / seconds).collect()
        };
        let ours = rates(operations.ours, &laps.ours);
        let theirs = rates(operations.theirs, &laps.theirs);
        let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| goal.ratio(*ours, *theirs));
        let ratio = Spread::of(ratios)?;
        Some(Self {
            workload: workload.into(),
            peer: peer.into(),
            ours: Spread::of(ours.iter().copied())?,
            theirs: Spread::of(theirs.iter().copied())?,
            met: goal.is_met_by(ratio.median),
            ratio,
            goal,
        })
    }

    fn cells(&self) -> [String; 7] {
        [
            self.workload.clone(),
            rate(self.ours),
            self.peer.clone(),
            rate(self.theirs),
            format!("{:.2}x ({:.2}-{:.2})", self.ratio.median, self.ratio.min, self.ratio.max),
            self.goal.to_string(),
            match self.met {
                Some(true) => "met",
                Some(false) => "not met",
                None => "",
            }
            .to_owned(),
        ]
    }
}

/// Rates span four powers of ten, so they are rounded to whole operations.
fn rate(spread: Spread) -> String {
    format!("{:.0}/s ({:.0}-{:.0})", spread.median, spread.min, spread.max)
}

const HEAD: [&str; 7] = ["workload", "patronage", "peer", "peer's rate", "ratio", "goal", ""];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in &self.sections {
            writeln!(f, "\n## {}\n\n{}", section.name, table(&section.comparisons))?;
            sentences(f, &section.notes)?;
        }
        writeln!(f, "\n## how\n")?;
        sentences(f, &self.circumstances)
    }
}

fn sentences(f: &mut fmt::Formatter<'_>, sentences: &[String]) -> fmt::Result {
    sentences.iter().try_for_each(|sentence| writeln!(f, "- {sentence}"))
}

/// A table in Markdown whose columns stand below each other in a terminal as well.
fn table(comparisons: &[Comparison]) -> String {
    let head = HEAD.map(str::to_owned);
    let rows: Vec<[String; 7]> =
        std::iter::once(head).chain(comparisons.iter().map(Comparison::cells)).collect();
    let widths: Vec<usize> = (0..HEAD.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(String::len).max())
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for (index, row) in rows.iter().enumerate() {
        line(&mut text, row.iter().zip(&widths), ' ');
        if index == 0 {
            let blank = String::new();
            line(&mut text, widths.iter().map(|width| (&blank, width)), '-');
        }
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = (&'a String, &'a usize)>, fill: char) {
    for (cell, width) in cells {
        let missing = width.saturating_sub(cell.len());
        text.push_str("| ");
        text.push_str(cell);
        text.extend(std::iter::repeat_n(fill, missing));
        text.push(' ');
    }
    // Writing to a string does not fail.
    let _ = writeln!(text, "|");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(goal: Goal) -> Comparison {
        let laps = Laps { ours: vec![1.0, 2.0, 1.0], theirs: vec![2.0, 2.0, 2.0] };
        Comparison::new("w", "p", Operations { ours: 100, theirs: 50 }, &laps, goal).unwrap()
    }

    #[test]
    fn rates_and_ratios_come_from_the_rounds() {
        let faster = comparison(Goal::ThroughputAtLeast(4.0));
        assert_eq!(faster.ours, Spread { median: 100.0, min: 50.0, max: 100.0 });
        assert_eq!(faster.theirs, Spread { median: 25.0, min: 25.0, max: 25.0 });
        assert_eq!(faster.ratio, Spread { median: 4.0, min: 2.0, max: 4.0 });
        assert_eq!(faster.met, Some(true));
        assert_eq!(comparison(Goal::ThroughputAtLeast(4.1)).met, Some(false));
        let time = comparison(Goal::TimeAtMost(0.25));
        assert_eq!(time.ratio, Spread { median: 0.25, min: 0.25, max: 0.5 });
        assert_eq!(time.met, Some(true));
        assert_eq!(comparison(Goal::TimeAtMost(0.2)).met, Some(false));
        assert_eq!(comparison(Goal::Time).met, None);
    }

    #[test]
    fn the_table_has_a_row_for_each_comparison() {
        let table = table(&[comparison(Goal::TimeAtMost(0.2))]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{table}");
        assert!(
            lines[2].starts_with("| w        | 100/s (50-100) | p    | 25/s (25-25)"),
            "{table}"
        );
        assert!(lines[2].ends_with("| 0.25x (0.25-0.50) | time <= 0.2x | not met |"), "{table}");
    }
}
