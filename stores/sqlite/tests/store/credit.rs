//! Credit accounts in the file: what a check finds, what plain SQL sees, and plans.

use patronage::Directory;
use patronage::credit::{NewCreditAccount, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::directory::Backoffice;
use patronage::id::CustomerId;
use patronage::site::NewSite;
use patronage_sqlite::rusqlite::Connection;
use patronage_sqlite::{Finding, SqliteStore};

use crate::fixture::{folder, open};
use crate::views::rows;

const SITE: &str = "main";

/// A store with a customer who has 1,000.00 US dollars of credit and owes 120.50 of it.
struct Shop {
    store: SqliteStore,
    admin: Backoffice,
    john: CustomerId,
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

impl Shop {
    fn new() -> Self {
        let (folder, path) = folder();
        let store = open(&path);
        let admin = Directory::open(store.clone()).unwrap().as_admin("jane");
        admin.sites().create(NewSite::new(SITE, "Main").currency("USD")).unwrap();
        let term = NewPaymentTerm::new("net30", "Net 30", 30);
        let orders = PurchaseOrdersPatch::new().enabled(true).terms([term]);
        admin.sites().set_purchase_orders(SITE, orders).unwrap();
        let john = NewCustomer::registered(SITE, "john@example.com");
        let john = admin.customers().create(john).unwrap().id();
        let account = NewCreditAccount::new("1000.00").terms(SITE, ["net30"]);
        admin.credit().open(john, account).unwrap();
        let made = Self { store, admin, john, path, _folder: folder };
        made.charge("120.50", "order-1").unwrap();
        made
    }

    fn charge(&self, amount: &str, key: &str) -> Result<(), patronage::Error> {
        let order = NewPurchase::new(amount, SITE, key).order("1001").purchase_order("PO-7");
        self.admin.credit().charge(self.john, order).map(drop)
    }

    /// What a check finds after an edit by hand.
    fn edited(&self, edit: &str) -> Vec<Finding> {
        let edited = Connection::open(&self.path).unwrap();
        edited.execute_batch("BEGIN").unwrap();
        edited.execute_batch(edit).unwrap();
        edited.execute_batch("COMMIT").unwrap();
        self.store.check().unwrap().findings().to_vec()
    }
}

#[test]
fn a_check_holds_accounts_against_their_ledgers() {
    let shop = Shop::new();
    assert_eq!(shop.edited(""), []);
    let (customer, currency) = (shop.john.to_string(), "USD".to_owned());
    let ledger = Finding::CreditLedger { customer: customer.clone(), currency: currency.clone() };
    let positions = Finding::CreditPositions { customer, currency };

    let set =
        |json: &str| format!("UPDATE patronage_credit_accounts SET doc = json_set(doc, {json})");
    assert_eq!(shop.edited(&set("'$.sums.limit', 200000")), std::slice::from_ref(&ledger));
    assert_eq!(shop.edited(&set("'$.sums.limit', 100000")), []);
    let both = [ledger.clone(), positions.clone()];
    assert_eq!(shop.edited(&set("'$.sums.outstanding', 12049")), both);
    assert_eq!(shop.edited(&set("'$.sums.outstanding', 12050")), []);
    assert_eq!(shop.edited(&set("'$.last.number', 3")), std::slice::from_ref(&ledger));
    assert_eq!(shop.edited(&set("'$.last.number', 2")), []);

    let place =
        |set: &str| format!("UPDATE patronage_credit_entries SET {set} WHERE doc IS NOT NULL");
    assert_eq!(shop.edited(&place("place = place + 1")), std::slice::from_ref(&positions));
    assert_eq!(
        shop.edited(&place("place = place - 1, shelf = 3")),
        std::slice::from_ref(&positions)
    );
    assert_eq!(shop.edited(&place("shelf = 2")), []);
    assert_eq!(
        shop.edited("UPDATE patronage_credit_entries SET shelf = NULL, place = NULL, doc = NULL"),
        std::slice::from_ref(&positions)
    );
}

#[test]
fn a_check_finds_entries_that_are_found_in_a_wrong_place() {
    for edit in [
        "UPDATE patronage_credit_entries SET number = 3 WHERE number = 2",
        "UPDATE patronage_credit_entries SET position = position - 1 WHERE number = 2",
        "UPDATE patronage_credit_entries SET idempotency_key = 'order-9' WHERE number = 2",
        "UPDATE patronage_credit_entries SET currency = 'EUR' WHERE number = 2",
        "DELETE FROM patronage_credit_entries WHERE number = 2",
    ] {
        let found = Shop::new().edited(edit);
        let is_record = |finding: &Finding| matches!(finding, Finding::Record { .. });
        assert!(found.iter().any(is_record), "{edit}: {found:?}");
    }
}

#[test]
fn a_ledger_with_a_gap_is_found() {
    let shop = Shop::new();
    shop.charge("1.00", "order-2").unwrap();
    let found = shop.edited(
        "DELETE FROM patronage_events WHERE position = \
             (SELECT position FROM patronage_credit_entries WHERE number = 2); \
         DELETE FROM patronage_credit_entries WHERE number = 2",
    );
    let is_ledger = |finding: &Finding| matches!(finding, Finding::CreditLedger { .. });
    assert!(found.iter().any(is_ledger), "{found:?}");
}

#[test]
fn accounts_and_entries_are_readable() {
    let shop = Shop::new();
    let in_yen = NewCreditAccount::new("90000").currency("JPY");
    shop.admin.credit().open(shop.john, in_yen).unwrap();
    let plain = Connection::open(&shop.path).unwrap();
    let accounts = "SELECT email, currency, \"limit\", overdraft, outstanding, reserved, unapplied, \
                           available, total_available FROM patronage_credit_accounts_view \
                    ORDER BY currency";
    assert_eq!(
        rows(&plain, accounts),
        [
            "john@example.com JPY 90000 JPY 0 JPY 0 JPY 0 JPY 0 JPY 90000 JPY 90000 JPY",
            "john@example.com USD 1000.00 USD 0.00 USD 120.50 USD 0.00 USD 0.00 USD 879.50 USD \
             879.50 USD"
        ]
    );
    let entries = "SELECT currency, kind, amount, outstanding_change, outstanding, site, \"order\", \
                          purchase_order, term, idempotency_key \
                   FROM patronage_credit_entries_view WHERE kind = 'charge'";
    assert_eq!(
        rows(&plain, entries),
        ["USD charge 120.50 USD 120.50 USD 120.50 USD main 1001 PO-7 net30 order-1"]
    );
    let count = "SELECT CAST(count(*) AS TEXT) FROM patronage_credit_entries_view";
    assert_eq!(rows(&plain, count), ["3"]);
    let times = "SELECT at FROM patronage_credit_entries_view WHERE at GLOB '20??-??-??T*Z'";
    assert_eq!(rows(&plain, times).len(), 3);
}

#[test]
fn a_charge_is_committed_with_what_the_host_writes() {
    let shop = Shop::new();
    let directory = Directory::open(shop.store.clone()).unwrap();
    let plan = |amount: &str, key: &str| {
        let order = NewPurchase::new(amount, SITE, key).purchase_order("PO-8");
        let charge =
            |directory: &Directory| directory.as_admin("jane").credit().charge(shop.john, order);
        directory.plan(charge).unwrap()
    };
    let outstanding = || shop.admin.credit().status(shop.john).unwrap().outstanding().to_string();
    let [first, second] = [plan("800.00", "order-2"), plan("800.00", "order-3")];
    let mut host = Connection::open(&shop.path).unwrap();
    host.execute_batch("CREATE TABLE invoices (number INTEGER PRIMARY KEY) STRICT").unwrap();

    let transaction = host.transaction().unwrap();
    transaction.execute("INSERT INTO invoices VALUES (1)", []).unwrap();
    let committed = SqliteStore::apply(&transaction, "default", first.changes()).unwrap();
    assert_eq!(committed[0].credit[0].entries[0].number().as_u64(), 3);
    transaction.rollback().unwrap();
    assert_eq!(outstanding(), "120.50 USD");

    let transaction = host.transaction().unwrap();
    transaction.execute("INSERT INTO invoices VALUES (1)", []).unwrap();
    SqliteStore::apply(&transaction, "default", first.changes()).unwrap();
    let refused = SqliteStore::apply(&transaction, "default", second.changes()).unwrap_err();
    assert_eq!(refused.code(), "credit.limit_exceeded");
    transaction.commit().unwrap();
    assert_eq!(outstanding(), "920.50 USD");
    assert!(shop.store.check().unwrap().is_clean());
}
