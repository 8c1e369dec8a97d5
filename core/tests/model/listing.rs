//! Listings of the model, and of the directory as one list out of all its pages.

use std::cmp::Ordering;

use patronage::customer::{CustomerRow, CustomerSort};
use patronage::directory::{CustomerListing, Customers};
use patronage::page::Page;

use super::plain::Plain;
use super::step::Name;

/// The value that a customer is sorted by; every sort has one kind only.
type Key = Option<(i64, String)>;

impl Plain {
    fn key(&self, who: usize, sort: CustomerSort) -> Key {
        let person = self.people[who].as_ref()?;
        let number = |number: i64| Some((number, String::new()));
        match sort {
            CustomerSort::CreatedAt => number(person.created),
            CustomerSort::Name => person.last_name.map(|name| (0, name.to_lowercase())),
            CustomerSort::LifetimeSpend(currency) => {
                number(self.figures(who).spend.get(currency.code()).copied()?)
            }
            CustomerSort::LastOrder => number(self.figures(who).last?.0),
            _ => number(i64::try_from(who).ok()?),
        }
    }

    /// Who is listed, in order. Missing values come last; ties go by creation, in the direction.
    pub(crate) fn list(
        &self,
        sort: CustomerSort,
        descending: bool,
        set: Option<Name>,
        segment: Option<Name>,
    ) -> Result<Vec<usize>, String> {
        if set.is_some_and(|set| !self.sets.contains_key(set)) {
            return Err("customer_set.unknown".to_owned());
        }
        let members = match segment.map(|segment| self.segments.get(segment)) {
            None => None,
            Some(Some(members)) => Some(members),
            Some(None) => return Err("segment.unknown".to_owned()),
        };
        let mut found: Vec<usize> = (0..self.people.len())
            .filter(|who| {
                let person = self.people[*who].as_ref();
                person.is_some_and(|person| set.is_none_or(|set| person.set == set))
                    && members.is_none_or(|members| members.contains(who))
            })
            .collect();
        found.sort_by(|a, b| match (self.key(*a, sort), self.key(*b, sort)) {
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (x, y) if descending => (y, b).cmp(&(x, a)),
            (x, y) => (x, a).cmp(&(y, b)),
        });
        Ok(found)
    }
}

/// All rows of a listing, page by page; the way back gives the same pages.
pub(crate) fn all_pages(
    customers: &Customers,
    listing: &CustomerListing,
) -> Result<Vec<CustomerRow>, patronage::Error> {
    let mut pages: Vec<Page<CustomerRow>> = vec![customers.find(listing.clone())?];
    while let Some(next) = pages[pages.len() - 1].next.clone() {
        pages.push(customers.find(listing.clone().cursor(next))?);
    }
    assert_eq!(pages[0].previous, None);
    for pair in pages.windows(2) {
        assert!(!pair[1].is_empty(), "an empty page at the end");
        let back = pair[1].previous.clone().expect("a way back");
        assert_eq!(customers.find(listing.clone().cursor(back))?, pair[0]);
    }
    Ok(pages.into_iter().flatten().collect())
}
