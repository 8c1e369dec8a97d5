//! Days of the calendar.

use serde_json::{Value, json};

use super::{Keywords, Shared, impossible, keywords};
use crate::attribute::rule::DateRule;
use crate::time::Date;

pub(super) fn keywords_of(rule: &DateRule, today: Date, shared: &mut Shared) -> Keywords {
    let (min, max) = (rule.min().map(|min| min.on(today)), rule.max().map(|max| max.on(today)));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        // A day and a distance from today have crossed.
        return impossible();
    }
    let mut date = keywords([("$ref", shared.refer("date", any_day)), ("type", "string".into())]);
    if min.is_some() || max.is_some() {
        date.insert("pattern".to_owned(), between(min, max).into());
    }
    date
}

/// The days of the years 0001 to 9999.
fn any_day() -> Value {
    // A year that is not 0000, and a day that is in every year.
    const YEAR: &str = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)";
    const DAY: &str = "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])\
                       |(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)\
                       |02-(?:0[1-9]|1[0-9]|2[0-8]))";
    // A number of two digits above 0 that 4 divides.
    const BY_FOUR: &str = "(?:0[48]|[2468][048]|[13579][26])";
    json!({
        "$comment": "YYYY-MM-DD, a day of the calendar in the years 0001 to 9999.",
        "type": "string",
        "format": "date",
        "pattern": format!("^(?:{YEAR}-{DAY}|(?:[0-9]{{2}}{BY_FOUR}|{BY_FOUR}00)-02-29)$"),
    })
}

/// A pattern of the dates between two days, both included: as dates have their digits in fixed
/// places, they sort as texts do.
fn between(min: Option<Date>, max: Option<Date>) -> String {
    let text = |date: Option<Date>, without: &str| {
        date.map_or_else(|| without.to_owned(), |date| date.to_string())
    };
    let (min, max) = (text(min, "0000-00-00"), text(max, "9999-99-99"));
    let (min, max) = (min.as_bytes(), max.as_bytes());
    let same = min.iter().zip(max).take_while(|(low, high)| low == high).count();
    let (prefix, low) = min.split_at_checked(same).unwrap_or((min, &[]));
    let high = max.get(same..).unwrap_or_default();
    let mut ranges: Vec<String> = Vec::new();
    if let (&[first], &[last]) = (low, high) {
        ranges.push(digit(first, last));
    } else if let (Some((first, low)), Some((last, high))) = (low.split_first(), high.split_first())
    {
        ranges.extend(beyond(low, true).into_iter().map(|range| digit(*first, *first) + &range));
        if first.saturating_add(1) < *last {
            let digits = digit(first.saturating_add(1), last.saturating_sub(1));
            ranges.push(digits + &free(low));
        }
        ranges.extend(beyond(high, false).into_iter().map(|range| digit(*last, *last) + &range));
    }
    let prefix = String::from_utf8_lossy(prefix);
    match ranges.as_slice() {
        [] => format!("^{prefix}$"),
        ranges => format!("^{prefix}(?:{})$", ranges.join("|")),
    }
}

/// The texts from a bound on or up to it, by their first digit that differs.
fn beyond(bound: &[u8], upwards: bool) -> Vec<String> {
    let (end, far) = if upwards { (b'0', b'9') } else { (b'9', b'0') };
    let Some((first, rest)) = bound.split_first() else { return Vec::new() };
    if rest.is_empty() {
        return vec![if upwards { digit(*first, far) } else { digit(far, *first) }];
    }
    if bound.iter().all(|byte| [end, b'-'].contains(byte)) {
        return vec![free(bound)];
    }
    let inner = beyond(rest, upwards).into_iter().map(|range| digit(*first, *first) + &range);
    let (from, to) =
        if upwards { (first.saturating_add(1), b'9') } else { (b'0', first.saturating_sub(1)) };
    let has_outer = ![far, b'-'].contains(first);
    let outer = has_outer.then(|| digit(from, to) + &free(rest));
    inner.chain(outer).collect()
}

/// Any digits in the places of a text.
fn free(text: &[u8]) -> String {
    text.iter().map(|byte| if *byte == b'-' { "-" } else { "[0-9]" }).collect()
}

fn digit(from: u8, to: u8) -> String {
    let (from, to) = (char::from(from), char::from(to));
    if from == to { from.to_string() } else { format!("[{from}-{to}]") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> impl Strategy<Value = Date> {
        let near = (-3_000_i32..3_000)
            .prop_map(|days| Date::new(1970, 1, 1).unwrap().plus_days(days).unwrap());
        let any = (0_i32..3_652_059).prop_map(|days| Date::MIN.plus_days(days).unwrap());
        prop_oneof![near, any, Just(Date::MIN), Just(Date::MAX)]
    }

    fn matches(pattern: &str, day: &str) -> bool {
        jsonschema::is_valid(&json!({ "pattern": pattern }), &day.into())
    }

    #[test]
    fn a_pattern_is_as_short_as_its_range() {
        let day = |text: &str| Some(Date::parse(text).unwrap());
        assert_eq!(between(day("2026-07-01"), day("2026-07-01")), "^2026-07-01$");
        assert_eq!(
            between(day("2026-07-01"), day("2026-08-15")),
            "^2026-0(?:7-0[1-9]|7-[1-9][0-9]|8-1[0-5]|8-0[0-9])$"
        );
        assert_eq!(between(day("2026-07-01"), day("2026-07-03")), "^2026-07-0(?:[1-3])$");
        assert_eq!(
            between(day("2000-01-01"), None),
            "^(?:2000-01-0[1-9]|2000-01-[1-9][0-9]|2000-0[2-9]-[0-9][0-9]|2000-[1-9][0-9]-[0-9][0-9]|\
             200[1-9]-[0-9][0-9]-[0-9][0-9]|20[1-9][0-9]-[0-9][0-9]-[0-9][0-9]|\
             2[1-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]|[3-8][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]|\
             9[0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9])$"
        );
    }

    #[test]
    fn the_pattern_of_days_knows_the_calendar() {
        let pattern = any_day();
        let pattern = pattern["pattern"].as_str().unwrap();
        let schema = jsonschema::validator_for(&json!({ "pattern": pattern })).unwrap();
        for year in [0, 1, 4, 10, 99, 100, 200, 400, 1000, 1900, 2000, 2023, 2024, 2100, 9996, 9999]
        {
            for month in 0..14 {
                for day in 0..33 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    let is_day = Date::parse(&text).is_ok();
                    assert_eq!(schema.is_valid(&text.as_str().into()), is_day, "{text}");
                }
            }
        }
        for text in [
            "",
            "2026-7-1",
            "2026-07-01 ",
            "12026-07-01",
            "2026-07-01T00:00:00Z",
            "2026-07-0\u{661}",
        ] {
            assert!(!schema.is_valid(&text.into()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_pattern_is_exact_on_both_sides_of_its_bounds(
            (one, two, other) in (day(), day(), day()),
            (has_min, has_max) in any::<(bool, bool)>(),
        ) {
            let (low, high) = (one.min(two), one.max(two));
            let (min, max) = (has_min.then_some(low), has_max.then_some(high));
            let pattern = between(min, max);
            let around = [low, high].into_iter().flat_map(|day| {
                [-366, -31, -10, -1, 0, 1, 10, 31, 366].into_iter().filter_map(move |by| day.plus_days(by))
            });
            for day in around.chain([other, Date::MIN, Date::MAX]) {
                let is_within = min.is_none_or(|min| day >= min) && max.is_none_or(|max| day <= max);
                prop_assert_eq!(matches(&pattern, &day.to_string()), is_within, "{} {}", pattern, day);
            }
        }
    }
}
