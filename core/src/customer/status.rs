//! What an account is, what state it is in, and what can be done with it now.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Customer;
use crate::violation::coded;

/// Whether a customer registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// Known from an order or from staff: no login, no password, never in the way of a
    /// registration.
    Guest,
    /// Has a login name.
    Registered,
}

/// The state that staff and approval give a registered account. A guest is always active.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Can log in.
    #[default]
    Active,
    /// Cannot log in; everything else goes on.
    Disabled,
    /// Waits for staff to approve it; cannot log in.
    PendingApproval,
}

/// One word for what a grid or an account page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccountStatus {
    /// A guest: there is no login.
    Guest,
    /// A registered account that can log in.
    Active,
    /// A registered account whose login is disabled.
    Disabled,
    /// A registered account that waits for approval.
    PendingApproval,
}

impl fmt::Display for AccountStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Guest => "guest",
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::PendingApproval => "pending approval",
        })
    }
}

/// What staff can do with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccountAction {
    /// Change its profile and address book.
    Edit,
    /// Make a guest a registered account.
    Register,
    /// Approve an account that waits for it.
    Approve,
    /// Take its login away.
    Disable,
    /// Give its login back.
    Enable,
    /// Delete it.
    Delete,
}

/// What is recorded about a customer and has to stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct OnRecord {
    /// Whether an order was ever recorded.
    pub orders: bool,
    /// Whether the customer has a credit account.
    pub credit: bool,
}

impl AccountAction {
    /// Every action, in the order in which a menu would show them.
    pub const ALL: &'static [Self] =
        &[Self::Edit, Self::Register, Self::Approve, Self::Disable, Self::Enable, Self::Delete];

    /// Whether the action is possible on an account now, and if not, why.
    ///
    /// This is the one place that knows: menus ask it, and the operations themselves do.
    pub fn check(self, customer: &Customer, on_record: OnRecord) -> Result<(), Refusal> {
        use AccountState::{Active, Disabled, PendingApproval};
        let (kind, state) = (customer.kind(), customer.state());
        match (self, kind, state) {
            (Self::Register, AccountKind::Registered, _) => Err(Refusal::Registered),
            (Self::Delete, ..) if on_record.orders => Err(Refusal::HasOrders),
            (Self::Delete, ..) if on_record.credit => Err(Refusal::HasCredit),
            (Self::Edit | Self::Delete, ..) | (Self::Register, AccountKind::Guest, _) => Ok(()),
            (_, AccountKind::Guest, _) => Err(Refusal::Guest),
            (Self::Approve, _, PendingApproval)
            | (Self::Disable, _, Active | PendingApproval)
            | (Self::Enable, _, Disabled) => Ok(()),
            (Self::Enable, _, PendingApproval) => Err(Refusal::PendingApproval),
            (Self::Approve, ..) => Err(Refusal::NotPending),
            (Self::Disable, ..) => Err(Refusal::Disabled),
            (Self::Enable, ..) => Err(Refusal::Active),
        }
    }
}

impl fmt::Display for AccountAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Edit => "edit",
            Self::Register => "register",
            Self::Approve => "approve",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Delete => "delete",
        })
    }
}

/// Why an action is not possible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Guests have no login that could be taken away, given back or approved.
    #[error("it is a guest and has no login")]
    Guest,
    /// It is registered already.
    #[error("it is registered already")]
    Registered,
    /// It can log in already.
    #[error("it is active already")]
    Active,
    /// It is disabled already.
    #[error("it is disabled already")]
    Disabled,
    /// It waits for approval, which is another step.
    #[error("it waits for approval")]
    PendingApproval,
    /// It does not wait for approval.
    #[error("it does not wait for approval")]
    NotPending,
    /// What is recorded about orders has to stay.
    #[error("orders of it are recorded")]
    HasOrders,
    /// The ledger of a credit account has to stay.
    #[error("it has a credit account")]
    HasCredit,
}

coded!(Refusal);

impl Refusal {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Guest => "customer.is_guest",
            Self::Registered => "customer.is_registered",
            Self::Active => "customer.is_active",
            Self::Disabled => "customer.is_disabled",
            Self::PendingApproval => "customer.is_pending",
            Self::NotPending => "customer.is_not_pending",
            Self::HasOrders => "customer.has_orders",
            Self::HasCredit => "customer.has_credit",
        }
    }
}
