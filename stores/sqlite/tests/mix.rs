//! All operations of credit at random, by four processes of sixteen threads, on one account of one
//! file.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken, and its own numbers are small"
)]

#[path = "../../../core/tests/chance/mod.rs"]
mod chance;
mod child;
#[path = "../../../core/tests/contention/mix.rs"]
mod mix;

use std::sync::Barrier;
use std::thread;

use child::{Child, command, file, say};
use mix::Clerk;
use patronage::Directory;
use patronage::credit::{NewCreditAccount, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::CustomerId;
use patronage::site::NewSite;
use patronage_sqlite::SqliteStore;

const SITE: &str = "mystic-sports";
const PROCESSES: u64 = 4;
const THREADS: u64 = 16;

/// How many operations each thread asks for.
const EACH: usize = 30;

/// A second process: it says that it is ready, and as often as it is told the customer and the first of
/// the names of its clerks, it says what they were answered.
#[test]
fn child_clerks() {
    let Some(file) = file() else { return };
    let directory = Directory::open(SqliteStore::open(file).unwrap()).unwrap();
    say(&["ready".to_owned()]);
    let credit = directory.as_admin("clerk").credit();
    // The parent ends this process.
    while let Some(request) = command() {
        let (customer, first) = request.split_once(' ').unwrap();
        let (customer, first) = (CustomerId::parse(customer).unwrap(), first.parse().unwrap());
        let mut answered = by_clerks(&credit, customer, first);
        answered.push("done".to_owned());
        say(&answered);
    }
}

/// What the clerks of a process are answered who begin at once.
fn by_clerks(credit: &Credit, customer: CustomerId, first: u64) -> Vec<String> {
    let gate = Barrier::new(usize::try_from(THREADS).unwrap());
    thread::scope(|scope| {
        let work = |name: u64| {
            let clerk = Clerk::new(credit, customer, SITE, name);
            let gate = &gate;
            scope.spawn(move || {
                gate.wait();
                clerk.work(EACH)
            })
        };
        let running: Vec<_> = (first..first + THREADS).map(work).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn a_mix_of_all_operations_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
    let admin = directory.as_admin("jane");
    admin.sites().create(NewSite::new(SITE, "Mystic Sports").currency("USD")).unwrap();
    let term = NewPaymentTerm::new("net30", "Net 30", 30);
    let orders = PurchaseOrdersPatch::new().enabled(true).terms([term]);
    admin.sites().set_purchase_orders(SITE, orders).unwrap();
    let john = admin.customers().create(NewCustomer::guest(SITE)).unwrap().id();
    let account = NewCreditAccount::new("100.00").terms(SITE, ["net30"]);
    admin.credit().open(john, account).unwrap();

    let mut clerks: Vec<Child> =
        (0..PROCESSES).map(|_| Child::start("child_clerks", &file)).collect();
    assert!(clerks.iter().all(|child| child.line().as_deref() == Some("ready")));
    let credit = admin.credit();
    let mut answered = Vec::new();
    let mut names = (0..).step_by(usize::try_from(THREADS).unwrap());
    for _ in 0..mix::ROUNDS {
        for (child, first) in clerks.iter_mut().zip(&mut names) {
            child.tell(&format!("{john} {first}"));
        }
        for child in &clerks {
            let lines =
                std::iter::from_fn(|| Some(child.line().unwrap()).filter(|line| line != "done"));
            answered.extend(lines);
        }
        if mix::missing(&credit, john).is_empty() {
            break;
        }
    }
    for child in clerks {
        assert!(child.kill().is_empty(), "an answer that nobody has waited for");
    }
    mix::assert_adds_up(&credit, john, &answered);
    let report = SqliteStore::open(&file).unwrap().check().unwrap();
    assert!(report.is_clean(), "{:?}", report.findings());
}
