//! What a commit checks and what it does to versions and the generation.

use super::attributes::{attribute_key, change_in_progress, definition, text, unique};
use super::fixture::{
    Person, activity, commit, conflict, consumer, customer_key, customer_set, delete, event_of,
    far_version, furnish, get, member, member_key, order, order_record, present, put_all, segment,
    segment_key, set, set_key, site, site_key, snapshot, tenant, version,
};
use super::view::View;
use crate::attribute::Number;
use crate::store::{ChangeSet, Conflict, Expected, Key, Record, Store, StoreError, UniqueKey};
use crate::version::{Generation, Version};

/// A change set is applied wholly or not at all; one that writes a record twice is
/// [`StoreError::Malformed`].
pub fn commit_is_atomic(store: &dyn Store) {
    furnish(store);
    put_all(store, [Person::guest(1).external_id("taken").record(), member("vip", 1, "b2c")]);
    let before = View::of_store(store);
    for last in [
        set(store).put(segment("press", "P"), Expected::Absent),
        set(store).put(Person::guest(4).external_id("taken").record(), Expected::Any),
        set(store).put(Person::guest(4).in_set("nowhere").record(), Expected::Any),
        set(store).delete(set_key("b2b"), Expected::Any),
        set(store).delete(segment_key("nobody"), Expected::Present),
    ] {
        let begun = whole(store);
        let refused = ChangeSet { changes: [begun.changes, last.changes].concat(), ..begun };
        conflict(store, &refused);
        assert_eq!(View::of_store(store), before, "a part of a refused set was applied");
        assert_eq!(get(store, &consumer("mailer", 1).key()), None, "a part was applied");
    }
    let twice = whole(store).delete(customer_key(2), Expected::Any);
    match store.commit(&twice) {
        Err(StoreError::Malformed { .. }) => {}
        other => panic!("a set that writes a record twice is answered with {other:?}"),
    }
    assert_eq!(View::of_store(store), before, "a part of a malformed set was applied");
    let whole = whole(store);
    commit(store, &whole);
    for change in &whole.changes {
        let there = get(store, &change.key()).is_some();
        let expected = change.key() != member_key("vip", 1);
        assert_eq!(there, expected, "{} after a set was applied wholly", change.key());
    }
    let after = View::of_store(store);
    assert_eq!(after.events.len(), before.events.len() + 1, "the event of a set is kept");
    assert_eq!(after.customer_count, 3, "every customer of the set is there");
}

/// A set that writes a bit of everything.
fn whole(store: &dyn Store) -> ChangeSet {
    set(store)
        .put(customer_set("b2g", "Authorities"), Expected::Absent)
        .put(site("city-hall", "b2g"), Expected::Absent)
        .put(Person::guest(2).record(), Expected::Absent)
        .put(Person::registered(3, "cem@example.com").record(), Expected::Absent)
        .put(order_record(order(2, "shop", "1", 0, "1.00")), Expected::Absent)
        .put(activity(2, &[order(2, "shop", "1", 0, "1.00")]), Expected::Absent)
        .put(member("press", 1, "b2c"), Expected::Absent)
        .put(consumer("mailer", 1), Expected::Absent)
        .delete(member_key("vip", 1), Expected::Present)
        .event(event_of(2))
}

/// Of several things that are wrong with a set, the answer names the first in this order: its form,
/// the generation, the requirements, the expectations, unique keys, missing references, records
/// that are in use; each in the order of the set.
pub fn refusals_are_ordered(store: &dyn Store) {
    furnish(store);
    let ann = Person::registered(1, "ann@example.com").external_id("taken");
    put_all(store, [ann.holding("badge", 1).holding("vat-id", "taken").record()]);
    let in_use = |set: ChangeSet| set.delete(set_key("b2b"), Expected::Any);
    let missing = |set: ChangeSet| set.put(site("pier", "nowhere"), Expected::Any);
    let taken =
        |set: ChangeSet| set.put(Person::guest(2).external_id("taken").record(), Expected::Any);
    // Of one record's own keys, the attributes come last, in the order of their codes.
    let bob = |n| Person::registered(n, "bob@example.com").holding("vat-id", "taken");
    let all_taken = set(store).put(bob(3).external_id("taken").record(), Expected::Any);
    let key = UniqueKey::ExternalId("taken".to_owned());
    assert_eq!(conflict(store, &all_taken), Conflict::Taken { key }, "the external id is first");
    let two_taken = set(store).put(bob(3).holding("badge", 1).record(), Expected::Any);
    let key = unique("b2c", "badge", text(&Number::from(1).sort_key()));
    assert_eq!(conflict(store, &two_taken), Conflict::Taken { key }, "attributes come by code");
    let unexpected = |set: ChangeSet| set.put(segment("vip", "V"), Expected::Absent);
    let unmet = |set: ChangeSet| set.require(customer_key(9), Expected::Present);
    let now = || set(store);
    let stale = || ChangeSet::new(Generation::new(u64::MAX));
    let current = snapshot(store).generation().expect("the store knows its generation");
    let absent = |key| Conflict::Version { key, current: None };
    for (set, expected) in [
        (in_use(now()), Conflict::Referenced { key: set_key("b2b") }),
        (missing(in_use(now())), Conflict::Missing { key: set_key("nowhere") }),
        (
            taken(missing(in_use(now()))),
            Conflict::Taken { key: UniqueKey::ExternalId("taken".to_owned()) },
        ),
        (
            unexpected(taken(missing(in_use(now())))),
            Conflict::Version { key: segment_key("vip"), current: Some(Version::FIRST) },
        ),
        (unmet(unexpected(taken(missing(in_use(now()))))), absent(customer_key(9))),
        (unmet(unexpected(taken(missing(in_use(stale()))))), Conflict::Generation { current }),
    ] {
        assert_eq!(conflict(store, &set), expected, "{set:#?}");
    }
    let twice = in_use(in_use(unmet(unexpected(taken(missing(stale()))))));
    assert!(matches!(store.commit(&twice), Err(StoreError::Malformed { .. })), "the form is first");
    let two_missing = set(store)
        .put(member("nobody", 8, "b2c"), Expected::Any)
        .put(site("pier", "nowhere"), Expected::Any);
    let first = Conflict::Missing { key: segment_key("nobody") };
    assert_eq!(conflict(store, &two_missing), first, "the first reference of the first change");
    let two_in_use =
        set(store).delete(set_key("b2c"), Expected::Any).delete(set_key("b2b"), Expected::Any);
    let first = Conflict::Referenced { key: set_key("b2c") };
    assert_eq!(conflict(store, &two_in_use), first, "the first change");
}

/// A set that names another generation than the present one is refused with
/// [`Conflict::Generation`].
pub fn stale_generation_is_refused(store: &dyn Store) {
    let first = set(store).generation;
    furnish(store);
    let current = set(store).generation;
    let later = current.next().expect("a generation");
    for generation in [first, later] {
        let set = ChangeSet::new(generation).put(Person::guest(1).record(), Expected::Any);
        assert_eq!(conflict(store, &set), Conflict::Generation { current });
        assert_eq!(get(store, &customer_key(1)), None, "a set of another generation was applied");
        let empty = ChangeSet::new(generation);
        assert_eq!(conflict(store, &empty), Conflict::Generation { current }, "an empty set");
    }
    let definition = ChangeSet::new(first).put(site("pier", "b2c"), Expected::Any);
    assert_eq!(conflict(store, &definition), Conflict::Generation { current });
    commit(store, &ChangeSet::new(current).put(Person::guest(1).record(), Expected::Any));
}

/// Each commit that changes a definition raises the generation by one.
pub fn definitions_raise_the_generation(store: &dyn Store) {
    let mut expected = set(store).generation.as_u64();
    let mut check = |set: ChangeSet, raises: bool, what: &str| {
        expected += u64::from(raises);
        let committed = commit(store, &set).generation.as_u64();
        assert_eq!(committed, expected, "the answer after {what}");
        let seen = snapshot(store).generation().expect("the store knows its generation");
        assert_eq!(seen.as_u64(), expected, "the generation after {what}");
    };
    let (any, now) = (Expected::Any, || set(store));
    check(now().put(customer_set("b2c", "Consumers"), any), true, "a new customer set");
    check(now().put(customer_set("b2c", "People"), any), true, "a changed customer set");
    check(now().put(site("shop", "b2c"), any), true, "a new site");
    check(now().put(tenant("b2c"), any), true, "new settings");
    check(now().put(definition("vat-id", "VAT id"), any), true, "a new attribute");
    check(now().put(definition("vat-id", "VAT"), any), true, "a changed attribute");
    let [change, progress] = change_in_progress("Size");
    check(now().put(change, any), true, "a change of definitions that begins");
    check(now().put(progress, any), false, "the progress of such a change");
    check(now().delete(Key::PendingChange, any), true, "a change of definitions that ends");
    let several = now()
        .put(customer_set("b2b", "Companies"), any)
        .put(site("depot", "b2b"), any)
        .put(tenant("b2b"), any);
    check(several, true, "several definitions at once");
    check(now().put(segment("vip", "VIP"), any), false, "a segment");
    let ann = Person::guest(1).holding("newsletter", true);
    check(now().put(ann.record(), any), false, "a customer");
    check(now().put(consumer("mailer", 1), any).event(event_of(1)), false, "a reader of events");
    check(now(), false, "nothing");
    check(now().delete(site_key("nowhere"), any), false, "no deletion");
    check(now().delete(site_key("depot"), any), true, "the deletion of a site");
    check(now().delete(attribute_key("vat-id"), any), true, "the deletion of an attribute");
    check(now().delete(attribute_key("vat-id"), any), false, "no deletion of an attribute");
    let refused = set(store).put(site("pier", "nowhere"), any);
    conflict(store, &refused);
    let seen = snapshot(store).generation().expect("the store knows its generation");
    assert_eq!(seen.as_u64(), expected, "the generation after a refusal");
}

/// Each kind of expectation of `key`, and whether a record in the state `current` meets it.
fn expectations(current: Option<Version>) -> [(Expected, bool); 6] {
    let next = current.and_then(|version| version.next().ok()).unwrap_or(Version::FIRST);
    [
        (Expected::Any, true),
        (Expected::Absent, current.is_none()),
        (Expected::Present, current.is_some()),
        (Expected::Version(current.unwrap_or(Version::FIRST)), current.is_some()),
        (Expected::Version(next), false),
        (Expected::Version(far_version()), false),
    ]
}

/// One record of each kind, and records that they need.
fn one_of_each() -> Vec<Record> {
    let [change, progress] = change_in_progress("Size");
    vec![
        tenant("b2c"),
        customer_set("b2g", "Authorities"),
        site("pier", "b2c"),
        definition("vat-id", "VAT id"),
        change,
        progress,
        segment("loud", "Loud"),
        Person::guest(1).record(),
        member("vip", 1, "b2c"),
        activity(1, &[]),
        order_record(order(1, "shop", "1", 0, "1.00")),
        consumer("mailer", 1),
    ]
}

/// Each requirement is checked against the state before the set; the first that fails is a
/// [`Conflict::Version`] with the current version.
pub fn requirements_are_checked(store: &dyn Store) {
    furnish(store);
    put_all(store, one_of_each());
    put_all(store, [segment("loud", "Louder"), Person::guest(1).last_name("Doe").record()]);
    let mut keys: Vec<Key> = one_of_each().iter().map(Record::key).collect();
    let absent = [site_key("new"), segment_key("new"), customer_key(2), member_key("press", 1)];
    keys.extend(absent);
    for key in &keys {
        let current = get(store, key).map(|record| record.version());
        for (expected, met) in expectations(current) {
            let set = set(store).require(key.clone(), expected);
            if met {
                commit(store, &set);
            } else {
                let failed = Conflict::Version { key: key.clone(), current };
                assert_eq!(conflict(store, &set), failed, "{key} required as {expected:?}");
            }
        }
    }
    let several = set(store)
        .require(segment_key("vip"), Expected::Present)
        .require(segment_key("new"), Expected::Present)
        .require(segment_key("loud"), Expected::Absent);
    let first = Conflict::Version { key: segment_key("new"), current: None };
    assert_eq!(conflict(store, &several), first, "the first that fails is named");
    let own = set(store)
        .require(segment_key("new"), Expected::Absent)
        .put(segment("new", "New"), Expected::Any);
    commit(store, &own);
    let own = set(store)
        .require(segment_key("new"), Expected::Absent)
        .delete(segment_key("new"), Expected::Any);
    let current = Some(Version::FIRST);
    let before = Conflict::Version { key: segment_key("new"), current };
    assert_eq!(conflict(store, &own), before, "the state before the set counts");
}

/// Each expectation of a change is checked against the state before the set; the first that fails
/// is a [`Conflict::Version`] with the current version.
pub fn expectations_are_checked(store: &dyn Store) {
    furnish(store);
    put_all(store, one_of_each());
    put_all(store, [segment("loud", "Louder"), Person::guest(1).last_name("Doe").record()]);
    let newcomers =
        [site("new", "b2c"), segment("new", "New"), Person::guest(2).record(), consumer("new", 1)];
    for record in one_of_each().into_iter().chain(newcomers) {
        let key = record.key();
        for place in 0..expectations(None).len() {
            let current = get(store, &key).map(|record| record.version());
            let (expected, met) = expectations(current)[place];
            let put = set(store).put(record.clone(), expected);
            check_change(store, &put, &key, current, met);
            if current.is_none() && met {
                delete(store, key.clone());
            }
        }
    }
    let consumer = consumer("mailer", 1).key();
    for key in [segment_key("loud"), member_key("vip", 1), attribute_key("vat-id"), consumer] {
        let record = present(store, &key);
        for state in [Some(record.clone()), None] {
            for place in 0..expectations(None).len() {
                match &state {
                    Some(record) => drop(put_all(store, [record.clone()])),
                    None => {
                        commit(store, &set(store).delete(key.clone(), Expected::Any));
                    }
                }
                let current = get(store, &key).map(|record| record.version());
                let (expected, met) = expectations(current)[place];
                let deletion = set(store).delete(key.clone(), expected);
                check_change(store, &deletion, &key, current, met);
                let there = get(store, &key).is_some();
                assert_eq!(there, current.is_some() && !met, "{key} deleted as {expected:?}");
            }
        }
    }
    let several = set(store)
        .put(segment("vip", "V"), Expected::Present)
        .put(segment("new", "N"), Expected::Present)
        .delete(segment_key("press"), Expected::Absent);
    let first = Conflict::Version { key: segment_key("new"), current: None };
    assert_eq!(conflict(store, &several), first, "the first that fails is named");
}

fn check_change(
    store: &dyn Store,
    set: &ChangeSet,
    key: &Key,
    current: Option<Version>,
    met: bool,
) {
    if met {
        commit(store, set);
    } else {
        let failed = Conflict::Version { key: key.clone(), current };
        assert_eq!(conflict(store, set), failed, "{set:#?}");
    }
}

/// A record gets the version after the one that it replaces, and [`Version::FIRST`] when it is new.
/// The version that it brings is not looked at.
pub fn versions_grow_by_one(store: &dyn Store) {
    furnish(store);
    put_all(store, one_of_each());
    for record in one_of_each() {
        let key = record.key();
        // The settings were put twice already.
        let mut expected = if key == Key::Tenant { 2 } else { 1 };
        let counts = !matches!(key, Key::Member(..));
        assert_eq!(version(store, &key).as_u64(), expected, "the version of a new {key}");
        for brought in [Version::FIRST, far_version(), far_version()] {
            put_all(store, [record.clone().assigned(brought, None)]);
            expected += u64::from(counts);
            assert_eq!(version(store, &key).as_u64(), expected, "the version of {key}");
        }
    }
    // Whatever belongs to a customer has a version of its own.
    assert_eq!(version(store, &customer_key(1)).as_u64(), 4, "the customer has its own version");
    for key in [segment_key("loud"), site_key("pier"), set_key("b2g"), attribute_key("vat-id")] {
        let record = present(store, &key);
        delete(store, key.clone());
        put_all(store, [record]);
        assert_eq!(version(store, &key), Version::FIRST, "{key} is made again");
    }
}
