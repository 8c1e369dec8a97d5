//! All that can be listed and counted of a tenant, as a value to compare.

use super::credit::{CreditView, credit_with_expiry};
use super::fixture::{events_of, snapshot};
use crate::activity::Order;
use crate::actor::Sets;
use crate::code::CustomerSetCode;
use crate::customer::{CustomerRow, CustomerSort, Direction};
use crate::event::{Event, EventPosition};
use crate::id::CustomerId;
use crate::page::PageLimit;
use crate::segment::Segment;
use crate::store::{
    Collection, CustomerQuery, CustomerScope, OrderQuery, Query, Record, SegmentQuery, Slice,
    Snapshot, Store,
};
use crate::version::Generation;

/// What a tenant looks like.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) generation: Generation,
    pub(super) definitions: Vec<Record>,
    pub(super) segments: Vec<SegmentView>,
    pub(super) customers: Vec<CustomerView>,
    pub(super) events: Vec<Event>,
    pub(super) customer_count: u64,
    pub(super) customers_by_set: Vec<(CustomerSetCode, u64)>,
    /// The credit accounts in which reservations run out, by when.
    pub(super) credit_with_expiry: Vec<Record>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct SegmentView {
    pub(super) segment: Segment,
    pub(super) members: Vec<CustomerId>,
    pub(super) count: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct CustomerView {
    pub(super) row: CustomerRow,
    pub(super) segments: Vec<Segment>,
    pub(super) orders: Vec<Order>,
    pub(super) events: Vec<Event>,
    pub(super) credit: Vec<CreditView>,
}

impl View {
    pub(super) fn of_store(store: &dyn Store) -> Self {
        Self::of(&*snapshot(store))
    }

    /// Reads everything. A tenant of a test is never larger than the largest page.
    pub(super) fn of(snapshot: &dyn Snapshot) -> Self {
        let count = |of: Collection| snapshot.count(&of).expect("the store counts");
        let definitions = definitions(snapshot);
        let sets = definitions.iter().filter_map(|record| match record {
            Record::CustomerSet(set) => Some(*set.code()),
            _ => None,
        });
        let customers_by_set =
            sets.map(|set| (set, count(Collection::Customers(Sets::from_iter([set]))))).collect();
        let segment_query = SegmentQuery { seek: None, limit: PageLimit::MAX };
        let (segments, _) = segments(snapshot, &Query::Segments(segment_query));
        let rows = customers(snapshot, &everyone()).0;
        Self {
            generation: snapshot.generation().expect("the store knows its generation"),
            segments: segments
                .into_iter()
                .map(|segment| SegmentView {
                    members: members(snapshot, &segment),
                    count: count(Collection::Members(*segment.code(), Sets::All)),
                    segment,
                })
                .collect(),
            customers: rows.into_iter().map(|row| CustomerView::of(snapshot, row)).collect(),
            events: events_of(snapshot, EventPosition::START, None),
            customer_count: count(Collection::Customers(Sets::All)),
            customers_by_set,
            credit_with_expiry: credit_with_expiry(snapshot),
            definitions,
        }
    }
}

impl CustomerView {
    fn of(snapshot: &dyn Snapshot, row: CustomerRow) -> Self {
        let customer = row.customer.id();
        let query = OrderQuery { customer, seek: None, limit: PageLimit::MAX };
        Self {
            segments: segments(snapshot, &Query::SegmentsOf(customer)).0,
            orders: orders(snapshot, &query).0,
            events: events_of(snapshot, EventPosition::START, Some(customer)),
            credit: CreditView::of(snapshot, customer),
            row,
        }
    }
}

/// All customers, in the order of their creation.
pub(super) fn everyone() -> CustomerQuery {
    CustomerQuery {
        scope: CustomerScope::Everyone,
        sets: Sets::All,
        sort: CustomerSort::CreatedAt,
        direction: Direction::Ascending,
        seek: None,
        limit: PageLimit::MAX,
    }
}

pub(super) fn members(snapshot: &dyn Snapshot, segment: &Segment) -> Vec<CustomerId> {
    let scope = CustomerScope::Segment(*segment.code());
    let (rows, _) = customers(snapshot, &CustomerQuery { scope, ..everyone() });
    rows.into_iter().map(|row| row.customer.id()).collect()
}

pub(super) fn definitions(snapshot: &dyn Snapshot) -> Vec<Record> {
    match slice(snapshot, &Query::Definitions) {
        Slice::Records(records) => records,
        other => panic!("definitions are listed as something else: {other:?}"),
    }
}

pub(super) fn segments(snapshot: &dyn Snapshot, query: &Query) -> (Vec<Segment>, bool) {
    match slice(snapshot, query) {
        Slice::Segments { rows, more } => (rows, more),
        other => panic!("segments are listed as something else: {other:?}"),
    }
}

pub(super) fn customers(
    snapshot: &dyn Snapshot,
    query: &CustomerQuery,
) -> (Vec<CustomerRow>, bool) {
    match slice(snapshot, &Query::Customers(query.clone())) {
        Slice::Customers { rows, more } => (rows, more),
        other => panic!("customers are listed as something else: {other:?}"),
    }
}

pub(super) fn orders(snapshot: &dyn Snapshot, query: &OrderQuery) -> (Vec<Order>, bool) {
    match slice(snapshot, &Query::Orders(query.clone())) {
        Slice::Orders { rows, more } => (rows, more),
        other => panic!("orders are listed as something else: {other:?}"),
    }
}

fn slice(snapshot: &dyn Snapshot, query: &Query) -> Slice {
    snapshot.query(query).unwrap_or_else(|error| panic!("{query:?} failed: {error}"))
}
