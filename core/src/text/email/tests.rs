use super::*;
use proptest::prelude::*;

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> &'static str {
    EmailAddress::parse(text).expect_err(text).code()
}

#[test]
fn addresses_from_life_are_kept_as_typed() {
    for text in [
        "john@example.com",
        "John.Doe+news@Mail.Example.co.uk",
        "o'brien_22@sub-domain.example.com",
        "müller@example.de",
        "mu\u{308}ller@example.de",
        "info@münchen.example",
        "info@xn--mnchen-3ya.example",
        "δοκιμή@παράδειγμα.example",
        "संपर्क@डाटामेल.भारत",
        "用户@例子.广告",
        "😀@example.com",
        "\"john doe\"@example.com",
        "\"a@b\"@example.com",
        "a@1and1.com",
        "a@ab--cd.com",
    ] {
        assert_eq!(email(text).as_str(), text);
        assert_eq!(email(text).to_string(), text);
    }
}

#[test]
fn what_is_not_a_mailbox_is_refused() {
    for text in [
        "",
        "john",
        "example.com",
        "@example.com",
        ".john@example.com",
        "john.@example.com",
        "jo..hn@example.com",
        "john doe@example.com",
        " john@example.com",
        "John <john@example.com",
        "<john@example.com",
        "a@b@example.com",
        "\"@example.com",
        "\"\"@example.com",
        "\"a\"b\"@example.com",
        "\"a\tb\"@example.com",
        "\"a\nb\"@example.com",
        "john\u{200B}@example.com",
        "\u{202A}john@example.com",
        "jo\u{A0}hn@example.com",
        "jo\u{85}hn@example.com",
        "jö,hn@example.com",
        "john＠example.com",
    ] {
        assert_eq!(refusal(text), "email.invalid", "{text:?}");
    }
}

#[test]
fn hosts_that_mail_cannot_reach_are_refused() {
    for text in [
        "a@",
        "a@localhost",
        "a@.com",
        "a@example.",
        "a@example.com.",
        "a@example..com",
        "a@-example.com",
        "a@example-.com",
        "a@exa_mple.com",
        "a@exa!mple.com",
        "a@exam ple.com",
        "a@example.com>",
        "john@example.com ",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@xn--.com",
        "a@xn--zzzzzzzz.com",
        "a@\u{202E}example.com",
        "a@exa\u{301}\u{2F}mple.com",
    ] {
        assert_eq!(refusal(text), "email.invalid_host", "{text:?}");
    }
}

#[test]
fn lengths_have_bounds_on_both_sides() {
    let host = format!("{}.{}.{}.com", "b".repeat(61), "c".repeat(61), "d".repeat(61));
    let local = |bytes| "a".repeat(bytes);
    assert_eq!(host.len(), 189);
    let longest = format!("{}@{host}", local(64));
    assert_eq!(longest.len(), EmailAddress::MAX_BYTES);
    email(&longest);
    assert_eq!(
        EmailAddress::parse(&format!("{longest}e")),
        Err(EmailError::TooLong { max: 254, actual: 255 })
    );
    assert_eq!(refusal(&format!("{}@example.com", local(65))), "email.invalid");
    email(&format!("{}@example.com", "ä".repeat(32)));
    assert_eq!(refusal(&format!("{}a@example.com", "ä".repeat(32))), "email.invalid");
    email(&format!("a@{}.com", "b".repeat(63)));
    assert_eq!(refusal(&format!("a@{}.com", "b".repeat(64))), "email.invalid_host");
}

#[test]
fn one_mailbox_has_one_identity() {
    for (one, other) in [
        ("John@Example.COM", "john@example.com"),
        ("info@MÜNCHEN.example", "info@xn--mnchen-3ya.example"),
        ("info@mu\u{308}nchen.example", "info@XN--MNCHEN-3YA.example"),
        ("info@例子。example", "info@例子.example"),
        ("a@ｅｘａｍｐｌｅ.com", "a@example.com"),
        ("mu\u{308}ller@example.com", "müller@example.com"),
        ("\"john\"@example.com", "john@example.com"),
        ("\"jo\\hn\"@example.com", "john@example.com"),
        ("\"j\\o hn\"@example.com", "\"jo hn\"@example.com"),
    ] {
        assert!(email(one).is_same_mailbox(&email(other)), "{one} {other}");
        assert_eq!(email(one).search_key(), email(other).search_key(), "{one} {other}");
    }
    assert_eq!(email("Info@MÜNCHEN.example").identity_key(), "info@xn--mnchen-3ya.example");
    assert_eq!(email("\"Jo\\\"Hn\"@A.example").identity_key(), "\"jo\\\"hn\"@a.example");
}

#[test]
fn mailboxes_that_differ_are_never_merged() {
    for (one, other) in [
        ("john.doe@gmail.com", "johndoe@gmail.com"),
        ("john+news@example.com", "john@example.com"),
        ("Ä@example.com", "ä@example.com"),
        ("straße@example.com", "strasse@example.com"),
        ("a@straße.example", "a@strasse.example"),
        ("İ@example.com", "i@example.com"),
        ("１@example.com", "1@example.com"),
        ("ﬁ@example.com", "fi@example.com"),
        ("а@example.com", "a@example.com"),
        ("\"john doe\"@example.com", "johndoe@example.com"),
    ] {
        assert!(!email(one).is_same_mailbox(&email(other)), "{one} {other}");
    }
}

#[test]
fn search_finds_what_is_likely_the_same() {
    for (one, other) in [
        ("Ä@example.com", "ä@example.com"),
        ("straße@example.com", "STRASSE@example.com"),
        ("a@straße.example", "a@strasse.example"),
        ("１@example.com", "1@example.com"),
    ] {
        assert_eq!(email(one).search_key(), email(other).search_key(), "{one} {other}");
    }
    assert_eq!(email("Info@xn--mnchen-3ya.example").search_key(), "info@münchen.example");
    assert_eq!(email("XN--a@Example.com").search_key(), "xn--a@example.com");
}

#[test]
fn logs_show_the_masked_address() {
    for (text, masked) in [
        ("john@example.com", "j***@example.com"),
        ("j@example.com", "j***@example.com"),
        ("Änne@example.com", "Ä***@example.com"),
        ("\"john doe\"@example.com", "\"***@example.com"),
    ] {
        assert_eq!(email(text).masked(), masked);
        assert!(!format!("{:?}", email(text)).contains(text));
    }
    assert_eq!(format!("{:?}", email("john@example.com")), "EmailAddress(\"j***@example.com\")");
}

#[test]
fn errors_do_not_repeat_the_address() {
    for text in ["secret", "secret person@example.com", "secret@host", &"secret".repeat(50)] {
        let error = EmailAddress::parse(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
    }
}

#[test]
fn it_travels_as_a_string() {
    let read: EmailAddress = serde_json::from_str("\"J\\u00f6rg@example.com\"").unwrap();
    assert_eq!(read, email("Jörg@example.com"));
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"Jörg@example.com\"");
    assert!(serde_json::from_str::<EmailAddress>("\"john\"").is_err());
}

fn addresses() -> impl Strategy<Value = String> {
    let local = prop_oneof![
        "[A-Za-z0-9+_-]{1,8}(\\.[A-Za-z0-9]{1,4})?",
        "\"([a-z @.]|\\\\[!-~]){1,8}\"",
        "[äÄßİſÅKa\u{308}\u{30A}W]{1,6}",
        "\\PC{1,5}",
    ];
    let host = prop_oneof![
        "[A-Za-z0-9]{1,8}(\\.[a-zA-Z]{2,5}){1,2}",
        "[äÖßa-c]{1,6}\\.example",
        "xn--[a-z0-9-]{2,8}\\.com",
        "\\PC{1,8}",
    ];
    (local, host).prop_map(|(local, host)| format!("{local}@{host}"))
}

proptest! {
    #[test]
    fn keys_are_stable(text in addresses()) {
        let Ok(address) = EmailAddress::parse(&text) else { return Ok(()) };
        let shown = address.to_string();
        prop_assert_eq!(&EmailAddress::parse(&shown).unwrap(), &address);
        let key = address.identity_key();
        if let Ok(again) = EmailAddress::parse(&key) {
            prop_assert_eq!(again.identity_key(), key);
            prop_assert_eq!(again.search_key(), address.search_key());
        } else {
            // Only composition and the ASCII form of the host lengthen an address.
            prop_assert!(!text.is_ascii(), "{:?}", key);
        }
        prop_assert_eq!(fold::search_key(&address.search_key()), address.search_key());
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(address.as_str(), &text);
        }
    }
}
