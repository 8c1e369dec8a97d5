//! Pages of a listing and the cursors between them.
//!
//! Paging is by key, never by offset: page 16,000 costs what page 1 costs, and a row that is added
//! or removed meanwhile neither repeats nor hides another one.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in the order that was asked for.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
    /// Where the page before ends; `None` on the first one.
    pub previous: Option<Cursor>,
    /// How many rows there are in all, when that was asked for. It is read from kept counts.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The number of rows on this page.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether this page has no rows.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// How many rows a page has at most: 1 to 1,000, 50 when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageLimit(u16);

impl PageLimit {
    /// The largest page.
    pub const MAX: Self = Self(1_000);

    /// A single row.
    pub(crate) const ONE: Self = Self(1);

    /// A limit from 1 to 1,000; any other number is refused, not clamped.
    pub fn new(limit: usize) -> Result<Self, PageError> {
        match u16::try_from(limit) {
            Ok(small @ 1..=1_000) => Ok(Self(small)),
            _ => Err(PageError::Limit { limit }),
        }
    }

    /// The number of rows.
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

/// Which page of a listing, and how large.
///
/// ```
/// use patronage::Directory;
/// use patronage::page::PageRequest;
/// use patronage::segment::NewSegment;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let segments = directory.as_admin("jane@shop.example").segments();
/// for code in ["press", "vip", "wholesale"] {
///     segments.create(NewSegment::new(code, code))?;
/// }
/// let first = segments.list(PageRequest::new().limit(2))?;
/// let next = first.next.clone().expect("a third segment");
/// let second = segments.list(PageRequest::new().limit(2).cursor(next))?;
/// assert_eq!((first.len(), second.len(), second.next), (2, 1, None));
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    limit: Option<usize>,
    cursor: Option<Cursor>,
}

impl PageRequest {
    /// The first page, of 50 rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows at most: 1 to 1,000. Any other number is refused when the page is read.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The page at a cursor that an earlier page gave.
    #[must_use]
    pub fn cursor(mut self, cursor: Cursor) -> Self {
        self.cursor = Some(cursor);
        self
    }

    pub(crate) fn checked_limit(&self) -> Result<PageLimit, PageError> {
        self.limit.map_or(Ok(PageLimit::default()), PageLimit::new)
    }

    pub(crate) fn place(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }
}

/// A place in a listing, as text that can travel in a URL.
///
/// A cursor belongs to the listing that gave it: with another sort or scope it is refused. It is
/// encoded and not encrypted: in a listing by name it holds the name of a row, so keep such URLs out
/// of logs. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Cursor(String);

/// What is written into a cursor.
#[derive(Serialize, Deserialize)]
struct Content<P> {
    /// Of the description of the listing.
    #[serde(rename = "q")]
    digest: u64,
    #[serde(rename = "p")]
    place: P,
}

impl Cursor {
    /// The cursor of a place in the listing that `listing` describes.
    pub(crate) fn encode(listing: &str, place: &impl Serialize) -> Result<Self, PageError> {
        let content = Content { digest: digest(listing), place };
        let json = serde_json::to_vec(&content).map_err(|_| PageError::Cursor)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(json)))
    }

    /// The place, when the cursor came from the listing that `listing` describes.
    pub(crate) fn decode<P: DeserializeOwned>(&self, listing: &str) -> Result<P, PageError> {
        let json = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| PageError::Cursor)?;
        let content: Content<P> = serde_json::from_slice(&json).map_err(|_| PageError::Cursor)?;
        if content.digest == digest(listing) {
            Ok(content.place)
        } else {
            Err(PageError::CursorOfAnotherListing)
        }
    }

    /// The cursor as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor(***)")
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes any text: only the listing can tell whether it is one of its cursors, and refuses it then.
impl FromStr for Cursor {
    type Err = PageError;

    fn from_str(text: &str) -> Result<Self, PageError> {
        Ok(Self(text.to_owned()))
    }
}

/// FNV-1a, 64 bits: the standard library's hashes may change between releases, and cursors are
/// kept by clients.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Why a page cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The limit is not from 1 to 1,000.
    #[error("a page has 1 to 1000 rows, not `{limit}`")]
    Limit {
        /// What was asked for.
        limit: usize,
    },
    /// The text is no cursor.
    #[error("the cursor cannot be read")]
    Cursor,
    /// The cursor came from a listing with another sort or scope.
    #[error("the cursor belongs to a listing with another sort or scope")]
    CursorOfAnotherListing,
    /// The listing is confined to a segment and by an attribute, which it can be to one only.
    #[error("a listing is confined to a segment or by an attribute, not by both")]
    TwoScopes,
}

impl PageError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Limit { .. } => "page.limit",
            Self::Cursor => "page.cursor",
            Self::CursorOfAnotherListing => "page.cursor_of_another_listing",
            Self::TwoScopes => "page.two_scopes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_from_1_to_1000() {
        assert_eq!(PageLimit::new(0).unwrap_err().code(), "page.limit");
        assert_eq!(PageLimit::new(1).unwrap().get(), 1);
        assert_eq!(PageLimit::new(1_000).unwrap(), PageLimit::MAX);
        assert_eq!(PageLimit::new(1_001).unwrap_err().code(), "page.limit");
        assert_eq!(PageLimit::new(usize::MAX).unwrap_err().code(), "page.limit");
    }

    #[test]
    fn a_cursor_opens_only_in_its_own_listing() {
        let cursor: Cursor =
            Cursor::encode("name asc", &("key", 7)).unwrap().as_str().parse().unwrap();
        assert_eq!(cursor.decode::<(String, u8)>("name asc").unwrap(), ("key".to_owned(), 7));
        assert_eq!(
            cursor.decode::<(String, u8)>("name desc").unwrap_err(),
            PageError::CursorOfAnotherListing
        );
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "x", "not base64!", "e30", "bnVsbA"] {
            let cursor: Cursor = text.parse().unwrap();
            assert_eq!(cursor.decode::<u8>("name asc").unwrap_err(), PageError::Cursor, "{text}");
        }
    }
}
