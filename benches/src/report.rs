//! What is shown of a run: a table for people, JSON for programs.

use std::fmt;

use serde::Serialize;

use crate::measure::{Laps, Spread};
use crate::table::table;

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
    /// Each side by itself, where there are more than two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) standings: Vec<Standing>,
    pub(crate) comparisons: Vec<Comparison>,
    /// How it was measured, in whole sentences.
    pub(crate) notes: Vec<String>,
}

/// What one of many sides did.
#[derive(Debug, Serialize)]
pub(crate) struct Standing {
    pub(crate) side: String,
    /// What it was given.
    pub(crate) input: String,
    /// Operations a second.
    pub(crate) rate: Spread,
    /// Allocations for an operation that succeeds.
    pub(crate) allocations: f64,
    /// How many documents it could take.
    pub(crate) documents: usize,
    /// How many errors it found in them; `None` where it looks for none.
    pub(crate) errors: Option<usize>,
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
    /// Our throughput beside theirs is shown for what it says; there is no goal.
    Throughput,
}

impl Goal {
    fn ratio(self, ours: f64, theirs: f64) -> f64 {
        match self {
            Self::TimeAtMost(_) | Self::Time => theirs / ours,
            Self::ThroughputAtLeast(_) | Self::Throughput => ours / theirs,
        }
    }

    /// `None` where there is nothing to meet.
    fn is_met_by(self, ratio: f64) -> Option<bool> {
        match self {
            Self::TimeAtMost(most) => Some(ratio <= most),
            Self::ThroughputAtLeast(least) => Some(ratio >= least),
            Self::Time | Self::Throughput => None,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimeAtMost(most) => write!(f, "time <= {most}x"),
            Self::ThroughputAtLeast(least) => write!(f, "rate >= {least}x"),
            Self::Time => f.write_str("none, time"),
            Self::Throughput => f.write_str("none, rate"),
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

impl Standing {
    fn cells(&self) -> [String; 6] {
        [
            self.side.clone(),
            self.input.clone(),
            rate(self.rate),
            format!("{:.1}", self.allocations),
            self.documents.to_string(),
            self.errors.map_or_else(String::new, |errors| errors.to_string()),
        ]
    }
}

/// Rates span four powers of ten, so they are rounded to whole operations.
fn rate(spread: Spread) -> String {
    format!("{:.0}/s ({:.0}-{:.0})", spread.median, spread.min, spread.max)
}

const COMPARED: [&str; 7] = ["workload", "patronage", "peer", "peer's rate", "ratio", "goal", ""];

const STANDING: [&str; 6] = ["side", "input", "rate", "allocations", "documents", "errors"];

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in &self.sections {
            writeln!(f, "\n## {}\n", section.name)?;
            if !section.standings.is_empty() {
                writeln!(f, "{}", table(STANDING, section.standings.iter().map(Standing::cells)))?;
            }
            if !section.comparisons.is_empty() {
                let rows = section.comparisons.iter().map(Comparison::cells);
                writeln!(f, "{}", table(COMPARED, rows))?;
            }
            sentences(f, &section.notes)?;
        }
        writeln!(f, "\n## how\n")?;
        sentences(f, &self.circumstances)
    }
}

fn sentences(f: &mut fmt::Formatter<'_>, sentences: &[String]) -> fmt::Result {
    sentences.iter().try_for_each(|sentence| writeln!(f, "- {sentence}"))
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
        let table = table(COMPARED, [comparison(Goal::TimeAtMost(0.2)).cells()].into_iter());
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
