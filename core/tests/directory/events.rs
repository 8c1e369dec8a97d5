use patronage::event::{EventKind, EventPosition};
use patronage::segment::NewSegment;

use crate::shop::{Shop, code, violations};

#[test]
fn a_reader_misses_nothing() {
    let shop = Shop::open();
    let (mut seen, mut position) = (Vec::new(), EventPosition::START);
    for _ in 0..4 {
        shop.guest();
        let page = shop.directory.events().after(position).limit(3).read().unwrap();
        seen.extend(page.events.iter().map(|event| event.position().as_u64()));
        position = page.next;
    }
    loop {
        let page = shop.directory.events().after(position).limit(3).read().unwrap();
        assert!(page.next >= position);
        if page.events.is_empty() {
            assert_eq!(page.next, position);
            break;
        }
        seen.extend(page.events.iter().map(|event| event.position().as_u64()));
        position = page.next;
    }
    // Three sets, two sites and four customers.
    assert_eq!(seen, (1..=9).collect::<Vec<u64>>());
}

#[test]
fn the_events_of_a_customer_are_numbered_also_after_its_deletion() {
    let shop = Shop::open();
    let john = shop.john();
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    shop.admin.segments().add("press", [john.id()]).unwrap();
    shop.guest();
    shop.admin.customers().delete(john.id()).unwrap();
    let events = shop.directory.events().of(john.id()).read().unwrap().events;
    let kinds: Vec<_> = events.iter().map(|event| (event.number(), event.kind())).collect();
    let expected = [
        (Some(1), EventKind::CustomerCreated),
        (Some(2), EventKind::CustomerEnteredSegment),
        (Some(3), EventKind::CustomerDeleted),
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn a_page_of_events_has_its_limit() {
    let shop = Shop::open();
    assert_eq!(shop.directory.events().limit(1).read().unwrap().events.len(), 1);
    assert_eq!(code(shop.directory.events().limit(0).read()), "page.limit");
    assert_eq!(code(shop.directory.events().limit(1_001).read()), "page.limit");
}

#[test]
fn an_acknowledgement_never_goes_back() {
    let shop = Shop::open();
    let at = |position: u64| EventPosition::new(position);
    let directory = &shop.directory;
    assert_eq!(directory.acknowledged("mailer").unwrap(), EventPosition::START);
    assert_eq!(directory.acknowledge("mailer", at(2)).unwrap(), at(2));
    assert_eq!(directory.acknowledge("mailer", at(1)).unwrap(), at(2));
    assert_eq!(directory.acknowledge("mailer", at(3)).unwrap(), at(3));
    assert_eq!(directory.acknowledged("mailer").unwrap(), at(3));
    assert_eq!(directory.acknowledged("other").unwrap(), EventPosition::START);
    let last = shop.last_event();
    assert_eq!(directory.acknowledge("mailer", last).unwrap(), last);
    assert_eq!(code(directory.acknowledge("mailer", last.next())), "event.unknown_position");
    assert_eq!(directory.acknowledged("mailer").unwrap(), last);
    assert_eq!(shop.last_event(), last);
    assert_eq!(
        violations(directory.acknowledge("", at(1))),
        [("consumer".to_owned(), "text.empty")]
    );
}
