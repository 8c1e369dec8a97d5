//! Terms of payment: until when an order by purchase order is to be paid.

use serde::{Deserialize, Serialize};

use super::{Entry, PurchaseOrdersError};
use crate::code::TermCode;
use crate::text::Line;
use crate::violation::{Checks, Violations};

/// Until when an order by purchase order is to be paid, under a code that is unique on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTerm {
    code: TermCode,
    description: Line<200>,
    net_days: NetDays,
}

impl PaymentTerm {
    /// The code, unique on the site.
    pub fn code(&self) -> &TermCode {
        &self.code
    }

    /// The term for people, such as `Net 30`.
    pub fn description(&self) -> &str {
        self.description.as_str()
    }

    /// After how many days what is owed is due: 0 to 3,650.
    pub fn net_days(&self) -> u16 {
        self.net_days.0
    }
}

/// The days of a term, at most ten years of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32")]
struct NetDays(u16);

impl NetDays {
    const MAX: u16 = 3_650;
}

impl TryFrom<u32> for NetDays {
    type Error = PurchaseOrdersError;

    fn try_from(days: u32) -> Result<Self, PurchaseOrdersError> {
        match u16::try_from(days) {
            Ok(days) if days <= Self::MAX => Ok(Self(days)),
            _ => Err(PurchaseOrdersError::TooManyNetDays { max: Self::MAX, actual: days }),
        }
    }
}

/// A term of payment to be set.
#[derive(Debug, Clone)]
pub struct NewPaymentTerm {
    code: String,
    description: String,
    net_days: u32,
}

impl NewPaymentTerm {
    /// A term with a code (1 to 50 characters `[a-z0-9_-]`) and a description (1 to 200 characters)
    /// that is due after so many days (0 to 3,650).
    pub fn new(code: impl Into<String>, description: impl Into<String>, net_days: u32) -> Self {
        Self { code: code.into(), description: description.into(), net_days }
    }
}

impl Entry for NewPaymentTerm {
    type Code = TermCode;
    type Parsed = PaymentTerm;

    fn code(&self) -> Option<TermCode> {
        TermCode::parse(&self.code).ok()
    }

    fn parse(&self) -> Result<PaymentTerm, Violations> {
        let mut checks = Checks::new();
        let code = checks.take("code", TermCode::parse(&self.code));
        let description = checks.required("description", Some(&self.description), Line::parse);
        let net_days = checks.take("net_days", NetDays::try_from(self.net_days));
        match (code, description, net_days) {
            (Some(code), Some(description), Some(net_days)) => {
                Ok(PaymentTerm { code, description, net_days })
            }
            _ => Err(checks.into_violations()),
        }
    }
}
