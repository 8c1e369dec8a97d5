//! Change sets inside a transaction.
//!
//! A set is first applied in the belief that nothing stands against it: what it expects is part of
//! the statements, so that the usual case runs no query besides them. When a statement finds a row
//! missing or breaks a constraint, the set is undone and applied again [with care](crate::careful),
//! which either succeeds or finds what is wrong, in the order in which the contract wants it said.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use patronage::code::{CustomerSetCode, SegmentCode};
use patronage::credit::Decided;
use patronage::event::EventPosition;
use patronage::id::{CustomerId, CustomerNumber};
use patronage::store::{AssignedEvent, Committed, Conflict, Key, StoreError};
use rusqlite::{Connection, params};

use crate::cell::Cell;
use crate::credit::Accounts;
use crate::encode::{EncodedEvent, EncodedSet};
use crate::error::{again, is_constraint, translate};
use crate::number::{signed, unsigned};
use crate::reference::check_expected;
use crate::tenant::Head;

/// Why a set was not applied.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A row was missing, or a constraint failed. Applied with care, the set will say what stands
    /// against it, unless the constraint is none of ours.
    Suspect(Option<rusqlite::Error>),
    /// It is refused, or something failed.
    Refused(StoreError),
    /// It is refused, and nothing was written for it, so that there is nothing to undo.
    Untouched(StoreError),
}

impl Stop {
    /// What is said of it where no care would find out more.
    pub(crate) fn said(self) -> StoreError {
        match self {
            Self::Refused(error) | Self::Untouched(error) => error,
            Self::Suspect(Some(constraint)) => StoreError::backend(constraint),
            Self::Suspect(None) => StoreError::backend("a row is missing that was there before"),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<Conflict> for Stop {
    fn from(conflict: Conflict) -> Self {
        Self::Refused(conflict.into())
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        if is_constraint(&error) {
            Self::Suspect(Some(error))
        } else {
            Self::Refused(translate(error))
        }
    }
}

/// Whose number of records is kept: the customers of a set, or those of them in a segment.
pub(crate) type Counted = (Option<SegmentCode>, CustomerSetCode);

/// The sets of one transaction, with what is kept over all of them and written once at its end.
#[derive(Debug)]
pub(crate) struct Batch<'c> {
    pub(crate) connection: &'c Connection,
    heads: BTreeMap<i64, (Head, Head)>,
    counts: HashMap<(i64, Counted), i64>,
    /// Credit accounts that are yet to be written.
    pub(crate) accounts: Accounts,
    /// How many events customers have, as far as this transaction has seen.
    trails: HashMap<(i64, CustomerId), i64>,
    /// Records that are there, as far as this transaction has seen.
    pub(crate) known: HashSet<(i64, Key)>,
}

/// One set on its way: nothing of it counts for the batch until all of it is applied.
#[derive(Debug)]
pub(crate) struct Step<'s> {
    pub(crate) set: &'s EncodedSet,
    pub(crate) head: Head,
    pub(crate) counts: Vec<(Counted, i64)>,
    pub(crate) numbers: Vec<(CustomerId, CustomerNumber)>,
    pub(crate) definitions_changed: bool,
    /// Credit accounts that are yet to be written.
    pub(crate) accounts: Accounts,
    /// Whether it is believed that nothing stands against the set.
    believing: bool,
}

impl<'c> Batch<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            heads: BTreeMap::new(),
            counts: HashMap::new(),
            accounts: Accounts::default(),
            trails: HashMap::new(),
            known: HashSet::new(),
        }
    }

    /// Applies a set in the belief that nothing stands against it.
    pub(crate) fn apply(&mut self, set: &EncodedSet) -> Result<Committed, Stop> {
        self.with(set, |batch, step| {
            step.believing = true;
            for change in &set.changes {
                batch.write(step, change)?;
            }
            Ok(())
        })
    }

    /// Checks what the set assumes, lets `write` make its changes, and does what comes after them.
    pub(crate) fn with(
        &mut self,
        set: &EncodedSet,
        write: impl FnOnce(&mut Self, &mut Step<'_>) -> Result<(), Stop>,
    ) -> Result<Committed, Stop> {
        if let Some(flaw) = &set.flaw {
            return Err(again(flaw).into());
        }
        // A set of credit operations alone reads accounts by `decide`, which knows of those that are
        // yet to be written; any other statement may look at their rows.
        if !(set.changes.is_empty() && set.requires.is_empty()) {
            self.write_accounts()?;
        }
        let head = self.head(set.tenant)?;
        if set.generation != head.generation {
            return Err(Conflict::Generation { current: head.generation }.into());
        }
        if let Some(key) = set.refused.under(set) {
            let current = self.version(set.tenant, key)?;
            return Err(Conflict::Version { key: key.clone(), current }.into());
        }
        for requirement in &set.requires {
            let current = self.version(set.tenant, &requirement.key)?;
            check_expected(&requirement.key, requirement.expected, current)?;
            if current.is_some() {
                self.known.insert((set.tenant, requirement.key.clone()));
            }
        }
        let mut step = Step {
            set,
            head,
            counts: Vec::new(),
            numbers: Vec::new(),
            definitions_changed: false,
            accounts: Accounts::default(),
            believing: false,
        };
        write(self, &mut step)?;
        self.check_references(set).map_err(|refused| match refused {
            // The memberships that go with a customer or a segment may have made room for one that
            // was not to be there before, which is to be said first.
            StoreError::Conflict(_) if step.believing => Stop::Suspect(None),
            refused => Stop::Refused(refused),
        })?;
        if step.definitions_changed {
            step.head.generation = step.head.generation.next().map_err(StoreError::backend)?;
        }
        let mut events = Vec::with_capacity(set.events.len());
        for event in &set.events {
            events.push(self.append(&mut step, event)?);
        }
        let credit = self.decide(&mut step, head, &mut events)?;
        Ok(self.keep(step, events, credit))
    }

    /// Makes what the batch keeps over its sets follow a set that was applied.
    fn keep(
        &mut self,
        step: Step<'_>,
        events: Vec<AssignedEvent>,
        credit: Vec<Decided>,
    ) -> Committed {
        let tenant = step.set.tenant;
        for (of, delta) in step.counts {
            let count = self.counts.entry((tenant, of)).or_default();
            *count = count.saturating_add(delta);
        }
        if let Some((_, head)) = self.heads.get_mut(&tenant) {
            *head = step.head;
        }
        let Step { head, numbers, accounts, .. } = step;
        self.accounts.absorb(accounts);
        Committed { generation: head.generation, customer_numbers: numbers, events, credit }
    }

    /// Forgets what was seen inside a set that is rolled back.
    pub(crate) fn forget(&mut self) {
        self.known.clear();
        self.trails.clear();
    }

    /// Writes what is kept over all sets. The transaction can be committed after it.
    pub(crate) fn finish(mut self) -> Result<(), StoreError> {
        self.write_accounts().map_err(Stop::said)?;
        for (tenant, (stored, head)) in self.heads {
            if !stored.is_same_row(&head) {
                head.write(self.connection, tenant).map_err(translate)?;
            }
        }
        for ((tenant, (segment, set)), delta) in self.counts {
            if delta == 0 {
                continue;
            }
            self.connection
                .prepare_cached(
                    "INSERT INTO patronage_counts (tenant, segment, customer_set, count) \
                     VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT (tenant, segment, customer_set) \
                     DO UPDATE SET count = count + excluded.count",
                )
                .and_then(|mut statement| {
                    let segment = segment.as_ref().map_or("", SegmentCode::as_str);
                    statement.execute(params![tenant, segment, set.as_str(), delta])
                })
                .map_err(translate)?;
        }
        Ok(())
    }

    fn head(&mut self, tenant: i64) -> Result<Head, StoreError> {
        if let Some((_, head)) = self.heads.get(&tenant) {
            return Ok(*head);
        }
        let head = Head::read(self.connection, tenant).map_err(translate)?;
        self.heads.insert(tenant, (head, head));
        Ok(head)
    }

    pub(crate) fn append(
        &mut self,
        step: &mut Step<'_>,
        event: &EncodedEvent,
    ) -> Result<AssignedEvent, Stop> {
        let tenant = step.set.tenant;
        let position = step.head.next_event_position();
        let at = signed(position.as_u64());
        let number = match event.customer {
            Some(customer) if step.begins_trail_of(customer) => Some(1),
            Some(customer) => Some(self.next_number(tenant, customer)?),
            None => None,
        };
        let customer = event.customer.map(Cell::id);
        self.connection
            .prepare_cached(
                "INSERT INTO patronage_events (tenant, position, customer, number, doc) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![tenant, at, customer, number, event.doc])?;
        Ok(AssignedEvent { position, number: number.map(unsigned) })
    }

    /// The number of a customer's next event.
    fn next_number(&mut self, tenant: i64, customer: CustomerId) -> Result<i64, StoreError> {
        let last = match self.trails.entry((tenant, customer)) {
            Entry::Occupied(seen) => seen.into_mut(),
            Entry::Vacant(unseen) => {
                let last = self.connection.prepare_cached(
                    "SELECT coalesce(max(number), 0) FROM patronage_events \
                     WHERE tenant = ?1 AND customer = ?2",
                );
                let last = last.and_then(|mut statement| {
                    statement.query_row(params![tenant, Cell::id(customer)], |row| row.get(0))
                });
                unseen.insert(last.map_err(translate)?)
            }
        };
        *last = last.saturating_add(1);
        Ok(*last)
    }
}

impl Step<'_> {
    /// Whether the only event of the set is believed to be the first of a customer, whom the set
    /// makes. One who was there before and was deleted has a trail already, which the unique index
    /// will say.
    fn begins_trail_of(&self, customer: CustomerId) -> bool {
        let only_new = self.numbers.first().map(|(id, _)| *id);
        let is_alone = self.set.events.len() == 1 && self.set.credit.is_empty();
        self.believing && only_new == Some(customer) && is_alone
    }

    /// Counts records by their set, where their number is kept.
    pub(crate) fn count(&mut self, key: &Key, set: Option<CustomerSetCode>, delta: i64) {
        let Some(set) = set else { return };
        let segment = match key {
            Key::Member(segment, _) => Some(*segment),
            _ => None,
        };
        self.counts.push(((segment, set), delta));
    }
}

impl Head {
    pub(crate) fn next_customer_number(&mut self) -> Result<CustomerNumber, StoreError> {
        self.last_customer_number = self.last_customer_number.saturating_add(1);
        CustomerNumber::new(self.last_customer_number).map_err(StoreError::backend)
    }

    fn next_event_position(&mut self) -> EventPosition {
        self.last_event_position = self.last_event_position.next();
        self.last_event_position
    }
}
