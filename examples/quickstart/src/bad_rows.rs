//! Rows with mistakes, put through the same import: all that is wrong is told, nothing is stored.

use std::fmt::{self, Display};

use patronage::activity::ActivityError;
use patronage::money::Currency;
use patronage::{Directory, Error};
use serde::Deserialize;

use crate::csv_rows;
use crate::failure::Failure;
use crate::figures::Figures;
use crate::import::Import;
use crate::people::{self, Person};
use crate::progress::Progress;
use crate::purchases::Purchase;
use crate::summary::{OfMistakes, thousands};
use crate::tally::Refused;
use crate::trail;

const FILE: &str = "examples/data/bad-rows.csv";
const ROWS: &str = include_str!("../../data/bad-rows.csv");

/// A row is of a person or of a purchase; the columns of the other are empty. Those of a person are
/// read as the ones of `people.csv`.
#[derive(Debug, Deserialize)]
struct Row {
    kind: Kind,
    external_id: String,
    site: String,
    number: String,
    placed_on: String,
    quantity: String,
    total: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Person,
    Purchase,
}

/// What became of the rows.
#[derive(Debug)]
pub(crate) struct Report {
    rows: usize,
    refused: Vec<Refused>,
    kept: String,
}

/// Puts the rows through the import and counts what is kept before and after, out of the database.
///
/// `None` where what some rows clash with is not there, as with other input than the built-in one:
/// those rows would be good.
pub(crate) fn try_them(
    directory: &Directory,
    currency: Currency,
) -> Result<Option<Report>, Failure> {
    if !has_what_they_clash_with(directory)? {
        return Ok(None);
    }
    let rows: Vec<(u64, Row)> = csv_rows::read(FILE, ROWS)?;
    let before = kept(directory, currency)?;
    let mut import = Import::new(directory, FILE, currency);
    let people = people::parse(FILE, ROWS)?.into_iter().zip(&rows);
    let people = people.filter(|(_, (_, row))| row.kind == Kind::Person);
    let people: Vec<Person> = people.map(|(person, _)| person).collect();
    let people = import.people(&people, Progress::hidden())?;
    let purchases = rows.iter().filter(|(_, row)| row.kind == Kind::Purchase);
    let purchases: Vec<Purchase<'_>> = purchases.map(purchase).collect();
    let purchases = import.purchases(&purchases, Progress::hidden())?;
    let after = kept(directory, currency)?;
    if before != after {
        return Err(Failure::BadRowsStored { before, after });
    }
    let mut refused = people.refused;
    refused.extend(purchases.refused);
    refused.sort_by_key(|refused| refused.line);
    Ok(Some(Report { rows: rows.len(), refused, kept: after }))
}

fn has_what_they_clash_with(directory: &Directory) -> Result<bool, Error> {
    let admin = directory.as_admin("jane@shop.example");
    for external_id in ["00001", "00002", "00003", "00004"] {
        if admin.customers().find_by_external_id(external_id)?.is_none() {
            return Ok(false);
        }
    }
    for number in ["00003-1", "00004-1"] {
        match admin.orders().get("mystic-sports", number) {
            Ok(_) => {}
            Err(Error::Activity(ActivityError::UnknownOrder { .. })) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn purchase((line, row): &(u64, Row)) -> Purchase<'_> {
    Purchase {
        line: *line,
        customer: &row.external_id,
        number: row.number.clone(),
        site: Some(&*row.site).filter(|site| !site.is_empty()),
        placed_on: row.placed_on.clone(),
        quantity: &row.quantity,
        total: &row.total,
    }
}

/// What is kept, in words that are equal only when nothing came, went or changed: a change of
/// anything is an event.
fn kept(directory: &Directory, currency: Currency) -> Result<String, Failure> {
    let figures = Figures::of(directory, currency)?;
    let events = trail::catch_up(directory)?.end;
    let [customers, orders] = [figures.customers, figures.orders].map(thousands);
    Ok(format!("{customers} customers, {orders} orders, {} events", thousands(events)))
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Rows with mistakes ({FILE})")?;
        write!(f, "{}", OfMistakes(&self.refused.iter().collect::<Vec<_>>()))?;
        let (rows, mistakes, kept) = (self.rows, self.refused.len(), &self.kept);
        writeln!(f, "\n  {rows} rows, {mistakes} mistakes, nothing stored.")?;
        writeln!(f, "  Before and after: {kept}.\n")
    }
}
