//! The keys of attributes, by which customers are unique and found.
//!
//! They stand in two tables beside the customers. A customer says how many it has, so that one who
//! has none, as most have, is written without a look at these tables.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, CustomerSetCode};
use patronage::id::CustomerId;
use patronage::store::{Key, Record, StoreError, UniqueKey};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, params};

use crate::apply::{Batch, Stop};
use crate::cell::Cell;
use crate::encode::Put;
use crate::error::{damaged, translate};
use crate::reference::parse_set;

/// What a key is for, and so in which table it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Purpose {
    Unique,
    Filter,
}

/// A key that a customer holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    purpose: Purpose,
    customer_set: CustomerSetCode,
    attribute: AttributeCode,
    key: AttributeKey,
}

/// Both tables have the same columns, and a row is found by its primary key.
macro_rules! statements {
    ($table:literal) => {
        (
            concat!(
                "INSERT INTO ",
                $table,
                " (tenant, customer_set, attribute, key, customer) VALUES (?1, ?2, ?3, ?4, ?5)"
            ),
            concat!(
                "DELETE FROM ",
                $table,
                " WHERE tenant = ?1 AND customer_set = ?2 AND attribute = ?3 AND key = ?4 \
                 AND customer = ?5"
            ),
        )
    };
}

impl Purpose {
    const ALL: [Self; 2] = [Self::Unique, Self::Filter];

    /// The statements that put a row in and take it out.
    fn statements(self) -> (&'static str, &'static str) {
        match self {
            Self::Unique => statements!("patronage_unique_attributes"),
            Self::Filter => statements!("patronage_filter_attributes"),
        }
    }

    /// The statement that takes all rows of a customer out.
    fn clear(self) -> &'static str {
        match self {
            Self::Unique => {
                "DELETE FROM patronage_unique_attributes WHERE tenant = ?1 AND customer = ?2"
            }
            Self::Filter => {
                "DELETE FROM patronage_filter_attributes WHERE tenant = ?1 AND customer = ?2"
            }
        }
    }
}

impl Held {
    /// The keys that a record says to hold.
    pub(crate) fn of(record: &Record) -> BTreeSet<Self> {
        Self::of_customer(record, &record.unique_keys())
    }

    /// The same, of a record whose unique keys are known.
    pub(crate) fn of_customer(record: &Record, unique: &[UniqueKey]) -> BTreeSet<Self> {
        let Record::Customer(customer) = record else { return BTreeSet::new() };
        let filters = record.filter_keys();
        let is_of_attribute = |key: &UniqueKey| matches!(key, UniqueKey::Attribute(..));
        if filters.is_empty() && !unique.iter().any(is_of_attribute) {
            return BTreeSet::new();
        }
        let unique = unique.iter().filter_map(|key| match key {
            UniqueKey::Attribute(customer_set, attribute, key) => Some(Self {
                purpose: Purpose::Unique,
                customer_set: *customer_set,
                attribute: *attribute,
                key: key.clone(),
            }),
            _ => None,
        });
        let filters = filters.into_iter().map(|(attribute, key)| Self {
            purpose: Purpose::Filter,
            customer_set: *customer.customer_set(),
            attribute,
            key,
        });
        unique.chain(filters).collect()
    }

    /// The keys that are kept for a customer.
    pub(crate) fn by(
        connection: &Connection,
        tenant: i64,
        customer: CustomerId,
    ) -> Result<BTreeSet<Self>, StoreError> {
        let mut statement = connection.prepare_cached(KEPT).map_err(translate)?;
        let cells = params![tenant, Cell::id(customer)];
        let mut rows = statement.query(cells).map_err(translate)?;
        let mut held = BTreeSet::new();
        while let Some(row) = rows.next().map_err(translate)? {
            held.insert(Self::read(row)?);
        }
        Ok(held)
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let text = |column: usize| {
            let text = row.get_ref(column).map_err(translate)?;
            text.as_str().map_err(damaged)
        };
        let is_filter: bool = row.get(0).map_err(translate)?;
        Ok(Self {
            purpose: if is_filter { Purpose::Filter } else { Purpose::Unique },
            customer_set: parse_set(text(1)?)?,
            attribute: AttributeCode::parse(text(2)?).map_err(damaged)?,
            key: match row.get_ref(3).map_err(translate)? {
                ValueRef::Integer(number) => AttributeKey::Integer(number),
                _ => AttributeKey::Text(text(3)?.to_owned()),
            },
        })
    }
}

const KEPT: &str = "SELECT 0, customer_set, attribute, key FROM patronage_unique_attributes \
                    WHERE tenant = ?1 AND customer = ?2 \
                    UNION ALL \
                    SELECT 1, customer_set, attribute, key FROM patronage_filter_attributes \
                    WHERE tenant = ?1 AND customer = ?2";

impl<'a> Cell<'a> {
    /// A key of an attribute, in the type that it has.
    pub(crate) fn attribute(key: &'a AttributeKey) -> Self {
        match key {
            AttributeKey::Integer(number) => Cell::Integer(*number),
            AttributeKey::Text(text) => Cell::borrowed(text),
        }
    }
}

impl Batch<'_> {
    /// Keeps the keys of a customer for whom none are kept yet.
    pub(crate) fn keep_attribute_keys(
        &self,
        tenant: i64,
        key: &Key,
        put: &Put,
    ) -> Result<(), Stop> {
        let Key::Customer(customer) = key else { return Ok(()) };
        for held in &put.attribute_keys {
            self.change_key(held.purpose.statements().0, tenant, *customer, held)?;
        }
        Ok(())
    }

    /// Makes the keys that are kept for a customer those of its record. A customer changes more
    /// often than its attributes, so what stays is not written again.
    pub(crate) fn settle_attribute_keys(
        &self,
        tenant: i64,
        key: &Key,
        put: &Put,
    ) -> Result<(), Stop> {
        let Key::Customer(customer) = key else { return Ok(()) };
        let kept = Held::by(self.connection, tenant, *customer)?;
        for held in kept.difference(&put.attribute_keys) {
            self.change_key(held.purpose.statements().1, tenant, *customer, held)?;
        }
        for held in put.attribute_keys.difference(&kept) {
            self.change_key(held.purpose.statements().0, tenant, *customer, held)?;
        }
        Ok(())
    }

    /// Takes out the keys of a customer who is deleted.
    pub(crate) fn take_attribute_keys(&self, tenant: i64, key: &Key) -> Result<(), Stop> {
        let Key::Customer(customer) = key else { return Ok(()) };
        for purpose in Purpose::ALL {
            let mut statement = self.connection.prepare_cached(purpose.clear())?;
            statement.execute(params![tenant, Cell::id(*customer)])?;
        }
        Ok(())
    }

    fn change_key(
        &self,
        sql: &str,
        tenant: i64,
        customer: CustomerId,
        held: &Held,
    ) -> rusqlite::Result<()> {
        let Held { customer_set, attribute, key, .. } = held;
        let cells = params![
            tenant,
            customer_set.as_str(),
            attribute.as_str(),
            Cell::attribute(key),
            Cell::id(customer)
        ];
        self.connection.prepare_cached(sql)?.execute(cells).map(drop)
    }
}
