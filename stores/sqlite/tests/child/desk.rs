//! A child process at which a parent asks for operations of a directory, one at a time.

use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use patronage::Directory;
use patronage::activity::NewOrder;
use patronage::credit::NewPurchase;
use patronage::customer::NewCustomer;
use patronage::directory::{Backoffice, Error};
use patronage::id::CustomerId;
use patronage::site::SitePatch;
use patronage_sqlite::SqliteStore;
use patronage_sqlite::rusqlite::Connection;

use crate::child::{Child, command, file, say};

/// The site of all these tests.
pub(crate) const SITE: &str = "mystic-sports";

/// Another process with a directory on the same file.
#[derive(Debug)]
pub(crate) struct Desk(Child);

impl Desk {
    /// Starts a process. It opens the file at its first command.
    pub(crate) fn start(file: &Path) -> Self {
        let desk = Self(Child::start("child_desk", file));
        assert_eq!(desk.answer(), "ready");
        desk
    }

    /// Asks for an operation without waiting for its answer.
    pub(crate) fn ask(&mut self, request: &str) {
        self.0.tell(request);
    }

    /// The answer to the oldest request that has none yet: `ok …`, or `refused` and the code.
    pub(crate) fn answer(&self) -> String {
        self.0.line().expect("the child has ended")
    }

    /// Kills the process where it stands.
    pub(crate) fn kill(self) {
        assert!(self.0.kill().is_empty(), "an answer that nobody has waited for");
    }

    /// Asks for an operation and waits for its answer.
    pub(crate) fn call(&mut self, request: &str) -> String {
        self.ask(request);
        self.answer()
    }
}

/// Asks all desks for the same operation before any answer is looked at.
pub(crate) fn all_at_once(desks: &mut [Desk], request: impl Fn(usize) -> String) -> Vec<String> {
    for (index, desk) in desks.iter_mut().enumerate() {
        desk.ask(&request(index));
    }
    desks.iter().map(Desk::answer).collect()
}

/// Plays the desk, when this process is a child, until the parent is gone.
pub(crate) fn serve() {
    let Some(file) = file() else { return };
    say(&["ready".to_owned()]);
    let mut directory = None;
    while let Some(request) = command() {
        let answer = answer(&mut directory, &file, &request);
        say(&[answer.unwrap_or_else(|refused| format!("refused {}", code(&refused)))]);
    }
}

fn answer(directory: &mut Option<Directory>, file: &Path, request: &str) -> Result<String, Error> {
    let directory = match directory {
        Some(directory) => directory,
        None => directory.insert(Directory::open(SqliteStore::open(file)?)?),
    };
    let admin = directory.as_admin("desk");
    let words: Vec<&str> = request.split(' ').collect();
    match words.as_slice() {
        ["open"] => Ok("ok".to_owned()),
        ["impatient"] => {
            let options = SqliteStore::options().busy_timeout(Duration::from_millis(50));
            *directory = Directory::open(options.open(file)?)?;
            Ok("ok".to_owned())
        }
        ["hold"] => {
            // Never dropped, so that only the end of the process ends the transaction.
            let host = Box::leak(Box::new(Connection::open(file).unwrap()));
            host.execute_batch("BEGIN IMMEDIATE; CREATE TABLE half_done (it)").unwrap();
            Ok("ok".to_owned())
        }
        ["register", email] => create(&admin, NewCustomer::registered(SITE, *email)),
        ["register", email, language] => {
            create(&admin, NewCustomer::registered(SITE, *email).language(*language))
        }
        ["charge", customer, prefix, threads] => {
            Ok(charge_at_once(&admin, CustomerId::parse(customer).unwrap(), prefix, threads))
        }
        ["delete", customer] => {
            admin.customers().delete(CustomerId::parse(customer).unwrap()).map(|()| "ok".to_owned())
        }
        ["record", customer, number, total] => {
            let customer = CustomerId::parse(customer).unwrap();
            let order = NewOrder::new(*number, SITE).total(*total);
            let recorded = admin.orders().record(customer, order)?;
            Ok(format!("ok {}", recorded.order.total()))
        }
        ["record", customer, prefix, total, count] => {
            let customer = CustomerId::parse(customer).unwrap();
            for number in 0..count.parse::<usize>().unwrap() {
                let order = NewOrder::new(format!("{prefix}-{number}"), SITE).total(*total);
                admin.orders().record(customer, order)?;
            }
            Ok("ok".to_owned())
        }
        ["languages", language] => update(&admin, SitePatch::new().languages([*language])),
        ["currency", currency] => update(&admin, SitePatch::new().currency(*currency)),
        ["set", set] => update(&admin, SitePatch::new().customer_set(*set)),
        _ => panic!("a request that no desk knows: `{request}`"),
    }
}

/// Charges one unit from several threads at once, and says how many orders were taken and how many
/// were too much.
fn charge_at_once(admin: &Backoffice, customer: CustomerId, prefix: &str, threads: &str) -> String {
    let threads: usize = threads.parse().unwrap();
    let gate = Barrier::new(threads);
    let charge = |thread: usize| {
        let order = NewPurchase::new("1.00", SITE, format!("{prefix}-{thread}"));
        gate.wait();
        loop {
            match admin.credit().charge(customer, order.clone().purchase_order("PO-7")) {
                Err(busy) if busy.code() == "store.busy" => {}
                Ok(_) => return true,
                Err(refused) => {
                    assert_eq!(refused.code(), "credit.limit_exceeded");
                    return false;
                }
            }
        }
    };
    let answers: Vec<bool> = thread::scope(|scope| {
        let charge = &charge;
        let running: Vec<_> =
            (0..threads).map(|thread| scope.spawn(move || charge(thread))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count = |is_taken: bool| answers.iter().filter(|answer| **answer == is_taken).count();
    let (taken, refused) = (count(true), count(false));
    format!("ok {taken} {refused}")
}

fn create(admin: &Backoffice, draft: NewCustomer) -> Result<String, Error> {
    Ok(format!("ok {}", admin.customers().create(draft)?.id()))
}

fn update(admin: &Backoffice, patch: SitePatch) -> Result<String, Error> {
    admin.sites().update(SITE, patch).map(|_| "ok".to_owned())
}

fn code(refused: &Error) -> String {
    match refused.violations() {
        Some(violations) => violations.codes().join(" "),
        None => refused.code().to_owned(),
    }
}
