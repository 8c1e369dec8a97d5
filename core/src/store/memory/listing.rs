//! Listings and counts of a state.

use std::cmp::Ordering;
use std::ops::Bound;

use super::state::State;
use crate::activity::{Order, OrderNumber};
use crate::actor::Sets;
use crate::attribute::AttributeKey;
use crate::code::{AttributeCode, SiteCode};
use crate::customer::{CustomerRow, Direction, SortKey};
use crate::event::{Event, EventPosition};
use crate::id::CustomerId;
use crate::page::PageLimit;
use crate::segment::Segment;
use crate::store::{
    Collection, CustomerQuery, CustomerScope, EventQuery, Key, OrderQuery, Query, Record, Seek,
    SegmentQuery, Slice, Toward,
};
use crate::time::Timestamp;

impl State {
    pub(super) fn list(&self, query: &Query) -> Slice {
        match query {
            Query::Definitions => Slice::Records(self.definitions()),
            Query::Segments(query) => self.segments(query),
            Query::SegmentsOf(customer) => self.segments_of(*customer),
            Query::Customers(query) => self.customers(query),
            Query::Orders(query) => self.orders(query),
            Query::Events(query) => Slice::Events(self.events(query)),
            Query::CreditAccounts(customer) => Slice::Records(self.credit_accounts(*customer)),
            Query::CreditAccountsDue(at, limit) => Slice::Records(self.credit_due(*at, *limit)),
            Query::CreditAccountsOn(site, behind, limit) => {
                Slice::Records(self.credit_on(site, *behind, *limit))
            }
            Query::CreditShelf(query) => Slice::Records(self.shelf(query)),
            Query::CreditEntries(query) => Slice::Events(self.entries(query)),
        }
    }

    pub(super) fn counted(&self, of: &Collection) -> u64 {
        match of {
            Collection::Customers(sets) => {
                let counts = self.customers.iter();
                counts.filter(|(set, _)| sets.contains(set)).map(|(_, count)| count).sum()
            }
            Collection::Members(segment, sets) => {
                let counts = self.members.iter().filter(|((of, _), _)| of == segment);
                counts.filter(|((_, set), _)| sets.contains(set)).map(|(_, count)| count).sum()
            }
            Collection::Holders(code, key, sets) => {
                let holders = self.holders_of(code, key).filter_map(|id| self.row(id, sets));
                u64::try_from(holders.count()).unwrap_or(u64::MAX)
            }
        }
    }

    fn definitions(&self) -> Vec<Record> {
        let definitions = self.records.iter().take_while(|(key, _)| key.is_definition());
        definitions.map(|(_, record)| record.clone()).collect()
    }

    fn segments(&self, query: &SegmentQuery) -> Slice {
        let all = self.records.values().filter_map(|record| match record {
            Record::Segment(segment) => Some((*segment.code(), segment.clone())),
            _ => None,
        });
        let (rows, more) = window(all.collect(), query.seek.as_ref(), query.limit, Ord::cmp);
        Slice::Segments { rows, more }
    }

    fn segments_of(&self, customer: CustomerId) -> Slice {
        let customer = Key::Customer(customer);
        let rows = self.referring_to(&customer).filter_map(|by| match by {
            Key::Member(segment, _) => self.segment(&Key::Segment(*segment)),
            _ => None,
        });
        Slice::Segments { rows: rows.collect(), more: false }
    }

    fn segment(&self, key: &Key) -> Option<Segment> {
        match self.records.get(key)? {
            Record::Segment(segment) => Some(segment.clone()),
            _ => None,
        }
    }

    fn customers(&self, query: &CustomerQuery) -> Slice {
        let rows: Vec<_> = match &query.scope {
            CustomerScope::Everyone => {
                let ids = self.records.keys().filter_map(|key| match key {
                    Key::Customer(id) => Some(*id),
                    _ => None,
                });
                ids.filter_map(|id| self.row(id, &query.sets)).collect()
            }
            CustomerScope::Attribute(code, key) => {
                self.holders_of(code, key).filter_map(|id| self.row(id, &query.sets)).collect()
            }
            CustomerScope::Segment(code) => {
                let segment = Key::Segment(*code);
                let members = self.referring_to(&segment).filter_map(|by| match by {
                    Key::Member(_, id) => Some(*id),
                    _ => None,
                });
                members.filter_map(|id| self.row(id, &query.sets)).collect()
            }
        };
        let placed =
            rows.into_iter().map(|row| ((row.sort_key(query.sort), row.customer.id()), row));
        let order = |a: &CustomerPlace, b: &CustomerPlace| compare(a, b, query.direction);
        let (rows, more) = window(placed.collect(), query.seek.as_ref(), query.limit, order);
        Slice::Customers { rows, more }
    }

    /// The customers who are found by a value of an attribute.
    fn holders_of<'a>(
        &'a self,
        code: &'a AttributeCode,
        key: &'a AttributeKey,
    ) -> impl Iterator<Item = CustomerId> {
        self.records.values().filter_map(move |record| {
            let Record::Customer(customer) = record else { return None };
            let mut keys = customer.attributes().filter_keys();
            keys.any(|(of, held)| of == *code && held == *key).then(|| customer.id())
        })
    }

    fn row(&self, id: CustomerId, sets: &Sets) -> Option<CustomerRow> {
        let Record::Customer(customer) = self.records.get(&Key::Customer(id))? else { return None };
        if !sets.contains(customer.customer_set()) {
            return None;
        }
        let activity = match self.records.get(&Key::Activity(id)) {
            Some(Record::Activity(activity)) => Some(activity.clone()),
            _ => None,
        };
        let has_credit = !self.credit_accounts(id).is_empty();
        Some(CustomerRow { customer: (**customer).clone(), activity, has_credit })
    }

    fn orders(&self, query: &OrderQuery) -> Slice {
        let customer = Key::Customer(query.customer);
        let all = self.referring_to(&customer).filter_map(|by| match self.records.get(by)? {
            Record::Order(order) => Some((place_of(order), (**order).clone())),
            _ => None,
        });
        let latest_first = |a: &_, b: &_| Ord::cmp(b, a);
        let (rows, more) = window(all.collect(), query.seek.as_ref(), query.limit, latest_first);
        Slice::Orders { rows, more }
    }

    fn events(&self, query: &EventQuery) -> Vec<Event> {
        let after = (Bound::Excluded(query.after), Bound::<EventPosition>::Unbounded);
        let limit = query.limit.get();
        match query.customer {
            None => self.events.range(after).map(|(_, event)| event.clone()).take(limit).collect(),
            Some(customer) => {
                let Some(trail) = self.trails.get(&customer) else { return Vec::new() };
                trail
                    .range(after)
                    .filter_map(|at| self.events.get(at).cloned())
                    .take(limit)
                    .collect()
            }
        }
    }
}

type CustomerPlace = (Option<SortKey>, CustomerId);
type OrderPlace = (Timestamp, SiteCode, OrderNumber);

fn place_of(order: &Order) -> OrderPlace {
    (order.placed_at(), *order.site(), order.number().clone())
}

/// Missing values come last either way; everything else runs in the direction.
fn compare(a: &CustomerPlace, b: &CustomerPlace, direction: Direction) -> Ordering {
    let missing_last = a.0.is_none().cmp(&b.0.is_none());
    missing_last.then_with(|| match direction {
        Direction::Ascending => a.cmp(b),
        Direction::Descending => b.cmp(a),
    })
}

/// The part of a listing that a page asks for, and whether there is more in the direction of
/// reading. `rows` may come in any order.
fn window<P, R>(
    mut rows: Vec<(P, R)>,
    seek: Option<&Seek<P>>,
    limit: PageLimit,
    order: impl Fn(&P, &P) -> Ordering,
) -> (Vec<R>, bool) {
    rows.sort_by(|(a, _), (b, _)| order(a, b));
    let reads_back = seek.is_some_and(|seek| seek.toward == Toward::Previous);
    if let Some(seek) = seek {
        let side = if reads_back { Ordering::Less } else { Ordering::Greater };
        rows.retain(|(place, _)| order(place, &seek.place) == side);
    }
    let more = rows.len() > limit.get();
    if reads_back {
        rows.drain(..rows.len().saturating_sub(limit.get()));
    } else {
        rows.truncate(limit.get());
    }
    (rows.into_iter().map(|(_, row)| row).collect(), more)
}
