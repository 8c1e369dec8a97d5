use patronage::customer::NewCustomer;
use patronage::directory::CustomerListing;
use patronage::event::EventKind;
use patronage::id::CustomerId;
use patronage::page::PageRequest;
use patronage::segment::{NewSegment, SegmentPatch};
use uuid::Uuid;

use crate::shop::{Shop, code};

fn nobody(number: u128) -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(number))
}

fn shop_with_segments(codes: &[&str]) -> Shop {
    let shop = Shop::open();
    for code in codes {
        shop.admin.segments().create(NewSegment::new(*code, *code)).unwrap();
    }
    shop
}

#[test]
fn a_segment_is_made_changed_and_deleted() {
    let shop = shop_with_segments(&["press"]);
    let segments = shop.admin.segments();
    assert_eq!(code(segments.create(NewSegment::new("PRESS", "Press"))), "segment.exists");
    assert_eq!(code(segments.create(NewSegment::new("", ""))), "input.invalid");
    let renamed = segments.update("press", SegmentPatch::new().name("Media")).unwrap();
    assert_eq!((renamed.name(), renamed.version().as_u64()), ("Media", 2));
    assert_eq!(segments.get("press").unwrap(), renamed);
    let last = shop.last_event();
    assert_eq!(segments.update("press", SegmentPatch::new().name("Media")).unwrap(), renamed);
    assert_eq!(shop.events_after(last), []);
    segments.delete("press").unwrap();
    for unknown in ["press", "no such code"] {
        assert_eq!(code(segments.get(unknown)), "segment.unknown");
        assert_eq!(code(segments.update(unknown, SegmentPatch::new())), "segment.unknown");
        assert_eq!(code(segments.delete(unknown)), "segment.unknown");
        assert_eq!(code(segments.size(unknown)), "segment.unknown");
        assert_eq!(code(segments.add(unknown, [])), "segment.unknown");
        assert_eq!(code(segments.members(unknown, CustomerListing::new())), "segment.unknown");
    }
}

#[test]
fn many_enter_and_leave_one_segment_in_a_call() {
    let shop = shop_with_segments(&["press"]);
    let segments = shop.admin.segments();
    let (ann, bob) = (shop.guest().id(), shop.guest().id());
    let last = shop.last_event();
    assert_eq!(segments.add("press", [ann, bob, ann]).unwrap(), 2);
    assert_eq!(shop.events_after(last), [EventKind::CustomerEnteredSegment; 2]);
    assert_eq!(segments.add("Press", [bob]).unwrap(), 0);
    assert_eq!(segments.size("press").unwrap(), 2);
    let last = shop.last_event();
    assert_eq!(segments.remove("press", [ann, ann]).unwrap(), 1);
    assert_eq!(segments.remove("press", [ann]).unwrap(), 0);
    assert_eq!(shop.events_after(last), [EventKind::CustomerLeftSegment]);
    let members = segments.members("press", CustomerListing::new().with_total()).unwrap();
    assert_eq!(members.total, Some(1));
    let ids: Vec<_> = members.into_iter().map(|row| row.customer.id()).collect();
    assert_eq!(ids, [bob]);
}

#[test]
fn one_customer_enters_and_leaves_many_segments_in_a_call() {
    let shop = shop_with_segments(&["press", "vip", "b"]);
    let segments = shop.admin.segments();
    let ann = shop.guest().id();
    let of = || -> Vec<String> {
        segments.of(ann).unwrap().iter().map(|segment| segment.code().to_string()).collect()
    };
    assert_eq!(segments.add_to(ann, ["vip", "press", "VIP"]).unwrap(), 2);
    assert_eq!(of(), ["press", "vip"]);
    assert_eq!(segments.add_to(ann, ["vip", "b"]).unwrap(), 1);
    assert_eq!(segments.remove_from(ann, ["press", "b", "b"]).unwrap(), 2);
    assert_eq!(segments.remove_from(ann, ["press"]).unwrap(), 0);
    assert_eq!(of(), ["vip"]);
    assert_eq!(code(segments.add_to(nobody(1), ["vip"])), "customer.unknown");
    assert_eq!(code(segments.of(nobody(1))), "customer.unknown");
}

#[test]
fn a_call_with_unknown_names_does_nothing_and_names_all_of_them() {
    let shop = shop_with_segments(&["press"]);
    let segments = shop.admin.segments();
    let ann = shop.guest().id();
    for refused in [
        segments.add("press", [ann, nobody(1), nobody(2)]).unwrap_err(),
        segments.remove("press", [ann, nobody(1), nobody(2)]).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "segment.unknown_customers");
        let message = refused.to_string();
        assert!(message.contains(&nobody(1).to_string()), "{message}");
        assert!(message.contains(&nobody(2).to_string()), "{message}");
        assert!(!message.contains(&ann.to_string()), "{message}");
    }
    let refused = segments.add_to(ann, ["press", "nope", "no code"]).unwrap_err();
    assert_eq!(refused.code(), "segment.unknown_segments");
    assert_eq!(refused.to_string(), "there is no segment `no code`, `nope`");
    assert_eq!(segments.size("press").unwrap(), 0);
}

#[test]
fn memberships_go_with_their_customer_and_their_segment() {
    let shop = shop_with_segments(&["press", "vip"]);
    let segments = shop.admin.segments();
    let (ann, bob) = (shop.guest().id(), shop.guest().id());
    segments.add("press", [ann, bob]).unwrap();
    segments.add("vip", [ann]).unwrap();
    shop.admin.customers().delete(bob).unwrap();
    assert_eq!(segments.size("press").unwrap(), 1);
    segments.delete("press").unwrap();
    assert_eq!(segments.of(ann).unwrap().len(), 1);
    segments.create(NewSegment::new("press", "Press")).unwrap();
    assert_eq!(segments.size("press").unwrap(), 0);
}

#[test]
fn a_customer_stays_in_its_segments_when_it_registers() {
    let shop = shop_with_segments(&["press"]);
    let draft = NewCustomer::guest("mystic-sports").email("g@example.com");
    let guest = shop.admin.customers().create(draft).unwrap().id();
    shop.admin.segments().add("press", [guest]).unwrap();
    shop.admin.customers().register(guest, None).unwrap();
    assert_eq!(shop.admin.segments().of(guest).unwrap().len(), 1);
}

#[test]
fn segments_are_listed_by_code_page_by_page() {
    let shop = shop_with_segments(&["c", "a", "e", "b", "d"]);
    let segments = shop.admin.segments();
    let codes = |page: &patronage::page::Page<patronage::segment::Segment>| -> String {
        page.items.iter().map(|segment| segment.code().as_str()).collect()
    };
    let first = segments.list(PageRequest::new().limit(2)).unwrap();
    let next = PageRequest::new().limit(2).cursor(first.next.clone().unwrap());
    let second = segments.list(next).unwrap();
    let last = PageRequest::new().limit(2).cursor(second.next.clone().unwrap());
    let last = segments.list(last).unwrap();
    assert_eq!([codes(&first), codes(&second), codes(&last)], ["ab", "cd", "e"]);
    assert_eq!((first.previous.clone(), last.next.clone()), (None, None));
    let back = PageRequest::new().limit(2).cursor(second.previous.unwrap());
    assert_eq!(segments.list(back).unwrap(), first);
    assert_eq!(code(segments.list(PageRequest::new().limit(0))), "page.limit");
}
