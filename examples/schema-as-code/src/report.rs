//! What the program says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};

use patronage::attribute::{
    DryRun, Finding, MemberChange, OnViolation, PendingChange, SchemaDifference,
};
use patronage::id::CustomerId;
use patronage::violation::Violation;

/// How the directory and the file differ: what is added, what is changed, what only the directory
/// has.
#[derive(Debug)]
pub(crate) struct OfDifference<'a> {
    pub(crate) file: &'a str,
    pub(crate) difference: &'a SchemaDifference,
}

impl Display for OfDifference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, difference } = self;
        let (added, absent) = (difference.added(), difference.absent());
        let new = added.map(|known| {
            let what = format!("{} ({})", known.label().as_str(), known.input());
            Row { verb: "added", code: known.code().as_str(), member: "", text: what }
        });
        let stays = absent.map(|known| {
            let text = "not in the file".to_owned();
            Row { verb: "stays", code: known.code().as_str(), member: "", text }
        });
        let changed = difference.changed().flat_map(|change| {
            let row = |text| Row {
                verb: "changed",
                code: change.code().as_str(),
                member: change.member(),
                text,
            };
            lines(change).into_iter().map(row)
        });
        let rows: Vec<Row<'_>> = new.chain(changed).chain(stays).collect();

        writeln!(f, "Definitions ({file})")?;
        if difference.is_empty() {
            writeln!(f, "\n  Nothing differs.")?;
        }
        if !rows.is_empty() {
            writeln!(f)?;
            write_rows(f, &rows)?;
        }
        if !difference.is_empty() {
            let counts = Counts::of(difference);
            let (added, changed, absent) = (counts.added, counts.changed, counts.absent);
            writeln!(f, "\n  {added} added, {changed} changed, {absent} not in the file.")?;
        }
        writeln!(f)
    }
}

/// A line about a definition. What is as in the line before is not said again.
struct Row<'a> {
    verb: &'static str,
    code: &'a str,
    member: &'static str,
    text: String,
}

fn write_rows(f: &mut fmt::Formatter<'_>, rows: &[Row<'_>]) -> fmt::Result {
    let code = rows.iter().map(|row| row.code.len()).max().unwrap_or_default();
    let member = rows.iter().map(|row| row.member.len()).max().unwrap_or_default();
    let mut before: Option<&Row<'_>> = None;
    for row in rows {
        let new_verb = before.is_none_or(|before| before.verb != row.verb);
        let new_code = new_verb || before.is_none_or(|before| before.code != row.code);
        let new_member = new_code || before.is_none_or(|before| before.member != row.member);
        let said = |is_new: bool, word: &'static str| if is_new { word } else { "" };
        let whose = if new_code { row.code } else { "" };
        write!(f, "  {:<7}  {whose:<code$}", said(new_verb, row.verb))?;
        if !row.member.is_empty() {
            write!(f, "  {:<member$}", said(new_member, row.member))?;
        }
        writeln!(f, "  {}", row.text)?;
        before = Some(row);
    }
    Ok(())
}

/// Before and after of a member; of a list only the items that make the difference.
fn lines(change: &MemberChange) -> Vec<String> {
    let one = |side: Option<&str>| side.map(ToString::to_string).into_iter().collect();
    let (before, after): (Vec<_>, Vec<_>) = match change.items() {
        Some((gone, new)) if !(gone.is_empty() && new.is_empty()) => (gone, new),
        _ => (one(change.before()), one(change.after())),
    };
    let before = before.iter().map(|text| format!("- {text}"));
    before.chain(after.iter().map(|text| format!("+ {text}"))).collect()
}

/// How many definitions differ.
struct Counts {
    added: usize,
    changed: usize,
    absent: usize,
}

impl Counts {
    fn of(difference: &SchemaDifference) -> Self {
        let changed = difference.changed().map(MemberChange::code).collect::<BTreeSet<_>>().len();
        Self { added: difference.added().len(), changed, absent: difference.absent().len() }
    }
}

/// What the stored customers hold against the new definitions.
#[derive(Debug)]
pub(crate) struct OfDryRun<'a> {
    pub(crate) found: &'a DryRun,
    pub(crate) samples: &'a BTreeMap<CustomerId, String>,
}

impl Display for OfDryRun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, samples } = self;
        writeln!(f, "Dry run ({} customers)", thousands(found.customers()))?;
        if found.is_clean() {
            return writeln!(f, "\n  No customer holds what the new definitions refuse.\n");
        }
        let widest = |heading: &str, width: fn(&Finding) -> usize| {
            found.findings().iter().map(width).max().unwrap_or(0).max(heading.len())
        };
        let attribute = widest("attribute", |finding| finding.attribute().as_str().len());
        let rule = widest("rule", |finding| finding.code().len());
        writeln!(
            f,
            "\n  {:<attribute$}  {:<rule$}  {:>9}  such as",
            "attribute", "rule", "customers"
        )?;
        for finding in found.findings() {
            let named = finding.samples().iter().filter_map(|id| samples.get(id));
            let named: Vec<&str> = named.map(String::as_str).collect();
            let (whose, code) = (finding.attribute(), finding.code());
            let customers = thousands(finding.customers());
            writeln!(
                f,
                "  {whose:<attribute$}  {code:<rule$}  {customers:>9}  {}",
                named.join(", ")
            )?;
        }
        writeln!(f)
    }
}

/// What to do next.
pub(crate) fn how_to_apply(found: &DryRun) -> String {
    let ways = "\n  \
        --on-violation grandfather   what is held stays; what is newly given is checked (the default)\n  \
        --on-violation purge         what is refused is taken away\n  \
        --on-violation refuse        nothing is changed as long as anything is refused\n";
    let ways = if found.is_clean() { "" } else { ways };
    format!("Nothing was changed. With --apply it is.\n{ways}")
}

/// What was done.
#[derive(Debug)]
pub(crate) struct OfDone<'a> {
    pub(crate) difference: &'a SchemaDifference,
    pub(crate) way: OnViolation,
    /// What was found among the customers.
    pub(crate) found: &'a DryRun,
}

impl Display for OfDone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = Counts::of(self.difference);
        writeln!(f, "Done ({})", word(self.way))?;
        writeln!(f, "\n  {} defined, {} changed.", counts.added, counts.changed)?;
        writeln!(f, "{}", WhatBecame { way: self.way, found: self.found })
    }
}

/// What became of the values that the definitions refuse.
struct WhatBecame<'a> {
    way: OnViolation,
    found: &'a DryRun,
}

impl Display for WhatBecame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.way {
            OnViolation::Purge => "was taken away",
            OnViolation::Grandfather => "stays where it is",
            OnViolation::Refuse => "is in the way",
        };
        for finding in self.found.findings() {
            writeln!(f, "  {} {outcome}.", OfFinding(finding))?;
        }
        Ok(())
    }
}

/// Findings in one sentence.
pub(crate) struct InWords<'a>(pub(crate) &'a DryRun);

impl Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let findings: Vec<String> =
            self.0.findings().iter().map(|finding| OfFinding(finding).to_string()).collect();
        f.write_str(&findings.join(", "))
    }
}

struct OfFinding<'a>(&'a Finding);

impl Display for OfFinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(finding) = self;
        let customers = finding.customers();
        let noun = if customers == 1 { "customer" } else { "customers" };
        let (whose, code) = (finding.attribute(), finding.code());
        write!(f, "`{whose}` of {} {noun} ({code})", thousands(customers))
    }
}

/// A change that was left half way, seen by somebody who only looks.
#[derive(Debug)]
pub(crate) struct OfInterrupted<'a>(pub(crate) &'a PendingChange);

impl Display for OfInterrupted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Begun(self.0))?;
        writeln!(f, "\n  It is not finished. --apply goes on with it first.\n")
    }
}

/// A change that was left half way and is finished now.
#[derive(Debug)]
pub(crate) struct OfResumed<'a> {
    pub(crate) earlier: &'a PendingChange,
    pub(crate) found: &'a DryRun,
}

impl Display for OfResumed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", Begun(self.earlier))?;
        let customers = thousands(self.found.customers());
        writeln!(f, "\n  It was interrupted and is finished now: {customers} customers.")?;
        writeln!(f, "{}", WhatBecame { way: self.earlier.on_violation(), found: self.found })
    }
}

struct Begun<'a>(&'a PendingChange);

impl Display for Begun<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, way) = (self.0.started_at(), word(self.0.on_violation()));
        write!(f, "An earlier change ({way}, begun at {at})")
    }
}

fn word(way: OnViolation) -> &'static str {
    match way {
        OnViolation::Refuse => "refuse",
        OnViolation::Grandfather => "grandfather",
        OnViolation::Purge => "purge",
    }
}

/// Mistakes in the file: one line each, in columns.
#[derive(Debug)]
pub(crate) struct OfMistakes<'a> {
    pub(crate) file: &'a str,
    pub(crate) mistakes: &'a [Violation],
}

impl Display for OfMistakes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = |heading: &str, width: fn(&Violation) -> usize| {
            self.mistakes.iter().map(width).max().unwrap_or(0).max(heading.len())
        };
        let path = widest("member", |mistake| place(mistake).len());
        let code = widest("code", |mistake| mistake.code().len());
        writeln!(f, "Mistakes ({})\n", self.file)?;
        writeln!(f, "  {:<path$}  {:<code$}  message", "member", "code")?;
        for mistake in self.mistakes {
            let (place, name) = (place(mistake), mistake.code());
            writeln!(f, "  {place:<path$}  {name:<code$}  {}", mistake.message())?;
        }
        writeln!(f)
    }
}

/// Where a mistake is; what is no JSON at all is one mistake of the whole.
fn place(mistake: &Violation) -> &str {
    if mistake.path().is_empty() { "(the file)" } else { mistake.path() }
}

/// A number with commas between groups of three digits.
pub(crate) fn thousands(number: u64) -> String {
    let text = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in text.chars().enumerate() {
        if place > 0 && text.len().saturating_sub(place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use patronage::attribute::{NewAttribute, Schema};

    use super::{OfDifference, thousands};

    #[test]
    fn numbers_are_grouped_by_three() {
        let grouped = [0, 999, 1_000, 23_570, 1_000_000].map(thousands);
        assert_eq!(grouped, ["0", "999", "1,000", "23,570", "1,000,000"]);
    }

    #[test]
    fn a_list_in_another_order_shows_both_orders() {
        let size = |options| Schema::compile([NewAttribute::list("size", "Size", options)]);
        let (before, after) = (size(["s", "m"]).unwrap(), size(["m", "s"]).unwrap());
        let difference = before.difference(&after);
        let report = OfDifference { file: "my.json", difference: &difference }.to_string();
        assert_eq!(
            report,
            "Definitions (my.json)\n\n  \
             changed  size  options  - [\"s\", \"m\"]\n                          \
             + [\"m\", \"s\"]\n\n  \
             0 added, 1 changed, 0 not in the file.\n\n"
        );
    }
}
