//! The rule that makes a code from a label.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use super::{Code, MAX_LENGTH};

/// Makes a code from a label; `None` when nothing of the label can stand in a code.
pub(super) fn slug(label: &str) -> Option<Code> {
    let accents = CanonicalCombiningClassMapBorrowed::new();
    let mut text = String::with_capacity(MAX_LENGTH);
    let mut gap = false;
    for character in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(label.chars()) {
        if character.is_ascii_alphanumeric() {
            if gap && !text.is_empty() {
                text.push('-');
            }
            gap = false;
            text.push(character.to_ascii_lowercase());
        } else if accents.get_u8(character) == 0 {
            gap = true;
        }
        if text.len() >= MAX_LENGTH {
            break;
        }
    }
    Code::parse(cut(&text, MAX_LENGTH)).ok()
}

/// The slug of the label, then the same with `-2`, `-3` and so on, each at most once.
pub(super) fn candidates(label: &str) -> impl Iterator<Item = Code> {
    let first = slug(label);
    let numbered = first.into_iter().flat_map(|code| {
        (2..=u64::MAX).filter_map(move |number| {
            let suffix = format!("-{number}");
            let room = MAX_LENGTH.saturating_sub(suffix.len());
            Code::parse(&format!("{}{suffix}", cut(code.as_str(), room))).ok()
        })
    });
    first.into_iter().chain(numbered)
}

/// The first `length` characters of an ASCII text, without a dash at the end.
fn cut(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text).trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::SegmentCode;

    fn slug(label: &str) -> Option<String> {
        SegmentCode::slug(label).map(|code| code.to_string())
    }

    #[test]
    fn labels_become_codes_by_the_documented_rule() {
        for (label, expected) in [
            ("Press", Some("press")),
            ("VAT id", Some("vat-id")),
            ("vat_id", Some("vat-id")),
            ("  --Gold & Silver!!  ", Some("gold-silver")),
            ("Communication Preference", Some("communication-preference")),
            ("Crème brûlée", Some("creme-brulee")),
            ("Žluťoučký kůň", Some("zlutoucky-kun")),
            ("ﬁnance Ⅳ ①", Some("finance-iv-1")),
            ("ＦＵＬＬ width", Some("full-width")),
            ("Straße", Some("stra-e")),
            ("50 % off", Some("50-off")),
            ("VIP опт", Some("vip")),
            ("опт VIP", Some("vip")),
            ("опт", None),
            ("…", None),
            ("", None),
        ] {
            assert_eq!(slug(label).as_deref(), expected, "label {label:?}");
        }
    }

    #[test]
    fn a_long_label_is_cut_to_50_without_a_dash_at_the_end() {
        assert_eq!(slug(&"a".repeat(50)).unwrap(), "a".repeat(50));
        assert_eq!(slug(&"a".repeat(51)).unwrap(), "a".repeat(50));
        assert_eq!(
            slug(&format!("{} b", "a".repeat(48))).unwrap(),
            format!("{}-b", "a".repeat(48))
        );
        assert_eq!(slug(&format!("{} b", "a".repeat(49))).unwrap(), "a".repeat(49));
    }

    #[test]
    fn a_taken_code_is_numbered() {
        let avoiding = |label: &str, taken: &[&str]| {
            SegmentCode::slug_avoiding(label, |code| taken.contains(&code.as_str()))
                .map(|code| code.to_string())
        };
        assert_eq!(avoiding("Press", &[]).unwrap(), "press");
        assert_eq!(avoiding("Press", &["press"]).unwrap(), "press-2");
        assert_eq!(avoiding("Press", &["press", "press-2"]).unwrap(), "press-3");
        assert_eq!(avoiding("Press", &["press", "press-3"]).unwrap(), "press-2");
        assert_eq!(avoiding("…", &[]), None);
    }

    #[test]
    fn a_number_takes_its_room_from_a_long_code() {
        let long = "a".repeat(50);
        let numbered = SegmentCode::slug_avoiding(&long, |code| code.as_str() == long).unwrap();
        assert_eq!(numbered.as_str(), format!("{}-2", "a".repeat(48)));

        let mut taken = BTreeSet::new();
        for _ in 0..12 {
            let code = SegmentCode::slug_avoiding(&long, |code| taken.contains(code)).unwrap();
            assert!(taken.insert(code));
        }
        assert!(taken.contains(format!("{}-12", "a".repeat(47)).as_str()));

        let dashed = format!("{} bb", "a".repeat(47));
        let numbered = SegmentCode::slug_avoiding(&dashed, |code| code.as_str().ends_with("-bb"));
        assert_eq!(numbered.unwrap().as_str(), format!("{}-2", "a".repeat(47)));
    }

    proptest! {
        #[test]
        fn a_slug_is_a_code_and_its_own_slug(label in any::<String>()) {
            if let Some(code) = slug(&label) {
                prop_assert_eq!(SegmentCode::parse(&code).unwrap().to_string(), code.clone());
                prop_assert!(!code.starts_with('-') && !code.ends_with('-') && !code.contains("--"));
                prop_assert_eq!(slug(&code), Some(code));
            } else {
                prop_assert!(!label.chars().any(|c| c.is_ascii_alphanumeric()));
            }
        }

        #[test]
        fn numbering_never_repeats_a_code(label in "[a-z ]{1,60}", count in 2usize..30) {
            let mut taken = BTreeSet::new();
            for _ in 0..count {
                let Some(code) = SegmentCode::slug_avoiding(&label, |code| taken.contains(code))
                else { return Ok(()) };
                prop_assert_eq!(SegmentCode::parse(code.as_str()).unwrap(), code);
                prop_assert!(taken.insert(code));
            }
        }
    }
}
