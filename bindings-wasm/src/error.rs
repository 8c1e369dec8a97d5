//! Why a call is refused, as the error that JavaScript throws.

use patronage::credit::CreditError;
use patronage::money::MoneyError;
use patronage::text::LanguageError;
use patronage::violation::{MessageError, Violations};
use serde::Serialize;

/// Why a call is refused: the parts of a `PatronageError`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    violations: Option<Violations>,
}

impl Refusal {
    /// The refusal of an input in which something is wrong, under the code that the directory has
    /// for it.
    pub fn of(violations: Option<Violations>) -> Self {
        let message = violations.as_ref().map(ToString::to_string).unwrap_or_default();
        Self { code: "input.invalid", message, violations }
    }

    fn new(code: &'static str, error: &impl ToString) -> Self {
        Self { code, message: error.to_string(), violations: None }
    }

    /// The refusal of an operation that there is not, which only another version would ask for.
    pub(crate) fn unknown_operation() -> Self {
        Self::new(
            "argument.unknown_operation",
            &"the module and its JavaScript do not fit together",
        )
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The text that crosses to JavaScript.
    pub fn to_json(&self) -> String {
        // Texts and lists of texts can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        Self::of(Some(violations))
    }
}

impl From<CreditError> for Refusal {
    fn from(error: CreditError) -> Self {
        match error {
            CreditError::Invalid(violations) => violations.into(),
            other => Self::new(other.code(), &other),
        }
    }
}

macro_rules! refusals_from {
    ($($error:ty),+) => {
        $(impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::new(error.code(), &error)
            }
        })+
    };
}

refusals_from!(MoneyError, MessageError, LanguageError);
