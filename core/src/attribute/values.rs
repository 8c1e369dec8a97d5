//! The values of several attributes.

mod stored;

use std::collections::BTreeSet;
use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{AttributeKey, AttributeValue, Schema};
use crate::actor::Role;
use crate::code::AttributeCode;
use crate::patch::Patch;

/// Values of attributes, by code and in the order of the codes. Each code stands once.
///
/// ```
/// use patronage::attribute::AttributeValues;
/// use patronage::code::AttributeCode;
///
/// let vat_id = AttributeCode::parse("vat-id")?;
/// let values: AttributeValues = [(vat_id, "DE123456789".into())].into_iter().collect();
/// assert_eq!(values.get("vat-id").and_then(|value| value.as_text()), Some("DE123456789"));
/// assert_eq!(serde_json::to_string(&values)?, r#"{"vat-id":"DE123456789"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `Debug` writes the codes and none of the values.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct AttributeValues(Vec<(AttributeCode, AttributeValue)>);

impl AttributeValues {
    /// No values.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value of an attribute, if it has one.
    pub fn get(&self, code: &str) -> Option<&AttributeValue> {
        let place = self.place(code).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// Codes and values, in the order of the codes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&AttributeCode, &AttributeValue)> {
        self.0.iter().map(|(code, value)| (code, value))
    }

    /// How many attributes have a value.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no attribute has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives an attribute a value in place of the one that it had.
    pub fn insert(&mut self, code: AttributeCode, value: impl Into<AttributeValue>) {
        let entry = (code, value.into());
        match self.place(code.as_str()) {
            Ok(place) => {
                if let Some(there) = self.0.get_mut(place) {
                    *there = entry;
                }
            }
            Err(place) => self.0.insert(place, entry),
        }
    }

    /// Takes the value of an attribute away.
    pub fn remove(&mut self, code: &str) -> Option<AttributeValue> {
        let place = self.place(code).ok()?;
        Some(self.0.remove(place).1)
    }

    pub(super) fn retain(&mut self, mut keeps: impl FnMut(&AttributeCode) -> bool) {
        self.0.retain(|(code, _)| keeps(code));
    }

    /// Values in the order of their codes, no two of one code.
    pub(super) fn from_sorted(
        values: impl Iterator<Item = (AttributeCode, AttributeValue)>,
    ) -> Self {
        // Few of those that may come are left out.
        let mut all = Vec::with_capacity(values.size_hint().1.unwrap_or_default());
        all.extend(values);
        Self(all)
    }

    fn place(&self, code: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(code))
    }
}

impl fmt::Debug for AttributeValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Of several values for one code the last counts.
impl FromIterator<(AttributeCode, AttributeValue)> for AttributeValues {
    fn from_iter<I: IntoIterator<Item = (AttributeCode, AttributeValue)>>(values: I) -> Self {
        let mut all = Self::new();
        for (code, value) in values {
            all.insert(code, value);
        }
        all
    }
}

/// A JSON object, as clients read it.
impl Serialize for AttributeValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.len()))?;
        for (code, value) in self.iter() {
            object.serialize_entry(code, value)?;
        }
        object.end()
    }
}

/// Changes to the values of attributes, as a caller writes them: what is not named stays.
///
/// ```
/// use patronage::attribute::AttributeChanges;
/// use patronage::patch::Patch;
///
/// let changes = AttributeChanges::new()
///     .set("communication-preference", "email")
///     .set("vat-id", Patch::Clear);
/// # let _ = changes;
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttributeChanges(pub(super) Vec<(Box<str>, Option<AttributeValue>)>);

impl AttributeChanges {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an attribute, clears it with [`Patch::Clear`], or leaves it with [`Patch::Keep`].
    #[must_use]
    pub fn set(
        mut self,
        code: impl Into<Box<str>>,
        value: impl Into<Patch<AttributeValue>>,
    ) -> Self {
        match value.into() {
            Patch::Keep => {}
            Patch::Clear => self.0.push((code.into(), None)),
            Patch::Set(value) => self.0.push((code.into(), Some(value))),
        }
        self
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The attributes of a customer: values that were valid when they were set, and what is kept about
/// them.
///
/// It is made by [`Schema::validate`](super::Schema::validate); a record gives back what it held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidAttributes {
    pub(super) values: AttributeValues,
    /// Whose value is the default that nobody set.
    pub(super) defaulted: BTreeSet<AttributeCode>,
    /// Whose value nobody else of the customer set may have.
    pub(super) unique: BTreeSet<AttributeCode>,
    /// By whose value customers are found.
    pub(super) filterable: BTreeSet<AttributeCode>,
}

impl ValidAttributes {
    /// Nothing was ever set.
    pub const fn none() -> Self {
        Self {
            values: AttributeValues::new(),
            defaulted: BTreeSet::new(),
            unique: BTreeSet::new(),
            filterable: BTreeSet::new(),
        }
    }

    /// What a record of somebody else's, such as the page of a shop, says that it holds.
    ///
    /// Nothing is checked: that is what "a value equal to its previous one is not checked" means.
    pub fn held(values: AttributeValues) -> Self {
        Self { values, ..Self::none() }
    }

    /// The values.
    pub fn values(&self) -> &AttributeValues {
        &self.values
    }

    /// The value of an attribute, if it has one.
    pub fn get(&self, code: &str) -> Option<&AttributeValue> {
        self.values.get(code)
    }

    /// Whether an attribute has a value only because the default was filled in.
    pub fn is_default(&self, code: &AttributeCode) -> bool {
        self.defaulted.contains(code)
    }

    /// Leaves what a role sees: nothing of an attribute that does not exist for it, and nothing of
    /// one that was deleted.
    pub(crate) fn hide_from(&mut self, role: Role, schema: &Schema) {
        let is_visible = |code: &AttributeCode| {
            schema.get(code.as_str()).is_some_and(|known| known.is_visible_to(role))
        };
        self.values.retain(is_visible);
        for marks in [&mut self.defaulted, &mut self.unique, &mut self.filterable] {
            marks.retain(is_visible);
        }
    }

    /// Takes away what is held of an attribute.
    pub(super) fn forget(&mut self, code: &AttributeCode) {
        self.values.remove(code.as_str());
        for marks in [&mut self.defaulted, &mut self.unique, &mut self.filterable] {
            marks.remove(code);
        }
    }

    /// The codes whose values differ.
    pub(crate) fn changed_from(&self, before: &Self) -> Vec<AttributeCode> {
        let codes = self.values.iter().chain(before.values.iter()).map(|(code, _)| *code);
        let codes: BTreeSet<AttributeCode> = codes.collect();
        let differs = |code: &AttributeCode| self.get(code.as_str()) != before.get(code.as_str());
        codes.into_iter().filter(differs).collect()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::none()
    }

    /// What nobody else of the customer set may hold at the same time.
    pub fn unique_keys(&self) -> impl Iterator<Item = (AttributeCode, AttributeKey)> {
        keys(&self.values, &self.unique, AttributeKey::unique)
    }

    /// What the customer is found by. An attribute with several values has several.
    pub fn filter_keys(&self) -> impl Iterator<Item = (AttributeCode, AttributeKey)> {
        keys(&self.values, &self.filterable, AttributeKey::filters)
    }
}

fn keys<'a, K: IntoIterator<Item = AttributeKey>>(
    values: &'a AttributeValues,
    of: &'a BTreeSet<AttributeCode>,
    keys: fn(&AttributeValue) -> K,
) -> impl Iterator<Item = (AttributeCode, AttributeKey)> {
    of.iter().flat_map(move |code| {
        let keys = values.get(code.as_str()).map(keys);
        keys.into_iter().flatten().map(|key| (*code, key))
    })
}

#[cfg(test)]
mod tests;
