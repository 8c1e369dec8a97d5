//! Versions: how an update says what it has seen.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a value is not a version, or has no next one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VersionError {
    /// The value is not a whole number from 1 up.
    #[error("expected a version, which is a whole number from 1 up")]
    Invalid,
    /// There is no number after the last one.
    #[error("there is no version after the last one")]
    Exhausted,
}

impl VersionError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "version.invalid",
            Self::Exhausted => "version.exhausted",
        }
    }
}

/// The version of an aggregate: 1 when it is made, and one more with each change.
///
/// ```
/// use patronage::version::Version;
///
/// let changed_once = Version::FIRST.next()?;
/// assert_eq!(changed_once.as_u64(), 2);
/// # Ok::<(), patronage::version::VersionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version(NonZeroU64);

impl Version {
    /// The version of an aggregate that was never changed.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Takes a number from 1 up.
    pub fn new(number: u64) -> Result<Self, VersionError> {
        NonZeroU64::new(number).map(Self).ok_or(VersionError::Invalid)
    }

    /// Reads a version in decimal digits, without a sign.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        // The standard library would also take a leading plus sign.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(VersionError::Invalid);
        }
        text.parse().map(Self).map_err(|_| VersionError::Invalid)
    }

    /// The version after the next change.
    pub fn next(self) -> Result<Self, VersionError> {
        self.0.checked_add(1).map(Self).ok_or(VersionError::Exhausted)
    }

    /// The number itself, at least 1.
    pub const fn as_u64(self) -> u64 {
        self.0.get()
    }
}

/// The version of what is not stored yet.
impl Default for Version {
    fn default() -> Self {
        Self::FIRST
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }
}

impl TryFrom<u64> for Version {
    type Error = VersionError;

    fn try_from(number: u64) -> Result<Self, VersionError> {
        Self::new(number)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.as_u64())
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What an update expects of the version that it changes.
///
/// There is no default: an update by which the last writer wins has to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpectedVersion {
    /// Whatever is there is changed; the last writer wins.
    Any,
    /// Only this version is changed; any other is a conflict.
    Exactly(Version),
}

impl ExpectedVersion {
    /// Whether an aggregate of the version `current` may be changed.
    pub fn accepts(self, current: Version) -> bool {
        match self {
            Self::Any => true,
            Self::Exactly(expected) => expected == current,
        }
    }
}

impl From<Version> for ExpectedVersion {
    fn from(version: Version) -> Self {
        Self::Exactly(version)
    }
}

/// The state of a tenant's definitions, policies and settings, as a number that grows with every
/// change of any of them; 0 before the first.
///
/// What was decided under one generation is refused under another.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Generation(u64);

impl Generation {
    /// Takes any number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The generation after the next change.
    pub fn next(self) -> Result<Self, VersionError> {
        self.0.checked_add(1).map(Self).ok_or(VersionError::Exhausted)
    }

    /// The number itself.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_run_from_1_to_the_last_number() {
        assert_eq!(Version::new(0), Err(VersionError::Invalid));
        assert_eq!(Version::new(1), Ok(Version::FIRST));
        assert_eq!(Version::FIRST.next().unwrap().as_u64(), 2);
        let last = Version::new(u64::MAX).unwrap();
        assert_eq!(Version::new(u64::MAX - 1).unwrap().next(), Ok(last));
        assert_eq!(last.next(), Err(VersionError::Exhausted));
    }

    #[test]
    fn a_version_is_a_number_in_text_and_on_the_wire() {
        let version = Version::parse("12").unwrap();
        assert_eq!(version.to_string(), "12");
        assert_eq!(serde_json::to_string(&version).unwrap(), "12");
        assert_eq!(serde_json::from_str::<Version>("12").unwrap(), version);
        for refused in ["0", "-1", "1.5", r#""12""#, "null"] {
            assert!(serde_json::from_str::<Version>(refused).is_err(), "json {refused}");
        }
        for refused in ["", "0", "-1", "+1", " 1", "1.0", "18446744073709551616"] {
            assert_eq!(Version::parse(refused), Err(VersionError::Invalid), "text {refused:?}");
        }
    }

    #[test]
    fn an_expected_version_accepts_itself_only() {
        let second = Version::FIRST.next().unwrap();
        assert!(ExpectedVersion::from(second).accepts(second));
        assert!(!ExpectedVersion::from(second).accepts(Version::FIRST));
        assert!(!ExpectedVersion::from(second).accepts(second.next().unwrap()));
        assert!(ExpectedVersion::Any.accepts(second));
    }

    #[test]
    fn generations_begin_at_0_and_end_with_an_error() {
        assert_eq!(Generation::default().next(), Ok(Generation::new(1)));
        assert_eq!(Generation::new(u64::MAX).next(), Err(VersionError::Exhausted));
        assert_eq!(serde_json::to_string(&Generation::new(3)).unwrap(), "3");
        assert_eq!(serde_json::from_str::<Generation>("3").unwrap().as_u64(), 3);
    }
}
