//! Operations on credit accounts: decided by the core inside the transaction, by the accounts as
//! they stand there.

mod check;
mod listing;

use patronage::credit::{CreditCommand, Decided};
use patronage::store::{AssignedEvent, Record, StoreError, decide_credit};

use crate::apply::{Batch, Step, Stop};
use crate::encode::{EncodedEvent, Put};
use crate::snapshot::SqliteSnapshot;
use crate::table::Table;
use crate::tenant::Head;

pub(crate) use check::check_credit;
pub(crate) use listing::{account_key, position_key};

impl Batch<'_> {
    /// Decides the commands of a set one after the other and writes what comes of each, so that a
    /// later one sees it. `before` is the head of the tenant as the set found it.
    pub(crate) fn decide(
        &mut self,
        step: &mut Step<'_>,
        before: Head,
        events: &mut Vec<AssignedEvent>,
    ) -> Result<Vec<Decided>, Stop> {
        let mut all = Vec::with_capacity(step.set.credit.len());
        for command in &step.set.credit {
            let decided = self.decided(step, before, command)?;
            for record in decided.records() {
                self.put_credit(step, &record)?;
            }
            for event in decided.events() {
                events.push(self.append(step, &EncodedEvent::new(&event)?)?);
            }
            all.push(decided);
        }
        Ok(all)
    }

    fn decided(
        &self,
        step: &Step<'_>,
        before: Head,
        command: &CreditCommand,
    ) -> Result<Decided, Stop> {
        let Step { set, head, .. } = step;
        let now = SqliteSnapshot::within(self.connection, set.tenant, head.generation);
        decide_credit(&now, command).map_err(|error| {
            // Whatever is written about credit adds to the trail.
            let untouched = set.changes.is_empty() && *head == before;
            match error {
                StoreError::Refused(_) | StoreError::Conflict(_) if untouched => {
                    Stop::Untouched(error)
                }
                error => Stop::Refused(error),
            }
        })
    }

    fn put_credit(&self, step: &Step<'_>, record: &Record) -> Result<(), Stop> {
        let key = record.key();
        let table = Table::of(&key).map_err(StoreError::backend)?;
        self.execute(&table.upsert, &Put::new(step.set.tenant, &key, record)?, None)?;
        Ok(())
    }
}
