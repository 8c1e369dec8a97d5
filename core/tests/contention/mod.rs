//! Races that a directory has to win, on any store.
//!
//! Each race is written once and takes [`Doors`]: several directories that lead to one store, each
//! with definitions of its own that may be behind. A test file names how the doors are made and
//! gets a test for every race from [`races!`].

pub(crate) mod accounts;
pub(crate) mod credit;
pub(crate) mod definitions;
mod mix;
pub(crate) mod orders;
mod overtaken;
pub(crate) mod trail;

use std::any::Any;
use std::sync::Barrier;
use std::thread;

use patronage::customer::{Customer, NewCustomer};
use patronage::customer_set::NewCustomerSet;
use patronage::directory::{Backoffice, Directory, Error};
use patronage::event::{Event, EventPosition};
use patronage::site::NewSite;

/// The site on which the races are run; its set is [`SET`] and its currency USD.
pub(crate) const SITE: &str = "mystic-sports";

/// The set of [`SITE`].
pub(crate) const SET: &str = "b2c";

/// Directories that lead to one store, and what has to outlive them.
pub(crate) struct Doors {
    directories: Vec<Directory>,
    _place: Box<dyn Any + Send + Sync>,
}

impl Doors {
    /// Doors to a store; its place, such as a folder, is removed after them.
    pub(crate) fn new(directories: Vec<Directory>, place: impl Any + Send + Sync) -> Self {
        Self { directories, _place: Box::new(place) }
    }

    /// One of the directories, as staff uses it. Neighbours get different ones.
    pub(crate) fn admin(&self, index: usize) -> Backoffice {
        self.directory(index).as_admin(format!("admin-{index}"))
    }

    /// One of the directories. Neighbours get different ones.
    pub(crate) fn directory(&self, index: usize) -> &Directory {
        &self.directories[index % self.directories.len()]
    }

    /// The site and the set on which the races are run.
    pub(crate) fn furnished(self) -> Self {
        let admin = self.admin(0);
        admin.customer_sets().create(NewCustomerSet::new(SET, "Consumers")).unwrap();
        let site = NewSite::new(SITE, "Mystic Sports").customer_set(SET).currency("USD");
        admin.sites().create(site).unwrap();
        self
    }

    /// A registered customer of the site whom no race has touched yet.
    pub(crate) fn customer(&self, name: &str) -> Customer {
        let draft = NewCustomer::registered(SITE, format!("{name}@example.com"));
        self.admin(0).customers().create(draft).unwrap()
    }

    /// The whole trail.
    pub(crate) fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        let mut after = EventPosition::START;
        loop {
            let page = self.directory(0).events().after(after).limit(1_000).read().unwrap();
            if page.events.is_empty() {
                return events;
            }
            after = page.next;
            events.extend(page.events);
        }
    }

    /// Runs `act` on as many threads as asked for, all let go at once, each at a door of its own;
    /// the answers come in the order of the threads.
    pub(crate) fn at_once<T: Send>(
        &self,
        threads: usize,
        act: impl Fn(usize, &Backoffice) -> T + Sync,
    ) -> Vec<T> {
        let gate = Barrier::new(threads);
        thread::scope(|scope| {
            let (act, gate) = (&act, &gate);
            let run = |index: usize| {
                let admin = self.admin(index);
                scope.spawn(move || {
                    gate.wait();
                    act(index, &admin)
                })
            };
            let running: Vec<_> = (0..threads).map(run).collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    /// Lets two actions go at once and gives both answers.
    pub(crate) fn duel<A: Send, B: Send>(
        &self,
        one: impl Fn(&Backoffice) -> A + Sync,
        other: impl Fn(&Backoffice) -> B + Sync,
    ) -> (A, B) {
        let mut answers = self.at_once(2, |index, admin| {
            if index == 0 { (Some(one(admin)), None) } else { (None, Some(other(admin))) }
        });
        let (second, first) = (answers.pop().unwrap(), answers.pop().unwrap());
        (first.0.unwrap(), second.1.unwrap())
    }
}

/// How many succeeded; every other answer must be a refusal with one of these codes.
pub(crate) fn winners<T: std::fmt::Debug>(
    answers: &[Result<T, Error>],
    refusals: &[&str],
) -> usize {
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert!(refusals.contains(&code(refused).as_str()), "unexpected refusal: {refused:?}");
    }
    answers.iter().filter(|answer| answer.is_ok()).count()
}

/// The code of a refusal; for input, the codes of all that is wrong with it.
pub(crate) fn code(error: &Error) -> String {
    match error.violations() {
        Some(violations) => violations.codes().join(", "),
        None => error.code().to_owned(),
    }
}

/// A test for every race, on the doors that the expression makes.
macro_rules! races {
    ($doors:expr) => {
        crate::contention::races! { $doors =>
            accounts::one_of_many_registers_a_login
            accounts::one_of_many_gets_an_external_id
            accounts::a_guest_and_a_newcomer_do_not_share_a_login
            accounts::one_of_many_updates_a_version
            accounts::no_update_is_lost
            accounts::one_of_many_adds_to_a_segment
            orders::a_deleted_customer_has_no_order
            orders::every_order_is_counted_once
            orders::an_order_number_is_recorded_once
            orders::batches_and_single_orders_add_up
            orders::a_batch_that_was_overtaken_adds_up
            definitions::nobody_is_created_in_a_set_that_the_site_had_left
            definitions::nobody_is_created_in_a_deleted_set
            definitions::no_site_is_in_a_deleted_set
            definitions::a_deleted_set_is_not_the_default
            definitions::a_deleted_segment_has_no_members
            credit::no_more_is_charged_than_there_is
            credit::a_request_is_carried_out_once
            credit::no_order_is_taken_on_a_term_that_is_gone
            credit::a_deleted_customer_has_no_credit
            credit::a_mix_of_all_operations_adds_up
            trail::a_reader_misses_nothing
            trail::acknowledgements_never_go_back
        }
    };
    ($doors:expr => $($area:ident :: $race:ident)+) => {
        $(
            #[test]
            fn $race() {
                crate::contention::$area::$race(&$doors.furnished());
            }
        )+
    };
}
pub(crate) use races;
