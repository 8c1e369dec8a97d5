//! Races about orders and the figures kept over them.

use patronage::activity::NewOrder;
use patronage::customer::NewCustomer;
use patronage::directory::{Error, RecordOutcome, Recorded};
use patronage::event::Event;
use patronage::id::CustomerId;
use patronage::money::{Currency, Money};

use super::{Doors, SITE, code, overtaken, winners};

const ROUNDS: usize = 25;

pub(crate) fn a_deleted_customer_has_no_order(doors: &Doors) {
    let mut deletions = 0;
    for round in 0..ROUNDS {
        let guest = doors.admin(0).customers().create(NewCustomer::guest(SITE)).unwrap();
        let number = format!("order-{round}");
        let (deleted, recorded) = doors.duel(
            |admin| admin.customers().delete(guest.id()),
            |admin| admin.orders().record(guest.id(), NewOrder::new(&number, SITE).total("1.00")),
        );
        let found = doors.admin(0).orders().get(SITE, &number);
        let left = doors.admin(0).customers().get(guest.id());
        match (deleted, recorded) {
            (Ok(()), Err(refused)) => {
                assert_eq!(code(&refused), "customer.unknown");
                assert_eq!(code(&found.unwrap_err()), "activity.unknown_order");
                assert_eq!(code(&left.unwrap_err()), "customer.unknown");
                deletions += 1;
            }
            (Err(refused), Ok(recorded)) => {
                assert_eq!(code(&refused), "customer.has_orders");
                assert_eq!(found.unwrap(), recorded.order);
                assert_eq!(left.unwrap().id(), guest.id());
                let activity = doors.admin(1).customers().activity(guest.id()).unwrap();
                assert_eq!(activity.order_count(), 1);
            }
            both => panic!("exactly one of the two may succeed: {both:?}"),
        }
    }
    let left = doors.admin(1).customer_sets().customers(super::SET).unwrap();
    assert_eq!(left, (ROUNDS - deletions) as u64);
}

pub(crate) fn every_order_is_counted_once(doors: &Doors) {
    const THREADS: usize = 16;
    const EACH: usize = 12;
    let john = doors.customer("john");
    doors.at_once(THREADS, |thread, admin| {
        for step in 0..EACH {
            let number = format!("{thread}-{step}");
            let order = NewOrder::new(number, SITE).total(cents(thread, step));
            admin.orders().record(john.id(), order).unwrap();
        }
    });
    let expected = (0..THREADS).flat_map(|thread| (0..EACH).map(move |step| cents(thread, step)));
    assert_figures(doors, john.id(), THREADS * EACH, expected);
}

pub(crate) fn an_order_number_is_recorded_once(doors: &Doors) {
    const THREADS: usize = 8;
    for round in 0..ROUNDS {
        let names = ["john", "ann"].map(|name| format!("{name}-{round}"));
        let [john, ann] = names.map(|name| doors.customer(&name).id());
        let answers = doors.at_once(THREADS, |index, admin| {
            let customer = if index % 2 == 0 { john } else { ann };
            let order = NewOrder::new(round.to_string(), SITE).total("9.99");
            admin.orders().record(customer, order)
        });
        let owner = doors.admin(0).orders().get(SITE, round.to_string()).unwrap().customer();
        assert_eq!(winners(&answers, &["activity.order_of_another_customer"]), THREADS / 2);
        let outcomes: Vec<RecordOutcome> =
            answers.iter().flatten().map(|recorded| recorded.outcome).collect();
        let created = outcomes.iter().filter(|&&outcome| outcome == RecordOutcome::Created);
        assert_eq!(created.count(), 1, "{outcomes:?}");
        let total = answers.iter().flatten().all(|recorded| recorded.order.customer() == owner);
        assert!(total, "an order was answered that is not there");
        for customer in [john, ann] {
            let activity = doors.admin(1).customers().activity(customer).unwrap();
            assert_eq!(activity.order_count(), u64::from(customer == owner));
        }
    }
}

pub(crate) fn batches_and_single_orders_add_up(doors: &Doors) {
    const THREADS: usize = 6;
    const EACH: usize = 20;
    let john = doors.customer("john");
    let order = |thread: usize, step: usize| {
        NewOrder::new(format!("{thread}-{step}"), SITE).total(cents(thread, step))
    };
    doors.at_once(THREADS, |thread, admin| {
        let recorded: Vec<Result<Recorded, Error>> = if thread % 2 == 0 {
            let batch = (0..EACH).map(|step| (john.id(), order(thread, step))).collect();
            admin.orders().record_all(batch)
        } else {
            (0..EACH).map(|step| admin.orders().record(john.id(), order(thread, step))).collect()
        };
        assert_eq!(winners(&recorded, &[]), EACH);
    });
    let expected = (0..THREADS).flat_map(|thread| (0..EACH).map(move |step| cents(thread, step)));
    assert_figures(doors, john.id(), THREADS * EACH, expected);
}

/// The batch is decided, then somebody else records an order, then the batch is committed: its first
/// order is refused for the version of the figures, and those behind it were decided on top of it.
pub(crate) fn a_batch_that_was_overtaken_adds_up(doors: &Doors) {
    const EACH: usize = 6;
    for others in 1..EACH {
        let guest = doors.admin(0).customers().create(NewCustomer::guest(SITE)).unwrap().id();
        let order = move |whose: usize, step: usize| {
            NewOrder::new(format!("{others}-{whose}-{step}"), SITE).total(cents(whose, step))
        };
        let slow = overtaken::directory(doors, move |fast| {
            for step in 0..others {
                fast.orders().record(guest, order(1, step)).unwrap();
            }
        });
        let batch = (0..EACH).map(|step| (guest, order(0, step))).collect();
        let recorded = slow.as_admin("slow").orders().record_all(batch);
        assert_eq!(winners(&recorded, &[]), EACH);
        let slow = (0..EACH).map(|step| cents(0, step));
        let fast = (0..others).map(|step| cents(1, step));
        assert_figures(doors, guest, EACH + others, slow.chain(fast));
    }
}

fn cents(thread: usize, step: usize) -> Money {
    let minor = i64::try_from(1 + 97 * thread + 1_009 * step).unwrap();
    Money::from_minor(minor, Currency::parse("USD").unwrap()).unwrap()
}

/// The figures are exactly those of the orders, each of which has left one event.
fn assert_figures(
    doors: &Doors,
    customer: CustomerId,
    orders: usize,
    totals: impl Iterator<Item = Money>,
) {
    let currency = Currency::parse("USD").unwrap();
    let spend = totals.fold(Money::zero(currency), |sum, total| sum.checked_add(total).unwrap());
    let activity = doors.admin(0).customers().activity(customer).unwrap();
    assert_eq!(activity.order_count(), orders as u64);
    assert_eq!(activity.lifetime_spend(currency), spend);
    let events = doors.directory(1).events().of(customer).limit(1_000).read().unwrap().events;
    let numbers: Vec<Option<u64>> = events.iter().map(Event::number).collect();
    let contiguous: Vec<Option<u64>> = (1..=1 + orders as u64).map(Some).collect();
    assert_eq!(numbers, contiguous);
}
