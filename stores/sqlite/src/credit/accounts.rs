//! Accounts of which a transaction has decided something, and which are written once at its end.
//!
//! An account that many orders are charged to is read once and written once for all that are
//! committed together.

use std::collections::BTreeMap;

use patronage::credit::{CreditAccount, Decided};
use patronage::id::CustomerId;
use patronage::money::Currency;
use patronage::store::{Collection, Key, Query, Record, Slice, Snapshot, StoreError, UniqueKey};
use patronage::time::Timestamp;
use patronage::version::Generation;
use rusqlite::params;

use crate::apply::{Batch, Stop};
use crate::cell::Cell;
use crate::number::signed;
use crate::snapshot::SqliteSnapshot;

/// Accounts as they are after what was decided, by tenant, customer and currency.
#[derive(Debug, Default)]
pub(crate) struct Accounts(BTreeMap<(i64, CustomerId, Currency), CreditAccount>);

impl Accounts {
    /// Notes an account about which something was decided.
    pub(crate) fn note(&mut self, tenant: i64, decided: &Decided) {
        if decided.is_something() {
            let account = &decided.account;
            let key = (tenant, account.customer(), account.currency());
            self.0.insert(key, account.clone());
        }
    }

    /// Takes over what a set has noted that was applied.
    pub(crate) fn absorb(&mut self, of_set: Self) {
        self.0.extend(of_set.0);
    }

    fn get(&self, tenant: i64, customer: CustomerId, currency: Currency) -> Option<&CreditAccount> {
        self.0.get(&(tenant, customer, currency))
    }
}

impl Batch<'_> {
    /// Writes the accounts that were noted, so that statements see them.
    pub(crate) fn write_accounts(&mut self) -> Result<(), Stop> {
        for ((tenant, customer, currency), account) in std::mem::take(&mut self.accounts.0) {
            let sql = "INSERT INTO patronage_credit_accounts \
                           (tenant, customer, currency, version, scale, next_expiry, doc) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                       ON CONFLICT (tenant, customer, currency) DO UPDATE \
                       SET version = excluded.version, next_expiry = excluded.next_expiry, \
                           doc = excluded.doc";
            let version = signed(account.version().as_u64());
            let next_expiry = account.next_expiry().map(Timestamp::as_microseconds);
            let doc =
                Record::CreditAccount(Box::new(account)).to_json().map_err(StoreError::from)?;
            self.connection.prepare_cached(sql)?.execute(params![
                tenant,
                Cell::id(customer),
                currency.code(),
                version,
                currency.minor_unit(),
                next_expiry,
                doc,
            ])?;
        }
        Ok(())
    }
}

/// What a transaction shows, with the accounts that are yet to be written.
#[derive(Debug)]
pub(super) struct WithAccounts<'s> {
    pub(super) stored: SqliteSnapshot<'s>,
    /// Those of the set before those of the sets before it.
    pub(super) noted: [&'s Accounts; 2],
}

impl Snapshot for WithAccounts<'_> {
    fn generation(&self) -> Result<Generation, StoreError> {
        self.stored.generation()
    }

    fn get(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        if let Key::CreditAccount(customer, currency) = key {
            let tenant = self.stored.tenant;
            let mut noted = self.noted.iter();
            let found = noted.find_map(|noted| noted.get(tenant, *customer, *currency));
            if let Some(account) = found {
                return Ok(Some(Record::CreditAccount(Box::new(account.clone()))));
            }
        }
        self.stored.get(key)
    }

    fn find(&self, key: &UniqueKey) -> Result<Option<Record>, StoreError> {
        self.stored.find(key)
    }

    /// Lists what is stored: a decision lists entries and positions, and these are written at once.
    fn query(&self, query: &Query) -> Result<Slice, StoreError> {
        self.stored.query(query)
    }

    fn count(&self, of: &Collection) -> Result<u64, StoreError> {
        self.stored.count(of)
    }
}
