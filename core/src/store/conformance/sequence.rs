//! Numbers, events and the order of commits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::fixture::{
    Person, at, commit, conflict, customer_key, delete, event, event_of, event_of_nobody,
    events_after, events_of, furnish, get, id, member, present, put_all, segment, segment_code,
    segment_key, set, set_key, site, snapshot,
};
use super::view::View;
use crate::event::{Event, EventKind, EventPosition, NewEvent, Subject};
use crate::id::CustomerNumber;
use crate::store::{ChangeSet, Committed, Conflict, Expected, Record, Store, StoreError};
use crate::version::Generation;

/// A new customer gets a number above all that the tenant ever gave, and keeps it.
pub fn numbers_ascend(store: &dyn Store) {
    furnish(store);
    let mut last = 0;
    let mut new = |ns: &[u32]| {
        let committed = put_all(store, ns.iter().map(|n| Person::guest(*n).record()));
        let ids: Vec<_> = committed.customer_numbers.iter().map(|(id, _)| *id).collect();
        let expected: Vec<_> = ns.iter().map(|n| id(*n)).collect();
        assert_eq!(ids, expected, "the numbers come in the order of the changes");
        for (n, (_, number)) in ns.iter().zip(committed.customer_numbers) {
            assert!(number.as_u64() > last, "{number} was given after {last}");
            last = number.as_u64();
            assert_eq!(number_of(store, *n), Some(number), "the customer has its number");
        }
    };
    new(&[5]);
    new(&[9, 2, 7]);
    let before = number_of(store, 7);
    let again = set(store)
        .put(Person::guest(7).last_name("Doe").record(), Expected::Present)
        .put(segment("vip", "V"), Expected::Present);
    assert_eq!(commit(store, &again).customer_numbers, [], "nobody is new");
    assert_eq!(number_of(store, 7), before, "a customer keeps its number");
    // The number of the last one and a customer that comes again.
    delete(store, customer_key(7));
    new(&[8]);
    delete(store, customer_key(8));
    new(&[8]);
    let refused = set(store)
        .put(Person::guest(10).record(), Expected::Absent)
        .put(Person::guest(11).in_set("nowhere").record(), Expected::Absent);
    conflict(store, &refused);
    new(&[10, 1]);
}

fn number_of(store: &dyn Store, n: u32) -> Option<CustomerNumber> {
    match present(store, &customer_key(n)) {
        Record::Customer(customer) => customer.number(),
        other => panic!("a customer is {other:?}"),
    }
}

/// Events get ascending positions in the order of the commits, so that a reader who goes on after
/// the last position it saw misses none.
pub fn events_ascend(store: &dyn Store) {
    furnish(store);
    let kinds = [EventKind::SegmentUpdated, EventKind::CustomerCreated, EventKind::AddressAdded];
    let mut expected: Vec<(EventPosition, NewEvent)> = Vec::new();
    for round in 0..4 {
        let subject = || Subject::Segment(segment_code("vip"));
        let news: Vec<NewEvent> = kinds
            .iter()
            .map(|kind| NewEvent { at: at(-round), ..event(*kind, subject(), None) })
            .collect();
        let answer = commit(store, &ChangeSet { events: news.clone(), ..set(store) });
        let positions = answer.events.iter().map(|assigned| assigned.position);
        assert_eq!(answer.events.len(), news.len(), "each event is told its place");
        expected.extend(positions.zip(news));
    }
    let ascending = expected.is_sorted_by(|(a, _), (b, _)| a < b);
    assert!(ascending, "positions do not ascend: {expected:?}");
    assert!(expected[0].0 > EventPosition::START, "no event stands before the first place");
    for begin in 0..=expected.len() {
        let after = begin.checked_sub(1).map_or(EventPosition::START, |last| expected[last].0);
        let read: Vec<_> = events_after(store, after).iter().map(parts).collect();
        assert_eq!(read, expected[begin..], "the events after {after}");
    }
    assert_reader_misses_nothing(store);
}

fn parts(event: &Event) -> (EventPosition, NewEvent) {
    (event.position(), event.content().clone())
}

/// A reader that follows while several threads write sees what they were answered, in order.
fn assert_reader_misses_nothing(store: &dyn Store) {
    const WRITERS: u32 = 4;
    const EACH: usize = 20;
    let start = events_after(store, EventPosition::START).last().map(Event::position);
    let start = start.unwrap_or_default();
    let written = AtomicBool::new(false);
    let (answered, read) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut read: Vec<EventPosition> = Vec::new();
            loop {
                let last_round = written.load(Ordering::SeqCst);
                let after = read.last().copied().unwrap_or(start);
                read.extend(events_after(store, after).iter().map(Event::position));
                if last_round {
                    return read;
                }
            }
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                scope.spawn(move || {
                    let write = |_| store.commit(&set(store).event(event_of(n)));
                    (0..EACH).map(write).collect::<Vec<_>>()
                })
            })
            .collect();
        let answers: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        written.store(true, Ordering::SeqCst);
        let read = reader.join().expect("the reader ends");
        let answered: Vec<_> =
            answers.into_iter().flat_map(|answers| answers.expect("a writer ends")).collect();
        (answered, read)
    });
    let committed = answered.into_iter().map(|answer| answer.expect("an event is committed"));
    let mut positions: Vec<_> = committed.map(|answer| answer.events[0].position).collect();
    positions.sort_unstable();
    assert_eq!(read, positions, "a reader who follows misses events");
}

/// The events of a customer are numbered from 1 without gaps, also across its deletion.
pub fn events_are_numbered(store: &dyn Store) {
    furnish(store);
    let numbers = |committed: &Committed| -> Vec<Option<u64>> {
        committed.events.iter().map(|assigned| assigned.number).collect()
    };
    let several = set(store)
        .put(Person::guest(1).record(), Expected::Absent)
        .put(Person::guest(2).record(), Expected::Absent)
        .event(event_of(1))
        .event(event_of(2))
        .event(event_of_nobody())
        .event(event_of(1));
    let committed = commit(store, &several);
    assert_eq!(numbers(&committed), [Some(1), Some(1), None, Some(2)]);
    conflict(store, &set(store).delete(customer_key(9), Expected::Present).event(event_of(1)));
    let deletion = set(store).delete(customer_key(1), Expected::Present).event(event_of(1));
    assert_eq!(numbers(&commit(store, &deletion)), [Some(3)], "after a refusal");
    let again = set(store).put(Person::guest(1).record(), Expected::Absent).event(event_of(1));
    assert_eq!(numbers(&commit(store, &again)), [Some(4)], "across the deletion");
    let more = set(store).event(event_of(2)).event(event_of(1));
    assert_eq!(numbers(&commit(store, &more)), [Some(2), Some(5)]);
    let snapshot = snapshot(store);
    for (n, expected) in [(1, 5), (2, 2), (3, 0)] {
        let events = events_of(&*snapshot, EventPosition::START, Some(id(n)));
        let read: Vec<_> = events.iter().map(Event::number).collect();
        let counted: Vec<_> = (1..=expected).map(Some).collect();
        assert_eq!(read, counted, "the events of customer {n}");
        assert!(events.iter().all(|event| event.customer() == Some(id(n))), "of customer {n}");
    }
    let all = events_of(&*snapshot, EventPosition::START, None);
    let unnumbered = all.iter().filter(|event| event.number().is_none()).count();
    assert_eq!(unnumbered, 1, "only an event of a customer has a number");
}

/// A commit that is refused leaves no trace: no event, no count, no number of an event.
pub fn refusal_leaves_no_trace(store: &dyn Store) {
    furnish(store);
    let ann = || Person::registered(1, "ann@example.com").external_id("erp-1");
    let first = set(store).put(ann().record(), Expected::Absent).event(event_of(1));
    commit(store, &first);
    let before = View::of_store(store);
    let begun = || {
        set(store)
            .put(Person::guest(2).external_id("erp-2").record(), Expected::Absent)
            .put(member("vip", 1, "b2c"), Expected::Absent)
            .put(site("pier", "b2c"), Expected::Absent)
            .event(event_of(1))
            .event(event_of(2))
            .event(event_of_nobody())
    };
    let stale = ChangeSet { generation: Generation::default(), ..begun() };
    for refused in [
        stale,
        begun().require(segment_key("nobody"), Expected::Present),
        begun().put(segment("vip", "V"), Expected::Absent),
        begun().put(Person::guest(3).external_id("erp-1").record(), Expected::Absent),
        begun().put(member("nobody", 1, "b2c"), Expected::Absent),
        begun().delete(set_key("b2c"), Expected::Present),
    ] {
        conflict(store, &refused);
        assert_eq!(View::of_store(store), before, "a refused set left a trace: {refused:#?}");
    }
    assert!(
        store
            .commit(
                &begun().put(ann().record(), Expected::Any).delete(customer_key(1), Expected::Any,)
            )
            .is_err()
    );
    assert_eq!(View::of_store(store), before, "a malformed set left a trace");
    let committed = commit(store, &begun());
    let positions: Vec<_> = committed.events.iter().map(|event| event.position).collect();
    assert!(positions[0] > before.events[0].position(), "positions ascend after a refusal");
    let numbers: Vec<_> = committed.events.iter().map(|event| event.number).collect();
    assert_eq!(numbers, [Some(2), Some(1), None], "a refusal took the number of an event");
    let after = View::of_store(store);
    assert_eq!(after.customer_count, before.customer_count + 1, "a refusal was counted");
}

/// `commit_all` applies its sets in order, each atomic and each seeing those before it; a refused
/// one does not stop the rest.
pub fn batches_are_sequential(store: &dyn Store) {
    furnish(store);
    let generation = set(store).generation;
    let raised = generation.next().expect("a generation");
    let new = || ChangeSet::new(generation);
    let sets = [
        new().put(segment("a", "A"), Expected::Absent).event(event_of_nobody()),
        // Refused, with a part that alone would be fine.
        new()
            .put(segment("b", "B"), Expected::Absent)
            .put(segment("a", "A2"), Expected::Absent)
            .event(event_of_nobody()),
        // Needs the first.
        new()
            .require(segment_key("a"), Expected::Present)
            .put(Person::guest(1).record(), Expected::Absent)
            .put(member("a", 1, "b2c"), Expected::Absent)
            .event(event_of(1)),
        // Needs the second, which was refused.
        new().put(segment("b", "B3"), Expected::Present),
        new().put(site("pier", "b2c"), Expected::Absent),
        // Decided before the definitions were changed by the set before it.
        new().put(Person::guest(2).record(), Expected::Absent),
        ChangeSet::new(raised).put(Person::guest(3).record(), Expected::Absent).event(event_of(1)),
    ];
    let answers = store.commit_all(&sets);
    assert_eq!(answers.len(), sets.len(), "each set gets an answer");
    let absent = |key| Conflict::Version { key, current: None };
    let a = get(store, &segment_key("a")).expect("the first set is applied");
    let refused = [
        (1, Conflict::Version { key: segment_key("a"), current: Some(a.version()) }),
        (3, absent(segment_key("b"))),
        (5, Conflict::Generation { current: raised }),
    ];
    let mut last = EventPosition::START;
    for (place, answer) in answers.iter().enumerate() {
        match (answer, refused.iter().find(|(at, _)| *at == place)) {
            (Ok(committed), None) => {
                for assigned in &committed.events {
                    assert!(assigned.position > last, "the sets are applied in order");
                    last = assigned.position;
                }
            }
            (Err(StoreError::Conflict(conflict)), Some((_, expected))) => {
                assert_eq!(conflict, expected, "the answer to set {place}");
            }
            (answer, _) => panic!("set {place} is answered with {answer:?}"),
        }
    }
    assert_eq!(get(store, &segment_key("b")), None, "a refused set was applied in part");
    assert_eq!(get(store, &customer_key(2)), None, "a refused set was applied");
    let numbers: Vec<_> = events_after(store, EventPosition::START)
        .iter()
        .map(|event| (event.customer(), event.number()))
        .collect();
    let ones = [(None, None), (Some(id(1)), Some(1)), (Some(id(1)), Some(2))];
    assert_eq!(numbers, ones, "the events of the applied sets, in order");
    let numbers: Vec<u64> = answers
        .iter()
        .flatten()
        .flat_map(|committed| &committed.customer_numbers)
        .map(|(_, number)| number.as_u64())
        .collect();
    assert_eq!(numbers.len(), 2, "two customers are new");
    assert!(numbers[0] < numbers[1], "numbers ascend over the sets");
    assert!(store.commit_all(&[]).is_empty(), "no sets, no answers");
}

/// A set that expects a version of a record that a refused set of the same call was to write is
/// refused with it, also where another writer has given the record that version.
pub fn dependents_of_refused_sets_are_refused(store: &dyn Store) {
    furnish(store);
    put_all(store, [segment("a", "A")]);
    let first = present(store, &segment_key("a")).version();
    let second = first.next().expect("a version");
    let batch = [
        set(store).put(segment("a", "A1"), Expected::Version(first)),
        set(store).put(segment("a", "A2"), Expected::Version(second)),
        set(store)
            .require(segment_key("a"), Expected::Version(second))
            .put(segment("b", "B"), Expected::Absent),
        // These stand on nothing that was refused.
        set(store).put(segment("c", "C"), Expected::Absent),
        set(store)
            .require(segment_key("a"), Expected::Present)
            .put(segment("d", "D"), Expected::Absent),
    ];
    // Decided like the first set of the batch, and faster.
    put_all(store, [segment("a", "faster")]);
    let answers = store.commit_all(&batch);
    let overtaken = Conflict::Version { key: segment_key("a"), current: Some(second) };
    for (place, answer) in answers.iter().enumerate() {
        match answer {
            Err(StoreError::Conflict(conflict)) if place < 3 => {
                assert_eq!(*conflict, overtaken, "the answer to set {place}");
            }
            Ok(_) if place >= 3 => {}
            answer => panic!("set {place} is answered with {answer:?}"),
        }
    }
    let kept = present(store, &segment_key("a"));
    assert_eq!(
        kept,
        segment("a", "faster").assigned(second, None),
        "the faster one was overwritten"
    );
    assert_eq!(
        get(store, &segment_key("b")),
        None,
        "a set that stands on a refused one is applied"
    );
}
