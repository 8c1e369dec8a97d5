//! Rounds in turns, and what to make of their times.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::failure::Failure;

/// One side of a comparison: does its work once and says how long the timed part took.
pub(crate) type Side<'a> = &'a mut dyn FnMut() -> Result<Duration, Failure>;

/// The seconds of each round of two sides that took turns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Laps {
    pub(crate) ours: Vec<f64>,
    pub(crate) theirs: Vec<f64>,
}

/// Runs both sides `rounds` times in turns.
pub(crate) fn in_turns(rounds: u32, ours: Side<'_>, theirs: Side<'_>) -> Result<Laps, Failure> {
    let mut laps = all_in_turns(rounds, &mut [ours, theirs])?.into_iter();
    Ok(Laps { ours: laps.next().unwrap_or_default(), theirs: laps.next().unwrap_or_default() })
}

/// Runs all sides `rounds` times in turns, so that a machine that slows down or a neighbour that
/// comes along meets all of them, and returns the seconds of each. Every other round begins with
/// the last side.
pub(crate) fn all_in_turns(rounds: u32, sides: &mut [Side<'_>]) -> Result<Vec<Vec<f64>>, Failure> {
    let mut laps = vec![Vec::new(); sides.len()];
    for round in 0..rounds {
        let mut turns: Vec<_> = sides.iter_mut().zip(&mut laps).collect();
        if round % 2 == 1 {
            turns.reverse();
        }
        for (side, laps) in turns {
            laps.push(side()?.as_secs_f64());
        }
    }
    Ok(laps)
}

/// How long `work` takes.
pub(crate) fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

/// The median of some figures with the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// `None` without figures.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let upper = *sorted.get(sorted.len() / 2)?;
        let lower = *sorted.get(sorted.len().saturating_sub(1) / 2)?;
        Some(Self {
            median: f64::midpoint(lower, upper),
            min: *sorted.first()?,
            max: *sorted.last()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        let odd = Spread::of([3.0, 1.0, 2.0]).unwrap();
        assert_eq!(odd, Spread { median: 2.0, min: 1.0, max: 3.0 });
        let even = Spread::of([4.0, 1.0, 2.0, 3.0]).unwrap();
        assert_eq!(even, Spread { median: 2.5, min: 1.0, max: 4.0 });
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn the_sides_take_turns_in_beginning() {
        let order = std::cell::RefCell::new(String::new());
        let lap = |name: &'static str| {
            order.borrow_mut().push_str(name);
            Ok(Duration::from_secs(if name == "o" { 1 } else { 2 }))
        };
        let laps = in_turns(3, &mut || lap("o"), &mut || lap("t")).unwrap();
        assert_eq!(*order.borrow(), "ottoot");
        assert_eq!((laps.ours, laps.theirs), (vec![1.0; 3], vec![2.0; 3]));
    }
}
