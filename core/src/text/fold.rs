//! The two keys by which texts are compared.
//!
//! The *search key* is generous: what a person takes for the same text gets the same key, so that
//! a search and a hunt for duplicates find it. The *identity key* is strict: it only evens out
//! what no system tells apart, so that two different mailboxes or logins are never taken for one.
//! Texts with equal identity keys have equal search keys; the reverse does not hold.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::{ComposingNormalizer, ComposingNormalizerBorrowed};
use std::borrow::Cow;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfc();
const NFKC: ComposingNormalizerBorrowed<'static> = ComposingNormalizer::new_nfkc();
const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();

/// The key under which a text is found: NFKC, case-folded, and NFKC again.
///
/// Width, ligatures, case and the way accents are encoded make no difference; accents themselves
/// do. The second NFKC makes the key stable: the key of a key is the key itself.
///
/// # Example
///
/// ```
/// use patronage::text::search_key;
///
/// assert_eq!(search_key("Straße"), search_key("STRASSE"));
/// assert_eq!(search_key("１２３"), "123");
/// assert_ne!(search_key("Zoë"), search_key("Zoe"));
/// ```
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let folded = CASES.fold_string(&NFKC.normalize(text)).into_owned();
    match NFKC.normalize(&folded) {
        Cow::Borrowed(_) => folded,
        Cow::Owned(key) => key,
    }
}

/// The key that decides whether two texts are the same: NFC, with ASCII letters in lower case.
///
/// Letters beyond ASCII keep their case, because whether `Ä` and `ä` are one mailbox is for the
/// mail server to say. For an e-mail address use
/// [`EmailAddress::identity_key`](crate::text::EmailAddress::identity_key), which also knows hosts.
///
/// # Example
///
/// ```
/// use patronage::text::identity_key_of_text;
///
/// assert_eq!(identity_key_of_text("John"), "john");
/// assert_eq!(identity_key_of_text("zoe\u{308}"), identity_key_of_text("zoë"));
/// assert_ne!(identity_key_of_text("Ägir"), identity_key_of_text("ägir"));
/// ```
pub fn identity_key_of_text(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut key = NFC.normalize(text).into_owned();
    key.make_ascii_lowercase();
    // Some accents have a composed form on the small letter only (`ẘ`), so that lower case can
    // undo NFC.
    match NFC.normalize(&key) {
        Cow::Borrowed(_) => key,
        Cow::Owned(key) => key,
    }
}

/// The canonical composition of a text, as a copy only where it differs.
pub(super) fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { NFC.normalize(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Characters whose folding, composition or order is special somewhere in Unicode.
    fn intricate() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(String::from),
            "[A-Za-z]".prop_map(String::from),
            prop::sample::select(
                "\u{345}\u{307}\u{308}\u{30A}\u{30C}\u{301}\u{331}\u{342}\u{37E}\u{1161}\
                 İıßẞſςΣΐᾳΆŉǰẘÅKﬁﬆᏸꭰ한각ᄀ"
                    .chars()
                    .collect::<Vec<_>>()
            )
            .prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn people_find_what_they_take_for_the_same() {
        for (one, other) in [
            ("Müller", "MU\u{308}LLER"),
            ("Straße", "strasse"),
            ("STRAẞE", "strasse"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("ＡＢＣ１２", "abc12"),
            ("ﬁne", "FINE"),
            ("\u{212A}elvin", "kelvin"),
            ("Ångström", "a\u{30A}ngstro\u{308}m"),
        ] {
            assert_eq!(search_key(one), search_key(other), "{one} {other}");
        }
        assert_eq!(search_key("İ"), "i\u{307}");
        assert_ne!(search_key("İzmir"), search_key("Izmir"));
        assert_ne!(search_key("ısparta"), search_key("isparta"));
    }

    #[test]
    fn identity_evens_out_only_encoding_and_ascii_case() {
        assert_eq!(identity_key_of_text("ZOE\u{308}"), "zoË");
        assert_eq!(identity_key_of_text("W\u{30A}"), identity_key_of_text("ẘ"));
        assert_eq!(identity_key_of_text("\u{212A}elvin"), "kelvin");
        assert_ne!(identity_key_of_text("straße"), identity_key_of_text("strasse"));
        assert_ne!(identity_key_of_text("１２"), identity_key_of_text("12"));
        assert_ne!(identity_key_of_text("İ"), identity_key_of_text("i"));
    }

    /// Every character of the planes in which anything folds or composes, alone and beside others.
    #[test]
    fn keys_are_stable_for_every_character() {
        for c in '\0'..='\u{2FFFF}' {
            for text in [String::from(c), format!("{c}\u{308}"), format!("W{c}")] {
                let (identity, search) = (identity_key_of_text(&text), search_key(&text));
                assert_eq!(identity_key_of_text(&identity), identity, "{text:?}");
                assert_eq!(search_key(&search), search, "{text:?}");
                assert_eq!(search_key(&identity), search, "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn keys_are_stable(text in intricate()) {
            let (identity, search) = (identity_key_of_text(&text), search_key(&text));
            prop_assert_eq!(&identity_key_of_text(&identity), &identity);
            prop_assert_eq!(&search_key(&search), &search);
        }

        #[test]
        fn equal_identity_means_equal_search(text in intricate()) {
            prop_assert_eq!(search_key(&identity_key_of_text(&text)), search_key(&text));
        }

        #[test]
        fn ascii_takes_no_other_path_to_another_key(text in "[ -~]{0,20}") {
            let folded = CASES.fold_string(&text).into_owned();
            prop_assert_eq!(search_key(&text), &*NFKC.normalize(&folded));
        }
    }
}
