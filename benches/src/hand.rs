//! The same customers, written into the same tables by a program that uses `rusqlite` and no
//! library of ours.
//!
//! It is what somebody would write who knows the schema and wants it fast: every statement is
//! prepared once, the JSON is made with `serde_json` from borrowed text, counters are raised once a
//! transaction. It checks nothing: it believes that the e-mail address, the telephone number and
//! the language are well written, and folds no more than upper case.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use patronage_sqlite::rusqlite::{Connection, OpenFlags, Statement, params};
use serde::Serialize;
use uuid::Uuid;

use crate::failure::Failure;
use crate::measure::timed;
use crate::people::Person;
use crate::shop::{CUSTOMER_SET, SITE, STAFF};

/// How many customers share a commit in a batch, on all sides.
pub(crate) const BATCH: usize = 1_000;

/// The pragmas that the store sets on its writer as well.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 8192;
    PRAGMA busy_timeout = 5000;";

/// A connection to the file of a [`Shop`](crate::shop::Shop).
#[derive(Debug)]
pub(crate) struct Hand {
    connection: Connection,
    tenant: i64,
}

impl Hand {
    pub(crate) fn open(file: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(file)?;
        connection.execute_batch(PRAGMAS)?;
        Self::of(connection)
    }

    /// Opens the file for reading, with what SQLite does when nobody says anything.
    pub(crate) fn open_to_read(file: &Path) -> Result<Self, Failure> {
        Self::of(Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
    }

    fn of(connection: Connection) -> Result<Self, Failure> {
        let sql = "SELECT id FROM patronage_tenants WHERE name = 'default'";
        let tenant = connection.query_row(sql, [], |row| row.get(0))?;
        Ok(Self { connection, tenant })
    }

    /// The connection, for reading.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The number of the tenant, with which every key begins.
    pub(crate) fn tenant(&self) -> i64 {
        self.tenant
    }

    /// Creates customers in transactions of `batch` and says how long that took, the preparing of
    /// the statements included.
    pub(crate) fn create(&self, people: &[Person], batch: usize) -> Result<Duration, Failure> {
        timed(|| {
            let mut writer = Writer::new(self)?;
            people.chunks(batch).try_for_each(|people| writer.create(people))
        })
    }

    /// What the connection says of its settings, whatever was asked for.
    pub(crate) fn settings(&self) -> Result<String, Failure> {
        let number = |name: &str| -> Result<i64, Failure> {
            Ok(self.connection.pragma_query_value(None, name, |row| row.get(0))?)
        };
        let journal: String =
            self.connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        Ok(format!(
            "journal_mode {journal}, synchronous {}, checkpoint every {} pages of {} bytes, \
             cache_size {}",
            number("synchronous")?,
            number("wal_autocheckpoint")?,
            number("page_size")?,
            number("cache_size")?,
        ))
    }
}

/// The prepared statements of a writer.
struct Writer<'c> {
    tenant: i64,
    begin: Statement<'c>,
    counters: Statement<'c>,
    customer: Statement<'c>,
    event: Statement<'c>,
    count: Statement<'c>,
    commit: Statement<'c>,
}

impl<'c> Writer<'c> {
    fn new(Hand { connection, tenant }: &'c Hand) -> Result<Self, Failure> {
        Ok(Self {
            tenant: *tenant,
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            counters: connection.prepare(
                "UPDATE patronage_tenants SET last_customer_number = last_customer_number + ?2
                 WHERE id = ?1
                 RETURNING last_customer_number - ?2,
                     (SELECT coalesce(max(position), 0) FROM patronage_events WHERE tenant = ?1)",
            )?,
            customer: connection.prepare(
                "INSERT INTO patronage_customers (tenant, id, version, number, customer_set, site,
                     login_key, email_key, name_key, created_at, doc)
                 VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
            event: connection.prepare(
                "INSERT INTO patronage_events (tenant, position, customer, number, doc)
                 VALUES (?1, ?2, ?3, 1, ?4)",
            )?,
            count: connection.prepare(
                "INSERT INTO patronage_counts (tenant, segment, customer_set, count)
                 VALUES (?1, '', ?2, ?3)
                 ON CONFLICT DO UPDATE SET count = count + excluded.count",
            )?,
            commit: connection.prepare("COMMIT")?,
        })
    }

    /// One transaction.
    fn create(&mut self, people: &[Person]) -> Result<(), Failure> {
        // No slice is longer than that.
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        self.begin.execute([])?;
        let last: (i64, i64) = self
            .counters
            .query_row(params![self.tenant, count], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (person, step) in people.iter().zip(1..) {
            let (number, position) = (last.0.saturating_add(step), last.1.saturating_add(step));
            self.insert(person, number, position)?;
        }
        self.count.execute(params![self.tenant, CUSTOMER_SET, count])?;
        self.commit.execute([])?;
        Ok(())
    }

    fn insert(&mut self, person: &Person, number: i64, position: i64) -> Result<(), Failure> {
        let id = Uuid::now_v7();
        let now = Timestamp::now();
        // The library keeps microseconds.
        let now = Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now);
        let at = now.to_string();
        let mut text = Uuid::encode_buffer();
        let id_text = id.hyphenated().encode_lower(&mut text);
        let login_key = person.email.to_ascii_lowercase();
        let name_key = format!(
            "{}\u{1f}{}",
            person.last_name.to_lowercase(),
            person.first_name.to_lowercase()
        );
        let customer = serde_json::to_string(&Account::new(person, id_text, &at))?;
        let event = serde_json::to_string(&Event::new(id_text, &at))?;
        let created_at = now.as_microsecond();
        self.customer.execute(params![
            self.tenant,
            id.as_bytes(),
            number,
            CUSTOMER_SET,
            SITE,
            login_key,
            login_key,
            name_key,
            created_at,
            customer
        ])?;
        self.event.execute(params![self.tenant, position, id.as_bytes(), event])?;
        Ok(())
    }
}

/// A customer as it stands in the column `doc`.
#[derive(Serialize)]
struct Account<'a> {
    id: &'a str,
    kind: &'static str,
    state: &'static str,
    customer_set: &'static str,
    site: &'static str,
    login_name: &'a str,
    email_is_exclusive: bool,
    profile: Profile<'a>,
    customer_since: &'a str,
    created_at: &'a str,
    created_by: Author,
    updated_at: &'a str,
}

#[derive(Serialize)]
struct Profile<'a> {
    email: &'a str,
    first_name: &'a str,
    last_name: &'a str,
    phone: Phone<'a>,
    language: &'a str,
}

#[derive(Serialize)]
struct Phone<'a> {
    number: &'a str,
    e164: &'a str,
}

#[derive(Serialize)]
struct Author {
    admin: &'static str,
}

/// An event as it stands in the column `doc`.
#[derive(Serialize)]
struct Event<'a> {
    kind: &'static str,
    subject: &'static str,
    customer: &'a str,
    author: Author,
    site: &'static str,
    at: &'a str,
}

impl<'a> Account<'a> {
    fn new(person: &'a Person, id: &'a str, at: &'a str) -> Self {
        Self {
            id,
            kind: "registered",
            state: "active",
            customer_set: CUSTOMER_SET,
            site: SITE,
            login_name: &person.email,
            email_is_exclusive: true,
            profile: Profile {
                email: &person.email,
                first_name: person.first_name,
                last_name: person.last_name,
                phone: Phone { number: &person.phone, e164: &person.phone },
                language: person.language,
            },
            customer_since: at,
            created_at: at,
            created_by: Author { admin: STAFF },
            updated_at: at,
        }
    }
}

impl<'a> Event<'a> {
    fn new(customer: &'a str, at: &'a str) -> Self {
        Self {
            kind: "customer.created",
            subject: "customer",
            customer,
            author: Author { admin: STAFF },
            site: SITE,
            at,
        }
    }
}
