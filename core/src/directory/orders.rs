//! The orders that the host records.

use super::error::Error;
use super::paging;
use super::session::{Decision, Session};
use super::view::{View, after};
use crate::activity::{Activity, ActivityError, NewOrder, Order, OrderNumber};
use crate::code::SiteCode;
use crate::event::{EventKind, NewEvent, Subject};
use crate::id::CustomerId;
use crate::page::{Page, PageRequest};
use crate::store::unexpected;
use crate::store::{ChangeSet, Expected, OrderQuery, Query, Record, Slice};
use crate::time::Timestamp;
use crate::violation::{Violation, Violations};

/// The orders, of a directory in use.
///
/// ```
/// use patronage::Directory;
/// use patronage::activity::{NewOrder, OrderStatus};
/// use patronage::customer::NewCustomer;
/// use patronage::directory::RecordOutcome;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// let site = admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let guest = admin.customers().create(NewCustomer::guest("mystic-sports"))?;
///
/// let order = NewOrder::new("1000", "mystic-sports").total("1200.00");
/// let recorded = admin.orders().record(guest.id(), order.clone())?;
/// assert_eq!(recorded.outcome, RecordOutcome::Created);
/// let again = admin.orders().record(guest.id(), order.clone())?;
/// assert_eq!(again.outcome, RecordOutcome::Unchanged);
///
/// let spend = || admin.customers().activity(guest.id()).map(|a| a.lifetime_spend(site.currency()));
/// assert_eq!(spend()?.to_string(), "1200.00 USD");
/// admin.orders().record(guest.id(), order.status(OrderStatus::Cancelled))?;
/// assert!(spend()?.is_zero());
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Orders {
    session: Session,
}

/// An order as it is kept, and what recording it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The order.
    pub order: Order,
    /// What recording it did.
    pub outcome: RecordOutcome,
}

/// What recording an order did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordOutcome {
    /// There was none of this number.
    Created,
    /// The one of this number said something else.
    Updated,
    /// The one of this number said the same; nothing was written.
    Unchanged,
}

impl Orders {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Records an order of a customer, or what became of it.
    ///
    /// Idempotent by the number on the site. Whose it is, when it was placed and its currency do
    /// not change afterwards; where a later record leaves the moment out, or gives bare amounts,
    /// those of the first one are meant. An order may stand on any site in reach, also one of
    /// another set than the customer's: sites move.
    pub fn record(&self, customer: CustomerId, order: NewOrder) -> Result<Recorded, Error> {
        self.session.transact(|view| record(view, customer, &order))
    }

    /// Records many orders, each by itself: one answer each, in their order. Several may be of one
    /// customer, and of one number; each builds on those before it. They are committed together, so
    /// that a store can make all of them durable by one flush.
    pub fn record_all(&self, orders: Vec<(CustomerId, NewOrder)>) -> Vec<Result<Recorded, Error>> {
        let decide = |view: &View<'_>, (customer, order): &(CustomerId, NewOrder)| {
            record(view, *customer, order)
        };
        let recorded = self.session.transact_all(&orders, decide);
        recorded.into_iter().map(|result| result.map(|(recorded, _)| recorded)).collect()
    }

    /// The order of this number on a site; `activity.unknown_order` when there is none of a
    /// customer in reach, `site.unknown` when the site is not in reach either.
    pub fn get(&self, site: impl AsRef<str>, number: impl AsRef<str>) -> Result<Order, Error> {
        self.session.read(|view| get(view, site.as_ref(), number.as_ref()))
    }

    /// A page of the orders of a customer, the latest first.
    pub fn of(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Order>, Error> {
        list(&self.session, customer, &page)
    }
}

pub(super) fn get(view: &View<'_>, site: &str, number: &str) -> Result<Order, Error> {
    let site = *view.basis.definitions.site(site)?.code();
    let order = match OrderNumber::parse(number) {
        Ok(number) => view.order(&site, &number)?,
        Err(_) => None,
    };
    if let Some(order) = order
        && view.find_customer(order.customer())?.is_some()
    {
        return Ok(order);
    }
    // A site out of reach does not exist either; only an order in reach may stand on it.
    view.basis.site(site.as_str())?;
    Err(ActivityError::UnknownOrder { site, number: number.to_owned() }.into())
}

pub(super) fn list(
    session: &Session,
    customer: CustomerId,
    page: &PageRequest,
) -> Result<Page<Order>, Error> {
    let listing = format!("orders {customer}");
    let limit = page.checked_limit()?;
    let seek = paging::seek::<(Timestamp, SiteCode, OrderNumber)>(page.place(), &listing)?;
    session.read(|view| {
        let customer = view.customer(customer)?.id();
        let query = OrderQuery { customer, seek: seek.clone(), limit };
        let Slice::Orders { rows, more } = view.query(&Query::Orders(query))? else {
            return Err(unexpected("a page of orders").into());
        };
        let place = |order: &Order| (order.placed_at(), *order.site(), order.number().clone());
        Ok(paging::page(rows, more, seek, place, &listing)?)
    })
}

fn record(
    view: &View<'_>,
    customer: CustomerId,
    draft: &NewOrder,
) -> Result<Decision<Recorded>, Error> {
    let customer = view.customer(customer)?;
    // Without a site there is no currency by which the amounts could be checked.
    let site = view
        .basis
        .site(&draft.site)
        .map_err(|error| Violations::from(Violation::of("site", &error)))?;
    let previous = match OrderNumber::parse(&draft.number) {
        Ok(number) => view.order(site.code(), &number)?,
        // Reported together with whatever else is wrong with the draft.
        Err(_) => None,
    };
    let currency = previous.as_ref().map_or(site.currency(), |order| order.total().currency());
    let placed_at = previous.as_ref().map_or(view.basis.now, Order::placed_at);
    let order = Order::parse(draft, customer.id(), *site.code(), currency, placed_at)?;
    let Some(previous) = previous else {
        let outcome = RecordOutcome::Created;
        let changes = changes(view, None, &order, Expected::Absent, EventKind::OrderRecorded)?;
        return Ok(Decision { outcome: Recorded { order, outcome }, changes });
    };
    previous.check_change(&order)?;
    if previous.says_the_same(&order) {
        let recorded = Recorded { order: previous, outcome: RecordOutcome::Unchanged };
        return Ok(Decision { outcome: recorded, changes: view.basis.changes() });
    }
    let expected = Expected::Version(previous.version());
    let changes = changes(view, Some(&previous), &order, expected, EventKind::OrderUpdated)?;
    let mut order = order;
    order.set_version(after(previous.version()));
    let outcome = RecordOutcome::Updated;
    Ok(Decision { outcome: Recorded { order, outcome }, changes })
}

/// The order and the figures kept over the orders of its customer, written together. That the
/// customer is still there is kept by the store, since both refer to it.
fn changes(
    view: &View<'_>,
    previous: Option<&Order>,
    order: &Order,
    expected: Expected,
    kind: EventKind,
) -> Result<ChangeSet, Error> {
    let customer = order.customer();
    let (activity, activity_expected) = match view.activity(customer)? {
        Some(activity) => {
            let expected = Expected::Version(activity.version());
            (activity, expected)
        }
        None => (Activity::none(customer), Expected::Absent),
    };
    let activity = activity.recorded(previous, order).map_err(ActivityError::from)?;
    let subject = Subject::Order(order.number().to_string());
    let event = view.basis.customer_event(kind, subject, customer);
    Ok(view
        .basis
        .changes()
        .put(Record::Activity(activity), activity_expected)
        .put(Record::Order(Box::new(order.clone())), expected)
        .event(NewEvent { site: Some(*order.site()), ..event }))
}
