use patronage::activity::NewOrder;
use patronage::customer::{CustomerRow, CustomerSort, NewCustomer};
use patronage::directory::CustomerListing;
use patronage::id::CustomerId;
use patronage::money::Currency;
use patronage::page::Page;
use patronage::segment::NewSegment;

use crate::shop::{Shop, at, code};

/// Five customers a second apart, with names and orders in another order than that of creation.
fn shop() -> (Shop, Vec<CustomerId>) {
    let shop = Shop::open();
    let people = [
        ("mystic-sports", "Cid"),
        ("pro-sports", "Ann"),
        ("mystic-sports", ""),
        ("mystic-sports", "Bea"),
        ("pro-sports", "ann"),
    ];
    let mut ids = Vec::new();
    for (site, last_name) in people {
        let draft = NewCustomer::guest(site).last_name(last_name);
        ids.push(shop.admin.customers().create(draft).unwrap().id());
        shop.tick();
    }
    for (person, total, day) in [(0, "5.00", 2), (1, "7.00", 1), (3, "5.00", 3)] {
        let order = NewOrder::new(person.to_string(), "mystic-sports").total(total);
        let order = order.placed_at(at(&format!("2025-01-0{day}T00:00:00Z")));
        shop.admin.orders().record(ids[person], order).unwrap();
    }
    (shop, ids)
}

/// The positions, in the order of creation, of the customers on a page.
fn positions(ids: &[CustomerId], page: &Page<CustomerRow>) -> Vec<usize> {
    let position = |row: &CustomerRow| ids.iter().position(|id| *id == row.customer.id()).unwrap();
    page.items.iter().map(position).collect()
}

#[test]
fn customers_are_sorted_and_those_without_a_value_come_last() {
    let (shop, ids) = shop();
    let usd = Currency::parse("USD").unwrap();
    let rows =
        |listing: CustomerListing| positions(&ids, &shop.admin.customers().find(listing).unwrap());
    for (sort, ascending, descending) in [
        (CustomerSort::CreatedAt, [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]),
        (CustomerSort::Number, [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]),
        (CustomerSort::Name, [1, 4, 3, 0, 2], [0, 3, 4, 1, 2]),
        (CustomerSort::LifetimeSpend(usd), [0, 3, 1, 2, 4], [1, 3, 0, 4, 2]),
        (CustomerSort::LastOrder, [1, 0, 3, 2, 4], [3, 0, 1, 4, 2]),
    ] {
        assert_eq!(rows(CustomerListing::new().sort(sort)), ascending, "{sort:?}");
        assert_eq!(rows(CustomerListing::new().sort(sort).descending()), descending, "{sort:?}");
    }
}

#[test]
fn a_listing_is_narrowed_by_set_and_segment() {
    let (shop, ids) = shop();
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    shop.admin.segments().add("press", [ids[0], ids[1]]).unwrap();
    let find = |listing: CustomerListing| {
        let page = shop.admin.customers().find(listing.with_total()).unwrap();
        (positions(&ids, &page), page.total)
    };
    assert_eq!(find(CustomerListing::new().customer_set("b2b")), (vec![1, 4], Some(2)));
    assert_eq!(find(CustomerListing::new().segment("press")), (vec![0, 1], Some(2)));
    let both = CustomerListing::new().segment("press").customer_set("b2c");
    assert_eq!(find(both), (vec![0], Some(1)));
    let without_total = shop.admin.customers().find(CustomerListing::new()).unwrap();
    assert_eq!(without_total.total, None);
    let find = |listing: CustomerListing| shop.admin.customers().find(listing);
    assert_eq!(code(find(CustomerListing::new().customer_set("x"))), "customer_set.unknown");
    assert_eq!(code(find(CustomerListing::new().segment("x"))), "segment.unknown");
}

#[test]
fn pages_lead_there_and_back() {
    let (shop, ids) = shop();
    let listing = || CustomerListing::new().sort(CustomerSort::Name).limit(2);
    let find = |listing: CustomerListing| shop.admin.customers().find(listing).unwrap();
    let first = find(listing());
    let second = find(listing().cursor(first.next.clone().unwrap()));
    let third = find(listing().cursor(second.next.clone().unwrap()));
    assert_eq!(positions(&ids, &first), [1, 4]);
    assert_eq!(positions(&ids, &second), [3, 0]);
    assert_eq!(positions(&ids, &third), [2]);
    assert_eq!((&first.previous, &third.next), (&None, &None));
    assert_eq!(find(listing().cursor(third.previous.unwrap())), second);
    assert_eq!(find(listing().cursor(second.previous.unwrap())), first);
}

#[test]
fn a_page_from_which_all_rows_went_leads_on() {
    let shop = Shop::open();
    let ids: Vec<_> = (0..3).map(|_| shop.guest().id()).collect();
    let customers = shop.admin.customers();
    let listing = || CustomerListing::new().limit(1);
    let find = |listing: CustomerListing| customers.find(listing).unwrap();
    let first = find(listing());
    let second = find(listing().cursor(first.next.clone().unwrap()));
    customers.delete(ids[0]).unwrap();
    let back = find(listing().cursor(second.previous.unwrap()));
    assert_eq!((back.len(), &back.previous), (0, &None));
    assert_eq!(positions(&ids, &find(listing().cursor(back.next.unwrap()))), [1]);
    customers.delete(ids[2]).unwrap();
    let on = find(listing().cursor(second.next.unwrap()));
    assert_eq!((on.len(), &on.next), (0, &None));
    assert!(on.previous.is_some());
}

#[test]
fn a_cursor_belongs_to_its_listing() {
    let (shop, _) = shop();
    let find = |listing: CustomerListing| shop.admin.customers().find(listing);
    let cursor = find(CustomerListing::new().limit(1)).unwrap().next.unwrap();
    find(CustomerListing::new().limit(3).cursor(cursor.clone())).unwrap();
    for other in [
        CustomerListing::new().descending(),
        CustomerListing::new().sort(CustomerSort::Name),
        CustomerListing::new().customer_set("b2c"),
    ] {
        assert_eq!(code(find(other.cursor(cursor.clone()))), "page.cursor_of_another_listing");
    }
    let nonsense = "nonsense".parse().unwrap();
    assert_eq!(code(find(CustomerListing::new().cursor(nonsense))), "page.cursor");
    assert_eq!(code(find(CustomerListing::new().limit(0))), "page.limit");
    assert_eq!(code(find(CustomerListing::new().limit(1_001))), "page.limit");
}

#[test]
fn an_iteration_crosses_pages_and_ends_with_its_error() {
    let (shop, ids) = shop();
    let rows = shop.admin.customers().iterate(CustomerListing::new().limit(2));
    let found: Vec<_> = rows.map(|row| row.unwrap().customer.id()).collect();
    assert_eq!(found, ids);
    let mut broken = shop.admin.customers().iterate(CustomerListing::new().segment("x"));
    assert_eq!(code(broken.next().unwrap()), "segment.unknown");
    assert!(broken.next().is_none());
}

#[test]
fn a_row_shows_the_figures_and_what_can_be_done() {
    let (shop, _) = shop();
    let page = shop.admin.customers().find(CustomerListing::new()).unwrap();
    assert_eq!(
        page.items[0].activity.as_ref().map(patronage::activity::Activity::order_count),
        Some(1)
    );
    assert_eq!(page.items[2].activity, None);
    assert!(page.items[2].possible_actions().len() > page.items[0].possible_actions().len());
}
