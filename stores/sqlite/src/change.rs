//! One change: the statements for it, and what goes along with it.

use patronage::code::SegmentCode;
use patronage::id::CustomerId;
use patronage::store::{Expected, Key};
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use crate::apply::{Batch, Step, Stop};
use crate::cell::{Cell, key_cells};
use crate::encode::{EncodedChange, Put};
use crate::error::damaged;
use crate::number::signed;
use crate::reference::parse_set;
use crate::table::Update;

impl Batch<'_> {
    /// Makes a change in the belief that nothing stands against it.
    pub(crate) fn write(
        &mut self,
        step: &mut Step<'_>,
        change: &EncodedChange,
    ) -> Result<(), Stop> {
        match &change.put {
            Some(put) => {
                self.put(step, change, put)?;
                self.wrote(step, change, put)
            }
            None => self.delete(step, change),
        }
    }

    /// What follows from a put.
    pub(crate) fn wrote(
        &mut self,
        step: &mut Step<'_>,
        change: &EncodedChange,
        put: &Put,
    ) -> Result<(), Stop> {
        if let Key::Activity(customer) = &change.key {
            self.put_spend(step.set.tenant, *customer, put)?;
        }
        step.definitions_changed |= change.key.is_definition();
        self.known.insert((step.set.tenant, change.key.clone()));
        Ok(())
    }

    fn put(&self, step: &mut Step<'_>, change: &EncodedChange, put: &Put) -> Result<(), Stop> {
        let table = change.table;
        match change.expected {
            Expected::Absent => self.insert(step, change, put, &table.insert).map(drop),
            Expected::Any if table.counted => {
                if self.insert(step, change, put, &table.insert_or_skip)? {
                    return Ok(());
                }
                self.update(step, change, put, &table.update, None)
            }
            Expected::Any => one_row(self.execute(&table.upsert, put, None)?),
            Expected::Present => self.update(step, change, put, &table.update, None),
            Expected::Version(version) => {
                let version = Cell::Integer(signed(version.as_u64()));
                self.update(step, change, put, &table.update_version, Some(&version))
            }
        }
    }

    /// Puts a record in place of another one. Where neither has keys of attributes, that is all.
    fn update(
        &self,
        step: &Step<'_>,
        change: &EncodedChange,
        put: &Put,
        update: &Update,
        version: Option<&Cell<'_>>,
    ) -> Result<(), Stop> {
        if let Some(keyless) = &update.keyless
            && put.attribute_keys.is_empty()
            && self.execute(keyless, put, version)? == 1
        {
            return Ok(());
        }
        one_row(self.execute(&update.any, put, version)?)?;
        if change.table.keyed {
            self.settle_attribute_keys(step.set.tenant, &change.key, put)?;
        }
        Ok(())
    }

    /// Inserts a new record; says whether there was room for it.
    pub(crate) fn insert(
        &self,
        step: &mut Step<'_>,
        change: &EncodedChange,
        put: &Put,
        sql: &str,
    ) -> Result<bool, Stop> {
        let mut head = step.head;
        let given = match &change.key {
            Key::Customer(id) => Some((*id, head.next_customer_number()?)),
            _ => None,
        };
        let number = given.map(|(_, number)| Cell::Integer(signed(number.as_u64())));
        if self.execute(sql, put, number.as_ref())? == 0 {
            return Ok(false);
        }
        self.keep_attribute_keys(step.set.tenant, &change.key, put)?;
        step.head = head;
        step.numbers.extend(given);
        step.count(&change.key, put.counted_in, 1);
        Ok(true)
    }

    pub(crate) fn execute(
        &self,
        sql: &str,
        put: &Put,
        last: Option<&Cell<'_>>,
    ) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(params_from_iter(put.cells.iter().chain(last)))
    }

    fn delete(&mut self, step: &mut Step<'_>, change: &EncodedChange) -> Result<(), Stop> {
        let table = change.table;
        let found = match change.expected {
            Expected::Absent => return Err(Stop::Suspect(None)),
            Expected::Any | Expected::Present => self.take(step, change, &table.delete, None)?,
            Expected::Version(version) => {
                let version = Cell::Integer(signed(version.as_u64()));
                self.take(step, change, &table.delete_version, Some(version))?
            }
        };
        if found || change.expected == Expected::Any { Ok(()) } else { Err(Stop::Suspect(None)) }
    }

    /// Takes a record out with what goes along; says whether it was there.
    pub(crate) fn take(
        &mut self,
        step: &mut Step<'_>,
        change: &EncodedChange,
        sql: &str,
        version: Option<Cell<'_>>,
    ) -> Result<bool, Stop> {
        let tenant = step.set.tenant;
        self.take_memberships(step, &change.key)?;
        if let Key::Activity(customer) = &change.key {
            self.connection
                .prepare_cached("DELETE FROM patronage_spend WHERE tenant = ?1 AND customer = ?2")?
                .execute(params![tenant, Cell::id(*customer)])?;
        }
        let cells =
            std::iter::once(Cell::Integer(tenant)).chain(key_cells(&change.key)).chain(version);
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = if change.table.counted {
            let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?));
            let taken = statement.query_row(params_from_iter(cells), read).optional()?;
            if let Some((set, attribute_keys)) = &taken {
                step.count(&change.key, Some(parse_set(set)?), -1);
                if *attribute_keys > 0 {
                    self.take_attribute_keys(tenant, &change.key)?;
                }
            }
            taken.is_some()
        } else {
            statement.execute(params_from_iter(cells))? > 0
        };
        step.definitions_changed |= found && change.key.is_definition();
        self.known.remove(&(tenant, change.key.clone()));
        Ok(found)
    }

    /// Memberships go with their customer and with their segment.
    fn take_memberships(&self, step: &mut Step<'_>, key: &Key) -> Result<(), Stop> {
        let tenant = step.set.tenant;
        match key {
            Key::Customer(id) => {
                let mut statement = self.connection.prepare_cached(
                    "DELETE FROM patronage_members WHERE tenant = ?1 AND customer = ?2 \
                     RETURNING segment, customer_set",
                )?;
                let mut rows = statement.query(params![tenant, Cell::id(*id)])?;
                while let Some(row) = rows.next()? {
                    let segment = SegmentCode::parse(row.get_ref(0)?.as_str().map_err(damaged)?)
                        .map_err(damaged)?;
                    let set = parse_set(row.get_ref(1)?.as_str().map_err(damaged)?)?;
                    step.counts.push(((Some(segment), set), -1));
                }
            }
            Key::Segment(code) => {
                // A segment may have a million members: they are counted where they are, rather
                // than given back one by one.
                let mut statement = self.connection.prepare_cached(
                    "SELECT customer_set, count(*) FROM patronage_members \
                     WHERE tenant = ?1 AND segment = ?2 GROUP BY customer_set",
                )?;
                let mut rows = statement.query(params![tenant, code.as_str()])?;
                while let Some(row) = rows.next()? {
                    let set = parse_set(row.get_ref(0)?.as_str().map_err(damaged)?)?;
                    let count: i64 = row.get(1)?;
                    step.counts.push(((Some(*code), set), count.saturating_neg()));
                }
                self.connection
                    .prepare_cached(
                        "DELETE FROM patronage_members WHERE tenant = ?1 AND segment = ?2",
                    )?
                    .execute(params![tenant, code.as_str()])?;
            }
            _ => {}
        }
        Ok(())
    }

    fn put_spend(&self, tenant: i64, customer: CustomerId, put: &Put) -> Result<(), Stop> {
        for spend in &put.spend {
            self.connection
                .prepare_cached(
                    "INSERT INTO patronage_spend (tenant, customer, currency, scale, minor) \
                     VALUES (?1, ?2, ?3, ?4, ?5) \
                     ON CONFLICT (tenant, customer, currency) \
                     DO UPDATE SET scale = excluded.scale, minor = excluded.minor",
                )?
                .execute(params![
                    tenant,
                    Cell::id(customer),
                    spend.currency,
                    spend.scale,
                    spend.minor
                ])?;
        }
        let others = vec!["?"; put.spend.len()].join(", ");
        let sql = format!(
            "DELETE FROM patronage_spend WHERE tenant = ? AND customer = ? \
             AND currency NOT IN ({others})"
        );
        let currencies = put.spend.iter().map(|spend| Cell::borrowed(&spend.currency));
        let cells = [Cell::Integer(tenant), Cell::id(customer)].into_iter().chain(currencies);
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(cells))?;
        Ok(())
    }
}

/// A statement that expects a row and finds none stands against something.
fn one_row(changed: usize) -> Result<(), Stop> {
    if changed == 1 { Ok(()) } else { Err(Stop::Suspect(None)) }
}
