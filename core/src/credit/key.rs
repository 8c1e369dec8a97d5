//! Idempotency keys: what makes a repeated request one operation.

use serde::{Deserialize, Serialize};

use crate::text::{Line, TextError};
use crate::violation::coded;

/// What a caller calls an operation, such as `order-1001`, so that a request that is sent again is
/// not carried out again: a line of 1 to 128 bytes.
///
/// Keys are unique within a credit account, over operations of all kinds, and are kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Line<128>")]
pub struct IdempotencyKey(Line<128>);

/// Why a text is not an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not one line of text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// It has more than [`IdempotencyKey::MAX_BYTES`].
    #[error("a key has at most {} bytes, but this one has {actual}", IdempotencyKey::MAX_BYTES)]
    TooLong {
        /// How many bytes it has in UTF-8.
        actual: usize,
    },
}

coded!(KeyError);

impl KeyError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text(error) => error.code(),
            Self::TooLong { .. } => "credit.key_too_long",
        }
    }
}

impl IdempotencyKey {
    /// The most bytes that a key has.
    pub const MAX_BYTES: usize = 128;

    /// The key, kept as it is written.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        // Counted before characters are, of which there are never more.
        match text.len() {
            actual if actual > Self::MAX_BYTES => Err(KeyError::TooLong { actual }),
            _ => Ok(Self(Line::parse(text)?)),
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<Line<128>> for IdempotencyKey {
    type Error = KeyError;

    fn try_from(line: Line<128>) -> Result<Self, KeyError> {
        Self::parse(line.as_str())
    }
}
