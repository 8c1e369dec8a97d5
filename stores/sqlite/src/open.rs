//! Opening connections, and what is checked before a file is trusted.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use patronage::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::translate;
use crate::migration::{self, Found};
use crate::options::{Durability, SqliteOptions};

/// What is common to all connections of a store.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// A path, or a URI for a file on a medium that cannot be written.
    target: String,
    flags: OpenFlags,
    vfs: Option<String>,
    busy_timeout: Duration,
    durability: Durability,
    max_pages: Option<u32>,
}

/// Statements that a connection keeps prepared: all that write and the listings in use.
const PREPARED: usize = 128;

/// Opens a file for writing, as far as the options allow, and brings its schema up to date.
pub(crate) fn file(
    path: &Path,
    options: &SqliteOptions,
) -> Result<(Place, Connection), StoreError> {
    check_path(path)?;
    let mut place = Place::new(path, options)?;
    if options.read_only {
        let connection = read_only(&mut place, path)?;
        return Ok((place, connection));
    }
    let connection = place.connect().map_err(|error| cannot_open(path, error))?;
    let deadline = Instant::now().checked_add(options.busy_timeout);
    loop {
        match prepare(&connection, path, &place) {
            // While another process makes the file, SQLite does not wait by itself.
            Err(StoreError::Busy) if deadline.is_some_and(|at| Instant::now() < at) => {
                thread::sleep(Duration::from_millis(10));
            }
            prepared => return prepared.map(|()| (place, connection)),
        }
    }
}

/// Makes an empty store in memory.
pub(crate) fn memory(options: &SqliteOptions) -> Result<Connection, StoreError> {
    let connection = Connection::open_in_memory().map_err(translate)?;
    settle(&connection).map_err(translate)?;
    set_up(&connection, Durability::Normal, options.max_pages).map_err(translate)?;
    connection.busy_timeout(options.busy_timeout).map_err(translate)?;
    migrate(&connection, Path::new(":memory:"))?;
    Ok(connection)
}

impl Place {
    fn new(path: &Path, options: &SqliteOptions) -> Result<Self, StoreError> {
        let target = path.to_str().ok_or_else(|| StoreError::CannotOpen {
            path: path.display().to_string(),
            reason: "the path is not Unicode".to_owned(),
        })?;
        let access = if options.read_only {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        };
        // SQLite would take the name for a URI.
        let here = if target.starts_with("file:") { "./" } else { "" };
        Ok(Self {
            target: format!("{here}{target}"),
            // A connection is used by one thread at a time, so that SQLite needs no locks.
            flags: access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE,
            vfs: options.vfs.clone(),
            busy_timeout: options.busy_timeout,
            durability: options.durability,
            max_pages: options.max_pages,
        })
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let connection = match &self.vfs {
            Some(vfs) => {
                Connection::open_with_flags_and_vfs(&self.target, self.flags, vfs.as_str())?
            }
            None => Connection::open_with_flags(&self.target, self.flags)?,
        };
        connection.busy_timeout(self.busy_timeout)?;
        settle(&connection)?;
        Ok(connection)
    }

    /// One more connection, on which nothing can be written.
    pub(crate) fn reader(&self) -> Result<Connection, StoreError> {
        let connection = self.connect().map_err(translate)?;
        connection.pragma_update(None, "query_only", true).map_err(translate)?;
        Ok(connection)
    }
}

fn check_path(path: &Path) -> Result<(), StoreError> {
    let shown = || path.display().to_string();
    if path.is_dir() {
        return Err(StoreError::IsFolder { path: shown() });
    }
    let special = path.as_os_str().is_empty() || path.as_os_str() == ":memory:";
    if special {
        let reason = "a store in memory is opened as such, without a path".to_owned();
        return Err(StoreError::CannotOpen { path: shown(), reason });
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(StoreError::NoFolder { path: folder.display().to_string() })
        }
        _ => Ok(()),
    }
}

fn cannot_open(path: &Path, error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::Foreign {
            path: path.display().to_string(),
            reason: "it is no SQLite database".to_owned(),
        },
        Some(ErrorCode::CannotOpen) => match probe(path) {
            Err(reason) if is_read_only(&reason) => StoreError::ReadOnly,
            probed => {
                let reason = probed.err().map_or_else(|| error.to_string(), |no| no.to_string());
                StoreError::CannotOpen { path: path.display().to_string(), reason }
            }
        },
        _ => translate(error),
    }
}

/// Asks the system for what SQLite needs, and does not say: that the file can be written, and others
/// beside it be made.
fn probe(path: &Path) -> io::Result<()> {
    if path.exists() {
        OpenOptions::new().append(true).open(path)?;
    }
    let beside = beside(path, "-probe");
    OpenOptions::new().write(true).create_new(true).open(&beside)?;
    fs::remove_file(beside)
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Looks at a file and makes it ready for writing. May be repeated.
fn prepare(connection: &Connection, path: &Path, place: &Place) -> Result<(), StoreError> {
    // Nothing is written to a file before it is known to be one that may be written to.
    check(path, migration::look(connection).map_err(|error| cannot_open(path, error))?)?;
    if connection.is_readonly(rusqlite::MAIN_DB).map_err(translate)? {
        return Err(StoreError::ReadOnly);
    }
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(|error| cannot_open(path, error))?;
    if mode != "wal" {
        let path = path.display().to_string();
        let reason = format!("its journal is `{mode}`, and the file system allows no other");
        return Err(StoreError::CannotOpen { path, reason });
    }
    set_up(connection, place.durability, place.max_pages).map_err(translate)?;
    migrate(connection, path)
}

/// What holds for every connection.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(PREPARED);
    // Otherwise SQLite compiles a statement anew whenever its parameters change, for the case that
    // the statistics, which there are none of, suggest another plan for the new ones.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)
}

fn set_up(
    connection: &Connection,
    durability: Durability,
    max_pages: Option<u32>,
) -> rusqlite::Result<()> {
    let synchronous = match durability {
        Durability::Full => "full",
        Durability::Normal => "normal",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // 16 MiB: the pages that a group of commits touches stay in memory.
    connection.pragma_update(None, "cache_size", -16_384)?;
    // 32 MiB: the pages at the end of the trail and the hot accounts are changed by every commit, and
    // are copied back into the file once for thousands of commits rather than for a hundred.
    connection.pragma_update(None, "wal_autocheckpoint", 8_192)?;
    // Each set is a savepoint, which keeps the pages that it changes; past 64 KiB they would go to a
    // temporary file.
    connection.pragma_update(None, "temp_store", "memory")?;
    if let Some(pages) = max_pages {
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(())
}

fn check(path: &Path, found: Found) -> Result<(), StoreError> {
    match found {
        Found::Ours(version) if version > migration::newest() => {
            Err(StoreError::Newer { found: version, known: migration::newest() })
        }
        Found::Torn => Err(StoreError::Foreign {
            path: path.display().to_string(),
            reason: "it has tables with our names that are not ours, or has lost ours".to_owned(),
        }),
        Found::Empty | Found::Others | Found::Ours(_) => Ok(()),
    }
}

/// Brings the schema up to date. Of several processes that open a new file, one makes the tables
/// and the others find them.
fn migrate(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = migration::look(connection).map_err(translate)?;
    if found != Found::Ours(migration::newest()) {
        connection.execute_batch("BEGIN IMMEDIATE").map_err(translate)?;
        let migrated = migrate_within(connection, path);
        let end = if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = connection.execute_batch(end).map_err(translate);
        migrated.and(ended)?;
    }
    check_intact(connection)
}

fn migrate_within(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = migration::look(connection).map_err(translate)?;
    check(path, found)?;
    if let Found::Ours(version) = found
        && !migration::is_intact(connection, version).map_err(translate)?
    {
        return Err(altered());
    }
    migration::migrate(connection, found).map_err(translate)
}

/// Whether a database has our tables, in the version of this release.
pub(crate) fn check_intact(connection: &Connection) -> Result<(), StoreError> {
    if migration::is_intact(connection, migration::newest()).map_err(translate)? {
        Ok(())
    } else {
        Err(altered())
    }
}

fn altered() -> StoreError {
    StoreError::Damaged { reason: "its tables were altered".to_owned() }
}

/// Opens a file for reading. Where SQLite cannot make the files beside it that it needs to share a
/// file with others, the file cannot be written by anybody, and is opened as such.
fn read_only(place: &mut Place, path: &Path) -> Result<Connection, StoreError> {
    let opened = look_read_only(place, path);
    let no_room = matches!(&opened, Err(StoreError::CannotOpen { .. } | StoreError::ReadOnly));
    if no_room && path.is_file() && !has_log(path) {
        let encoded: String = place.target.chars().map(escape).collect();
        place.target = format!("file:{encoded}?immutable=1");
        place.flags |= OpenFlags::SQLITE_OPEN_URI;
        return look_read_only(place, path);
    }
    opened
}

fn look_read_only(place: &Place, path: &Path) -> Result<Connection, StoreError> {
    let connection = place.connect().map_err(|error| cannot_open(path, error))?;
    let found = migration::look(&connection).map_err(|error| cannot_open(path, error))?;
    check(path, found)?;
    let path = path.display().to_string();
    match found {
        Found::Ours(version) if version == migration::newest() => {
            check_intact(&connection).map(|()| connection)
        }
        Found::Ours(_) => Err(StoreError::Foreign {
            path,
            reason: "an earlier release wrote it; open it for writing once".to_owned(),
        }),
        _ => Err(StoreError::Foreign { path, reason: "it has no tables of ours".to_owned() }),
    }
}

/// Whether there is a log with commits that are not in the file yet.
fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// What would mean something else in a URI.
fn escape(character: char) -> String {
    match character {
        '%' => "%25".to_owned(),
        '?' => "%3f".to_owned(),
        '#' => "%23".to_owned(),
        other => other.to_string(),
    }
}
