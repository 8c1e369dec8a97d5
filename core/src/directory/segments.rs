//! The segments of a directory in use, and who is in them.

use std::collections::BTreeSet;

use super::error::Error;
use super::listing::CustomerListing;
use super::paging;
use super::session::{Decision, Session};
use super::view::View;
use crate::code::SegmentCode;
use crate::customer::{Customer, CustomerRow};
use crate::event::{EventKind, Subject};
use crate::id::CustomerId;
use crate::page::{Page, PageRequest};
use crate::segment::{Member, NewSegment, Segment, SegmentError, SegmentPatch};
use crate::store::unexpected;
use crate::store::{ChangeSet, Collection, Expected, Key, Query, Record, SegmentQuery, Slice};

/// The segments, of a directory in use.
///
/// Many customers enter or leave one segment, or one customer enters or leaves many, in one call.
/// Such a call is idempotent and answers how many memberships it changed. When it names customers
/// or segments that are not there it does nothing and names all of them.
///
/// ```
/// use patronage::Directory;
/// use patronage::customer::NewCustomer;
/// use patronage::segment::NewSegment;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let ann = admin.customers().create(NewCustomer::guest("mystic-sports"))?.id();
/// let bob = admin.customers().create(NewCustomer::guest("mystic-sports"))?.id();
///
/// let segments = admin.segments();
/// segments.create(NewSegment::new("press", "Press"))?;
/// segments.create(NewSegment::new("vip", "VIP"))?;
/// assert_eq!(segments.add("press", [ann, bob])?, 2);
/// assert_eq!(segments.add("press", [ann])?, 0);
/// assert_eq!(segments.add_to(ann, ["press", "vip"])?, 1);
///
/// let codes: Vec<String> = segments.of(ann)?.iter().map(|s| s.code().to_string()).collect();
/// assert_eq!(codes, ["press", "vip"]);
/// assert_eq!(segments.size("press")?, 2);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Segments {
    session: Session,
}

/// Whether memberships begin or end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Enter,
    Leave,
}

impl Segments {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Makes a segment.
    pub fn create(&self, draft: NewSegment) -> Result<Segment, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("segments")?;
            let segment = Segment::create(&draft, basis.now)?;
            let code = *segment.code();
            if view.find_segment(code.as_str())?.is_some() {
                return Err(SegmentError::Exists { code }.into());
            }
            let changes = basis
                .changes()
                .put(Record::Segment(segment.clone()), Expected::Absent)
                .event(basis.event(EventKind::SegmentCreated, Subject::Segment(code)));
            Ok(Decision { outcome: segment, changes })
        })
    }

    /// The segment of this code; `segment.unknown` when there is none.
    pub fn get(&self, code: impl AsRef<str>) -> Result<Segment, Error> {
        self.session.read(|view| view.segment(code.as_ref()))
    }

    /// A page of all segments in the order of their codes.
    pub fn list(&self, page: PageRequest) -> Result<Page<Segment>, Error> {
        const LISTING: &str = "segments";
        let limit = page.checked_limit()?;
        let seek = paging::seek(page.place(), LISTING)?;
        self.session.read(|view| {
            let query = SegmentQuery { seek: seek.clone(), limit };
            let Slice::Segments { rows, more } = view.query(&Query::Segments(query))? else {
                return Err(unexpected("a page of segments").into());
            };
            let place = |segment: &Segment| *segment.code();
            Ok(paging::page(rows, more, seek, place, LISTING)?)
        })
    }

    /// Changes a segment; the last writer wins. A patch that changes nothing writes nothing.
    pub fn update(&self, code: impl AsRef<str>, patch: SegmentPatch) -> Result<Segment, Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("segments")?;
            let current = view.segment(code.as_ref())?;
            let next = current.patched(&patch)?;
            let event = basis.event(EventKind::SegmentUpdated, Subject::Segment(*current.code()));
            basis.redefine(&current, next, Record::Segment, event)
        })
    }

    /// Deletes a segment: nobody is in it any more.
    pub fn delete(&self, code: impl AsRef<str>) -> Result<(), Error> {
        self.session.transact(|view| {
            let basis = &view.basis;
            basis.check_may_change("segments")?;
            let segment = view.segment(code.as_ref())?;
            let code = *segment.code();
            let changes = basis
                .changes()
                .delete(Key::Segment(code), Expected::Version(segment.version()))
                .event(basis.event(EventKind::SegmentDeleted, Subject::Segment(code)));
            Ok(Decision { outcome: (), changes })
        })
    }

    /// Puts customers into a segment, and answers how many were not in it.
    pub fn add(
        &self,
        code: impl AsRef<str>,
        customers: impl IntoIterator<Item = CustomerId>,
    ) -> Result<u64, Error> {
        self.move_customers(code.as_ref(), &customers.into_iter().collect(), Step::Enter)
    }

    /// Takes customers out of a segment, and answers how many were in it.
    pub fn remove(
        &self,
        code: impl AsRef<str>,
        customers: impl IntoIterator<Item = CustomerId>,
    ) -> Result<u64, Error> {
        self.move_customers(code.as_ref(), &customers.into_iter().collect(), Step::Leave)
    }

    /// Puts a customer into segments, and answers in how many it was not.
    pub fn add_to<C: AsRef<str>>(
        &self,
        customer: CustomerId,
        codes: impl IntoIterator<Item = C>,
    ) -> Result<u64, Error> {
        self.move_customer(customer, &texts(codes), Step::Enter)
    }

    /// Takes a customer out of segments, and answers in how many it was.
    pub fn remove_from<C: AsRef<str>>(
        &self,
        customer: CustomerId,
        codes: impl IntoIterator<Item = C>,
    ) -> Result<u64, Error> {
        self.move_customer(customer, &texts(codes), Step::Leave)
    }

    /// How many customers are in a segment, of those in reach, from a kept count.
    pub fn size(&self, code: impl AsRef<str>) -> Result<u64, Error> {
        self.session.read(|view| {
            let segment = view.segment(code.as_ref())?;
            let sets = view.basis.sets().clone();
            view.count(&Collection::Members(*segment.code(), sets))
        })
    }

    /// A page of the customers in a segment: the listing, within this segment.
    pub fn members(
        &self,
        code: impl Into<String>,
        listing: CustomerListing,
    ) -> Result<Page<CustomerRow>, Error> {
        listing.segment(code).page(&self.session)
    }

    /// The segments that a customer is in, in the order of their codes.
    pub fn of(&self, customer: CustomerId) -> Result<Vec<Segment>, Error> {
        self.session.read(|view| {
            let customer = view.customer(customer)?;
            match view.query(&Query::SegmentsOf(customer.id()))? {
                Slice::Segments { rows, .. } => Ok(rows),
                _ => Err(unexpected("the segments of a customer").into()),
            }
        })
    }

    fn move_customers(
        &self,
        code: &str,
        ids: &BTreeSet<CustomerId>,
        step: Step,
    ) -> Result<u64, Error> {
        self.session.transact(|view| {
            let segment = view.segment(code)?;
            let (mut customers, mut unknown) = (Vec::with_capacity(ids.len()), Vec::new());
            for id in ids {
                match view.find_customer(*id)? {
                    Some(customer) => customers.push(customer),
                    None => unknown.push(*id),
                }
            }
            if !unknown.is_empty() {
                return Err(SegmentError::UnknownCustomers { customers: unknown }.into());
            }
            let pairs = customers.iter().map(|customer| (segment.code(), customer));
            decide(view, pairs, step)
        })
    }

    fn move_customer(
        &self,
        customer: CustomerId,
        codes: &BTreeSet<String>,
        step: Step,
    ) -> Result<u64, Error> {
        self.session.transact(|view| {
            let customer = view.customer(customer)?;
            let (mut found, mut unknown) = (BTreeSet::new(), Vec::new());
            for code in codes {
                match view.find_segment(code)? {
                    // `VIP` and `vip` are one segment, named twice.
                    Some(segment) => {
                        found.insert(*segment.code());
                    }
                    None => unknown.push(code.clone()),
                }
            }
            if !unknown.is_empty() {
                return Err(SegmentError::UnknownSegments { segments: unknown }.into());
            }
            decide(view, found.iter().map(|code| (code, &customer)), step)
        })
    }
}

fn texts<C: AsRef<str>>(codes: impl IntoIterator<Item = C>) -> BTreeSet<String> {
    codes.into_iter().map(|code| code.as_ref().to_owned()).collect()
}

/// Begins or ends the memberships that are not yet as asked for, with one event each.
fn decide<'a>(
    view: &View<'_>,
    pairs: impl Iterator<Item = (&'a SegmentCode, &'a Customer)>,
    step: Step,
) -> Result<Decision<u64>, Error> {
    let mut changes = view.basis.changes();
    let mut moved: u64 = 0;
    for (segment, customer) in pairs {
        let is_member = view.is_member(segment, customer.id())?;
        if is_member != (step == Step::Enter) {
            changes = move_one(view, changes, segment, customer, step);
            moved = moved.saturating_add(1);
        }
    }
    Ok(Decision { outcome: moved, changes })
}

fn move_one(
    view: &View<'_>,
    changes: ChangeSet,
    segment: &SegmentCode,
    customer: &Customer,
    step: Step,
) -> ChangeSet {
    let (changes, kind) = match step {
        Step::Enter => {
            let member = Member {
                segment: *segment,
                customer: customer.id(),
                customer_set: *customer.customer_set(),
                since: view.basis.now,
            };
            let changes = changes.put(Record::Member(member), Expected::Absent);
            (changes, EventKind::CustomerEnteredSegment)
        }
        Step::Leave => {
            let key = Key::Member(*segment, customer.id());
            (changes.delete(key, Expected::Present), EventKind::CustomerLeftSegment)
        }
    };
    let subject = Subject::Segment(*segment);
    changes.event(view.basis.customer_event(kind, subject, customer.id()))
}
