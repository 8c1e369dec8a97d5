//! What is there, and who refers to it.

use patronage::code::CustomerSetCode;
use patronage::store::{Conflict, Expected, Key, StoreError};
use patronage::version::Version;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::apply::Batch;
use crate::cell::{Cell, key_cells};
use crate::encode::EncodedSet;
use crate::error::{damaged, translate};
use crate::number::unsigned;
use crate::table::Table;

impl Batch<'_> {
    /// Whether, after all changes, no record refers to one that is not there: first what was put,
    /// then what was deleted.
    ///
    /// The schema has the same rule as foreign keys, which would speak up only at the end of the
    /// transaction, and for all its sets at once.
    pub(crate) fn check_references(&mut self, set: &EncodedSet) -> Result<(), StoreError> {
        for put in set.changes.iter().filter_map(|change| change.put.as_ref()) {
            for key in &put.references {
                if !self.is_there(set.tenant, key)? {
                    return Err(Conflict::Missing { key: key.clone() }.into());
                }
            }
        }
        for change in set.changes.iter().filter(|change| change.put.is_none()) {
            if self.is_referenced(set.tenant, &change.key)? {
                return Err(Conflict::Referenced { key: change.key.clone() }.into());
            }
        }
        Ok(())
    }

    fn is_there(&mut self, tenant: i64, key: &Key) -> Result<bool, StoreError> {
        let known = (tenant, key.clone());
        if self.known.contains(&known) {
            return Ok(true);
        }
        let there = self.version(tenant, key)?.is_some();
        if there {
            self.known.insert(known);
        }
        Ok(there)
    }

    fn is_referenced(&self, tenant: i64, key: &Key) -> Result<bool, StoreError> {
        let sql = match key {
            Key::CustomerSet(_) => {
                "SELECT EXISTS (SELECT 1 FROM patronage_customers \
                                WHERE tenant = ?1 AND customer_set = ?2) \
                 OR EXISTS (SELECT 1 FROM patronage_sites \
                            WHERE tenant = ?1 AND customer_set = ?2) \
                 OR EXISTS (SELECT 1 FROM patronage_settings \
                            WHERE tenant = ?1 AND customer_set = ?2)"
            }
            Key::Site(_) => {
                "SELECT EXISTS (SELECT 1 FROM patronage_orders WHERE tenant = ?1 AND site = ?2) \
                 OR EXISTS (SELECT 1 FROM patronage_customers WHERE tenant = ?1 AND site = ?2)"
            }
            Key::Customer(_) => {
                "SELECT EXISTS (SELECT 1 FROM patronage_activity \
                                WHERE tenant = ?1 AND customer = ?2) \
                 OR EXISTS (SELECT 1 FROM patronage_orders WHERE tenant = ?1 AND customer = ?2) \
                 OR EXISTS (SELECT 1 FROM patronage_credit_accounts \
                            WHERE tenant = ?1 AND customer = ?2)"
            }
            Key::CreditAccount(..) => {
                "SELECT EXISTS (SELECT 1 FROM patronage_credit_entries \
                                WHERE tenant = ?1 AND customer = ?2 AND currency = ?3)"
            }
            _ => return Ok(false),
        };
        let cells = std::iter::once(Cell::Integer(tenant)).chain(key_cells(key));
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.query_row(params_from_iter(cells), |row| row.get(0))
            })
            .map_err(translate)
    }

    /// The version of a record; `None` when it is not there.
    pub(crate) fn version(&self, tenant: i64, key: &Key) -> Result<Option<Version>, StoreError> {
        Ok(self.state(tenant, key)?.map(|(version, _)| version))
    }

    /// The version of a record and the set by which it is counted.
    pub(crate) fn state(
        &self,
        tenant: i64,
        key: &Key,
    ) -> Result<Option<(Version, Option<CustomerSetCode>)>, StoreError> {
        let table = Table::of(key).map_err(StoreError::backend)?;
        let cells = std::iter::once(Cell::Integer(tenant)).chain(key_cells(key));
        let state = self
            .connection
            .prepare_cached(&table.state)
            .and_then(|mut statement| {
                let read =
                    |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?));
                statement.query_row(params_from_iter(cells), read).optional()
            })
            .map_err(translate)?;
        let Some((version, set)) = state else { return Ok(None) };
        let version = Version::new(unsigned(version)).map_err(damaged)?;
        Ok(Some((version, set.as_deref().map(parse_set).transpose()?)))
    }
}

pub(crate) fn check_expected(
    key: &Key,
    expected: Expected,
    current: Option<Version>,
) -> Result<(), Conflict> {
    if expected.allows(current) {
        return Ok(());
    }
    Err(Conflict::Version { key: key.clone(), current })
}

pub(crate) fn parse_set(code: &str) -> Result<CustomerSetCode, StoreError> {
    CustomerSetCode::parse(code).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use patronage::code::SegmentCode;
    use patronage::id::CustomerId;
    use rusqlite::params;
    use uuid::Uuid;

    use super::*;
    use crate::SqliteStore;

    /// A foreign key is a query for those that refer to what is deleted.
    #[test]
    fn what_refers_to_a_record_is_not_looked_for_among_all_that_a_tenant_has() {
        let store = SqliteStore::in_memory().unwrap();
        let connection = store.database.writer.lock();
        let customer = Key::Customer(CustomerId::from_uuid(Uuid::nil()));
        let segment = Key::Segment(SegmentCode::parse("press").unwrap());
        let members = "DELETE FROM patronage_members WHERE tenant = ?1 AND customer = ?2";
        let deletions = [customer, segment].map(|key| Table::of(&key).unwrap().delete.as_str());
        for sql in deletions.into_iter().chain([members]) {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = explain.query_map(params![1, "x"], |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.map(Result::unwrap).collect();
            assert!(!steps.concat().contains("(tenant=?)"), "{sql}: {steps:#?}");
            assert!(!steps.concat().contains("SCAN"), "{sql}: {steps:#?}");
        }
    }
}
