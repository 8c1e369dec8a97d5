use proptest::prelude::*;

use super::*;

const MAX: i64 = 1_000_000_000_000_000;

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn usd(text: &str) -> Money {
    Money::parse(text, currency("USD")).unwrap()
}

/// The code of the error that refuses the text as an amount.
fn refusal(text: &str, code: &str) -> &'static str {
    Money::parse(text, currency(code)).unwrap_err().code()
}

#[test]
fn amounts_print_with_exactly_the_decimals_of_their_currency() {
    for (text, code, minor, printed) in [
        ("1000.00", "USD", 100_000, "1000.00 USD"),
        ("1000", "USD", 100_000, "1000.00 USD"),
        ("1.500", "USD", 150, "1.50 USD"),
        ("0.05", "USD", 5, "0.05 USD"),
        ("-0.05", "USD", -5, "-0.05 USD"),
        ("-0.00", "USD", 0, "0.00 USD"),
        ("007.10", "USD", 710, "7.10 USD"),
        ("999", "JPY", 999, "999 JPY"),
        ("999.000", "JPY", 999, "999 JPY"),
        ("0", "JPY", 0, "0 JPY"),
        ("1.5", "KWD", 1_500, "1.500 KWD"),
        ("-1.234", "KWD", -1_234, "-1.234 KWD"),
    ] {
        let money = Money::parse(text, currency(code)).unwrap();
        assert_eq!(money.minor(), minor, "{text} {code}");
        assert_eq!(money.to_string(), printed, "{text} {code}");
        assert_eq!(Money::new(text.parse().unwrap(), currency(code)), Ok(money), "{text} {code}");
    }
}

#[test]
fn one_decimal_more_than_the_minor_unit_is_refused() {
    for (allowed, refused, code) in
        [("0.01", "0.001", "USD"), ("1", "0.1", "JPY"), ("0.001", "0.0001", "KWD")]
    {
        assert!(Money::parse(allowed, currency(code)).is_ok());
        assert_eq!(refusal(refused, code), "money.too_many_decimals");
        let decimal = Money::new(refused.parse().unwrap(), currency(code));
        assert_eq!(decimal, Money::parse(refused, currency(code)));
    }
    let refused = Money::parse("1.2345000", currency("USD")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "an amount in `USD` has at most 2 decimals, but this one has 4"
    );
}

#[test]
fn the_range_ends_at_ten_to_the_fifteenth_minor_units() {
    for (largest, beyond, code) in [
        ("10000000000000.00", "10000000000000.01", "USD"),
        ("1000000000000000", "1000000000000001", "JPY"),
        ("1000000000000.000", "1000000000000.001", "KWD"),
    ] {
        for sign in ["", "-"] {
            let money = Money::parse(&format!("{sign}{largest}"), currency(code)).unwrap();
            assert_eq!(money.minor().abs(), MAX);
            let beyond = format!("{sign}{beyond}");
            assert_eq!(refusal(&beyond, code), "money.too_large");
            let decimal = Money::new(beyond.parse().unwrap(), currency(code));
            assert_eq!(decimal, Err(MoneyError::TooLarge));
        }
    }
    for beyond in [MAX + 1, -MAX - 1, i64::MAX, i64::MIN] {
        assert_eq!(Money::from_minor(beyond, currency("USD")), Err(MoneyError::TooLarge));
    }
    assert_eq!(refusal(&"9".repeat(1_000), "USD"), "money.too_large");
    assert_eq!(Money::new(Decimal::MAX, currency("USD")), Err(MoneyError::TooLarge));
    assert_eq!(Money::new(Decimal::MIN, currency("KWD")), Err(MoneyError::TooLarge));
    assert_eq!(usd(&format!("{}1.{}", "0".repeat(100), "0".repeat(100))), usd("1"));
}

#[test]
fn only_plain_decimal_text_is_a_number() {
    for (text, found, position) in [
        ("", None, 1),
        ("-", None, 2),
        (".", Some('.'), 1),
        (".5", Some('.'), 1),
        ("-.5", Some('.'), 2),
        ("5.", None, 3),
        ("+5", Some('+'), 1),
        ("--5", Some('-'), 2),
        ("5-", Some('-'), 2),
        ("1,000.00", Some(','), 2),
        ("1000,00", Some(','), 5),
        ("1_000", Some('_'), 2),
        ("1e3", Some('e'), 2),
        ("1.5E0", Some('E'), 4),
        ("1.2.3", Some('.'), 4),
        ("1.x", Some('x'), 3),
        (" 5", Some(' '), 1),
        ("5 ", Some(' '), 2),
        ("$5", Some('$'), 1),
        ("NaN", Some('N'), 1),
        ("٥", Some('٥'), 1),
    ] {
        let error = MoneyError::NotANumber { found, position };
        assert_eq!(Money::parse(text, currency("USD")), Err(error), "text {text:?}");
    }
    assert_eq!(
        Money::parse("12,50", currency("USD")).unwrap_err().to_string(),
        "expected a plain decimal number such as `1000.00`, but found `,` at position 3"
    );
}

#[test]
fn currencies_never_mix() {
    let (dollars, euros) = (usd("1"), Money::zero(currency("EUR")));
    let mismatch = MoneyError::CurrencyMismatch { left: currency("USD"), right: currency("EUR") };
    assert_eq!(dollars.checked_add(euros), Err(mismatch.clone()));
    assert_eq!(dollars.checked_sub(euros), Err(mismatch.clone()));
    assert_eq!(dollars.try_cmp(euros), Err(mismatch.clone()));
    assert_eq!(mismatch.code(), "money.currency_mismatch");
    assert_ne!(Money::zero(currency("USD")), euros);
}

#[test]
fn sums_beyond_the_range_are_errors_on_both_sides() {
    let (most, least) = (usd("10000000000000"), usd("-10000000000000"));
    let (cent, zero) = (usd("0.01"), usd("0"));
    assert_eq!(most.checked_add(zero), Ok(most));
    assert_eq!(most.checked_add(cent), Err(MoneyError::TooLarge));
    assert_eq!(least.checked_sub(zero), Ok(least));
    assert_eq!(least.checked_sub(cent), Err(MoneyError::TooLarge));
    assert_eq!(most.checked_sub(most), Ok(zero));
    assert_eq!(most.negated(), least);
    assert_eq!(least.negated(), most);
}

#[test]
fn signs_and_order_are_told() {
    let signs = |money: Money| (money.is_negative(), money.is_zero(), money.is_positive());
    assert_eq!(signs(usd("-0.01")), (true, false, false));
    assert_eq!(signs(usd("-0.00")), (false, true, false));
    assert_eq!(signs(usd("0.01")), (false, false, true));
    assert_eq!(usd("-1").try_cmp(usd("0")), Ok(Ordering::Less));
    assert_eq!(usd("1.5").try_cmp(usd("1.50")), Ok(Ordering::Equal));
    assert_eq!(usd("10").try_cmp(usd("9.99")), Ok(Ordering::Greater));
}

#[test]
fn the_wire_form_is_text_and_strict() {
    let json = r#"{"amount":"1000.00","currency":"USD"}"#;
    assert_eq!(serde_json::from_str::<Money>(json).unwrap(), usd("1000"));
    assert_eq!(serde_json::to_string(&usd("1000")).unwrap(), json);
    for refused in [
        r#"{"amount":1000.00,"currency":"USD"}"#,
        r#"{"amount":1000,"currency":"USD"}"#,
        r#"{"amount":"1000.001","currency":"USD"}"#,
        r#"{"amount":"1e3","currency":"USD"}"#,
        r#"{"amount":"1000.00","currency":"XAU"}"#,
        r#"{"amount":"1000.00"}"#,
        r#"{"currency":"USD"}"#,
        r#"{"amount":"1000.00","currency":"USD","scale":2}"#,
        r#"{"amount":"1000.00","amount":"1.00","currency":"USD"}"#,
        r#""1000.00 USD""#,
        "1000",
    ] {
        assert!(serde_json::from_str::<Money>(refused).is_err(), "json {refused}");
    }
}

#[test]
fn display_is_read_back_and_needs_its_currency() {
    assert_eq!("1000.00 USD".parse(), Ok(usd("1000")));
    assert_eq!("1000.00".parse::<Money>(), Err(MoneyError::MissingCurrency));
    assert_eq!("1000.00  USD".parse::<Money>(), Err(MoneyError::MalformedCurrency));
    assert_eq!("1 000 USD".parse::<Money>(), Err(MoneyError::MalformedCurrency));
}

fn any_currency() -> impl Strategy<Value = Currency> {
    prop::sample::select(vec!["USD", "JPY", "KWD", "EUR", "CLF"]).prop_map(currency)
}

fn any_minor() -> impl Strategy<Value = i64> {
    prop_oneof![-MAX..=MAX, -200i64..200, Just(MAX), Just(-MAX)]
}

proptest! {
    #[test]
    fn every_amount_round_trips(minor in any_minor(), currency in any_currency()) {
        let money = Money::from_minor(minor, currency).unwrap();
        prop_assert_eq!(money.minor(), minor);
        prop_assert_eq!(money.amount().scale(), currency.minor_unit());
        prop_assert_eq!(Money::new(money.amount(), currency), Ok(money));
        prop_assert_eq!(Money::parse(&money.amount().to_string(), currency), Ok(money));
        prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    #[test]
    fn sums_are_those_of_wide_integers(left in any_minor(), right in any_minor()) {
        let money = |minor| Money::from_minor(minor, currency("USD")).unwrap();
        for (result, exact) in [
            (money(left).checked_add(money(right)), i128::from(left) + i128::from(right)),
            (money(left).checked_sub(money(right)), i128::from(left) - i128::from(right)),
        ] {
            if exact.abs() <= i128::from(MAX) {
                prop_assert_eq!(i128::from(result.unwrap().minor()), exact);
            } else {
                prop_assert_eq!(result, Err(MoneyError::TooLarge));
            }
        }
        if let Ok(sum) = money(left).checked_add(money(right)) {
            prop_assert_eq!(sum.checked_sub(money(right)), Ok(money(left)));
        }
        prop_assert_eq!(money(left).try_cmp(money(right)), Ok(left.cmp(&right)));
    }

    #[test]
    fn no_text_makes_parsing_panic(text in any::<String>(), currency in any_currency()) {
        let _ = Money::parse(&text, currency);
        let _ = text.parse::<Money>();
    }

    #[test]
    fn text_that_looks_like_a_number_is_read_as_a_decimal_reads_it(
        text in "-?[0-9]{0,12}[.]?[0-9]{0,6}",
        currency in any_currency(),
    ) {
        let plain = text.trim_start_matches('-').split('.').all(|part| !part.is_empty());
        match (plain, Money::parse(&text, currency)) {
            (true, parsed) => {
                prop_assert_eq!(parsed, Money::new(text.parse().unwrap(), currency));
            }
            (false, parsed) => prop_assert_eq!(parsed.unwrap_err().code(), "money.not_a_number"),
        }
    }

    #[test]
    fn too_many_decimals_are_never_accepted(
        whole in "-?[0-9]{1,20}",
        zeros in "0{0,30}",
        last in "[1-9]",
        tail in "0{0,30}",
        currency in any_currency(),
    ) {
        let fraction = format!("{}{zeros}{last}{tail}", "3".repeat(currency.minor_unit() as usize));
        let parsed = Money::parse(&format!("{whole}.{fraction}"), currency);
        prop_assert_eq!(parsed.unwrap_err().code(), "money.too_many_decimals");
    }
}
