use crate::attribute::NewAttribute;
use crate::attribute::testing::schema;
use crate::text::Language;

#[test]
fn a_reader_gets_the_nearest_language() {
    let draft = NewAttribute::date("x", "Born")
        .label_in("fr", "Né")
        .label_in("fr-CA", "Naissance")
        .label_in("zh-Hant-HK", "出生");
    let all = schema([draft]);
    let label = all.get("x").unwrap().label();
    for (language, expected) in [
        ("fr", "Né"),
        ("fr-CA", "Naissance"),
        ("fr-BE", "Né"),
        ("fr-Latn-BE", "Né"),
        ("zh-Hant-HK", "出生"),
        ("zh-Hant", "Born"),
        ("de", "Born"),
    ] {
        assert_eq!(label.in_language(&Language::parse(language).unwrap()), expected, "{language}");
    }
    let translations: Vec<String> =
        label.translations().map(|(language, text)| format!("{language} {text}")).collect();
    assert_eq!(translations, ["fr Né", "fr-CA Naissance", "zh-Hant-HK 出生"]);
}
