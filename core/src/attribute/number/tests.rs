use proptest::prelude::*;

use super::*;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

#[test]
fn numbers_are_written_in_one_way_and_read_in_few() {
    for (text, shown) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("1.50", "1.5"),
        ("-12.340", "-12.34"),
        ("100", "100"),
        ("9999999999999999999999999999", "9999999999999999999999999999"),
        ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
        ("1.00000000000000000000000000000000000000", "1"),
        ("123456789012345678.1234567891", "123456789012345678.1234567891"),
    ] {
        assert_eq!(number(text).to_string(), shown, "{text}");
    }
    for text in [
        "", "-", "+1", "01", "-01", "00", "1.", ".5", "1,5", " 1", "1 ", "1_000", "0x10", "NaN",
        "inf", "--1", "1.2.3", "١", "1.-5",
    ] {
        assert_eq!(Number::parse(text), Err(NumberError::Malformed), "{text:?}");
        assert_eq!(Number::parse_json(text), Err(NumberError::Malformed), "{text:?}");
    }
    for text in ["1e3", "1E3"] {
        assert_eq!(Number::parse(text), Err(NumberError::Malformed), "{text:?}");
    }
}

#[test]
fn the_number_of_digits_is_bounded() {
    let most = "9".repeat(28);
    assert!(Number::parse(&most).is_ok());
    assert!(Number::parse(&format!("-{most}")).is_ok());
    assert!(Number::parse(&format!("{most}.000")).is_ok());
    for text in [
        format!("{most}0"),
        format!("{most}.1"),
        format!("0.{}1", "0".repeat(28)),
        format!("1.{}1", "0".repeat(27)),
        "9".repeat(400),
    ] {
        assert_eq!(Number::parse(&text), Err(NumberError::TooManyDigits), "{text}");
    }
}

#[test]
fn exponents_count_only_when_they_are_exact() {
    for (text, shown) in [
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("1.5e1", "15"),
        ("15e-1", "1.5"),
        ("100e-2", "1"),
        ("0e999999999999999999", "0"),
        ("-0.000e-5", "0"),
        ("1e27", "1000000000000000000000000000"),
        ("1e-28", "0.0000000000000000000000000001"),
        ("10000000000000000000000000000e-1", "1000000000000000000000000000"),
        ("0.00001e5", "1"),
    ] {
        assert_eq!(Number::parse_json(text).unwrap().to_string(), shown, "{text}");
    }
    for text in ["1e28", "1e-29", "1e99999999999999999999", "1e-99999999999999999999", "12e27"] {
        assert_eq!(Number::parse_json(text), Err(NumberError::TooManyDigits), "{text}");
    }
    for text in ["1e", "1e+", "e1", "1e1.5", "1ee1", "1e 1"] {
        assert_eq!(Number::parse_json(text), Err(NumberError::Malformed), "{text}");
    }
}

#[test]
fn floats_are_taken_by_what_people_see_of_them() {
    for (float, shown) in [
        (0.1, "0.1"),
        (-0.0, "0"),
        (1e3, "1000"),
        (1.5e-7, "0.00000015"),
        (9_007_199_254_740_992.0, "9007199254740992"),
        (0.3, "0.3"),
    ] {
        assert_eq!(Number::from_f64(float).unwrap().to_string(), shown);
    }
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 9_007_199_254_740_994.0, 1e300] {
        assert_eq!(Number::from_f64(float), Err(NumberError::Inexact), "{float}");
    }
    assert_eq!(Number::from_f64(1e-300), Err(NumberError::TooManyDigits));
}

#[test]
fn floats_of_few_decimals_are_what_their_shortest_form_says() {
    let digits = (0_i64..20_000).chain([
        123_456_789_012,
        100_000_000_000_000,
        999_999_999_999_999,
        1_000_000_000_000_000,
    ]);
    // Equal numbers are written alike only when they have equally many decimals.
    let exactly = |number: Number| (number, number.as_decimal().scale());
    let mut tried = 0;
    for digits in digits {
        for decimals in 0..=5 {
            let float: f64 = format!("{digits}e-{decimals}").parse().unwrap();
            for float in [float, -float, float.next_up(), float.next_down()] {
                let shortest = Number::parse_json(&format!("{float:e}"));
                let taken = Number::from_f64(float).map(exactly);
                assert_eq!(taken, shortest.map(exactly), "{float:e}");
                tried += usize::from(shortest.is_ok());
            }
        }
    }
    assert!(tried > 300_000, "{tried} floats have a short form");
}

#[test]
fn json_keeps_what_a_float_would_round_as_text() {
    for (text, json) in [
        ("9007199254740992", "9007199254740992"),
        ("9007199254740993", "\"9007199254740993\""),
        ("-9007199254740993", "\"-9007199254740993\""),
        ("0.5", "\"0.5\""),
        ("-3", "-3"),
    ] {
        assert_eq!(serde_json::to_string(&number(text)).unwrap(), json);
    }
}

#[test]
fn json_is_read_as_a_number_or_as_the_text_of_one() {
    let read = |json: &str| serde_json::from_str::<Number>(json);
    for (json, shown) in [
        ("7", "7"),
        ("-7", "-7"),
        ("18446744073709551615", "18446744073709551615"),
        ("0.10", "0.1"),
        ("\"0.10\"", "0.1"),
    ] {
        assert_eq!(read(json).unwrap().to_string(), shown, "{json}");
    }
    for json in ["\"1e3\"", "\"\"", "1e300", "null", "[1]"] {
        assert!(read(json).is_err(), "{json}");
    }
    let message = read("true").unwrap_err().to_string();
    assert!(message.contains("expected a number, or the text of one"), "{message}");
    assert_eq!(format!("{:?}", number("1.50")), "Number(1.5)");
}

#[test]
fn keys_sort_as_the_numbers_do() {
    let ascending = [
        "-9999999999999999999999999999",
        "-100",
        "-99.5",
        "-10",
        "-9",
        "-1.5",
        "-1",
        "-0.1",
        "-0.01",
        "-0.0000000000000000000000000001",
        "0",
        "0.0000000000000000000000000001",
        "0.01",
        "0.1",
        "0.11",
        "1",
        "1.5",
        "9",
        "10",
        "10.01",
        "99.5",
        "100",
        "9999999999999999999999999999",
    ];
    for pair in ascending.windows(2) {
        let [low, high] = pair else { panic!("a pair") };
        assert!(number(low) < number(high), "{low} {high}");
        assert!(number(low).sort_key() < number(high).sort_key(), "{low} {high}");
    }
}

fn decimals() -> impl Strategy<Value = String> {
    prop_oneof!["-?(0|[1-9][0-9]{0,13})(\\.[0-9]{1,14})?", "-?[0-9]\\.[0-9]", "-?[1-9]0{0,20}"]
        .prop_filter("no leading zeros", |text| Number::parse(text).is_ok())
}

proptest! {
    #[test]
    fn any_two_keys_sort_as_their_numbers(a in decimals(), b in decimals()) {
        let (a, b) = (number(&a), number(&b));
        prop_assert_eq!(a.sort_key().cmp(&b.sort_key()), a.cmp(&b));
    }

    #[test]
    fn a_number_is_what_it_shows(text in decimals()) {
        let read = number(&text);
        prop_assert_eq!(number(&read.to_string()), read);
        let decimal: Decimal = text.parse().unwrap();
        prop_assert_eq!(read.as_decimal(), decimal);
    }

    #[test]
    fn an_exponent_moves_the_point(digits in "[1-9][0-9]{0,8}", exponent in -10i32..10) {
        let expected = Decimal::from_scientific(&format!("{digits}e{exponent}")).unwrap();
        let read = Number::parse_json(&format!("{digits}e{exponent}")).unwrap();
        prop_assert_eq!(read.as_decimal(), expected);
    }

    #[test]
    fn no_text_makes_parsing_panic(text in any::<String>()) {
        let _ = (Number::parse(&text), Number::parse_json(&text));
    }
}
