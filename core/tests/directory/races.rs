//! Decisions that meet: a store that is changed by somebody else just before a commit.

use std::fmt;
use std::sync::{Arc, Mutex};

use patronage::activity::NewOrder;
use patronage::customer::{AccountStatus, CustomerPatch, NewCustomer};
use patronage::customer_set::CustomerSetPatch;
use patronage::directory::Backoffice;
use patronage::segment::NewSegment;
use patronage::site::SitePatch;
use patronage::store::{
    ChangeSet, Committed, Conflict, Key, MemoryStore, Snapshot, Store, StoreError,
};
use patronage::version::ExpectedVersion;
use patronage::{Directory, Error};

use crate::shop::{Shop, code};

type Interruption = Box<dyn FnOnce() + Send>;

/// Lets somebody else act once, between a decision and its commit.
#[derive(Clone)]
struct Interrupted {
    store: MemoryStore,
    interruption: Arc<Mutex<Option<Interruption>>>,
}

impl fmt::Debug for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Interrupted")
    }
}

impl Interrupted {
    fn interrupt(&self) {
        let interruption = self.interruption.lock().unwrap().take();
        if let Some(interruption) = interruption {
            interruption();
        }
    }
}

impl Store for Interrupted {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        self.store.snapshot()
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        self.interrupt();
        self.store.commit(changes)
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        self.interrupt();
        self.store.commit_all(sets)
    }
}

/// Does `first` in the middle of `second`, on the same shop.
fn meet<T>(
    shop: &Shop,
    first: impl FnOnce(Backoffice) + Send + 'static,
    second: impl FnOnce(Backoffice) -> Result<T, Error>,
) -> Result<T, Error> {
    let store = Interrupted { store: shop.store.clone(), interruption: Arc::default() };
    let directory = Directory::open(store.clone()).unwrap();
    let other = shop.elsewhere().as_admin("other");
    *store.interruption.lock().unwrap() = Some(Box::new(move || first(other)));
    let result = second(directory.as_admin("jane"));
    assert!(store.interruption.lock().unwrap().is_none(), "nothing was committed");
    result
}

#[test]
fn an_update_after_an_update_sees_it() {
    let shop = Shop::open();
    let john = shop.john();
    let id = john.id();
    let rename = |patch: CustomerPatch| {
        move |admin: Backoffice| {
            admin.customers().update(id, patch, ExpectedVersion::Any).unwrap();
        }
    };
    let any = meet(&shop, rename(CustomerPatch::new().first_name("Jo")), |admin| {
        let patch = CustomerPatch::new().last_name("Smith");
        admin.customers().update(id, patch, ExpectedVersion::Any)
    });
    let any = any.unwrap();
    assert_eq!(any.profile().full_name(), "Jo Smith");
    let exact = meet(&shop, rename(CustomerPatch::new().first_name("Joe")), |admin| {
        admin.customers().update(id, CustomerPatch::new().last_name("Jones"), any.version())
    });
    assert_eq!(code(exact), "customer.changed");
    assert_eq!(shop.admin.customers().get(id).unwrap().profile().full_name(), "Joe Smith");
}

#[test]
fn an_order_never_conflicts_with_an_edit() {
    let shop = Shop::open();
    let id = shop.john().id();
    let order = NewOrder::new("1", "mystic-sports").total("1.00");
    let edit = move |admin: Backoffice| {
        let patch = CustomerPatch::new().last_name("Smith");
        admin.customers().update(id, patch, ExpectedVersion::Any).unwrap();
    };
    let plan = shop.directory.plan(|d| d.as_admin("jane").orders().record(id, order)).unwrap();
    edit(shop.admin.clone());
    assert!(shop.directory.apply(&plan).iter().all(Result::is_ok));
}

#[test]
fn a_customer_is_not_deleted_with_an_order_that_is_recorded_meanwhile() {
    let shop = Shop::open();
    let id = shop.john().id();
    let order = || NewOrder::new("1", "mystic-sports").total("1.00");
    let record = move |admin: Backoffice| {
        admin.orders().record(id, order()).unwrap();
    };
    let deleted = meet(&shop, record, |admin| admin.customers().delete(id));
    assert_eq!(code(deleted), "customer.has_orders");
    let guest = shop.guest().id();
    let delete = move |admin: Backoffice| admin.customers().delete(guest).unwrap();
    let order = NewOrder::new("2", "mystic-sports").total("1.00");
    let recorded = meet(&shop, delete, |admin| admin.orders().record(guest, order));
    assert_eq!(code(recorded), "customer.unknown");
}

#[test]
fn orders_that_meet_are_both_counted() {
    let shop = Shop::open();
    let id = shop.john().id();
    let order = |number: &str| NewOrder::new(number, "mystic-sports").total("1.00");
    let first = order("1");
    let record = move |admin: Backoffice| {
        admin.orders().record(id, first).unwrap();
    };
    meet(&shop, record, |admin| admin.orders().record(id, order("2"))).unwrap();
    assert_eq!(shop.admin.customers().activity(id).unwrap().order_count(), 2);
}

#[test]
fn an_account_is_made_by_the_definitions_of_its_commit() {
    let shop = Shop::open();
    let move_site = |admin: Backoffice| {
        admin.sites().update("mystic-sports", SitePatch::new().customer_set("b2b")).unwrap();
    };
    let made = meet(&shop, move_site, |admin| {
        admin.customers().create(NewCustomer::registered("mystic-sports", "john@example.com"))
    });
    assert_eq!(made.unwrap().customer_set().as_str(), "b2b");
}

#[test]
fn a_set_is_not_deleted_under_its_first_customer() {
    let shop = Shop::open();
    let guest = NewCustomer::new(patronage::customer::AccountKind::Guest);
    shop.admin.sites().update("pro-sports", SitePatch::new().customer_set("b2c")).unwrap();
    let join = move |admin: Backoffice| {
        admin.customers().create(guest.customer_set("b2b")).unwrap();
    };
    let deleted = meet(&shop, join, |admin| admin.customer_sets().delete("b2b"));
    assert_eq!(code(deleted), "customer_set.not_empty");
    let rename = |admin: Backoffice| {
        admin.customer_sets().update("b2b", CustomerSetPatch::new().name("B")).unwrap();
    };
    let described = meet(&shop, rename, |admin| {
        admin.customer_sets().update("b2b", CustomerSetPatch::new().description("Business"))
    });
    assert_eq!(described.unwrap().name(), "B");
}

#[test]
fn a_membership_begins_once_and_not_in_what_is_gone() {
    let shop = Shop::open();
    let id = shop.guest().id();
    shop.admin.segments().create(NewSegment::new("press", "Press")).unwrap();
    let enter = move |admin: Backoffice| {
        admin.segments().add("press", [id]).unwrap();
    };
    assert_eq!(meet(&shop, enter, |admin| admin.segments().add("press", [id])).unwrap(), 0);
    let leave = move |admin: Backoffice| {
        admin.segments().remove("press", [id]).unwrap();
    };
    assert_eq!(meet(&shop, leave, |admin| admin.segments().remove("press", [id])).unwrap(), 0);
    let delete = |admin: Backoffice| admin.segments().delete("press").unwrap();
    let refused = meet(&shop, delete, |admin| admin.segments().add("press", [id]));
    assert_eq!(code(refused), "segment.unknown");
}

#[test]
fn a_reader_does_not_go_back_when_two_acknowledge() {
    use patronage::event::EventPosition;
    let shop = Shop::open();
    let (second, fourth) = (EventPosition::new(2), EventPosition::new(4));
    shop.directory.acknowledge("mailer", EventPosition::new(1)).unwrap();
    let store = Interrupted { store: shop.store.clone(), interruption: Arc::default() };
    let directory = Directory::open(store.clone()).unwrap();
    let other = shop.elsewhere();
    let ahead = move || assert_eq!(other.acknowledge("mailer", fourth).unwrap(), fourth);
    *store.interruption.lock().unwrap() = Some(Box::new(ahead));
    assert_eq!(directory.acknowledge("mailer", second).unwrap(), fourth);
    assert_eq!(shop.directory.acknowledged("mailer").unwrap(), fourth);
}

#[test]
fn a_batch_that_is_overtaken_is_decided_again_in_part() {
    let shop = Shop::open();
    let (john, guest) = (shop.john().id(), shop.guest().id());
    let disable = move |admin: Backoffice| {
        admin.customers().disable(john).unwrap();
    };
    let updated = meet(&shop, disable, |admin| {
        Ok(admin.customers().update_all(vec![
            (john, CustomerPatch::new().last_name("Smith")),
            (guest, CustomerPatch::new().last_name("Jones")),
            (john, CustomerPatch::new().first_name("Jo")),
        ]))
    });
    assert!(updated.unwrap().iter().all(Result::is_ok));
    let john = shop.admin.customers().get(john).unwrap();
    assert_eq!(
        (john.profile().full_name(), john.status()),
        ("Jo Smith".to_owned(), AccountStatus::Disabled)
    );
    assert_eq!(john.version().as_u64(), 4);
}

/// Refuses every commit.
#[derive(Debug)]
struct NeverReady(MemoryStore, Arc<Mutex<u32>>);

impl Store for NeverReady {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>, StoreError> {
        self.0.snapshot()
    }

    fn commit(&self, changes: &ChangeSet) -> Result<Committed, StoreError> {
        *self.1.lock().unwrap() += 1;
        let key = changes.changes.first().map_or(Key::Tenant, patronage::store::Change::key);
        Err(Conflict::Version { key, current: None }.into())
    }

    fn commit_all(&self, sets: &[ChangeSet]) -> Vec<Result<Committed, StoreError>> {
        sets.iter().map(|set| self.commit(set)).collect()
    }
}

#[test]
fn an_operation_gives_up_after_a_thousand_tries() {
    let shop = Shop::open();
    let tries = Arc::new(Mutex::new(0));
    let directory = Directory::open(NeverReady(shop.store.clone(), Arc::clone(&tries))).unwrap();
    let refused =
        directory.as_admin("jane").customers().create(NewCustomer::guest("mystic-sports"));
    assert_eq!(code(refused), "store.conflict");
    assert_eq!(*tries.lock().unwrap(), 1_000);
}

#[test]
fn of_many_who_want_one_login_name_exactly_one_gets_it() {
    let shop = Shop::open();
    let winners: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let customers = shop.admin.customers();
                scope.spawn(move || {
                    let draft = NewCustomer::registered("mystic-sports", "john@example.com");
                    customers.create(draft).is_ok()
                })
            })
            .collect();
        threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
    });
    assert_eq!(winners, 1);
    assert_eq!(shop.admin.customer_sets().customers("b2c").unwrap(), 1);
}

#[test]
fn handles_are_shared_by_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Directory>();
    is_shared::<Backoffice>();
    is_shared::<patronage::directory::Customers>();
    is_shared::<patronage::directory::Addresses>();
    is_shared::<patronage::directory::Segments>();
    is_shared::<patronage::directory::Orders>();
    is_shared::<patronage::directory::Sites>();
    is_shared::<patronage::directory::CustomerSets>();
    is_shared::<patronage::directory::TenantSettings>();
    is_shared::<patronage::directory::Storefront>();
    is_shared::<patronage::directory::Shopper>();
    is_shared::<patronage::directory::OwnOrders>();
    is_shared::<patronage::directory::Events>();
}
