//! Wrong listings.

use patronage::actor::Sets;
use patronage::customer::{CustomerRow, Direction};
use patronage::page::PageLimit;
use patronage::store::{CustomerQuery, CustomerScope, Query, Record, Seek, Slice, Toward};

use super::Flaw;

pub(super) const FLAWS: &[Flaw] = &[
    ("paging_is_complete", "ties run the other way", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Customers(query), Slice::Customers { rows, .. }) = (query, slice) else {
                return;
            };
            let tied =
                |a: &CustomerRow, b: &CustomerRow| a.sort_key(query.sort) == b.sort_key(query.sort);
            rows.chunk_by_mut(tied).for_each(<[CustomerRow]>::reverse);
        })
    }),
    ("paging_is_complete", "missing values come first", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Customers(query), Slice::Customers { rows, .. }) = (query, slice) else {
                return;
            };
            rows.sort_by_key(|row| row.sort_key(query.sort).is_some());
        })
    }),
    ("paging_is_complete", "missing values are left out", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Customers(query), Slice::Customers { rows, .. }) = (query, slice) else {
                return;
            };
            rows.retain(|row| row.sort_key(query.sort).is_some());
        })
    }),
    ("paging_is_complete", "the second page has lost its first row", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Customers(query), Slice::Customers { rows, .. }) = (query, slice) else {
                return;
            };
            let reads_on = query.seek.as_ref().is_some_and(|seek| seek.toward == Toward::Next);
            if reads_on && !rows.is_empty() {
                rows.remove(0);
            }
        })
    }),
    ("paging_is_complete", "the second page repeats the last row of the first", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Segments(query), Slice::Segments { rows, .. }) = (query, slice) else {
                return;
            };
            if query.seek.is_some()
                && let Some(first) = rows.first().cloned()
            {
                rows.insert(0, first);
            }
        })
    }),
    ("paging_is_complete", "nothing ever follows", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Customers { more, .. } = slice {
                *more = false;
            }
        })
    }),
    ("paging_is_complete", "something always follows", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Orders { more, .. } = slice {
                *more = true;
            }
        })
    }),
    ("paging_is_complete", "pages before a row come in reverse", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Orders(query), Slice::Orders { rows, .. }) = (query, slice) else { return };
            if query.seek.as_ref().is_some_and(|seek| seek.toward == Toward::Previous) {
                rows.reverse();
            }
        })
    }),
    ("paging_is_complete", "reading back begins at the beginning", |broken, _| {
        broken.query(|now, query| {
            let Query::Customers(asked) = query else { return now.query(query) };
            match &asked.seek {
                Some(Seek { toward: Toward::Previous, .. }) => {
                    let all = CustomerQuery { limit: PageLimit::MAX, ..asked.clone() };
                    let mut slice = now.query(&Query::Customers(all))?;
                    if let Slice::Customers { rows, more } = &mut slice {
                        *more = rows.len() > asked.limit.get();
                        rows.truncate(asked.limit.get());
                    }
                    Ok(slice)
                }
                _ => now.query(query),
            }
        })
    }),
    ("paging_is_complete", "a page is one row too long", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query
                && let Ok(longer) = PageLimit::new(query.limit.get() + 1)
            {
                query.limit = longer;
            }
        })
    }),
    ("paging_is_complete", "every listing ascends", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query {
                query.direction = Direction::Ascending;
            }
        })
    }),
    ("paging_is_complete", "customers of all sets are listed", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query {
                query.sets = Sets::All;
            }
        })
    }),
    ("paging_is_complete", "everyone is a member", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query {
                query.scope = CustomerScope::Everyone;
            }
        })
    }),
    ("paging_is_complete", "everyone has every value of an attribute", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query
                && let CustomerScope::Attribute(..) = query.scope
            {
                query.scope = CustomerScope::Everyone;
            }
        })
    }),
    ("paging_is_complete", "a page by an attribute begins anew", |broken, _| {
        broken.asked(|query| {
            if let Query::Customers(query) = query
                && let CustomerScope::Attribute(..) = query.scope
            {
                query.seek = None;
            }
        })
    }),
    ("paging_is_complete", "definitions of attributes are not listed", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Records(records) = slice {
                records.retain(|record| !matches!(record, Record::Attribute(_)));
            }
        })
    }),
    ("paging_is_complete", "definitions of attributes come first", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Records(records) = slice {
                records.sort_by_key(|record| !matches!(record, Record::Attribute(_)));
            }
        })
    }),
    ("paging_is_complete", "the oldest order comes first", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Orders { rows, .. } = slice {
                rows.reverse();
            }
        })
    }),
    ("paging_is_complete", "definitions come in any order", |broken, _| {
        broken.listed(|_, slice| {
            if let Slice::Records(records) = slice {
                records.reverse();
            }
        })
    }),
    ("paging_is_complete", "the last event is left out", |broken, _| {
        broken.listed(|query, slice| {
            let (Query::Events(query), Slice::Events(events)) = (query, slice) else { return };
            if query.customer.is_some() {
                events.pop();
            }
        })
    }),
];
