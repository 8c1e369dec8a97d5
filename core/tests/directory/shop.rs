//! A shop to begin with: two sets with a site each, at a fixed time.

use std::sync::Arc;
use std::time::Duration;

use patronage::Directory;
use patronage::Error;
use patronage::customer::{Customer, NewCustomer};
use patronage::customer_set::{EmailPolicy, NewCustomerSet};
use patronage::directory::Backoffice;
use patronage::event::{EventKind, EventPosition};
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;
use patronage::time::Timestamp;

/// `mystic-sports` (USD) is a site of `b2c`; `pro-sports` (EUR) one of `b2b`, where accounts may
/// share an e-mail address. The default set has no site.
pub(crate) struct Shop {
    pub(crate) store: MemoryStore,
    pub(crate) directory: Directory,
    pub(crate) admin: Backoffice,
    pub(crate) clock: Arc<FixedClock>,
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

impl Shop {
    pub(crate) fn open() -> Self {
        let clock = Arc::new(FixedClock::new(at("2025-11-22T08:00:00Z")));
        let store = MemoryStore::new();
        let directory = reopen(&store, &clock, 1);
        let admin = directory.as_admin("jane@shop.example");
        admin.customer_sets().create(NewCustomerSet::new("b2c", "Consumers")).unwrap();
        let b2b = NewCustomerSet::new("b2b", "Business").email_policy(EmailPolicy::Shared);
        admin.customer_sets().create(b2b).unwrap();
        for (code, set, currency) in [("mystic-sports", "b2c", "USD"), ("pro-sports", "b2b", "EUR")]
        {
            let site = NewSite::new(code, code).customer_set(set).currency(currency);
            admin.sites().create(site).unwrap();
        }
        Self { store, directory, admin, clock }
    }

    /// Another directory on the same store, as another process would have.
    pub(crate) fn elsewhere(&self) -> Directory {
        reopen(&self.store, &self.clock, 2)
    }

    pub(crate) fn tick(&self) {
        self.clock.advance(Duration::from_secs(1));
    }

    pub(crate) fn john(&self) -> Customer {
        let john = NewCustomer::registered("mystic-sports", "john@example.com").name("John", "Doe");
        self.admin.customers().create(john).unwrap()
    }

    pub(crate) fn guest(&self) -> Customer {
        self.admin.customers().create(NewCustomer::guest("mystic-sports")).unwrap()
    }

    /// The kinds of all events after `position`.
    pub(crate) fn events_after(&self, position: EventPosition) -> Vec<EventKind> {
        let page = self.directory.events().after(position).limit(1_000).read().unwrap();
        page.events.iter().map(patronage::event::Event::kind).collect()
    }

    pub(crate) fn last_event(&self) -> EventPosition {
        self.directory.events().limit(1_000).read().unwrap().next
    }
}

fn reopen(store: &MemoryStore, clock: &Arc<FixedClock>, seed: u64) -> Directory {
    let clock: Arc<FixedClock> = Arc::clone(clock);
    let entropy = Arc::new(FixedEntropy::new(seed));
    Directory::builder(store.clone()).clock(clock).entropy(entropy).open().unwrap()
}

/// The code of what was refused.
#[track_caller]
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    result.unwrap_err().code()
}

/// The codes of all that is wrong with an input.
#[track_caller]
pub(crate) fn violations<T: std::fmt::Debug>(
    result: Result<T, Error>,
) -> Vec<(String, &'static str)> {
    let error = result.unwrap_err();
    let all = error.violations().unwrap_or_else(|| panic!("{error}"));
    all.iter().map(|violation| (violation.path().to_owned(), violation.code())).collect()
}
