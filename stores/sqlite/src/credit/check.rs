//! What is wrong with credit accounts: with their figures, what is in them, and their ledgers.

use patronage::credit::{CreditAccount, CreditEntry, CreditPosition, IdempotencyKey, Shelf};
use patronage::money::Money;
use patronage::store::{Key, Record, StoreError};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::listing::{account_key, position_key};
use crate::cell::{Cell, key_cells};
use crate::check::{CheckReport, Finding};
use crate::encode::place_cells;
use crate::error::translate;
use crate::listing::event;
use crate::number::signed;
use crate::snapshot::record;

/// Holds the accounts against their ledgers and against what is in them. Records that cannot be read
/// are found elsewhere.
pub(crate) fn check_credit(
    connection: &Connection,
    report: &mut CheckReport,
) -> Result<(), StoreError> {
    let sql =
        "SELECT version, NULL, doc, customer, currency, tenant FROM patronage_credit_accounts";
    let mut statement = connection.prepare(sql).map_err(translate)?;
    let mut rows = statement.query([]).map_err(translate)?;
    while let Some(row) = rows.next().map_err(translate)? {
        let Ok((customer, currency)) = account_key(row, 3) else { continue };
        let key = Key::CreditAccount(customer, currency);
        let Ok(Record::CreditAccount(account)) = record(&key, row, 0) else { continue };
        let tenant = row.get(5).map_err(translate)?;
        let (customer, currency) = (customer.to_string(), currency.to_string());
        if !ends_its_ledger(connection, tenant, &key, &account)? {
            let (customer, currency) = (customer.clone(), currency.clone());
            report.findings.push(Finding::CreditLedger { customer, currency });
        }
        if !adds_up(connection, tenant, &key, &account)? {
            report.findings.push(Finding::CreditPositions { customer, currency });
        }
    }
    Ok(())
}

/// Holds the rows by which the entries of ledgers are found against the events, so many of which are
/// entries.
pub(crate) fn check_entries(
    connection: &Connection,
    events: u64,
    report: &mut CheckReport,
) -> Result<(), StoreError> {
    let sql = "SELECT events.position, events.number, events.doc, entries.idempotency_key, \
                      entries.customer, entries.currency, entries.number \
               FROM patronage_credit_entries AS entries LEFT JOIN patronage_events AS events \
                 ON events.tenant = entries.tenant AND events.position = entries.position";
    let mut statement = connection.prepare(sql).map_err(translate)?;
    let mut rows = statement.query([]).map_err(translate)?;
    let mut found = 0_u64;
    while let Some(row) = rows.next().map_err(translate)? {
        found = found.saturating_add(1);
        let key = position_key(row, 4)?;
        if !is_found_as_entry(row, &key)? {
            let reason = format!("the {key} is found as another entry than it is");
            report.findings.push(Finding::Record { reason });
        }
    }
    if found != events {
        let reason = format!("{events} events are entries of credit, of which {found} are found");
        report.findings.push(Finding::Record { reason });
    }
    Ok(())
}

/// Whether the event at the position of an entry is that entry.
fn is_found_as_entry(row: &Row<'_>, key: &Key) -> Result<bool, StoreError> {
    let idempotency_key: Option<String> = row.get(3).map_err(translate)?;
    let Ok(event) = event(row) else { return Ok(false) };
    Ok(event.credit_entry().is_some_and(|entry| {
        let is = Key::CreditPosition(entry.customer(), entry.currency(), entry.number());
        is == *key && entry.key().map(IdempotencyKey::as_str) == idempotency_key.as_deref()
    }))
}

/// Whether an account is what the last entry of its ledger says, whose numbers have no gaps.
fn ends_its_ledger(
    connection: &Connection,
    tenant: i64,
    key: &Key,
    account: &CreditAccount,
) -> Result<bool, StoreError> {
    let sql = "SELECT events.position, events.number, events.doc, \
                      (SELECT count(*) FROM patronage_credit_entries \
                       WHERE tenant = ?1 AND customer = ?2 AND currency = ?3) \
               FROM patronage_credit_entries AS entries CROSS JOIN patronage_events AS events \
                 ON events.tenant = entries.tenant AND events.position = entries.position \
               WHERE entries.tenant = ?1 AND entries.customer = ?2 AND entries.currency = ?3 \
               ORDER BY entries.number DESC LIMIT 1";
    let cells = std::iter::once(Cell::Integer(tenant)).chain(key_cells(key));
    let read = |row: &Row<'_>| Ok((event(row), row.get::<_, i64>(3)?));
    let mut statement = connection.prepare_cached(sql).map_err(translate)?;
    let last = statement.query_row(params_from_iter(cells), read).optional().map_err(translate)?;
    let Some((last, count)) = last else { return Ok(false) };
    let last = last.ok().and_then(|event| event.credit_entry());
    Ok(last.is_some_and(|last| {
        count == signed(last.number().as_u64()) && is_as_recorded(account, &last)
    }))
}

fn is_as_recorded(account: &CreditAccount, last: &CreditEntry) -> bool {
    let head = account.head();
    let is_last = (head.number, head.at, head.hash) == (last.number(), last.at(), last.hash());
    let is_of_it = last.account() == account.id();
    is_last && is_of_it && account.figures().is_ok_and(|figures| Ok(figures) == last.after())
}

/// What is left on the shelves of an account.
struct Left {
    reserved: Money,
    open: Money,
    unapplied: Money,
}

/// Whether what is left in an account comes to its figures, and stands where it is found.
fn adds_up(
    connection: &Connection,
    tenant: i64,
    key: &Key,
    account: &CreditAccount,
) -> Result<bool, StoreError> {
    let sql = "SELECT version, NULL, doc, customer, currency, number, shelf, place \
               FROM patronage_credit_entries \
               WHERE tenant = ?1 AND customer = ?2 AND currency = ?3 AND doc IS NOT NULL";
    let zero = Money::zero(account.currency());
    let mut left = Left { reserved: zero, open: zero, unapplied: zero };
    let cells = std::iter::once(Cell::Integer(tenant)).chain(key_cells(key));
    let mut statement = connection.prepare_cached(sql).map_err(translate)?;
    let mut rows = statement.query(params_from_iter(cells)).map_err(translate)?;
    while let Some(row) = rows.next().map_err(translate)? {
        let position = position_key(row, 3).and_then(|key| record(&key, row, 0));
        let Ok(Record::CreditPosition(position)) = position else { continue };
        if !stands_in_its_place(row, &position)? || left.add(&position).is_none() {
            return Ok(false);
        }
    }
    Ok(account.figures().is_ok_and(|figures| {
        let owed = left.open.checked_sub(left.unapplied);
        (left.reserved, left.unapplied) == (figures.reserved(), figures.unapplied())
            && owed.is_ok_and(|owed| owed == figures.outstanding())
    }))
}

fn stands_in_its_place(row: &Row<'_>, position: &CreditPosition) -> Result<bool, StoreError> {
    let kept = [6, 7].map(|column| row.get::<_, Option<i64>>(column).map_err(translate));
    let [shelf, place] = kept.map(|kept| kept.map(|kept| kept.map_or(Cell::Null, Cell::Integer)));
    Ok([shelf?, place?] == place_cells(position))
}

impl Left {
    /// Adds what is left of a position; `None` when a sum would be out of range.
    fn add(&mut self, position: &CreditPosition) -> Option<()> {
        let Some((on, _)) = position.place() else { return Some(()) };
        let sum = match on {
            Shelf::Reservations => &mut self.reserved,
            Shelf::OpenItems => &mut self.open,
            Shelf::UnappliedPayments => &mut self.unapplied,
        };
        *sum = sum.checked_add(position.left()).ok()?;
        Some(())
    }
}
