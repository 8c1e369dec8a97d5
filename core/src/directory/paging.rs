//! Pages out of what a store answers.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::page::{Cursor, Page, PageError};
use crate::store::{Seek, Toward};

/// The place that a cursor holds, when it comes from the listing that `listing` describes. `None`
/// is the beginning, with a cursor or without one.
pub(super) fn seek<K: DeserializeOwned>(
    cursor: Option<&Cursor>,
    listing: &str,
) -> Result<Option<Seek<K>>, PageError> {
    cursor.map_or(Ok(None), |cursor| cursor.decode(listing))
}

/// The rows after or before `seek` as a page. `place_of` gives the values by which a row is sorted.
pub(super) fn page<T, K: Serialize>(
    rows: Vec<T>,
    more: bool,
    seek: Option<Seek<K>>,
    place_of: impl Fn(&T) -> K,
    listing: &str,
) -> Result<Page<T>, PageError> {
    let (came_on, came_back) = match &seek {
        None => (false, false),
        Some(Seek { toward: Toward::Next, .. }) => (true, false),
        Some(Seek { toward: Toward::Previous, .. }) => (false, true),
    };
    let cursor =
        |toward: Toward, place: K| Cursor::encode(listing, &Some(Seek { toward, place })).map(Some);
    let has_next = came_back || more;
    let has_previous = came_on || (came_back && more);
    let next = match rows.last() {
        Some(row) if has_next => cursor(Toward::Next, place_of(row))?,
        // All rows before the place have gone meanwhile, so what follows is the beginning.
        None if came_back => Some(Cursor::encode(listing, &None::<Seek<K>>)?),
        _ => None,
    };
    let previous = match (rows.first(), seek) {
        (Some(row), _) if has_previous => cursor(Toward::Previous, place_of(row))?,
        // All rows after the place have gone meanwhile; it is still a place to go back from.
        (None, Some(seek)) if came_on => cursor(Toward::Previous, seek.place)?,
        _ => None,
    };
    Ok(Page { items: rows, next, previous, total: None })
}
