//! What the program says at the end.

use std::fmt::{self, Display, Write};
use std::path::Path;

use patronage::money::Money;

use crate::credit::{Credit, LIMIT, OVERDRAFT, Spree, Step};
use crate::figures::Figures;
use crate::tally::{Refused, Tally};
use crate::trail::News;
use crate::vip::Vips;

/// Changes are named one by one up to this many; a first import would only scroll away.
const NAMED: usize = 10;

/// What the import did.
#[derive(Debug)]
pub(crate) struct OfImport<'a> {
    pub(crate) people: &'a Tally,
    pub(crate) purchases: &'a Tally,
    pub(crate) news: &'a News,
}

impl Display for OfImport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings = ["created", "changed", "unchanged", "refused", "rows/s"];
        write!(f, "{:<12}", "Import")?;
        headings.iter().try_for_each(|heading| write!(f, "{heading:>11}"))?;
        for (noun, tally) in [("customers", self.people), ("purchases", self.purchases)] {
            let refused = tally.refused_rows();
            let counts = [tally.created.len(), tally.changed.len(), tally.unchanged, refused];
            write!(f, "\n  {noun:<10}")?;
            counts.iter().try_for_each(|count| write!(f, "{:>11}", thousands(*count)))?;
            write!(f, "{:>11}", thousands(rows_per_second(tally)))?;
        }
        writeln!(f, "\n")?;
        let all = || [self.people, self.purchases].into_iter();
        let changed = all().flat_map(|tally| tally.changed.iter().map(|what| ("changed", what)));
        let created = all().flat_map(|tally| tally.created.iter().map(|what| ("created", what)));
        let named: Vec<_> = changed.chain(created).take(NAMED.saturating_add(1)).collect();
        let any_refused = all().any(|tally| tally.refused_rows() > 0);
        if named.is_empty() && self.news.count() == 0 && !any_refused {
            writeln!(f, "  Every row was there already. No event was written.\n")?;
        } else if named.len() <= NAMED {
            named.iter().try_for_each(|(verb, what)| writeln!(f, "  {verb} {what}"))?;
            writeln!(f)?;
        }
        let refused: Vec<&Refused> = all().flat_map(|tally| &tally.refused).collect();
        if refused.is_empty() { Ok(()) } else { writeln!(f, "{}", OfMistakes(&refused)) }
    }
}

fn rows_per_second(tally: &Tally) -> u128 {
    let microseconds = tally.took.as_micros().max(1);
    let rows = u128::try_from(tally.rows()).unwrap_or_default();
    rows.saturating_mul(1_000_000).checked_div(microseconds).unwrap_or_default()
}

/// What the directory keeps now.
#[derive(Debug)]
pub(crate) struct OfDirectory<'a> {
    pub(crate) figures: &'a Figures,
    pub(crate) vips: &'a Vips,
    pub(crate) credit: &'a Credit,
    pub(crate) news: &'a News,
}

impl Display for OfDirectory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, vips, credit, news } = self;
        writeln!(f, "Kept")?;
        writeln!(f, "  {:<16}{:>14}", "customers", thousands(figures.customers))?;
        writeln!(f, "  {:<16}{:>14}", "orders", thousands(figures.orders))?;
        writeln!(f, "  {:<16}{:>14}  USD", "lifetime spend", amount(figures.spend))?;
        write!(f, "  {:<16}{:>14}  spent more than 1,000.00 USD", "VIPs", thousands(vips.size))?;
        writeln!(f, "; {} entered, {} left", thousands(vips.entered), thousands(vips.left))?;
        write!(f, "  {:<16}{:>14}", "credit accounts", thousands(credit.accounts))?;
        write!(f, "  of {} USD and {OVERDRAFT} % beyond it; ", thousands(LIMIT))?;
        writeln!(f, "{} opened", thousands(credit.opened))?;
        write!(f, "  {:<16}{:>14}", "events", thousands(news.end))?;
        writeln!(f, "  {} of them new\n", thousands(news.count()))?;

        writeln!(f, "{:<12}{:>8}  {:<24}{:>12}", "The highest", "number", "name", "spend")?;
        for row in &figures.highest {
            let (customer, profile) = (&row.customer, row.customer.profile());
            let number = customer.number().map(|number| thousands(number.as_u64()));
            let spend = row.activity.as_ref();
            let spend = spend.map(|kept| kept.lifetime_spend(figures.spend.currency()));
            writeln!(
                f,
                "  {:<10}{:>8}  {:<24}{:>12}",
                profile.external_id().unwrap_or_default(),
                number.unwrap_or_default(),
                profile.full_name(),
                spend.map(amount).unwrap_or_default(),
            )?;
        }
        writeln!(f)?;
        credit.spree.as_ref().map_or(Ok(()), |spree| writeln!(f, "{spree}"))
    }
}

impl Display for Spree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = format!("{} on account", self.customer.profile().full_name());
        writeln!(f, "{title:<26}{:>10}{:>14}{:>12}", "amount", "outstanding", "available")?;
        for Step { what, requested, outstanding, total_available } in &self.steps {
            let [requested, available] = [*requested, *total_available].map(amount);
            let outstanding = outstanding.map_or_else(|| "refused".to_owned(), amount);
            writeln!(f, "  {what:<24}{requested:>10}{outstanding:>14}{available:>12}")?;
        }
        Ok(())
    }
}

/// Mistakes in rows: one line each, in columns.
#[derive(Debug)]
pub(crate) struct OfMistakes<'a>(pub(crate) &'a [&'a Refused]);

impl Display for OfMistakes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = |heading: &str, width: fn(&Refused) -> usize| {
            self.0.iter().map(|refused| width(refused)).max().unwrap_or(0).max(heading.len())
        };
        let field = widest("field", |refused| refused.violation.path().len());
        let code = widest("code", |refused| refused.violation.code().len());
        writeln!(f, "  {:>6}  {:<field$}  {:<code$}  message", "line", "field", "code")?;
        for Refused { line, violation } in self.0 {
            let (path, name) = (violation.path(), violation.code());
            writeln!(f, "  {line:>6}  {path:<field$}  {name:<code$}  {}", violation.message())?;
        }
        Ok(())
    }
}

/// Where the database is and what to ask it.
#[derive(Debug)]
pub(crate) struct OfFile<'a>(pub(crate) Option<&'a Path>);

impl Display for OfFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(path) = self.0 else {
            return writeln!(f, "Everything was in memory and is gone now.");
        };
        let path = path.display();
        writeln!(f, "The database is {path}. Any SQL program can read it:\n")?;
        writeln!(f, "  sqlite3 {path} \"{QUESTION}\"")
    }
}

/// The five highest again, by plain SQL.
const QUESTION: &str = "SELECT number, first_name, last_name, amount FROM patronage_spend_view \
                        ORDER BY minor DESC LIMIT 5";

/// A number with commas between groups of three digits.
pub(crate) fn thousands(number: impl Display) -> String {
    let text = number.to_string();
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (&*text, None),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        let left = whole.len().saturating_sub(place);
        if place > 0 && left.is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(rest) = rest {
        // Writing to a string cannot fail.
        let _ = write!(grouped, ".{rest}");
    }
    grouped
}

/// An amount without its currency.
fn amount(money: Money) -> String {
    thousands(money.amount())
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(69_659), "69,659");
        assert_eq!(thousands("2500315.63"), "2,500,315.63");
    }
}
