//! The embedded store of [`patronage`]: a SQLite file.
//!
//! ```
//! use patronage::actor::Sets;
//! use patronage::store::{Collection, Store};
//! use patronage_sqlite::SqliteStore;
//!
//! let folder = tempfile::tempdir()?;
//! let store = SqliteStore::open(folder.path().join("shop.db"))?;
//! assert_eq!(store.snapshot()?.count(&Collection::Customers(Sets::All))?, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The file
//!
//! All tables are named `patronage_*`, and plain `sqlite3` can read them: the JSON of each record
//! stands in a column `doc`, and views show what is packed. The five customers with the highest
//! lifetime spend of more than 1,000.00 US dollars are
//!
//! ```sql
//! SELECT number, first_name, last_name, amount FROM patronage_spend_view
//! WHERE currency = 'USD' AND minor > 100000 ORDER BY minor DESC LIMIT 5;
//! ```
//!
//! A host may have tables of its own in the same file, and may [apply](SqliteStore::apply) change
//! sets inside its own transactions. What it must not do is write to ours: the next
//! [check](SqliteStore::check) will find it.
//!
//! # Two copies of SQLite in one process
//!
//! SQLite keeps other processes away by locks that belong to a process. Two *copies* of SQLite in
//! one process, such as this crate and another language's own SQLite, do not see each other's
//! locks: opening one file with both **loses data without an error**. So a host that opens the file
//! by itself does it with [`rusqlite`], which this crate re-exports. Another process may use any
//! copy.
//!
//! For the same reason a store does not survive a `fork`: in the child, it answers with
//! [`StoreError::Forked`].

mod apply;
mod attribute;
mod careful;
mod cell;
mod change;
mod check;
mod credit;
mod customers;
mod encode;
mod error;
mod group;
mod listing;
mod migration;
mod number;
mod open;
mod options;
mod query;
mod reader;
mod reference;
mod refused;
mod snapshot;
mod table;
mod tenant;
mod unique;
mod writer;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use parking_lot::ReentrantMutex;
use patronage::store::{ChangeSet, Committed, Snapshot, Store, StoreError};
use rusqlite::{Connection, Transaction};

pub use check::{CheckReport, Finding};
pub use options::{Durability, SqliteOptions};
pub use query::{QueryError, Rows};
pub use rusqlite;

use encode::EncodedSet;
use error::{again, translate};
use group::Groups;
use reader::{Reader, Readers};
use refused::Refused;
use snapshot::SqliteSnapshot;
use tenant::NOBODY;
use writer::{Answer, Request};

/// A store in a SQLite file, or in memory, as one of its tenants sees it.
///
/// Clones share one place. Commits from several threads share flushes: while one is written, those
/// that come meanwhile are collected and written together.
///
/// See the [crate documentation](crate) for what the file looks like and who may open it.
#[derive(Clone)]
pub struct SqliteStore {
    database: Arc<Database>,
    tenant: Arc<str>,
    id: i64,
}

/// What all handles of a place share.
#[derive(Debug)]
struct Database {
    /// The connection that writes. In memory it is the only one.
    writer: ReentrantMutex<Connection>,
    groups: Groups<Request, Answer>,
    /// None in memory.
    readers: Option<Readers>,
    read_only: bool,
    /// The process that opened the place.
    process: u32,
}

/// How many sets a transaction has at most, so that no import keeps other callers waiting for long.
const SETS_PER_TRANSACTION: usize = 5_000;

impl SqliteStore {
    /// Opens a file as its tenant `default`; it is made when it is not there.
    ///
    /// # Errors
    ///
    /// Those of [`SqliteOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::options().open(path)
    }

    /// Makes an empty store in memory, which is gone with the last of its handles.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::options().in_memory()
    }

    /// Opens a store in another way than the usual one.
    pub fn options() -> SqliteOptions {
        SqliteOptions::default()
    }

    /// The same place, seen as another of its tenants, which is made when it is not there.
    ///
    /// Tenants share the file, its flushes and its size, and see nothing of each other.
    pub fn for_tenant(&self, tenant: &str) -> Result<Self, StoreError> {
        Self::over(Arc::clone(&self.database), tenant)
    }

    /// Reads everything and tells what is wrong, over all tenants: the file, references, kept
    /// counts, the numbers of events, and each record.
    ///
    /// It reads the whole file, which takes seconds for a big one. Opening a store looks only at
    /// its header and its schema.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let snapshot = SqliteSnapshot::new(self.reader()?, self.id)?;
        check::check(&snapshot.reader)
    }

    /// Applies change sets, such as those of a plan, inside a transaction that the host opened on
    /// the same file: what the host writes and what the sets write is committed or rolled back
    /// together.
    ///
    /// The sets are applied in order, all of them or, when one is refused, none; the transaction
    /// stays open either way, and ending it is for the host. What is answered is not durable before
    /// that.
    ///
    /// Between the begin and the end of its transaction the host must not commit through the store:
    /// the transaction keeps every other writer waiting. It is best opened as an immediate one.
    /// The connection must come from the same copy of SQLite, which is what
    /// [`rusqlite`] is re-exported for: **two copies of SQLite in one process on
    /// one file lose data without an error**.
    ///
    /// ```
    /// use patronage::store::{ChangeSet, Store};
    /// use patronage_sqlite::{SqliteStore, rusqlite::Connection};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("shop.db");
    /// let store = SqliteStore::open(&path)?;
    /// let plan = ChangeSet::new(store.snapshot()?.generation()?);
    ///
    /// let mut host = Connection::open(&path)?;
    /// let transaction = host.transaction()?;
    /// transaction.execute_batch("CREATE TABLE invoices (number INTEGER PRIMARY KEY) STRICT")?;
    /// SqliteStore::apply(&transaction, "default", &[plan])?;
    /// transaction.commit()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(
        transaction: &Transaction<'_>,
        tenant: &str,
        sets: &[ChangeSet],
    ) -> Result<Vec<Committed>, StoreError> {
        open::check_intact(transaction)?;
        let tenant = tenant::find_or_make(transaction, tenant).map_err(translate)?;
        let refused = Refused::default();
        let sets: Vec<EncodedSet> =
            sets.iter().map(|set| EncodedSet::new(tenant, set, &refused)).collect();
        writer::write_within(transaction, &sets)
    }

    fn open_file(path: &Path, options: &SqliteOptions) -> Result<Self, StoreError> {
        let (place, connection) = open::file(path, options)?;
        let readers = Readers::new(place, options.readers);
        Self::over(Arc::new(Database::new(connection, Some(readers), options)), &options.tenant)
    }

    fn open_memory(options: &SqliteOptions) -> Result<Self, StoreError> {
        let connection = open::memory(options)?;
        Self::over(Arc::new(Database::new(connection, None, options)), &options.tenant)
    }

    fn over(database: Arc<Database>, tenant: &str) -> Result<Self, StoreError> {
        database.check_process()?;
        let writer = database.writer.lock();
        let id = if database.read_only {
            tenant::find(&writer, tenant).map(|found| found.unwrap_or(NOBODY))
        } else {
            tenant::find_or_make(&writer, tenant)
        };
        let id = id.map_err(translate)?;
        drop(writer);
        Ok(Self { database, tenant: Arc::from(tenant), id })
    }

    fn reader(&self) -> Result<Reader<'_>, StoreError> {
        self.database.check_process()?;
        match &self.database.readers {
            Some(readers) => readers.take(),
            None => Ok(Reader::Only(self.database.writer.lock())),
        }
    }

    /// Writes sets in one transaction, together with those of other threads.
    fn write(&self, sets: &[ChangeSet], refused: &Refused) -> Answer {
        let all = |error: StoreError| sets.iter().map(|_| Err(again(&error))).collect();
        if let Err(error) = self.database.check_writable() {
            return all(error);
        }
        let request = sets.iter().map(|set| EncodedSet::new(self.id, set, refused)).collect();
        let answer = self.database.groups.submit(&self.database.writer, request, writer::write);
        answer.unwrap_or_else(|| all(StoreError::backend("the thread that wrote it panicked")))
    }
}

impl Database {
    fn new(connection: Connection, readers: Option<Readers>, options: &SqliteOptions) -> Self {
        Self {
            writer: ReentrantMutex::new(connection),
            groups: Groups::new(),
            read_only: options.read_only && readers.is_some(),
            readers,
            process: std::process::id(),
        }
    }

    fn check_process(&self) -> Result<(), StoreError> {
        if std::process::id() == self.process { Ok(()) } else { Err(StoreError::Forked) }
    }

    fn check_writable(&self) -> Result<(), StoreError> {
        self.check_process()?;
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        // In memory, a thread that commits while it holds a snapshot would wait for itself.
        if self.writer.is_owned_by_current_thread() {
            return Err(StoreError::Busy);
        }
        Ok(())
    }
}

impl Store for SqliteStore {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(SqliteSnapshot::new(self.reader()?, self.id)?))
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        let lost = || Err(StoreError::backend("the commit was not answered"));
        self.write(std::slice::from_ref(changes), &Refused::default()).pop().unwrap_or_else(lost)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        let refused = Refused::default();
        sets.chunks(SETS_PER_TRANSACTION).flat_map(|sets| self.write(sets, &refused)).collect()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if self.database.check_process().is_err() {
            // Closing would drop locks and logs that are the parent's.
            std::mem::forget(Arc::clone(&self.database));
        }
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

/// The example of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
