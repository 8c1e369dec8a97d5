//! By which values of attributes customers are found.

use super::attributes::{attribute_code, second_day, text};
use super::fixture::{
    Person, count, customer_key, delete, furnish, id, put_all, set_code, snapshot,
};
use super::view::{customers, everyone};
use crate::actor::Sets;
use crate::attribute::{AttributeKey, Number};
use crate::id::CustomerId;
use crate::store::{Collection, CustomerQuery, CustomerScope, Store};

const YES: AttributeKey = AttributeKey::Integer(1);
const NO: AttributeKey = AttributeKey::Integer(0);

/// Customers are found by each of their filter keys, and only by the present ones: not by those
/// that they gave up, nor after they are deleted.
pub fn filter_keys_find(store: &dyn Store) {
    furnish(store);
    let points = Number::parse("12.50").expect("a number");
    let ann = || {
        Person::registered(1, "ann@example.com")
            .holding("newsletter", true)
            .holding("channels", ["phone", "email"])
            .holding("vat-id", "1")
            .holding("points", points)
            .holding("joined", second_day())
            .holding("note", "email")
    };
    let bob = || Person::guest(2).holding("newsletter", true).holding("vat-id", "1");
    let cem = || Person::guest(3).in_set("b2b").holding("newsletter", false);
    put_all(store, [ann().record(), bob().record(), cem().record(), Person::guest(4).record()]);
    for (code, key, expected) in [
        ("newsletter", YES, &[1, 2][..]),
        ("newsletter", NO, &[3]),
        // Each of several values is a key.
        ("channels", text("email"), &[1]),
        ("channels", text("phone"), &[1]),
        ("channels", text("post"), &[]),
        ("points", text(&points.sort_key()), &[1]),
        ("vat-id", text("1"), &[1, 2]),
        // A text is no number, though it looks like one.
        ("newsletter", text("1"), &[]),
        ("vat-id", YES, &[]),
        // Neither is what somebody is only unique by, nor what has no keys.
        ("joined", YES, &[]),
        ("note", text("email"), &[]),
        ("nothing", YES, &[]),
    ] {
        assert_found(store, code, &key, expected, "at first");
    }
    put_all(store, [ann().last_name("Doe").record()]);
    assert_found(store, "newsletter", &YES, &[1, 2], "after a change of something else");
    put_all(store, [Person::guest(4).holding("newsletter", true).record()]);
    assert_found(store, "newsletter", &YES, &[1, 2, 4], "after somebody got a value");
    put_all(
        store,
        [Person::registered(1, "ann@example.com").holding("newsletter", false).record()],
    );
    assert_found(store, "newsletter", &YES, &[2, 4], "after a value changed");
    assert_found(store, "newsletter", &NO, &[1, 3], "after a value changed");
    assert_found(store, "channels", &text("email"), &[], "after values were given up");
    put_all(store, [bob().in_set("b2b").record()]);
    assert_found(store, "newsletter", &YES, &[2, 4], "after a customer moved to another set");
    let b2b: Sets = Sets::from_iter([set_code("b2b")]);
    assert_eq!(found(store, "newsletter", &YES, &b2b), [id(2)], "in the new set");
    put_all(store, [Person::guest(4).record()]);
    assert_found(store, "newsletter", &YES, &[2], "after everything was given up");
    delete(store, customer_key(2));
    assert_found(store, "newsletter", &YES, &[], "after a deletion");
    put_all(store, [Person::guest(2).record()]);
    assert_found(store, "newsletter", &YES, &[], "after a customer was made again without it");
}

/// Lists the customers of all sets, and compares how many are counted.
fn assert_found(store: &dyn Store, code: &str, key: &AttributeKey, expected: &[u32], when: &str) {
    let expected: Vec<_> = expected.iter().copied().map(id).collect();
    assert_eq!(found(store, code, key, &Sets::All), expected, "by {code} {key:?} {when}");
}

fn found(store: &dyn Store, code: &str, key: &AttributeKey, sets: &Sets) -> Vec<CustomerId> {
    let code = attribute_code(code);
    let scope = CustomerScope::Attribute(code, key.clone());
    let query = CustomerQuery { scope, sets: sets.clone(), ..everyone() };
    let rows = customers(&*snapshot(store), &query).0;
    let counted = count(store, &Collection::Holders(code, key.clone(), sets.clone()));
    assert_eq!(counted, rows.len() as u64, "how many are found by {code} {key:?}");
    rows.into_iter().map(|row| row.customer.id()).collect()
}
