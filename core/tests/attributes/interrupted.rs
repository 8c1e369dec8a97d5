//! Changes that are left on the way, and changes that several make together.

use std::thread;

use patronage::attribute::{
    AttributePatch, Deletion, NewAttribute, NewOption, OnViolation, SchemaChange,
};
use patronage::customer::{Customer, NewCustomer};

use crate::shop::{Shop, code, values, violations};

const MANY: usize = 1_201;

/// A shop with so many customers that a change takes several steps. Every third has a long text and
/// every fifth a fax.
fn crowded() -> (Shop, Vec<Customer>) {
    let shop = Shop::open();
    let attributes = shop.attributes();
    attributes.define(NewAttribute::text_box("note", "Note")).unwrap();
    attributes.define(NewAttribute::list("by", "By", ["email", "fax"]).filterable()).unwrap();
    let drafts = (0..MANY).map(|number| {
        let note = if number.is_multiple_of(3) { "long" } else { "s" };
        let by = if number.is_multiple_of(5) { "fax" } else { "email" };
        NewCustomer::guest("one").attribute("note", note).attribute("by", by)
    });
    let made = shop.admin.customers().create_all(drafts.collect());
    let made = made.into_iter().map(Result::unwrap).collect();
    (shop, made)
}

fn tighten() -> SchemaChange {
    SchemaChange::new()
        .update("note", AttributePatch::new().max_length(2))
        .update("by", AttributePatch::new().option(NewOption::new("fax").inactive()))
}

fn expected(number: usize) -> &'static str {
    match (number.is_multiple_of(5), number.is_multiple_of(3)) {
        (true, true) => "{}",
        (true, false) => r#"{"note":"s"}"#,
        (false, true) => r#"{"by":"email"}"#,
        (false, false) => r#"{"by":"email","note":"s"}"#,
    }
}

fn assert_tightened(shop: &Shop, all: &[Customer]) {
    for (number, customer) in all.iter().enumerate() {
        assert_eq!(shop.values(customer), expected(number), "{number}");
    }
    assert_eq!(shop.attributes().get("note").unwrap().max_length(), Some(2));
    assert!(shop.attributes().resume().unwrap().is_none());
    assert!(shop.attributes().in_progress().unwrap().is_none());
    assert!(shop.attributes().dry_run(&tighten()).unwrap().is_clean());
}

#[test]
fn a_change_is_gone_on_with_where_it_was_left() {
    let (shop, all) = crowded();
    let attributes = shop.attributes();
    let mut run = attributes.begin(tighten(), OnViolation::Purge).unwrap();
    let step = run.step().unwrap().unwrap();
    assert_eq!((step.done, step.total), (500, 1_201));
    drop(run);
    let kept = attributes.in_progress().unwrap().unwrap();
    assert_eq!(kept.on_violation(), OnViolation::Purge);

    // The definitions are as before, and another change has to wait.
    assert_eq!(attributes.get("note").unwrap().max_length(), Some(1_000));
    let other = SchemaChange::new().delete("by", Deletion::KeepHidden);
    assert_eq!(code(attributes.apply(other, OnViolation::Purge)), "attribute.change_in_progress");
    assert_eq!(
        code(attributes.define(NewAttribute::date("d", "D"))),
        "attribute.change_in_progress"
    );
    // What is given meanwhile satisfies both.
    let last = &all[1_199];
    assert_eq!(violations(shop.give(last, r#"{"note": "toolong"}"#)).len(), 1);
    assert_eq!(violations(shop.give(last, r#"{"by": "fax"}"#)).len(), 1);
    let late = shop.guest("one", r#"{"note": "ok"}"#);

    let mut run = attributes.resume().unwrap().unwrap();
    let mut done = Vec::new();
    while let Some(step) = run.step().unwrap() {
        done.push(step.done);
    }
    assert_eq!(done, [1_000, 1_201]);
    let report = run.finish().unwrap();
    assert_eq!(report.customers(), 1_201);
    let counts: Vec<(&str, u64)> =
        report.findings().iter().map(|found| (found.code(), found.customers())).collect();
    assert_eq!(counts, [("attribute.not_an_option", 241), ("attribute.too_long", 401)]);
    for (found, every) in report.findings().iter().zip([5, 3]) {
        let first: Vec<_> = all.iter().step_by(every).take(5).map(Customer::id).collect();
        assert_eq!(found.samples(), first);
    }
    assert_tightened(&shop, &all);
    assert_eq!(shop.values(&late), r#"{"note":"ok"}"#);
}

#[test]
fn a_change_that_is_cancelled_leaves_the_definitions_and_brings_nothing_back() {
    let (shop, all) = crowded();
    let attributes = shop.attributes();
    let before = attributes.export().unwrap();
    let mut run = attributes.begin(tighten(), OnViolation::Purge).unwrap();
    run.step().unwrap();
    run.cancel().unwrap();
    assert_eq!(attributes.export().unwrap(), before);
    assert!(attributes.resume().unwrap().is_none());
    assert_eq!(shop.values(&all[0]), "{}");
    assert_eq!(shop.values(&all[600]), r#"{"by":"fax","note":"long"}"#);
    let found = attributes.dry_run(&tighten()).unwrap();
    assert_eq!(found.customers(), 1_201);
    // Another attempt makes it whole.
    attributes.apply(tighten(), OnViolation::Purge).unwrap();
    assert_tightened(&shop, &all);
}

#[test]
fn several_may_make_a_change_together() {
    let (shop, all) = crowded();
    let run = shop.attributes().begin(tighten(), OnViolation::Purge).unwrap();
    drop(run);
    let finished = thread::scope(|scope| {
        let helpers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let run = shop.attributes().resume().unwrap();
                    run.map(patronage::directory::ChangeRun::finish)
                })
            })
            .collect();
        helpers.into_iter().map(|helper| helper.join().unwrap()).collect::<Vec<_>>()
    });
    let outcomes: Vec<&str> = finished
        .iter()
        .flatten()
        .map(|outcome| outcome.as_ref().map_or_else(patronage::Error::code, |_| "made"))
        .collect();
    assert!(outcomes.contains(&"made"), "{outcomes:?}");
    for outcome in outcomes {
        assert!(["made", "attribute.no_change_in_progress"].contains(&outcome), "{outcome}");
    }
    assert_tightened(&shop, &all);
}

#[test]
fn who_comes_too_late_with_a_change_says_nothing_about_the_next_one() {
    let (shop, all) = crowded();
    let attributes = shop.attributes();
    let mut late = attributes.begin(tighten(), OnViolation::Purge).unwrap();
    late.step().unwrap();
    attributes.resume().unwrap().unwrap().cancel().unwrap();
    let mut run = attributes.begin(tighten(), OnViolation::Purge).unwrap();
    // The late one helps with the change that there is now.
    while late.step().unwrap().is_some() {}
    assert_eq!(run.step().unwrap(), None);
    run.finish().unwrap();
    assert_tightened(&shop, &all);
    assert_eq!(code(late.step()), "attribute.no_change_in_progress");
}

#[test]
fn a_purge_takes_everything_and_frees_the_code() {
    let (shop, all) = crowded();
    let attributes = shop.attributes();
    attributes.delete("by", Deletion::KeepHidden).unwrap();
    assert_eq!(shop.values(&all[1]), r#"{"note":"s"}"#);
    assert_eq!(attributes.deleted().unwrap().len(), 1);
    assert_eq!(code(attributes.define(NewAttribute::date("by", "By"))), "attribute.deleted");
    attributes.restore("by").unwrap();
    assert_eq!(shop.values(&all[1]), r#"{"by":"email","note":"s"}"#);
    attributes.delete("by", Deletion::Purge).unwrap();
    attributes.define(NewAttribute::date("by", "By")).unwrap();
    assert!(all.iter().all(|customer| !values(&shop.get(customer)).contains("by")));
}
