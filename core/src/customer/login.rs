//! Login names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{EmailAddress, Line, TextError, identity_key_of_text};

/// The name with which a registered customer logs in: 1 to 254 characters on one line.
///
/// Two names are the same when their keys are: ASCII case and the way in which accents are composed
/// do not tell them apart. A name that is an e-mail address is compared as one.
///
/// ```
/// use patronage::customer::LoginName;
///
/// let typed = LoginName::parse("John@Example.COM")?;
/// assert_eq!(typed.as_str(), "John@Example.COM");
/// assert_eq!(typed.key(), LoginName::parse("john@example.com")?.key());
/// # Ok::<(), patronage::text::TextError>(())
/// ```
///
/// `Display` writes the name; `Debug` hides all but its length, because it is what ends up in logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LoginName(Line<254>);

impl LoginName {
    /// The name, kept as it is typed.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        Line::parse(text).map(Self)
    }

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What decides whether two login names are the same.
    pub fn key(&self) -> String {
        self.as_email()
            .map_or_else(|| identity_key_of_text(self.as_str()), |email| email.identity_key())
    }

    /// The e-mail address that the name is, if it looks like one.
    pub fn as_email(&self) -> Option<EmailAddress> {
        if self.as_str().contains('@') { EmailAddress::parse(self.as_str()).ok() } else { None }
    }
}

impl fmt::Debug for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoginName(*** of {} characters)", self.as_str().chars().count())
    }
}

impl fmt::Display for LoginName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
