//! Questions in SQL.

use patronage::Directory;
use patronage::customer::NewCustomer;
use patronage::site::NewSite;
use patronage_sqlite::rusqlite::named_params;
use patronage_sqlite::rusqlite::types::Value;
use patronage_sqlite::{QueryError, SqliteStore};

fn stores() -> (tempfile::TempDir, [SqliteStore; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let file = SqliteStore::open(folder.path().join("shop.db")).unwrap();
    let stores = [file, SqliteStore::in_memory().unwrap()];
    for store in &stores {
        let admin = Directory::open(store.clone()).unwrap().as_admin("jane@shop.example");
        admin.sites().create(NewSite::new("shop", "Shop")).unwrap();
        for email in ["a@example.com", "b@example.com"] {
            admin.customers().create(NewCustomer::registered("shop", email)).unwrap();
        }
    }
    (folder, stores)
}

#[test]
fn a_question_is_answered_with_names_and_rows() {
    let (_folder, stores) = stores();
    for store in stores {
        let sql = "-- the newest\n/* of all */ SELECT email, number, NULL AS missing \
                   FROM patronage_customers_view WHERE email = :email";
        let answer = store.query(sql, named_params! {":email": "b@example.com"}).unwrap();
        assert_eq!(answer.columns, ["email", "number", "missing"]);
        let row = [Value::Text("b@example.com".to_owned()), Value::Integer(2), Value::Null];
        assert_eq!(answer.rows, [row]);
        assert_eq!(store.query("VALUES (1), (2)", []).unwrap().rows.len(), 2);
        assert!(!store.query("EXPLAIN QUERY PLAN SELECT 1", []).unwrap().rows.is_empty());
    }
}

#[test]
fn what_does_more_than_read_is_refused_and_changes_nothing() {
    let (_folder, stores) = stores();
    for store in stores {
        for sql in [
            "DELETE FROM patronage_customers",
            "DELETE FROM patronage_customers RETURNING id",
            "WITH gone AS (SELECT 1) DELETE FROM patronage_customers RETURNING id",
            "CREATE TABLE other (id)",
            "ATTACH 'other.db' AS other",
            "PRAGMA query_only = 0",
            "PRAGMA journal_mode = delete",
            "/* SELECT */ PRAGMA user_version",
            "BEGIN IMMEDIATE",
            "VACUUM",
            "SELECT 1; DELETE FROM patronage_customers",
            "",
            "-- SELECT",
        ] {
            let refused = store.query(sql, []).unwrap_err();
            assert!(matches!(refused, QueryError::NotReadOnly), "{sql}: {refused}");
        }
        let count = store.query("SELECT count(*) FROM patronage_customers", []).unwrap();
        assert_eq!(count.rows, [[Value::Integer(2)]]);
        assert!(store.check().unwrap().is_clean());
    }
}

#[test]
fn what_cannot_be_answered_says_why() {
    let store = SqliteStore::in_memory().unwrap();
    for (sql, reason) in [
        ("SELECT nothing FROM nowhere", "nowhere"),
        ("SELECT", "incomplete"),
        ("SELECT load_extension('x')", "not authorized"),
    ] {
        let failed = store.query(sql, []).unwrap_err();
        assert_eq!(failed.code(), "query.failed", "{sql}");
        assert!(failed.to_string().contains(reason), "{failed}");
    }
    let missing = store.query("SELECT ?1, ?2", ["one"]).unwrap_err();
    assert_eq!(missing.code(), "query.failed");
}
