//! What is in a file after a kill, and whether it fits together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use patronage::Directory;
use patronage::customer::CustomerRow;
use patronage::directory::CustomerListing;
use patronage::event::{Event, EventKind, EventPosition, Subject};
use patronage::id::CustomerId;
use patronage::money::Money;
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::Connection;

use crate::import::{CHARGING, Done, ONE_BY_ONE, SEGMENT, SITE, THREADS, charge, prefix};

/// Everything that a directory shows.
pub(crate) struct Inspection {
    customers: BTreeMap<CustomerId, CustomerRow>,
    members: BTreeSet<CustomerId>,
    /// Customer and minor units of every order that an event speaks of, by number.
    orders: BTreeMap<String, (CustomerId, i64)>,
    /// Customer and number of every entry of a charge, by its key, of which none has two.
    charges: BTreeMap<String, (CustomerId, u64)>,
    events: Vec<Event>,
    /// The kept counts: customers, members of the segment.
    counts: (u64, u64),
}

/// The file passes its own check.
pub(crate) fn assert_sound(file: &Path) {
    let report = SqliteStore::open(file).unwrap().check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
}

impl Inspection {
    pub(crate) fn new(directory: &Directory) -> Self {
        let admin = directory.as_system();
        let rows = |listing: CustomerListing| {
            let rows = admin.customers().iterate(listing.limit(1_000));
            rows.map(Result::unwrap).map(|row| (row.customer.id(), row))
        };
        let events = events(directory);
        let orders = events.iter().filter_map(|event| match event.subject() {
            Subject::Order(number) => Some(number.clone()),
            _ => None,
        });
        let orders = orders.map(|number| {
            let order = admin.orders().get(SITE, &number).unwrap();
            (number, (order.customer(), order.total().minor()))
        });
        let charges = charges(&events);
        Self {
            charges,
            customers: rows(CustomerListing::new()).collect(),
            members: rows(CustomerListing::new().segment(SEGMENT)).map(|(id, _)| id).collect(),
            orders: orders.collect(),
            counts: (
                admin.customer_sets().customers("default").unwrap(),
                admin.segments().size(SEGMENT).unwrap(),
            ),
            events,
        }
    }

    /// Customers, orders, memberships, figures, counts and events tell the same story.
    pub(crate) fn assert_nothing_is_half_done(&self, file: &Path) {
        self.assert_the_trail_has_no_gaps();
        let created = self.customers_of(EventKind::CustomerCreated);
        let deleted = self.customers_of(EventKind::CustomerDeleted);
        let left: Vec<CustomerId> = created.difference(&deleted).copied().collect();
        assert!(self.customers.keys().eq(left.iter()), "a customer without its event, or an event");
        let entered = self.customers_of(EventKind::CustomerEnteredSegment);
        assert_eq!(self.members, entered, "a membership without its event, or an event");
        assert_eq!(self.counts, (self.customers.len() as u64, self.members.len() as u64));
        self.assert_figures_are_those_of_the_orders();
        let recorded = self.events.iter().filter(|event| event.kind() == EventKind::OrderRecorded);
        assert_eq!(recorded.count(), self.orders.len());
        // An order that no event speaks of shows itself in the table only.
        let plain = Connection::open(file).unwrap();
        let count = "SELECT count(*) FROM patronage_orders";
        let orders: i64 = plain.query_one(count, [], |row| row.get(0)).unwrap();
        assert_eq!(
            usize::try_from(orders).unwrap(),
            self.orders.len(),
            "an order without its event"
        );
    }

    fn assert_the_trail_has_no_gaps(&self) {
        let mut numbers: BTreeMap<CustomerId, u64> = BTreeMap::new();
        for (event, position) in self.events.iter().zip(1..) {
            assert_eq!(event.position(), EventPosition::new(position));
            if let Some(customer) = event.customer() {
                let number = numbers.entry(customer).or_default();
                *number += 1;
                assert_eq!(event.number(), Some(*number));
            }
        }
    }

    fn assert_figures_are_those_of_the_orders(&self) {
        let mut figures: BTreeMap<CustomerId, (u64, i64)> = BTreeMap::new();
        for (customer, cents) in self.orders.values() {
            let (count, sum) = figures.entry(*customer).or_default();
            *count += 1;
            *sum += cents;
        }
        let kept = self.customers.iter().filter_map(|(id, row)| {
            let activity = row.activity.as_ref()?;
            let spend = activity.spend_by_currency().map(Money::minor).sum();
            Some((*id, (activity.order_count(), spend)))
        });
        assert_eq!(kept.collect::<BTreeMap<_, _>>(), figures);
    }

    /// The customers of all events of a kind, of which none has two.
    fn customers_of(&self, kind: EventKind) -> BTreeSet<CustomerId> {
        let events = self.events.iter().filter(|event| event.kind() == kind);
        let all: Vec<CustomerId> = events.filter_map(Event::customer).collect();
        let customers: BTreeSet<CustomerId> = all.iter().copied().collect();
        assert_eq!(customers.len(), all.len(), "{kind} twice for one customer");
        customers
    }

    /// All that was answered is there.
    pub(crate) fn assert_has_all(&self, done: &[Done]) {
        for done in done {
            let kept = match done {
                Done::Customer { id, external_id } => {
                    let row = self.customers.get(id);
                    let kept = row.and_then(|row| row.customer.profile().external_id());
                    kept == Some(external_id)
                }
                Done::Order { customer, number, cents } => {
                    self.orders.get(number) == Some(&(*customer, *cents))
                }
                Done::Member { id } => self.members.contains(id),
                Done::Gone { id } => !self.customers.contains_key(id),
                Done::Charge { customer, key, entry } => {
                    self.charges.get(key) == Some(&(*customer, *entry))
                }
            };
            assert!(kept, "answered and not there: {done:?}");
        }
    }

    /// A request that was answered before the kill, or was not, is sent again: the first is answered by
    /// its entry, and each is in the ledger once.
    pub(crate) fn assert_charges_are_sent_again_in_vain(&self, directory: &Directory, round: u64) {
        let admin = directory.as_system();
        let before = self.charges.len();
        let prefix = prefix(round, CHARGING);
        let kept = self.charges.iter().filter(|(key, _)| key.starts_with(&prefix));
        for (key, (customer, number)) in kept {
            let again = admin.credit().charge(*customer, charge(key)).unwrap();
            assert_eq!(again.number().as_u64(), *number, "{key} was charged again");
        }
        assert_eq!(charges(&events(directory)).len(), before);
    }

    /// What was asked for one after the other, or in a batch of new customers, is there without
    /// gaps. A batch of orders is no sequence: those of one customer are committed in rounds.
    pub(crate) fn assert_each_thread_is_cut_off_at_one_point(&self, round: u64) {
        let external_ids =
            || self.customers.values().filter_map(|row| row.customer.profile().external_id());
        for prefix in (0..THREADS).map(|thread| prefix(round, thread)) {
            assert_no_gaps(external_ids().filter_map(|id| id.strip_prefix(&prefix)));
        }
        let charging = prefix(round, CHARGING);
        assert_no_gaps(self.charges.keys().filter_map(|key| key.strip_prefix(&charging)));
        let prefix = prefix(round, ONE_BY_ONE);
        assert_no_gaps(self.orders.keys().filter_map(|number| number.strip_prefix(&prefix)));
    }
}

fn charges(events: &[Event]) -> BTreeMap<String, (CustomerId, u64)> {
    let mut charges = BTreeMap::new();
    for entry in events.iter().filter_map(Event::credit_entry) {
        let Some(key) = entry.key() else { continue };
        let place = (entry.customer(), entry.number().as_u64());
        let before = charges.insert(key.as_str().to_owned(), place);
        assert_eq!(before, None, "{key:?} was charged twice");
    }
    charges
}

fn assert_no_gaps<'a>(numbers: impl Iterator<Item = &'a str>) {
    let numbers: BTreeSet<u64> = numbers.map(|number| number.parse().unwrap()).collect();
    assert!(numbers.iter().copied().eq(0..numbers.len() as u64), "{numbers:?}");
}

fn events(directory: &Directory) -> Vec<Event> {
    let mut events = Vec::new();
    let mut after = EventPosition::START;
    loop {
        let page = directory.events().after(after).limit(1_000).read().unwrap();
        if page.events.is_empty() {
            return events;
        }
        after = page.next;
        events.extend(page.events);
    }
}
