use patronage::activity::NewOrder;
use patronage::customer::{CustomerPatch, NewCustomer};
use patronage::site::SitePatch;
use patronage::version::ExpectedVersion;

use crate::shop::{Shop, code};

fn draft(email: &str) -> NewCustomer {
    NewCustomer::registered("mystic-sports", email)
}

#[test]
fn a_plan_writes_nothing_until_it_is_applied() {
    let shop = Shop::open();
    let last = shop.last_event();
    let plan = shop
        .directory
        .plan(|directory| directory.as_admin("jane").customers().create(draft("john@example.com")))
        .unwrap();
    let planned = plan.outcome();
    assert_eq!((planned.number(), plan.changes().len()), (None, 1));
    assert_eq!(code(shop.admin.customers().get(planned.id())), "customer.unknown");
    assert_eq!(shop.events_after(last), []);
    let applied: Vec<_> = shop.directory.apply(&plan).into_iter().map(Result::unwrap).collect();
    let kept = shop.admin.customers().get(planned.id()).unwrap();
    assert_eq!(applied[0].number_of(kept.id()), kept.number());
    assert!(kept.number().is_some());
    assert_eq!(kept.login_name(), planned.login_name());
}

#[test]
fn a_plan_holds_one_operation() {
    let shop = Shop::open();
    let refused = shop.directory.plan(|directory| {
        let customers = directory.as_admin("jane").customers();
        customers.create(draft("john@example.com"))?;
        customers.create(draft("jane@example.com"))
    });
    assert_eq!(code(refused), "store.plan_holds_one");
    let batch = shop
        .directory
        .plan(|directory| {
            let drafts = vec![draft("john@example.com"), draft("jane@example.com")];
            Ok(directory.as_admin("jane").customers().create_all(drafts))
        })
        .unwrap();
    assert_eq!((batch.changes().len(), batch.outcome().len()), (2, 2));
    assert!(shop.directory.apply(&batch).iter().all(Result::is_ok));
    let again = shop.directory.apply(&batch);
    assert_eq!(again.into_iter().map(code).collect::<Vec<_>>(), ["store.conflict"; 2]);
    let (changes, created) = batch.into_parts();
    assert_eq!((changes.len(), created.len()), (2, 2));
}

#[test]
fn a_planned_batch_builds_on_itself() {
    let shop = Shop::open();
    let john = shop.john();
    let order = |number: &str| (john.id(), NewOrder::new(number, "mystic-sports").total("1.00"));
    let plan = shop
        .directory
        .plan(|d| Ok(d.as_admin("jane").orders().record_all(vec![order("1"), order("2")])))
        .unwrap();
    assert!(plan.outcome().iter().all(Result::is_ok));
    assert!(shop.directory.apply(&plan).iter().all(Result::is_ok));
    assert_eq!(shop.admin.customers().activity(john.id()).unwrap().order_count(), 2);
}

#[test]
fn an_operation_that_changes_nothing_or_is_refused_plans_nothing() {
    let shop = Shop::open();
    let john = shop.john();
    let same = CustomerPatch::new().first_name("John");
    let plan = shop
        .directory
        .plan(|d| d.as_admin("jane").customers().update(john.id(), same, ExpectedVersion::Any))
        .unwrap();
    assert_eq!((plan.changes().len(), plan.outcome()), (0, &john));
    assert!(shop.directory.apply(&plan).is_empty());
    let refused = shop.directory.plan(|d| d.as_admin("jane").customers().create(draft("x")));
    assert_eq!(code(refused), "input.invalid");
}

#[test]
fn a_plan_by_older_records_or_definitions_is_refused() {
    let shop = Shop::open();
    let john = shop.john();
    let update = |last_name: &'static str| {
        shop.directory.plan(|directory| {
            let patch = CustomerPatch::new().last_name(last_name);
            directory.as_admin("jane").customers().update(john.id(), patch, ExpectedVersion::Any)
        })
    };
    let plan = update("Smith").unwrap();
    shop.admin.customers().disable(john.id()).unwrap();
    let refused: Vec<_> = shop.directory.apply(&plan).into_iter().map(code).collect();
    assert_eq!(refused, ["store.conflict"]);
    let plan = update("Smith").unwrap();
    shop.admin.sites().update("pro-sports", SitePatch::new().name("Pro")).unwrap();
    let refused: Vec<_> = shop.directory.apply(&plan).into_iter().map(code).collect();
    assert_eq!(refused, ["store.stale_generation"]);
}

#[test]
fn a_plan_whose_login_was_taken_meanwhile_says_so() {
    let shop = Shop::open();
    let plan = shop
        .directory
        .plan(|directory| directory.as_admin("jane").customers().create(draft("john@example.com")))
        .unwrap();
    shop.john();
    let refused: Vec<_> = shop.directory.apply(&plan).into_iter().map(code).collect();
    assert_eq!(refused, ["customer.login_name_taken"]);
}
