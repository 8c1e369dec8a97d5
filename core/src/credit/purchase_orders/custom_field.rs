//! Fields that an order by purchase order carries, such as a cost centre.

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::code::CustomFieldCode;
use crate::text::Line;
use crate::violation::{Checks, Violations};

/// A field that an order by purchase order carries, under a code that is unique on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    code: CustomFieldCode,
    label: Line<100>,
    required: bool,
    enabled: bool,
}

impl CustomField {
    /// The code, unique on the site.
    pub fn code(&self) -> &CustomFieldCode {
        &self.code
    }

    /// The name for people.
    pub fn label(&self) -> &str {
        self.label.as_str()
    }

    /// Whether an order has to say it, as long as the field is enabled.
    pub fn is_required(&self) -> bool {
        self.required
    }

    /// Whether orders are asked for it.
    pub fn is_enabled(&self) -> bool {
        self.enabled
    }
}

/// A field to be set.
#[derive(Debug, Clone)]
pub struct NewCustomField {
    code: String,
    label: String,
    required: bool,
    enabled: bool,
}

impl NewCustomField {
    /// An optional field with a code (1 to 50 characters `[a-z0-9_-]`) and a label (1 to 100
    /// characters).
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into(), required: false, enabled: true }
    }

    /// Whether an order has to say it.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Whether orders are asked for it; one that is not enabled is kept for later.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl Entry for NewCustomField {
    type Code = CustomFieldCode;
    type Parsed = CustomField;

    fn code(&self) -> Option<CustomFieldCode> {
        CustomFieldCode::parse(&self.code).ok()
    }

    fn parse(&self) -> Result<CustomField, Violations> {
        let mut checks = Checks::new();
        let code = checks.take("code", CustomFieldCode::parse(&self.code));
        let label = checks.required("label", Some(&self.label), Line::parse);
        match (code, label) {
            (Some(code), Some(label)) => {
                let (required, enabled) = (self.required, self.enabled);
                Ok(CustomField { code, label, required, enabled })
            }
            _ => Err(checks.into_violations()),
        }
    }
}
