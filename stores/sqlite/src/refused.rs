//! What the sets of one call leave undone.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;
use patronage::store::{Expected, Key};

use crate::encode::EncodedSet;

/// The records that the refused sets of one call were to write.
///
/// A set behind them that expects a version of such a record was decided on top of a set that did
/// not come about. Where the record has that version all the same, another writer gave it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused(Arc<Mutex<HashSet<Key>>>);

impl Refused {
    /// Notes what a refused set was to write.
    pub(crate) fn note(&self, keys: impl IntoIterator<Item = Key>) {
        self.0.lock().extend(keys);
    }

    /// The first record by which a set stands on a refused one.
    pub(crate) fn under<'s>(&self, set: &'s EncodedSet) -> Option<&'s Key> {
        let refused = self.0.lock();
        if refused.is_empty() {
            return None;
        }
        let required = set.requires.iter().map(|required| (&required.key, required.expected));
        let written = set.changes.iter().map(|change| (&change.key, change.expected));
        let stands = |(key, expected): &(&Key, Expected)| {
            matches!(expected, Expected::Version(_)) && refused.contains(*key)
        };
        required.chain(written).find(stands).map(|(key, _)| key)
    }
}
