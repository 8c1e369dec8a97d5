//! What an error means for a caller who does not know its code.

use super::Error;
use crate::activity::ActivityError;
use crate::attribute::AttributeError;
use crate::credit::CreditError;
use crate::customer::{AddressError, CustomerError};
use crate::customer_set::CustomerSetError;
use crate::segment::SegmentError;
use crate::site::SiteError;
use crate::store::StoreError;

/// What an error means for whoever handles several alike: the class of an exception in another
/// language, the status of an answer over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is wrong. The same input is refused again.
    Invalid,
    /// What was asked for is not there, or the actor may not see it.
    NotFound,
    /// Somebody else was first: something is taken, exists already or was changed meanwhile.
    Conflict,
    /// The state of things does not allow it.
    Refused,
    /// The actor may not do it.
    NotPermitted,
    /// The store cannot answer.
    Store,
    /// The clock or the source of randomness cannot answer.
    Port,
}

impl Error {
    /// What the error means for a caller who does not know its code.
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::directory::ErrorKind;
    /// use patronage::site::NewSite;
    /// use patronage::store::MemoryStore;
    ///
    /// let sites = Directory::open(MemoryStore::new())?.as_admin("jane@shop.example").sites();
    /// assert_eq!(sites.get("shop").unwrap_err().kind(), ErrorKind::NotFound);
    /// sites.create(NewSite::new("shop", "Shop"))?;
    /// let again = sites.create(NewSite::new("shop", "Shop")).unwrap_err();
    /// assert_eq!(again.kind(), ErrorKind::Conflict);
    /// # Ok::<(), patronage::Error>(())
    /// ```
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) | Self::Page(_) => ErrorKind::Invalid,
            Self::Customer(error) => error.kind(),
            Self::CustomerSet(error) => error.kind(),
            Self::Attribute(error) => error.kind(),
            Self::Activity(error) => error.kind(),
            Self::Credit(error) => error.kind(),
            Self::Site(SiteError::Exists { .. })
            | Self::Segment(SegmentError::Exists { .. })
            | Self::Store(StoreError::Conflict(_)) => ErrorKind::Conflict,
            Self::Site(SiteError::Unknown { .. }) | Self::Segment(_) | Self::Event(_) => {
                ErrorKind::NotFound
            }
            Self::NotPermitted { .. } => ErrorKind::NotPermitted,
            Self::Port(_) => ErrorKind::Port,
            Self::Store(_) => ErrorKind::Store,
        }
    }
}

impl CustomerError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::Invalid,
            Self::Unknown { .. } | Self::Address(AddressError::Unknown { .. }) => {
                ErrorKind::NotFound
            }
            Self::Changed { .. }
            | Self::LoginNameTaken { .. }
            | Self::EmailTaken { .. }
            | Self::ExternalIdTaken { .. }
            | Self::Address(AddressError::LabelTaken { .. }) => ErrorKind::Conflict,
            Self::Refused { .. }
            | Self::LockedOut { .. }
            | Self::Address(AddressError::Full { .. }) => ErrorKind::Refused,
        }
    }
}

impl CustomerSetError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Unknown { .. } => ErrorKind::NotFound,
            Self::Exists { .. } => ErrorKind::Conflict,
            Self::NotOfSite { .. }
            | Self::Default { .. }
            | Self::Last { .. }
            | Self::NotEmpty { .. } => ErrorKind::Refused,
        }
    }
}

impl AttributeError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::Invalid,
            Self::NotDefined { .. } => ErrorKind::NotFound,
            Self::Exists { .. } | Self::ChangeInProgress => ErrorKind::Conflict,
            Self::Deleted { .. }
            | Self::NotDeleted { .. }
            | Self::NotAKey { .. }
            | Self::NoChangeInProgress
            | Self::Violated { .. } => ErrorKind::Refused,
        }
    }
}

impl CreditError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Invalid(_) => ErrorKind::Invalid,
            Self::NoAccount { .. }
            | Self::NoAccounts
            | Self::UnknownReservation { .. }
            | Self::UnknownItem { .. }
            | Self::UnknownPayment { .. } => ErrorKind::NotFound,
            Self::Exists { .. } | Self::KeyReused { .. } => ErrorKind::Conflict,
            _ => ErrorKind::Refused,
        }
    }
}

impl ActivityError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::UnknownOrder { .. } => ErrorKind::NotFound,
            Self::OrderOfAnotherCustomer { .. } => ErrorKind::Conflict,
            Self::FixedField { .. } | Self::Spend(_) => ErrorKind::Refused,
        }
    }
}
