//! Keys of attributes in the file.

use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, CustomerSetCode};
use patronage::store::{Conflict, Expected, Key, Record, Store, StoreError, UniqueKey};
use patronage::version::Version;
use patronage_sqlite::rusqlite::{Connection, TransactionBehavior};
use patronage_sqlite::{Finding, SqliteStore};

use crate::fixture::{customer, customer_id, folder, holder, open, set, set_up};

/// Two holders of values, and one who has none.
fn fill(store: &dyn Store) {
    set_up(store);
    let changes = set(store)
        .put(holder(1, "DE1", "true"), Expected::Absent)
        .put(holder(2, "1", "false"), Expected::Absent)
        .put(customer(3, "ann", "lee"), Expected::Absent);
    store.commit(&changes).unwrap();
}

fn vat_id(key: &str) -> UniqueKey {
    let set = CustomerSetCode::parse("b2c").unwrap();
    let code = AttributeCode::parse("vat-id").unwrap();
    UniqueKey::Attribute(set, code, AttributeKey::Text(key.to_owned()))
}

/// All kept keys, with the type that each has in the file.
fn kept(connection: &Connection) -> Vec<String> {
    let sql = "SELECT 'unique ' || attribute || ' ' || typeof(key) || ' ' || key \
               FROM patronage_unique_attributes \
               UNION ALL \
               SELECT 'filter ' || attribute || ' ' || typeof(key) || ' ' || key \
               FROM patronage_filter_attributes ORDER BY 1";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn keys_keep_their_types_and_go_with_their_customer() {
    let (_folder, path) = folder();
    let store = open(&path);
    fill(&store);
    let plain = Connection::open(&path).unwrap();
    assert_eq!(
        kept(&plain),
        [
            "filter newsletter integer 0",
            "filter newsletter integer 1",
            "unique vat-id text 1",
            "unique vat-id text de1",
        ]
    );
    let deletion = set(&store).delete(Key::Customer(customer_id(2)), Expected::Present);
    store.commit(&deletion).unwrap();
    assert_eq!(kept(&plain), ["filter newsletter integer 1", "unique vat-id text de1"]);
    let bare = set(&store).put(customer(1, "ann", "lee"), Expected::Version(Version::FIRST));
    store.commit(&bare).unwrap();
    assert_eq!(kept(&plain), [""; 0]);
    assert!(store.check().unwrap().is_clean());
}

#[test]
fn a_check_finds_keys_that_are_not_those_of_the_records() {
    for edit in [
        "DELETE FROM patronage_unique_attributes WHERE key = 'de1'",
        "DELETE FROM patronage_filter_attributes WHERE key = 1",
        "UPDATE patronage_filter_attributes SET key = '1' WHERE key = 1",
        "UPDATE patronage_unique_attributes SET key = 'de2' WHERE key = 'de1'",
        "UPDATE patronage_filter_attributes SET customer_set = 'b2b' WHERE key = 1",
        "UPDATE patronage_customers SET attribute_keys = 0 WHERE number = 1",
        "UPDATE patronage_customers SET doc = replace(doc, 'DE1', 'DE9')",
        "INSERT INTO patronage_filter_attributes (tenant, attribute, key, customer, customer_set) \
         SELECT tenant, 'x', 7, id, 'b2c' FROM patronage_customers WHERE number = 1",
    ] {
        let (_folder, path) = folder();
        let store = open(&path);
        fill(&store);
        assert!(store.check().unwrap().is_clean());
        Connection::open(&path).unwrap().execute_batch(edit).unwrap();
        let found = Finding::AttributeKeys { customer: customer_id(1).to_string() };
        assert_eq!(store.check().unwrap().findings(), [found], "{edit}");
    }
}

#[test]
fn a_check_finds_a_definition_that_cannot_be_read() {
    let (_folder, path) = folder();
    let store = open(&path);
    let key = Key::Attribute(AttributeCode::parse("vat-id").unwrap());
    let json = r#"{"definition":{"code":"vat-id","label":"VAT id","input":"text_box"}}"#;
    let definition = Record::from_json(&key, json, Version::FIRST, None).unwrap();
    store.commit(&set(&store).put(definition, Expected::Absent)).unwrap();
    assert_eq!(store.check().unwrap().records(), 1);
    let edit = "UPDATE patronage_attributes SET doc = replace(doc, 'text_box', 'text_bag')";
    Connection::open(&path).unwrap().execute_batch(edit).unwrap();
    let report = store.check().unwrap();
    assert!(matches!(report.findings(), [Finding::Record { .. }]), "{:?}", report.findings());
}

#[test]
fn a_value_that_is_taken_is_refused_inside_a_transaction_of_the_host() {
    let (_folder, path) = folder();
    let store = open(&path);
    fill(&store);
    let mut host = Connection::open(&path).unwrap();
    let mut apply = |n: u8, value: &str| {
        let plan = [set(&store).put(holder(n, value, "true"), Expected::Any)];
        let transaction = host.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        let answer = SqliteStore::apply(&transaction, "default", &plan).map(drop);
        transaction.commit().unwrap();
        answer
    };
    let error = apply(4, "de1 ").unwrap_err();
    let taken = Conflict::Taken { key: vat_id("de1") };
    assert!(matches!(&error, StoreError::Conflict(conflict) if *conflict == taken), "{error:?}");
    apply(4, "DE4").unwrap();
    apply(1, "DE11").unwrap();
    let holder_of = |key: &str| {
        let found = store.snapshot().unwrap().find(&vat_id(key)).unwrap();
        found.map(|record| record.key())
    };
    assert_eq!(holder_of("de4"), Some(Key::Customer(customer_id(4))));
    assert_eq!(holder_of("de11"), Some(Key::Customer(customer_id(1))));
    assert_eq!(holder_of("de1"), None);
    assert!(store.check().unwrap().is_clean());
}
