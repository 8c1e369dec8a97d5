//! What a thorough check finds in a file that was edited by hand.

use patronage::store::{Expected, Store};
use patronage_sqlite::rusqlite::Connection;
use patronage_sqlite::{CheckReport, Finding};

use crate::fixture::{customer, customer_id, event, folder, open, set, set_up};

/// A store with a customer and three events of it, edited by hand.
fn checked(edit: &str) -> CheckReport {
    let (_folder, path) = folder();
    let store = open(&path);
    set_up(&store);
    let mut changes = set(&store).put(customer(1, "ann", "lee"), Expected::Absent);
    for _ in 0..3 {
        let mut event = event("jane");
        event.customer = Some(customer_id(1));
        changes = changes.event(event);
    }
    store.commit(&changes).unwrap();
    let edited = Connection::open(&path).unwrap();
    edited.pragma_update(None, "foreign_keys", false).unwrap();
    edited.execute_batch(edit).unwrap();
    store.check().unwrap()
}

#[test]
fn an_untouched_store_is_clean() {
    let report = checked("");
    assert!(report.is_clean(), "{:?}", report.findings());
    // A set, a site, a customer and three events.
    assert_eq!(report.records(), 6);
}

#[test]
fn every_kind_of_damage_is_found() {
    let report = checked("UPDATE patronage_counts SET count = 7 WHERE segment = ''");
    let count = Finding::Count { segment: None, customer_set: "b2c".into(), kept: 7, actual: 1 };
    assert_eq!(report.findings(), [count]);

    let report = checked("DELETE FROM patronage_events WHERE position = 2");
    let customer = customer_id(1).to_string();
    assert_eq!(report.findings(), [Finding::EventNumbers { customer: customer.clone() }]);

    let report = checked("DELETE FROM patronage_sites");
    let (table, to) = ("patronage_customers".into(), "patronage_sites".into());
    assert_eq!(report.findings(), [Finding::Reference { table, to }]);

    let report = checked("UPDATE patronage_customers SET doc = replace(doc, 'guest', 'friend')");
    assert!(matches!(report.findings(), [Finding::Record { .. }]), "{:?}", report.findings());

    let report = checked("UPDATE patronage_events SET doc = '{}' WHERE position = 3");
    assert!(matches!(report.findings(), [Finding::Record { .. }]), "{:?}", report.findings());

    let other = customer_id(2);
    let report = checked(&format!(
        "UPDATE patronage_customers SET doc = replace(doc, '{customer}', '{other}')"
    ));
    assert!(matches!(report.findings(), [Finding::Record { .. }]), "{:?}", report.findings());
}
