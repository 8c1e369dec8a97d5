//! What becomes of a ledger that somebody edits in the file.
//!
//! The forger has the file, `sqlite3` and this library's documentation of the bytes that are hashed. A
//! head that was kept elsewhere finds every forgery; without one, those that hash the chain anew and
//! mend the account are not found, and the test says so.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use std::path::Path;

use patronage::Directory;
use patronage::credit::{
    Head, NewCreditAccount, NewCreditPayment, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch,
    Verification,
};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::{CustomerId, EntryNumber};
use patronage::site::NewSite;
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::Connection;

fn open(file: &Path) -> Credit {
    Directory::open(SqliteStore::open(file).unwrap()).unwrap().as_admin("jane").credit()
}

/// A file whose ledger has six entries, and the head of it.
fn ledger(file: &Path) -> (CustomerId, Head) {
    let directory = Directory::open(SqliteStore::open(file).unwrap()).unwrap();
    let admin = directory.as_admin("jane");
    admin.sites().create(NewSite::new("shop", "Shop").currency("USD")).unwrap();
    let terms = [NewPaymentTerm::new("net30", "Net 30", 30)];
    let orders = PurchaseOrdersPatch::new().enabled(true).terms(terms);
    admin.sites().set_purchase_orders("shop", orders).unwrap();
    let john = admin.customers().create(NewCustomer::guest("shop")).unwrap().id();
    admin.credit().open(john, NewCreditAccount::new("900").terms("shop", ["net30"])).unwrap();
    for key in ["a", "b", "c", "d"] {
        let purchase = NewPurchase::new("100", "shop", key).purchase_order("PO-7");
        admin.credit().charge(john, purchase).unwrap();
    }
    let third = EntryNumber::new(3).unwrap();
    let payment = NewCreditPayment::new("150", "e").item(third, "50");
    admin.credit().pay(john, payment).unwrap();
    (john, admin.credit().head(john).unwrap())
}

/// What is found after `forge`, with the head and without it.
fn found(forge: &str) -> [Verification; 2] {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let (john, head) = ledger(&file);
    Connection::open(&file).unwrap().execute_batch(forge).unwrap();
    let credit = open(&file);
    [Some(head), None].map(|against| credit.verify(john, against).unwrap())
}

#[test]
fn an_untouched_ledger_is_sound() {
    for verified in found("") {
        assert!(verified.is_sound(), "{:?}", verified.findings());
        assert_eq!((verified.entries(), verified.redacted()), (6, 0));
    }
}

/// The event of an entry.
fn of_entry(number: u32) -> String {
    format!("position = (SELECT position FROM patronage_credit_entries WHERE number = {number})")
}

#[test]
fn entries_that_are_altered_dropped_swapped_or_added_are_found() {
    let event = |set: &str, number: u32| {
        format!("UPDATE patronage_events SET doc = replace(doc, {set}) WHERE {}", of_entry(number))
    };
    let dropped = |number: u32| {
        format!(
            "DELETE FROM patronage_events WHERE {};
             DELETE FROM patronage_credit_entries WHERE number = {number}",
            of_entry(number)
        )
    };
    for forge in [
        // Altered: amounts, texts, times, authors, and what was committed to.
        event(r#"'"amount":10000', '"amount":1'"#, 3),
        event(r#"'"jane"', '"joan"'"#, 2),
        event("'PO-7', 'PO-8'", 4),
        event(r#"'"net30"', '"net60"'"#, 5),
        event(r#"'"named":[[3,', '"named":[[2,'"#, 6),
        // Dropped, from the middle and from the end.
        dropped(3),
        dropped(6),
        format!("DELETE FROM patronage_events WHERE {}", of_entry(3)),
        // Swapped.
        "UPDATE patronage_credit_entries
         SET position = CASE number WHEN 3 THEN position + 1 ELSE position - 1 END
         WHERE number IN (3, 4)"
            .to_owned(),
        // Added: a copy of the last one.
        format!(
            "INSERT INTO patronage_events
             SELECT tenant, position + 1, customer, number + 1, doc FROM patronage_events WHERE {};
             INSERT INTO patronage_credit_entries
                 (tenant, customer, currency, number, position, version)
             SELECT tenant, customer, currency, number + 1, position + 1, version
             FROM patronage_credit_entries WHERE number = 6",
            of_entry(6)
        ),
        // The account, what is open of an item, and what of a payment is on no item.
        r#"UPDATE patronage_credit_accounts
           SET doc = replace(doc, '"outstanding":25000', '"outstanding":1')"#
            .to_owned(),
        r#"UPDATE patronage_credit_entries SET doc = replace(doc, '"open":10000', '"open":9999')
           WHERE number = 5"#
            .to_owned(),
        r#"UPDATE patronage_credit_entries
           SET doc = replace(doc, '"unapplied":0', '"unapplied":1'), shelf = 3, place = 0
           WHERE number = 6"#
            .to_owned(),
    ] {
        for verified in found(&forge) {
            assert!(!verified.is_sound(), "not found: {forge}");
        }
    }
}

/// The last entry is dropped, and account and item are mended so that everything fits: only the head
/// tells that there was more.
#[test]
fn a_ledger_that_was_cut_off_and_mended_is_found_by_its_head_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let (john, _) = ledger(&file);
    let before = std::fs::read(&file).unwrap();
    let copy = folder.path().join("copy.db");
    {
        // A file without its last charge is as well made as any: one that was written that way.
        drop(open(&file));
        std::fs::copy(&file, &copy).unwrap();
    }
    let credit = open(&file);
    credit.charge(john, NewPurchase::new("1", "shop", "f").purchase_order("PO-7")).unwrap();
    let head = credit.head(john).unwrap();
    drop(credit);
    let rolled_back = open(&copy);
    assert!(rolled_back.verify(john, None).unwrap().is_sound());
    let against = rolled_back.verify(john, Some(head)).unwrap();
    assert!(!against.is_sound(), "a file that was rolled back passed for the newer one");
    assert!(!before.is_empty());
}

#[test]
fn an_erasure_of_personal_fields_leaves_the_chain_whole() {
    let erase =
        "UPDATE patronage_events SET doc = json_remove(doc, '$.subject.credit_entry.private')
                 WHERE position IN (SELECT position FROM patronage_credit_entries)";
    for verified in found(erase) {
        assert!(verified.is_sound(), "{:?}", verified.findings());
        assert_eq!(verified.redacted(), 4);
    }
}
