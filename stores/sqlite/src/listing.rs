//! Listings other than that of customers.
//!
//! Each reads one row more than it gives, to know whether others follow.

use patronage::activity::Order;
use patronage::activity::OrderNumber;
use patronage::code::{AttributeCode, CustomerSetCode, SegmentCode, SiteCode};
use patronage::event::{Event, EventPosition};
use patronage::id::CustomerId;
use patronage::page::PageLimit;
use patronage::segment::Segment;
use patronage::store::{
    EventQuery, Key, OrderQuery, Query, Record, SegmentQuery, Slice, StoreError, Toward,
};
use rusqlite::{Row, params_from_iter};

use crate::cell::Cell;
use crate::error::{damaged, translate};
use crate::number::{signed, unsigned};
use crate::snapshot::{SqliteSnapshot, record};

impl SqliteSnapshot<'_> {
    pub(crate) fn list(&self, query: &Query) -> Result<Slice, StoreError> {
        match query {
            Query::Definitions => self.definitions().map(Slice::Records),
            Query::Segments(query) => self.segments(query),
            Query::SegmentsOf(customer) => self.segments_of(*customer),
            Query::Customers(query) => self.customers(query),
            Query::Orders(query) => self.orders(query),
            Query::Events(query) => self.events(query).map(Slice::Events),
            Query::CreditAccounts(customer) => self.credit_accounts(*customer).map(Slice::Records),
            Query::CreditAccountsDue(at, limit) => {
                self.credit_accounts_due(*at, *limit).map(Slice::Records)
            }
            Query::CreditAccountsOn(site, behind, limit) => {
                self.credit_accounts_on(site, *behind, *limit).map(Slice::Records)
            }
            Query::CreditShelf(query) => self.credit_shelf(query).map(Slice::Records),
            Query::CreditEntries(query) => self.credit_entries(query).map(Slice::Events),
            _ => Err(StoreError::backend("this release of the store does not know the listing")),
        }
    }

    fn definitions(&self) -> Result<Vec<Record>, StoreError> {
        let sql = "SELECT 0, NULL, version, NULL, doc FROM patronage_settings WHERE tenant = ?1 \
                   UNION ALL \
                   SELECT 1, code, version, NULL, doc FROM patronage_customer_sets \
                   WHERE tenant = ?1 \
                   UNION ALL \
                   SELECT 2, code, version, NULL, doc FROM patronage_sites WHERE tenant = ?1 \
                   UNION ALL \
                   SELECT 3, code, version, NULL, doc FROM patronage_attributes WHERE tenant = ?1 \
                   UNION ALL \
                   SELECT 4, NULL, version, NULL, doc FROM patronage_pending_change \
                   WHERE tenant = ?1 \
                   ORDER BY 1, 2";
        self.rows(sql, [Cell::Integer(self.tenant)], |row| {
            let kind: i64 = row.get(0).map_err(translate)?;
            let code: Option<String> = row.get(1).map_err(translate)?;
            let code = code.unwrap_or_default();
            let key = match kind {
                0 => Key::Tenant,
                1 => Key::CustomerSet(CustomerSetCode::parse(&code).map_err(damaged)?),
                2 => Key::Site(SiteCode::parse(&code).map_err(damaged)?),
                3 => Key::Attribute(AttributeCode::parse(&code).map_err(damaged)?),
                _ => Key::PendingChange,
            };
            record(&key, row, 2)
        })
    }

    fn segments(&self, query: &SegmentQuery) -> Result<Slice, StoreError> {
        let toward = query.seek.as_ref().map_or(Toward::Next, |seek| seek.toward);
        let mut cells = vec![Cell::Integer(self.tenant)];
        cells.extend(query.seek.as_ref().map(|seek| Cell::borrowed(seek.place.as_str())));
        let after = match (&query.seek, toward) {
            (None, _) => "",
            (Some(_), Toward::Next) => "AND code > ?2",
            (Some(_), Toward::Previous) => "AND code < ?2",
        };
        let order = if toward == Toward::Next { "code" } else { "code DESC" };
        let limit = one_more(query.limit);
        let sql = format!(
            "SELECT version, NULL, doc, code FROM patronage_segments WHERE tenant = ?1 {after} \
             ORDER BY {order} LIMIT {limit}"
        );
        let rows = self.rows(&sql, cells, segment)?;
        let (rows, more) = page(rows, query.limit, toward);
        Ok(Slice::Segments { rows, more })
    }

    fn segments_of(&self, customer: CustomerId) -> Result<Slice, StoreError> {
        let sql = "SELECT segments.version, NULL, segments.doc, segments.code \
                   FROM patronage_members AS members \
                   JOIN patronage_segments AS segments \
                     ON segments.tenant = members.tenant AND segments.code = members.segment \
                   WHERE members.tenant = ?1 AND members.customer = ?2 \
                   ORDER BY members.segment";
        let rows = self.rows(sql, [Cell::Integer(self.tenant), Cell::id(customer)], segment)?;
        Ok(Slice::Segments { rows, more: false })
    }

    fn orders(&self, query: &OrderQuery) -> Result<Slice, StoreError> {
        let toward = query.seek.as_ref().map_or(Toward::Next, |seek| seek.toward);
        let (sql, cells) = orders_statement(self.tenant, query, toward);
        let (rows, more) = page(self.rows(&sql, cells, order_of)?, query.limit, toward);
        Ok(Slice::Orders { rows, more })
    }

    fn events(&self, query: &EventQuery) -> Result<Vec<Event>, StoreError> {
        let (sql, cells) = events_statement(self.tenant, query);
        self.rows(&sql, cells, event)
    }

    /// All rows of a query.
    pub(crate) fn rows<'c, T>(
        &self,
        sql: &str,
        cells: impl IntoIterator<Item = Cell<'c>>,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.reader.prepare_cached(sql).map_err(translate)?;
        let mut rows = statement.query(params_from_iter(cells)).map_err(translate)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(translate)? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

fn orders_statement(tenant: i64, query: &OrderQuery, toward: Toward) -> (String, Vec<Cell<'_>>) {
    let mut cells = vec![Cell::Integer(tenant), Cell::id(query.customer)];
    // The latest order comes first, so that the next ones are those before it.
    let (compare, order) = match toward {
        Toward::Next => ("<", "DESC"),
        Toward::Previous => (">", "ASC"),
    };
    let mut behind = String::new();
    if let Some(seek) = &query.seek {
        let (placed_at, site, number) = &seek.place;
        cells.push(Cell::Integer(placed_at.as_microseconds()));
        cells.push(Cell::borrowed(site.as_str()));
        cells.push(Cell::borrowed(number.as_str()));
        behind = format!("AND (placed_at, site, number) {compare} (?3, ?4, ?5)");
    }
    let limit = one_more(query.limit);
    let sql = format!(
        "SELECT version, NULL, doc, site, number FROM patronage_orders \
         WHERE tenant = ?1 AND customer = ?2 {behind} \
         ORDER BY placed_at {order}, site {order}, number {order} LIMIT {limit}"
    );
    (sql, cells)
}

fn events_statement(tenant: i64, query: &EventQuery) -> (String, Vec<Cell<'static>>) {
    let mut cells = vec![Cell::Integer(tenant), Cell::Integer(signed(query.after.as_u64()))];
    cells.extend(query.customer.map(Cell::id));
    // Among the events of a customer, numbers and positions ascend together. The plus keeps SQLite
    // from walking the trail of the whole tenant in search of them.
    let (after, order) = match query.customer {
        Some(_) => ("customer = ?3 AND +position > ?2", "number"),
        None => ("position > ?2", "position"),
    };
    let limit = query.limit.get();
    let sql = format!(
        "SELECT position, number, doc FROM patronage_events \
         WHERE tenant = ?1 AND {after} ORDER BY {order} LIMIT {limit}"
    );
    (sql, cells)
}

fn segment(row: &Row<'_>) -> Result<Segment, StoreError> {
    let code: String = row.get(3).map_err(translate)?;
    let key = Key::Segment(SegmentCode::parse(&code).map_err(damaged)?);
    match record(&key, row, 0)? {
        Record::Segment(segment) => Ok(segment),
        _ => Err(damaged("a segment is no segment")),
    }
}

fn order_of(row: &Row<'_>) -> Result<Order, StoreError> {
    let site: String = row.get(3).map_err(translate)?;
    let number: String = row.get(4).map_err(translate)?;
    let site = SiteCode::parse(&site).map_err(damaged)?;
    let key = Key::Order(site, OrderNumber::parse(&number).map_err(damaged)?);
    match record(&key, row, 0)? {
        Record::Order(order) => Ok(*order),
        _ => Err(damaged("an order is no order")),
    }
}

/// An event out of position, number and JSON.
pub(crate) fn event(row: &Row<'_>) -> Result<Event, StoreError> {
    let position: i64 = row.get(0).map_err(translate)?;
    let number: Option<i64> = row.get(1).map_err(translate)?;
    let json = row.get_ref(2).map_err(translate)?;
    let content = json.as_str().map_err(damaged).and_then(|json| {
        serde_json::from_str(json).map_err(|error| damaged(format!("event {position}: {error}")))
    })?;
    Ok(Event::from_parts(EventPosition::new(unsigned(position)), number.map(unsigned), content))
}

pub(crate) fn one_more(limit: PageLimit) -> usize {
    limit.get().saturating_add(1)
}

/// The rows that were asked for, in the order of the listing, and whether others follow, out of one
/// row more in the order of reading.
pub(crate) fn page<T>(mut rows: Vec<T>, limit: PageLimit, toward: Toward) -> (Vec<T>, bool) {
    let more = rows.len() > limit.get();
    rows.truncate(limit.get());
    if toward == Toward::Previous {
        rows.reverse();
    }
    (rows, more)
}

#[cfg(test)]
pub(crate) mod tests {
    use patronage::store::{Seek, UniqueKey};
    use rusqlite::{Connection, StatementStatus};

    use super::*;
    use crate::SqliteStore;
    use crate::table::Table;
    use crate::unique::Holder;

    pub(crate) fn plan(connection: &Connection, sql: &str, cells: &[Cell<'_>]) -> String {
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = explain.query_map(params_from_iter(cells), |row| row.get::<_, String>(3));
        steps.unwrap().map(Result::unwrap).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn orders_and_events_walk_their_indexes_and_sort_nothing() {
        let store = SqliteStore::in_memory().unwrap();
        let connection = store.database.writer.lock();
        let customer: CustomerId = "0190f5a1-7c4b-7d2e-9f00-000000000001".parse().unwrap();
        let place = (
            patronage::time::Timestamp::from_microseconds(0).unwrap(),
            SiteCode::parse("main").unwrap(),
            OrderNumber::parse("7").unwrap(),
        );
        let limit = PageLimit::default();
        for toward in [Toward::Next, Toward::Previous] {
            let seek = Some(Seek { toward, place: place.clone() });
            let query = OrderQuery { customer, seek, limit };
            let (sql, cells) = orders_statement(1, &query, toward);
            let plan = plan(&connection, &sql, &cells);
            assert!(plan.contains("patronage_orders_by_customer (tenant=? AND customer=? AND"));
            assert!(!plan.contains("B-TREE"), "{plan}");
        }
        for (customer, index) in [
            (None, "PRIMARY KEY (tenant=? AND position>?)"),
            (Some(customer), "patronage_events_by_customer (tenant=? AND customer=?)"),
        ] {
            let query = EventQuery { after: EventPosition::new(7), customer, limit };
            let (sql, cells) = events_statement(1, &query);
            let plan = plan(&connection, &sql, &cells);
            assert!(plan.contains(index) && !plan.contains("B-TREE"), "{plan}");
        }
    }

    #[test]
    fn records_are_found_by_their_keys_without_a_scan() {
        let store = SqliteStore::in_memory().unwrap();
        let connection = store.database.writer.lock();
        for table in Table::all() {
            let statement = connection.prepare(&table.record).unwrap();
            let cells = vec![Cell::Null; statement.parameter_count()];
            let plan = plan(&connection, &table.record, &cells);
            assert!(plan.contains("SEARCH") && !plan.contains("SCAN"), "{}: {plan}", table.name);
        }
        let set = CustomerSetCode::parse("b2c").unwrap();
        for (key, index) in [
            (UniqueKey::Login(set, "x".into()), "patronage_customers_by_login"),
            (UniqueKey::Email(set, "x".into()), "patronage_customers_by_email"),
            (UniqueKey::ExternalId("x".into()), "patronage_customers_by_external_id"),
        ] {
            let holder = Holder::of(&key).unwrap();
            let cells: Vec<_> = holder.cells(1).collect();
            let plan = plan(&connection, holder.sql, &cells);
            assert!(plan.contains(index), "{plan}");
        }
    }

    #[test]
    fn statements_are_compiled_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("shop.db")).unwrap();
        let query = |after| EventQuery {
            after: EventPosition::new(after),
            customer: Some("0190f5a1-7c4b-7d2e-9f00-000000000001".parse().unwrap()),
            limit: PageLimit::default(),
        };
        for connection in [&*store.reader().unwrap(), &*store.database.writer.lock()] {
            let (sql, _) = events_statement(1, &query(0));
            let mut statement = connection.prepare(&sql).unwrap();
            for after in 0..10 {
                let (_, cells) = events_statement(1, &query(after));
                assert!(!statement.exists(params_from_iter(cells)).unwrap());
            }
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
        }
    }
}
