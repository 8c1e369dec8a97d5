//! The crate `garde` on a struct: the rules are fixed when the program is built, so that this is
//! about what a program can reach that knows its attributes.

use std::borrow::Cow;

use garde::Validate;
use serde::Deserialize;

use super::contestant::{Contestant, Input};
use super::documents::Document;
use super::vocabulary::{CHANNELS, INDUSTRIES, INTERESTS, PRICE_GROUPS, REFERRALS};
use crate::who::Who;

pub(crate) fn contestants(documents: &[Document]) -> Vec<Contestant<'_>> {
    let ready = |text| serde_json::from_str::<Profile<'_>>(text).ok();
    vec![
        Contestant::new((Who::Garde, Input::Text), documents, Some, |text| {
            // A wrong type fails the parse, with one error whatever else is wrong.
            serde_json::from_str::<Profile<'_>>(text).map_or(1, |profile| errors(&profile))
        }),
        Contestant::new((Who::Garde, Input::Own), documents, ready, errors),
    ]
}

fn errors(profile: &Profile<'_>) -> usize {
    profile.validate().map_or_else(|report| report.iter().count(), |()| 0)
}

/// Borrows all that it can: free text may hold escapes, the others are refused with any. Lists are
/// no enums, since serde would end at the first value that is not an option.
#[derive(Debug, Deserialize, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Profile<'a> {
    #[garde(length(chars, min = 10, max = 14), pattern("^[A-Z]{2}[0-9]{8,12}$"))]
    vat_id: &'a str,
    #[serde(borrow)]
    #[garde(length(chars, min = 2, max = 60))]
    company: Cow<'a, str>,
    #[serde(borrow)]
    #[garde(length(chars, min = 2, max = 40))]
    job_title: Cow<'a, str>,
    #[garde(length(chars, min = 5, max = 10), pattern("^[0-9]{5}(-[0-9]{4})?$"))]
    postal_code: &'a str,
    #[serde(borrow)]
    #[garde(length(chars, min = 3, max = 20))]
    nickname: Cow<'a, str>,
    #[garde(range(min = 1.0, max = 250_000.0))]
    employees: f64,
    #[garde(range(min = 0.0, max = 50_000.0))]
    credit_limit: f64,
    #[garde(range(min = 0.0, max = 40.0))]
    discount: f64,
    #[garde(custom(one_of(&INDUSTRIES)))]
    industry: &'a str,
    #[garde(custom(one_of(&PRICE_GROUPS)))]
    price_group: &'a str,
    #[garde(custom(one_of(&REFERRALS)))]
    referral: &'a str,
    #[serde(borrow)]
    #[garde(length(min = 1, max = 5), custom(different), inner(custom(one_of(&INTERESTS))))]
    interests: Vec<&'a str>,
    #[serde(borrow)]
    #[garde(length(min = 1, max = 4), custom(different), inner(custom(one_of(&CHANNELS))))]
    channels: Vec<&'a str>,
    #[garde(custom(date_within("1930-01-01", "2007-12-31")))]
    birth_date: &'a str,
    #[garde(custom(date_within("2010-01-01", "2026-12-31")))]
    customer_since: &'a str,
    #[garde(custom(date_within("2026-01-01", "2028-12-31")))]
    next_visit: &'a str,
    #[garde(skip)]
    #[expect(dead_code, reason = "a yes or no is valid once it is there")]
    newsletter: bool,
    #[garde(skip)]
    #[expect(dead_code, reason = "a yes or no is valid once it is there")]
    trade_customer: bool,
    #[serde(borrow)]
    #[garde(length(chars, max = 400))]
    delivery_note: Cow<'a, str>,
    #[serde(borrow)]
    #[garde(length(chars, max = 600))]
    remarks: Cow<'a, str>,
}

fn one_of(options: &'static [&'static str]) -> impl FnOnce(&&str, &()) -> garde::Result {
    move |value, ()| {
        if options.contains(value) { Ok(()) } else { Err(garde::Error::new("not an option")) }
    }
}

/// A list is short, so that comparing every pair is faster than a set.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the derived code passes a reference")]
fn different(mut rest: &[&str], _: &()) -> garde::Result {
    while let Some((value, others)) = rest.split_first() {
        if others.contains(value) {
            return Err(garde::Error::new("not all different"));
        }
        rest = others;
    }
    Ok(())
}

/// Dates of this form are in the order of their texts.
fn date_within(
    first: &'static str,
    last: &'static str,
) -> impl FnOnce(&&str, &()) -> garde::Result {
    move |value, ()| {
        if !is_date(value.as_bytes()) {
            Err(garde::Error::new("not a date"))
        } else if *value < first || *value > last {
            Err(garde::Error::new("out of range"))
        } else {
            Ok(())
        }
    }
}

/// Whether it is `YYYY-MM-DD`, and a day of the calendar.
fn is_date(text: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return false;
    };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |tens: u8, ones: u8| {
        let ones = u32::from(ones.wrapping_sub(b'0'));
        u32::from(tens.wrapping_sub(b'0')).wrapping_mul(10).wrapping_add(ones)
    };
    let (century, of_century) = (number(y1, y2), number(y3, y4));
    let leap = if of_century == 0 { century % 4 == 0 } else { of_century % 4 == 0 };
    let days = match number(m1, m2) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&number(d1, d2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::documents::documents;

    #[test]
    fn each_mistake_is_one_error_where_the_types_are_right() {
        let documents = documents(2_000).unwrap();
        let mut other_types = 0;
        for Document { text, mistakes } in &documents {
            let Ok(profile) = serde_json::from_str::<Profile<'_>>(text) else {
                assert!(*mistakes > 0, "{text}");
                other_types += 1;
                continue;
            };
            let found = profile.validate().err();
            assert_eq!(errors(&profile), usize::try_from(*mistakes).unwrap(), "{text}: {found:?}");
        }
        assert!((1..=60).contains(&other_types), "{other_types}");
    }

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for date in ["2000-02-29", "2024-02-29", "1999-12-31", "2026-04-30"] {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for text in [
            "1900-02-29",
            "2023-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-1-10",
            "2026-01-00",
            "2026-01-1x",
        ] {
            assert!(!is_date(text.as_bytes()), "{text}");
        }
    }
}
