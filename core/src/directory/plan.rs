//! An operation as a value: decided, and not yet applied.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::Error;
use super::session::explain;
use super::{Directory, Shared};
use crate::actor::Role;
use crate::store::{ChangeSet, Committed, Conflict, Snapshot, Store, StoreError, decide_credit};

/// What an operation would write, and what it would have answered; made by [`Directory::plan`].
#[derive(Debug, Clone)]
pub struct Plan<T> {
    changes: Vec<ChangeSet>,
    outcome: T,
}

impl<T> Plan<T> {
    /// What the operation writes: one set, several for an operation on many, none when there is
    /// nothing to do.
    pub fn changes(&self) -> &[ChangeSet] {
        &self.changes
    }

    /// What the operation answered. What the store assigns is not in it: a new customer has no
    /// number yet.
    pub fn outcome(&self) -> &T {
        &self.outcome
    }

    /// The two together, to be kept.
    pub fn into_parts(self) -> (Vec<ChangeSet>, T) {
        (self.changes, self.outcome)
    }
}

impl Directory {
    /// Decides an operation without applying it.
    ///
    /// The operation runs on a directory that notes what it is to write. One operation makes one
    /// plan; a second write within the same plan is refused (`store.plan_holds_one`), because it
    /// would be decided without seeing the first. What is read in between is the store as it is. An
    /// operation on many is one operation: its sets are to be applied in their order, since a later
    /// one may build on an earlier one, such as two orders of one customer.
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::segment::NewSegment;
    /// use patronage::store::MemoryStore;
    ///
    /// let directory = Directory::open(MemoryStore::new())?;
    /// let plan = directory.plan(|directory| {
    ///     directory.as_admin("jane@shop.example").segments().create(NewSegment::new("vip", "VIP"))
    /// })?;
    /// assert_eq!(plan.changes().len(), 1);
    /// assert_eq!(plan.outcome().name(), "VIP");
    /// let segments = directory.as_system().segments();
    /// assert_eq!(segments.get("vip").unwrap_err().code(), "segment.unknown");
    ///
    /// for applied in directory.apply(&plan) {
    ///     applied?;
    /// }
    /// assert_eq!(segments.get("vip")?.name(), "VIP");
    /// # Ok::<(), patronage::Error>(())
    /// ```
    ///
    /// A host that keeps its own records in the store's database applies the sets within its own
    /// transaction instead, by what its store offers for that.
    pub fn plan<T>(
        &self,
        operation: impl FnOnce(&Self) -> Result<T, Error>,
    ) -> Result<Plan<T>, Error> {
        let recorder = Arc::new(Recorder::new(Arc::clone(&self.shared.store)));
        let shared = Shared {
            store: Arc::clone(&recorder) as Arc<dyn Store>,
            clock: Arc::clone(&self.shared.clock),
            ids: Arc::clone(&self.shared.ids),
            entropy: self.shared.entropy.clone(),
            definitions: Arc::clone(&self.shared.definitions),
            queue: Mutex::default(),
        };
        let outcome = operation(&Self { shared: Arc::new(shared) })?;
        Ok(Plan { changes: recorder.take(), outcome })
    }

    /// Applies a plan: one answer for each of its sets. A set is refused when something that it was
    /// decided by has changed since (`store.conflict`, `store.stale_generation`) or when another
    /// account has taken a login name, an address or an external id.
    pub fn apply<T>(&self, plan: &Plan<T>) -> Vec<Result<Committed, Error>> {
        let answers = match plan.changes.as_slice() {
            [] => Vec::new(),
            [changes] => vec![self.shared.store.commit(changes)],
            several => self.shared.store.commit_all(several),
        };
        answers
            .into_iter()
            .map(|answer| answer.map_err(|refused| explain(refused, Role::System)))
            .collect()
    }
}

/// A store that reads from another one and only notes what it is to write.
struct Recorder {
    store: Arc<dyn Store>,
    recorded: Mutex<Option<Vec<ChangeSet>>>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Recorder {
    fn new(store: Arc<dyn Store>) -> Self {
        Self { store, recorded: Mutex::new(None) }
    }

    fn take(&self) -> Vec<ChangeSet> {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.take().unwrap_or_default()
    }

    fn record(&self, sets: &[ChangeSet]) -> Result<(), StoreError> {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        if recorded.is_some() {
            return Err(StoreError::PlanHoldsOne);
        }
        *recorded = Some(sets.to_vec());
        Ok(())
    }

    /// As far as a commit that has yet to come can be answered: nothing is assigned, and credit is
    /// decided by the accounts as they are now.
    fn not_yet(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        let snapshot = self.store.snapshot()?;
        let credit = changes.credit.iter().map(|command| decide_credit(&*snapshot, command));
        let credit = credit.collect::<Result<_, _>>()?;
        Ok(Committed { generation: changes.generation, credit, ..Committed::default() })
    }
}

impl Store for Recorder {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        self.store.snapshot()
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        // What was decided by older definitions would be stale before it is a plan.
        let current = self.store.snapshot()?.generation()?;
        if changes.generation != current {
            return Err(Conflict::Generation { current }.into());
        }
        let answer = self.not_yet(changes)?;
        self.record(std::slice::from_ref(changes)).map(|()| answer)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        let is_first = self.record(sets).is_ok();
        let answer = |set| if is_first { self.not_yet(set) } else { Err(StoreError::PlanHoldsOne) };
        sets.iter().map(answer).collect()
    }
}
