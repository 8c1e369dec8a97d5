//! Unique keys: how their holder is found.

use patronage::code::CustomerSetCode;
use patronage::store::UniqueKey;

use crate::cell::Cell;
use crate::number::signed;

/// A query for the customer that holds a unique key: version, number, JSON and id.
#[derive(Debug)]
pub(crate) struct Holder<'k> {
    pub(crate) sql: &'static str,
    keys: [Option<Cell<'k>>; 3],
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
        let one = |key| [Some(key), None, None];
        let in_set = |set: &'k CustomerSetCode, key: &'k str| {
            [Some(Cell::borrowed(set.as_str())), Some(Cell::borrowed(key)), None]
        };
        let (sql, keys) = match key {
            UniqueKey::Number(number) => {
                (holder!("number = ?2"), one(Cell::Integer(signed(number.as_u64()))))
            }
            UniqueKey::Login(set, key) => {
                (holder!("customer_set = ?2 AND login_key = ?3"), in_set(set, key))
            }
            UniqueKey::Email(set, key) => {
                (holder!("customer_set = ?2 AND email_key = ?3"), in_set(set, key))
            }
            UniqueKey::ExternalId(key) => (holder!("external_key = ?2"), one(Cell::borrowed(key))),
            UniqueKey::Attribute(set, attribute, key) => {
                let [set, attribute, _] = in_set(set, attribute.as_str());
                (
                    holder!(
                        "id = (SELECT customer FROM patronage_unique_attributes WHERE tenant = ?1 \
                         AND customer_set = ?2 AND attribute = ?3 AND key = ?4)"
                    ),
                    [set, attribute, Some(Cell::attribute(key))],
                )
            }
            _ => return None,
        };
        Some(Self { sql, keys })
    }

    /// The parameters.
    pub(crate) fn cells(&self, tenant: i64) -> impl Iterator<Item = Cell<'_>> {
        std::iter::once(Cell::Integer(tenant)).chain(self.keys.iter().flatten().cloned())
    }
}
