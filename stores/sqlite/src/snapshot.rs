//! One consistent view: a read transaction.

use patronage::actor::Sets;
use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, CustomerSetCode};
use patronage::id::{CustomerId, CustomerNumber};
use patronage::store::{Collection, Key, Query, Record, Slice, Snapshot, StoreError, UniqueKey};
use patronage::version::{Generation, Version};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use uuid::Uuid;

use crate::cell::{Cell, key_cells};
use crate::error::translate;
use crate::number::unsigned;
use crate::reader::Reader;
use crate::table::Table;
use crate::unique::Holder;
use crate::writer::run;

/// A view of one tenant.
#[derive(Debug)]
pub(crate) struct SqliteSnapshot<'s> {
    pub(crate) reader: Reader<'s>,
    pub(crate) tenant: i64,
    generation: Generation,
}

impl<'s> SqliteSnapshot<'s> {
    /// Begins to read. The view is that of this moment: SQLite takes it with the first query, which
    /// is made at once, for the generation that every decision needs anyway.
    pub(crate) fn new(reader: Reader<'s>, tenant: i64) -> Result<Self, StoreError> {
        if reader.begins() {
            run(&reader, "BEGIN").map_err(translate)?;
        }
        let mut snapshot = Self { reader, tenant, generation: Generation::default() };
        let generation = snapshot
            .reader
            .prepare_cached("SELECT generation FROM patronage_tenants WHERE id = ?1")
            .and_then(|mut statement| statement.query_row([tenant], |row| row.get(0)).optional())
            .map_err(translate)?;
        snapshot.generation = Generation::new(unsigned(generation.unwrap_or_default()));
        Ok(snapshot)
    }

    /// What a transaction shows that is open, with all that it has written so far.
    pub(crate) fn within(connection: &'s Connection, tenant: i64, generation: Generation) -> Self {
        Self { reader: Reader::Within(connection), tenant, generation }
    }
}

impl Drop for SqliteSnapshot<'_> {
    fn drop(&mut self) {
        if self.reader.begins() && !self.reader.is_autocommit() {
            // Nothing was written: there is nothing that could be lost.
            let _ = run(&self.reader, "COMMIT");
        }
    }
}

impl Snapshot for SqliteSnapshot<'_> {
    fn generation(&self) -> Result<Generation, StoreError> {
        Ok(self.generation)
    }

    fn get(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        let table = Table::of(key).map_err(StoreError::backend)?;
        let cells = std::iter::once(Cell::Integer(self.tenant)).chain(key_cells(key));
        self.reader
            .prepare_cached(&table.record)
            .and_then(|mut statement| {
                let read = |row: &Row<'_>| Ok(record(key, row, 0));
                statement.query_row(params_from_iter(cells), read).optional()
            })
            .map_err(translate)?
            .transpose()
    }

    fn find(&self, key: &UniqueKey) -> Result<Option<Record>, StoreError> {
        let Some(holder) = Holder::of(key) else { return Ok(None) };
        self.reader
            .prepare_cached(holder.sql)
            .and_then(|mut statement| {
                let read =
                    |row: &Row<'_>| Ok(customer_key(row, 3).and_then(|key| record(&key, row, 0)));
                statement.query_row(params_from_iter(holder.cells(self.tenant)), read).optional()
            })
            .map_err(translate)?
            .transpose()
    }

    fn query(&self, query: &Query) -> Result<Slice, StoreError> {
        self.list(query)
    }

    fn count(&self, of: &Collection) -> Result<u64, StoreError> {
        match of {
            Collection::Customers(sets) => self.counted("", sets),
            Collection::Members(segment, sets) => self.counted(segment.as_str(), sets),
            Collection::Holders(attribute, key, sets) => self.holders(attribute, key, sets),
            _ => Err(StoreError::backend("this release of the store does not know the collection")),
        }
    }
}

impl SqliteSnapshot<'_> {
    /// The kept count of the customers of these sets, or of those of them in a segment.
    pub(crate) fn counted(&self, segment: &str, sets: &Sets) -> Result<u64, StoreError> {
        let counts = self
            .reader
            .prepare_cached(
                "SELECT coalesce(sum(count), 0) FROM patronage_counts \
                 WHERE tenant = ?1 AND segment = ?2 \
                 AND (?3 IS NULL OR customer_set IN (SELECT value FROM json_each(?3)))",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![self.tenant, segment, code_list(sets)], |row| row.get(0))
            });
        counts.map(unsigned).map_err(translate)
    }

    /// How many customers of these sets are found by a value of an attribute.
    fn holders(
        &self,
        attribute: &AttributeCode,
        key: &AttributeKey,
        sets: &Sets,
    ) -> Result<u64, StoreError> {
        let count = self.reader.prepare_cached(HOLDERS).and_then(|mut statement| {
            let key = Cell::attribute(key);
            let cells = params![self.tenant, attribute.as_str(), key, code_list(sets)];
            statement.query_row(cells, |row| row.get(0))
        });
        count.map(unsigned).map_err(translate)
    }
}

/// The rows have the set, so that no customer is looked at.
pub(crate) const HOLDERS: &str = "SELECT count(*) FROM patronage_filter_attributes \
                       WHERE tenant = ?1 AND attribute = ?2 AND key = ?3 \
                       AND (?4 IS NULL OR customer_set IN (SELECT value FROM json_each(?4)))";

/// The codes of sets as a JSON list; `None` for all sets. Codes need no escapes.
pub(crate) fn code_list(sets: &Sets) -> Option<String> {
    match sets {
        Sets::All => None,
        Sets::Only(sets) if sets.is_empty() => Some("[]".to_owned()),
        Sets::Only(sets) => {
            let codes: Vec<&str> = sets.iter().map(CustomerSetCode::as_str).collect();
            Some(format!("[\"{}\"]", codes.join("\",\"")))
        }
    }
}

/// The record out of three columns: version, customer number and JSON.
pub(crate) fn record(key: &Key, row: &Row<'_>, from: usize) -> Result<Record, StoreError> {
    let column = |offset: usize| from.saturating_add(offset);
    let version: i64 = row.get(column(0)).map_err(translate)?;
    let number: Option<i64> = row.get(column(1)).map_err(translate)?;
    let json = row.get_ref(column(2)).map_err(translate)?;
    let json = json.as_str().map_err(|error| StoreError::corrupt(key, &error))?;
    let version = Version::new(unsigned(version));
    let version = version.map_err(|error| StoreError::corrupt(key, &error))?;
    let number = number.map(|number| CustomerNumber::new(unsigned(number))).transpose();
    let number = number.map_err(|error| StoreError::corrupt(key, &error))?;
    Ok(Record::from_json(key, json, version, number)?)
}

/// The key of the customer whose id is in a column.
pub(crate) fn customer_key(row: &Row<'_>, column: usize) -> Result<Key, StoreError> {
    let id = row.get(column).map_err(translate)?;
    Ok(Key::Customer(CustomerId::from_uuid(Uuid::from_bytes(id))))
}
