//! What the ledger says: entries, statements, ageing, expiry.

use patronage::credit::{
    CreditEntry, EntryKind, NewCapture, NewCreditNote, NewCreditPayment, NewExtension, NewRelease,
};
use patronage::event::EventKind;
use patronage::page::PageRequest;
use patronage::store::{EventQuery, Query, Slice, Store};

use crate::desk::{desk, purchase};

#[test]
fn pages_of_the_ledger_go_back_to_the_first_entry() {
    let desk = desk();
    for charge in 0..24 {
        desk.charge("1", &charge.to_string());
    }
    let at = |cursor: &Option<patronage::page::Cursor>| {
        PageRequest::new().cursor(cursor.clone().expect("another page"))
    };
    let page = |request: PageRequest| desk.credit.entries(desk.john, request.limit(10)).unwrap();
    let numbers = |page: &patronage::page::Page<CreditEntry>| {
        page.items.iter().map(|entry| entry.number().as_u64()).collect::<Vec<_>>()
    };
    let first = page(PageRequest::new());
    assert_eq!(numbers(&first), (16..=25).rev().collect::<Vec<_>>());
    let second = page(at(&first.next));
    let last = page(at(&second.next));
    assert_eq!(numbers(&last), (1..=5).rev().collect::<Vec<_>>());
    assert_eq!(last.next, None);
    let back = page(at(&last.previous));
    assert_eq!(numbers(&back), numbers(&second));
    assert_eq!(numbers(&page(at(&back.previous))), numbers(&first));
    assert_eq!(first.previous, None);
}

#[test]
fn an_entry_is_its_event() {
    let desk = desk();
    let charged = desk.charge("5", "a");
    let snapshot = desk.store.snapshot().unwrap();
    let query = EventQuery {
        after: patronage::event::EventPosition::START,
        customer: Some(desk.john),
        limit: patronage::page::PageLimit::MAX,
    };
    let Slice::Events(events) = snapshot.query(&Query::Events(query)).unwrap() else { panic!() };
    let last = events.last().unwrap();
    assert_eq!(last.kind(), EventKind::CreditCharged);
    assert_eq!(last.credit_entry(), Some(charged));
    let numbers: Vec<_> = events.iter().map(|event| event.number().unwrap()).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
}

#[test]
fn a_reservation_that_has_run_out_holds_nothing_whether_or_not_it_was_recorded() {
    let desk = desk();
    let expires_at = "2026-01-02T12:00:00Z".parse().unwrap();
    desk.credit.reserve(desk.john, purchase("900", "a"), Some(expires_at)).unwrap();
    assert_eq!(desk.figures(), ["0.00", "900.00", "100.00"]);
    desk.days_pass(1);
    assert_eq!(desk.figures(), ["0.00", "0.00", "1000.00"]);
    let charged = desk.charge("1000", "b");
    // The expiry was written first, in the same commit.
    let entries = desk.credit.entries(desk.john, PageRequest::new()).unwrap().items;
    let kinds: Vec<_> = entries.iter().take(3).map(CreditEntry::kind).collect();
    assert_eq!(kinds, [EntryKind::Charge, EntryKind::Expire, EntryKind::Reserve]);
    assert_eq!(charged.number().as_u64(), 4);
    assert_eq!(desk.credit.advance().unwrap(), 0);
}

#[test]
fn advance_records_what_has_run_out_in_one_jump_or_in_many() {
    let recorded = |steps: u64| {
        let desk = desk();
        for day in 2..8 {
            let expires_at = format!("2026-01-{day:02}T12:00:00Z").parse().unwrap();
            let purchase = purchase("1", &day.to_string());
            desk.credit.reserve(desk.john, purchase, Some(expires_at)).unwrap();
        }
        let counts: Vec<u64> = (0..steps)
            .map(|_| {
                desk.days_pass(6 / steps);
                desk.credit.advance().unwrap()
            })
            .collect();
        assert_eq!(desk.credit.advance().unwrap(), 0);
        assert!(desk.credit.verify(desk.john, None).unwrap().is_sound());
        (counts, desk.figures())
    };
    assert_eq!(recorded(1).0, [6]);
    assert_eq!(recorded(6).0, [1; 6]);
    assert_eq!(recorded(1).1, recorded(3).1);
}

#[test]
fn a_statement_of_past_days_stays_as_it_was() {
    let desk = desk();
    let reserved = desk.credit.reserve(desk.john, purchase("300", "a"), None).unwrap();
    desk.credit.capture(desk.john, NewCapture::new(reserved.number(), "300", "b")).unwrap();
    desk.days_pass(10);
    let item = desk.charge("80", "c");
    desk.days_pass(30);
    desk.pay("250", "d");
    let (first, last) = ("2026-01-01".parse().unwrap(), "2026-02-10".parse().unwrap());
    let january = desk.credit.statement(desk.john, first, "2026-01-31".parse().unwrap()).unwrap();
    assert_eq!(january.opening().to_string(), "0.00 USD");
    assert_eq!(january.closing().to_string(), "380.00 USD");
    assert_eq!(january.lines().len(), 2);
    desk.credit.credit_note(desk.john, NewCreditNote::new(item.number(), "30", "e")).unwrap();
    let again = desk.credit.statement(desk.john, first, "2026-01-31".parse().unwrap()).unwrap();
    assert_eq!(again, january);
    let whole = desk.credit.statement(desk.john, first, last).unwrap();
    assert_eq!(whole.closing().to_string(), "100.00 USD");
    let open: Vec<_> = whole
        .open_items()
        .iter()
        .map(|item| (item.number().as_u64(), item.open().to_string(), item.days_overdue()))
        .collect();
    assert_eq!(open, [(3, "50.00 USD".to_owned(), 10), (4, "50.00 USD".to_owned(), 0)]);
    let ageing = desk.credit.ageing(desk.john, last).unwrap();
    assert_eq!(ageing.current().to_string(), "50.00 USD");
    assert_eq!(ageing.overdue_1_to_30().to_string(), "50.00 USD");
    assert_eq!(ageing.outstanding().to_string(), "100.00 USD");
    assert!(whole.to_string().contains("credit note"));
    assert_eq!(whole.to_csv().lines().count(), 5);
}

#[test]
fn what_is_due_today_is_current_and_each_bucket_has_both_its_ends() {
    let desk = desk();
    desk.charge("1", "a");
    desk.credit.pay(desk.john, NewCreditPayment::new("5", "b").keep_surplus(true)).unwrap();
    desk.charge("10", "c");
    // The charge of 10 has 6 open, due on the 31st of January.
    for (day, column) in [
        ("2026-01-31", "current"),
        ("2026-02-01", "1-30 days"),
        ("2026-03-02", "1-30 days"),
        ("2026-03-03", "31-60 days"),
        ("2026-04-01", "31-60 days"),
        ("2026-04-02", "61-90 days"),
        ("2026-05-01", "61-90 days"),
        ("2026-05-02", "over 90 days"),
    ] {
        let ageing = desk.credit.ageing(desk.john, day.parse().unwrap()).unwrap();
        for (heading, amount) in ageing.columns() {
            let expected = if [column, "outstanding"].contains(&heading) { "6.00" } else { "0.00" };
            assert_eq!(amount.amount().to_string(), expected, "{heading} on {day}");
        }
    }
}

/// What was to run out and was captured, released or extended before leaves nothing to record.
#[test]
fn advance_ends_where_reservations_were_dealt_with_before_they_ran_out() {
    let desk = desk();
    let noon = |day: u32| format!("2026-01-{day:02}T12:00:00Z").parse().unwrap();
    let reserve = |key: &str, day: u32| {
        let reserved = desk.credit.reserve(desk.john, purchase("10", key), Some(noon(day)));
        reserved.unwrap().number()
    };
    let (captured, released, extended) = (reserve("a", 2), reserve("b", 3), reserve("c", 4));
    desk.credit.capture(desk.john, NewCapture::new(captured, "10", "d")).unwrap();
    desk.credit.release(desk.john, NewRelease::new(released)).unwrap();
    desk.credit.extend(desk.john, NewExtension::new(extended, Some(noon(20)))).unwrap();
    assert_eq!(desk.credit.get(desk.john).unwrap().next_expiry(), Some(noon(20)));
    desk.days_pass(10);
    assert_eq!(desk.credit.advance().unwrap(), 0);
    desk.days_pass(10);
    assert_eq!(desk.credit.advance().unwrap(), 1);
    assert_eq!(desk.credit.get(desk.john).unwrap().next_expiry(), None);
}
