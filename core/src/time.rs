//! Points in time, days of the calendar and time zones.
//!
//! The library never asks what time it is: a time is an input, and these types are how it arrives.

mod date;
mod timestamp;
mod zone;

pub use date::Date;
pub use timestamp::Timestamp;
pub use zone::{TimeZone, TimeZoneError};

/// Why a value is not a time or a date, or an operation on them has no result.
///
/// The messages do not repeat the text: what is wrongly passed for a date may be anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The text is not a time of RFC 3339.
    #[error("expected a time such as `2026-07-01T09:30:00Z`")]
    Malformed,
    /// The text is a time without an offset, which could be meant in any time zone.
    #[error("a time needs an offset from UTC, such as `Z` or `+02:00`")]
    MissingOffset,
    /// The time has the right form, but there is none such on that day or in the calendar.
    #[error("there is no such time of day or no such day")]
    NoSuchTime,
    /// A time or a duration has digits below the microsecond that are not 0.
    #[error("times are kept to the microsecond, and nothing below it is dropped silently")]
    TooPrecise,
    /// The time is not in the years 0001 to 9999 of UTC.
    #[error("a time is in the years 0001 to 9999 of UTC")]
    OutOfRange,
    /// The text is not a date of the form `YYYY-MM-DD`.
    #[error("expected a date such as `2026-07-01`, without a time")]
    MalformedDate,
    /// The calendar has no such day in the years 0001 to 9999.
    #[error("there is no such day in the years 0001 to 9999")]
    NoSuchDay,
}

crate::violation::coded!(TimeError);

impl TimeError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "time.malformed",
            Self::MissingOffset => "time.missing_offset",
            Self::NoSuchTime => "time.no_such_time",
            Self::TooPrecise => "time.too_precise",
            Self::OutOfRange => "time.out_of_range",
            Self::MalformedDate => "date.malformed",
            Self::NoSuchDay => "date.no_such_day",
        }
    }
}

/// Whether a text has the shape of a pattern, in which `0` stands for any digit and `T` for what may
/// stand between a date and a time.
///
/// Shapes are checked before a text is handed to the calendar library, which understands many more
/// ways to write a time than are meant here.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'T' => matches!(byte, b'T' | b't' | b' '),
            _ => byte == shape,
        })
}
