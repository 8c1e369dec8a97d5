//! Random operations on credit accounts, and random questions about them.

use super::commands::{
    carry_out, charge, command, credit_key, entry_number, minor, opening, payment, reserve,
};
use crate::credit::{CreditCommand, Operation, Overdraft, Shelf};
use crate::money::Percent;
use crate::page::PageLimit;
use crate::store::conformance::dice::Dice;
use crate::store::conformance::fixture::{Person, at, currency, id, put_all};
use crate::store::{Entries, EntryQuery, Key, Query, ShelfQuery, Store};
use crate::text::Line;
use crate::time::Date;

/// Who may have accounts.
const OWNERS: u32 = 2;
/// The entries that are named.
const ENTRIES: u32 = 12;
/// How many seconds pass in which reservations run out.
const SECONDS: u32 = 100;

/// An operation, mostly on an account in US dollars. What is asked for under a key is often the same
/// for the same key.
pub(crate) fn credit_command(dice: &mut Dice) -> CreditCommand {
    let n = owner(dice);
    let key = dice.below(80);
    let code = if dice.chance(85) { "USD" } else { "JPY" };
    let command = if (n, code) != (0, "USD") && dice.chance(40) {
        opening(n, 2_000)
    } else if dice.chance(60) {
        operation(&mut Dice::new(u64::from(key)), n, &format!("key-{key}"))
    } else {
        operation(dice, n, &format!("key-{key}"))
    };
    let command = command.in_currency(code).at_second(i64::from(dice.below(SECONDS)));
    // Some are asked for in a time zone where it is a later day.
    CreditCommand { today: day(i32::from(dice.chance(50))), ..command }
}

fn day(after: i32) -> Date {
    at(0).date_utc().plus_days(after).expect("a day")
}

/// Mostly the one who has an account from the beginning.
fn owner(dice: &mut Dice) -> u32 {
    if dice.chance(40) { 0 } else { dice.below(OWNERS) }
}

/// The first owner, with accounts in two currencies, of which the one that comes later runs out first.
pub(crate) fn furnish_credit(store: &dyn Store) {
    put_all(store, [Person::guest(0).record()]);
    for (code, until) in [("JPY", 2 * SECONDS), ("USD", SECONDS)] {
        carry_out(store, opening(0, 2_000).in_currency(code));
        let reservation = reserve(0, 1, Some(i64::from(until)), "furnished");
        carry_out(store, reservation.in_currency(code));
    }
}

fn operation(dice: &mut Dice, n: u32, key: &str) -> CreditCommand {
    let amount = dice.pick(&[1, 50, 200, 500]);
    let number = entry_number(u64::from(1 + dice.below(ENTRIES)));
    let until = dice.chance(60).then(|| i64::from(dice.below(2 * SECONDS)));
    let note = dice.chance(20).then(|| Line::parse("said so").expect("a line"));
    match dice.below(34) {
        0 => opening(n, 2_000),
        1..10 => charge(n, amount, key),
        10..16 => reserve(n, amount, until, key),
        16..19 => payment(n, amount, dice.chance(30)).keyed(key),
        19..22 => {
            let (amount, is_final) = (minor(amount), dice.chance(50));
            command(n, Operation::Capture { reservation: number, amount, is_final }).keyed(key)
        }
        22 => {
            let amount = dice.chance(50).then(|| minor(amount));
            command(n, Operation::Release { reservation: number, amount })
        }
        23 => {
            let expires_at = until.map(at);
            command(n, Operation::Extend { reservation: number, expires_at })
        }
        24..26 => {
            let amount = minor(amount);
            command(n, Operation::CreditNote { item: number, amount, note }).keyed(key)
        }
        26 => command(n, Operation::Void { item: number, note }).keyed(key),
        27 => command(n, Operation::ReversePayment { payment: number, note }).keyed(key),
        28 => command(n, Operation::Refund { amount: minor(amount), note }).keyed(key),
        29 => {
            let amount = minor(if dice.chance(50) { amount } else { -amount });
            let reason = Line::parse("counted again").expect("a line");
            command(n, Operation::Adjust { amount, reason }).keyed(key)
        }
        30 => command(n, Operation::SetLimit(minor(dice.pick(&[0, 1_000, 3_000])))),
        31 => {
            let percent = Percent::parse("12.5").expect("a percent");
            command(n, Operation::SetOverdraft(Overdraft::Percent(percent)))
        }
        32 if dice.chance(25) => command(n, Operation::Disable),
        32 => command(n, Operation::Enable),
        _ => command(n, Operation::Advance),
    }
}

/// Where accounts may be and what may be in them.
pub(crate) fn credit_keys() -> Vec<Key> {
    let mut keys = Vec::new();
    for n in 0..OWNERS {
        for currency in ["USD", "JPY"].map(currency) {
            keys.push(Key::CreditAccount(id(n), currency));
            let numbers = (1..=ENTRIES).map(|number| entry_number(u64::from(number)));
            keys.extend(numbers.map(|number| Key::CreditPosition(id(n), currency, number)));
        }
    }
    keys
}

pub(crate) fn credit_query(dice: &mut Dice) -> Query {
    let limit = PageLimit::new(dice.pick(&[1, 2, 3, 50])).expect("a limit");
    let customer = id(owner(dice));
    let currency = currency(dice.pick(&["USD", "USD", "USD", "JPY"]));
    let number = entry_number(u64::from(1 + dice.below(ENTRIES)));
    match dice.below(8) {
        0 => Query::CreditAccounts(customer),
        1 => Query::CreditAccountsDue(at(i64::from(dice.below(2 * SECONDS))), limit),
        2..5 => {
            let shelves = [Shelf::Reservations, Shelf::OpenItems, Shelf::UnappliedPayments];
            let shelf = dice.pick(&shelves);
            let place = match shelf {
                Shelf::Reservations => at(i64::from(dice.below(2 * SECONDS))).as_microseconds(),
                Shelf::OpenItems => i64::from(day(30).days_since_epoch()),
                Shelf::UnappliedPayments => 0,
            };
            let behind = dice.chance(50).then_some((place, number));
            Query::CreditShelf(ShelfQuery { customer, currency, shelf, behind, limit })
        }
        _ => {
            let entries = match dice.below(5) {
                0 => Entries::All,
                1 => Entries::Behind(number),
                2 => Entries::Last { before: None },
                3 => Entries::Last { before: Some(number) },
                _ => Entries::Of(credit_key(&format!("key-{}", dice.below(80)))),
            };
            Query::CreditEntries(EntryQuery { customer, currency, entries, limit })
        }
    }
}
