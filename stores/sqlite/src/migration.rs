//! The schema: which version a file has, whether it is intact, and how it is brought up to date.

use rusqlite::Connection;

/// Marks a file as ours for tools that look at headers: `Ptrn`.
pub(crate) const APPLICATION_ID: i32 = 0x5074_726e;

/// A step from one version of the schema to the next.
struct Migration {
    sql: &'static str,
    /// The digest of the schema after it.
    digest: u64,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        sql: include_str!("../migrations/0001_accounts.sql"),
        digest: 0xf2ce_b639_5836_0d08,
    },
    Migration {
        sql: include_str!("../migrations/0002_attributes.sql"),
        digest: 0x448d_76b2_743c_53a2,
    },
    Migration { sql: include_str!("../migrations/0003_credit.sql"), digest: 0xba36_7b28_3512_1974 },
];

/// The newest version that this release knows.
pub(crate) fn newest() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing at all.
    Empty,
    /// Tables of somebody else, and none of ours.
    Others,
    /// Our tables in this version.
    Ours(u32),
    /// A file marked as ours without our tables, or tables that only seem to be ours.
    Torn,
}

/// Looks at what a file holds. Fails when the file is no database.
pub(crate) fn look(connection: &Connection) -> rusqlite::Result<Found> {
    // One statement, so that a file which another process sets up meanwhile is seen before or after
    // it, not in between.
    let (objects, ours, leftovers, marked): (i64, bool, bool, i32) = connection.query_row(
        "SELECT count(*), coalesce(max(name = 'patronage_schema'), 0), \
                coalesce(max(name GLOB 'patronage_*'), 0), \
                (SELECT application_id FROM pragma_application_id) \
         FROM sqlite_schema",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    if ours {
        let version: Option<u32> =
            connection
                .query_row("SELECT max(version) FROM patronage_schema", [], |row| row.get(0))?;
        return Ok(version.map_or(Found::Torn, Found::Ours));
    }
    Ok(if marked == APPLICATION_ID || leftovers {
        Found::Torn
    } else if objects == 0 && marked == 0 {
        Found::Empty
    } else {
        Found::Others
    })
}

/// Brings the schema from version `from` (0: none of our tables) up to date, inside a transaction
/// that is open. A file that held nothing is marked as ours.
pub(crate) fn migrate(connection: &Connection, found: Found) -> rusqlite::Result<()> {
    let from = match found {
        Found::Ours(version) => version,
        Found::Empty | Found::Others | Found::Torn => 0,
    };
    for (version, migration) in (1..).zip(MIGRATIONS).filter(|(version, _)| *version > from) {
        connection.execute_batch(migration.sql)?;
        connection.execute("INSERT INTO patronage_schema (version) VALUES (?1)", [version])?;
    }
    let ours: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found == Found::Empty {
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    if found == Found::Empty || ours == APPLICATION_ID {
        connection.pragma_update(None, "user_version", newest())?;
    }
    Ok(())
}

/// Whether the tables of ours are as the migrations up to `version` left them. Tables, indexes and
/// triggers of the host are its own business.
pub(crate) fn is_intact(connection: &Connection, version: u32) -> rusqlite::Result<bool> {
    let index = usize::try_from(version).ok().and_then(|version| version.checked_sub(1));
    let expected = index.and_then(|index| MIGRATIONS.get(index)).map(|migration| migration.digest);
    Ok(expected == Some(digest(connection)?))
}

/// FNV-1a, 64 bits, over the statements that made our tables. It is to notice a mistake, not an
/// attack, and must be the same in each release.
fn digest(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare(
        "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') || char(10) \
         FROM sqlite_schema WHERE name GLOB 'patronage_*' ORDER BY type, name",
    )?;
    let mut rows = statement.query([])?;
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    while let Some(row) = rows.next()? {
        for byte in row.get_ref(0)?.as_str()?.bytes() {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A migration that was released never changes: files out there were made by it.
    #[test]
    fn each_migration_leaves_the_schema_that_was_released() {
        let connection = Connection::open_in_memory().unwrap();
        for (version, migration) in (1..).zip(MIGRATIONS) {
            connection.execute_batch(migration.sql).unwrap();
            assert_eq!(
                digest(&connection).unwrap(),
                migration.digest,
                "the digest of version {version}"
            );
        }
    }
}
