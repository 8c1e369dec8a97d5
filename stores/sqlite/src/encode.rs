//! Change sets as the parameters of statements.
//!
//! This is the work of a commit that needs no lock, so every caller does it for itself before it
//! joins a group.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use patronage::code::CustomerSetCode;
use patronage::customer::Customer;
use patronage::event::NewEvent;
use patronage::id::CustomerId;
use patronage::store::{
    Change, ChangeSet, Expected, Key, Record, Requirement, StoreError, UniqueKey,
};
use patronage::version::Generation;
use rusqlite::ToSql;
use rusqlite::types::{Null, ToSqlOutput, ValueRef};

use crate::attribute::Held;
use crate::number::signed;
use crate::refused::Refused;
use crate::table::Table;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Id([u8; 16]),
}

impl Cell<'static> {
    fn text(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }

    fn optional(text: Option<String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Owned(text)))
    }
}

impl<'a> Cell<'a> {
    pub(crate) fn borrowed(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn id(id: CustomerId) -> Self {
        Self::Id(*id.as_bytes())
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::from(Null),
            Self::Integer(number) => ToSqlOutput::from(*number),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Id(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The parameters of a key, without the tenant.
pub(crate) fn key_cells(key: &Key) -> impl Iterator<Item = Cell<'_>> {
    let (first, second) = match key {
        Key::CustomerSet(code) => (Some(Cell::borrowed(code.as_str())), None),
        Key::Site(code) => (Some(Cell::borrowed(code.as_str())), None),
        Key::Attribute(code) => (Some(Cell::borrowed(code.as_str())), None),
        Key::Segment(code) => (Some(Cell::borrowed(code.as_str())), None),
        Key::Customer(id) | Key::Activity(id) => (Some(Cell::id(*id)), None),
        Key::Member(code, id) => (Some(Cell::borrowed(code.as_str())), Some(Cell::id(*id))),
        Key::Order(site, number) => {
            (Some(Cell::borrowed(site.as_str())), Some(Cell::borrowed(number.as_str())))
        }
        Key::Consumer(name) => (Some(Cell::borrowed(name.as_str())), None),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

/// A change set, ready to be applied by whichever thread leads.
#[derive(Debug)]
pub(crate) struct EncodedSet {
    pub(crate) tenant: i64,
    pub(crate) generation: Generation,
    pub(crate) requires: Vec<Requirement>,
    pub(crate) changes: Vec<EncodedChange>,
    pub(crate) events: Vec<EncodedEvent>,
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
        let (generation, requires) = (set.generation, set.requires.clone());
        Self { tenant, generation, requires, changes, events, flaw, refused: refused.clone() }
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
    fn new(tenant: i64, key: &Key, record: &Record) -> Result<Self, StoreError> {
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

impl EncodedEvent {
    fn new(event: &NewEvent) -> Result<Self, StoreError> {
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
