//! Small sets, sites, customers, orders and so on, as records, and short ways to use a store.

use uuid::Uuid;

use super::attributes::{attribute_code, with_attributes};
use crate::activity::{Activity, NewOrder, Order};
use crate::actor::{Author, Role};
use crate::attribute::{AttributeRules, AttributeValue, AttributeValues};
use crate::code::{CustomerSetCode, SegmentCode, SiteCode};
use crate::credit::{NewCustomField, NewPaymentTerm, PurchaseOrdersPatch};
use crate::customer::{AccountKind, AttributeJudge, Customer, NewCustomer, Origin};
use crate::customer_set::{CustomerSet, EmailPolicy, NewCustomerSet};
use crate::event::{Event, EventKind, EventPosition, NewEvent, Subject};
use crate::id::CustomerId;
use crate::money::Currency;
use crate::page::PageLimit;
use crate::segment::{Member, NewSegment, Segment};
use crate::site::{NewSite, Site, SiteDefaults};
use crate::store::{
    ChangeSet, Collection, Committed, Conflict, Consumer, ConsumerName, EventQuery, Expected, Key,
    Query, Record, Slice, Snapshot, Store, StoreError,
};
use crate::tenant::Tenant;
use crate::time::{TimeZone, Timestamp};
use crate::version::Version;

pub(super) fn currency(code: &str) -> Currency {
    Currency::parse(code).expect("a currency")
}

/// The moment `seconds` after the beginning of 2026.
pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_microseconds(1_767_225_600_000_000 + seconds * 1_000_000).expect("a moment")
}

/// The id of the customer whom a test calls `n`. Ids of greater numbers sort later.
pub(super) fn id(n: u32) -> CustomerId {
    CustomerId::from_uuid(Uuid::from_u128(
        0x0190_f5a1_7c4b_7000_8000_0000_0000_0000 + u128::from(n),
    ))
}

pub(super) fn set_code(code: &str) -> CustomerSetCode {
    CustomerSetCode::parse(code).expect("a code")
}

pub(super) fn site_code(code: &str) -> SiteCode {
    SiteCode::parse(code).expect("a code")
}

pub(super) fn segment_code(code: &str) -> SegmentCode {
    SegmentCode::parse(code).expect("a code")
}

pub(super) fn set_key(code: &str) -> Key {
    Key::CustomerSet(set_code(code))
}

pub(super) fn site_key(code: &str) -> Key {
    Key::Site(site_code(code))
}

pub(super) fn segment_key(code: &str) -> Key {
    Key::Segment(segment_code(code))
}

pub(super) fn customer_key(n: u32) -> Key {
    Key::Customer(id(n))
}

pub(super) fn member_key(segment: &str, n: u32) -> Key {
    Key::Member(segment_code(segment), id(n))
}

/// A number that no test reaches by counting.
pub(super) fn far_version() -> Version {
    Version::new(999).expect("a version")
}

pub(super) fn tenant(default_set: &str) -> Record {
    Record::Tenant(Tenant::new(set_code(default_set), currency("USD"), TimeZone::UTC))
}

pub(super) fn customer_set(code: &str, name: &str) -> Record {
    let draft = NewCustomerSet::new(code, name);
    Record::CustomerSet(CustomerSet::create(&draft, at(0)).expect("a customer set"))
}

pub(super) fn site(code: &str, set: &str) -> Record {
    Record::Site(bare_site(code, set))
}

fn bare_site(code: &str, set: &str) -> Site {
    let defaults = SiteDefaults { customer_set: set_code(set), currency: currency("USD") };
    let draft = NewSite::new(code, code.to_uppercase());
    Site::create(&draft, defaults, at(0)).expect("a site")
}

/// A site that takes purchase orders on terms of so many days, each with a field beside it.
pub(super) fn site_with_terms(code: &str, set: &str, days: &[u32]) -> Record {
    let terms = days
        .iter()
        .map(|days| NewPaymentTerm::new(format!("net{days}"), format!("Net {days} – «30»"), *days));
    let fields = days.iter().map(|days| {
        NewCustomField::new(format!("field-{days}"), "Cost centre").required(days % 2 == 0)
    });
    let patch = PurchaseOrdersPatch::new().enabled(true).split_allowed(days.len() > 1).terms(terms);
    let site = bare_site(code, set).with_purchase_orders(&patch.custom_fields(fields));
    Record::Site(site.expect("a site"))
}

pub(super) fn segment(code: &str, name: &str) -> Record {
    Record::Segment(Segment::create(&NewSegment::new(code, name), at(0)).expect("a segment"))
}

pub(super) fn member(segment: &str, n: u32, set: &str) -> Record {
    Record::Member(Member {
        segment: segment_code(segment),
        customer: id(n),
        customer_set: set_code(set),
        since: at(0),
    })
}

pub(super) fn consumer(name: &str, acknowledged: u64) -> Record {
    let name = ConsumerName::parse(name).expect("a name");
    Record::Consumer(Consumer::new(name, EventPosition::new(acknowledged)))
}

/// A customer in the making.
pub(super) struct Person {
    n: u32,
    set: CustomerSetCode,
    site: Option<SiteCode>,
    created: i64,
    policy: EmailPolicy,
    draft: NewCustomer,
    attributes: AttributeValues,
}

impl Person {
    fn new(n: u32, draft: NewCustomer) -> Self {
        let policy = EmailPolicy::OneAccountPerEmail;
        Self {
            n,
            set: set_code("b2c"),
            site: None,
            created: i64::from(n),
            policy,
            draft,
            attributes: AttributeValues::new(),
        }
    }

    /// A guest of the set `b2c` without anything.
    pub(super) fn guest(n: u32) -> Self {
        Self::new(n, NewCustomer::new(AccountKind::Guest))
    }

    /// A registered customer of the set `b2c`.
    pub(super) fn registered(n: u32, email: &str) -> Self {
        Self::new(n, NewCustomer::new(AccountKind::Registered).email(email))
    }

    pub(super) fn in_set(mut self, code: &str) -> Self {
        self.set = set_code(code);
        self
    }

    pub(super) fn on_site(mut self, code: &str) -> Self {
        self.site = Some(site_code(code));
        self
    }

    pub(super) fn created(mut self, seconds: i64) -> Self {
        self.created = seconds;
        self
    }

    /// In a set whose accounts may share an e-mail address.
    pub(super) fn sharing_emails(mut self) -> Self {
        self.policy = EmailPolicy::Shared;
        self
    }

    /// With more in the draft.
    pub(super) fn with(mut self, more: impl FnOnce(NewCustomer) -> NewCustomer) -> Self {
        self.draft = more(self.draft);
        self
    }

    pub(super) fn last_name(self, name: &str) -> Self {
        self.with(|draft| draft.last_name(name))
    }

    pub(super) fn login_name(self, name: &str) -> Self {
        self.with(|draft| draft.login_name(name))
    }

    pub(super) fn external_id(self, external_id: &str) -> Self {
        self.with(|draft| draft.external_id(external_id))
    }

    /// With a value of one of its [attributes](super::attributes).
    pub(super) fn holding(mut self, code: &str, value: impl Into<AttributeValue>) -> Self {
        self.attributes.insert(attribute_code(code), value);
        self
    }

    pub(super) fn record(self) -> Record {
        let addresses: Vec<_> = (0..self.draft.address_count())
            .map(|place| Uuid::from_u128((u128::from(self.n) << 64) + place as u128).into())
            .collect();
        let origin = Origin {
            customer_set: self.set,
            email_policy: self.policy,
            site: self.site,
            languages: &[],
            attributes: AttributeJudge {
                rules: &AttributeRules::default(),
                role: Role::System,
                today: at(self.created).date_utc(),
            },
            author: Author::System,
            now: at(self.created),
        };
        let customer = Customer::create(&self.draft, id(self.n), &addresses, origin);
        let customer = with_attributes(customer.expect("a customer"), &self.attributes);
        Record::Customer(Box::new(customer))
    }
}

/// An order of `total` US dollars, placed `placed` seconds after the beginning.
pub(super) fn order(n: u32, site: &str, number: &str, placed: i64, total: &str) -> Order {
    order_in("USD", n, site, number, placed, total)
}

pub(super) fn order_in(
    money: &str,
    n: u32,
    site: &str,
    number: &str,
    placed: i64,
    total: &str,
) -> Order {
    let draft = NewOrder::new(number, site).placed_at(at(placed)).total(total);
    Order::parse(&draft, id(n), site_code(site), currency(money), at(0)).expect("an order")
}

pub(super) fn order_record(order: Order) -> Record {
    Record::Order(Box::new(order))
}

/// The figures over some orders.
pub(super) fn activity(n: u32, orders: &[Order]) -> Record {
    let figures = orders.iter().fold(Activity::none(id(n)), |figures, order| {
        figures.recorded(None, order).expect("figures")
    });
    Record::Activity(figures)
}

/// An event of a customer.
pub(super) fn event_of(n: u32) -> NewEvent {
    event(EventKind::CustomerUpdated, Subject::Customer, Some(n))
}

/// An event that concerns no customer.
pub(super) fn event_of_nobody() -> NewEvent {
    event(EventKind::TenantUpdated, Subject::Tenant, None)
}

pub(super) fn event(kind: EventKind, subject: Subject, n: Option<u32>) -> NewEvent {
    let author = Author::Admin("jane@shop.example".into());
    NewEvent { kind, subject, customer: n.map(id), author, site: None, at: at(0) }
}

/// The sets `b2c` and `b2b`, the sites `shop` of the first and `depot` of the second, the segments
/// `vip` and `press`, and the settings.
pub(super) fn furnish(store: &dyn Store) {
    put_all(
        store,
        [
            customer_set("b2c", "Consumers"),
            customer_set("b2b", "Companies"),
            tenant("b2c"),
            site("shop", "b2c"),
            site_with_terms("depot", "b2b", &[30, 60]),
            segment("vip", "VIP"),
            segment("press", "Press"),
        ],
    );
}

pub(super) fn snapshot(store: &dyn Store) -> Box<dyn Snapshot + '_> {
    store.snapshot().expect("the store gives a snapshot")
}

/// An empty set, decided by the present definitions.
pub(super) fn set(store: &dyn Store) -> ChangeSet {
    ChangeSet::new(snapshot(store).generation().expect("the store knows its generation"))
}

pub(super) fn commit(store: &dyn Store, set: &ChangeSet) -> Committed {
    store.commit(set).unwrap_or_else(|error| panic!("a commit was refused: {error}: {set:#?}"))
}

/// Puts records, whatever is there now.
pub(super) fn put_all(store: &dyn Store, records: impl IntoIterator<Item = Record>) -> Committed {
    let set = records.into_iter().fold(set(store), |set, record| set.put(record, Expected::Any));
    commit(store, &set)
}

/// Deletes a record that is there.
pub(super) fn delete(store: &dyn Store, key: Key) -> Committed {
    commit(store, &set(store).delete(key, Expected::Present))
}

/// The conflict with which a set must be refused.
pub(super) fn conflict(store: &dyn Store, set: &ChangeSet) -> Conflict {
    match store.commit(set) {
        Err(StoreError::Conflict(conflict)) => conflict,
        Err(error) => panic!("refused, but not as a conflict: {error:?}: {set:#?}"),
        Ok(committed) => panic!("committed instead of refused: {committed:?}: {set:#?}"),
    }
}

pub(super) fn get(store: &dyn Store, key: &Key) -> Option<Record> {
    snapshot(store).get(key).unwrap_or_else(|error| panic!("{key} cannot be read: {error}"))
}

pub(super) fn present(store: &dyn Store, key: &Key) -> Record {
    get(store, key).unwrap_or_else(|| panic!("{key} is not there"))
}

pub(super) fn version(store: &dyn Store, key: &Key) -> Version {
    present(store, key).version()
}

pub(super) fn count(store: &dyn Store, of: &Collection) -> u64 {
    snapshot(store).count(of).expect("the store counts")
}

/// All events after a position, page by page.
pub(super) fn events_after(store: &dyn Store, after: EventPosition) -> Vec<Event> {
    events_of(&*snapshot(store), after, None)
}

pub(super) fn events_of(
    snapshot: &dyn Snapshot,
    mut after: EventPosition,
    customer: Option<CustomerId>,
) -> Vec<Event> {
    let limit = PageLimit::new(3).expect("a limit");
    let mut all = Vec::new();
    loop {
        let query = Query::Events(EventQuery { after, customer, limit });
        let Slice::Events(page) = snapshot.query(&query).expect("the store lists events") else {
            panic!("events are listed as something else");
        };
        let Some(last) = page.last() else { return all };
        assert!(page.len() <= limit.get(), "a page of events has more rows than asked for");
        assert!(last.position() > after, "events come again after their position");
        after = last.position();
        all.extend(page);
    }
}
