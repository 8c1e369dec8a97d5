//! Change sets as the parameters of statements.
//!
//! This is the work of a commit that needs no lock, so every caller does it for itself before it
//! joins a group.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use patronage::code::CustomerSetCode;
use patronage::credit::{CreditCommand, CreditPosition};
use patronage::customer::Customer;
use patronage::event::NewEvent;
use patronage::id::CustomerId;
use patronage::store::{
    Change, ChangeSet, Expected, Key, Record, Requirement, StoreError, UniqueKey,
};
use patronage::time::Timestamp;
use patronage::version::Generation;

use crate::attribute::Held;
use crate::cell::{Cell, key_cells};
use crate::number::signed;
use crate::refused::Refused;
use crate::table::Table;

/// A change set, ready to be applied by whichever thread leads.
#[derive(Debug)]
pub(crate) struct EncodedSet {
    pub(crate) tenant: i64,
    pub(crate) generation: Generation,
    pub(crate) requires: Vec<Requirement>,
    pub(crate) changes: Vec<EncodedChange>,
    pub(crate) events: Vec<EncodedEvent>,
    /// What is decided inside the transaction.
    pub(crate) credit: Vec<CreditCommand>,
    /// Why the set cannot be applied at all.
    pub(crate) flaw: Option<StoreError>,
    /// Shared by the sets of one call.
    pub(crate) refused: Refused,
}

/// A write.
#[derive(Debug)]
pub(crate) struct EncodedChange {
    pub(crate) key: Key,
    pub(crate) expected: Expected,
    pub(crate) table: &'static Table,
    /// What is put; a deletion has nothing.
    pub(crate) put: Option<Put>,
}

/// A record as a row.
#[derive(Debug)]
pub(crate) struct Put {
    /// Tenant, key, columns and JSON.
    pub(crate) cells: Vec<Cell<'static>>,
    pub(crate) unique: Vec<UniqueKey>,
    pub(crate) references: Vec<Key>,
    /// By which set the record is counted, if it is.
    pub(crate) counted_in: Option<CustomerSetCode>,
    pub(crate) spend: Vec<Spend>,
    /// The keys of attributes that go beside the record.
    pub(crate) attribute_keys: BTreeSet<Held>,
}

/// What was spent in a currency.
#[derive(Debug)]
pub(crate) struct Spend {
    pub(crate) currency: String,
    pub(crate) scale: u32,
    pub(crate) minor: i64,
}

/// An event as a row.
#[derive(Debug)]
pub(crate) struct EncodedEvent {
    pub(crate) customer: Option<CustomerId>,
    pub(crate) doc: String,
}

impl EncodedSet {
    /// A set that cannot be encoded takes its place among the others all the same, because those
    /// behind it may stand on it.
    pub(crate) fn new(tenant: i64, set: &ChangeSet, refused: &Refused) -> Self {
        let (changes, events, flaw) = match encode(tenant, set) {
            Ok((changes, events)) => (changes, events, None),
            Err(error) => (EncodedChange::bare(set), Vec::new(), Some(error)),
        };
        Self {
            tenant,
            generation: set.generation,
            requires: set.requires.clone(),
            changes,
            events,
            credit: set.credit.clone(),
            flaw,
            refused: refused.clone(),
        }
    }

    /// Lets the sets behind it in the same call know that it was refused.
    pub(crate) fn note_refusal(&self) {
        self.refused.note(self.changes.iter().map(|change| change.key.clone()));
    }
}

fn encode(
    tenant: i64,
    set: &ChangeSet,
) -> Result<(Vec<EncodedChange>, Vec<EncodedEvent>), StoreError> {
    check_form(set)?;
    // Most sets have one change, and collecting would make room for four large ones.
    let mut changes = Vec::with_capacity(set.changes.len());
    for change in &set.changes {
        changes.push(EncodedChange::new(tenant, change)?);
    }
    let mut events = Vec::with_capacity(set.events.len());
    for event in &set.events {
        events.push(EncodedEvent::new(event)?);
    }
    Ok((changes, events))
}

impl EncodedChange {
    fn new(tenant: i64, change: &Change) -> Result<Self, StoreError> {
        let key = change.key();
        let table = Table::of(&key).map_err(StoreError::backend)?;
        let put = match change {
            Change::Put { record, .. } => Some(Put::new(tenant, &key, record)?),
            Change::Delete { .. } => None,
        };
        Ok(Self { expected: change.expected(), key, table, put })
    }

    /// What a set was to write, without the records.
    fn bare(set: &ChangeSet) -> Vec<Self> {
        let bare = set.changes.iter().filter_map(|change| {
            let key = change.key();
            let table = Table::of(&key).ok()?;
            Some(Self { expected: change.expected(), key, table, put: None })
        });
        bare.collect()
    }
}

impl Put {
    pub(crate) fn new(tenant: i64, key: &Key, record: &Record) -> Result<Self, StoreError> {
        // Eleven columns are the most that a table has.
        let mut cells = Vec::with_capacity(11);
        cells.push(Cell::Integer(tenant));
        cells.extend(key_cells(key).map(owned));
        let unique = record.unique_keys();
        let mut counted_in = None;
        let mut spend = Vec::new();
        let mut attribute_keys = BTreeSet::new();
        match record {
            Record::Tenant(tenant) => {
                cells.push(Cell::text(tenant.default_customer_set().as_str()));
            }
            Record::Site(site) => cells.push(Cell::text(site.customer_set().as_str())),
            Record::Customer(customer) => {
                attribute_keys = Held::of_customer(record, &unique);
                cells.extend(customer_cells(customer, &unique));
                cells.push(Cell::Integer(signed(attribute_keys.len() as u64)));
                counted_in = Some(*customer.customer_set());
            }
            Record::Member(member) => {
                cells.push(Cell::text(member.customer_set.as_str()));
                counted_in = Some(member.customer_set);
            }
            Record::Activity(activity) => {
                let last = activity.last_order().map(|last| last.placed_at.as_microseconds());
                cells.push(last.map_or(Cell::Null, Cell::Integer));
                spend.extend(activity.spend_by_currency().map(|money| Spend {
                    currency: money.currency().to_string(),
                    scale: money.currency().minor_unit(),
                    minor: money.minor(),
                }));
            }
            Record::Order(order) => {
                cells.push(Cell::id(order.customer()));
                cells.push(Cell::Integer(order.placed_at().as_microseconds()));
            }
            Record::CreditAccount(account) => {
                cells.push(Cell::Integer(i64::from(account.currency().minor_unit())));
                let next = account.next_expiry().map(Timestamp::as_microseconds);
                cells.push(next.map_or(Cell::Null, Cell::Integer));
            }
            Record::CreditPosition(position) => cells.extend(place_cells(position)),
            _ => {}
        }
        cells.push(Cell::Text(Cow::Owned(record.to_json()?)));
        let references = record.references();
        Ok(Self { cells, unique, references, counted_in, spend, attribute_keys })
    }
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Integer(number) => Cell::Integer(number),
        Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
        Cell::Id(bytes) => Cell::Id(bytes),
    }
}

fn customer_cells(customer: &Customer, unique: &[UniqueKey]) -> [Cell<'static>; 7] {
    let (mut login, mut email, mut external) = (Cell::Null, Cell::Null, Cell::Null);
    for key in unique {
        match key {
            UniqueKey::Login(_, key) => login = Cell::text(key),
            UniqueKey::Email(_, key) => email = Cell::text(key),
            UniqueKey::ExternalId(key) => external = Cell::text(key),
            _ => {}
        }
    }
    [
        Cell::text(customer.customer_set().as_str()),
        customer.site().map_or(Cell::Null, |site| Cell::text(site.as_str())),
        login,
        email,
        external,
        Cell::optional(customer.name_key()),
        Cell::Integer(customer.created_at().as_microseconds()),
    ]
}

/// Where a position stands as long as something is left of it: shelf and place.
pub(crate) fn place_cells(position: &CreditPosition) -> [Cell<'static>; 2] {
    match position.place() {
        Some((shelf, (place, _))) => [Cell::shelf(shelf), Cell::Integer(place)],
        None => [Cell::Null, Cell::Null],
    }
}

impl EncodedEvent {
    pub(crate) fn new(event: &NewEvent) -> Result<Self, StoreError> {
        let doc = serde_json::to_string(event).map_err(StoreError::backend)?;
        Ok(Self { customer: event.customer, doc })
    }
}

fn check_form(set: &ChangeSet) -> Result<(), StoreError> {
    if set.changes.len() < 2 {
        return Ok(());
    }
    let mut written = HashSet::with_capacity(set.changes.len());
    for change in &set.changes {
        let key = change.key();
        if written.contains(&key) {
            return Err(StoreError::Malformed { reason: format!("{key} is written twice") });
        }
        written.insert(key);
    }
    Ok(())
}
