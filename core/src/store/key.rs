//! What records are kept and found under.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::activity::OrderNumber;
use crate::attribute::AttributeKey;
use crate::code::{AttributeCode, CustomerSetCode, SegmentCode, SiteCode};
use crate::id::{CustomerId, CustomerNumber, EntryNumber};
use crate::money::Currency;
use crate::text::{Line, TextError};

/// Where a record is kept. Keys are within one tenant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Key {
    /// The settings of the tenant.
    Tenant,
    /// A customer set.
    CustomerSet(CustomerSetCode),
    /// A site.
    Site(SiteCode),
    /// The definition of an attribute.
    Attribute(AttributeCode),
    /// The change of definitions that is in progress.
    PendingChange,
    /// A segment.
    Segment(SegmentCode),
    /// A customer.
    Customer(CustomerId),
    /// That a customer is in a segment.
    Member(SegmentCode, CustomerId),
    /// The figures kept over a customer's orders.
    Activity(CustomerId),
    /// An order, by its number on its site.
    Order(SiteCode, OrderNumber),
    /// How far a reader of the events has come.
    Consumer(ConsumerName),
    /// How far the change of definitions has come.
    ChangeProgress,
    /// The credit account of a customer in a currency.
    CreditAccount(CustomerId, Currency),
    /// A reservation, item or payment of a credit account, by the entry that made it.
    CreditPosition(CustomerId, Currency, EntryNumber),
}

impl Key {
    /// Whether the record is a definition, by which other records are decided. A commit that
    /// changes one raises the generation.
    pub fn is_definition(&self) -> bool {
        matches!(
            self,
            Self::Tenant
                | Self::CustomerSet(_)
                | Self::Site(_)
                | Self::Attribute(_)
                | Self::PendingChange
        )
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tenant => f.write_str("tenant"),
            Self::CustomerSet(code) => write!(f, "customer_set {code}"),
            Self::Site(code) => write!(f, "site {code}"),
            Self::Attribute(code) => write!(f, "attribute {code}"),
            Self::PendingChange => f.write_str("pending change of definitions"),
            Self::Segment(code) => write!(f, "segment {code}"),
            Self::Customer(id) => write!(f, "customer {id}"),
            Self::Member(code, id) => write!(f, "member {id} of {code}"),
            Self::Activity(id) => write!(f, "activity of {id}"),
            Self::Order(site, number) => write!(f, "order {number} on {site}"),
            Self::Consumer(name) => write!(f, "consumer {name}"),
            Self::ChangeProgress => f.write_str("progress of the change of definitions"),
            Self::CreditAccount(id, currency) => write!(f, "{currency} credit of {id}"),
            Self::CreditPosition(id, currency, number) => {
                write!(f, "position {number} in the {currency} credit of {id}")
            }
        }
    }
}

/// What at most one customer holds, apart from its id.
///
/// `Debug` hides login names, e-mail addresses and external ids, because it is what ends up in logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UniqueKey {
    /// The customer number, which the store assigns.
    Number(CustomerNumber),
    /// A login name, by its key, within a set.
    Login(CustomerSetCode, String),
    /// An e-mail address, by its identity key, within a set with one account per address.
    Email(CustomerSetCode, String),
    /// An id in another system, by its key.
    ExternalId(String),
    /// The value of an attribute that is unique within a set, by its key.
    Attribute(CustomerSetCode, AttributeCode, AttributeKey),
}

impl fmt::Debug for UniqueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "Number({number})"),
            Self::Login(set, _) => write!(f, "Login({set}, ***)"),
            Self::Email(set, _) => write!(f, "Email({set}, ***)"),
            Self::ExternalId(_) => f.write_str("ExternalId(***)"),
            Self::Attribute(set, code, _) => write!(f, "Attribute({set}, {code}, ***)"),
        }
    }
}

/// The name of a reader of the events, such as `mailer`: 1 to 50 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConsumerName(Line<50>);

impl ConsumerName {
    /// The name, as it is written.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Line::parse(text).map(Self)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for ConsumerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
