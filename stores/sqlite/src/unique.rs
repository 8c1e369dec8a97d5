//! Unique keys: how their holder is found.

use patronage::store::UniqueKey;

use crate::encode::Cell;
use crate::number::signed;

/// A query for the customer that holds a unique key: version, number, JSON and id.
#[derive(Debug)]
pub(crate) struct Holder<'k> {
    pub(crate) sql: &'static str,
    first: Cell<'k>,
    second: Option<Cell<'k>>,
}

macro_rules! holder {
    ($condition:literal) => {
        concat!(
            "SELECT version, number, doc, id FROM patronage_customers WHERE tenant = ?1 AND ",
            $condition
        )
    };
}

impl<'k> Holder<'k> {
    /// `None` for a kind of key that came with a later release of the core, which nobody holds.
    pub(crate) fn of(key: &'k UniqueKey) -> Option<Self> {
        let (sql, first, second) = match key {
            UniqueKey::Number(number) => {
                (holder!("number = ?2"), Cell::Integer(signed(number.as_u64())), None)
            }
            UniqueKey::Login(set, key) => (
                holder!("customer_set = ?2 AND login_key = ?3"),
                Cell::borrowed(set.as_str()),
                Some(Cell::borrowed(key)),
            ),
            UniqueKey::Email(set, key) => (
                holder!("customer_set = ?2 AND email_key = ?3"),
                Cell::borrowed(set.as_str()),
                Some(Cell::borrowed(key)),
            ),
            UniqueKey::ExternalId(key) => (holder!("external_key = ?2"), Cell::borrowed(key), None),
            _ => return None,
        };
        Some(Self { sql, first, second })
    }

    /// The parameters.
    pub(crate) fn cells(&self, tenant: i64) -> impl Iterator<Item = Cell<'_>> {
        let keys = std::iter::once(self.first.clone()).chain(self.second.clone());
        std::iter::once(Cell::Integer(tenant)).chain(keys)
    }
}
