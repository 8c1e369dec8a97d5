//! What a decision sees.

use std::collections::HashMap;
use std::sync::Arc;

use super::definitions::Definitions;
use super::error::Error;
use super::session::{Decision, Session};
use crate::activity::{Activity, Order, OrderNumber};
use crate::attribute::ChangeProgress;
use crate::code::{SegmentCode, SiteCode};
use crate::credit::CreditAccount;
use crate::customer::{AttributeJudge, Customer, CustomerError, OnRecord};
use crate::customer_set::CustomerSet;
use crate::event::{EventKind, NewEvent, Subject};
use crate::id::CustomerId;
use crate::money::Currency;
use crate::segment::{Member, Segment, SegmentError};
use crate::site::Site;
use crate::store::unexpected;
use crate::store::{
    Change, ChangeSet, Collection, Consumer, Expected, Key, Query, Record, Slice, Snapshot,
    SnapshotBook, UniqueKey,
};
use crate::tenant::Tenant;
use crate::time::{Date, Timestamp};
use crate::version::Version;

/// What a decision begins with before it has read anything: who, by which definitions, when.
#[derive(Debug, Clone)]
pub(super) struct Basis<'a> {
    pub(super) session: &'a Session,
    pub(super) definitions: Arc<Definitions>,
    pub(super) now: Timestamp,
}

impl Basis<'_> {
    /// An empty set of changes, decided by these definitions.
    pub(super) fn changes(&self) -> ChangeSet {
        ChangeSet::new(self.definitions.generation)
    }

    /// An event of this moment and actor; of a shopper, also of its site.
    pub(super) fn event(&self, kind: EventKind, subject: Subject) -> NewEvent {
        let actor = &self.session.actor;
        NewEvent {
            kind,
            subject,
            customer: None,
            author: actor.author(),
            site: actor.site().copied(),
            at: self.now,
        }
    }

    /// As [`event`](Self::event), of one customer.
    pub(super) fn customer_event(
        &self,
        kind: EventKind,
        subject: Subject,
        customer: CustomerId,
    ) -> NewEvent {
        NewEvent { customer: Some(customer), ..self.event(kind, subject) }
    }

    /// The decision that makes a definition into `next`, with one event; nothing when they say the
    /// same. `wrap` makes it a record.
    pub(super) fn redefine<T: Kept + Clone + PartialEq>(
        &self,
        current: &T,
        next: T,
        wrap: fn(T) -> Record,
        event: NewEvent,
    ) -> Result<Decision<T>, Error> {
        if next == *current {
            return Ok(Decision { outcome: next, changes: self.changes() });
        }
        let before = wrap(current.clone()).version();
        let record = wrap(next);
        let changes = self.changes().put(record.clone(), Expected::Version(before)).event(event);
        let outcome = kept(&record.key(), record.assigned(after(before), None))?;
        Ok(Decision { outcome, changes })
    }

    /// By what attributes are judged that this actor gives now.
    pub(super) fn judge(&self) -> AttributeJudge<'_> {
        AttributeJudge {
            rules: &self.definitions.rules,
            role: self.session.actor.role(),
            today: self.today(),
        }
    }

    /// The day that it is for the tenant.
    pub(super) fn today(&self) -> Date {
        self.now.date_in(self.definitions.tenant.time_zone())
    }

    /// A customer as the actor sees it. What is decided and written is the whole customer, what is
    /// answered is this.
    pub(super) fn show(&self, mut customer: Customer) -> Customer {
        self.show_in_place(&mut customer);
        customer
    }

    /// The same, of a customer among others.
    pub(super) fn show_in_place(&self, customer: &mut Customer) {
        customer.hide_from(self.session.actor.role(), &self.definitions.rules.present);
    }

    /// An id that was never given before.
    pub(super) fn next_id<T: From<uuid::Uuid>>(&self) -> Result<T, Error> {
        Ok(self.session.shared.ids.next_id(self.now)?.into())
    }
}

/// One consistent view of the store through the eyes of an actor.
pub(super) struct View<'a> {
    pub(super) basis: Basis<'a>,
    snapshot: &'a dyn Snapshot,
    pending: Option<&'a Pending>,
}

impl<'a> View<'a> {
    pub(super) fn new(basis: Basis<'a>, snapshot: &'a dyn Snapshot) -> Self {
        Self { basis, snapshot, pending: None }
    }

    /// The same view after decisions that are not yet committed. Only records are seen through
    /// them: no decision of a batch asks for listings or counts.
    pub(super) fn over<'b>(&self, pending: &'b Pending) -> View<'b>
    where
        'a: 'b,
    {
        View { basis: self.basis.clone(), snapshot: self.snapshot, pending: Some(pending) }
    }

    fn record(&self, key: &Key) -> Result<Option<Record>, Error> {
        match self.pending.and_then(|pending| pending.0.get(key)) {
            Some(pending) => Ok(pending.clone()),
            None => Ok(self.snapshot.get(key)?),
        }
    }

    pub(super) fn definitions(&self) -> &Definitions {
        &self.basis.definitions
    }

    fn kept<T: Kept>(&self, key: &Key) -> Result<Option<T>, Error> {
        self.record(key)?.map(|record| kept(key, record)).transpose()
    }

    /// A customer, if there is one that the actor reaches.
    pub(super) fn find_customer(&self, id: CustomerId) -> Result<Option<Customer>, Error> {
        let customer = self.kept::<Customer>(&Key::Customer(id))?;
        Ok(customer.filter(|customer| self.basis.reaches(customer)))
    }

    /// A customer that the actor reaches and may use.
    pub(super) fn customer(&self, id: CustomerId) -> Result<Customer, Error> {
        let unknown = || CustomerError::Unknown { id };
        let customer = self.find_customer(id)?.ok_or_else(unknown)?;
        self.basis.check_use_of(&customer)?;
        Ok(customer)
    }

    /// The customer that holds a unique key, if the actor reaches it.
    pub(super) fn find_by_key(&self, key: &UniqueKey) -> Result<Option<Customer>, Error> {
        let Some(record) = self.snapshot.find(key)? else { return Ok(None) };
        let customer = kept::<Customer>(&record.key(), record)?;
        Ok(Some(customer).filter(|customer| self.basis.reaches(customer)))
    }

    /// The same, as the actor sees it.
    pub(super) fn show_by_key(&self, key: &UniqueKey) -> Result<Option<Customer>, Error> {
        Ok(self.find_by_key(key)?.map(|customer| self.basis.show(customer)))
    }

    /// The figures over a customer's orders; `None` before the first one.
    pub(super) fn activity(&self, customer: CustomerId) -> Result<Option<Activity>, Error> {
        self.kept(&Key::Activity(customer))
    }

    /// What is recorded about a customer and has to stay.
    pub(super) fn on_record(&self, customer: CustomerId) -> Result<OnRecord, Error> {
        let orders = self.activity(customer)?.is_some();
        let credit = !self.credit_accounts(customer)?.is_empty();
        Ok(OnRecord { orders, credit })
    }

    /// The credit accounts of a customer, by currency.
    pub(super) fn credit_accounts(
        &self,
        customer: CustomerId,
    ) -> Result<Vec<CreditAccount>, Error> {
        let Slice::Records(records) = self.query(&Query::CreditAccounts(customer))? else {
            return Err(unexpected("the credit accounts of a customer").into());
        };
        records.into_iter().map(credit_account).collect()
    }

    pub(super) fn order(
        &self,
        site: &SiteCode,
        number: &OrderNumber,
    ) -> Result<Option<Order>, Error> {
        self.kept(&Key::Order(*site, number.clone()))
    }

    pub(super) fn find_segment(&self, code: &str) -> Result<Option<Segment>, Error> {
        match SegmentCode::parse(code) {
            Ok(code) => self.kept(&Key::Segment(code)),
            Err(_) => Ok(None),
        }
    }

    pub(super) fn segment(&self, code: &str) -> Result<Segment, Error> {
        let unknown = || SegmentError::Unknown { code: code.to_owned() };
        Ok(self.find_segment(code)?.ok_or_else(unknown)?)
    }

    pub(super) fn is_member(
        &self,
        segment: &SegmentCode,
        customer: CustomerId,
    ) -> Result<bool, Error> {
        let member = self.kept::<Member>(&Key::Member(*segment, customer))?;
        Ok(member.is_some())
    }

    pub(super) fn consumer(&self, key: &Key) -> Result<Option<Consumer>, Error> {
        self.kept(key)
    }

    /// How far the change of definitions has come.
    pub(super) fn change_progress(&self) -> Result<Option<ChangeProgress>, Error> {
        self.kept(&Key::ChangeProgress)
    }

    /// A credit account, as its decisions read it.
    pub(super) fn book(&self, customer: CustomerId, currency: Currency) -> SnapshotBook<'_> {
        SnapshotBook { snapshot: self.snapshot, customer, currency }
    }

    pub(super) fn query(&self, query: &Query) -> Result<Slice, Error> {
        Ok(self.snapshot.query(query)?)
    }

    pub(super) fn count(&self, of: &Collection) -> Result<u64, Error> {
        Ok(self.snapshot.count(of)?)
    }
}

/// What is kept as one kind of record.
pub(super) trait Kept: Sized {
    fn from_record(record: Record) -> Option<Self>;
}

macro_rules! kept_as {
    ($($kind:ident($record:ident) => $value:expr,)+) => {
        $(impl Kept for $kind {
            fn from_record(record: Record) -> Option<Self> {
                match record {
                    Record::$kind($record) => Some($value),
                    _ => None,
                }
            }
        })+
    };
}

kept_as! {
    Activity(activity) => activity,
    ChangeProgress(progress) => *progress,
    Consumer(consumer) => consumer,
    Customer(customer) => *customer,
    CustomerSet(set) => set,
    Member(member) => member,
    Order(order) => *order,
    Segment(segment) => segment,
    Site(site) => site,
    Tenant(tenant) => tenant,
}

/// A credit account out of a listing of such.
pub(super) fn credit_account(record: Record) -> Result<CreditAccount, Error> {
    match record {
        Record::CreditAccount(account) => Ok(*account),
        _ => Err(unexpected("a credit account").into()),
    }
}

fn kept<T: Kept>(key: &Key, record: Record) -> Result<T, Error> {
    T::from_record(record).ok_or_else(|| unexpected(&key.to_string()).into())
}

/// The records that the decisions of a batch will have written, and `None` for those that they
/// will have deleted.
#[derive(Debug, Default)]
pub(super) struct Pending(HashMap<Key, Option<Record>>);

impl Pending {
    /// Takes in what was decided over it, with the versions that the store will assign.
    pub(super) fn take_in(&mut self, changes: &ChangeSet) {
        for change in &changes.changes {
            let next = match change {
                Change::Delete { .. } => None,
                Change::Put { record, expected } => {
                    let version = match expected {
                        Expected::Absent => Version::FIRST,
                        Expected::Version(version) => after(*version),
                        // It replaces what was read, of which it has the version still.
                        Expected::Any | Expected::Present => after(record.version()),
                    };
                    let number = match record {
                        Record::Customer(customer) => customer.number(),
                        _ => None,
                    };
                    Some(record.clone().assigned(version, number))
                }
            };
            self.0.insert(change.key(), next);
        }
    }
}

/// The version that the store gives to a record that replaces one with `version`.
///
/// The last of 2^64 versions would be its own successor; nobody writes that often.
pub(super) fn after(version: Version) -> Version {
    version.next().unwrap_or(version)
}
