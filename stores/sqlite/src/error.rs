//! What SQLite says, in the words of the contract.

use std::fmt::Display;

use patronage::store::{Conflict, StoreError};
use rusqlite::ErrorCode;

/// What an error of SQLite means for a store that is open.
pub(crate) fn translate(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { reason: error.to_string() }
        }
        _ => StoreError::backend(error),
    }
}

/// Something in the file is not as the store writes it.
pub(crate) fn damaged(reason: impl Display) -> StoreError {
    StoreError::Damaged { reason: reason.to_string() }
}

/// Whether a constraint of the schema failed.
pub(crate) fn is_constraint(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

/// The same error for another caller of a group, whom it hits as well.
pub(crate) fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Busy => StoreError::Busy,
        StoreError::Full => StoreError::Full,
        StoreError::ReadOnly => StoreError::ReadOnly,
        StoreError::Forked => StoreError::Forked,
        StoreError::Damaged { reason } => StoreError::Damaged { reason: reason.clone() },
        StoreError::Malformed { reason } => StoreError::Malformed { reason: reason.clone() },
        StoreError::Conflict(conflict) => StoreError::Conflict(Conflict::clone(conflict)),
        StoreError::Refused(refused) => StoreError::Refused(refused.clone()),
        StoreError::Corrupt(corrupt) => StoreError::Corrupt(corrupt.clone()),
        other => StoreError::backend(other.to_string()),
    }
}
