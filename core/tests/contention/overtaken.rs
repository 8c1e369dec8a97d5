//! A directory that somebody else always overtakes once, between deciding and committing.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use patronage::Directory;
use patronage::directory::Backoffice;
use patronage::store::{ChangeSet, Committed, Snapshot, Store, StoreError};

use super::Doors;

/// A further directory on the store of these doors. Before its first commit `meanwhile` happens
/// through another one.
pub(crate) fn directory(
    doors: &Doors,
    meanwhile: impl FnOnce(&Backoffice) + Send + 'static,
) -> Directory {
    let store = Arc::clone(doors.directory(0).store());
    let other = doors.admin(1);
    let meanwhile: Meanwhile = Box::new(move || meanwhile(&other));
    Directory::open(Overtaken { store, meanwhile: Mutex::new(Some(meanwhile)) }).unwrap()
}

type Meanwhile = Box<dyn FnOnce() + Send>;

struct Overtaken {
    store: Arc<dyn Store>,
    meanwhile: Mutex<Option<Meanwhile>>,
}

impl fmt::Debug for Overtaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Overtaken").finish_non_exhaustive()
    }
}

impl Overtaken {
    fn wait(&self) {
        let meanwhile = self.meanwhile.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(meanwhile) = meanwhile {
            meanwhile();
        }
    }
}

impl Store for Overtaken {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        self.store.snapshot()
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        self.wait();
        self.store.commit(changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        self.wait();
        self.store.commit_all(sets)
    }
}
