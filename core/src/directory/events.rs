//! Reading the trail.

use std::sync::Arc;

use super::error::Error;
use super::session::{Decision, Session};
use super::view::View;
use super::{Directory, Shared};
use crate::actor::Actor;
use crate::event::{Event, EventError, EventPosition};
use crate::id::CustomerId;
use crate::page::PageLimit;
use crate::store::unexpected;
use crate::store::{Consumer, ConsumerName, EventQuery, Expected, Key, Query, Record, Slice};
use crate::violation::Checks;

/// What to read of the trail; made by [`Directory::events`].
#[derive(Debug, Clone)]
pub struct Events {
    shared: Arc<Shared>,
    after: EventPosition,
    customer: Option<CustomerId>,
    limit: Option<usize>,
}

/// Some events, and where the next ones begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// The events in the order of their positions.
    pub events: Vec<Event>,
    /// The position after which to read on: that of the last event here, or where this page began
    /// when it has none.
    pub next: EventPosition,
}

impl Events {
    /// Only events after this position.
    #[must_use]
    pub fn after(mut self, position: EventPosition) -> Self {
        self.after = position;
        self
    }

    /// Only events of this customer, also of one that was deleted.
    #[must_use]
    pub fn of(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }

    /// How many at most: 1 to 1,000, 50 when nothing is said. Any other number is refused when the
    /// events are read.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Reads a page of them. It is empty when there are no more yet.
    pub fn read(&self) -> Result<EventPage, Error> {
        let limit = self.limit.map_or(Ok(PageLimit::default()), PageLimit::new)?;
        let query = EventQuery { after: self.after, customer: self.customer, limit };
        let session = Session::new(&self.shared, Actor::System);
        let events = session.read(|view| events(view, query))?;
        let next = events.last().map_or(self.after, Event::position);
        Ok(EventPage { events, next })
    }
}

fn events(view: &View<'_>, query: EventQuery) -> Result<Vec<Event>, Error> {
    match view.query(&Query::Events(query))? {
        Slice::Events(events) => Ok(events),
        _ => Err(unexpected("a page of events").into()),
    }
}

impl Directory {
    /// The trail of the tenant: what happened, in the order of the commits.
    ///
    /// A reader that goes on after the last position it has seen misses nothing.
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::event::{EventKind, EventPosition};
    /// use patronage::segment::NewSegment;
    /// use patronage::store::MemoryStore;
    ///
    /// let directory = Directory::open(MemoryStore::new())?;
    /// directory.as_admin("jane@shop.example").segments().create(NewSegment::new("vip", "VIP"))?;
    ///
    /// let page = directory.events().after(directory.acknowledged("mailer")?).read()?;
    /// let kinds: Vec<EventKind> = page.events.iter().map(|event| event.kind()).collect();
    /// assert_eq!(kinds, [EventKind::CustomerSetCreated, EventKind::SegmentCreated]);
    /// directory.acknowledge("mailer", page.next)?;
    /// assert!(directory.events().after(page.next).read()?.events.is_empty());
    ///
    /// // A late answer of another worker takes nothing back.
    /// assert_eq!(directory.acknowledge("mailer", EventPosition::START)?, page.next);
    /// # Ok::<(), patronage::Error>(())
    /// ```
    pub fn events(&self) -> Events {
        Events {
            shared: Arc::clone(&self.shared),
            after: EventPosition::START,
            customer: None,
            limit: None,
        }
    }

    /// How far a named reader of the trail has come; [`EventPosition::START`] for a new one.
    pub fn acknowledged(&self, consumer: impl AsRef<str>) -> Result<EventPosition, Error> {
        let key = Key::Consumer(consumer_name(consumer.as_ref())?);
        let session = Session::new(&self.shared, Actor::System);
        let consumer = session.read(|view| view.consumer(&key))?;
        Ok(consumer.map_or(EventPosition::START, |consumer| consumer.acknowledged))
    }

    /// Notes that a named reader (1 to 50 characters) has dealt with all events up to `position`,
    /// and answers how far it has come. It never goes back: an earlier position changes nothing.
    /// One at which no event stands is refused (`event.unknown_position`), since the reader would
    /// miss what comes.
    pub fn acknowledge(
        &self,
        consumer: impl AsRef<str>,
        position: EventPosition,
    ) -> Result<EventPosition, Error> {
        let name = consumer_name(consumer.as_ref())?;
        let session = Session::new(&self.shared, Actor::System);
        session.transact(|view| acknowledge(view, &name, position))
    }
}

fn consumer_name(name: &str) -> Result<ConsumerName, Error> {
    let mut checks = Checks::new();
    let parsed = checks.take("consumer", ConsumerName::parse(name));
    parsed.ok_or_else(|| checks.into_violations().into())
}

fn acknowledge(
    view: &View<'_>,
    name: &ConsumerName,
    position: EventPosition,
) -> Result<Decision<EventPosition>, Error> {
    let changes = view.basis.changes();
    let current = view.consumer(&Key::Consumer(name.clone()))?;
    let kept = current.as_ref().map_or(EventPosition::START, |consumer| consumer.acknowledged);
    if position <= kept {
        return Ok(Decision { outcome: kept, changes });
    }
    check_position(view, position)?;
    let expected =
        current.map_or(Expected::Absent, |consumer| Expected::Version(consumer.version()));
    let consumer = Record::Consumer(Consumer::new(name.clone(), position));
    Ok(Decision { outcome: position, changes: changes.put(consumer, expected) })
}

/// Refuses a position at which no event stands.
fn check_position(view: &View<'_>, position: EventPosition) -> Result<(), Error> {
    let before = EventPosition::new(position.as_u64().saturating_sub(1));
    let query = EventQuery { after: before, customer: None, limit: PageLimit::new(1)? };
    match events(view, query)?.first() {
        Some(event) if event.position() == position => Ok(()),
        _ => Err(EventError::UnknownPosition { position }.into()),
    }
}
