use crate::attribute::testing::{found, schema};
use crate::attribute::{NewAttribute, Schema};
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

#[test]
fn nothing_follows_from_a_text_with_a_mistake() {
    // No code could be made from the label, which is not said of one that is refused.
    let label = |french: &str| {
        NewAttribute::date("", "Дата").label_in("fr", french).label_in("de", "D").code_from_label()
    };
    assert_eq!(found(Schema::compile([label("F")])), ["[0].code definition.no_code"]);
    assert_eq!(found(Schema::compile([label("")])), ["[0].label.fr text.empty"]);
}
