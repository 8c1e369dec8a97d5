//! Listings, page by page.

use std::cmp::Ordering;
use std::fmt::Debug;

use super::attributes::{attribute_code, definition, text};
use super::fixture::{
    Person, activity, commit, currency, customer_set, event_of, event_of_nobody, events_of,
    furnish, id, member, order, order_in, order_record, put_all, segment, segment_code, set,
    set_code, site, snapshot,
};
use super::view::{customers, definitions, everyone, orders, segments};
use crate::activity::Order;
use crate::actor::Sets;
use crate::attribute::AttributeKey;
use crate::customer::{CustomerRow, CustomerSort, Direction};
use crate::event::{Event, EventPosition};
use crate::id::CustomerId;
use crate::page::PageLimit;
use crate::segment::Segment;
use crate::store::{
    CustomerQuery, CustomerScope, Key, OrderQuery, Query, Record, Seek, SegmentQuery, Snapshot,
    Store, Toward,
};

/// Queries give their rows in the order that they ask for, with missing values last and ties broken
/// by id in the same direction, and every row exactly once over all pages, forwards and backwards.
pub fn paging_is_complete(store: &dyn Store) {
    furnish(store);
    fill(store);
    let snapshot = snapshot(store);
    check_definitions(&*snapshot);
    check_events(&*snapshot);
    check_segments(&*snapshot);
    check_orders(&*snapshot);
    check_customers(&*snapshot);
}

/// How many customers there are, each with something in common with others.
const CUSTOMERS: u32 = 24;

fn fill(store: &dyn Store) {
    let names = ["Doe", "doe", "Zoë", "Émile", "李", "Do", "Doe-Ray", "o'Neil"];
    let mut records = Vec::new();
    // Neither ids nor numbers come in the order of creation.
    for n in (0..CUSTOMERS).map(|n| n * 7 % CUSTOMERS) {
        let set = if n % 3 == 0 { "b2b" } else { "b2c" };
        let mut person = Person::guest(n).in_set(set).created(i64::from(n * 5 % 9) - 4);
        if n % 4 != 0 {
            person = person.last_name(names[n as usize % names.len()]);
        }
        if n % 6 == 1 {
            person = person.with(|draft| draft.first_name("Ann"));
        }
        if n % 5 != 1 {
            person = person.holding("newsletter", n % 2 == 0);
        }
        if n % 8 == 3 {
            person = person.holding("channels", ["post", "email"]);
        }
        records.push(person.record());
        if n % 5 != 0 {
            let minor = format!("{}.5{}", n % 3 * 10, n % 2);
            let money = if n % 7 == 0 { "EUR" } else { "USD" };
            let placed = i64::from(n % 4) - 2;
            let order = order_in(money, n, "shop", &format!("{n}"), placed, &minor);
            records.push(activity(n, std::slice::from_ref(&order)));
            records.push(order_record(order));
        }
        if n % 2 == 0 {
            records.push(member("vip", n, set));
        }
    }
    for place in 0..17_i64 {
        let site = if place % 3 == 0 { "depot" } else { "shop" };
        let number = format!("{}-{}", place % 4, place * 5 % 17);
        records.push(order_record(order(1, site, &number, place / 5, "1.00")));
    }
    for code in ["a", "z", "a-b", "a_b", "a1", "10", "9", "vip2", "aa"] {
        records.push(segment(code, "Tie"));
        records.push(member(code, 2, "b2c"));
        records.push(site(code, "b2c"));
        records.push(customer_set(code, code));
        records.push(definition(code, code));
    }
    put_all(store, records);
    let mut news = set(store);
    for n in 0..10 {
        news = news.event(event_of(n % 3)).event(event_of_nobody());
    }
    commit(store, &news);
}

/// Reads a listing in pages of several sizes, on from its beginning and from each of its rows, and
/// back from each of its rows, and compares the rows with `expected`.
fn check_pages<R: Debug + PartialEq, P: Debug + Clone>(
    what: &str,
    expected: &[R],
    place: impl Fn(&R) -> P,
    page: impl Fn(Option<Seek<P>>, PageLimit) -> (Vec<R>, bool),
) {
    let seek = |toward, row: &R| Some(Seek { toward, place: place(row) });
    for limit in [1, 2, 5, expected.len().max(1), 1_000] {
        let limit = PageLimit::new(limit).expect("a limit");
        let mut read = 0;
        let mut from = None;
        loop {
            let (rows, more) = page(from, limit);
            let end = expected.len().min(read + limit.get());
            assert_eq!(rows, expected[read..end], "{what}: rows from {read} on, {limit:?}");
            assert_eq!(more, end < expected.len(), "{what}: whether others follow row {end}");
            read = end;
            from = rows.last().and_then(|last| seek(Toward::Next, last));
            if !more {
                break;
            }
        }
    }
    for limit in [1, 4] {
        let limit = PageLimit::new(limit).expect("a limit");
        for (at, row) in expected.iter().enumerate() {
            let (rows, more) = page(seek(Toward::Next, row), limit);
            let end = expected.len().min(at + 1 + limit.get());
            assert_eq!(rows, expected[at + 1..end], "{what}: rows after {at}, {limit:?}");
            assert_eq!(more, end < expected.len(), "{what}: whether others follow row {end}");
            let (rows, more) = page(seek(Toward::Previous, row), limit);
            let begin = at.saturating_sub(limit.get());
            assert_eq!(rows, expected[begin..at], "{what}: rows before {at}, {limit:?}");
            assert_eq!(more, begin > 0, "{what}: whether others stand before row {begin}");
        }
    }
}

fn check_customers(snapshot: &dyn Snapshot) {
    let all = customers(snapshot, &everyone()).0;
    assert_eq!(all.len(), CUSTOMERS as usize, "every customer is listed");
    for row in &all {
        let id = row.customer.id();
        let read = [Key::Customer(id), Key::Activity(id)].map(|key| snapshot.get(&key).ok());
        let customer = Some(Some(Record::Customer(Box::new(row.customer.clone()))));
        let figures = Some(row.activity.clone().map(Record::Activity));
        assert_eq!(read, [customer, figures], "a row differs from the records");
    }
    let (usd, eur, chf) = (currency("USD"), currency("EUR"), currency("CHF"));
    let spend = [usd, eur, chf].map(CustomerSort::LifetimeSpend);
    let others = [
        CustomerSort::CreatedAt,
        CustomerSort::Name,
        CustomerSort::Number,
        CustomerSort::LastOrder,
    ];
    let [b2c, b2b] = ["b2c", "b2b"].map(set_code);
    for sort in others.into_iter().chain(spend) {
        for direction in [Direction::Ascending, Direction::Descending] {
            for sets in [Sets::All, Sets::from_iter([b2c]), Sets::from_iter([b2c, b2b])] {
                for scope in scopes() {
                    let query =
                        CustomerQuery { scope, sets: sets.clone(), sort, direction, ..everyone() };
                    check_listing(snapshot, &all, &query);
                }
            }
        }
    }
    let nobody = CustomerQuery { sets: Sets::from_iter([]), ..everyone() };
    assert_eq!(customers(snapshot, &nobody), (vec![], false), "the customers of no set");
    let scope = CustomerScope::Segment(segment_code("nobody"));
    let nobody = CustomerQuery { scope, ..everyone() };
    assert_eq!(customers(snapshot, &nobody), (vec![], false), "the members of no segment");
    let scope = CustomerScope::Attribute(attribute_code("channels"), text("phone"));
    let nobody = CustomerQuery { scope, ..everyone() };
    assert_eq!(customers(snapshot, &nobody), (vec![], false), "those with a value of nobody");
}

/// All customers, about half of them, and few.
fn scopes() -> [CustomerScope; 4] {
    let [newsletter, channels] = ["newsletter", "channels"].map(attribute_code);
    [
        CustomerScope::Everyone,
        CustomerScope::Segment(segment_code("vip")),
        CustomerScope::Attribute(newsletter, AttributeKey::Integer(1)),
        CustomerScope::Attribute(channels, text("email")),
    ]
}

fn check_listing(snapshot: &dyn Snapshot, all: &[CustomerRow], query: &CustomerQuery) {
    let is_listed = |row: &&CustomerRow| {
        let member = match &query.scope {
            CustomerScope::Everyone => true,
            CustomerScope::Segment(code) => {
                let key = Key::Member(*code, row.customer.id());
                snapshot.get(&key).expect("a membership can be read").is_some()
            }
            CustomerScope::Attribute(code, key) => {
                let mut keys = row.customer.attributes().filter_keys();
                keys.any(|(of, held)| of == *code && held == *key)
            }
        };
        member && query.sets.contains(row.customer.customer_set())
    };
    let mut expected: Vec<CustomerRow> = all.iter().filter(is_listed).cloned().collect();
    expected.sort_by(|a, b| in_order(a, b, query));
    check_pages(
        &format!("customers by {:?} {:?}", query.sort, query.direction),
        &expected,
        |row| (row.sort_key(query.sort), row.customer.id()),
        |seek, limit| customers(snapshot, &CustomerQuery { seek, limit, ..query.clone() }),
    );
}

fn in_order(a: &CustomerRow, b: &CustomerRow, query: &CustomerQuery) -> Ordering {
    let ids = a.customer.id().cmp(&b.customer.id());
    let turned = |order: Ordering| match query.direction {
        Direction::Ascending => order,
        Direction::Descending => order.reverse(),
    };
    match (a.sort_key(query.sort), b.sort_key(query.sort)) {
        (Some(a), Some(b)) => turned(a.cmp(&b).then(ids)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => turned(ids),
    }
}

fn check_orders(snapshot: &dyn Snapshot) {
    let place = |order: &Order| (order.placed_at(), *order.site(), order.number().clone());
    for customer in [1, 2, 0, 99].map(id) {
        let list = |seek, limit| orders(snapshot, &OrderQuery { customer, seek, limit });
        let mut expected = list(None, PageLimit::MAX).0;
        assert!(expected.iter().all(|order| order.customer() == customer), "of one customer");
        expected.sort_by_key(|order| std::cmp::Reverse(place(order)));
        check_pages("orders", &expected, place, list);
    }
    let many = OrderQuery { customer: id(1), seek: None, limit: PageLimit::MAX };
    assert_eq!(orders(snapshot, &many).0.len(), 18, "every order is listed");
}

fn check_segments(snapshot: &dyn Snapshot) {
    let list = |seek, limit| segments(snapshot, &Query::Segments(SegmentQuery { seek, limit }));
    let mut expected = list(None, PageLimit::MAX).0;
    assert_eq!(expected.len(), 11, "every segment is listed");
    let code = |segment: &Segment| segment.code().as_str().to_owned();
    expected.sort_by_key(code);
    check_pages("segments", &expected, |segment| *segment.code(), list);
    let of = |customer: CustomerId| segments(snapshot, &Query::SegmentsOf(customer));
    let hers: Vec<_> =
        expected.iter().filter(|segment| segment.code().as_str() != "press").cloned().collect();
    assert_eq!(of(id(2)), (hers, false), "the segments of a customer");
    assert_eq!(of(id(1)), (vec![], false), "the segments of a customer without any");
}

fn check_definitions(snapshot: &dyn Snapshot) {
    let keys: Vec<Key> = definitions(snapshot).iter().map(Record::key).collect();
    let mut expected = keys.clone();
    expected.sort();
    assert_eq!(
        keys, expected,
        "the settings, the customer sets, the sites, the attributes, by code"
    );
    assert_eq!(keys.len(), 1 + 11 + 11 + 9, "every definition is listed");
}

fn check_events(snapshot: &dyn Snapshot) {
    let all = events_of(snapshot, EventPosition::START, None);
    assert_eq!(all.len(), 20, "every event is listed");
    for after in all.iter().map(Event::position).chain([EventPosition::START]) {
        for customer in [None, Some(id(0)), Some(id(2)), Some(id(77))] {
            let expected: Vec<_> = all
                .iter()
                .filter(|event| event.position() > after)
                .filter(|event| customer.is_none() || event.customer() == customer)
                .cloned()
                .collect();
            let listed = events_of(snapshot, after, customer);
            assert_eq!(listed, expected, "events of {customer:?} after {after}");
        }
    }
}
