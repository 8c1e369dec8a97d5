//! Listings of customers.

use std::collections::VecDeque;

use super::error::Error;
use super::paging;
use super::session::Session;
use super::view::View;
use crate::actor::Sets;
use crate::attribute::{AttributeError, AttributeKey, AttributeValue, Breach};
use crate::customer::{CustomerRow, CustomerSort, Direction};
use crate::page::{Cursor, Page, PageError, PageRequest};
use crate::store::unexpected;
use crate::store::{Collection, CustomerQuery, CustomerScope, Query, Slice};
use crate::violation::Violations;

/// Which customers to list, in which order, from where.
///
/// ```
/// use patronage::customer::CustomerSort;
/// use patronage::directory::CustomerListing;
///
/// let latest = CustomerListing::new().sort(CustomerSort::LastOrder).descending().limit(20);
/// # let _ = latest;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerListing {
    sort: CustomerSort,
    direction: Direction,
    customer_set: Option<String>,
    segment: Option<String>,
    attribute: Option<(String, AttributeValue)>,
    page: PageRequest,
    with_total: bool,
}

impl CustomerListing {
    /// All customers in reach, the oldest first, 50 a page.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sorts by something else than the time of creation. Customers without a value come last.
    #[must_use]
    pub fn sort(mut self, sort: CustomerSort) -> Self {
        self.sort = sort;
        self
    }

    /// Runs from high to low.
    #[must_use]
    pub fn descending(mut self) -> Self {
        self.direction = Direction::Descending;
        self
    }

    /// How many rows a page has at most: 1 to 1,000. Any other number is refused when the page is
    /// read.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.page = self.page.limit(limit);
        self
    }

    /// Only customers of this set.
    #[must_use]
    pub fn customer_set(mut self, code: impl Into<String>) -> Self {
        self.customer_set = Some(code.into());
        self
    }

    /// Only members of this segment.
    #[must_use]
    pub fn segment(mut self, code: impl Into<String>) -> Self {
        self.segment = Some(code.into());
        self
    }

    /// Only customers who have this value of an attribute that is filterable, alone or among others.
    /// Text is compared without its case; numbers and dates may be given as text. Not together with
    /// a segment (`page.two_scopes`).
    #[must_use]
    pub fn attribute(mut self, code: impl Into<String>, value: impl Into<AttributeValue>) -> Self {
        self.attribute = Some((code.into(), value.into()));
        self
    }

    /// The page at a cursor that an earlier page of the same listing gave.
    #[must_use]
    pub fn cursor(mut self, cursor: Cursor) -> Self {
        self.page = self.page.cursor(cursor);
        self
    }

    /// Says also how many rows there are in all, from kept counts.
    #[must_use]
    pub fn with_total(mut self) -> Self {
        self.with_total = true;
        self
    }

    pub(super) fn page(&self, session: &Session) -> Result<Page<CustomerRow>, Error> {
        let limit = self.page.checked_limit()?;
        session.read(|view| {
            let sets = view.basis.sets_within(self.customer_set.as_deref())?;
            let scope = self.scope(view)?;
            let description = self.describe(&scope, &sets)?;
            let seek = paging::seek(self.page.place(), &description)?;
            let (sort, direction) = (self.sort, self.direction);
            let total = self.total(view, &scope, &sets)?;
            let query = CustomerQuery { scope, sets, sort, direction, seek: seek.clone(), limit };
            let Slice::Customers { mut rows, more } = view.query(&Query::Customers(query))? else {
                return Err(unexpected("a page of customers").into());
            };
            for row in &mut rows {
                view.basis.show_in_place(&mut row.customer);
            }
            let place = |row: &CustomerRow| (row.sort_key(sort), row.customer.id());
            let page = paging::page(rows, more, seek, place, &description)?;
            Ok(Page { total, ..page })
        })
    }

    fn scope(&self, view: &View<'_>) -> Result<CustomerScope, Error> {
        match (&self.segment, &self.attribute) {
            (None, None) => Ok(CustomerScope::Everyone),
            (Some(code), None) => Ok(CustomerScope::Segment(*view.segment(code)?.code())),
            (None, Some((code, value))) => attribute_scope(view, code, value),
            (Some(_), Some(_)) => Err(PageError::TwoScopes.into()),
        }
    }

    fn total(
        &self,
        view: &View<'_>,
        scope: &CustomerScope,
        sets: &Sets,
    ) -> Result<Option<u64>, Error> {
        if !self.with_total {
            return Ok(None);
        }
        let sets = sets.clone();
        let collection = match scope {
            CustomerScope::Everyone => Collection::Customers(sets),
            CustomerScope::Segment(code) => Collection::Members(*code, sets),
            CustomerScope::Attribute(code, key) => Collection::Holders(*code, key.clone(), sets),
        };
        view.count(&collection).map(Some)
    }

    /// What a cursor belongs to. Clients keep cursors, so this is JSON of what has stable names,
    /// not something that is printed for people. The size of a page may change on the way.
    fn describe(&self, scope: &CustomerScope, sets: &Sets) -> Result<String, PageError> {
        let (segment, attribute) = match scope {
            CustomerScope::Everyone => (None, None),
            CustomerScope::Segment(code) => (Some(code), None),
            CustomerScope::Attribute(code, key) => (None, Some((code, key))),
        };
        let sets = match sets {
            Sets::All => None,
            Sets::Only(sets) => Some(sets),
        };
        let listing = ("customers", self.sort, self.direction, segment, attribute, sets);
        serde_json::to_string(&listing).map_err(|_| PageError::Cursor)
    }
}

fn attribute_scope(
    view: &View<'_>,
    code: &str,
    value: &AttributeValue,
) -> Result<CustomerScope, Error> {
    let attribute = view.basis.attribute(code)?;
    let code = *attribute.code();
    if !attribute.is_filterable() {
        return Err(AttributeError::NotAKey { code, property: "filterable" }.into());
    }
    let Some(key) = AttributeKey::sought(attribute, value) else {
        let expected = attribute.data_type().as_str().into();
        let parameters = [("expected", expected), ("found", value.kind().into())];
        let breach = Breach::WrongType.at(format!("attributes.{code}"), parameters);
        return Err(Violations::from(breach).into());
    };
    Ok(CustomerScope::Attribute(code, key))
}

/// The rows of a listing over all its pages; made by
/// [`Customers::iterate`](super::Customers::iterate). After an error there is nothing more.
#[derive(Debug)]
pub struct CustomerRows {
    session: Session,
    rows: VecDeque<CustomerRow>,
    next_page: Option<CustomerListing>,
}

impl CustomerRows {
    pub(super) fn new(session: Session, listing: CustomerListing) -> Self {
        Self { session, rows: VecDeque::new(), next_page: Some(listing) }
    }
}

impl Iterator for CustomerRows {
    type Item = Result<CustomerRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.rows.is_empty() {
            let listing = self.next_page.take()?;
            match listing.page(&self.session) {
                Ok(page) => {
                    self.next_page = page.next.map(|cursor| listing.cursor(cursor));
                    self.rows = page.items.into();
                }
                Err(error) => return Some(Err(error)),
            }
        }
        self.rows.pop_front().map(Ok)
    }
}
