//! The international form of a phone number.

use crate::text::CountryCode;
use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region,
};

/// The greatest number of digits in E.164.
const MAX_DIGITS: usize = 15;

/// The E.164 form of a number that is valid in the numbering plan of its country.
///
/// `dialled` holds ASCII digits, with a `+` in front where the country is part of the number.
/// None when no country is known, and when a number dialled at home is not one that can be called:
/// a made-up international form would be worse than none.
pub(super) fn e164(dialled: &str, country: Option<CountryCode>) -> Option<Box<str>> {
    let international = dialled.strip_prefix('+');
    if let Some(digits) = international
        && is_complete(digits)
    {
        return Some(dialled.into());
    }
    let region = match country {
        Some(country) => Some(country.as_str().parse::<Region>().ok()?),
        None if international.is_some() => None,
        None => return None,
    };
    let number = PHONE_NUMBER_UTIL.parse(dialled, region).ok()?;
    if !PHONE_NUMBER_UTIL.is_valid_number(&number) {
        return None;
    }
    let e164 = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164);
    is_shape(&e164).then(|| e164.into())
}

/// Whether a text has the shape of E.164: a `+` and 2 to 15 digits, the first of them not 0.
pub(super) fn is_shape(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=MAX_DIGITS).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the digits after a `+` are a number already: of a length that the plan of its country
/// has, and without a zero that is dialled only at home.
///
/// Most imported numbers are. Then the form is what was typed and nothing is made up, so that the
/// number need not be one that is in use, which would take a hundred times as long to find out.
/// Calling codes have 1 to 3 digits and none begins another, so at most one split fits.
fn is_complete(digits: &str) -> bool {
    digits.len() <= MAX_DIGITS
        && (1..=3).any(|code| {
            digits
                .split_at_checked(code)
                .and_then(|(code, national)| parts(code, national))
                .map(|number| PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number))
                .is_some_and(|length| matches!(length, Ok(NumberLengthType::IsPossible)))
        })
}

/// A number from its calling code and its national part. Whether a zero before that belongs to it,
/// as in Italy, is for parsing to say.
fn parts(code: &str, national: &str) -> Option<PhoneNumber> {
    if code.starts_with('0') || national.starts_with('0') {
        return None;
    }
    Some(PhoneNumber {
        country_code: code.parse().ok()?,
        national_number: national.parse().ok()?,
        ..PhoneNumber::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn country(code: &str) -> CountryCode {
        CountryCode::parse(code).unwrap()
    }

    #[test]
    fn shapes() {
        for shape in ["+12", "+123456789012345", "+4930123456"] {
            assert!(is_shape(shape), "{shape}");
        }
        for other in ["", "+", "+1", "+1234567890123456", "+0123", "4930", "+49 30", "+４９"] {
            assert!(!is_shape(other), "{other}");
        }
    }

    #[test]
    fn the_short_way_agrees_with_parsing() {
        for code in rust_iso3166::ALL_ALPHA2 {
            let region: Region = code.parse().unwrap();
            let Ok(example) = PHONE_NUMBER_UTIL.get_example_number(region) else { continue };
            let form = PHONE_NUMBER_UTIL.format(&example, PhoneNumberFormat::E164).into_owned();
            let zero = example.italian_leading_zero.unwrap_or_default();
            assert_ne!(is_complete(form.trim_start_matches('+')), zero, "{form}");
            assert_eq!(e164(&form, None).as_deref(), Some(&*form));
        }
    }

    #[test]
    fn a_length_that_no_plan_has_gives_no_form() {
        for (dialled, complete) in [
            ("12125550100", true),
            ("1212555010", false),
            ("121255501000", false),
            ("5550100", false),
            ("4930123456", true),
            ("49030123456", false),
            ("390612345678", false),
            ("2101234567", false),
        ] {
            assert_eq!(is_complete(dialled), complete, "{dialled}");
        }
    }

    #[test]
    fn a_country_without_a_plan_gives_no_form() {
        assert_eq!(e164("12345678", Some(country("AQ"))), None);
        assert_eq!(e164("+4930123456", Some(country("AQ"))).as_deref(), Some("+4930123456"));
    }

    proptest! {
        #[test]
        fn the_form_is_stable(
            dialled in "\\+?[0-9]{1,17}",
            at in prop::sample::select(vec!["US", "DE", "IT", "BR", "AR", "RU", "GB", "MX"]),
        ) {
            if let Some(form) = e164(&dialled, Some(country(at))) {
                prop_assert!(is_shape(&form), "{}", form);
                prop_assert_eq!(e164(&form, None), Some(form.clone()));
                prop_assert_eq!(e164(&form, Some(country("US"))), Some(form));
            }
        }
    }
}
