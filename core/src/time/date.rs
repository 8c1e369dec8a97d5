//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::{Span, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::TimeError;
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
    /// The first of January 1970, from which days are counted.
    pub(super) const EPOCH: Self = Self(civil::Date::constant(1970, 1, 1));

    /// The first day of the calendar, `0001-01-01`.
    pub const MIN: Self = Self(civil::Date::constant(1, 1, 1));

    /// The last day of the calendar, `9999-12-31`.
    pub const MAX: Self = Self(civil::Date::constant(9999, 12, 31));

    /// Takes a year from 1 to 9999, a month from 1 to 12 and a day from 1.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, TimeError> {
        Self::from_civil(civil::Date::new(year, month, day).ok())
    }

    /// Reads a date of the form `YYYY-MM-DD`, and nothing else: a date with a time is refused, as
    /// the time would be lost.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        // Ten digits and dashes are read here rather than by the calendar library, which takes
        // three times as long, as dates come by the million in imports and forms.
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(TimeError::MalformedDate);
        };
        if ![y1, y2, y3, y4, m1, m2, d1, d2].iter().all(u8::is_ascii_digit) {
            return Err(TimeError::MalformedDate);
        }
        let number = |digits: &[u8]| {
            let step = |sum: i16, digit: &u8| {
                sum.wrapping_mul(10).wrapping_add(i16::from(digit.wrapping_sub(b'0')))
            };
            digits.iter().fold(0_i16, step)
        };
        let small = |digits: [u8; 2]| i8::try_from(number(&digits)).unwrap_or_default();
        Self::new(number(&[y1, y2, y3, y4]), small([m1, m2]), small([d1, d2]))
    }

    /// The day that lies so many days later, or earlier when the number is negative; `None` when
    /// that leaves the years 0001 to 9999.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        let moved = self.0.checked_add(Span::new().try_days(days).ok()?).ok();
        Self::from_civil(moved).ok()
    }

    /// The day so many days after 1970-01-01; `None` outside of the years 0001 to 9999.
    pub(crate) fn from_days_since_epoch(days: i64) -> Option<Self> {
        Self::EPOCH.plus_days(i32::try_from(days).ok()?)
    }

    /// How many days lie between 1970-01-01 and this day, negative before it.
    pub fn days_since_epoch(self) -> i32 {
        let since = self.0.duration_since(Self::EPOCH.0);
        // Ten thousand years have fewer days than an `i32` counts.
        i32::try_from(since.as_hours() / 24).unwrap_or_default()
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
    fn days_are_counted_over_the_whole_calendar() {
        let (first, last) = (Date::new(1, 1, 1).unwrap(), Date::new(9999, 12, 31).unwrap());
        assert_eq!(first.days_since_epoch(), -719_162);
        assert_eq!(Date::new(1970, 1, 1).unwrap().days_since_epoch(), 0);
        assert_eq!(last.days_since_epoch(), 2_932_896);
        for day in [first, last] {
            assert_eq!(Date::from_days_since_epoch(day.days_since_epoch().into()), Some(day));
        }
        assert_eq!(Date::from_days_since_epoch(2_932_897), None);
        let span = last.days_since_epoch() - first.days_since_epoch();
        assert_eq!(first.plus_days(span), Some(last));
        assert_eq!(last.plus_days(-span), Some(first));
        assert_eq!((first.plus_days(-1), last.plus_days(1)), (None, None));
        assert_eq!(first.plus_days(i32::MAX), None);
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
