//! Points in time.

use std::fmt;
use std::iter;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Date, TimeError, TimeZone, has_shape};
use crate::text::WireText;

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const MICROSECONDS_PER_SECOND: i64 = 1_000_000;
const MICROSECONDS_PER_DAY: i64 = 24 * 60 * 60 * MICROSECONDS_PER_SECOND;
const FRACTION_DIGITS: usize = 6;

/// A point in time, to the microsecond, in the years 0001 to 9999 of UTC.
///
/// As text it is a time of RFC 3339 that always ends in `Z` and always has six digits after the
/// seconds. With a fixed width the texts sort as the times do, in any database, file or spreadsheet,
/// and one time has one text.
///
/// ```
/// use patronage::time::{Timestamp, TimeError};
///
/// let time: Timestamp = "2026-07-01T11:30:00.5+02:00".parse()?;
/// assert_eq!(time.to_string(), "2026-07-01T09:30:00.500000Z");
/// # Ok::<(), TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first point in time, `0001-01-01T00:00:00.000000Z`.
    pub const MIN: Self = Self(-62_135_596_800_000_000);

    /// The last point in time, `9999-12-31T23:59:59.999999Z`.
    pub const MAX: Self = Self(253_402_300_799_999_999);

    /// Takes a number of microseconds since 1970-01-01 in UTC, negative before it.
    pub fn from_microseconds(microseconds: i64) -> Result<Self, TimeError> {
        let time = Self(microseconds);
        if (Self::MIN..=Self::MAX).contains(&time) { Ok(time) } else { Err(TimeError::OutOfRange) }
    }

    /// Microseconds since 1970-01-01 in UTC, negative before it.
    pub const fn as_microseconds(self) -> i64 {
        self.0
    }

    /// The point at which a day begins in UTC.
    pub fn at_midnight_utc(date: Date) -> Self {
        Self(since_epoch(date.as_civil().to_datetime(jiff::civil::Time::midnight())))
    }

    /// The day on which the point lies in UTC.
    pub fn date_utc(self) -> Date {
        let days = i32::try_from(self.0.div_euclid(MICROSECONDS_PER_DAY)).unwrap_or_default();
        Date::EPOCH.plus_days(days).unwrap_or(Date::EPOCH)
    }

    /// The day on which the point lies in a time zone. One beyond the calendar is its first or last
    /// day.
    pub fn date_in(self, zone: &TimeZone) -> Date {
        let ahead = zone.seconds_ahead(self).saturating_mul(MICROSECONDS_PER_SECOND);
        Self(self.0.saturating_add(ahead)).clamp(Self::MIN, Self::MAX).date_utc()
    }

    /// Reads a time of RFC 3339 with any offset, and converts it to UTC.
    ///
    /// A time without an offset is refused, and so are digits below the microsecond other than
    /// zeros, and the leap second `:60`, which would otherwise have to become another time.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        const SHAPE: &str = "0000-00-00T00:00:00";
        let (local, rest) = text.split_at_checked(SHAPE.len()).ok_or(TimeError::Malformed)?;
        if !has_shape(local, SHAPE) {
            return Err(TimeError::Malformed);
        }
        let (fraction, offset) = match rest.strip_prefix('.') {
            Some(rest) => fraction(rest)?,
            None => (0, rest),
        };
        let offset = offset_seconds(offset)?;
        let local = civil(local).ok_or(TimeError::NoSuchTime)?;
        let offset = offset.saturating_mul(MICROSECONDS_PER_SECOND);
        Self::from_microseconds(since_epoch(local).saturating_add(fraction).saturating_sub(offset))
    }

    /// The time that is a duration later.
    ///
    /// A duration that is no whole number of microseconds is refused.
    pub fn checked_add(self, duration: Duration) -> Result<Self, TimeError> {
        let later = self.0.checked_add(whole_microseconds(duration)?);
        Self::from_microseconds(later.ok_or(TimeError::OutOfRange)?)
    }

    /// The time that is a duration earlier.
    ///
    /// A duration that is no whole number of microseconds is refused.
    pub fn checked_sub(self, duration: Duration) -> Result<Self, TimeError> {
        let earlier = self.0.checked_sub(whole_microseconds(duration)?);
        Self::from_microseconds(earlier.ok_or(TimeError::OutOfRange)?)
    }

    /// How long after another time this one is; `None` when it is before it.
    pub fn duration_since(self, earlier: Self) -> Option<Duration> {
        let microseconds = self.0.checked_sub(earlier.0)?;
        u64::try_from(microseconds).ok().map(Duration::from_micros)
    }
}

/// The time of a calendar and a clock that a text of the shape says, where there is one: a leap
/// second is none.
fn civil(local: &str) -> Option<DateTime> {
    // Read here rather than by the calendar library, whose reader of all that a time may look like is
    // larger than the rest of this file, and slower.
    let mut numbers = local.split(|character: char| !character.is_ascii_digit());
    let year = numbers.next()?.parse().ok()?;
    let mut small = || numbers.next()?.parse().ok();
    let (month, day, hour, minute, second) = (small()?, small()?, small()?, small()?, small()?);
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

/// Microseconds from the epoch to a time in UTC.
fn since_epoch(time: DateTime) -> i64 {
    let since = time.duration_since(EPOCH);
    // The calendar ends long before the microseconds of an `i64` do, so this never saturates.
    since
        .as_secs()
        .saturating_mul(MICROSECONDS_PER_SECOND)
        .saturating_add(i64::from(since.subsec_micros()))
}

/// The microseconds that the digits after the point say, and the text after them.
fn fraction(text: &str) -> Result<(i64, &str), TimeError> {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return Err(TimeError::Malformed);
    }
    let digits = digits.trim_end_matches('0');
    if digits.len() > FRACTION_DIGITS {
        return Err(TimeError::TooPrecise);
    }
    let filled = digits.bytes().chain(iter::repeat(b'0')).take(FRACTION_DIGITS);
    let microseconds = filled.fold(0i64, |microseconds, digit| {
        microseconds.saturating_mul(10).saturating_add(i64::from(digit & 0x0f))
    });
    Ok((microseconds, rest))
}

/// The seconds by which a local time is ahead of UTC.
fn offset_seconds(text: &str) -> Result<i64, TimeError> {
    let (sign, hours_and_minutes) = match text.split_at_checked(1) {
        None if text.is_empty() => return Err(TimeError::MissingOffset),
        Some(("Z" | "z", "")) => return Ok(0),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        _ => return Err(TimeError::Malformed),
    };
    if !has_shape(hours_and_minutes, "00:00") {
        return Err(TimeError::Malformed);
    }
    let number = |text: &str| text.parse::<i64>().map_err(|_| TimeError::Malformed);
    let (hours, minutes) = hours_and_minutes.split_once(':').ok_or(TimeError::Malformed)?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 || minutes > 59 {
        return Err(TimeError::NoSuchTime);
    }
    let minutes = hours.saturating_mul(60).saturating_add(minutes);
    Ok(minutes.saturating_mul(60).saturating_mul(sign))
}

fn whole_microseconds(duration: Duration) -> Result<i64, TimeError> {
    if !duration.subsec_nanos().is_multiple_of(1_000) {
        return Err(TimeError::TooPrecise);
    }
    i64::try_from(duration.as_micros()).map_err(|_| TimeError::OutOfRange)
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

/// Twenty-seven characters, `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = self.0.rem_euclid(MICROSECONDS_PER_DAY);
        let (seconds, fraction) =
            (clock / MICROSECONDS_PER_SECOND, clock % MICROSECONDS_PER_SECOND);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z", self.date_utc())
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(text) = WireText::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn a_point_lies_on_the_day_that_begins_before_it() {
        for (time, day) in [
            ("1970-01-01T00:00:00Z", "1970-01-01"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31"),
            ("2026-07-01T23:59:59.999999Z", "2026-07-01"),
        ] {
            assert_eq!(Timestamp::parse(time).unwrap().date_utc().to_string(), day);
        }
        assert_eq!(Timestamp::MIN.date_utc().to_string(), "0001-01-01");
        assert_eq!(Timestamp::MAX.date_utc().to_string(), "9999-12-31");
    }

    #[test]
    fn any_offset_becomes_utc() {
        for (text, printed) in [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            ("2026-07-01t09:30:00z", "2026-07-01T09:30:00.000000Z"),
            ("2026-07-01 09:30:00Z", "2026-07-01T09:30:00.000000Z"),
            ("2026-07-01T09:30:00.5Z", "2026-07-01T09:30:00.500000Z"),
            ("2026-07-01T09:30:00.000001Z", "2026-07-01T09:30:00.000001Z"),
            ("2026-07-01T09:30:00.123456000Z", "2026-07-01T09:30:00.123456Z"),
            ("2026-07-01T01:30:00+02:00", "2026-06-30T23:30:00.000000Z"),
            ("2026-07-01T20:00:00-05:30", "2026-07-02T01:30:00.000000Z"),
            ("2026-07-01T09:30:00-00:00", "2026-07-01T09:30:00.000000Z"),
            ("2026-07-01T23:59:00+23:59", "2026-07-01T00:00:00.000000Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z"),
        ] {
            assert_eq!(time(text).to_string(), printed, "text {text}");
        }
        assert_eq!(time("1970-01-01T00:00:00.000001Z").as_microseconds(), 1);
        assert_eq!(time("2001-09-09T01:46:40Z").as_microseconds(), 1_000_000_000_000_000);
    }

    #[test]
    fn nothing_is_dropped_guessed_or_moved() {
        for (text, error) in [
            ("2026-07-01T09:30:00.1234567Z", TimeError::TooPrecise),
            ("2026-07-01T09:30:00.0000001+02:00", TimeError::TooPrecise),
            ("2026-07-01T09:30:00", TimeError::MissingOffset),
            ("2026-07-01T09:30:00.5", TimeError::MissingOffset),
            ("2026-07-01T23:59:60Z", TimeError::NoSuchTime),
            ("2026-07-01T24:00:00Z", TimeError::NoSuchTime),
            ("2026-07-01T09:60:00Z", TimeError::NoSuchTime),
            ("2026-02-29T09:30:00Z", TimeError::NoSuchTime),
            ("2026-07-01T09:30:00+24:00", TimeError::NoSuchTime),
            ("2026-07-01T09:30:00+23:60", TimeError::NoSuchTime),
            ("", TimeError::Malformed),
            ("2026-07-01", TimeError::Malformed),
            ("2026-07-01T09:30Z", TimeError::Malformed),
            ("2026-07-01T09:30:00.Z", TimeError::Malformed),
            ("2026-07-01T09:30:00,5Z", TimeError::Malformed),
            ("2026-07-01T09:30:00+02", TimeError::Malformed),
            ("2026-07-01T09:30:00+0200", TimeError::Malformed),
            ("2026-07-01T09:30:00+02:00:00", TimeError::Malformed),
            ("2026-07-01T09:30:00ZZ", TimeError::Malformed),
            ("2026-07-01T09:30:00Z[Europe/Paris]", TimeError::Malformed),
            ("20260701T093000Z", TimeError::Malformed),
            (" 2026-07-01T09:30:00Z", TimeError::Malformed),
            ("1751362200", TimeError::Malformed),
            ("2026-07-01T09:30:0٠Z", TimeError::Malformed),
        ] {
            assert_eq!(Timestamp::parse(text), Err(error), "text {text:?}");
        }
    }

    #[test]
    fn the_range_is_the_years_1_to_9999_of_utc() {
        for (text, end) in [
            ("0001-01-01T00:00:00Z", Timestamp::MIN),
            ("9999-12-31T23:59:59.999999Z", Timestamp::MAX),
        ] {
            assert_eq!(time(text), end);
            assert_eq!(time(&end.to_string()), end);
            assert_eq!(Timestamp::from_microseconds(end.as_microseconds()), Ok(end));
        }
        for text in
            ["0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"]
        {
            assert_eq!(Timestamp::parse(text), Err(TimeError::OutOfRange), "text {text}");
        }
        for beyond in [Timestamp::MIN.0 - 1, Timestamp::MAX.0 + 1, i64::MIN, i64::MAX] {
            assert_eq!(Timestamp::from_microseconds(beyond), Err(TimeError::OutOfRange));
        }
        assert_eq!(time("0000-12-31T23:59:59-00:01"), time("0001-01-01T00:00:59Z"));
    }

    #[test]
    fn arithmetic_is_checked_and_exact() {
        let start = time("2026-02-28T23:59:59.999999Z");
        let microsecond = Duration::from_micros(1);
        assert_eq!(start.checked_add(microsecond), Ok(time("2026-03-01T00:00:00Z")));
        assert_eq!(time("2026-03-01T00:00:00Z").checked_sub(microsecond), Ok(start));
        assert_eq!(Timestamp::MAX.checked_add(microsecond), Err(TimeError::OutOfRange));
        assert_eq!(Timestamp::MIN.checked_sub(microsecond), Err(TimeError::OutOfRange));
        assert_eq!(start.checked_add(Duration::MAX), Err(TimeError::TooPrecise));
        let longest = Duration::from_secs(u64::MAX);
        assert_eq!(start.checked_add(longest), Err(TimeError::OutOfRange));
        assert_eq!(start.checked_sub(longest), Err(TimeError::OutOfRange));
        assert_eq!(start.checked_add(Duration::from_nanos(999)), Err(TimeError::TooPrecise));
    }

    #[test]
    fn a_duration_runs_forward_only() {
        let (early, late) = (time("2026-07-01T00:00:00Z"), time("2026-07-01T00:00:01.5Z"));
        assert_eq!(late.duration_since(early), Some(Duration::from_millis(1_500)));
        assert_eq!(early.duration_since(early), Some(Duration::ZERO));
        assert_eq!(early.duration_since(late), None);
    }

    #[test]
    fn a_day_begins_at_midnight() {
        for day in ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"] {
            let midnight = Timestamp::at_midnight_utc(day.parse().unwrap());
            assert_eq!(midnight.to_string(), format!("{day}T00:00:00.000000Z"));
        }
    }

    #[test]
    fn serde_checks_what_it_reads() {
        let noon = time("2026-07-01T12:00:00Z");
        let json = r#""2026-07-01T12:00:00.000000Z""#;
        assert_eq!(serde_json::to_string(&noon).unwrap(), json);
        assert_eq!(serde_json::from_str::<Timestamp>(json).unwrap(), noon);
        assert!(serde_json::from_str::<Timestamp>(r#""2026-07-01T12:00:00""#).is_err());
        assert!(serde_json::from_str::<Timestamp>("1751371200000000").is_err());
    }

    proptest! {
        #[test]
        fn every_time_round_trips_and_its_texts_sort(
            left in Timestamp::MIN.0..=Timestamp::MAX.0,
            right in Timestamp::MIN.0..=Timestamp::MAX.0,
        ) {
            let (left, right) = (Timestamp(left), Timestamp(right));
            prop_assert_eq!(left.to_string().len(), 27);
            prop_assert_eq!(Timestamp::parse(&left.to_string()), Ok(left));
            prop_assert_eq!(left.to_string().cmp(&right.to_string()), left.cmp(&right));
            if let Some(duration) = left.duration_since(right) {
                prop_assert_eq!(right.checked_add(duration), Ok(left));
                prop_assert_eq!(left.checked_sub(duration), Ok(right));
            }
        }

        #[test]
        fn no_text_makes_parsing_panic(
            text in any::<String>(),
            tail in "\\PC{0,8}",
        ) {
            let _ = Timestamp::parse(&text);
            let _ = Timestamp::parse(&format!("2026-07-01T09:30:00{tail}"));
        }
    }
}
