//! The customer: its profile, its address book and the state of its account.
//!
//! A [`Customer`] is either a **guest**, who bought without registering, or **registered**, with a
//! login name that is unique in its customer set. Both keep the same id for life: a guest who
//! registers stays the same customer.
//!
//! All decisions here are pure: a draft or a patch goes in with the moment and the circumstances, a
//! changed customer or every mistake comes out. What is stored is for the directory to say.

mod account;
mod address;
mod address_book;
mod attributes;
mod draft;
mod login;
mod patch;
mod profile;
mod row;
mod status;
#[cfg(test)]
mod tests;

pub(crate) use account::Assigned;
pub use account::Customer;
pub use address::{Address, AddressPatch, AddressUse, NewAddress};
pub use address_book::{AddressBook, AddressError};
pub(crate) use attributes::AttributeJudge;
pub use draft::NewCustomer;
pub(crate) use draft::Origin;
pub use login::LoginName;
pub use patch::CustomerPatch;
pub(crate) use patch::Patched;
pub use profile::{Profile, ProfileError};
pub use row::{CustomerRow, CustomerSort, Direction, SortKey};
pub use status::{AccountAction, AccountKind, AccountState, AccountStatus, OnRecord, Refusal};

use crate::id::CustomerId;
use crate::version::Version;
use crate::violation::Violations;

/// Why something cannot be done with a customer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CustomerError {
    /// The input has mistakes: all of them are listed.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such customer, or the actor may not see it.
    #[error("there is no customer `{id}`")]
    Unknown {
        /// The id that was asked for.
        id: CustomerId,
    },
    /// The customer was changed since the caller read it.
    #[error(
        "the customer `{id}` was changed meanwhile: expected version {expected}, found {current}"
    )]
    Changed {
        /// The customer.
        id: CustomerId,
        /// The version that the caller expected.
        expected: Version,
        /// The version that it has.
        current: Version,
    },
    /// Another account of the set has this login name.
    #[error("the login name is taken in the customer set `{customer_set}`")]
    LoginNameTaken {
        /// The set.
        customer_set: String,
    },
    /// Another registered account of the set has this e-mail address.
    #[error("the e-mail address is taken in the customer set `{customer_set}`")]
    EmailTaken {
        /// The set.
        customer_set: String,
    },
    /// Another customer has this external id.
    #[error("the external id `{external_id}` is taken")]
    ExternalIdTaken {
        /// The external id as it is compared: in lower case.
        external_id: String,
    },
    /// The action is not possible on this account now.
    #[error("cannot {action} the account: {refusal}")]
    Refused {
        /// What was asked for.
        action: AccountAction,
        /// Why not.
        refusal: Refusal,
    },
    /// A shopper asked whose account is disabled or waits for approval.
    #[error("the account is {status}")]
    LockedOut {
        /// What it is instead of active.
        status: AccountStatus,
    },
    /// The address book refuses.
    #[error(transparent)]
    Address(#[from] AddressError),
}

impl CustomerError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "input.invalid",
            Self::Unknown { .. } => "customer.unknown",
            Self::Changed { .. } => "customer.changed",
            Self::LoginNameTaken { .. } => "customer.login_name_taken",
            Self::EmailTaken { .. } => "customer.email_taken",
            Self::ExternalIdTaken { .. } => "customer.external_id_taken",
            Self::Refused { refusal, .. } => refusal.code(),
            Self::LockedOut { status: AccountStatus::PendingApproval } => "customer.is_pending",
            Self::LockedOut { .. } => "customer.is_disabled",
            Self::Address(error) => error.code(),
        }
    }
}
