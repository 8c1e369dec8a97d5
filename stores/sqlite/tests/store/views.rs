//! What plain SQL sees.

use patronage::store::{Expected, Store};
use patronage_sqlite::rusqlite::Connection;
use patronage_sqlite::rusqlite::types::ValueRef;

use crate::fixture::{activity, customer, folder, open, set, set_up};

fn lines(sql: &str) -> Vec<String> {
    let (_folder, path) = folder();
    let store = open(&path);
    set_up(&store);
    let spend: [(&str, &[(&str, &str)]); 8] = [
        ("ann", &[("USD", "1000.00")]),
        ("ben", &[("USD", "1000.01")]),
        ("cat", &[("USD", "250000.50")]),
        ("dan", &[("USD", "-3.05"), ("EUR", "99999.99")]),
        ("eve", &[("JPY", "123456"), ("USD", "1200.00")]),
        ("fay", &[("USD", "5000.00"), ("KWD", "-0.005")]),
        ("gus", &[("USD", "4000.00")]),
        ("hal", &[("USD", "3000.00")]),
    ];
    for (n, (name, spend)) in (1..).zip(spend) {
        let changes = set(&store)
            .put(customer(n, name, "Lee"), Expected::Absent)
            .put(activity(n, spend), Expected::Absent);
        store.commit(&changes).unwrap();
    }
    drop(store);
    // As the shell of SQLite would: another connection, without any of our code.
    let plain = Connection::open(&path).unwrap();
    let mut statement = plain.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells: Vec<String> = (0..columns)
            .map(|column| match row.get_ref(column).unwrap() {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            })
            .collect();
        Ok(cells.join(" "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_highest_spenders_are_one_line_of_sql() {
    let found = lines(
        "SELECT first_name, amount FROM patronage_spend_view \
         WHERE currency = 'USD' AND minor > 100000 ORDER BY minor DESC LIMIT 5",
    );
    assert_eq!(
        found,
        [
            "cat 250000.50 USD",
            "fay 5000.00 USD",
            "gus 4000.00 USD",
            "hal 3000.00 USD",
            "eve 1200.00 USD"
        ]
    );
    let just_above = lines(
        "SELECT first_name FROM patronage_spend_view \
         WHERE currency = 'USD' AND minor > 100000 ORDER BY minor LIMIT 1",
    );
    assert_eq!(just_above, ["ben"]);
}

#[test]
fn amounts_are_written_with_the_decimals_of_their_currency() {
    let found = lines(
        "SELECT amount FROM patronage_spend_view \
         WHERE currency <> 'USD' OR minor < 0 ORDER BY currency",
    );
    assert_eq!(found, ["99999.99 EUR", "123456 JPY", "-0.005 KWD", "-3.05 USD"]);
}

#[test]
fn a_customer_is_readable() {
    let found = lines(
        "SELECT tenant, id, kind, customer_set, site, email, first_name, last_name, created_at \
         FROM patronage_customers_view WHERE number = 2",
    );
    assert_eq!(
        found,
        ["default 0190f5a1-7c4b-7d2e-9f00-000000000002 guest b2c main ben@example.com ben Lee \
          2026-01-02T03:04:05.000006Z"]
    );
}
