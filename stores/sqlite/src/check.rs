//! A thorough check of a whole store.

use std::fmt;

use patronage::activity::OrderNumber;
use patronage::code::{AttributeCode, CustomerSetCode, SegmentCode, SiteCode};
use patronage::customer::Customer;
use patronage::id::CustomerId;
use patronage::store::{ConsumerName, Key, Record, StoreError};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use crate::attribute::Held;
use crate::error::{damaged, translate};
use crate::listing::event;
use crate::snapshot::record;
use crate::table::Table;

/// Something that is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The file itself is damaged.
    File {
        /// What SQLite says.
        reason: String,
    },
    /// A row refers to one that is not there.
    Reference {
        /// The table of the row.
        table: String,
        /// The table in which the other one is missing.
        to: String,
    },
    /// A kept count is wrong.
    Count {
        /// The segment whose members are counted; `None` for all customers.
        segment: Option<String>,
        /// The customer set.
        customer_set: String,
        /// What was kept.
        kept: i64,
        /// How many there are.
        actual: i64,
    },
    /// The events of a customer are not numbered from 1 without gaps.
    EventNumbers {
        /// The customer.
        customer: String,
    },
    /// The keys that are kept for the attributes of a customer are not those of its record, or the
    /// customer has another number of them than it says.
    AttributeKeys {
        /// The customer.
        customer: String,
    },
    /// A record cannot be read.
    Record {
        /// What is wrong, with the key of the record.
        reason: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { reason } | Self::Record { reason } => f.write_str(reason),
            Self::Reference { table, to } => {
                write!(f, "a row of {table} refers to one that is not in {to}")
            }
            Self::Count { segment: None, customer_set, kept, actual } => {
                write!(f, "the set {customer_set} has {actual} customers, and {kept} were kept")
            }
            Self::Count { segment: Some(segment), customer_set, kept, actual } => write!(
                f,
                "the segment {segment} has {actual} members in the set {customer_set}, \
                 and {kept} were kept"
            ),
            Self::EventNumbers { customer } => {
                write!(f, "the events of the customer {customer} have gaps in their numbers")
            }
            Self::AttributeKeys { customer } => {
                write!(f, "the keys kept for the attributes of the customer {customer} are wrong")
            }
        }
    }
}

/// What [`SqliteStore::check`](crate::SqliteStore::check) found, over all tenants of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    findings: Vec<Finding>,
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
    let sql = format!("{columns}, tenant, {keys}, {key_columns} FROM {}", table.name);
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
    while let Some(row) = rows.next().map_err(translate)? {
        report.records = report.records.saturating_add(1);
        if let Err(error) = event(row) {
            report.findings.push(Finding::Record { reason: error.to_string() });
        }
    }
    Ok(())
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
        "patronage_consumers" => Key::Consumer(ConsumerName::parse(&text(5)?).map_err(damaged)?),
        _ => Key::Customer(id(5)?),
    })
}
