//! Records that refer to others.

use super::fixture::{
    Person, activity, commit, conflict, count, customer_key, customer_set, delete, furnish, get,
    id, member, member_key, order, order_record, put_all, segment, segment_code, segment_key, set,
    set_key, site, site_key, snapshot, tenant,
};
use super::view::{View, segments};
use crate::actor::Sets;
use crate::store::{Collection, Conflict, Expected, Key, Query, Record, Store};

fn missing(key: Key) -> Conflict {
    Conflict::Missing { key }
}

fn referenced(key: Key) -> Conflict {
    Conflict::Referenced { key }
}

/// A record refers only to records that are there, else [`Conflict::Missing`].
pub fn references_are_kept(store: &dyn Store) {
    furnish(store);
    put_all(store, [Person::guest(1).record()]);
    for (record, expected) in [
        (tenant("nowhere"), set_key("nowhere")),
        (site("new", "nowhere"), set_key("nowhere")),
        (Person::guest(2).in_set("nowhere").record(), set_key("nowhere")),
        (Person::guest(2).on_site("nowhere").record(), site_key("nowhere")),
        (member("nobody", 1, "b2c"), segment_key("nobody")),
        (member("vip", 2, "b2c"), customer_key(2)),
        (activity(2, &[]), customer_key(2)),
        (order_record(order(2, "shop", "1", 0, "1.00")), customer_key(2)),
        (order_record(order(1, "nowhere", "1", 0, "1.00")), site_key("nowhere")),
    ] {
        let key = record.key();
        let put = set(store).put(record, Expected::Any);
        assert_eq!(conflict(store, &put), missing(expected), "put of {key}");
    }
    // What comes or goes in the same set counts, wherever it stands in it.
    let together = set(store)
        .put(order_record(order(3, "pier", "1", 0, "1.00")), Expected::Absent)
        .put(member("new", 3, "b2g"), Expected::Absent)
        .put(Person::guest(3).in_set("b2g").on_site("pier").record(), Expected::Absent)
        .put(site("pier", "b2g"), Expected::Absent)
        .put(segment("new", "New"), Expected::Absent)
        .put(customer_set("b2g", "Authorities"), Expected::Absent);
    commit(store, &together);
    for gone in [
        set(store)
            .delete(customer_key(1), Expected::Present)
            .put(member("vip", 1, "b2c"), Expected::Absent),
        set(store)
            .put(member("vip", 1, "b2c"), Expected::Absent)
            .delete(customer_key(1), Expected::Present),
    ] {
        assert_eq!(conflict(store, &gone), missing(customer_key(1)), "it goes in the same set");
    }
}

/// A record to which others refer is not deleted, else [`Conflict::Referenced`].
pub fn referenced_records_stay(store: &dyn Store) {
    furnish(store);
    put_all(store, [customer_set("b2g", "Authorities"), customer_set("b2x", "Others")]);
    put_all(
        store,
        [
            tenant("b2g"),
            Person::guest(1).in_set("b2x").record(),
            Person::guest(2).on_site("shop").record(),
            Person::guest(3).record(),
            Person::guest(4).record(),
            order_record(order(3, "depot", "1", 0, "1.00")),
            activity(4, &[]),
        ],
    );
    for key in [
        set_key("b2g"),
        set_key("b2b"),
        set_key("b2x"),
        site_key("shop"),
        site_key("depot"),
        customer_key(3),
        customer_key(4),
    ] {
        let deletion = set(store).delete(key.clone(), Expected::Present);
        assert_eq!(conflict(store, &deletion), referenced(key));
    }
    // Whoever referred to it may go in the same set, before or after it, or refer elsewhere.
    let order_key = order_record(order(3, "depot", "1", 0, "1.00")).key();
    let together = set(store)
        .delete(customer_key(3), Expected::Present)
        .delete(set_key("b2g"), Expected::Present)
        .delete(order_key, Expected::Present)
        .delete(site_key("depot"), Expected::Present)
        .delete(set_key("b2b"), Expected::Present)
        .put(Person::guest(2).record(), Expected::Present)
        .delete(site_key("shop"), Expected::Present)
        .put(tenant("b2c"), Expected::Present);
    commit(store, &together);
    delete(store, Key::Activity(id(4)));
    delete(store, customer_key(4));
    let newcomer = set(store)
        .delete(set_key("b2x"), Expected::Present)
        .delete(customer_key(1), Expected::Present)
        .put(Person::guest(5).record(), Expected::Absent);
    commit(store, &newcomer);
}

/// Memberships go with their customer and with their segment.
pub fn memberships_go_along(store: &dyn Store) {
    furnish(store);
    let mut records = Vec::new();
    for n in 1..=3 {
        let members = ["vip", "press"].map(|segment| member(segment, n, "b2c"));
        records.extend([Person::guest(n).record()].into_iter().chain(members));
    }
    put_all(store, records);
    delete(store, customer_key(1));
    assert_members(store, "vip", &[2, 3]);
    assert_members(store, "press", &[2, 3]);
    delete(store, segment_key("vip"));
    for n in 1..=3 {
        let gone = get(store, &member_key("vip", n));
        assert_eq!(gone, None, "a membership outlives its segment");
    }
    put_all(store, [segment("vip", "VIP again"), Person::guest(1).record()]);
    assert_members(store, "vip", &[]);
    assert_members(store, "press", &[2, 3]);
    // A membership that is named beside its customer goes once.
    let both = set(store)
        .delete(customer_key(2), Expected::Present)
        .delete(member_key("press", 2), Expected::Present);
    commit(store, &both);
    assert_members(store, "press", &[3]);
}

fn assert_members(store: &dyn Store, code: &str, expected: &[u32]) {
    let expected: Vec<_> = expected.iter().copied().map(id).collect();
    let code = segment_code(code);
    let view = View::of_store(store);
    let seen = view.segments.into_iter().find(|seen| *seen.segment.code() == code);
    let seen = seen.expect("the segment is listed");
    assert_eq!(seen.members, expected, "the members of {code}");
    assert_eq!(count(store, &Collection::Members(code, Sets::All)), expected.len() as u64);
    for n in 1..=3 {
        let listed = segments(&*snapshot(store), &Query::SegmentsOf(id(n))).0;
        let in_it = listed.iter().any(|segment| *segment.code() == code);
        let is_record = matches!(get(store, &Key::Member(code, id(n))), Some(Record::Member(_)));
        assert_eq!(in_it, expected.contains(&id(n)), "the segments of customer {n}");
        assert_eq!(is_record, expected.contains(&id(n)), "the membership of customer {n}");
    }
}
