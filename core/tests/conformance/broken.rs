//! A store that is broken on purpose: a store in memory behind a wrapper that spoils change sets on
//! their way in or answers on their way out.

use std::fmt;
use std::sync::Arc;

use patronage::store::{
    ChangeSet, Collection, Committed, Conflict, Key, MemoryStore, Query, Record, Slice, Snapshot,
    Store, StoreError, UniqueKey,
};
use patronage::version::Generation;

type Answer<T> = Result<T, StoreError>;
type Commit = dyn Fn(&MemoryStore, &ChangeSet) -> Answer<Committed> + Send + Sync;
type CommitAll = dyn Fn(&MemoryStore, &[ChangeSet]) -> Vec<Answer<Committed>> + Send + Sync;
type Ask<Q, T> = dyn Fn(&dyn Snapshot, &Q) -> Answer<T> + Send + Sync;

#[derive(Clone)]
pub(super) struct Broken {
    inner: MemoryStore,
    moves: bool,
    commit: Arc<Commit>,
    commit_all: Option<Arc<CommitAll>>,
    generation: Arc<Ask<(), Generation>>,
    get: Arc<Ask<Key, Option<Record>>>,
    find: Arc<Ask<UniqueKey, Option<Record>>>,
    query: Arc<Ask<Query, Slice>>,
    count: Arc<Ask<Collection, u64>>,
}

impl Broken {
    /// Not broken yet.
    pub(super) fn new(inner: MemoryStore) -> Self {
        Self {
            inner,
            moves: false,
            commit: Arc::new(MemoryStore::commit),
            commit_all: Some(Arc::new(MemoryStore::commit_all)),
            generation: Arc::new(|now, ()| now.generation()),
            get: Arc::new(|now, key| now.get(key)),
            find: Arc::new(|now, key| now.find(key)),
            query: Arc::new(|now, query| now.query(query)),
            count: Arc::new(|now, of| now.count(of)),
        }
    }

    /// On another place.
    pub(super) fn on(self, inner: &MemoryStore) -> Self {
        Self { inner: inner.clone(), ..self }
    }

    /// Its snapshots answer from the present state.
    pub(super) fn moving(self) -> Self {
        Self { moves: true, ..self }
    }

    pub(super) fn commit(
        self,
        flaw: impl Fn(&MemoryStore, &ChangeSet) -> Answer<Committed> + Send + Sync + 'static,
    ) -> Self {
        // A flaw of single commits shows in batches too.
        Self { commit: Arc::new(flaw), commit_all: None, ..self }
    }

    /// Spoils sets on their way in.
    pub(super) fn incoming(self, flaw: impl Fn(&mut ChangeSet) + Send + Sync + 'static) -> Self {
        self.commit(move |store, set| {
            let mut set = set.clone();
            flaw(&mut set);
            store.commit(&set)
        })
    }

    /// Spoils what is answered to commits that are applied.
    pub(super) fn committed(self, flaw: impl Fn(&mut Committed) + Send + Sync + 'static) -> Self {
        self.commit(move |store, set| {
            let mut committed = store.commit(set)?;
            flaw(&mut committed);
            Ok(committed)
        })
    }

    /// Gives another answer to commits that are refused as a conflict.
    pub(super) fn refused(
        self,
        flaw: impl Fn(&MemoryStore, &ChangeSet, Conflict) -> Answer<Committed> + Send + Sync + 'static,
    ) -> Self {
        self.commit(move |store, set| match store.commit(set) {
            Err(StoreError::Conflict(conflict)) => flaw(store, set, conflict),
            answer => answer,
        })
    }

    pub(super) fn commit_all(
        self,
        flaw: impl Fn(&MemoryStore, &[ChangeSet]) -> Vec<Answer<Committed>> + Send + Sync + 'static,
    ) -> Self {
        Self { commit_all: Some(Arc::new(flaw)), ..self }
    }

    pub(super) fn generation(
        self,
        flaw: impl Fn(Generation) -> Generation + Send + Sync + 'static,
    ) -> Self {
        Self { generation: Arc::new(move |now, ()| Ok(flaw(now.generation()?))), ..self }
    }

    pub(super) fn get(
        self,
        flaw: impl Fn(&dyn Snapshot, &Key) -> Answer<Option<Record>> + Send + Sync + 'static,
    ) -> Self {
        Self { get: Arc::new(flaw), ..self }
    }

    /// Spoils records on their way out.
    pub(super) fn record(self, flaw: impl Fn(Record) -> Record + Send + Sync + 'static) -> Self {
        self.get(move |now, key| Ok(now.get(key)?.map(&flaw)))
    }

    pub(super) fn find(
        self,
        flaw: impl Fn(&dyn Snapshot, &UniqueKey) -> Answer<Option<Record>> + Send + Sync + 'static,
    ) -> Self {
        Self { find: Arc::new(flaw), ..self }
    }

    /// Spoils queries on their way in.
    pub(super) fn asked(self, flaw: impl Fn(&mut Query) + Send + Sync + 'static) -> Self {
        self.query(move |now, query| {
            let mut query = query.clone();
            flaw(&mut query);
            now.query(&query)
        })
    }

    /// Spoils listings on their way out.
    pub(super) fn listed(self, flaw: impl Fn(&Query, &mut Slice) + Send + Sync + 'static) -> Self {
        self.query(move |now, query| {
            let mut slice = now.query(query)?;
            flaw(query, &mut slice);
            Ok(slice)
        })
    }

    pub(super) fn query(
        self,
        flaw: impl Fn(&dyn Snapshot, &Query) -> Answer<Slice> + Send + Sync + 'static,
    ) -> Self {
        Self { query: Arc::new(flaw), ..self }
    }

    pub(super) fn count(
        self,
        flaw: impl Fn(&dyn Snapshot, &Collection) -> Answer<u64> + Send + Sync + 'static,
    ) -> Self {
        Self { count: Arc::new(flaw), ..self }
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broken").finish_non_exhaustive()
    }
}

impl Store for Broken {
    fn snapshot(&self) -> Answer<Box<dyn Snapshot + '_>> {
        let fixed = if self.moves { None } else { Some(self.inner.snapshot()?) };
        Ok(Box::new(View { store: self, fixed }))
    }

    fn commit(&self, changes: &ChangeSet) -> Answer<Committed> {
        (self.commit)(&self.inner, changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Answer<Committed>> {
        match &self.commit_all {
            Some(flaw) => flaw(&self.inner, sets),
            None => sets.iter().map(|set| Store::commit(self, set)).collect(),
        }
    }
}

struct View<'a> {
    store: &'a Broken,
    fixed: Option<Box<dyn Snapshot + 'a>>,
}

impl View<'_> {
    fn ask<Q, T>(&self, flaw: &Ask<Q, T>, question: &Q) -> Answer<T> {
        match &self.fixed {
            Some(fixed) => flaw(&**fixed, question),
            None => flaw(&*self.store.inner.snapshot()?, question),
        }
    }
}

impl Snapshot for View<'_> {
    fn generation(&self) -> Answer<Generation> {
        self.ask(&*self.store.generation, &())
    }

    fn get(&self, key: &Key) -> Answer<Option<Record>> {
        self.ask(&*self.store.get, key)
    }

    fn find(&self, key: &UniqueKey) -> Answer<Option<Record>> {
        self.ask(&*self.store.find, key)
    }

    fn query(&self, query: &Query) -> Answer<Slice> {
        self.ask(&*self.store.query, query)
    }

    fn count(&self, of: &Collection) -> Answer<u64> {
        self.ask(&*self.store.count, of)
    }
}
