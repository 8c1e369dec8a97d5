//! Credit accounts: decided by the core, inside the commit.

mod commands;
mod listing;
mod random;

use std::sync::Barrier;
use std::thread;

use super::fixture::{
    Person, activity, commit, conflict, customer_key, delete, event_of, furnish, get, put_all,
    segment, segment_key, set,
};
use super::view::View;
use crate::credit::Operation;
use crate::event::Event;
use crate::store::{ChangeSet, Conflict, Expected, Store, StoreError};
pub(super) use commands::{
    CreditView, charge as credit_charge, credit_with_expiry, opening as credit_opening,
};
use commands::{
    account, carry_out, charge, command, entry_number, ledger, minor, opening, owed_and_reserved,
    pay,
};
pub use listing::{credit_accounts_are_listed, entries_come_back, shelves_are_in_order};
pub(super) use random::{credit_command, credit_keys, credit_query, furnish_credit};

/// Customers 1 and 2, the first with an account of 10.00 US dollars.
fn furnish_account(store: &dyn Store) {
    furnish(store);
    put_all(store, [Person::guest(1).record(), Person::guest(2).record()]);
    carry_out(store, opening(1, 1_000));
}

fn refusal(store: &dyn Store, set: &ChangeSet) -> &'static str {
    match store.commit(set) {
        Err(StoreError::Refused(refused)) => refused.code(),
        other => panic!("not refused by the account: {other:?}: {set:#?}"),
    }
}

/// The operations of a set are decided inside its commit, one after the other, by the accounts as
/// they stand there, whatever was seen when the set was made.
pub fn credit_is_decided_at_the_commit(store: &dyn Store) {
    furnish_account(store);
    // Made side by side, when all of it was there to spend.
    let made: Vec<ChangeSet> = [("a", 600), ("b", 600), ("c", 400)]
        .map(|(key, amount)| set(store).credit(charge(1, amount, key)))
        .into();
    commit(store, &made[0]);
    assert_eq!(refusal(store, &made[1]), "credit.limit_exceeded", "what was spent is spent again");
    commit(store, &made[2]);
    assert_eq!(owed_and_reserved(store, 1).0, "10.00 USD");

    let payment = set(store).credit(pay(1, 100, "p")).credit(charge(1, 100, "d"));
    let committed = commit(store, &payment);
    let numbers: Vec<_> = committed.credit.iter().map(|of| of.account.head().number).collect();
    assert_eq!(numbers, [entry_number(4), entry_number(5)], "the second sees the first");
    assert_eq!(committed.events.len(), 2, "entries are events");
    let last = committed.credit.last().map(|of| of.account.clone());
    assert_eq!(last, Some(account(store, 1)), "the account is answered as it is kept");
    let twice = set(store).credit(pay(1, 100, "q")).credit(charge(1, 101, "e"));
    assert_eq!(refusal(store, &twice), "credit.limit_exceeded", "the second sees the first");

    // A set sees its own changes, and the sets before it in a batch.
    let newcomer = set(store)
        .put(Person::guest(3).record(), Expected::Absent)
        .event(event_of(3))
        .credit(opening(3, 100));
    let batch = [
        newcomer,
        set(store).credit(charge(3, 60, "a")),
        set(store).credit(charge(3, 60, "b")),
        set(store).credit(charge(3, 40, "c")),
    ];
    let answers = store.commit_all(&batch);
    let codes: Vec<_> = answers
        .iter()
        .map(|answer| answer.as_ref().map_or_else(StoreError::code, |_| "ok"))
        .collect();
    assert_eq!(codes, ["ok", "ok", "credit.limit_exceeded", "ok"]);
    assert_eq!(owed_and_reserved(store, 3).0, "1.00 USD");
    let numbers: Vec<_> = ledger(store, 3).iter().map(Event::number).collect();
    assert_eq!(numbers, [Some(2), Some(3), Some(4)], "entries are numbered with other events");
}

/// An operation that is refused refuses its whole set, by the refusal of the core, and leaves no
/// trace.
pub fn refused_credit_leaves_no_trace(store: &dyn Store) {
    furnish_account(store);
    carry_out(store, charge(1, 100, "a"));
    let before = View::of_store(store);
    let begun = || {
        set(store)
            .put(Person::guest(5).record(), Expected::Absent)
            .put(segment("new", "New"), Expected::Absent)
            .event(event_of(1))
    };
    for (refused, code) in [
        (set(store).credit(charge(1, 901, "b")), "credit.limit_exceeded"),
        (begun().credit(charge(1, 901, "b")), "credit.limit_exceeded"),
        (begun().credit(charge(1, 1, "b")).credit(opening(1, 7)), "credit.exists"),
        (begun().credit(charge(1, 2, "a")), "credit.key_reused"),
        (begun().credit(charge(2, 1, "a")), "credit.no_account"),
        (begun().credit(opening(5, 7)).credit(charge(5, 8, "a")), "credit.limit_exceeded"),
    ] {
        assert_eq!(refusal(store, &refused), code);
        assert_eq!(View::of_store(store), before, "a refused set left a trace: {refused:#?}");
    }
    // In a batch, it is as if it had not been there.
    let batch = [
        begun().credit(charge(1, 901, "b")),
        set(store).credit(charge(1, 901, "c")),
        set(store).credit(charge(1, 900, "b")),
    ];
    let answers = store.commit_all(&batch);
    assert!(answers[0].is_err() && answers[1].is_err(), "refused: {answers:?}");
    let committed = answers[2].as_ref().expect("the last set is applied");
    assert_eq!(committed.credit[0].entries[0].number(), entry_number(3), "a number was given up");
    assert_eq!(get(store, &segment_key("new")), None, "a refused set was applied in part");
}

/// A request whose key was used is answered with the entry of then, and writes nothing; so is a
/// command that has nothing to do.
pub fn used_keys_write_nothing(store: &dyn Store) {
    furnish_account(store);
    carry_out(store, opening(1, 500).in_currency("EUR"));
    let first = carry_out(store, charge(1, 700, "a"));
    carry_out(store, pay(1, 100, "p"));
    let before = View::of_store(store);
    let again = set(store).credit(charge(1, 700, "a").at_second(50)).credit(pay(1, 100, "p"));
    let committed = commit(store, &again);
    assert_eq!(committed.credit[0].answer(), first.answer(), "another answer than before");
    assert_eq!(committed.events, [], "a repeated request is an event");
    assert_eq!(committed.credit[0].account.head().number, entry_number(3), "the account of now");
    assert_eq!(View::of_store(store), before, "a repeated request wrote something");
    let nothing = carry_out(store, command(1, Operation::Advance));
    assert_eq!((nothing.answer(), nothing.is_something()), (None, false));
    let same = carry_out(store, command(1, Operation::SetLimit(minor(1_000))));
    assert_eq!(same.entries, [], "a limit is set to what it was");
    assert_eq!(View::of_store(store), before, "nothing to do wrote something");
    // Keys are used up in one account, and only by what is accepted.
    assert_eq!(refusal(store, &set(store).credit(charge(1, 900, "b"))), "credit.limit_exceeded");
    assert!(carry_out(store, charge(1, 1, "b")).answer().is_some(), "a refusal used a key up");
    assert_eq!(carry_out(store, charge(1, 2, "a").in_currency("EUR")).entries.len(), 1);
    let batch = [7, 7].map(|amount| set(store).credit(charge(1, amount, "twice")));
    let answers = store.commit_all(&batch);
    let answers: Vec<_> = answers.into_iter().map(|answer| answer.expect("answered")).collect();
    assert_eq!(answers[0].credit[0].answer(), answers[1].credit[0].answer());
    assert_eq!((answers[0].events.len(), answers[1].events.len()), (1, 0));
}

/// An account is opened only for a customer who is there, else [`Conflict::Missing`], who is not
/// deleted from then on, else [`Conflict::Referenced`].
pub fn credit_keeps_its_customer(store: &dyn Store) {
    furnish_account(store);
    let missing = Conflict::Missing { key: customer_key(9) };
    assert_eq!(conflict(store, &set(store).credit(opening(9, 100))), missing);
    let deletion = |n: u32| set(store).delete(customer_key(n), Expected::Present);
    let gone = deletion(2).credit(opening(2, 100));
    assert_eq!(conflict(store, &gone), Conflict::Missing { key: customer_key(2) });
    let referenced = Conflict::Referenced { key: customer_key(1) };
    assert_eq!(conflict(store, &deletion(1)), referenced);
    let batch = [set(store).credit(opening(2, 100)), deletion(2)];
    let answers = store.commit_all(&batch);
    assert!(answers[0].is_ok(), "an account is opened: {answers:?}");
    match &answers[1] {
        Err(StoreError::Conflict(conflict)) => {
            assert_eq!(*conflict, Conflict::Referenced { key: customer_key(2) });
        }
        other => panic!("a customer with an account is deleted: {other:?}"),
    }
    put_all(store, [Person::guest(3).record(), activity(2, &[])]);
    delete(store, customer_key(3));
    assert_eq!(
        conflict(store, &set(store).credit(opening(3, 100))),
        Conflict::Missing { key: customer_key(3) }
    );
}

/// Of many operations at once no more are accepted than there is room for, each is decided once, and
/// the ledger has no gaps.
pub fn no_credit_is_spent_twice(store: &dyn Store) {
    const THREADS: usize = 16;
    const ROOM: usize = 10;
    furnish_account(store);
    let barrier = Barrier::new(THREADS);
    let charge = |thread: usize| {
        let set = set(store).credit(charge(1, 100, &format!("order-{thread}")));
        barrier.wait();
        loop {
            match store.commit(&set) {
                Err(StoreError::Busy) => {}
                Ok(_) => return "ok",
                Err(refused) => return refused.code(),
            }
        }
    };
    let answers: Vec<_> = thread::scope(|scope| {
        let charge = &charge;
        let threads: Vec<_> =
            (0..THREADS).map(|thread| scope.spawn(move || charge(thread))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread ends")).collect()
    });
    let count = |code| answers.iter().filter(|answer| **answer == code).count();
    let counted = (count("ok"), count("credit.limit_exceeded"));
    assert_eq!(counted, (ROOM, THREADS - ROOM), "accepted and refused: {answers:?}");
    assert_eq!(owed_and_reserved(store, 1).0, "10.00 USD");
    let numbers: Vec<_> = ledger(store, 1)
        .iter()
        .map(|event| event.credit_entry().map(|entry| entry.number().as_u64()))
        .collect();
    assert_eq!(numbers, (1..=11).map(Some).collect::<Vec<_>>(), "the ledger has gaps");
    assert_eq!(account(store, 1).head().number, entry_number(11));
}
