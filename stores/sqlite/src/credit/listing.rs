//! Listings of credit accounts, of what is in them, and of their ledgers.

use patronage::code::SiteCode;
use patronage::event::Event;
use patronage::id::{CustomerId, EntryNumber};
use patronage::money::Currency;
use patronage::page::PageLimit;
use patronage::store::{Entries, EntryQuery, Key, Record, ShelfQuery, StoreError};
use patronage::time::Timestamp;
use rusqlite::Row;
use uuid::Uuid;

use crate::cell::Cell;
use crate::error::{damaged, translate};
use crate::listing::event;
use crate::number::unsigned;
use crate::snapshot::{SqliteSnapshot, record};

impl SqliteSnapshot<'_> {
    pub(crate) fn credit_accounts(&self, of: CustomerId) -> Result<Vec<Record>, StoreError> {
        self.rows(ACCOUNTS, [Cell::Integer(self.tenant), Cell::id(of)], account)
    }

    pub(crate) fn credit_accounts_due(
        &self,
        at: Timestamp,
        limit: PageLimit,
    ) -> Result<Vec<Record>, StoreError> {
        let cells = [Cell::Integer(self.tenant), Cell::Integer(at.as_microseconds())];
        self.rows(&due_statement(limit), cells, account)
    }

    pub(crate) fn credit_accounts_on(
        &self,
        site: &SiteCode,
        behind: Option<(CustomerId, Currency)>,
        limit: PageLimit,
    ) -> Result<Vec<Record>, StoreError> {
        let mut cells = vec![Cell::Integer(self.tenant), Cell::borrowed(site.as_str())];
        let place = behind
            .map(|(customer, currency)| [Cell::id(customer), Cell::borrowed(currency.code())]);
        cells.extend(place.into_iter().flatten());
        self.rows(&on_statement(behind.is_some(), limit), cells, account)
    }

    pub(crate) fn credit_shelf(&self, query: &ShelfQuery) -> Result<Vec<Record>, StoreError> {
        let (sql, cells) = shelf_statement(self.tenant, query);
        self.rows(&sql, cells, position)
    }

    pub(crate) fn credit_entries(&self, query: &EntryQuery) -> Result<Vec<Event>, StoreError> {
        let (sql, cells) = entries_statement(self.tenant, query);
        let mut entries = self.rows(&sql, cells, event)?;
        if matches!(query.entries, Entries::Last { .. }) {
            entries.reverse();
        }
        Ok(entries)
    }
}

const ACCOUNTS: &str = "SELECT version, NULL, doc, customer, currency \
                        FROM patronage_credit_accounts WHERE tenant = ?1 AND customer = ?2 \
                        ORDER BY currency";

fn due_statement(limit: PageLimit) -> String {
    format!(
        "SELECT version, NULL, doc, customer, currency FROM patronage_credit_accounts \
         WHERE tenant = ?1 AND next_expiry <= ?2 ORDER BY next_expiry, customer, currency LIMIT {}",
        limit.get()
    )
}

/// Every account is looked at, in the order of the key: terms are asked for by their site once in a
/// while, by a person who is about to change them. The code of a site needs no escapes.
fn on_statement(is_behind: bool, limit: PageLimit) -> String {
    let after = if is_behind { "AND (customer, currency) > (?3, ?4)" } else { "" };
    format!(
        "SELECT version, NULL, doc, customer, currency FROM patronage_credit_accounts \
         WHERE tenant = ?1 {after} AND doc ->> ('$.terms.\"' || ?2 || '\"') IS NOT NULL \
         ORDER BY customer, currency LIMIT {}",
        limit.get()
    )
}

fn shelf_statement(tenant: i64, query: &ShelfQuery) -> (String, Vec<Cell<'_>>) {
    let ShelfQuery { customer, currency, shelf, behind, limit } = query;
    let mut cells = vec![Cell::Integer(tenant), Cell::id(*customer)];
    cells.extend([Cell::borrowed(currency.code()), Cell::shelf(*shelf)]);
    let mut after = "";
    if let Some((place, number)) = behind {
        cells.extend([Cell::Integer(*place), Cell::entry(*number)]);
        after = "AND (place, number) > (?5, ?6)";
    }
    let sql = format!(
        "SELECT version, NULL, doc, customer, currency, number FROM patronage_credit_entries \
         WHERE tenant = ?1 AND customer = ?2 AND currency = ?3 AND shelf = ?4 {after} \
         ORDER BY place, number LIMIT {}",
        limit.get()
    );
    (sql, cells)
}

fn entries_statement(tenant: i64, query: &EntryQuery) -> (String, Vec<Cell<'_>>) {
    let EntryQuery { customer, currency, entries, limit } = query;
    let mut cells = vec![Cell::Integer(tenant), Cell::id(*customer)];
    cells.push(Cell::borrowed(currency.code()));
    let (which, order) = match entries {
        Entries::All => ("", "ORDER BY entries.number"),
        Entries::Behind(number) => {
            cells.push(Cell::entry(*number));
            ("AND entries.number > ?4", "ORDER BY entries.number")
        }
        Entries::Last { before: None } => ("", "ORDER BY entries.number DESC"),
        Entries::Last { before: Some(number) } => {
            cells.push(Cell::entry(*number));
            ("AND entries.number < ?4", "ORDER BY entries.number DESC")
        }
        Entries::Of(key) => {
            cells.push(Cell::borrowed(key.as_str()));
            ("AND entries.idempotency_key = ?4", "")
        }
    };
    let sql = format!(
        "SELECT events.position, events.number, events.doc \
         FROM patronage_credit_entries AS entries CROSS JOIN patronage_events AS events \
           ON events.tenant = entries.tenant AND events.position = entries.position \
         WHERE entries.tenant = ?1 AND entries.customer = ?2 AND entries.currency = ?3 {which} \
         {order} LIMIT {}",
        limit.get()
    );
    (sql, cells)
}

/// An account out of version, number, JSON, customer and currency.
fn account(row: &Row<'_>) -> Result<Record, StoreError> {
    let (customer, currency) = account_key(row, 3)?;
    record(&Key::CreditAccount(customer, currency), row, 0)
}

/// A position out of version, number, JSON, customer, currency and number of the entry.
fn position(row: &Row<'_>) -> Result<Record, StoreError> {
    record(&position_key(row, 3)?, row, 0)
}

/// The customer and the currency of an account, which stand in two columns.
pub(crate) fn account_key(
    row: &Row<'_>,
    from: usize,
) -> Result<(CustomerId, Currency), StoreError> {
    let customer = row.get(from).map_err(translate)?;
    let currency = row.get_ref(from.saturating_add(1)).map_err(translate)?;
    let currency = Currency::parse(currency.as_str().map_err(damaged)?).map_err(damaged)?;
    Ok((CustomerId::from_uuid(Uuid::from_bytes(customer)), currency))
}

/// The key of a position, which stands in three columns.
pub(crate) fn position_key(row: &Row<'_>, from: usize) -> Result<Key, StoreError> {
    let (customer, currency) = account_key(row, from)?;
    let number: i64 = row.get(from.saturating_add(2)).map_err(translate)?;
    let number = EntryNumber::new(unsigned(number)).map_err(damaged)?;
    Ok(Key::CreditPosition(customer, currency, number))
}

#[cfg(test)]
mod tests {
    use patronage::credit::{IdempotencyKey, Shelf};

    use super::*;
    use crate::SqliteStore;
    use crate::listing::tests::plan;

    /// However many accounts, entries and positions there are, each listing begins where its rows are
    /// and sorts nothing.
    #[test]
    fn listings_of_credit_walk_their_indexes_and_sort_nothing() {
        let store = SqliteStore::in_memory().unwrap();
        let connection = store.database.writer.lock();
        let customer = CustomerId::from_uuid(Uuid::nil());
        let (currency, limit) = (Currency::parse("USD").unwrap(), PageLimit::default());
        let walks = |sql: &str, cells: &[Cell<'_>], index: &str| {
            let plan = plan(&connection, sql, cells);
            assert!(plan.contains(index) && !plan.contains("B-TREE"), "{sql}: {plan}");
        };
        let number = EntryNumber::FIRST;
        let key = IdempotencyKey::parse("order-1").unwrap();
        let account = "(tenant=? AND customer=? AND currency=?";
        let (all, by_number) =
            (format!("PRIMARY KEY {account}"), format!("PRIMARY KEY {account} AND number"));
        let index = "patronage_credit_entries_by_idempotency_key";
        let by_key = format!("{index} {account} AND idempotency_key=?)");
        for (entries, index) in [
            (Entries::All, all.clone()),
            (Entries::Behind(number), by_number.clone()),
            (Entries::Last { before: None }, all),
            (Entries::Last { before: Some(number) }, by_number),
            (Entries::Of(key), by_key),
        ] {
            let query = EntryQuery { customer, currency, entries, limit };
            let (sql, cells) = entries_statement(1, &query);
            walks(&sql, &cells, &index);
        }
        for behind in [None, Some((7, number))] {
            let shelf = Shelf::OpenItems;
            let query = ShelfQuery { customer, currency, shelf, behind, limit };
            let (sql, cells) = shelf_statement(1, &query);
            let index = "patronage_credit_entries_by_place";
            walks(&sql, &cells, &format!("{index} {account} AND shelf=?"));
        }
        let cells = [Cell::Integer(1), Cell::id(customer)];
        walks(ACCOUNTS, &cells, "PRIMARY KEY (tenant=? AND customer=?)");
        let by_expiry = "patronage_credit_accounts_by_expiry (tenant=? AND next_expiry<?)";
        walks(&due_statement(limit), &[Cell::Integer(1), Cell::Integer(7)], by_expiry);
    }
}
