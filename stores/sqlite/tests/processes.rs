//! Several processes on one file: the same races as between threads, with nothing shared but the
//! file.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken"
)]

mod child;
#[path = "child/desk.rs"]
mod desk;

use std::path::{Path, PathBuf};
use std::time::Duration;

use desk::{Desk, SITE, all_at_once};
use patronage::Directory;
use patronage::credit::{NewCreditAccount, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::customer_set::NewCustomerSet;
use patronage::directory::CustomerListing;
use patronage::event::Event;
use patronage::id::CustomerId;
use patronage::money::{Currency, Money};
use patronage::site::{NewSite, SitePatch};
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::{Connection, TransactionBehavior};
use tempfile::TempDir;

const ROUNDS: usize = 15;

#[test]
fn child_desk() {
    desk::serve();
}

/// A file with one site, the folder that holds it, and a directory of this process on it.
struct Shop {
    directory: Directory,
    file: PathBuf,
    _folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db");
        let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
        let site = NewSite::new(SITE, "Mystic Sports").currency("USD").languages(["en", "de"]);
        directory.as_admin("jane").sites().create(site).unwrap();
        Self { directory, file, _folder: folder }
    }

    fn desks(&self, count: usize) -> Vec<Desk> {
        (0..count).map(|_| Desk::start(&self.file)).collect()
    }

    fn guest(&self) -> CustomerId {
        let guest = NewCustomer::guest(SITE);
        self.directory.as_admin("jane").customers().create(guest).unwrap().id()
    }

    /// A guest who may owe so much.
    fn guest_with_credit(&self, limit: &str) -> CustomerId {
        let admin = self.directory.as_admin("jane");
        let term = NewPaymentTerm::new("net30", "Net 30", 30);
        let patch = PurchaseOrdersPatch::new().enabled(true).terms([term]);
        admin.sites().set_purchase_orders(SITE, patch).unwrap();
        let guest = self.guest();
        let account = NewCreditAccount::new(limit).terms(SITE, ["net30"]);
        admin.credit().open(guest, account).unwrap();
        guest
    }

    fn assert_sound(&self) {
        assert_sound(&self.file);
    }
}

fn assert_sound(file: &Path) {
    let report = SqliteStore::open(file).unwrap().check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
}

#[test]
fn one_of_several_registers_a_login() {
    let shop = Shop::new();
    let mut desks = shop.desks(2);
    let customers = shop.directory.as_admin("jane").customers();
    for round in 0..ROUNDS {
        let answers = all_at_once(&mut desks, |_| format!("register john-{round}@example.com"));
        let winner: Vec<&str> =
            answers.iter().filter_map(|answer| answer.strip_prefix("ok ")).collect();
        assert_eq!(winner.len(), 1, "{answers:?}");
        assert!(answers.contains(&"refused customer.login_name_taken".to_owned()), "{answers:?}");
        let login = format!("john-{round}@example.com");
        let holder = customers.find_by_login(SITE, login).unwrap().unwrap();
        assert_eq!(holder.id().to_string(), winner[0]);
    }
    assert_eq!(customers.iterate(CustomerListing::new()).count(), ROUNDS);
    shop.assert_sound();
}

#[test]
fn a_deleted_customer_has_no_order() {
    let shop = Shop::new();
    let mut desks = shop.desks(2);
    for round in 0..ROUNDS {
        let guest = shop.guest();
        let answers = all_at_once(&mut desks, |index| match (index + round) % 2 {
            0 => format!("delete {guest}"),
            _ => format!("record {guest} order-{round} 1.00"),
        });
        let of = |index: usize| answers[(index + round) % 2].as_str();
        let order = shop.directory.as_admin("jane").orders().get(SITE, format!("order-{round}"));
        match (of(0), of(1)) {
            ("ok", "refused customer.unknown") => {
                assert_eq!(order.unwrap_err().code(), "activity.unknown_order");
            }
            ("refused customer.has_orders", "ok 1.00 USD") => {
                assert_eq!(order.unwrap().customer(), guest);
            }
            both => panic!("exactly one of the two may succeed: {both:?}"),
        }
    }
    shop.assert_sound();
}

#[test]
fn every_order_is_counted_once() {
    const EACH: u64 = 40;
    let shop = Shop::new();
    let mut desks = shop.desks(3);
    let guest = shop.guest();
    let answers =
        all_at_once(&mut desks, |index| format!("record {guest} {index} {index}.07 {EACH}"));
    assert_eq!(answers, ["ok"; 3]);
    let activity = shop.directory.as_admin("jane").customers().activity(guest).unwrap();
    assert_eq!(activity.order_count(), 3 * EACH);
    let usd = Currency::parse("USD").unwrap();
    let spend = Money::from_minor((7 + 107 + 207) * 40, usd).unwrap();
    assert_eq!(activity.lifetime_spend(usd), spend);
    let events = shop.directory.events().of(guest).limit(1_000).read().unwrap().events;
    assert!(events.iter().map(Event::number).eq((1..=1 + 3 * EACH).map(Some)));
    shop.assert_sound();
}

#[test]
fn no_more_is_charged_than_there_is() {
    const DESKS: usize = 4;
    const THREADS: usize = 16;
    let shop = Shop::new();
    let john = shop.guest_with_credit("10.00");
    let mut desks = shop.desks(DESKS);
    assert_eq!(all_at_once(&mut desks, |_| "open".to_owned()), ["ok"; DESKS]);
    let answers = all_at_once(&mut desks, |index| format!("charge {john} {index} {THREADS}"));
    let (mut taken, mut refused) = (0, 0);
    for answer in &answers {
        let counts = answer.strip_prefix("ok ").unwrap_or_else(|| panic!("{answer}"));
        let (some, others) = counts.split_once(' ').unwrap();
        taken += some.parse::<usize>().unwrap();
        refused += others.parse::<usize>().unwrap();
    }
    assert_eq!((taken, refused), (10, DESKS * THREADS - 10), "{answers:?}");
    let status = shop.directory.as_admin("jane").credit().status(john).unwrap();
    assert_eq!(status.outstanding().to_string(), "10.00 USD");
    shop.assert_sound();
}

#[test]
fn several_open_a_new_file_at_once() {
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new.db");
        let mut desks: Vec<Desk> = (0..4).map(|_| Desk::start(&file)).collect();
        assert_eq!(all_at_once(&mut desks, |_| "open".to_owned()), ["ok"; 4]);
        let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
        assert_eq!(directory.as_system().customer_sets().list().unwrap().len(), 1);
        assert_eq!(directory.events().read().unwrap().events.len(), 1);
        assert_sound(&file);
    }
}

#[test]
fn changed_definitions_are_obeyed_by_the_next_operation() {
    let shop = Shop::new();
    let mut desk = Desk::start(&shop.file);
    let sites = shop.directory.as_admin("jane").sites();
    assert!(desk.call("register ann@example.com de").starts_with("ok "));

    sites.update(SITE, SitePatch::new().languages(["fr"])).unwrap();
    assert_eq!(desk.call("register bob@example.com de"), "refused language.not_offered");
    assert!(desk.call("register bob@example.com fr").starts_with("ok "));

    let guest = shop.guest();
    assert_eq!(desk.call(&format!("record {guest} 1 5.00")), "ok 5.00 USD");
    sites.update(SITE, SitePatch::new().currency("JPY")).unwrap();
    assert_eq!(desk.call(&format!("record {guest} 2 5.50")), "refused money.too_many_decimals");
    assert_eq!(desk.call(&format!("record {guest} 2 500")), "ok 500 JPY");

    let sets = shop.directory.as_admin("jane").customer_sets();
    sets.create(NewCustomerSet::new("b2b", "Business")).unwrap();
    sites.update(SITE, SitePatch::new().customer_set("b2b")).unwrap();
    assert!(desk.call("register eve@example.com").starts_with("ok "));
    assert_eq!(sets.customers("b2b").unwrap(), 1);
}

#[test]
fn a_change_of_another_process_is_obeyed_too() {
    let shop = Shop::new();
    let mut desk = Desk::start(&shop.file);
    let customers = shop.directory.as_admin("jane").customers();
    let german = |email: &str| NewCustomer::registered(SITE, email).language("de");
    customers.create(german("ann@example.com")).unwrap();

    assert_eq!(desk.call("languages fr"), "ok");
    let refused = customers.create(german("bob@example.com")).unwrap_err();
    assert_eq!(refused.violations().unwrap().codes(), ["language.not_offered"]);

    let sets = shop.directory.as_admin("jane").customer_sets();
    sets.create(NewCustomerSet::new("b2b", "Business")).unwrap();
    assert_eq!(desk.call("set b2b"), "ok");
    // The same login in the set that the site has joined is another one.
    let draft = NewCustomer::registered(SITE, "ann@example.com");
    assert_eq!(customers.create(draft).unwrap().customer_set().as_str(), "b2b");

    assert_eq!(desk.call("currency EUR"), "ok");
    assert_eq!(shop.directory.as_admin("jane").sites().get(SITE).unwrap().currency().code(), "EUR");
}

#[test]
fn who_waits_too_long_for_the_file_is_told_so() {
    let shop = Shop::new();
    let directory = impatient(&shop.file);
    let customers = directory.as_admin("jane").customers();
    let before = directory.events().read().unwrap();

    let mut host = Connection::open(&shop.file).unwrap();
    let held = host.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    let draft = || NewCustomer::registered(SITE, "john@example.com");
    assert_eq!(customers.create(draft()).unwrap_err().code(), "store.busy");
    for refused in customers.create_all(vec![draft(), NewCustomer::guest(SITE)]) {
        assert_eq!(refused.unwrap_err().code(), "store.busy");
    }
    // Readers wait for nobody.
    assert_eq!(directory.events().read().unwrap(), before);
    assert!(customers.find(CustomerListing::new()).unwrap().is_empty());

    held.rollback().unwrap();
    customers.create(draft()).unwrap();
    assert_eq!(customers.iterate(CustomerListing::new()).count(), 1);
    shop.assert_sound();
}

#[test]
fn a_killed_process_holds_nobody_up() {
    let shop = Shop::new();
    let mut desk = Desk::start(&shop.file);
    assert_eq!(desk.call("hold"), "ok");
    let customers = impatient(&shop.file).as_admin("jane").customers();
    assert_eq!(customers.create(NewCustomer::guest(SITE)).unwrap_err().code(), "store.busy");
    desk.kill();
    customers.create(NewCustomer::guest(SITE)).unwrap();
    assert_eq!(customers.iterate(CustomerListing::new()).count(), 1);
    shop.assert_sound();
}

/// A directory on a file that does not wait for long.
fn impatient(file: &Path) -> Directory {
    let options = SqliteStore::options().busy_timeout(Duration::from_millis(50));
    Directory::open(options.open(file).unwrap()).unwrap()
}
