//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{TimeError, has_shape};
use crate::text::WireText;

/// A day of the calendar, without a time and a time zone, in the years 0001 to 9999.
///
/// ```
/// use patronage::time::{Date, TimeError};
///
/// let due: Date = "2026-02-28".parse()?;
/// assert_eq!((due.year(), due.month(), due.day()), (2026, 2, 28));
/// assert_eq!(Date::parse("2026-02-29").unwrap_err().code(), "date.no_such_day");
/// # Ok::<(), TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl Date {
    /// Takes a year from 1 to 9999, a month from 1 to 12 and a day from 1.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, TimeError> {
        Self::from_civil(civil::Date::new(year, month, day).ok())
    }

    /// Reads a date of the form `YYYY-MM-DD`, and nothing else: a date with a time is refused, as
    /// the time would be lost.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        if !has_shape(text, "0000-00-00") {
            return Err(TimeError::MalformedDate);
        }
        Self::from_civil(text.parse().ok())
    }

    fn from_civil(date: Option<civil::Date>) -> Result<Self, TimeError> {
        date.filter(|date| date.year() >= 1).map(Self).ok_or(TimeError::NoSuchDay)
    }

    /// The year, from 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    pub(super) const fn as_civil(self) -> civil::Date {
        self.0
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

/// Ten characters, `YYYY-MM-DD`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(text) = WireText::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ends_of_the_calendar() {
        for (text, expected) in [
            ("0000-12-31", Err(TimeError::NoSuchDay)),
            ("0001-01-01", Ok(())),
            ("9999-12-31", Ok(())),
            ("10000-01-01", Err(TimeError::MalformedDate)),
            ("2024-02-29", Ok(())),
            ("2023-02-29", Err(TimeError::NoSuchDay)),
            ("2026-13-01", Err(TimeError::NoSuchDay)),
            ("2026-00-01", Err(TimeError::NoSuchDay)),
            ("2026-04-31", Err(TimeError::NoSuchDay)),
            ("2026-04-00", Err(TimeError::NoSuchDay)),
        ] {
            assert_eq!(Date::parse(text).map(drop), expected, "text {text}");
        }
        assert_eq!(Date::new(0, 12, 31), Err(TimeError::NoSuchDay));
        assert_eq!(Date::new(1, 1, 1).unwrap().to_string(), "0001-01-01");
        assert_eq!(Date::new(10_000, 1, 1), Err(TimeError::NoSuchDay));
    }

    #[test]
    fn other_ways_to_write_a_date_are_refused() {
        for text in [
            "",
            "2026-7-1",
            "20260701",
            "2026/07/01",
            "01.07.2026",
            "-2026-07-01",
            "2026-07-01 ",
            "2026-07-01T00:00:00Z",
            "2026-07-01Z",
            "2026-W27-3",
        ] {
            assert_eq!(Date::parse(text), Err(TimeError::MalformedDate), "text {text:?}");
        }
    }

    #[test]
    fn serde_checks_what_it_reads() {
        let date = Date::new(2026, 7, 1).unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), r#""2026-07-01""#);
        assert_eq!(serde_json::from_str::<Date>(r#""2026-07-01""#).unwrap(), date);
        assert!(serde_json::from_str::<Date>(r#""2026-07-01T00:00:00Z""#).is_err());
        assert!(serde_json::from_str::<Date>("20260701").is_err());
    }

    proptest! {
        #[test]
        fn a_date_round_trips(
            year in 1i16..=9999, month in 1i8..=12, day in 1i8..=28, other in 1i8..=28,
        ) {
            let date = Date::new(year, month, day).unwrap();
            prop_assert_eq!(date.to_string(), format!("{year:04}-{month:02}-{day:02}"));
            prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            prop_assert_eq!(date.cmp(&Date::new(year, month, other).unwrap()), day.cmp(&other));
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = Date::parse(&text);
        }
    }
}
