use patronage::activity::{NewOrder, NewOrderLine, OrderStatus};
use patronage::directory::RecordOutcome;
use patronage::event::EventKind;
use patronage::id::CustomerId;
use patronage::money::{Currency, Money};
use patronage::page::PageRequest;
use patronage::site::SitePatch;
use uuid::Uuid;

use crate::shop::{Shop, at, code, violations};

fn order(number: &str) -> NewOrder {
    NewOrder::new(number, "mystic-sports").total("120.00")
}

#[test]
fn an_order_is_recorded_once_per_number() {
    let shop = Shop::open();
    let (john, last) = (shop.john().id(), shop.last_event());
    let orders = shop.admin.orders();
    let line = NewOrderLine::new("BIKE-1", 2).price("60.00");
    let first = orders.record(john, order("1000").line(line.clone())).unwrap();
    assert_eq!(first.outcome, RecordOutcome::Created);
    shop.tick();
    let again = orders.record(john, order("1000").line(line)).unwrap();
    assert_eq!((again.outcome, &again.order), (RecordOutcome::Unchanged, &first.order));
    let fulfilled = orders.record(john, order("1000").status(OrderStatus::Fulfilled)).unwrap();
    assert_eq!(fulfilled.outcome, RecordOutcome::Updated);
    assert_eq!(fulfilled.order.version().as_u64(), 2);
    assert_eq!(fulfilled.order.placed_at(), first.order.placed_at());
    assert_eq!(orders.get("mystic-sports", "1000").unwrap(), fulfilled.order);
    let expected = [EventKind::OrderRecorded, EventKind::OrderUpdated];
    assert_eq!(shop.events_after(last), expected);
}

#[test]
fn the_figures_follow_every_record() {
    let shop = Shop::open();
    let john = shop.john().id();
    let usd = Currency::parse("USD").unwrap();
    let figures = || {
        let activity = shop.admin.customers().activity(john).unwrap();
        (activity.order_count(), activity.lifetime_spend(usd).to_string())
    };
    assert_eq!(figures(), (0, "0.00 USD".to_owned()));
    let record = |order: NewOrder| shop.admin.orders().record(john, order).unwrap();
    record(order("1"));
    record(order("2").returned("20.00"));
    assert_eq!(figures(), (2, "220.00 USD".to_owned()));
    record(order("1").status(OrderStatus::Cancelled));
    assert_eq!(figures(), (1, "100.00 USD".to_owned()));
    record(order("1"));
    assert_eq!(figures(), (2, "220.00 USD".to_owned()));
}

#[test]
fn bare_amounts_are_in_the_currency_of_the_site_and_stay_in_it() {
    let shop = Shop::open();
    let john = shop.john().id();
    let record = |order: NewOrder| shop.admin.orders().record(john, order).unwrap();
    let total = |order: NewOrder| record(order).order.total().to_string();
    assert_eq!(total(NewOrder::new("1", "pro-sports").total("5")), "5.00 EUR");
    let dollars = Money::parse("5.00", Currency::parse("USD").unwrap()).unwrap();
    assert_eq!(total(NewOrder::new("2", "pro-sports").total(dollars)), "5.00 USD");
    shop.admin.sites().update("pro-sports", SitePatch::new().currency("GBP")).unwrap();
    assert_eq!(total(NewOrder::new("3", "pro-sports").total("5")), "5.00 GBP");
    let again = record(NewOrder::new("1", "pro-sports").total("6"));
    assert_eq!(again.order.total().to_string(), "6.00 EUR");
}

#[test]
fn what_an_order_is_kept_by_is_fixed() {
    let shop = Shop::open();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    let orders = shop.admin.orders();
    orders.record(john, order("1")).unwrap();
    assert_eq!(code(orders.record(guest, order("1"))), "activity.order_of_another_customer");
    let earlier = order("1").placed_at(at("2024-01-01T00:00:00Z"));
    assert_eq!(code(orders.record(john, earlier)), "activity.fixed_field");
    let euros = Money::parse("1.00", Currency::parse("EUR").unwrap()).unwrap();
    let in_euros = NewOrder::new("1", "mystic-sports").total(euros);
    assert_eq!(code(orders.record(john, in_euros)), "activity.fixed_field");
    let elsewhere = NewOrder::new("1", "pro-sports").total("1.00");
    orders.record(guest, elsewhere).unwrap();
}

#[test]
fn a_wrong_order_is_refused_whole() {
    let shop = Shop::open();
    let john = shop.john().id();
    let orders = shop.admin.orders();
    let wrong = NewOrder::new("", "mystic-sports").total("1.001");
    let expected = [("number", "field.required"), ("total", "money.too_many_decimals")];
    assert_eq!(
        violations(orders.record(john, wrong)),
        expected.map(|(path, code)| (path.to_owned(), code))
    );
    let nowhere = NewOrder::new("1", "nowhere").total("1.00");
    assert_eq!(violations(orders.record(john, nowhere)), [("site".to_owned(), "site.unknown")]);
    let nobody = CustomerId::from_uuid(Uuid::nil());
    assert_eq!(code(orders.record(nobody, order("1"))), "customer.unknown");
    assert_eq!(code(orders.of(nobody, PageRequest::new())), "customer.unknown");
    assert_eq!(code(orders.get("mystic-sports", "1")), "activity.unknown_order");
    assert_eq!(code(orders.get("mystic-sports", "")), "activity.unknown_order");
    assert_eq!(code(orders.get("nowhere", "1")), "site.unknown");
}

#[test]
fn a_spend_that_cannot_be_held_refuses_the_order() {
    let shop = Shop::open();
    let john = shop.john().id();
    let most = NewOrder::new("1", "mystic-sports").total("10000000000000.00");
    shop.admin.orders().record(john, most).unwrap();
    let one_more = NewOrder::new("2", "mystic-sports").total("0.01");
    assert_eq!(code(shop.admin.orders().record(john, one_more)), "activity.spend_too_large");
    assert_eq!(shop.admin.customers().activity(john).unwrap().order_count(), 1);
}

#[test]
fn disabled_accounts_and_guests_have_orders_too() {
    let shop = Shop::open();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    shop.admin.customers().disable(john).unwrap();
    shop.admin.orders().record(john, order("1")).unwrap();
    shop.admin.orders().record(guest, order("2")).unwrap();
}

#[test]
fn orders_are_listed_the_latest_first_page_by_page() {
    let shop = Shop::open();
    let john = shop.john().id();
    for (number, day) in [("1", 2), ("2", 3), ("3", 2), ("4", 1), ("5", 3)] {
        let placed = at(&format!("2025-01-0{day}T00:00:00Z"));
        shop.admin.orders().record(john, order(number).placed_at(placed)).unwrap();
    }
    shop.admin.orders().record(shop.guest().id(), order("6")).unwrap();
    let (mut numbers, mut cursor) = (String::new(), None);
    loop {
        let mut page = PageRequest::new().limit(2);
        if let Some(cursor) = cursor.take() {
            page = page.cursor(cursor);
        }
        let page = shop.admin.orders().of(john, page).unwrap();
        numbers.extend(page.items.iter().map(|order| order.number().as_str().to_owned()));
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(numbers, "52314");
}
