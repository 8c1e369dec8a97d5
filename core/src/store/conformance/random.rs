//! Random commits to two stores, compared.

use super::attributes::{
    attribute_code, attribute_key, change_in_progress, definition, second_day, text, unique,
};
use super::credit::{credit_command, credit_keys, credit_query, furnish_credit};
use super::dice::Dice;
use super::fixture::{
    Person, activity, at, consumer, currency, customer_set, event_of, event_of_nobody, far_version,
    furnish, id, member, order_in, order_record, segment, segment_code, set_code, site, site_code,
    site_with_terms, snapshot, tenant,
};
use super::view::View;
use crate::activity::OrderNumber;
use crate::actor::Sets;
use crate::attribute::AttributeKey;
use crate::code::AttributeCode;
use crate::customer::{CustomerSort, Direction, SortKey};
use crate::event::EventPosition;
use crate::id::CustomerNumber;
use crate::page::PageLimit;
use crate::store::{
    Change, ChangeSet, Collection, Committed, Conflict, CustomerQuery, CustomerScope, EventQuery,
    Expected, Key, OrderQuery, Query, Record, Requirement, Seek, SegmentQuery, Snapshot, Store,
    StoreError, Toward, UniqueKey,
};
use crate::version::Generation;

/// How many commits one seed makes.
const STEPS: u32 = 150;

/// Commits the same random change sets to two fresh stores and compares every answer and, after
/// each, what both show: records, unique keys, listings from random places in random orders, counts
/// and events.
///
/// About half of the sets are refused: they name a stale generation, expect what is not so, take
/// taken keys, refer to nothing, delete what is in use, write a record twice or ask for what a credit
/// account refuses. The numbers that a
/// refused set would have given are expected to be given to the next one, which is more than the
/// contract asks for.
pub fn random_commits_agree(store: &dyn Store, reference: &dyn Store, seed: u64) {
    let mut dice = Dice::new(seed);
    for store in [store, reference] {
        furnish(store);
        furnish_credit(store);
    }
    for step in 0..STEPS {
        let sets: Vec<ChangeSet> = {
            let now = snapshot(reference);
            let many = if dice.chance(15) { dice.below(5) } else { 1 };
            (0..many).map(|_| change_set(&mut dice, &*now)).collect()
        };
        let (given, expected) = match sets.as_slice() {
            [set] => (vec![store.commit(set)], vec![reference.commit(set)]),
            sets => (store.commit_all(sets), reference.commit_all(sets)),
        };
        let (given, expected): (Vec<_>, Vec<_>) =
            (given.iter().map(answer).collect(), expected.iter().map(answer).collect());
        assert_eq!(given, expected, "seed {seed}, step {step}: the answers to {sets:#?}");
        let (store, reference) = (snapshot(store), snapshot(reference));
        compare(&*store, &*reference, &mut dice, &format!("seed {seed}, step {step}, {sets:#?}"));
    }
}

/// What can be compared of an answer: the words of an error are each store's own.
fn answer(answer: &Result<Committed, StoreError>) -> Result<Committed, (String, Option<Conflict>)> {
    match answer {
        Ok(committed) => Ok(committed.clone()),
        Err(error @ StoreError::Conflict(conflict)) => {
            Err((error.code().to_owned(), Some(conflict.clone())))
        }
        Err(StoreError::Refused(refused)) => Err((format!("{refused:?}"), None)),
        Err(error) => Err((error.code().to_owned(), None)),
    }
}

fn compare(store: &dyn Snapshot, reference: &dyn Snapshot, dice: &mut Dice, when: &str) {
    assert_eq!(View::of(store), View::of(reference), "{when}: what is shown");
    for key in all_keys() {
        let [given, expected] = [store, reference].map(|snapshot| snapshot.get(&key).ok());
        assert_eq!(given, expected, "{when}: {key}");
    }
    for key in all_unique_keys() {
        let [given, expected] = [store, reference].map(|snapshot| snapshot.find(&key).ok());
        assert_eq!(given, expected, "{when}: who holds {key:?}");
    }
    for number in 0..12 {
        let query = if number % 2 == 0 { query(dice) } else { credit_query(dice) };
        let [given, expected] = [store, reference].map(|snapshot| snapshot.query(&query).ok());
        assert_eq!(given, expected, "{when}: {query:?}");
    }
    let (attribute, key) = filter(dice);
    for of in [
        Collection::Customers(sets(dice)),
        Collection::Members(segment_code("vip"), sets(dice)),
        Collection::Holders(attribute, key, sets(dice)),
    ] {
        let [given, expected] = [store, reference].map(|snapshot| snapshot.count(&of).ok());
        assert_eq!(given, expected, "{when}: {of:?}");
    }
}

const PEOPLE: u32 = 8;
const SETS: [&str; 3] = ["b2c", "b2b", "b2g"];
const SITES: [&str; 3] = ["shop", "depot", "pier"];
const SEGMENTS: [&str; 3] = ["vip", "press", "loud"];
const LOGINS: [&str; 3] = ["ann", "bob", "cem"];
const EMAILS: [&str; 3] = ["ann@example.com", "Bob@Example.com", "bob@example.com"];
const EXTERNAL_IDS: [&str; 3] = ["erp-1", "ERP-1", "erp-2"];
const ORDERS: [&str; 3] = ["1", "10", "2"];
const CONSUMERS: [&str; 2] = ["mailer", "search"];
const ATTRIBUTES: [&str; 2] = ["vat-id", "newsletter"];
const VAT_IDS: [&str; 3] = ["1", "de1", "DE1"];
const CHANNELS: [&str; 2] = ["email", "phone"];
const NAMES: [&str; 5] = ["Doe", "doe", "Do", "Émile", "李"];

/// Members stay in their set, so that a membership and its customer always name the same one.
fn home_of(n: u32) -> &'static str {
    SETS[n as usize % SETS.len()]
}

fn may_be_member(n: u32) -> bool {
    n < PEOPLE - 2
}

fn change_set(dice: &mut Dice, seen: &dyn Snapshot) -> ChangeSet {
    let current = seen.generation().expect("the store knows its generation");
    let generation = match dice.below(20) {
        0 => Generation::new(u64::from(dice.below(4))),
        1 => current.next().expect("a generation"),
        _ => current,
    };
    let mut set = ChangeSet::new(generation);
    if dice.chance(40) {
        let most = if dice.chance(70) { 1 } else { 3 };
        set.credit.extend((0..most).map(|_| credit_command(dice)));
        if dice.chance(70) {
            return set;
        }
    }
    for _ in 0..dice.below(3) {
        let keys = if dice.chance(80) { keys_of_changes() } else { credit_keys() };
        let key = dice.pick(&keys);
        let expected = expected(dice, seen, &key);
        set.requires.push(Requirement { key, expected });
    }
    for _ in 0..dice.below(5) {
        let change = change(dice, seen);
        let again = set.changes.iter().any(|before| before.key() == change.key());
        if !again || dice.chance(30) {
            set.changes.push(change);
        }
    }
    for _ in 0..dice.below(3) {
        let whose = dice.below(PEOPLE);
        set.events.push(if dice.chance(20) { event_of_nobody() } else { event_of(whose) });
    }
    set
}

fn change(dice: &mut Dice, seen: &dyn Snapshot) -> Change {
    if dice.chance(25) {
        let key = dice.pick(&keys_of_changes());
        return Change::Delete { expected: expected(dice, seen, &key), key };
    }
    let record = record(dice);
    Change::Put { expected: expected(dice, seen, &record.key()), record }
}

/// What mostly is so.
fn expected(dice: &mut Dice, seen: &dyn Snapshot, key: &Key) -> Expected {
    let current = seen.get(key).expect("a record can be read").map(|record| record.version());
    match (dice.below(20), current) {
        (0, _) | (3..=12, None) => Expected::Absent,
        (1, _) | (10..=12, Some(_)) => Expected::Present,
        (2, _) => Expected::Version(far_version()),
        (3..=9, Some(version)) => Expected::Version(version),
        _ => Expected::Any,
    }
}

fn record(dice: &mut Dice) -> Record {
    let n = dice.below(PEOPLE);
    match dice.below(20) {
        0 => tenant(dice.pick(&SETS)),
        1 => customer_set(dice.pick(&SETS), "Set"),
        2 if dice.chance(50) => site(dice.pick(&SITES), dice.pick(&SETS)),
        2 => {
            let days: &[u32] = dice.pick(&[&[][..], &[0], &[30, 60], &[3_650, 15, 7]]);
            site_with_terms(dice.pick(&SITES), dice.pick(&SETS), days)
        }
        3 | 4 => segment(dice.pick(&SEGMENTS), dice.pick(&NAMES)),
        5..=7 => {
            let n = n % (PEOPLE - 2);
            member(dice.pick(&SEGMENTS), n, home_of(n))
        }
        8 | 9 => {
            let money = dice.pick(&["USD", "EUR"]);
            let spent = dice.below(3).to_string();
            let placed = i64::from(dice.below(3));
            activity(n, &[order_in(money, n, "shop", dice.pick(&ORDERS), placed, &spent)])
        }
        10 | 11 => {
            let placed = i64::from(dice.below(3));
            let (site, number) = (dice.pick(&SITES), dice.pick(&ORDERS));
            order_record(order_in("USD", n, site, number, placed, "1.00"))
        }
        12 if dice.chance(20) => {
            let [change, progress] = change_in_progress(dice.pick(&NAMES));
            if dice.chance(50) { change } else { progress }
        }
        12 if dice.chance(50) => definition(dice.pick(&ATTRIBUTES), dice.pick(&NAMES)),
        12 => consumer(dice.pick(&CONSUMERS), u64::from(dice.below(9))),
        _ => customer(dice, n),
    }
}

fn customer(dice: &mut Dice, n: u32) -> Record {
    let mut person = if dice.chance(50) {
        let person = Person::registered(n, dice.pick(&EMAILS));
        if dice.chance(70) { person.login_name(dice.pick(&LOGINS)) } else { person }
    } else {
        Person::guest(n)
    };
    let set = if may_be_member(n) { home_of(n) } else { dice.pick(&SETS) };
    person = person.in_set(set).created(i64::from(dice.below(3)));
    if dice.chance(30) {
        person = person.sharing_emails();
    }
    if dice.chance(30) {
        person = person.external_id(dice.pick(&EXTERNAL_IDS));
    }
    if dice.chance(30) {
        person = person.on_site(dice.pick(&SITES));
    }
    if dice.chance(60) {
        person = person.last_name(dice.pick(&NAMES));
    }
    with_attributes(dice, person).record()
}

fn with_attributes(dice: &mut Dice, mut person: Person) -> Person {
    if dice.chance(30) {
        person = person.holding("vat-id", dice.pick(&VAT_IDS));
    }
    if dice.chance(20) {
        person = person.holding("joined", second_day());
    }
    if dice.chance(40) {
        person = person.holding("newsletter", dice.chance(70));
    }
    match dice.below(6) {
        0 => person.holding("channels", CHANNELS),
        1 => person.holding("channels", [dice.pick(&CHANNELS)]),
        _ => person,
    }
}

/// A key by which customers may be found.
fn filter(dice: &mut Dice) -> (AttributeCode, AttributeKey) {
    let (code, key) = dice.pick(&[
        ("newsletter", AttributeKey::Integer(1)),
        ("newsletter", AttributeKey::Integer(1)),
        ("newsletter", text("1")),
        ("vat-id", text("1")),
        ("vat-id", text("de1")),
        ("channels", text("email")),
        ("channels", text("phone")),
        ("joined", AttributeKey::Integer(1)),
    ]);
    (attribute_code(code), key)
}

fn all_keys() -> Vec<Key> {
    keys_of_changes().into_iter().chain(credit_keys()).collect()
}

/// What is changed by changes. Credit is changed by its commands.
fn keys_of_changes() -> Vec<Key> {
    let mut keys = vec![Key::Tenant];
    keys.extend(SETS.map(|code| Key::CustomerSet(set_code(code))));
    keys.extend(SITES.map(|code| Key::Site(site_code(code))));
    keys.extend(SEGMENTS.map(|code| Key::Segment(segment_code(code))));
    keys.extend(ATTRIBUTES.map(attribute_key));
    keys.extend(CONSUMERS.map(|name| consumer(name, 0).key()));
    for site in SITES.map(site_code) {
        keys.extend(ORDERS.map(|number| Key::Order(site, order_number(number))));
    }
    for n in 0..PEOPLE {
        keys.extend([Key::Customer(id(n)), Key::Activity(id(n))]);
        keys.extend(SEGMENTS.map(|code| Key::Member(segment_code(code), id(n))));
    }
    keys
}

fn order_number(number: &str) -> OrderNumber {
    OrderNumber::parse(number).expect("a number")
}

fn all_unique_keys() -> Vec<UniqueKey> {
    let mut keys = Vec::new();
    for set in SETS {
        for key in [text("1"), text("de1"), AttributeKey::Integer(1)] {
            keys.extend(["vat-id", "joined"].map(|code| unique(set, code, key.clone())));
        }
    }
    for set in SETS.map(set_code) {
        keys.extend(LOGINS.map(|login| UniqueKey::Login(set, login.to_owned())));
        for email in EMAILS.map(str::to_ascii_lowercase) {
            keys.push(UniqueKey::Login(set, email.clone()));
            keys.push(UniqueKey::Email(set, email));
        }
    }
    keys.extend(EXTERNAL_IDS.map(|id| UniqueKey::ExternalId(id.to_ascii_lowercase())));
    let numbers = (1..40).map(|number| CustomerNumber::new(number).expect("a number"));
    keys.extend(numbers.map(UniqueKey::Number));
    keys
}

fn sets(dice: &mut Dice) -> Sets {
    if dice.chance(30) {
        return Sets::All;
    }
    SETS.map(set_code).into_iter().filter(|_| dice.chance(50)).collect()
}

fn query(dice: &mut Dice) -> Query {
    let limit = PageLimit::new(dice.pick(&[1, 2, 3, 50])).expect("a limit");
    match dice.below(12) {
        0 => {
            let seek = seek(dice, |dice| segment_code(dice.pick(&SEGMENTS)));
            Query::Segments(SegmentQuery { seek, limit })
        }
        1..=3 => {
            let seek = seek(dice, |dice| {
                let placed = at(i64::from(dice.below(3)));
                (placed, site_code(dice.pick(&SITES)), order_number(dice.pick(&ORDERS)))
            });
            Query::Orders(OrderQuery { customer: id(dice.below(PEOPLE)), seek, limit })
        }
        4 => {
            let customer = dice.chance(50).then(|| id(dice.below(PEOPLE)));
            let after = EventPosition::new(u64::from(dice.below(200)));
            Query::Events(EventQuery { after, customer, limit })
        }
        _ => Query::Customers(customer_query(dice, limit)),
    }
}

fn customer_query(dice: &mut Dice, limit: PageLimit) -> CustomerQuery {
    let sort = dice.pick(&[
        CustomerSort::CreatedAt,
        CustomerSort::Name,
        CustomerSort::Number,
        CustomerSort::LifetimeSpend(currency("USD")),
        CustomerSort::LifetimeSpend(currency("EUR")),
        CustomerSort::LastOrder,
    ]);
    let scope = match dice.below(10) {
        0..3 => CustomerScope::Segment(segment_code(dice.pick(&SEGMENTS))),
        3..6 => {
            let (attribute, key) = filter(dice);
            CustomerScope::Attribute(attribute, key)
        }
        _ => CustomerScope::Everyone,
    };
    let seek = seek(dice, |dice| (sort_key(dice, sort), id(dice.below(PEOPLE))));
    let direction = dice.pick(&[Direction::Ascending, Direction::Descending]);
    CustomerQuery { scope, sets: sets(dice), sort, direction, seek, limit }
}

/// A value as the rows have them, which need not stand in any row.
fn sort_key(dice: &mut Dice, sort: CustomerSort) -> Option<SortKey> {
    let moment = |dice: &mut Dice| at(i64::from(dice.below(3)));
    let value = match sort {
        CustomerSort::Name => {
            let name = crate::text::search_key(dice.pick(&NAMES));
            SortKey::Text(format!("{name}\u{1f}"))
        }
        CustomerSort::Number => SortKey::Integer(i64::from(dice.below(30))),
        CustomerSort::LifetimeSpend(_) => SortKey::Integer(i64::from(dice.below(3)) * 100),
        CustomerSort::CreatedAt | CustomerSort::LastOrder => {
            SortKey::Integer(moment(dice).as_microseconds())
        }
    };
    let never_missing = matches!(sort, CustomerSort::CreatedAt | CustomerSort::Number);
    (never_missing || dice.chance(70)).then_some(value)
}

fn seek<P>(dice: &mut Dice, place: impl FnOnce(&mut Dice) -> P) -> Option<Seek<P>> {
    if dice.chance(40) {
        return None;
    }
    let toward = dice.pick(&[Toward::Next, Toward::Previous]);
    Some(Seek { toward, place: place(dice) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::MemoryStore;

    /// A comparison of sets that are all refused, or all for one reason, would show little.
    #[test]
    fn sets_are_applied_and_refused_for_every_reason() {
        let mut answers = BTreeMap::new();
        for seed in 0..20 {
            let store = MemoryStore::new();
            furnish(&store);
            furnish_credit(&store);
            let mut dice = Dice::new(seed);
            for _ in 0..STEPS {
                let set = change_set(&mut dice, &*snapshot(&store));
                let code = store.commit(&set).map_or_else(|error| error.code(), |_| "applied");
                *answers.entry(code).or_insert(0) += 1;
            }
        }
        let (of_credit, answers): (BTreeMap<_, _>, BTreeMap<_, _>) =
            answers.into_iter().partition(|(code, _)| code.starts_with("credit."));
        for code in ["limit_exceeded", "no_account", "key_reused", "overpayment", "unknown_item"] {
            assert!(of_credit.contains_key(&*format!("credit.{code}")), "{code}: {of_credit:?}");
        }
        let codes: Vec<_> = answers.keys().copied().collect();
        let every_reason = [
            "applied",
            "store.conflict",
            "store.malformed",
            "store.missing",
            "store.referenced",
            "store.stale_generation",
            "store.taken",
        ];
        assert_eq!(codes, every_reason);
        for (code, times) in &answers {
            assert!(*times >= 20, "{code} only {times} times: {answers:?}");
        }
        assert!(answers["applied"] >= 20 * STEPS / 4, "too few sets are applied: {answers:?}");
    }
}
