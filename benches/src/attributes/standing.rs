//! What is made of the sides: whether they agree, how long they take, how often they allocate.

use std::collections::BTreeSet;
use std::hint::black_box;

use super::Side;
use super::contestant::Contestant;
use super::documents::Document;
use crate::allocations::allocations;
use crate::failure::Failure;
use crate::measure::{Laps, Spread, all_in_turns, timed};
use crate::report::{Comparison, Goal, Operations, Standing};
use crate::who::Who;

/// What the documents are.
pub(crate) fn sentence(documents: &[Document]) -> String {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let invalid = documents.iter().filter(|document| document.mistakes > 0).count();
    let mistakes: u32 = documents.iter().map(|document| document.mistakes).sum();
    format!(
        "{} documents of 20 attributes and {} bytes; {invalid} have {mistakes} mistakes together.",
        documents.len(),
        bytes.checked_div(documents.len()).unwrap_or_default(),
    )
}

/// Fails when a side does not refuse exactly the documents that have mistakes; says where its
/// errors are not as many as the mistakes, or where it could not take all documents.
pub(crate) fn agreement(
    contestant: &Contestant<'_>,
    documents: &[Document],
) -> Result<Option<String>, Failure> {
    if contestant.who == Who::Nobody {
        return Ok(None);
    }
    let errors = contestant.errors();
    let held: BTreeSet<usize> = errors.iter().map(|(place, _)| *place).collect();
    let refused: BTreeSet<usize> =
        errors.iter().filter(|(_, errors)| *errors > 0).map(|(place, _)| *place).collect();
    let wrong: BTreeSet<usize> = documents
        .iter()
        .enumerate()
        .filter(|(place, document)| document.mistakes > 0 && held.contains(place))
        .map(|(place, _)| place)
        .collect();
    let name = format!("{} on {}", contestant.who, contestant.input);
    if let Some(place) = refused.symmetric_difference(&wrong).next() {
        let text = documents.get(*place).map_or("", |document| document.text.as_str());
        let verb = if refused.contains(place) { "refuses" } else { "accepts" };
        return Err(Failure::Unequal(format!("{name} {verb} this, as no other side: {text}")));
    }
    let found: usize = errors.iter().map(|(_, errors)| errors).sum();
    let mistakes: u32 = documents.iter().map(|document| document.mistakes).sum();
    let missing = documents.len().saturating_sub(held.len());
    if missing == 0 && u32::try_from(found) == Ok(mistakes) {
        return Ok(None);
    }
    Ok(Some(format!(
        "{name} refuses the same documents, but finds {found} errors where there are {mistakes} \
         mistakes; {missing} documents it could not take at all."
    )))
}

/// The times of all sides.
#[derive(Debug)]
pub(crate) struct Times<'a> {
    sides: Vec<(&'a Contestant<'a>, Vec<f64>)>,
    passes: u32,
}

/// Lets all sides validate their documents `passes` times in each round.
pub(crate) fn laps<'a>(
    contestants: &'a [Contestant<'a>],
    rounds: u32,
    passes: u32,
) -> Result<Times<'a>, Failure> {
    let mut laps: Vec<_> = contestants
        .iter()
        .map(|contestant| {
            move || {
                timed(|| {
                    for _ in 0..passes {
                        black_box(contestant.pass(contestant.held()));
                    }
                    Ok(())
                })
            }
        })
        .collect();
    let mut sides: Vec<crate::measure::Side<'_>> = laps.iter_mut().map(|lap| lap as _).collect();
    let seconds = all_in_turns(rounds, &mut sides)?;
    Ok(Times { sides: contestants.iter().zip(seconds).collect(), passes })
}

impl Times<'_> {
    fn of(&self, (who, input): Side) -> Option<&(&Contestant<'_>, Vec<f64>)> {
        self.sides.iter().find(|(side, _)| (side.who, side.input) == (who, input))
    }

    /// How many documents a side validated in a round.
    fn operations(&self, contestant: &Contestant<'_>) -> u32 {
        u32::try_from(contestant.held()).unwrap_or(u32::MAX).saturating_mul(self.passes)
    }

    /// `None` where one of the sides does not take part.
    pub(crate) fn comparison(&self, ours: Side, theirs: Side, goal: Goal) -> Option<Comparison> {
        let ((our_side, our_laps), (their_side, their_laps)) = (self.of(ours)?, self.of(theirs)?);
        Comparison::new(
            format!("{} from {}", our_side.who, our_side.input),
            format!("{} from {}", their_side.who, their_side.input),
            Operations { ours: self.operations(our_side), theirs: self.operations(their_side) },
            &Laps { ours: our_laps.clone(), theirs: their_laps.clone() },
            goal,
        )
    }

    /// Each side by itself; `valid` are the same sides, in the same order, with documents that have
    /// no mistakes.
    pub(crate) fn standings(&self, valid: &[Contestant<'_>]) -> Vec<Standing> {
        let sides = self.sides.iter().zip(valid);
        sides.filter_map(|((side, seconds), valid)| self.standing(side, seconds, valid)).collect()
    }

    fn standing(
        &self,
        side: &Contestant<'_>,
        seconds: &[f64],
        valid: &Contestant<'_>,
    ) -> Option<Standing> {
        let operations = f64::from(self.operations(side));
        let errors = side.errors().iter().map(|(_, errors)| errors).sum();
        let pass = || {
            black_box(valid.pass(valid.held()));
        };
        // What is made once and kept is made before.
        pass();
        let count = u32::try_from(allocations(pass)).unwrap_or(u32::MAX);
        let documents = u32::try_from(valid.held()).unwrap_or(u32::MAX);
        Some(Standing {
            side: side.who.to_string(),
            input: side.input.to_string(),
            rate: Spread::of(seconds.iter().map(|seconds| operations / seconds))?,
            allocations: f64::from(count) / f64::from(documents),
            documents: side.held(),
            errors: (side.who != Who::Nobody).then_some(errors),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::contestant::Input;
    use crate::attributes::documents::documents;

    fn side<'a>(
        who: Who,
        documents: &'a [Document],
        errors: impl Fn(&str) -> usize + 'a,
    ) -> Contestant<'a> {
        Contestant::new((who, Input::Text), documents, Some, move |text: &&str| errors(text))
    }

    fn mistakes(documents: &[Document], text: &str) -> usize {
        let found = documents.iter().find(|document| document.text == text);
        found.map_or(0, |document| usize::try_from(document.mistakes).unwrap())
    }

    #[test]
    fn a_side_that_refuses_other_documents_ends_the_run() {
        let documents = documents(50).unwrap();
        let right = side(Who::Ours, &documents, |text| mistakes(&documents, text));
        assert_eq!(agreement(&right, &documents).unwrap(), None);
        for (errors, verb) in [(0, "accepts"), (1, "refuses")] {
            let wrong = side(Who::Garde, &documents, move |_| errors);
            let failure = agreement(&wrong, &documents).unwrap_err().to_string();
            assert!(failure.contains(&format!("garde on JSON text {verb} this")), "{failure}");
        }
    }

    #[test]
    fn fewer_errors_and_missing_documents_are_told() {
        let documents = documents(50).unwrap();
        let fewer = side(Who::Garde, &documents, |text| mistakes(&documents, text).min(1));
        let told = agreement(&fewer, &documents).unwrap().unwrap();
        assert!(told.contains("0 documents it could not take"), "{told}");
        let first = documents[0].text.as_str();
        let all_but_one = |text| (text != first).then_some(text);
        let errors = |text: &&str| mistakes(&documents, text);
        let missing = Contestant::new((Who::Ours, Input::Own), &documents, all_but_one, errors);
        let told = agreement(&missing, &documents).unwrap().unwrap();
        assert!(told.contains("1 documents it could not take"), "{told}");
    }

    #[test]
    fn sides_are_compared_that_take_part() {
        let documents = documents(50).unwrap();
        let sides = [side(Who::Ours, &documents, |_| 0), side(Who::Garde, &documents, str::len)];
        let times = laps(&sides, 2, 3).unwrap();
        let (ours, garde) = ((Who::Ours, Input::Text), (Who::Garde, Input::Text));
        let comparison = times.comparison(ours, garde, Goal::Throughput).unwrap();
        assert_eq!(comparison.workload, "patronage from JSON text");
        assert_eq!(comparison.peer, "garde from JSON text");
        assert!(times.comparison(ours, (Who::Garde, Input::Own), Goal::Throughput).is_none());
        let standings = times.standings(&sides);
        assert_eq!(standings.len(), 2);
        assert!(standings.iter().all(|standing| standing.documents == 50), "{standings:?}");
    }
}
