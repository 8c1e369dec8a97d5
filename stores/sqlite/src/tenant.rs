//! Tenants: who they are in the file, and the numbers that were last given in each.

use patronage::event::EventPosition;
use patronage::version::Generation;
use rusqlite::{Connection, OptionalExtension, params};

use crate::number::{signed, unsigned};

/// The id of no tenant: that of a name which a store opened for reading does not know yet.
pub(crate) const NOBODY: i64 = 0;

/// The numbers that were last given in a tenant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) generation: Generation,
    pub(crate) last_customer_number: u64,
    pub(crate) last_event_position: EventPosition,
}

impl Head {
    /// Whether the row of the tenant says the same, which has all but the last position.
    pub(crate) fn is_same_row(&self, other: &Self) -> bool {
        (self.generation, self.last_customer_number)
            == (other.generation, other.last_customer_number)
    }

    pub(crate) fn read(connection: &Connection, tenant: i64) -> rusqlite::Result<Self> {
        connection
            .prepare_cached(
                "SELECT generation, last_customer_number, \
                        (SELECT coalesce(max(position), 0) FROM patronage_events \
                         WHERE tenant = ?1) \
                 FROM patronage_tenants WHERE id = ?1",
            )?
            .query_row([tenant], |row| {
                Ok(Self {
                    generation: Generation::new(unsigned(row.get(0)?)),
                    last_customer_number: unsigned(row.get(1)?),
                    last_event_position: EventPosition::new(unsigned(row.get(2)?)),
                })
            })
    }

    pub(crate) fn write(self, connection: &Connection, tenant: i64) -> rusqlite::Result<()> {
        connection
            .prepare_cached(
                "UPDATE patronage_tenants SET generation = ?2, last_customer_number = ?3 \
                 WHERE id = ?1",
            )?
            .execute(params![
                tenant,
                signed(self.generation.as_u64()),
                signed(self.last_customer_number),
            ])
            .map(drop)
    }
}

/// The id of a tenant, if it is known.
pub(crate) fn find(connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM patronage_tenants WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// The id of a tenant, which is made when it is not known.
pub(crate) fn find_or_make(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    if let Some(id) = find(connection, name)? {
        return Ok(id);
    }
    connection.execute(
        "INSERT INTO patronage_tenants (name) VALUES (?1) ON CONFLICT (name) DO NOTHING",
        [name],
    )?;
    connection
        .query_row("SELECT id FROM patronage_tenants WHERE name = ?1", [name], |row| row.get(0))
}
