//! What plain SQL sees.

use patronage::code::AttributeCode;
use patronage::store::{Expected, Key, Record, Store};
use patronage::version::Version;
use patronage_sqlite::rusqlite::Connection;
use patronage_sqlite::rusqlite::types::ValueRef;

use crate::fixture::{activity, customer, customer_id, folder, open, set, set_up};

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
    rows(&plain, sql)
}

pub(crate) fn rows(plain: &Connection, sql: &str) -> Vec<String> {
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
fn attributes_and_their_values_are_readable() {
    let (_folder, path) = folder();
    let store = open(&path);
    set_up(&store);
    let key = Key::Attribute(AttributeCode::parse("colours").unwrap());
    let json = r#"{"definition":{"code":"colours","label":{"*":"Colours","de":"Farben"},
        "input":"list","display_group":"admin_and_storefront","required":["admin"],
        "filterable":true,"options":["red","blue"],"multiple":true}}"#;
    let definition = Record::from_json(&key, json, Version::FIRST, None).unwrap();
    let key = Key::Customer(customer_id(1));
    let json = customer(1, "ann", "Lee").to_json().unwrap();
    let (begin, end) = json.split_at(json.len() - 1);
    let json = format!(
        r#"{begin},"attributes":{{"text":{{"colours":["red","blue"],"code":"[7]"}},
            "number":{{"points":12,"rate":"0.1"}},"date":{{"born":"1980-02-29"}},
            "yes_no":{{"newsletter":true,"terms":false}},"defaulted":["rate"]}}{end}"#
    );
    let ann = Record::from_json(&key, &json, Version::FIRST, None).unwrap();
    let changes = set(&store)
        .put(definition, Expected::Absent)
        .put(ann, Expected::Absent)
        .put(customer(2, "ben", "Lee"), Expected::Absent);
    store.commit(&changes).unwrap();
    let plain = Connection::open(&path).unwrap();
    let definitions = "SELECT tenant, code, label, input, data_type, display_group, value_source, \
                              required, is_active, is_unique, is_filterable \
                       FROM patronage_attributes_view";
    assert_eq!(
        rows(&plain, definitions),
        ["default colours Colours list text admin_and_storefront admin_entered [\"admin\"] \
          Integer(1) Integer(0) Integer(1)"]
    );
    let values = "SELECT email, attribute, type, value FROM patronage_attribute_values_view \
                  WHERE id = '0190f5a1-7c4b-7d2e-9f00-000000000001' ORDER BY attribute, value";
    assert_eq!(
        rows(&plain, values),
        [
            "ann@example.com born date 1980-02-29",
            "ann@example.com code text [7]",
            "ann@example.com colours text blue",
            "ann@example.com colours text red",
            "ann@example.com newsletter yes_no yes",
            "ann@example.com points number 12",
            "ann@example.com rate number 0.1",
            "ann@example.com terms yes_no no",
        ]
    );
    let all = "SELECT CAST(count(*) AS TEXT) FROM patronage_attribute_values_view";
    assert_eq!(rows(&plain, all), ["8"], "a customer without attributes has no row");
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
