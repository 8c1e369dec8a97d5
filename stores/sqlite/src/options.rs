//! How a store is opened.

use std::path::Path;
use std::time::Duration;

use patronage::store::StoreError;

use crate::SqliteStore;

/// What a commit has survived once it is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Durability {
    /// A loss of power: each group of commits is flushed before it is answered.
    #[default]
    Full,
    /// The end of the process, however it ends. A loss of power may take the last commits away;
    /// it leaves the store as it was before them, never half-way.
    Normal,
}

/// How to open a store.
///
/// ```
/// use patronage_sqlite::{Durability, SqliteStore};
///
/// let folder = tempfile::tempdir()?;
/// let store = SqliteStore::options()
///     .tenant("eu")
///     .durability(Durability::Normal)
///     .open(folder.path().join("shop.db"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    pub(crate) tenant: String,
    pub(crate) durability: Durability,
    pub(crate) busy_timeout: Duration,
    pub(crate) max_pages: Option<u32>,
    pub(crate) read_only: bool,
    pub(crate) vfs: Option<String>,
    pub(crate) readers: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            tenant: "default".to_owned(),
            durability: Durability::default(),
            busy_timeout: Duration::from_secs(5),
            max_pages: None,
            read_only: false,
            vfs: None,
            readers: 4,
        }
    }
}

impl SqliteOptions {
    /// The tenant that is seen: `default` when nothing is said. One file holds many.
    #[must_use]
    pub fn tenant(mut self, name: impl Into<String>) -> Self {
        self.tenant = name.into();
        self
    }

    /// What a commit has survived once it is answered: a loss of power, when nothing is said.
    #[must_use]
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// How long to wait for another process that writes: 5 seconds when nothing is said. After
    /// that, a commit is answered with [`StoreError::Busy`].
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// How large the file may grow, in pages of 4 KiB. A commit for which there is no room is
    /// answered with [`StoreError::Full`]; opened with more, the store goes on.
    #[must_use]
    pub fn max_pages(mut self, pages: Option<u32>) -> Self {
        self.max_pages = pages;
        self
    }

    /// Opens for reading only. A commit is answered with [`StoreError::ReadOnly`].
    ///
    /// A file on a medium that cannot be written is readable this way when the store was closed
    /// before the medium was made.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// The name of the SQLite VFS, the layer through which it reaches the file system.
    #[must_use]
    pub fn vfs(mut self, name: impl Into<String>) -> Self {
        self.vfs = Some(name.into());
        self
    }

    /// How many connections for reading are kept open: 4 when nothing is said. With more snapshots
    /// than that at once, the others get a connection of their own for as long as they live.
    #[must_use]
    pub fn readers(mut self, readers: usize) -> Self {
        self.readers = readers;
        self
    }

    /// Opens a file, which is made when it is not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoFolder`] and [`StoreError::IsFolder`] for such paths,
    /// [`StoreError::CannotOpen`] when the system refuses, [`StoreError::Foreign`] for a file that
    /// is no store, [`StoreError::Newer`] for the store of a later release,
    /// [`StoreError::Damaged`] when its tables were altered, and [`StoreError::ReadOnly`] for a
    /// file that cannot be written when writing was not [renounced](Self::read_only).
    pub fn open(self, path: impl AsRef<Path>) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_file(path.as_ref(), &self)
    }

    /// Makes an empty store in memory, which is gone with the last of its handles.
    ///
    /// There is one connection, which a snapshot holds for as long as it lives: other threads wait
    /// for it.
    pub fn in_memory(self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_memory(&self)
    }
}
