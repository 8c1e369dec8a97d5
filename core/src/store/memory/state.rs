//! The state of one tenant, and what a change set makes of it.

use std::collections::BTreeSet;

use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::code::{CustomerSetCode, SegmentCode};
use crate::credit::{IdempotencyKey, Place, Shelf};
use crate::event::{Event, EventPosition, NewEvent};
use crate::id::{CustomerId, CustomerNumber, EntryNumber};
use crate::money::Currency;
use crate::store::{
    AssignedEvent, Change, ChangeSet, Committed, Conflict, Expected, Key, Record, StoreError,
    UniqueKey, decide_credit,
};
use crate::version::{Generation, Version};

/// Everything that is kept for one tenant. A clone costs nothing and never changes.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) generation: Generation,
    pub(super) records: RedBlackTreeMapSync<Key, Record>,
    /// Who holds a unique key.
    pub(super) holders: RedBlackTreeMapSync<UniqueKey, CustomerId>,
    /// Each reference from a record to another one, as (the one referred to, the one that refers).
    pub(super) references: RedBlackTreeSetSync<(Key, Key)>,
    /// How many customers a set has.
    pub(super) customers: RedBlackTreeMapSync<CustomerSetCode, u64>,
    /// How many members a segment has in a set.
    pub(super) members: RedBlackTreeMapSync<(SegmentCode, CustomerSetCode), u64>,
    pub(super) events: RedBlackTreeMapSync<EventPosition, Event>,
    /// The positions of the events of each customer that ever was.
    pub(super) trails: RedBlackTreeMapSync<CustomerId, RedBlackTreeSetSync<EventPosition>>,
    /// What is still to be dealt with in credit accounts.
    pub(super) shelves: RedBlackTreeSetSync<(CustomerId, Currency, Shelf, Place)>,
    /// Where the entries of ledgers stand in the trail.
    pub(super) ledgers: RedBlackTreeMapSync<(CustomerId, Currency, EntryNumber), EventPosition>,
    /// The entries of the operations that used a key.
    pub(super) credit_keys:
        RedBlackTreeMapSync<(CustomerId, Currency, IdempotencyKey), EntryNumber>,
    /// The last customer number that was given.
    last_number: u64,
}

impl State {
    /// Applies a set. After an error the state is of no use: it was changed in part.
    ///
    /// The order of the checks is part of the contract, so that all stores give the same answer.
    pub(super) fn apply(
        &mut self,
        set: &ChangeSet,
        refused: &BTreeSet<Key>,
    ) -> Result<Committed, StoreError> {
        check_form(set)?;
        self.check_footing(set, refused)?;
        self.check_assumptions(set)?;
        let mut committed = Committed::default();
        let mut definitions_changed = false;
        for change in &set.changes {
            let key = change.key();
            let changed = match change {
                Change::Put { record, .. } => {
                    committed.customer_numbers.extend(self.put(record)?);
                    true
                }
                Change::Delete { key, .. } => self.delete(key),
            };
            definitions_changed |= changed && key.is_definition();
        }
        self.check_references(&set.changes)?;
        if definitions_changed {
            self.generation = self.generation.next().map_err(StoreError::backend)?;
        }
        committed.generation = self.generation;
        committed.events = set.events.iter().map(|event| self.append(event)).collect();
        for command in &set.credit {
            let decided = decide_credit(self, command)?;
            for record in decided.records() {
                self.put(&record)?;
            }
            committed.events.extend(decided.events().map(|event| self.append(&event)));
            committed.credit.push(decided);
        }
        Ok(committed)
    }

    /// Whether the set stands on none that was refused: on a version of a record that such a set
    /// was to write, which is another writer's if the record has it.
    fn check_footing(&self, set: &ChangeSet, refused: &BTreeSet<Key>) -> Result<(), Conflict> {
        if set.generation != self.generation {
            return Err(Conflict::Generation { current: self.generation });
        }
        let required =
            set.requires.iter().map(|required| (required.key.clone(), required.expected));
        let written = set.changes.iter().map(|change| (change.key(), change.expected()));
        let stands = |(key, expected): &(Key, Expected)| {
            matches!(expected, Expected::Version(_)) && refused.contains(key)
        };
        match required.chain(written).find(stands) {
            Some((key, _)) => {
                let current = self.records.get(&key).map(Record::version);
                Err(Conflict::Version { key, current })
            }
            None => Ok(()),
        }
    }

    /// Whether everything is as the decision assumed.
    fn check_assumptions(&self, set: &ChangeSet) -> Result<(), Conflict> {
        for requirement in &set.requires {
            self.check_expected(&requirement.key, requirement.expected)?;
        }
        for change in &set.changes {
            self.check_expected(&change.key(), change.expected())?;
        }
        Ok(())
    }

    fn check_expected(&self, key: &Key, expected: Expected) -> Result<(), Conflict> {
        let current = self.records.get(key).map(Record::version);
        if expected.allows(current) {
            return Ok(());
        }
        Err(Conflict::Version { key: key.clone(), current })
    }

    /// Puts a record, and gives the number of a customer that is new.
    fn put(&mut self, record: &Record) -> Result<Option<(CustomerId, CustomerNumber)>, StoreError> {
        let key = record.key();
        let before = self.take(&key);
        let version = match &before {
            Some(before) => before.version().next().map_err(StoreError::backend)?,
            None => Version::FIRST,
        };
        let (number, given) = match (&key, &before) {
            (Key::Customer(id), None) => {
                let number = self.next_number()?;
                (Some(number), Some((*id, number)))
            }
            (_, before) => (before.as_ref().and_then(number_of), None),
        };
        self.insert(key, record.clone().assigned(version, number))?;
        Ok(given)
    }

    fn next_number(&mut self) -> Result<CustomerNumber, StoreError> {
        self.last_number = self.last_number.saturating_add(1);
        CustomerNumber::new(self.last_number).map_err(StoreError::backend)
    }

    /// Deletes a record and the memberships that go with it; says whether it was there.
    fn delete(&mut self, key: &Key) -> bool {
        if matches!(key, Key::Customer(_) | Key::Segment(_)) {
            let memberships: Vec<Key> = self
                .referring_to(key)
                .filter(|by| matches!(by, Key::Member(..)))
                .cloned()
                .collect();
            for membership in &memberships {
                self.take(membership);
            }
        }
        self.take(key).is_some()
    }

    /// Takes a record out, with everything that is kept beside it.
    fn take(&mut self, key: &Key) -> Option<Record> {
        let record = self.records.get(key)?.clone();
        self.records.remove_mut(key);
        for unique in all_unique_keys(&record) {
            self.holders.remove_mut(&unique);
        }
        for reference in record.references() {
            self.references.remove_mut(&(reference, key.clone()));
        }
        self.recount(&record, |count| count.saturating_sub(1));
        if let Some(place) = shelved(&record) {
            self.shelves.remove_mut(&place);
        }
        Some(record)
    }

    /// Puts a record in, with everything that is kept beside it.
    fn insert(&mut self, key: Key, record: Record) -> Result<(), Conflict> {
        if let Key::Customer(id) = key {
            for unique in all_unique_keys(&record) {
                if self.holders.contains_key(&unique) {
                    return Err(Conflict::Taken { key: unique });
                }
                self.holders.insert_mut(unique, id);
            }
        }
        for reference in record.references() {
            self.references.insert_mut((reference, key.clone()));
        }
        self.recount(&record, |count| count.saturating_add(1));
        if let Some(place) = shelved(&record) {
            self.shelves.insert_mut(place);
        }
        self.records.insert_mut(key, record);
        Ok(())
    }

    fn recount(&mut self, record: &Record, step: impl Fn(u64) -> u64) {
        match record {
            Record::Customer(customer) => {
                let set = *customer.customer_set();
                let count = step(self.customers.get(&set).copied().unwrap_or_default());
                self.customers.insert_mut(set, count);
            }
            Record::Member(member) => {
                let of = (member.segment, member.customer_set);
                let count = step(self.members.get(&of).copied().unwrap_or_default());
                self.members.insert_mut(of, count);
            }
            _ => {}
        }
    }

    /// Whether, after all changes, no record refers to one that is not there: first what was put,
    /// then what was deleted.
    fn check_references(&self, changes: &[Change]) -> Result<(), Conflict> {
        for change in changes {
            let Change::Put { record, .. } = change else { continue };
            for key in record.references() {
                if !self.records.contains_key(&key) {
                    return Err(Conflict::Missing { key });
                }
            }
        }
        for change in changes {
            let Change::Delete { key, .. } = change else { continue };
            if self.referring_to(key).next().is_some() {
                return Err(Conflict::Referenced { key: key.clone() });
            }
        }
        Ok(())
    }

    /// The records that refer to `key`, in the order of their keys.
    pub(super) fn referring_to<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = &'a Key> {
        let from = (key.clone(), FIRST_KEY);
        self.references.range(from..).take_while(move |(to, _)| to == key).map(|(_, by)| by)
    }

    fn append(&mut self, event: &NewEvent) -> AssignedEvent {
        let last = self.events.last().map_or(EventPosition::START, |(position, _)| *position);
        let position = last.next();
        let number = event.customer.map(|customer| {
            let mut trail = self.trails.get(&customer).cloned().unwrap_or_default();
            trail.insert_mut(position);
            let number = u64::try_from(trail.size()).unwrap_or(u64::MAX);
            self.trails.insert_mut(customer, trail);
            number
        });
        let event = Event::from_parts(position, number, event.clone());
        if let Some(entry) = event.credit_entry() {
            let (customer, currency) = (entry.customer(), entry.currency());
            self.ledgers.insert_mut((customer, currency, entry.number()), position);
            if let Some(key) = entry.key() {
                self.credit_keys.insert_mut((customer, currency, key.clone()), entry.number());
            }
        }
        self.events.insert_mut(position, event);
        AssignedEvent { position, number }
    }
}

/// Where a position of a credit account stands as long as something is left of it.
fn shelved(record: &Record) -> Option<(CustomerId, Currency, Shelf, Place)> {
    let Record::CreditPosition(position) = record else { return None };
    let (shelf, place) = position.place()?;
    Some((position.customer(), position.currency(), shelf, place))
}

/// The least of all keys.
const FIRST_KEY: Key = Key::Tenant;

fn check_form(set: &ChangeSet) -> Result<(), StoreError> {
    let mut written = BTreeSet::new();
    for change in &set.changes {
        let key = change.key();
        if written.contains(&key) {
            return Err(StoreError::Malformed { reason: format!("{key} is written twice") });
        }
        written.insert(key);
    }
    Ok(())
}

fn number_of(record: &Record) -> Option<CustomerNumber> {
    match record {
        Record::Customer(customer) => customer.number(),
        _ => None,
    }
}

/// Also the number, which the store itself makes unique.
fn all_unique_keys(record: &Record) -> impl Iterator<Item = UniqueKey> {
    record.unique_keys().into_iter().chain(number_of(record).map(UniqueKey::Number))
}
