//! Change sets about which there is a doubt.
//!
//! Here everything is looked up before it is written, in the order in which the contract wants
//! refusals said: expectations first, in the order of the changes, then unique keys.

use patronage::store::{Committed, Conflict, Key, StoreError, UniqueKey};
use rusqlite::{OptionalExtension, params_from_iter};

use crate::apply::{Batch, Step, Stop};
use crate::encode::{EncodedChange, EncodedSet, Put};
use crate::error::translate;
use crate::reference::check_expected;
use crate::unique::Holder;

impl Batch<'_> {
    /// Applies a set that a first attempt found in the way of something.
    ///
    /// A constraint that fails even so is none of ours, but one that the host added.
    pub(crate) fn apply_carefully(&mut self, set: &EncodedSet) -> Result<Committed, Stop> {
        self.with(set, |batch, step| {
            for change in &set.changes {
                let state = batch.state(set.tenant, &change.key)?;
                check_expected(&change.key, change.expected, state.map(|(version, _)| version))?;
            }
            for change in &set.changes {
                match &change.put {
                    Some(put) => batch.put_carefully(step, change, put)?,
                    None => drop(batch.take(step, change, &change.table.delete, None)?),
                }
            }
            Ok(())
        })
    }

    fn put_carefully(
        &mut self,
        step: &mut Step<'_>,
        change: &EncodedChange,
        put: &Put,
    ) -> Result<(), Stop> {
        let tenant = step.set.tenant;
        for key in &put.unique {
            if self.is_taken(tenant, key, &change.key)? {
                return Err(Conflict::Taken { key: key.clone() }.into());
            }
        }
        match self.state(tenant, &change.key)? {
            Some((_, counted_in)) => {
                self.execute(&change.table.overwrite, put, None)?;
                if change.table.keyed {
                    self.settle_attribute_keys(tenant, &change.key, put)?;
                }
                step.count(&change.key, counted_in, -1);
                step.count(&change.key, put.counted_in, 1);
            }
            None => drop(self.insert(step, change, put, &change.table.insert)?),
        }
        self.wrote(step, change, put)
    }

    /// Whether another customer holds a unique key.
    fn is_taken(&self, tenant: i64, key: &UniqueKey, by: &Key) -> Result<bool, StoreError> {
        let Key::Customer(id) = by else { return Ok(false) };
        let Some(holder) = Holder::of(key) else { return Ok(false) };
        let found = self.connection.prepare_cached(holder.sql).and_then(|mut statement| {
            let cells = params_from_iter(holder.cells(tenant));
            statement.query_row(cells, |row| row.get::<_, [u8; 16]>(3)).optional()
        });
        Ok(found.map_err(translate)?.is_some_and(|found| found != *id.as_bytes()))
    }
}
