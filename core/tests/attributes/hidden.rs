//! What a shopper does not see makes no difference to anything that it is told.

use patronage::attribute::{AttributePatch, Context, Deletion, NewAttribute};
use patronage::customer::{Customer, CustomerPatch};
use patronage::directory::Shopper;
use patronage::version::ExpectedVersion;
use proptest::prelude::*;

use crate::shop::Shop;

/// A directory in which the hidden attributes of one customer have these values.
fn shop(secret: &str) -> (Shop, Customer) {
    let shop = Shop::open();
    let attributes = shop.attributes();
    for draft in [
        NewAttribute::list("secret", "Secret", ["a", "b"]).default_value("a").filterable(),
        NewAttribute::text_box("former", "Former").on_storefront(),
        NewAttribute::text_box("asleep", "Asleep").on_storefront(),
        NewAttribute::text_box("nickname", "Nickname").on_storefront().max_length(5),
        NewAttribute::list("by", "By", ["email", "fax"])
            .multiple()
            .on_storefront()
            .required(Context::Profile),
        NewAttribute::text_box("rank", "Rank").display_group("admin_and_storefront"),
    ] {
        attributes.define(draft).unwrap();
    }
    let json = format!(
        r#"{{"secret": {secret}, "former": {secret}, "asleep": {secret}, "rank": "1", "by": ["fax"]}}"#
    );
    let me = shop.register("one", "me", &json).unwrap();
    attributes.delete("former", Deletion::KeepHidden).unwrap();
    attributes.update("asleep", AttributePatch::new().active(false)).unwrap();
    (shop, me)
}

/// What the shopper is told, in the bytes that a client would get.
fn told(shopper: &Shopper, patch: CustomerPatch) -> String {
    let answer = match shopper.update(patch, ExpectedVersion::Any) {
        Ok(customer) => serde_json::to_string(&customer).unwrap(),
        Err(error) => {
            let found = error.violations().map(|all| serde_json::to_string(all).unwrap());
            format!("{} {error} {found:?}", error.code())
        }
    };
    let profile = serde_json::to_string(&shopper.profile().unwrap()).unwrap();
    format!("{answer}\n{profile}")
}

fn documents() -> impl Strategy<Value = String> {
    let member = prop_oneof![
        Just("secret"),
        Just("former"),
        Just("asleep"),
        Just("nickname"),
        Just("by"),
        Just("rank"),
        Just("Secret"),
        Just("secre"),
    ];
    let value = prop_oneof![
        Just("null"),
        Just("\"a\""),
        Just("\"1\""),
        Just("\"toolong\""),
        Just("[\"email\"]"),
        Just("[]"),
        Just("[\"fax\"]"),
        Just("7"),
    ];
    prop::collection::vec((member, value), 0..4).prop_map(|members| {
        let members = members.iter().map(|(name, value)| format!("\"{name}\": {value}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn two_shops_that_differ_in_what_is_hidden_tell_a_shopper_the_same(
        documents in prop::collection::vec(documents(), 1..6),
    ) {
        let shops = [shop("null"), shop("\"a\""), shop("\"b\"")];
        let answers = shops.each_ref().map(|(shop, me)| {
            let shopper = shop.directory.site("one").unwrap().as_shopper(me.id()).unwrap();
            let told = |json: &String| told(&shopper, CustomerPatch::new().attributes_json(json));
            documents.iter().map(told).collect::<Vec<_>>()
        });
        prop_assert_eq!(&answers[0], &answers[1]);
        prop_assert_eq!(&answers[1], &answers[2]);
        for answer in &answers[0] {
            // The one thing that may name it is the message about what was typed.
            prop_assert!(!answer.contains("asleep\":") && !answer.contains("former\":"), "{}", answer);
        }
        // And nothing that was hidden is gone.
        for ((shop, me), secret) in shops.iter().zip([None, Some("a"), Some("b")]) {
            shop.attributes().restore("former").unwrap();
            let values = shop.get(me);
            for code in ["secret", "former", "asleep"] {
                let value = values.attributes().get(code).and_then(|value| value.as_text());
                prop_assert_eq!(value, secret, "{}", code);
            }
        }
    }
}

#[test]
fn a_shopper_gets_no_definition_of_what_is_hidden() {
    let (shop, me) = shop("\"a\"");
    let mine = shop.directory.site("one").unwrap().as_shopper(me.id()).unwrap().profile().unwrap();
    let json = serde_json::to_string(&mine).unwrap();
    for hidden in ["secret", "former", "asleep"] {
        assert!(!json.contains(hidden), "{json}");
    }
    assert_eq!(mine.attributes().filter_keys().count(), 0);
}
