//! A refusal as it is told to those who have no Rust.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CreditError, CreditParameter};

/// A [`CreditError`] as it is told to a page: an object with code, message and, where there are some,
/// parameters by name. Amounts are objects, as [`Money`](crate::money::Money) is written, entries are
/// numbers, and the rest is text.
///
/// ```
/// use patronage::credit::{CreditError, CreditRefusal};
///
/// let refused = CreditError::Disabled;
/// assert_eq!(
///     serde_json::to_string(&CreditRefusal::of(&refused))?,
///     r#"{"code":"credit.disabled","message":"the credit account is disabled"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditRefusal {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    parameters: BTreeMap<&'static str, CreditParameter>,
}

impl CreditRefusal {
    /// What is told of an error.
    pub fn of(error: &CreditError) -> Self {
        let parameters = error.parameters().into_iter().collect();
        Self { code: error.code(), message: error.to_string(), parameters }
    }

    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        self.code
    }
}
