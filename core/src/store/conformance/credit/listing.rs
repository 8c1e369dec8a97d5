//! What is listed of credit accounts.

use super::commands::{
    carry_out, charge, command, credit_key, entries, entry_number, ledger, minor, opening, pay,
    records, reserve, shelf, usd,
};
use super::furnish_account;
use crate::credit::{CreditCommand, CreditEntry, CreditPosition, Operation, Shelf};
use crate::event::{Event, EventPosition};
use crate::page::PageLimit;
use crate::store::conformance::fixture::{
    Person, at, commit, currency, event_of, events_after, furnish, get, id, put_all, set, snapshot,
};
use crate::store::{Entries, Key, Query, Record, Store};

/// An entry comes back as it was decided: in the trail, in its ledger by number, behind an entry,
/// last before one, and by the key of its operation.
pub fn entries_come_back(store: &dyn Store) {
    furnish_account(store);
    let start = events_after(store, EventPosition::START).last().map(Event::position);
    let mut decided: Vec<CreditEntry> =
        ledger(store, 1).iter().filter_map(Event::credit_entry).collect();
    assert_eq!(decided.len(), 1, "an account begins with its opening");
    carry_out(store, opening(1, 500).in_currency("EUR"));
    let commands = [
        charge(1, 300, "charge"),
        reserve(1, 200, Some(100), "reserve"),
        pay(1, 350, "pay"),
        command(1, Operation::SetLimit(minor(900))),
        // The reservation has run out, which is recorded first.
        charge(1, 10, "late").at_second(200),
    ];
    for command in commands {
        decided.extend(carry_out(store, command).entries);
        commit(store, &set(store).event(event_of(1)));
        carry_out(store, charge(1, 1, &format!("eur-{}", decided.len())).in_currency("EUR"));
    }
    assert_eq!(decided.len(), 7, "an entry for each, and one for what has run out");
    let trail = events_after(store, start.unwrap_or_default());
    let trail: Vec<_> = trail.iter().filter_map(Event::credit_entry).collect();
    let of_it: Vec<_> = trail.into_iter().filter(|entry| entry.currency() == usd()).collect();
    assert_eq!(of_it, decided[1..], "the entries in the trail");
    let snapshot = snapshot(store);
    let listed = |which: Entries, limit: usize| -> Vec<CreditEntry> {
        let events = entries(&*snapshot, 1, usd(), which, limit);
        events.iter().map(|event| event.credit_entry().expect("an entry")).collect()
    };
    assert_eq!(listed(Entries::All, 100), decided);
    for limit in 1..=8 {
        assert_eq!(listed(Entries::All, limit), decided[..limit.min(7)], "the first {limit}");
        let last = Entries::Last { before: None };
        assert_eq!(
            listed(last, limit),
            decided[7_usize.saturating_sub(limit)..],
            "the last {limit}"
        );
        for (place, entry) in decided.iter().enumerate() {
            let number = entry.number();
            let end = (place + 1 + limit).min(7);
            assert_eq!(listed(Entries::Behind(number), limit), decided[place + 1..end]);
            let before = Entries::Last { before: Some(number) };
            assert_eq!(listed(before, limit), decided[place.saturating_sub(limit)..place]);
        }
    }
    for entry in &decided {
        let Some(key) = entry.key() else { continue };
        assert_eq!(listed(Entries::Of(key.clone()), 1), std::slice::from_ref(entry));
    }
    assert_eq!(listed(Entries::Of(credit_key("eur-2")), 1), [], "the key of another account");
    assert_eq!(listed(Entries::Of(credit_key("char")), 1), [], "a key that nobody used");
    let nobody = entries(&*snapshot, 2, usd(), Entries::All, 10);
    assert_eq!(nobody, [], "the ledger of nobody");
}

/// A shelf has the positions of which something is left, in the order of their places, each exactly
/// once over all pages.
pub fn shelves_are_in_order(store: &dyn Store) {
    furnish(store);
    put_all(store, [Person::guest(1).record()]);
    carry_out(store, opening(1, 100_000));
    carry_out(store, opening(1, 100_000).in_currency("EUR"));
    // Three that run out at three times and two that never do; items of two days.
    let until = [Some(500), None, Some(300), None, Some(400), Some(300)];
    for (place, until) in until.into_iter().enumerate() {
        carry_out(store, reserve(1, 10, until, &format!("r{place}")));
        let day = if place % 2 == 0 { 200 } else { 100 };
        let at = |command: CreditCommand| CreditCommand {
            today: at(0).date_utc().plus_days(day).expect("a day"),
            ..command
        };
        carry_out(store, at(charge(1, 10, &format!("c{place}"))));
        carry_out(store, charge(1, 10, &format!("eur{place}")).in_currency("EUR"));
    }
    let release = Operation::Release { reservation: entry_number(10), amount: None };
    carry_out(store, command(1, release));
    assert_shelf(store, Shelf::Reservations, &[6, 12, 2, 4, 8]);
    assert_shelf(store, Shelf::OpenItems, &[5, 9, 13, 3, 7, 11]);
    assert_shelf(store, Shelf::UnappliedPayments, &[]);
    // The oldest item goes, and half of the next.
    carry_out(store, pay(1, 15, "part"));
    assert_shelf(store, Shelf::OpenItems, &[9, 13, 3, 7, 11]);
    carry_out(store, pay(1, 100, "all"));
    carry_out(store, pay(1, 1, "more"));
    assert_shelf(store, Shelf::OpenItems, &[]);
    assert_shelf(store, Shelf::UnappliedPayments, &[16, 17]);
    let later = Operation::Extend { reservation: entry_number(6), expires_at: Some(at(900)) };
    carry_out(store, command(1, later));
    assert_shelf(store, Shelf::Reservations, &[12, 2, 6, 4, 8]);
    // All that run out do, with the next operation.
    carry_out(store, command(1, Operation::Advance).at_second(900));
    assert_shelf(store, Shelf::Reservations, &[4, 8]);
}

fn assert_shelf(store: &dyn Store, of: Shelf, expected: &[u64]) {
    let snapshot = snapshot(store);
    let numbers = |listed: &[CreditPosition]| -> Vec<u64> {
        listed.iter().map(|position| position.number().as_u64()).collect()
    };
    let all = shelf(&*snapshot, 1, of, None, 100);
    assert_eq!(numbers(&all), expected, "{of:?}");
    for limit in 1..4 {
        let mut paged = Vec::new();
        loop {
            let behind = paged.last().and_then(CreditPosition::place).map(|(_, place)| place);
            let page = shelf(&*snapshot, 1, of, behind, limit);
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= limit, "a page has more rows than asked for");
            paged.extend(page);
            assert!(paged.len() <= all.len(), "{of:?} comes again over its pages");
        }
        assert_eq!(paged, all, "{of:?} over pages of {limit}");
    }
    for position in &all {
        let key = Key::CreditPosition(id(1), usd(), position.number());
        let kept = get(store, &key);
        assert_eq!(kept, Some(Record::CreditPosition(Box::new(position.clone()))));
    }
}

/// The accounts of a customer are listed by currency, and those in which a reservation may have run
/// out at a moment by when the first one does.
pub fn credit_accounts_are_listed(store: &dyn Store) {
    furnish(store);
    put_all(store, (1..=4).map(|n| Person::guest(n).record()));
    for n in 1..=3 {
        for code in ["USD", "EUR", "JPY"] {
            carry_out(store, opening(n, 1_000).in_currency(code));
        }
    }
    let due = |second: i64, limit: usize| -> Vec<Key> {
        let limit = PageLimit::new(limit).expect("a limit");
        let query = Query::CreditAccountsDue(at(second), limit);
        records(&*snapshot(store), &query).iter().map(Record::key).collect()
    };
    let of = |n: u32, code: &str| Key::CreditAccount(id(n), currency(code));
    let listed =
        |n: u32| -> Vec<Record> { records(&*snapshot(store), &Query::CreditAccounts(id(n))) };
    let keys: Vec<_> = listed(2).iter().map(Record::key).collect();
    assert_eq!(keys, ["EUR", "JPY", "USD"].map(|code| of(2, code)));
    assert_eq!(listed(4), [], "accounts of a customer who has none");
    assert_eq!(due(1_000, 100), [], "nothing is promised");
    carry_out(store, reserve(3, 10, Some(20), "a"));
    carry_out(store, reserve(2, 10, Some(30), "a"));
    carry_out(store, reserve(1, 10, Some(30), "a").in_currency("USD"));
    carry_out(store, reserve(1, 10, Some(30), "a").in_currency("EUR"));
    carry_out(store, reserve(2, 10, None, "a").in_currency("JPY"));
    assert_eq!(due(19, 100), [], "none has run out");
    assert_eq!(due(20, 100), [of(3, "USD")], "a reservation is over at its moment");
    let all = [of(3, "USD"), of(1, "EUR"), of(1, "USD"), of(2, "USD")];
    assert_eq!(due(30, 100), all);
    assert_eq!(due(1_000, 3), all[..3], "no more than asked for");
    for record in listed(1) {
        assert_eq!(get(store, &record.key()), Some(record), "a listed account is the kept one");
    }
    carry_out(store, command(3, Operation::Advance).at_second(25));
    assert_eq!(due(30, 100), all[1..], "what was recorded is due no longer");
}
