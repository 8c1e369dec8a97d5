use patronage::Error;
use patronage::activity::{NewOrder, OrderStatus};
use patronage::customer::{Customer, CustomerPatch, NewCustomer};
use patronage::directory::RecordOutcome;

use crate::shop::{Shop, code};

fn codes<T: std::fmt::Debug>(results: Vec<Result<T, Error>>) -> Vec<Option<&'static str>> {
    results.into_iter().map(|result| result.err().map(|error| error.code())).collect()
}

#[test]
fn each_draft_has_its_own_answer() {
    let shop = Shop::open();
    let registered = |email: &str| NewCustomer::registered("mystic-sports", email);
    let drafts = vec![
        registered("a@example.com"),
        registered("no address"),
        registered("A@example.com"),
        registered("b@example.com"),
    ];
    let created = shop.admin.customers().create_all(drafts);
    let made: Vec<&Customer> = created.iter().flatten().collect();
    let numbers: Vec<_> = made.iter().map(|made| made.number().unwrap().as_u64()).collect();
    assert_eq!(numbers, [1, 2]);
    for customer in made {
        assert_eq!(&shop.admin.customers().get(customer.id()).unwrap(), customer);
    }
    let expected = [None, Some("input.invalid"), Some("customer.login_name_taken"), None];
    assert_eq!(codes(created), expected);
    assert!(shop.admin.customers().create_all(Vec::new()).is_empty());
}

#[test]
fn a_batch_of_patches_sees_its_own_changes() {
    let shop = Shop::open();
    let john = shop.john();
    let patches = vec![
        (john.id(), CustomerPatch::new().email("new@example.com")),
        (john.id(), CustomerPatch::new().last_name("Smith")),
        (john.id(), CustomerPatch::new().last_name("Smith")),
    ];
    let updated = shop.admin.customers().update_all(patches);
    let versions: Vec<_> = updated.iter().flatten().map(|john| john.version().as_u64()).collect();
    assert_eq!(versions, [2, 3, 3]);
    let kept = shop.admin.customers().get(john.id()).unwrap();
    assert_eq!(updated[2].as_ref().unwrap(), &kept);
    assert_eq!(kept.profile().last_name(), Some("Smith"));
    assert_eq!(
        kept.login_name().map(patronage::customer::LoginName::as_str),
        Some("new@example.com")
    );
}

#[test]
fn a_patch_back_is_a_change_after_the_patch_before_it() {
    let shop = Shop::open();
    let john = shop.john();
    let patches = ["Smith", "Doe"].map(|name| (john.id(), CustomerPatch::new().last_name(name)));
    let updated = shop.admin.customers().update_all(patches.to_vec());
    assert_eq!(codes(updated), [None, None]);
    let kept = shop.admin.customers().get(john.id()).unwrap();
    assert_eq!((kept.profile().last_name(), kept.version().as_u64()), (Some("Doe"), 3));
}

#[test]
fn a_patch_after_a_refused_one_is_decided_by_what_is_there() {
    let shop = Shop::open();
    let john = shop.john();
    let jane = NewCustomer::registered("mystic-sports", "jane@example.com");
    let jane = shop.admin.customers().create(jane).unwrap();
    let patches = vec![
        (jane.id(), CustomerPatch::new().email("john@example.com").last_name("Doe")),
        (jane.id(), CustomerPatch::new().last_name("Doe")),
        (john.id(), CustomerPatch::new().last_name("Doe")),
    ];
    let updated = shop.admin.customers().update_all(patches);
    let jane = shop.admin.customers().get(jane.id()).unwrap();
    assert_eq!(updated[1].as_ref().unwrap(), &jane);
    assert_eq!((jane.version().as_u64(), jane.profile().last_name()), (2, Some("Doe")));
    assert_eq!(codes(updated), [Some("customer.login_name_taken"), None, None]);
}

#[test]
fn a_batch_of_orders_sees_its_own_orders() {
    let shop = Shop::open();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    let order = |number: &str| NewOrder::new(number, "mystic-sports").total("10.00");
    let recorded = shop.admin.orders().record_all(vec![
        (john, order("1")),
        (john, order("2")),
        (john, order("1")),
        (john, order("2").status(OrderStatus::Cancelled)),
        (guest, order("1")),
        (guest, NewOrder::new("", "mystic-sports")),
        (guest, order("3")),
    ]);
    let outcomes: Vec<_> = recorded.iter().flatten().map(|recorded| recorded.outcome).collect();
    let expected = [
        RecordOutcome::Created,
        RecordOutcome::Created,
        RecordOutcome::Unchanged,
        RecordOutcome::Updated,
        RecordOutcome::Created,
    ];
    assert_eq!(outcomes, expected);
    let refused = [Some("activity.order_of_another_customer"), Some("input.invalid")];
    assert_eq!(codes(recorded)[4..6], refused);
    let activity = shop.admin.customers().activity(john).unwrap();
    assert_eq!((activity.order_count(), activity.version().as_u64()), (1, 3));
    assert_eq!(code(shop.admin.customers().delete(guest)), "customer.has_orders");
}
