//! Reads as values.

use serde::{Deserialize, Serialize};

use super::record::Record;
use crate::activity::{Order, OrderNumber};
use crate::actor::Sets;
use crate::attribute::AttributeKey;
use crate::code::{AttributeCode, SegmentCode, SiteCode};
use crate::credit::{IdempotencyKey, Place, Shelf};
use crate::customer::{CustomerRow, CustomerSort, Direction, SortKey};
use crate::event::{Event, EventPosition};
use crate::id::{CustomerId, EntryNumber};
use crate::money::Currency;
use crate::page::PageLimit;
use crate::segment::Segment;
use crate::time::Timestamp;

/// A listing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Query {
    /// The settings of the tenant, then all customer sets, then all sites, then the definitions of
    /// all attributes, each by code, then the change of definitions that is in progress, if one is:
    /// [`Slice::Records`].
    Definitions,
    /// Segments in the order of their codes: [`Slice::Segments`].
    Segments(SegmentQuery),
    /// All segments of a customer, in the order of their codes: [`Slice::Segments`].
    SegmentsOf(CustomerId),
    /// Customers with the figures kept over their orders: [`Slice::Customers`].
    Customers(CustomerQuery),
    /// Orders of a customer, the latest first: [`Slice::Orders`].
    Orders(OrderQuery),
    /// Events in the order of their positions: [`Slice::Events`].
    Events(EventQuery),
    /// The credit accounts of a customer, by currency: [`Slice::Records`].
    CreditAccounts(CustomerId),
    /// Credit accounts in which a reservation runs out up to a moment, the first first:
    /// [`Slice::Records`].
    CreditAccountsDue(Timestamp, PageLimit),
    /// Credit accounts that have payment terms on a site, by customer and currency, behind an
    /// account: [`Slice::Records`].
    CreditAccountsOn(SiteCode, Option<(CustomerId, Currency)>, PageLimit),
    /// What is still to be dealt with in a credit account: [`Slice::Records`].
    CreditShelf(ShelfQuery),
    /// Entries in the ledger of a credit account, by number: [`Slice::Events`].
    CreditEntries(EntryQuery),
}

/// The rows of a listing. `more` says whether others follow in the direction of reading.
///
/// The rows stand in the order of the listing also when it is read backwards.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Slice {
    /// For [`Query::Definitions`] and for credit accounts and what is in them.
    Records(Vec<Record>),
    /// For [`Query::Segments`] and [`Query::SegmentsOf`].
    Segments {
        /// The segments.
        rows: Vec<Segment>,
        /// Whether others follow.
        more: bool,
    },
    /// For [`Query::Customers`].
    Customers {
        /// The customers.
        rows: Vec<CustomerRow>,
        /// Whether others follow.
        more: bool,
    },
    /// For [`Query::Orders`].
    Orders {
        /// The orders.
        rows: Vec<Order>,
        /// Whether others follow.
        more: bool,
    },
    /// For [`Query::Events`] and [`Query::CreditEntries`].
    Events(Vec<Event>),
}

/// Whether a listing is read on or back from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Toward {
    /// The rows after the place.
    Next,
    /// The rows before the place.
    Previous,
}

/// A place in a listing: the row with these values, which is not given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seek<K> {
    /// Which way to read.
    pub toward: Toward,
    /// The values of the row by which the listing is sorted.
    pub place: K,
}

/// Which customers a listing has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerScope {
    /// All of them.
    Everyone,
    /// The members of a segment.
    Segment(SegmentCode),
    /// Those who are found by a value of an attribute.
    Attribute(AttributeCode, AttributeKey),
}

/// A listing of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerQuery {
    /// Which customers.
    pub scope: CustomerScope,
    /// Of which sets.
    pub sets: Sets,
    /// Sorted by what. Rows without a value come last.
    pub sort: CustomerSort,
    /// Which way. Ties are broken by id in the same direction.
    pub direction: Direction,
    /// From where: sort key (`None` for a missing value) and id.
    pub seek: Option<Seek<(Option<SortKey>, CustomerId)>>,
    /// How many at most.
    pub limit: PageLimit,
}

/// A listing of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentQuery {
    /// From where.
    pub seek: Option<Seek<SegmentCode>>,
    /// How many at most.
    pub limit: PageLimit,
}

/// A listing of a customer's orders: by the time of placing, site and number, descending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderQuery {
    /// Whose.
    pub customer: CustomerId,
    /// From where.
    pub seek: Option<Seek<(Timestamp, SiteCode, OrderNumber)>>,
    /// How many at most.
    pub limit: PageLimit,
}

/// A listing of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventQuery {
    /// Only events after this position.
    pub after: EventPosition,
    /// Only events of this customer.
    pub customer: Option<CustomerId>,
    /// How many at most.
    pub limit: PageLimit,
}

/// A listing of the positions of a credit account that stand on a shelf, in the order of their
/// [places](crate::credit::CreditPosition::place).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfQuery {
    /// Whose account.
    pub customer: CustomerId,
    /// In which currency.
    pub currency: Currency,
    /// Which shelf.
    pub shelf: Shelf,
    /// Only positions behind this place.
    pub behind: Option<Place>,
    /// How many at most.
    pub limit: PageLimit,
}

/// A listing of the entries of a credit account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryQuery {
    /// Whose account.
    pub customer: CustomerId,
    /// In which currency.
    pub currency: Currency,
    /// Which entries.
    pub entries: Entries,
    /// How many at most.
    pub limit: PageLimit,
}

/// Which entries of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entries {
    /// All, from the first on.
    All,
    /// Those behind an entry.
    Behind(EntryNumber),
    /// Those before an entry, the last of them; without one, the last of all.
    Last {
        /// Before which.
        before: Option<EntryNumber>,
    },
    /// That of the operation that used a key, if there is one.
    Of(IdempotencyKey),
}

/// Records that the store counts, most of them by a number that it keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Collection {
    /// The customers of these sets.
    Customers(Sets),
    /// The members of a segment in these sets.
    Members(SegmentCode, Sets),
    /// The customers in these sets who are found by a value of an attribute. Their number is not
    /// kept, but counted along the index.
    Holders(AttributeCode, AttributeKey, Sets),
}
