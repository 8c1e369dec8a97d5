//! Connections for reading.

use std::ops::Deref;

use parking_lot::{MappedMutexGuard, Mutex, MutexGuard, ReentrantMutexGuard};
use patronage::store::StoreError;
use rusqlite::Connection;

use crate::open::Place;

/// The connections for reading of a file. They are opened when they are first needed.
#[derive(Debug)]
pub(crate) struct Readers {
    place: Place,
    slots: Vec<Mutex<Option<Connection>>>,
}

/// A connection for as long as a snapshot lives.
#[derive(Debug)]
pub(crate) enum Reader<'s> {
    /// One that is kept.
    Kept(MappedMutexGuard<'s, Connection>),
    /// One beyond those that are kept. Nobody waits for a reader, so that a thread with several
    /// snapshots cannot lock itself out.
    Spare(Connection),
    /// The only connection of a store in memory.
    Only(ReentrantMutexGuard<'s, Connection>),
    /// One in the middle of a transaction, which sees what was written so far.
    Within(&'s Connection),
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Kept(connection) => connection,
            Self::Spare(connection) => connection,
            Self::Only(connection) => connection,
            Self::Within(connection) => connection,
        }
    }
}

impl Reader<'_> {
    /// Whether it is for the snapshot to begin and to end the transaction in which it reads.
    pub(crate) fn begins(&self) -> bool {
        matches!(self, Self::Kept(_) | Self::Spare(_))
    }
}

impl Readers {
    pub(crate) fn new(place: Place, kept: usize) -> Self {
        Self { place, slots: (0..kept).map(|_| Mutex::new(None)).collect() }
    }

    pub(crate) fn take(&self) -> Result<Reader<'_>, StoreError> {
        for slot in &self.slots {
            let Some(mut slot) = slot.try_lock() else { continue };
            if slot.is_none() {
                *slot = Some(self.place.reader()?);
            }
            if let Ok(connection) = MutexGuard::try_map(slot, Option::as_mut) {
                return Ok(Reader::Kept(connection));
            }
        }
        self.place.reader().map(Reader::Spare)
    }
}
