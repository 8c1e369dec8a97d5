//! Segments: groups of customers for prices, discounts and campaigns.
//!
//! A customer may be in many segments and a segment may have many customers. Which ones is kept in
//! both directions, with the size of each segment.

use serde::{Deserialize, Serialize};

use crate::code::{CustomerSetCode, SegmentCode};
use crate::id::CustomerId;
use crate::text::{Line, Paragraph};
use crate::time::Timestamp;
use crate::version::Version;
use crate::violation::{Checks, Violations};

/// A group of customers, picked by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    #[serde(skip)]
    version: Version,
    code: SegmentCode,
    name: Line<100>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Paragraph<1000>>,
    created_at: Timestamp,
}

impl Segment {
    /// Parses a draft. All that is wrong with it is reported.
    pub(crate) fn create(draft: &NewSegment, now: Timestamp) -> Result<Self, Violations> {
        let mut checks = Checks::new();
        let code = checks.take("code", SegmentCode::parse(&draft.code));
        let name = checks.required("name", Some(&draft.name), Line::parse);
        let description =
            checks.optional("description", draft.description.as_deref(), Paragraph::parse);
        let (Some(code), Some(name), true) = (code, name, checks.is_clean()) else {
            return Err(checks.into_violations());
        };
        Ok(Self { version: Version::FIRST, code, name, description, created_at: now })
    }

    /// The code, unique in the tenant.
    pub fn code(&self) -> &SegmentCode {
        &self.code
    }

    /// The name for people.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// What the segment is for.
    pub fn description(&self) -> Option<&str> {
        self.description.as_ref().map(Paragraph::as_str)
    }

    /// When it was made.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Grows by one with each change of the definition; members come and go without it.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn set_version(&mut self, version: Version) {
        self.version = version;
    }

    /// The segment after `patch`.
    pub(crate) fn patched(&self, patch: &SegmentPatch) -> Result<Self, Violations> {
        let mut next = self.clone();
        let mut checks = Checks::new();
        checks.change("name", patch.name.as_deref(), &mut next.name, Line::parse);
        if let Some(raw) = &patch.description {
            next.description = checks.optional("description", Some(raw), Paragraph::parse);
        }
        checks.finish().map(|()| next)
    }
}

/// That a customer is in a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The segment.
    pub segment: SegmentCode,
    /// The customer.
    pub customer: CustomerId,
    /// The set of the customer, by which sizes are kept.
    pub customer_set: CustomerSetCode,
    /// Since when.
    pub since: Timestamp,
}

/// A segment to be made.
#[derive(Debug, Clone)]
pub struct NewSegment {
    code: String,
    name: String,
    description: Option<String>,
}

impl NewSegment {
    /// A segment with a code (1 to 50 characters `[a-z0-9_-]`) and a name (1 to 100 characters).
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), description: None }
    }

    /// Says what the segment is for, in at most 1,000 characters.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// A change of a segment; what is left out stays. The code never changes.
#[derive(Debug, Clone, Default)]
pub struct SegmentPatch {
    name: Option<String>,
    description: Option<String>,
}

impl SegmentPatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames the segment.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the segment is for; empty text clears it.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// Why something cannot be done with a segment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SegmentError {
    /// There is no such segment.
    #[error("there is no segment `{code}`")]
    Unknown {
        /// The code that was asked for.
        code: String,
    },
    /// The code is taken.
    #[error("the segment `{code}` exists already")]
    Exists {
        /// The code.
        code: SegmentCode,
    },
    /// A call names customers that do not exist; nothing of it was done.
    #[error("there is no customer {}", list(customers))]
    UnknownCustomers {
        /// All of them.
        customers: Vec<CustomerId>,
    },
    /// A call names segments that do not exist; nothing of it was done.
    #[error("there is no segment {}", list(segments))]
    UnknownSegments {
        /// All of them.
        segments: Vec<String>,
    },
}

/// The first few of a list, each in backticks, and how many more there are.
fn list(items: &[impl std::fmt::Display]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = items.iter().take(SHOWN).map(|item| format!("`{item}`")).collect();
    match items.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

impl SegmentError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "segment.unknown",
            Self::Exists { .. } => "segment.exists",
            Self::UnknownCustomers { .. } => "segment.unknown_customers",
            Self::UnknownSegments { .. } => "segment.unknown_segments",
        }
    }
}
