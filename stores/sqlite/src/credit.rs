//! Operations on credit accounts: decided by the core inside the transaction, by the accounts as
//! they stand there.

mod accounts;
mod check;
mod listing;

use patronage::credit::{CreditCommand, CreditEntry, CreditPosition, Decided, IdempotencyKey};
use patronage::event::{EventPosition, NewEvent};
use patronage::store::{AssignedEvent, Record, StoreError, decide_credit};
use patronage::version::Version;
use rusqlite::params;

use crate::apply::{Batch, Step, Stop};
use crate::cell::Cell;
use crate::encode::{EncodedEvent, Put, place_cells};
use crate::number::signed;
use crate::snapshot::SqliteSnapshot;
use crate::table::Table;
use crate::tenant::Head;

pub(crate) use accounts::Accounts;
use accounts::WithAccounts;
pub(crate) use check::{check_credit, check_entries};
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
            for position in decided.changed() {
                self.put_position(step, position)?;
            }
            for entry in &decided.entries {
                let event = EncodedEvent::new(&NewEvent::from(entry.clone()))?;
                let appended = self.append(step, &event)?;
                self.put_entry(step, entry, appended.position, decided.made_by(entry))?;
                events.push(appended);
            }
            step.accounts.note(step.set.tenant, &decided);
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
        let stored = SqliteSnapshot::within(self.connection, set.tenant, head.generation);
        let now = WithAccounts { stored, noted: [&step.accounts, &self.accounts] };
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

    /// Where an entry stands, and what it made.
    fn put_entry(
        &self,
        step: &Step<'_>,
        entry: &CreditEntry,
        position: EventPosition,
        made: Option<&CreditPosition>,
    ) -> Result<(), Stop> {
        let doc = made.map(|made| Record::CreditPosition(Box::new(made.clone())).to_json());
        let [on, place] = made.map_or([Cell::Null, Cell::Null], place_cells);
        self.connection
            .prepare_cached(
                "INSERT INTO patronage_credit_entries \
                     (tenant, customer, currency, number, position, idempotency_key, version, \
                      shelf, place, doc) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                step.set.tenant,
                Cell::id(entry.customer()),
                entry.currency().code(),
                Cell::entry(entry.number()),
                signed(position.as_u64()),
                entry.key().map(IdempotencyKey::as_str),
                signed(made.map_or(Version::FIRST, CreditPosition::version).as_u64()),
                on,
                place,
                doc.transpose().map_err(StoreError::from)?,
            ])?;
        Ok(())
    }

    fn put_position(&self, step: &Step<'_>, position: &CreditPosition) -> Result<(), Stop> {
        let record = Record::CreditPosition(Box::new(position.clone()));
        let key = record.key();
        let table = Table::of(&key).map_err(StoreError::backend)?;
        match self.execute(&table.overwrite, &Put::new(step.set.tenant, &key, &record)?, None)? {
            1 => Ok(()),
            _ => Err(Stop::Suspect(None)),
        }
    }
}
