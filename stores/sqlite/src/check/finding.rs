//! What a check can find.

use std::fmt;

/// Something that is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The file itself is damaged.
    File {
        /// What SQLite says.
        reason: String,
    },
    /// A row refers to one that is not there.
    Reference {
        /// The table of the row.
        table: String,
        /// The table in which the other one is missing.
        to: String,
    },
    /// A kept count is wrong.
    Count {
        /// The segment whose members are counted; `None` for all customers.
        segment: Option<String>,
        /// The customer set.
        customer_set: String,
        /// What was kept.
        kept: i64,
        /// How many there are.
        actual: i64,
    },
    /// The events of a customer are not numbered from 1 without gaps.
    EventNumbers {
        /// The customer.
        customer: String,
    },
    /// The keys that are kept for the attributes of a customer are not those of its record, or the
    /// customer has another number of them than it says.
    AttributeKeys {
        /// The customer.
        customer: String,
    },
    /// A credit account is not what the last entry of its ledger says, or the ledger has gaps.
    CreditLedger {
        /// The customer.
        customer: String,
        /// The currency of the account.
        currency: String,
    },
    /// The reservations, open items and payments of a credit account do not come to its figures, or
    /// do not stand where they are found.
    CreditPositions {
        /// The customer.
        customer: String,
        /// The currency of the account.
        currency: String,
    },
    /// A record cannot be read.
    Record {
        /// What is wrong, with the key of the record.
        reason: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { reason } | Self::Record { reason } => f.write_str(reason),
            Self::Reference { table, to } => {
                write!(f, "a row of {table} refers to one that is not in {to}")
            }
            Self::Count { segment: None, customer_set, kept, actual } => {
                write!(f, "the set {customer_set} has {actual} customers, and {kept} were kept")
            }
            Self::Count { segment: Some(segment), customer_set, kept, actual } => write!(
                f,
                "the segment {segment} has {actual} members in the set {customer_set}, \
                 and {kept} were kept"
            ),
            Self::EventNumbers { customer } => {
                write!(f, "the events of the customer {customer} have gaps in their numbers")
            }
            Self::AttributeKeys { customer } => {
                write!(f, "the keys kept for the attributes of the customer {customer} are wrong")
            }
            Self::CreditLedger { customer, currency } => write!(
                f,
                "the {currency} credit of the customer {customer} is not what its ledger says"
            ),
            Self::CreditPositions { customer, currency } => write!(
                f,
                "what is in the {currency} credit of the customer {customer} does not come to its \
                 figures"
            ),
        }
    }
}
