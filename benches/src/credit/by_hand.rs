//! A ledger that somebody writes by hand who wants it fast.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use patronage_sqlite::Durability;
use patronage_sqlite::rusqlite::{Connection, params};
use tempfile::TempDir;

use crate::failure::Failure;
use crate::measure::timed;
use crate::shop::folder_in;

const TABLES: &str = "
    CREATE TABLE accounts (
        id             INTEGER NOT NULL PRIMARY KEY,
        credit_limit   INTEGER NOT NULL,
        overdraft      INTEGER NOT NULL,
        outstanding    INTEGER NOT NULL,
        reserved       INTEGER NOT NULL,
        last_number    INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE entries (
        position       INTEGER NOT NULL PRIMARY KEY,
        account        INTEGER NOT NULL REFERENCES accounts (id),
        number         INTEGER NOT NULL,
        key            TEXT    NOT NULL,
        amount         INTEGER NOT NULL,
        outstanding    INTEGER NOT NULL,
        available      INTEGER NOT NULL,
        customer_order TEXT    NOT NULL,
        purchase_order TEXT    NOT NULL,
        due            TEXT    NOT NULL,
        author         TEXT    NOT NULL,
        at             TEXT    NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entries_by_key ON entries (account, key);";

/// A new file with its connection.
pub(super) struct HandLedger {
    connection: Connection,
    _folder: TempDir,
}

impl HandLedger {
    pub(super) fn new(place: &Path, durability: Durability) -> Result<Self, Failure> {
        let folder = folder_in(place)?;
        let connection = Connection::open(folder.path().join("hand.db"))?;
        let synchronous = match durability {
            Durability::Normal => "NORMAL",
            _ => "FULL",
        };
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous};
             PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;
             PRAGMA wal_autocheckpoint = 8192; {TABLES}"
        ))?;
        Ok(Self { connection, _folder: folder })
    }

    /// Charges one unit each, on so many accounts in turn.
    pub(super) fn charge(&self, accounts: u32, charges: u32) -> Result<Duration, Failure> {
        for account in 0..accounts {
            let sql = "INSERT INTO accounts VALUES (?1, 100000000000, 0, 0, 0, 0)";
            self.connection.execute(sql, [account])?;
        }
        let mut begin = self.connection.prepare("BEGIN IMMEDIATE")?;
        let mut read = self.connection.prepare(
            "SELECT credit_limit, overdraft, outstanding, reserved, last_number
             FROM accounts WHERE id = ?1",
        )?;
        let mut insert = self.connection.prepare(
            "INSERT INTO entries (account, number, key, amount, outstanding, available,
                 customer_order, purchase_order, due, author, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        let mut update = self
            .connection
            .prepare("UPDATE accounts SET outstanding = ?2, last_number = ?3 WHERE id = ?1")?;
        let mut commit = self.connection.prepare("COMMIT")?;
        let orders: Vec<String> = (0..charges).map(|charge| format!("order-{charge}")).collect();
        timed(|| {
            for (order, charge) in orders.iter().zip(0..) {
                let account = u32::checked_rem(charge, accounts).unwrap_or(0);
                begin.execute([])?;
                let row: [i64; 5] = read.query_row([account], |row| {
                    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
                })?;
                let [limit, overdraft, outstanding, reserved, number] = row;
                let (amount, owed) = (1, outstanding.saturating_add(1));
                let available = limit.saturating_sub(owed).saturating_sub(reserved);
                if available.saturating_add(overdraft) < 0 {
                    return Err(Failure::Unequal("the limit is used up by hand".to_owned()));
                }
                let number = number.saturating_add(1);
                let at = Timestamp::now().to_string();
                insert.execute(params![
                    account,
                    number,
                    order,
                    amount,
                    owed,
                    available,
                    order,
                    "PO-7",
                    "2026-01-31",
                    "jane@shop.example",
                    at
                ])?;
                update.execute(params![account, owed, number])?;
                commit.execute([])?;
            }
            Ok(())
        })
    }
}
