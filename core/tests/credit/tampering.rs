//! What `verify` finds in a ledger that somebody altered, finding by finding.

use std::fmt;
use std::sync::Arc;

use patronage::Directory;
use patronage::credit::{Digest, Head, LedgerFinding, NewCapture, NewCreditPayment, Verification};
use patronage::event::{Event, NewEvent};
use patronage::store::{
    ChangeSet, Collection, Committed, Key, MemoryStore, Query, Record, Slice, Snapshot, Store,
    StoreError, UniqueKey,
};
use patronage::version::Generation;
use serde_json::{Value, json};

use crate::desk::{Desk, desk, purchase};

type Forge = Arc<dyn Fn(&mut Vec<Event>) + Send + Sync>;

/// A store that shows entries of ledgers otherwise than they were written.
struct Forged {
    store: MemoryStore,
    forge: Forge,
}

impl fmt::Debug for Forged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}

struct View<'s> {
    shown: Box<dyn Snapshot + 's>,
    forge: Forge,
}

impl Store for Forged {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        Ok(Box::new(View { shown: self.store.snapshot()?, forge: Arc::clone(&self.forge) }))
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        self.store.commit(changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        self.store.commit_all(sets)
    }
}

impl Snapshot for View<'_> {
    fn generation(&self) -> Result<Generation, StoreError> {
        self.shown.generation()
    }

    fn get(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        self.shown.get(key)
    }

    fn find(&self, key: &UniqueKey) -> Result<Option<Record>, StoreError> {
        self.shown.find(key)
    }

    fn query(&self, query: &Query) -> Result<Slice, StoreError> {
        let mut slice = self.shown.query(query)?;
        if let (Query::CreditEntries(_), Slice::Events(events)) = (query, &mut slice) {
            (self.forge)(events);
        }
        Ok(slice)
    }

    fn count(&self, of: &Collection) -> Result<u64, StoreError> {
        self.shown.count(of)
    }
}

/// Open, reserve, capture, charge, pay: entries 1 to 5.
fn ledger() -> (Desk, Head) {
    let desk = desk();
    let reserved = desk.credit.reserve(desk.john, purchase("100", "a"), None).unwrap();
    desk.credit.capture(desk.john, NewCapture::new(reserved.number(), "60", "b")).unwrap();
    desk.charge("40", "c");
    desk.credit.pay(desk.john, NewCreditPayment::new("70", "d")).unwrap();
    let head = desk.credit.head(desk.john).unwrap();
    (desk, head)
}

fn verified(forge: impl Fn(&mut Vec<Event>) + Send + Sync + 'static) -> Verification {
    let (desk, _) = ledger();
    let forged = Forged { store: desk.store.clone(), forge: Arc::new(forge) };
    let directory = Directory::open(forged).unwrap();
    directory.as_admin("jane@shop.example").credit().verify(desk.john, None).unwrap()
}

/// What is found, as kind and number.
fn found(forge: impl Fn(&mut Vec<Event>) + Send + Sync + 'static) -> Vec<String> {
    let verified = verified(forge);
    assert_eq!(verified.is_sound(), verified.findings().is_empty());
    let said = |finding: &LedgerFinding| match finding.number() {
        Some(number) => format!("{} {number}", finding.kind()),
        None => finding.kind().to_owned(),
    };
    assert!(verified.findings().iter().all(|finding| !finding.to_string().is_empty()));
    verified.findings().iter().map(said).collect()
}

/// Where an entry stands in a page of a ledger.
fn place(events: &[Event], number: u64) -> Option<usize> {
    let number_of = |event: &Event| event.credit_entry().map(|entry| entry.number().as_u64());
    events.iter().position(|event| number_of(event) == Some(number))
}

/// Changes a member of what is kept of an entry.
fn set(events: &mut [Event], number: u64, pointer: &str, value: Value) {
    let Some(event) = place(events, number).map(|place| &mut events[place]) else { return };
    let mut kept = serde_json::to_value(event.content()).unwrap();
    *kept.pointer_mut(pointer).unwrap() = value;
    let content: NewEvent = serde_json::from_value(kept).unwrap();
    *event = Event::from_parts(event.position(), event.number(), content);
}

fn drop_entry(events: &mut Vec<Event>, number: u64) {
    if let Some(place) = place(events, number) {
        events.remove(place);
    }
}

fn swap(events: &mut [Event], [one, other]: [u64; 2]) {
    if let Some((one, other)) = place(events, one).zip(place(events, other)) {
        events.swap(one, other);
    }
}

fn copy(events: &mut Vec<Event>, number: u64) {
    if let Some(place) = place(events, number) {
        events.insert(place, events[place].clone());
    }
}

#[test]
fn an_untouched_ledger_is_sound() {
    let (desk, head) = ledger();
    for against in [None, Some(head)] {
        let verified = desk.credit.verify(desk.john, against).unwrap();
        assert!(verified.is_sound() && verified.findings().is_empty());
        assert_eq!((verified.entries(), verified.redacted()), (5, 0));
    }
}

const KEPT: &str = "/subject/credit_entry";

#[test]
fn each_alteration_is_named() {
    let within = |member: &str| format!("{KEPT}/{member}");
    let [papers, after, effect, due] =
        ["private/purchase_order", "after/outstanding", "effects/outstanding", "due"].map(within);
    let altered: [(&str, Value, &[&str]); 6] = [
        ("/author", json!({"admin": "joan"}), &["hash 4"]),
        ("/at", json!("2025-12-31T00:00:00Z"), &["hash 4", "time 4"]),
        (&papers, json!("PO-8"), &["commitment 4"]),
        (&after, json!(1), &["hash 4", "figures 4", "figures 5"]),
        (&effect, json!(1), &["hash 4", "figures 4"]),
        (&due, json!("2026-05-05"), &["hash 4", "position 4"]),
    ];
    for (pointer, value, expected) in altered {
        let named = pointer.to_owned();
        let found = found(move |of| set(of, 4, &named, value.clone()));
        assert_eq!(found, expected, "{pointer}");
    }
    let moved = move |of: &mut Vec<Event>| set(of, 5, &within("allocations/0/minor"), json!(1));
    assert_eq!(found(moved), ["hash 5", "figures 5", "position 3", "position 5"]);
    let dropped = ["number 5", "chain 5", "figures 5", "position 4"];
    assert_eq!(found(|of| drop_entry(of, 4)), dropped);
    assert_eq!(found(|of| drop_entry(of, 5)), ["position 4", "account", "position 3"]);
    assert!(found(|of| swap(of, [3, 4])).contains(&"number 4".to_owned()));
    assert!(found(|of| copy(of, 4)).contains(&"number 4".to_owned()));
}

#[test]
fn an_erasure_is_counted() {
    let verified = verified(|of| {
        for number in [2, 4] {
            set(of, number, &format!("{KEPT}/private"), Value::Null);
        }
    });
    assert!(verified.is_sound(), "{:?}", verified.findings());
    assert_eq!((verified.entries(), verified.redacted()), (5, 2));
}

#[test]
fn a_head_tells_of_another_ledger() {
    let (desk, head) = ledger();
    let longer = Head { number: head.number.next(), ..head };
    let earlier = Head { at: "2020-01-01T00:00:00Z".parse().unwrap(), ..head };
    let other = Head { hash: Digest::parse(&"0".repeat(64)).unwrap(), ..head };
    for wrong in [longer, earlier, other] {
        let verified = desk.credit.verify(desk.john, Some(wrong)).unwrap();
        assert_eq!(verified.findings(), [LedgerFinding::Head { number: wrong.number }]);
    }
    desk.charge("1", "later");
    assert!(desk.credit.verify(desk.john, Some(head)).unwrap().is_sound(), "it has grown since");
}
