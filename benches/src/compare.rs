//! Whether two files hold the same amount of the same things.
//!
//! Ids and times differ from run to run, so rows are counted, the values of each column are counted
//! and measured, and the schemas, counts and counters are compared as they are.

use std::path::Path;

use patronage_sqlite::rusqlite::{Connection, OpenFlags};

use crate::failure::Failure;

/// How far the total length of a column's texts may differ: times are a little shorter when they
/// end in zeros.
const TOLERANCE: f64 = 0.01;

/// Fails when the files do not hold the same.
pub(crate) fn same_work(ours: &Path, theirs: &Path) -> Result<(), Failure> {
    let ours = Connection::open_with_flags(ours, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let theirs = Connection::open_with_flags(theirs, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for sql in [
        "SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), char(10))
         FROM (SELECT * FROM sqlite_schema ORDER BY type, name)",
        "SELECT group_concat(printf('%s %d %d', name, generation, last_customer_number))
         FROM patronage_tenants",
        "SELECT group_concat(printf('%s/%s %d', segment, customer_set, count))
         FROM (SELECT * FROM patronage_counts ORDER BY segment, customer_set)",
    ] {
        let read =
            |file: &Connection| file.query_row(sql, [], |row| row.get::<_, Option<String>>(0));
        let (ours, theirs) = (read(&ours)?, read(&theirs)?);
        if ours != theirs {
            return Err(Failure::Unequal(format!("`{sql}` gives {ours:?} and {theirs:?}")));
        }
    }
    same_columns(&ours, &theirs)
}

fn same_columns(ours: &Connection, theirs: &Connection) -> Result<(), Failure> {
    let mut columns = ours.prepare(
        "SELECT tables.name, columns.name
         FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND tables.name LIKE 'patronage%'",
    )?;
    let names = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for name in names {
        let (table, column): (String, String) = name?;
        let sql = format!(
            r#"SELECT count(*), count("{column}"), total(length(CAST("{column}" AS BLOB)))
               FROM "{table}""#
        );
        let read = |file: &Connection| -> Result<(i64, i64, f64), Failure> {
            Ok(file.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
        };
        let (ours, theirs) = (read(ours)?, read(theirs)?);
        let same_length = (ours.2 - theirs.2).abs() <= TOLERANCE * ours.2.max(theirs.2);
        if (ours.0, ours.1) != (theirs.0, theirs.1) || !same_length {
            return Err(Failure::Unequal(format!(
                "{table}.{column} (rows, values, bytes): {ours:?} and {theirs:?}"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_seen() {
        let file = |sql: &str| {
            let file = Connection::open_in_memory().unwrap();
            file.execute_batch("CREATE TABLE patronage_t (a TEXT, b TEXT)").unwrap();
            file.execute_batch(sql).unwrap();
            file
        };
        let whole = file("INSERT INTO patronage_t VALUES ('x', 'y')");
        assert!(same_columns(&whole, &file("INSERT INTO patronage_t VALUES ('u', 'v')")).is_ok());
        for other in [
            "",
            "INSERT INTO patronage_t VALUES ('x', NULL)",
            "INSERT INTO patronage_t VALUES ('x', 'longer')",
            "INSERT INTO patronage_t VALUES ('x', 'y'), ('x', 'y')",
        ] {
            assert!(same_columns(&whole, &file(other)).is_err(), "{other}");
        }
    }
}
