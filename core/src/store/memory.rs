//! The store in memory.

mod credit;
mod listing;
mod state;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::change::{Change, ChangeSet, Committed};
use super::error::StoreError;
use super::key::{Key, UniqueKey};
use super::query::{Collection, Query, Slice};
use super::record::Record;
use super::{Snapshot, Store};
use crate::version::Generation;
use state::State;

/// A store that lives as long as the process: for tests, previews and as the reference that other
/// stores are compared with.
///
/// Its state is made of persistent maps, so that a snapshot costs nothing and a commit that is
/// refused is simply forgotten. Listings are sorted when they are asked for.
///
/// A value is the handle of one tenant, `default` to begin with. Clones and the handles that
/// [`for_tenant`](Self::for_tenant) gives share one place.
///
/// ```
/// use patronage::store::{ChangeSet, Collection, MemoryStore, Store};
/// use patronage::actor::Sets;
///
/// let store = MemoryStore::new();
/// let generation = store.snapshot()?.generation()?;
/// store.commit(&ChangeSet::new(generation))?;
/// assert_eq!(store.snapshot()?.count(&Collection::Customers(Sets::All))?, 0);
/// # Ok::<(), patronage::store::StoreError>(())
/// ```
#[derive(Clone)]
pub struct MemoryStore {
    tenants: Arc<Mutex<HashMap<Arc<str>, State>>>,
    tenant: Arc<str>,
}

impl MemoryStore {
    /// An empty place, seen as its tenant `default`.
    pub fn new() -> Self {
        Self { tenants: Arc::default(), tenant: Arc::from("default") }
    }

    /// The same place, seen as another of its tenants.
    #[must_use]
    pub fn for_tenant(&self, tenant: impl AsRef<str>) -> Self {
        Self { tenants: Arc::clone(&self.tenants), tenant: Arc::from(tenant.as_ref()) }
    }

    fn tenants(&self) -> MutexGuard<'_, HashMap<Arc<str>, State>> {
        // A state is replaced as a whole, so that a thread that panicked has left none half-written.
        self.tenants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> State {
        self.tenants().get(&self.tenant).cloned().unwrap_or_default()
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The records are people's data and belong in no log.
        f.debug_struct("MemoryStore").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl MemoryStore {
    /// Commits a set behind others of the same call that were refused and were to write these
    /// records.
    fn commit_behind(
        &self,
        refused: &BTreeSet<Key>,
        changes: &ChangeSet,
    ) -> Result<Committed, StoreError> {
        let mut tenants = self.tenants();
        let mut next = tenants.get(&self.tenant).cloned().unwrap_or_default();
        let committed = next.apply(changes, refused)?;
        tenants.insert(Arc::clone(&self.tenant), next);
        Ok(committed)
    }
}

impl Store for MemoryStore {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(self.state()))
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        self.commit_behind(&BTreeSet::new(), changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        let mut refused = BTreeSet::new();
        let mut answers = Vec::with_capacity(sets.len());
        for set in sets {
            let answer = self.commit_behind(&refused, set);
            if answer.is_err() {
                refused.extend(set.changes.iter().map(Change::key));
            }
            answers.push(answer);
        }
        answers
    }
}

impl Snapshot for State {
    fn generation(&self) -> Result<Generation, StoreError> {
        Ok(self.generation)
    }

    fn get(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        Ok(self.records.get(key).cloned())
    }

    fn find(&self, key: &UniqueKey) -> Result<Option<Record>, StoreError> {
        let holder = self.holders.get(key).map(|id| Key::Customer(*id));
        Ok(holder.and_then(|holder| self.records.get(&holder).cloned()))
    }

    fn query(&self, query: &Query) -> Result<Slice, StoreError> {
        Ok(self.list(query))
    }

    fn count(&self, of: &Collection) -> Result<u64, StoreError> {
        Ok(self.counted(of))
    }
}
