//! Races between those who leave events and those who read them.

use std::sync::atomic::{AtomicUsize, Ordering};

use patronage::customer::NewCustomer;
use patronage::event::{Event, EventPosition};

use super::{Doors, SITE};

const WRITERS: usize = 4;
const EACH: usize = 30;

pub(crate) fn a_reader_misses_nothing(doors: &Doors) {
    let writing = AtomicUsize::new(WRITERS);
    let seen = doors.at_once(WRITERS + 1, |index, admin| {
        if index < WRITERS {
            for step in 0..EACH {
                let draft = NewCustomer::registered(SITE, format!("{index}-{step}@example.com"));
                admin.customers().create(draft).unwrap();
            }
            writing.fetch_sub(1, Ordering::SeqCst);
            return Vec::new();
        }
        follow(doors, &writing)
    });
    let whole: Vec<EventPosition> = doors.events().iter().map(Event::position).collect();
    assert_eq!(seen[WRITERS], whole);
    let contiguous = (1..=whole.len() as u64).map(EventPosition::new);
    assert!(whole.iter().copied().eq(contiguous), "{whole:?}");
}

/// Reads on after the last position seen until nobody writes any more.
fn follow(doors: &Doors, writing: &AtomicUsize) -> Vec<EventPosition> {
    let mut seen = Vec::new();
    let mut after = EventPosition::START;
    loop {
        let last_look = writing.load(Ordering::SeqCst) == 0;
        let page = doors.directory(WRITERS).events().after(after).limit(7).read().unwrap();
        if page.events.is_empty() && last_look {
            return seen;
        }
        seen.extend(page.events.iter().map(Event::position));
        after = page.next;
    }
}

pub(crate) fn acknowledgements_never_go_back(doors: &Doors) {
    for step in 0..EACH {
        doors.customer(&format!("customer-{step}"));
    }
    let last = doors.events().len() as u64;
    doors.at_once(WRITERS, |index, _| {
        let directory = doors.directory(index);
        let mut known = EventPosition::START;
        for step in 0..last {
            // Some go up and some go down; both only ever see the mark rise.
            let position = if index % 2 == 0 { 1 + step } else { last - step };
            let mark = directory.acknowledge("mailer", EventPosition::new(position)).unwrap();
            assert!(mark >= known && mark >= EventPosition::new(position), "{mark} after {known}");
            known = mark;
        }
    });
    let mark = doors.directory(0).acknowledged("mailer").unwrap();
    assert_eq!(mark, EventPosition::new(last));
}
