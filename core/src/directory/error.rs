//! What an operation of the directory can answer instead.

mod kind;

pub use kind::ErrorKind;

use crate::activity::ActivityError;
use crate::attribute::AttributeError;
use crate::credit::CreditError;
use crate::customer::{AddressError, CustomerError};
use crate::customer_set::CustomerSetError;
use crate::event::EventError;
use crate::page::PageError;
use crate::port::PortError;
use crate::segment::SegmentError;
use crate::site::SiteError;
use crate::store::StoreError;
use crate::violation::Violations;

/// Why an operation was not done. Nothing of it was.
///
/// Each area has an enum of its own, and every leaf has a stable [`code`](Self::code). Messages are
/// for people and may be reworded.
///
/// ```
/// use patronage::customer::NewCustomer;
/// use patronage::store::MemoryStore;
/// use patronage::{Directory, Error};
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let draft = NewCustomer::registered("no-such-shop", "no address").country("Atlantis");
/// let refused = directory.as_admin("jane@shop.example").customers().create(draft).unwrap_err();
/// assert_eq!(refused.code(), "input.invalid");
/// let codes = refused.violations().map(|all| all.codes()).unwrap_or_default();
/// assert_eq!(codes, ["site.unknown", "email.invalid", "country.unknown"]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input has mistakes: all of them are listed.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// A customer or its address book.
    #[error(transparent)]
    Customer(CustomerError),
    /// A customer set.
    #[error(transparent)]
    CustomerSet(#[from] CustomerSetError),
    /// A site.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// The definition of an attribute.
    #[error(transparent)]
    Attribute(AttributeError),
    /// A segment.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// An order.
    #[error(transparent)]
    Activity(#[from] ActivityError),
    /// A credit account.
    #[error(transparent)]
    Credit(CreditError),
    /// The trail.
    #[error(transparent)]
    Event(#[from] EventError),
    /// A page of a listing.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The actor may not do this. Whom or what it may not even see is unknown to it instead.
    #[error("this actor may not change {what}")]
    NotPermitted {
        /// What it may not change, such as `sites`.
        what: &'static str,
    },
    /// The clock, the source of ids or the source of randomness.
    #[error(transparent)]
    Port(#[from] PortError),
    /// The store.
    #[error(transparent)]
    Store(StoreError),
}

impl Error {
    /// The stable code, such as `customer.unknown`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "input.invalid",
            Self::Customer(error) => error.code(),
            Self::CustomerSet(error) => error.code(),
            Self::Site(error) => error.code(),
            Self::Attribute(error) => error.code(),
            Self::Segment(error) => error.code(),
            Self::Activity(error) => error.code(),
            Self::Credit(error) => error.code(),
            Self::Event(error) => error.code(),
            Self::Page(error) => error.code(),
            Self::NotPermitted { .. } => "actor.not_permitted",
            Self::Port(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }

    /// Everything that is wrong with the input, when the input is what is wrong.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Invalid(violations) => Some(violations),
            _ => None,
        }
    }
}

impl From<CustomerError> for Error {
    fn from(error: CustomerError) -> Self {
        match error {
            CustomerError::Invalid(violations) => Self::Invalid(violations),
            error => Self::Customer(error),
        }
    }
}

impl From<CreditError> for Error {
    fn from(error: CreditError) -> Self {
        match error {
            CreditError::Invalid(violations) => Self::Invalid(violations),
            error => Self::Credit(error),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refused) => refused.into(),
            error => Self::Store(error),
        }
    }
}

impl From<AttributeError> for Error {
    fn from(error: AttributeError) -> Self {
        match error {
            AttributeError::Invalid(violations) => Self::Invalid(violations),
            error => Self::Attribute(error),
        }
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::Customer(error.into())
    }
}
