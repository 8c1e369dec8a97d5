//! An open directory, as everything that it hands out holds it.

use std::sync::{Arc, RwLock};

use patronage::directory::Backoffice;
use patronage::store::StoreError;
use patronage::{Directory, Error};
use patronage_sqlite::SqliteStore;
use pyo3::prelude::*;

use crate::error::Outcome;

/// A directory with its store, until it is closed.
#[derive(Debug)]
pub(crate) struct Handle {
    open: RwLock<Option<Opened>>,
    /// The process that opened it.
    process: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) directory: Directory,
    pub(crate) store: SqliteStore,
}

impl Handle {
    pub(crate) fn new(opened: Opened) -> Arc<Self> {
        Arc::new(Self { open: RwLock::new(Some(opened)), process: std::process::id() })
    }

    /// What is open. In a child of a `fork` nothing is: a lock that another thread of the parent
    /// held would be held for ever, so that none is touched.
    pub(crate) fn opened(&self) -> Result<Opened, Error> {
        self.check_process()?;
        let open = self.open.read().map_err(|_| closed())?;
        open.clone().ok_or_else(closed)
    }

    /// Closes it, and says whether it was open. What is being done elsewhere is finished first.
    pub(crate) fn close(&self) -> Result<bool, Error> {
        self.check_process()?;
        let last = self.open.write().map_err(|_| closed())?.take();
        Ok(last.is_some())
    }

    fn check_process(&self) -> Result<(), Error> {
        if std::process::id() == self.process { Ok(()) } else { Err(StoreError::Forked.into()) }
    }
}

fn closed() -> Error {
    StoreError::Closed.into()
}

/// Somebody's view of a directory.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    handle: Arc<Handle>,
    actor: Actor,
}

#[derive(Debug, Clone)]
pub(crate) enum Actor {
    Admin(patronage::actor::Admin),
    System,
    Import(String),
}

impl Session {
    pub(crate) fn new(handle: &Arc<Handle>, actor: Actor) -> Self {
        Self { handle: Arc::clone(handle), actor }
    }

    pub(crate) fn backoffice(&self) -> Result<Backoffice, Error> {
        let directory = self.handle.opened()?.directory;
        Ok(match &self.actor {
            Actor::Admin(admin) => directory.act_as(admin.clone()),
            Actor::System => directory.as_system(),
            Actor::Import(source) => directory.as_import(source),
        })
    }

    /// Does something while other threads of Python run.
    pub(crate) fn run<T: Send>(
        &self,
        py: Python<'_>,
        operation: impl FnOnce(Backoffice) -> Result<T, Error> + Send,
    ) -> Outcome<T> {
        Ok(py.detach(|| operation(self.backoffice()?))?)
    }
}
