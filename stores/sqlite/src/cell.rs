//! Parameters of statements.

use std::borrow::Cow;

use patronage::credit::Shelf;
use patronage::id::{CustomerId, EntryNumber};
use patronage::store::Key;
use rusqlite::ToSql;
use rusqlite::types::{Null, ToSqlOutput, ValueRef};

use crate::number::signed;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
    Id([u8; 16]),
}

impl Cell<'static> {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }

    pub(crate) fn optional(text: Option<String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Owned(text)))
    }
}

impl<'a> Cell<'a> {
    pub(crate) fn borrowed(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn id(id: CustomerId) -> Self {
        Self::Id(*id.as_bytes())
    }

    pub(crate) fn shelf(shelf: Shelf) -> Self {
        Self::Integer(match shelf {
            Shelf::Reservations => 1,
            Shelf::OpenItems => 2,
            Shelf::UnappliedPayments => 3,
        })
    }

    pub(crate) fn entry(number: EntryNumber) -> Self {
        Self::Integer(signed(number.as_u64()))
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::from(Null),
            Self::Integer(number) => ToSqlOutput::from(*number),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Id(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

/// The parameters of a key, without the tenant.
pub(crate) fn key_cells(key: &Key) -> impl Iterator<Item = Cell<'_>> {
    let one = |cell| [Some(cell), None, None];
    let two = |first, second| [Some(first), Some(second), None];
    let cells = match key {
        Key::CustomerSet(code) => one(Cell::borrowed(code.as_str())),
        Key::Site(code) => one(Cell::borrowed(code.as_str())),
        Key::Attribute(code) => one(Cell::borrowed(code.as_str())),
        Key::Segment(code) => one(Cell::borrowed(code.as_str())),
        Key::Customer(id) | Key::Activity(id) => one(Cell::id(*id)),
        Key::Member(code, id) => two(Cell::borrowed(code.as_str()), Cell::id(*id)),
        Key::Order(site, number) => {
            two(Cell::borrowed(site.as_str()), Cell::borrowed(number.as_str()))
        }
        Key::Consumer(name) => one(Cell::borrowed(name.as_str())),
        Key::CreditAccount(id, currency) => two(Cell::id(*id), Cell::borrowed(currency.code())),
        Key::CreditPosition(id, currency, number) => {
            let account = [Cell::id(*id), Cell::borrowed(currency.code())];
            let [customer, currency] = account.map(Some);
            [customer, currency, Some(Cell::entry(*number))]
        }
        _ => [None, None, None],
    };
    cells.into_iter().flatten()
}
