//! Several tenants in one file.

use patronage::store::{Expected, Store};

use crate::fixture::{authors, commit_event, folder, open, segment, segment_key, set};

#[test]
fn tenants_are_found_again_by_their_names() {
    let (_folder, path) = folder();
    let store = open(&path);
    let other = store.for_tenant("Zürich & co").unwrap();
    let changes = set(&other).put(segment("press"), Expected::Absent);
    other.commit(&changes).unwrap();
    commit_event(&store, "jane").unwrap();
    drop((store, other));

    let store = open(&path);
    let other = store.for_tenant("Zürich & co").unwrap();
    assert!(store.snapshot().unwrap().get(&segment_key("press")).unwrap().is_none());
    assert!(other.snapshot().unwrap().get(&segment_key("press")).unwrap().is_some());
    assert_eq!(authors(&store), ["jane"]);
    assert!(authors(&other).is_empty());
}

#[test]
fn tenants_that_write_at_once_share_groups_and_nothing_else() {
    let (_folder, path) = folder();
    let store = open(&path);
    let tenants: Vec<_> =
        (0..4).map(|tenant| store.for_tenant(&tenant.to_string()).unwrap()).collect();
    std::thread::scope(|scope| {
        for (number, tenant) in tenants.iter().enumerate() {
            scope.spawn(move || {
                for _ in 0..50 {
                    commit_event(tenant, &number.to_string()).unwrap();
                }
            });
        }
    });
    for (number, tenant) in tenants.iter().enumerate() {
        assert_eq!(authors(tenant), vec![number.to_string(); 50]);
    }
}
