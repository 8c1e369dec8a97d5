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
use patronage::attribute::AttributeKey;
use patronage::code::AttributeCode;
use patronage::customer::{Customer, CustomerRow, CustomerSort, Direction, SortKey};
use patronage::id::CustomerId;
use patronage::store::{CustomerQuery, CustomerScope, Key, Record, Slice, StoreError, Toward};
use patronage::version::Version;
use rusqlite::{Row, params};

use crate::cell::Cell;
use crate::error::{damaged, translate};
use crate::listing::{one_more, page};
use crate::number::{signed, unsigned};
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

    /// With m of n customers in the scope, a page of a walk is full after limit × n / m steps, and
    /// collecting takes m. So walking is shorter when m is more than the root of limit × n.
    fn shorter_way(&self, query: &CustomerQuery) -> Result<Way, StoreError> {
        if query.scope == CustomerScope::Everyone {
            return Ok(Way::Walk);
        }
        let customers = self.counted("", &Sets::All)?;
        let limit = u64::try_from(query.limit.get()).unwrap_or(u64::MAX);
        let few = limit.saturating_mul(customers).isqrt();
        let many = match &query.scope {
            CustomerScope::Everyone => true,
            CustomerScope::Segment(segment) => self.counted(segment.as_str(), &Sets::All)? > few,
            CustomerScope::Attribute(attribute, key) => {
                self.has_more_holders(attribute, key, few)?
            }
        };
        Ok(if many { Way::Walk } else { Way::Collect })
    }

    /// Whether more than a few customers are found by a value of an attribute. No count of them is
    /// kept; counting as far as a few takes no longer than collecting would.
    fn has_more_holders(
        &self,
        attribute: &AttributeCode,
        key: &AttributeKey,
        few: u64,
    ) -> Result<bool, StoreError> {
        let beyond = self.reader.prepare_cached(MORE_HOLDERS).and_then(|mut statement| {
            let key = Cell::attribute(key);
            statement.exists(params![self.tenant, attribute.as_str(), key, signed(few)])
        });
        beyond.map_err(translate)
    }
}

const MORE_HOLDERS: &str = "SELECT 1 FROM patronage_filter_attributes \
                            WHERE tenant = ?1 AND attribute = ?2 AND key = ?3 LIMIT 1 OFFSET ?4";

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
    let has_credit = row.get(6).map_err(translate)?;
    Ok(CustomerRow { customer: customer(&key, row)?, activity: activity(&key, row)?, has_credit })
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
