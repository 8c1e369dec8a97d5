//! What at most one customer holds.

use super::attributes::{second_day, text, unique};
use super::fixture::{
    Person, commit, conflict, customer_key, delete, furnish, id, present, put_all, set, set_code,
    snapshot,
};
use crate::attribute::{AttributeKey, Number};
use crate::id::CustomerId;
use crate::store::{Conflict, Expected, Record, Store, UniqueKey};

fn login(set: &str, key: &str) -> UniqueKey {
    UniqueKey::Login(set_code(set), key.to_owned())
}

fn email(set: &str, key: &str) -> UniqueKey {
    UniqueKey::Email(set_code(set), key.to_owned())
}

fn external(key: &str) -> UniqueKey {
    UniqueKey::ExternalId(key.to_owned())
}

fn holder(store: &dyn Store, key: &UniqueKey) -> Option<CustomerId> {
    match snapshot(store).find(key).expect("a customer can be looked up")? {
        Record::Customer(customer) => {
            let found = Record::Customer(customer.clone());
            assert_eq!(found, present(store, &found.key()), "finding differs from reading");
            Some(customer.id())
        }
        other => panic!("{key:?} finds no customer but {other:?}"),
    }
}

/// A customer is found by each of its unique keys, and only by the present ones.
pub fn unique_keys_find(store: &dyn Store) {
    furnish(store);
    let ann = Person::registered(1, "Ann@Example.com")
        .login_name("ANN")
        .external_id("ERP-1")
        .holding("vat-id", "DE 1")
        .holding("joined", second_day());
    let guest = Person::guest(2)
        .with(|draft| draft.email("bob@example.com"))
        .external_id("e2")
        .holding("vat-id", "DE 2");
    let sharing = Person::registered(3, "cem@example.com")
        .in_set("b2b")
        .login_name("cem")
        .sharing_emails()
        .holding("vat-id", "1")
        .holding("badge", 7);
    let numbers = put_all(store, [ann.record(), guest.record(), sharing.record()]).customer_numbers;
    let badge = text(&Number::from(7).sort_key());
    assert_eq!(numbers.len(), 3, "every new customer gets a number");
    for (id, number) in numbers {
        assert_eq!(holder(store, &UniqueKey::Number(number)), Some(id), "by its number");
    }
    for (key, expected) in [
        (login("b2c", "ann"), Some(1)),
        (login("b2b", "ann"), None),
        (email("b2c", "ann@example.com"), Some(1)),
        (email("b2b", "ann@example.com"), None),
        (external("erp-1"), Some(1)),
        (external("e2"), Some(2)),
        (login("b2b", "cem"), Some(3)),
        (unique("b2c", "vat-id", text("de 1")), Some(1)),
        (unique("b2b", "vat-id", text("de 1")), None),
        (unique("b2c", "joined", AttributeKey::Integer(1)), Some(1)),
        (unique("b2b", "badge", badge), Some(3)),
        (unique("b2b", "vat-id", text("1")), Some(3)),
        // A text is no number, though it looks like one.
        (unique("b2b", "vat-id", AttributeKey::Integer(1)), None),
        (unique("b2c", "joined", text("1")), None),
        // Neither guests nor accounts of a set with shared addresses hold theirs.
        (email("b2c", "bob@example.com"), None),
        (email("b2b", "cem@example.com"), None),
        (unique("b2c", "vat-id", text("de 2")), None),
    ] {
        assert_eq!(holder(store, &key), expected.map(id), "{key:?}");
    }
    let renamed =
        Person::registered(1, "ann@example.org").login_name("anna").holding("vat-id", "x");
    put_all(store, [renamed.record()]);
    for (key, expected) in [
        (login("b2c", "anna"), Some(1)),
        (login("b2c", "ann"), None),
        (email("b2c", "ann@example.org"), Some(1)),
        (email("b2c", "ann@example.com"), None),
        (external("erp-1"), None),
        (unique("b2c", "vat-id", text("x")), Some(1)),
        (unique("b2c", "vat-id", text("de 1")), None),
        (unique("b2c", "joined", AttributeKey::Integer(1)), None),
    ] {
        assert_eq!(holder(store, &key), expected.map(id), "{key:?} after a change");
    }
    delete(store, customer_key(1));
    for key in
        [login("b2c", "anna"), email("b2c", "ann@example.org"), unique("b2c", "vat-id", text("x"))]
    {
        assert_eq!(holder(store, &key), None, "{key:?} after the deletion");
    }
}

/// No two customers share a unique key; the second is refused with [`Conflict::Taken`].
pub fn unique_keys_are_kept(store: &dyn Store) {
    furnish(store);
    let ann = || {
        let ann = Person::registered(1, "ann@example.com").login_name("ann").external_id("erp-1");
        ann.holding("vat-id", "de1").holding("joined", second_day())
    };
    put_all(store, [ann().record(), Person::guest(2).record()]);
    let other = "other@example.com";
    let vat_id = || unique("b2c", "vat-id", text("de1"));
    let joined = || unique("b2c", "joined", AttributeKey::Integer(1));
    for (second, taken) in [
        (Person::registered(3, other).login_name("Ann"), login("b2c", "ann")),
        (Person::registered(3, "Ann@Example.COM").login_name("x"), email("b2c", "ann@example.com")),
        (Person::registered(3, other).external_id("ERP-1"), external("erp-1")),
        (Person::guest(3).external_id("ERP-1"), external("erp-1")),
        // An external id is unique in the whole tenant.
        (Person::guest(3).in_set("b2b").external_id("erp-1"), external("erp-1")),
        (Person::registered(3, other).holding("vat-id", "DE1 "), vat_id()),
        (Person::registered(3, other).holding("joined", second_day()), joined()),
        // Of several, the login name is named first, then the address.
        (
            Person::registered(3, "ann@example.com").login_name("ann").external_id("erp-1"),
            login("b2c", "ann"),
        ),
        (
            Person::registered(3, "ann@example.com").login_name("x").external_id("erp-1"),
            email("b2c", "ann@example.com"),
        ),
        // Then the external id, and then the attributes in the order of their codes.
        (
            Person::registered(3, other).external_id("erp-1").holding("joined", second_day()),
            external("erp-1"),
        ),
        (
            Person::registered(3, other).holding("vat-id", "de1").holding("joined", second_day()),
            joined(),
        ),
        // The same holds for a customer that is there already.
        (Person::registered(2, other).login_name("ann"), login("b2c", "ann")),
        (Person::registered(2, other).holding("vat-id", "DE1"), vat_id()),
    ] {
        let put = set(store).put(second.record(), Expected::Any);
        assert_eq!(conflict(store, &put), Conflict::Taken { key: taken });
    }
    let both = set(store)
        .put(Person::guest(4).external_id("twice").record(), Expected::Absent)
        .put(Person::guest(5).external_id("twice").record(), Expected::Absent);
    let taken = Conflict::Taken { key: external("twice") };
    assert_eq!(conflict(store, &both), taken, "two customers of one set of changes");
    for free in [
        Person::registered(6, "ann@example.com").login_name("ann").in_set("b2b"),
        Person::registered(7, "ann@example.com").login_name("seven").sharing_emails(),
        Person::guest(8).with(|draft| draft.email("ann@example.com")),
        Person::guest(9).holding("vat-id", "de1"),
        Person::registered(10, "ten@example.com").in_set("b2b").holding("vat-id", "de1"),
        ann(),
    ] {
        commit(store, &set(store).put(free.record(), Expected::Any));
    }
}

/// A key is free again as soon as its holder gives it up, also within one set of changes.
pub fn unique_keys_are_freed(store: &dyn Store) {
    furnish(store);
    let ann = |n| {
        let ann = Person::registered(n, "ann@example.com").login_name("ann").external_id("erp-1");
        ann.holding("vat-id", "de1")
    };
    let vat_id = unique("b2c", "vat-id", text("de1"));
    let nobody = |n| Person::registered(n, &format!("{n}@example.com"));
    put_all(store, [ann(1).record(), nobody(2).record()]);
    put_all(store, [nobody(1).record()]);
    put_all(store, [ann(2).record()]);
    assert_eq!(holder(store, &login("b2c", "ann")), Some(id(2)), "after the holder gave it up");
    assert_eq!(holder(store, &vat_id), Some(id(2)), "after the holder gave it up");
    delete(store, customer_key(2));
    put_all(store, [ann(3).record()]);
    assert_eq!(holder(store, &external("erp-1")), Some(id(3)), "after the holder was deleted");
    assert_eq!(holder(store, &vat_id), Some(id(3)), "after the holder was deleted");
    put_all(store, [nobody(3).record(), ann(1).record()]);
    assert_eq!(holder(store, &email("b2c", "ann@example.com")), Some(id(1)), "within one set");
    let handed_over = set(store)
        .delete(customer_key(1), Expected::Present)
        .put(ann(4).record(), Expected::Absent);
    commit(store, &handed_over);
    assert_eq!(holder(store, &login("b2c", "ann")), Some(id(4)), "with the deletion");
    assert_eq!(holder(store, &vat_id), Some(id(4)), "with the deletion");
    // A single attribute goes from hand to hand within a set, and not too early.
    let x = |n| nobody(n).holding("badge", 1);
    put_all(store, [x(5).record()]);
    put_all(store, [nobody(5).record(), x(6).record()]);
    let badge = unique("b2c", "badge", text(&Number::from(1).sort_key()));
    assert_eq!(holder(store, &badge), Some(id(6)), "within one set");
    let too_early =
        set(store).put(x(5).record(), Expected::Present).put(nobody(6).record(), Expected::Present);
    assert_eq!(conflict(store, &too_early), Conflict::Taken { key: badge }, "not yet free");
    let too_early = set(store)
        .put(ann(3).record(), Expected::Present)
        .put(nobody(4).record(), Expected::Present);
    assert_eq!(
        conflict(store, &too_early),
        Conflict::Taken { key: login("b2c", "ann") },
        "changes are applied in their order: the key is not yet free"
    );
    put_all(store, [ann(4).in_set("b2b").record()]);
    put_all(store, [ann(3).external_id("erp-3").record()]);
    assert_eq!(holder(store, &login("b2c", "ann")), Some(id(3)), "after the holder moved away");
    assert_eq!(holder(store, &vat_id), Some(id(3)), "after the holder moved away");
}
