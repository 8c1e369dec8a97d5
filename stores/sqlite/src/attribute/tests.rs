//! That keys are found along their indexes, and what is written of them.

use patronage::store::{ChangeSet, Expected, Store};
use patronage::version::Version;

use super::*;
use crate::SqliteStore;
use crate::unique::Holder;

#[test]
fn keys_are_written_and_read_along_their_indexes() {
    let store = SqliteStore::in_memory().unwrap();
    let connection = store.database.writer.lock();
    let plan = |sql: &str| -> String {
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let cells = [1, 2, 3, 4, 5].into_iter().take(explain.parameter_count());
        let cells = rusqlite::params_from_iter(cells);
        let steps = explain.query_map(cells, |row| row.get::<_, String>(3)).unwrap();
        steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    };
    for purpose in Purpose::ALL {
        let taken_out = plan(purpose.statements().1);
        // By the whole key, whichever index it is.
        assert!(taken_out.matches("=?").count() >= 4, "{taken_out}");
        let cleared = plan(purpose.clear());
        assert!(cleared.contains("_by_customer (customer=? AND tenant=?)"), "{cleared}");
    }
    let kept = plan(KEPT);
    assert_eq!(kept.matches("_by_customer (customer=? AND tenant=?)").count(), 2, "{kept}");
    let set = CustomerSetCode::parse("b2c").unwrap();
    let attribute = AttributeCode::parse("vat-id").unwrap();
    let unique = UniqueKey::Attribute(set, attribute, AttributeKey::Integer(7));
    let found = plan(Holder::of(&unique).unwrap().sql);
    for step in [
        "PRIMARY KEY (tenant=? AND customer_set=? AND attribute=? AND key=?)",
        "sqlite_autoindex_patronage_customers_1 (tenant=? AND id=?)",
    ] {
        assert!(found.contains(step), "{found}");
    }
}

fn ann(first_name: &str, attributes: &str) -> Record {
    let id: CustomerId = "0190f5a1-7c4b-7d2e-9f00-000000000001".parse().unwrap();
    let time = "2026-01-02T03:04:05Z";
    let json = format!(
        r#"{{"id":"{id}","kind":"registered","customer_set":"b2c","login_name":"ann",
            "profile":{{"first_name":"{first_name}"}},"attributes":{{{attributes}}},
            "customer_since":"{time}","created_at":"{time}","created_by":"system",
            "updated_at":"{time}"}}"#
    );
    Record::from_json(&Key::Customer(id), &json, Version::FIRST, None).unwrap()
}

#[test]
fn what_stays_is_not_written_again() {
    let store = SqliteStore::in_memory().unwrap();
    let time = "2026-01-01T00:00:00Z";
    let set =
        format!(r#"{{"code":"b2c","name":"B2C","email_policy":"shared","created_at":"{time}"}}"#);
    let key = Key::CustomerSet(CustomerSetCode::parse("b2c").unwrap());
    let set = Record::from_json(&key, &set, Version::FIRST, None).unwrap();
    let rows_written_by = |record: Record| {
        let generation = store.snapshot().unwrap().generation().unwrap();
        let changes = ChangeSet::new(generation).put(record, Expected::Any);
        let before = store.database.writer.lock().total_changes();
        store.commit(&changes).unwrap();
        let rows = store.database.writer.lock().total_changes() - before;
        let report = store.check().unwrap();
        assert!(report.is_clean(), "{:?}", report.findings());
        rows
    };
    rows_written_by(set);
    // A new customer is counted, and its number noted.
    assert_eq!(rows_written_by(ann("Ann", "")), 3);
    assert_eq!(rows_written_by(ann("Anna", "")), 1);
    let two = r#""text":{"vat-id":"DE1","city":"Rome"},"unique":["vat-id"],"filterable":["city"]"#;
    assert_eq!(rows_written_by(ann("Anna", two)), 1 + 2);
    assert_eq!(rows_written_by(ann("Ann", two)), 1);
    let moved = two.replace("Rome", "Bari");
    assert_eq!(rows_written_by(ann("Ann", &moved)), 1 + 2);
    assert_eq!(rows_written_by(ann("Ann", "")), 1 + 2);
}
