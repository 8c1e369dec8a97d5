//! The listing of customers.
//!
//! Customers with a value come first, in the direction of the listing, and those without one after
//! them, by id in the same direction. The two parts are two queries, each of which walks one index:
//! a comparison of pairs would lose the rows whose value is missing.

#[cfg(test)]
mod plans;
mod statement;

use patronage::activity::Activity;
use patronage::actor::Sets;
use patronage::customer::{Customer, CustomerRow, CustomerSort, Direction, SortKey};
use patronage::id::CustomerId;
use patronage::store::{CustomerQuery, CustomerScope, Key, Record, Slice, StoreError, Toward};
use patronage::version::Version;
use rusqlite::Row;

use crate::error::{damaged, translate};
use crate::listing::{one_more, page};
use crate::number::unsigned;
use crate::snapshot::{SqliteSnapshot, customer_key, record};
use statement::Statement;

/// The two parts of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Valued,
    Missing,
}

/// Where the reading of a part begins.
#[derive(Debug, Clone, Copy)]
enum Start<'q> {
    /// At its edge.
    Edge,
    /// Behind the row with this value and id.
    Behind(Option<&'q SortKey>, CustomerId),
}

/// How the customers of a scope are found in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Walk along the order, and leave out those who are not in the scope.
    Walk,
    /// Collect the scope, and sort it.
    Collect,
}

impl SqliteSnapshot<'_> {
    pub(crate) fn customers(&self, query: &CustomerQuery) -> Result<Slice, StoreError> {
        let toward = query.seek.as_ref().map_or(Toward::Next, |seek| seek.toward);
        let way = self.shorter_way(query)?;
        let wanted = one_more(query.limit);
        let mut rows = Vec::new();
        for (part, start) in parts(query, toward) {
            let left = wanted.saturating_sub(rows.len());
            if left > 0 {
                let statement = Statement::new(self.tenant, query, part, way);
                let forwards =
                    (query.direction == Direction::Ascending) == (toward == Toward::Next);
                let (sql, cells) = statement.read(start, forwards, left);
                rows.extend(self.rows(&sql, cells, customer_row)?);
            }
        }
        let (rows, more) = page(rows, query.limit, toward);
        Ok(Slice::Customers { rows, more })
    }

    /// With m members among n customers, a page of a walk is full after limit × n / m steps, and
    /// collecting takes m.
    fn shorter_way(&self, query: &CustomerQuery) -> Result<Way, StoreError> {
        let CustomerScope::Segment(segment) = &query.scope else { return Ok(Way::Walk) };
        let members = self.counted(segment.as_str(), &Sets::All)?;
        let customers = self.counted("", &Sets::All)?;
        let limit = u64::try_from(query.limit.get()).unwrap_or(u64::MAX);
        let walk_is_shorter = limit.saturating_mul(customers) < members.saturating_mul(members);
        Ok(if walk_is_shorter { Way::Walk } else { Way::Collect })
    }
}

/// The parts that lie ahead, in the order of reading.
fn parts(query: &CustomerQuery, toward: Toward) -> Vec<(Part, Start<'_>)> {
    let has_missing = !matches!(query.sort, CustomerSort::CreatedAt | CustomerSort::Number);
    let missing = has_missing.then_some((Part::Missing, Start::Edge));
    let Some(seek) = &query.seek else {
        return std::iter::once((Part::Valued, Start::Edge)).chain(missing).collect();
    };
    let start = Start::Behind(seek.place.0.as_ref(), seek.place.1);
    match (&seek.place.0, toward) {
        (Some(_), Toward::Next) => std::iter::once((Part::Valued, start)).chain(missing).collect(),
        (Some(_), Toward::Previous) => vec![(Part::Valued, start)],
        (None, Toward::Next) => vec![(Part::Missing, start)],
        (None, Toward::Previous) => vec![(Part::Missing, start), (Part::Valued, Start::Edge)],
    }
}

fn customer_row(row: &Row<'_>) -> Result<CustomerRow, StoreError> {
    let key = customer_key(row, 3)?;
    Ok(CustomerRow { customer: customer(&key, row)?, activity: activity(&key, row)? })
}

fn customer(key: &Key, row: &Row<'_>) -> Result<Customer, StoreError> {
    match record(key, row, 0)? {
        Record::Customer(customer) => Ok(*customer),
        _ => Err(damaged("a customer is no customer")),
    }
}

fn activity(of: &Key, row: &Row<'_>) -> Result<Option<Activity>, StoreError> {
    let (Key::Customer(id), Some(version)) = (of, row.get::<_, Option<i64>>(4).map_err(translate)?)
    else {
        return Ok(None);
    };
    let key = Key::Activity(*id);
    let version = Version::new(unsigned(version)).map_err(damaged)?;
    let json = row.get_ref(5).map_err(translate)?;
    match Record::from_json(&key, json.as_str().map_err(damaged)?, version, None)? {
        Record::Activity(activity) => Ok(Some(activity)),
        _ => Err(damaged("an activity is no activity")),
    }
}
