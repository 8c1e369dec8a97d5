use super::*;
use proptest::prelude::*;

fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

fn phone(typed: &str) -> PhoneNumber {
    PhoneNumber::parse(typed, None).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

fn refusal(typed: &str) -> &'static str {
    PhoneNumber::parse(typed, Some(country("US"))).expect_err(typed).code()
}

#[test]
fn the_country_decides_the_international_form() {
    for (typed, at, e164) in [
        ("(202) 555-0123", "US", Some("+12025550123")),
        ("030 123456", "DE", Some("+4930123456")),
        ("+49 (0)30 123456", "DE", Some("+4930123456")),
        ("00 49 30 123456", "FR", Some("+4930123456")),
        ("+49 1512 3456789", "US", Some("+4915123456789")),
        ("011 49 1512 3456789", "US", Some("+4915123456789")),
        ("8 800 555 35 35", "RU", Some("+78005553535")),
        ("+39 06 698 12345", "CH", Some("+390669812345")),
        ("06 698 12345", "IT", Some("+390669812345")),
        ("(11) 98765-4321", "BR", Some("+5511987654321")),
        ("011 15-1234-5678", "AR", Some("+5491112345678")),
        ("０３－１２３４－５６７８", "JP", Some("+81312345678")),
        ("٠١٠ ٠١٢٣ ٤٥٦٧", "EG", Some("+201001234567")),
        ("555 1234", "US", None),
        ("+1 202 555", "US", None),
        ("110", "DE", None),
        ("*100#", "DE", None),
        ("030 123456 + 7", "DE", None),
        ("00000000000000000000000000000000000000", "DE", None),
    ] {
        let phone = PhoneNumber::parse(typed, Some(country(at))).unwrap();
        assert_eq!(phone.e164(), e164, "{typed}");
        assert_eq!(phone.as_str(), typed);
    }
}

#[test]
fn without_a_country_only_a_plus_gives_an_international_form() {
    assert_eq!(phone("030 123456").e164(), None);
    assert_eq!(phone("+49 30 123456").e164(), Some("+4930123456"));
    assert_eq!(phone("(+49) 30 123456").e164(), Some("+4930123456"));
    assert_eq!(phone("＋49 30 123456").e164(), Some("+4930123456"));
    assert_eq!(phone("+99 30 123456").e164(), None);
}

#[test]
fn extensions_are_a_part_of_their_own() {
    for typed in [
        "030 123456 ext 12",
        "030 123456x12",
        "030 123456;ext=12",
        "030 123456 Ext. 12",
        "030 123456, extension: 12",
        "030 123456 EXTN 12",
        "030 123456 x １２",
    ] {
        let phone = PhoneNumber::parse(typed, Some(country("DE"))).unwrap();
        assert_eq!(phone.as_str(), "030 123456", "{typed}");
        assert_eq!(phone.extension(), Some("12"));
        assert_eq!(phone.digits(), "030123456");
        assert_eq!(phone.e164(), Some("+4930123456"));
        assert_eq!(phone.to_string(), "030 123456 ext 12");
    }
    let replaced = phone("1 ext 2").with_extension("007").unwrap();
    assert_eq!(replaced.extension(), Some("007"));
}

#[test]
fn extensions_have_bounds() {
    let longest = "12345678901";
    assert_eq!(phone("1").with_extension(longest).unwrap().extension(), Some(longest));
    assert_eq!(phone(&format!("1 ext {longest}")).extension(), Some(longest));
    for wrong in ["", " ", "123456789012", "1a", "1 2", "-1", "+1"] {
        let error = phone("1").with_extension(wrong).unwrap_err();
        assert_eq!(error.code(), "phone.invalid_extension", "{wrong}");
        assert_eq!(refusal(&format!("1 ext:{wrong}.")), "phone.invalid_extension");
    }
    assert_eq!(refusal("1 ext"), "phone.invalid_extension");
}

#[test]
fn what_no_phone_number_has_is_refused() {
    for (typed, position) in [
        ("call 555 1234", 0),
        ("1-800-FLOWERS", 6),
        ("555 1234 home", 9),
        ("555@1234", 3),
        ("555\n1234", 3),
        ("٥٥٥\u{202C}", 3),
        ("555\u{200B}1234", 3),
        ("555ä", 3),
    ] {
        let error = PhoneNumber::parse(typed, None).unwrap_err();
        assert_eq!(error, PhoneError::UnexpectedCharacter { position }, "{typed}");
    }
    for typed in ["", "+", "( ) -", "ext 12", "x1"] {
        assert_eq!(refusal(typed), "phone.no_digit", "{typed}");
    }
    for typed in [" 555", "555 ", "555\n", "\u{A0}555"] {
        assert_eq!(refusal(typed), "phone.surrounding_white_space", "{typed:?}");
    }
}

#[test]
fn a_number_has_at_most_forty_characters() {
    let longest = "1".repeat(40);
    assert_eq!(phone(&longest).as_str(), longest);
    assert_eq!(phone(&format!("{longest} ext 12345678901")).as_str(), longest);
    let error = PhoneNumber::parse(&"1".repeat(41), None).unwrap_err();
    assert_eq!(error, PhoneError::TooLong { max: 40, actual: 41 });
    assert_eq!(phone(&"１".repeat(40)).digits(), longest);
}

#[test]
fn it_travels_as_an_object_and_back_without_loss() {
    let full = PhoneNumber::parse("030 123456 x12", Some(country("DE"))).unwrap();
    let json = r#"{"number":"030 123456","extension":"12","e164":"+4930123456"}"#;
    assert_eq!(serde_json::to_string(&full).unwrap(), json);
    assert_eq!(serde_json::from_str::<PhoneNumber>(json).unwrap(), full);
    assert_eq!(serde_json::to_string(&phone("110")).unwrap(), r#"{"number":"110"}"#);
}

#[test]
fn reading_checks_the_shape_only() {
    let read = |json| serde_json::from_str::<PhoneNumber>(json);
    // Plans change; what was stored stays readable.
    assert_eq!(read(r#"{"number":"1","e164":"+999123"}"#).unwrap().e164(), Some("+999123"));
    for json in [
        r#"{"number":""}"#,
        r#"{"number":" 1"}"#,
        r#"{"number":"1 ext 2"}"#,
        r#"{"number":"1","extension":"x"}"#,
        r#"{"number":"1","extension":""}"#,
        r#"{"number":"1","e164":"030"}"#,
        r#"{"number":"1","e164":"+0123"}"#,
        r#"{"number":"1","fax":true}"#,
        r#"{"extension":"1"}"#,
        r#""030 123456""#,
    ] {
        assert!(read(json).is_err(), "{json}");
    }
}

#[test]
fn logs_show_the_masked_number() {
    let phone = phone("+49 30 123456 ext 12");
    assert_eq!(format!("{phone:?}"), "PhoneNumber(\"***56\")");
    assert_eq!(PhoneNumber::parse("12345", None).unwrap().masked(), "***45");
    assert_eq!(PhoneNumber::parse("1234", None).unwrap().masked(), "***");
}

proptest! {
    #[test]
    fn what_is_shown_is_read_as_the_same(
        typed in "[+(]{0,1}[0-9०-९() ./-]{1,38}[0-9]( ext [0-9]{1,11})?",
        at in prop::option::of(prop::sample::select(vec!["US", "DE", "IT", "BR", "AR"])),
    ) {
        let at = at.map(country);
        if let Ok(phone) = PhoneNumber::parse(&typed, at) {
            let shown = phone.to_string();
            prop_assert_eq!(&PhoneNumber::parse(&shown, at).unwrap(), &phone);
            let json = serde_json::to_string(&phone).unwrap();
            prop_assert_eq!(&serde_json::from_str::<PhoneNumber>(&json).unwrap(), &phone);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![any::<String>(), "[+0-9x;= e*#]{0,45}"]) {
        if let Ok(phone) = PhoneNumber::parse(&text, Some(country("US"))) {
            prop_assert!(!phone.digits().is_empty());
            prop_assert!(phone.digits().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
