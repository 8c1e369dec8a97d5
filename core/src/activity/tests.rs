//! Both sides of each rule of an order and of the figures kept over orders.

use super::*;
use crate::id::CustomerId;
use crate::money::{Currency, Money};
use crate::time::Timestamp;
use crate::violation::Violations;
use proptest::prelude::*;
use std::time::Duration;
use uuid::Uuid;

fn customer(number: u128) -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(number))
}

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::parse("USD").unwrap()).unwrap()
}

fn at(second: u64) -> Timestamp {
    Timestamp::parse("2026-01-01T00:00:00Z")
        .unwrap()
        .checked_add(Duration::from_secs(second))
        .unwrap()
}

fn parse(draft: &NewOrder) -> Result<Order, Violations> {
    let site = SiteCode::parse(&draft.site).unwrap();
    Order::parse(draft, customer(1), site, Currency::parse("USD").unwrap(), at(9))
}

fn order(number: &str, total: &str) -> NewOrder {
    NewOrder::new(number, "s").total(total).placed_at(at(1))
}

#[test]
fn every_mistake_of_an_order_is_reported() {
    let line = NewOrderLine::new("", 0).price("1.001");
    let violations = parse(&NewOrder::new("", "s").returned("x").line(line)).unwrap_err();
    let found: Vec<_> = violations.iter().map(|v| (v.path().to_owned(), v.code())).collect();
    let expected = [
        ("number", "field.required"),
        ("total", "field.required"),
        ("returned", "money.not_a_number"),
        ("lines[0].product", "field.required"),
        ("lines[0].price", "money.too_many_decimals"),
        ("lines[0].quantity", "order.no_quantity"),
    ];
    assert_eq!(found, expected.map(|(path, code)| (path.to_owned(), code)));
}

#[test]
fn a_total_is_from_zero_and_a_return_at_most_the_total() {
    let codes = |draft: &NewOrder| parse(draft).map_err(|violations| violations.codes());
    assert!(codes(&order("1", "0.00")).is_ok());
    assert_eq!(codes(&order("1", "-0.01")).unwrap_err(), ["order.negative_total"]);
    assert!(codes(&order("1", "5.00").returned("5.00")).is_ok());
    for returned in ["5.01", "-0.01"] {
        let draft = order("1", "5.00").returned(returned);
        assert_eq!(codes(&draft).unwrap_err(), ["order.returned_out_of_range"]);
    }
    let euros = Money::parse("1.00", Currency::parse("EUR").unwrap()).unwrap();
    let mixed = order("1", "5.00").returned(euros);
    assert_eq!(codes(&mixed).unwrap_err(), ["money.currency_mismatch"]);
}

#[test]
fn cancelled_orders_and_returns_do_not_count_as_spend() {
    let spend = |draft: &NewOrder| parse(draft).unwrap().spend();
    assert_eq!(spend(&order("1", "5.00")), usd("5.00"));
    assert_eq!(spend(&order("1", "5.00").returned("2.00")), usd("3.00"));
    assert_eq!(spend(&order("1", "5.00").status(OrderStatus::Cancelled)), usd("0.00"));
    assert_eq!(spend(&order("1", "5.00").status(OrderStatus::Fulfilled)), usd("5.00"));
}

#[test]
fn what_an_order_is_kept_by_does_not_change() {
    let first = parse(&order("1", "5.00")).unwrap();
    let change = |next: Order| first.check_change(&next).map_err(|error| error.code());
    assert_eq!(change(parse(&order("1", "6.00")).unwrap()), Ok(()));
    let later = parse(&order("1", "5.00").placed_at(at(2))).unwrap();
    assert_eq!(change(later), Err("activity.fixed_field"));
    let euros = Money::parse("5.00", Currency::parse("EUR").unwrap()).unwrap();
    let in_euros = parse(&NewOrder::new("1", "s").total(euros).placed_at(at(1))).unwrap();
    assert_eq!(change(in_euros), Err("activity.fixed_field"));
    let site = SiteCode::parse("s").unwrap();
    let usd = Currency::parse("USD").unwrap();
    let of_another = Order::parse(&order("1", "5.00"), customer(2), site, usd, at(1)).unwrap();
    assert_eq!(change(of_another), Err("activity.order_of_another_customer"));
}

#[test]
fn the_last_order_is_the_latest_and_then_the_highest_number() {
    let mut activity = Activity::none(customer(1));
    let mut last = Vec::new();
    for (number, second) in [("5", 1), ("3", 2), ("4", 2), ("2", 2), ("9", 1)] {
        let order = parse(&order(number, "1.00").placed_at(at(second))).unwrap();
        activity = activity.recorded(None, &order).unwrap();
        last.push(activity.last_order().unwrap().number.as_str().to_owned());
    }
    assert_eq!(last, ["5", "3", "4", "4", "4"]);
}

#[test]
fn the_last_order_shows_its_new_status() {
    let placed = parse(&order("1", "5.00")).unwrap();
    let cancelled = parse(&order("1", "5.00").status(OrderStatus::Cancelled)).unwrap();
    let activity = Activity::none(customer(1)).recorded(None, &placed).unwrap();
    let activity = activity.recorded(Some(&placed), &cancelled).unwrap();
    assert_eq!(activity.last_order().unwrap().status, OrderStatus::Cancelled);
    assert_eq!(activity.order_count(), 0);
}

#[test]
fn a_spend_that_cannot_be_held_is_refused() {
    let most = parse(&order("1", "10000000000000.00")).unwrap();
    let activity = Activity::none(customer(1)).recorded(None, &most).unwrap();
    let cent = parse(&order("2", "0.01")).unwrap();
    assert!(activity.recorded(None, &cent).is_err());
}

fn statuses() -> impl Strategy<Value = OrderStatus> {
    prop_oneof![
        Just(OrderStatus::Placed),
        Just(OrderStatus::Fulfilled),
        Just(OrderStatus::Cancelled)
    ]
}

proptest! {
    /// Whatever is recorded and corrected in whatever order, the kept figures equal those that one
    /// would compute from the orders as they stand.
    #[test]
    fn kept_figures_equal_a_recount(
        steps in prop::collection::vec((0_u8..6, 0_u32..10_000, 0_u32..10_000, statuses()), 1..40)
    ) {
        let mut orders: std::collections::BTreeMap<u8, Order> = std::collections::BTreeMap::new();
        let mut activity = Activity::none(customer(1));
        for (number, total, returned, status) in steps {
            let cents = |cents: u32| Money::from_minor(cents.into(), Currency::parse("USD").unwrap());
            let draft = NewOrder::new(number.to_string(), "s")
                .placed_at(at(u64::from(number % 3)))
                .total(cents(total).unwrap())
                .returned(cents(returned.min(total)).unwrap())
                .status(status);
            let order = parse(&draft).unwrap();
            activity = activity.recorded(orders.get(&number), &order).unwrap();
            orders.insert(number, order);
        }
        let counting = orders.values().filter(|order| order.status().counts());
        let spend: i64 = counting.clone().map(|order| order.spend().minor()).sum();
        prop_assert_eq!(activity.order_count(), counting.count() as u64);
        let kept = activity.lifetime_spend(Currency::parse("USD").unwrap());
        prop_assert_eq!(kept.minor(), spend);
        let last = orders.values().max_by_key(|order| (order.placed_at(), order.number().clone()));
        prop_assert_eq!(&activity.last_order().unwrap().number, last.unwrap().number());
    }
}
