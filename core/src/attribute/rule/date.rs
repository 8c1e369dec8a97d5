//! Days of the calendar.

use std::fmt;

use super::Written;
use crate::attribute::breach::Breach;
use crate::attribute::definition::Reader;
use crate::attribute::draft::Member;
use crate::attribute::mistake::Mistake;
use crate::attribute::validation::{Datum, Raw, Report};
use crate::attribute::{DataType, InputKind, Occasion};
use crate::json::Literal;
use crate::time::Date;

/// A first or last day, which is itself allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBound {
    /// A day of the calendar.
    On(Date),
    /// So many days after the day on which a value is given, or before it when negative.
    Today(i32),
}

impl DateBound {
    /// A number of days beyond which a bound lies outside of the calendar on any day.
    const MAX_DAYS: i32 = 3_652_059;

    /// Reads a date, `today`, `today+30` or `today-30`.
    fn parse(text: &str) -> Option<Self> {
        let Some(days) = text.strip_prefix("today") else {
            return Date::parse(text).ok().map(Self::On);
        };
        if days.is_empty() {
            return Some(Self::Today(0));
        }
        // A number needs no sign, and a distance from today does.
        days.strip_prefix(['+', '-'])?;
        let days: i32 = days.parse().ok()?;
        (-Self::MAX_DAYS..=Self::MAX_DAYS).contains(&days).then_some(Self::Today(days))
    }

    /// The day that is meant when it is `today`. What lies beyond the calendar is its end.
    pub fn on(self, today: Date) -> Date {
        match self {
            Self::On(date) => date,
            Self::Today(days) => {
                let end = if days < 0 { Date::MIN } else { Date::MAX };
                today.plus_days(days).unwrap_or(end)
            }
        }
    }
}

impl fmt::Display for DateBound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => date.fmt(f),
            Self::Today(0) => f.write_str("today"),
            Self::Today(days) => write!(f, "today{days:+}"),
        }
    }
}

/// The rule of a date.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct DateRule {
    min: Option<DateBound>,
    max: Option<DateBound>,
}

impl DateRule {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let applying = [Member::MinDate, Member::MaxDate];
        reader.refuse_all_but(&applying, InputKind::Date, DataType::Date);
        let mut bound = |member| {
            let bound = DateBound::parse(reader.text(member)?);
            if bound.is_none() {
                let path = reader.path(member);
                reader.mistakes.add(path, Mistake::NotADateBound, []);
            }
            bound
        };
        let (min, max) = (bound(Member::MinDate), bound(Member::MaxDate));
        let crossed = match (min, max) {
            (Some(DateBound::On(low)), Some(DateBound::On(high))) => low > high,
            (Some(DateBound::Today(low)), Some(DateBound::Today(high))) => low > high,
            // A day and a distance from today cross on some days only.
            _ => false,
        };
        if let (true, Some(low), Some(high)) = (crossed, min, max) {
            reader.refuse_crossed(Member::MinDate, low.to_string(), high.to_string());
        }
        Self { min, max }
    }

    pub(in crate::attribute) fn min(&self) -> Option<DateBound> {
        self.min
    }

    pub(in crate::attribute) fn max(&self) -> Option<DateBound> {
        self.max
    }

    pub(in crate::attribute) fn drop_moving_bounds(&mut self) {
        let is_fixed = |bound: &DateBound| matches!(bound, DateBound::On(_));
        self.min = self.min.filter(is_fixed);
        self.max = self.max.filter(is_fixed);
    }

    pub(super) fn written(&self) -> Vec<Written> {
        let bound = |bound: DateBound| Literal::text(bound.to_string());
        vec![(Member::MinDate, self.min.map(bound)), (Member::MaxDate, self.max.map(bound))]
    }

    #[inline]
    pub(in crate::attribute) fn check<'r>(
        &self,
        raw: Raw<'r>,
        occasion: Occasion,
        report: &mut Report<'_>,
    ) -> Option<Datum<'r>> {
        let date = match raw {
            Raw::Date(date) => date,
            Raw::Text(text) => {
                let Ok(date) = Date::parse(text) else {
                    report.add(Breach::NotADate, []);
                    return None;
                };
                date
            }
            other => {
                report.wrong_type("a date", other);
                return None;
            }
        };
        if let Some(min) = self.min.map(|min| min.on(occasion.today()))
            && date < min
        {
            report.add(Breach::TooEarly, [("min", min.to_string().into())]);
            return None;
        }
        if let Some(max) = self.max.map(|max| max.on(occasion.today()))
            && date > max
        {
            report.add(Breach::TooLate, [("max", max.to_string().into())]);
            return None;
        }
        Some(Datum::Date(date))
    }
}
