//! Who sees and who sets.

use proptest::prelude::*;

use super::NONE;
use crate::actor::Role;
use crate::attribute::testing::{
    as_admin, documents, found, judged, kept, schema, schemas, today, values,
};
use crate::attribute::{
    Context, DisplayGroup, Input, NewAttribute, Occasion, Schema, ValidAttributes, ValueSource,
};

fn as_role(role: Role) -> Occasion {
    Occasion::new(role, Context::of(role), today())
}

fn one(group: DisplayGroup, source: ValueSource, active: bool) -> Schema {
    schema([NewAttribute::text_box("x", "X")
        .display_group(group)
        .value_source(source)
        .active(active)])
}

#[test]
fn each_role_sets_what_it_enters() {
    use DisplayGroup::{AdminAndStorefront, AdminOnly};
    use ValueSource::{AdminAndShopperEntered, AdminEntered, ShopperEntered};
    let unknown = "x attribute.unknown";
    let not_writable = "x attribute.not_writable";
    for (group, source, admin, shopper) in [
        (AdminOnly, AdminEntered, "", unknown),
        (AdminAndStorefront, AdminEntered, "", not_writable),
        (AdminAndStorefront, ShopperEntered, not_writable, ""),
        (AdminAndStorefront, AdminAndShopperEntered, "", ""),
    ] {
        let all = one(group, source, true);
        for (role, expected) in
            [(Role::Admin, admin), (Role::Shopper, shopper), (Role::System, ""), (Role::Import, "")]
        {
            let found = judged(&all, "{\"x\": \"a\"}", &as_role(role), None);
            let expected: Vec<&str> =
                Some(expected).filter(|all| !all.is_empty()).into_iter().collect();
            assert_eq!(found, expected, "{group} {source} {role:?}");
            let known = all.get("x").unwrap();
            assert_eq!(
                known.is_writable_by(role),
                expected.is_empty(),
                "{group} {source} {role:?}"
            );
            assert_eq!(known.is_visible_to(role), expected != [unknown], "{group} {role:?}");
        }
    }
}

#[test]
fn nobody_sets_what_is_not_active_and_shoppers_do_not_see_it() {
    for source in [ValueSource::AdminEntered, ValueSource::AdminAndShopperEntered] {
        let all = one(DisplayGroup::AdminAndStorefront, source, false);
        for role in [Role::Admin, Role::System, Role::Import] {
            let expected = ["x attribute.inactive"];
            assert_eq!(judged(&all, "{\"x\": \"a\"}", &as_role(role), None), expected, "{role:?}");
            assert!(all.get("x").unwrap().is_visible_to(role));
        }
        let expected = ["x attribute.unknown"];
        assert_eq!(judged(&all, "{\"x\": \"a\"}", &as_role(Role::Shopper), None), expected);
    }
}

#[test]
fn who_may_not_set_a_value_hears_nothing_else_about_it() {
    let all = schema([
        NewAttribute::text_box("a", "A").display_group("admin_and_storefront").max_length(1),
        NewAttribute::list("b", "B", ["x"]).multiple().display_group("admin_and_storefront"),
        NewAttribute::yes_no("c", "C").display_group("admin_and_storefront").must_be_true(),
    ]);
    let shopper = as_role(Role::Shopper);
    let json = r#"{"a": "toolong", "b": ["x", "y", 1], "c": false}"#;
    let expected =
        ["a attribute.not_writable", "b attribute.not_writable", "c attribute.not_writable"];
    assert_eq!(judged(&all, json, &shopper, None), expected);
    for json in [r#"{"a": null, "b": [], "c": null}"#, r#"{"a": "", "b": null, "c": 1}"#] {
        assert_eq!(judged(&all, json, &shopper, None), expected, "{json}");
    }
    let form = [("c", "perhaps"), ("a", "toolong")];
    assert_eq!(found(all.check(Input::form(&form), &shopper, None)), [expected[2], expected[0]]);
    // What comes before and behind is still said.
    let all = schema([
        NewAttribute::text_box("a", "A").on_storefront().max_length(1),
        NewAttribute::list("b", "B", ["x"]).multiple().display_group("admin_and_storefront"),
        NewAttribute::text_box("c", "C").on_storefront().max_length(1),
    ]);
    assert_eq!(
        judged(&all, r#"{"a": "ab", "b": ["z"], "c": "ab"}"#, &shopper, None),
        [
            "a attribute.too_long actual=2 max=1",
            "b attribute.not_writable",
            "c attribute.too_long actual=2 max=1",
        ]
    );
}

#[test]
fn what_stays_as_it_is_may_be_said_by_anybody_who_sees_it() {
    let all = schema([
        NewAttribute::text_box("a", "A").display_group("admin_and_storefront"),
        NewAttribute::list("b", "B", ["x", "y"]).multiple().display_group("admin_and_storefront"),
    ]);
    let before = kept(&all, r#"{"a": "x", "b": ["x", "y"]}"#, &as_admin(), None);
    let shopper = as_role(Role::Shopper);
    let same = r#"{"a": "x", "b": ["x", "y"]}"#;
    assert_eq!(kept(&all, same, &shopper, Some(&before)), before);
    for (json, expected) in [
        (r#"{"a": "y"}"#, "a attribute.not_writable"),
        (r#"{"a": null}"#, "a attribute.not_writable"),
        (r#"{"b": ["y", "x"]}"#, "b attribute.not_writable"),
        (r#"{"b": ["x"]}"#, "b attribute.not_writable"),
        (r#"{"b": ["x", "y", "x"]}"#, "b attribute.not_writable"),
    ] {
        assert_eq!(judged(&all, json, &shopper, Some(&before)), [expected], "{json}");
    }
}

#[test]
fn nothing_that_is_hidden_is_hinted_at() {
    let all = schema([
        NewAttribute::text_box("secret", "Secret"),
        NewAttribute::text_box("secrets-old", "Old").on_storefront().active(false),
        NewAttribute::text_box("note", "Note").on_storefront(),
    ]);
    let shopper = as_role(Role::Shopper);
    for name in ["secret", "secre", "SECRET", "secrets-ol"] {
        let json = format!("{{\"{name}\": 1}}");
        let expected = [format!("{name} attribute.unknown")];
        assert_eq!(judged(&all, &json, &shopper, None), expected);
    }
    let twice = r#"{"secret": 1, "Secret": 2}"#;
    let expected = ["secret attribute.unknown", "Secret attribute.unknown"];
    assert_eq!(judged(&all, twice, &shopper, None), expected);
}

#[test]
fn an_admin_is_not_asked_for_what_only_shoppers_enter() {
    let all = schema([NewAttribute::text_box("x", "X")
        .display_group("admin_and_storefront")
        .value_source("shopper_entered")
        .required(Context::Registration)]);
    let desk = Occasion::new(Role::Admin, Context::Registration, today());
    assert_eq!(judged(&all, "{}", &desk, None), NONE);
    let web = Occasion::new(Role::Shopper, Context::Registration, today());
    assert_eq!(judged(&all, "{}", &web, None), ["x attribute.required"]);
    let import = Occasion::new(Role::Import, Context::Registration, today());
    assert_eq!(judged(&all, "{}", &import, None), ["x attribute.required"]);
}

#[test]
fn each_role_has_a_usual_occasion() {
    let contexts = Role::ALL.map(Context::of);
    assert_eq!(contexts, [Context::Admin, Context::Profile, Context::Admin, Context::Import]);
    let occasion = Occasion::new(Role::Shopper, Context::Checkout, today());
    assert_eq!(
        (occasion.role(), occasion.context(), occasion.today(), occasion.is_correction()),
        (Role::Shopper, Context::Checkout, today(), false)
    );
    assert!(!occasion.correcting().is_correction());
    assert!(as_admin().correcting().is_correction());
    assert!(!as_admin().is_correction());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_hidden_survives_every_write(
        (schema, first, second) in schemas().prop_flat_map(|schema| {
            let (first, second) = (documents(&schema), documents(&schema));
            (Just(schema), first, second)
        }),
        shopper in any::<bool>(),
    ) {
        let system = as_role(Role::System);
        let Ok(before) = schema.validate(&first, &system, Some(&ValidAttributes::none())) else {
            return Ok(());
        };
        let role = if shopper { Role::Shopper } else { Role::Admin };
        let Ok(after) = schema.validate(&second, &as_role(role), Some(&before)) else {
            return Ok(());
        };
        for known in schema.definitions() {
            let code = known.code().as_str();
            if !known.is_writable_by(role) {
                prop_assert_eq!(after.get(code), before.get(code), "{}", code);
                prop_assert_eq!(after.is_default(known.code()), before.is_default(known.code()));
            }
        }
    }

    #[test]
    fn what_an_actor_is_told_does_not_depend_on_what_is_hidden(
        (schema, hidden, document) in schemas().prop_flat_map(|schema| {
            let (hidden, document) = (documents(&schema), documents(&schema));
            (Just(schema), hidden, document)
        }),
        shown in any::<bool>(),
    ) {
        let system = as_role(Role::System);
        let shopper = as_role(Role::Shopper);
        let nothing = ValidAttributes::none();
        let Ok(with_hidden) = schema.validate(&hidden, &system, Some(&nothing)) else {
            return Ok(());
        };
        let mut without = with_hidden.clone();
        without.hide_from(Role::Shopper, &schema);
        let previous = |all: &ValidAttributes| if shown { Some(all.clone()) } else { None };
        let answer = |held: &ValidAttributes| {
            let held = previous(held);
            schema.validate(&document, &shopper, held.as_ref()).map(|mut next| {
                next.hide_from(Role::Shopper, &schema);
                values(&next)
            })
        };
        prop_assert_eq!(answer(&with_hidden), answer(&without));
    }
}
