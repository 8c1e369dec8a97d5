//! A thorough check of a whole store.

mod finding;

use patronage::activity::OrderNumber;
use patronage::code::{AttributeCode, CustomerSetCode, SegmentCode, SiteCode};
use patronage::customer::Customer;
use patronage::event::Subject;
use patronage::id::CustomerId;
use patronage::store::{ConsumerName, Key, Record, StoreError};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::attribute::Held;
use crate::credit::{account_key, check_credit, check_entries, position_key};
use crate::error::{damaged, translate};
use crate::listing::event;
use crate::snapshot::record;
use crate::table::Table;

pub use finding::Finding;

/// What [`SqliteStore::check`](crate::SqliteStore::check) found, over all tenants of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    pub(crate) findings: Vec<Finding>,
    records: u64,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    /// All that is wrong.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many records and events were read.
    pub fn records(&self) -> u64 {
        self.records
    }
}

/// Checks a file inside one read transaction.
pub(crate) fn check(connection: &Connection) -> Result<CheckReport, StoreError> {
    let mut report = CheckReport::default();
    check_file(connection, &mut report).map_err(translate)?;
    check_references(connection, &mut report).map_err(translate)?;
    check_counts(connection, &mut report).map_err(translate)?;
    check_event_numbers(connection, &mut report).map_err(translate)?;
    for table in Table::all() {
        check_records(connection, table, &mut report)?;
    }
    check_events(connection, &mut report)?;
    check_credit(connection, &mut report)?;
    Ok(report)
}

fn check_file(connection: &Connection, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let reason: String = row.get(0)?;
        if reason != "ok" {
            report.findings.push(Finding::File { reason });
        }
    }
    Ok(())
}

fn check_references(connection: &Connection, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check \
         WHERE \"table\" GLOB 'patronage_*'",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.findings.push(Finding::Reference { table: row.get(0)?, to: row.get(1)? });
    }
    Ok(())
}

fn check_counts(connection: &Connection, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "WITH actual AS ( \
             SELECT tenant, '' AS segment, customer_set, count(*) AS count \
             FROM patronage_customers GROUP BY tenant, customer_set \
             UNION ALL \
             SELECT tenant, segment, customer_set, count(*) \
             FROM patronage_members GROUP BY tenant, segment, customer_set \
         ) \
         SELECT segment, customer_set, coalesce(kept.count, 0), coalesce(actual.count, 0) \
         FROM actual FULL JOIN patronage_counts AS kept USING (tenant, segment, customer_set) \
         WHERE coalesce(kept.count, 0) <> coalesce(actual.count, 0)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let segment: String = row.get(0)?;
        report.findings.push(Finding::Count {
            segment: (!segment.is_empty()).then_some(segment),
            customer_set: row.get(1)?,
            kept: row.get(2)?,
            actual: row.get(3)?,
        });
    }
    Ok(())
}

fn check_event_numbers(connection: &Connection, report: &mut CheckReport) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT customer FROM patronage_events WHERE customer IS NOT NULL \
         GROUP BY tenant, customer \
         HAVING min(number) <> 1 OR max(number) <> count(*) OR count(DISTINCT number) <> count(*)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let customer = Uuid::from_bytes(row.get(0)?).to_string();
        report.findings.push(Finding::EventNumbers { customer });
    }
    Ok(())
}

fn check_records(
    connection: &Connection,
    table: &Table,
    report: &mut CheckReport,
) -> Result<(), StoreError> {
    let keys = if table.keyed { "attribute_keys" } else { "NULL" };
    let (columns, key_columns) = (&table.record_columns, table.key_columns());
    // Some entries of ledgers made nothing, so that their rows have no record.
    let rows = format!("FROM {} WHERE doc IS NOT NULL", table.name);
    let sql = format!("{columns}, tenant, {keys}, {key_columns} {rows}");
    let mut statement = connection.prepare(&sql).map_err(translate)?;
    let mut rows = statement.query(params![]).map_err(translate)?;
    while let Some(row) = rows.next().map_err(translate)? {
        report.records = report.records.saturating_add(1);
        let read = key(table.name, row).and_then(|key| record(&key, row, 0));
        match read {
            Ok(Record::Customer(customer)) => {
                check_attribute_keys(connection, row, *customer, report)?;
            }
            Ok(_) => {}
            Err(error) => report.findings.push(Finding::Record { reason: error.to_string() }),
        }
    }
    Ok(())
}

/// Whether the keys that are kept for a customer are those that its record says.
fn check_attribute_keys(
    connection: &Connection,
    row: &Row<'_>,
    customer: Customer,
    report: &mut CheckReport,
) -> Result<(), StoreError> {
    let id = customer.id();
    let [tenant, number] = [3, 4].map(|column| row.get::<_, i64>(column).map_err(translate));
    let expected = Held::of(&Record::Customer(Box::new(customer)));
    let number_is_right = usize::try_from(number?).is_ok_and(|number| number == expected.len());
    // A key that cannot be read is none of the record.
    let keys_are_right = Held::by(connection, tenant?, id).is_ok_and(|kept| kept == expected);
    if !(number_is_right && keys_are_right) {
        report.findings.push(Finding::AttributeKeys { customer: id.to_string() });
    }
    Ok(())
}

fn check_events(connection: &Connection, report: &mut CheckReport) -> Result<(), StoreError> {
    let mut statement = connection
        .prepare("SELECT position, number, doc FROM patronage_events")
        .map_err(translate)?;
    let mut rows = statement.query([]).map_err(translate)?;
    let mut entries = 0_u64;
    while let Some(row) = rows.next().map_err(translate)? {
        report.records = report.records.saturating_add(1);
        match event(row) {
            Ok(event) => {
                let is_entry = matches!(event.subject(), Subject::CreditEntry(_));
                entries = entries.saturating_add(u64::from(is_entry));
            }
            Err(error) => report.findings.push(Finding::Record { reason: error.to_string() }),
        }
    }
    check_entries(connection, entries, report)
}

/// The key of a row, whose columns stand behind version, number, JSON, tenant and number of keys.
fn key(table: &str, row: &Row<'_>) -> Result<Key, StoreError> {
    let text = |column: usize| row.get::<_, String>(column).map_err(translate);
    let id = |column: usize| {
        let id = row.get(column).map_err(translate)?;
        Ok::<_, StoreError>(CustomerId::from_uuid(Uuid::from_bytes(id)))
    };
    Ok(match table {
        "patronage_settings" => Key::Tenant,
        "patronage_pending_change" => Key::PendingChange,
        "patronage_change_progress" => Key::ChangeProgress,
        "patronage_customer_sets" => {
            Key::CustomerSet(CustomerSetCode::parse(&text(5)?).map_err(damaged)?)
        }
        "patronage_sites" => Key::Site(SiteCode::parse(&text(5)?).map_err(damaged)?),
        "patronage_attributes" => Key::Attribute(AttributeCode::parse(&text(5)?).map_err(damaged)?),
        "patronage_segments" => Key::Segment(SegmentCode::parse(&text(5)?).map_err(damaged)?),
        "patronage_members" => Key::Member(SegmentCode::parse(&text(5)?).map_err(damaged)?, id(6)?),
        "patronage_activity" => Key::Activity(id(5)?),
        "patronage_orders" => Key::Order(
            SiteCode::parse(&text(5)?).map_err(damaged)?,
            OrderNumber::parse(&text(6)?).map_err(damaged)?,
        ),
        "patronage_credit_accounts" => {
            let (customer, currency) = account_key(row, 5)?;
            Key::CreditAccount(customer, currency)
        }
        "patronage_credit_entries" => position_key(row, 5)?,
        "patronage_consumers" => Key::Consumer(ConsumerName::parse(&text(5)?).map_err(damaged)?),
        _ => Key::Customer(id(5)?),
    })
}
