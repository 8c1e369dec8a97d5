//! From names to their places.

/// Names by their places, and places by their names.
///
/// Codes of attributes come with each member of each document and options with each choice, so that
/// finding one is on the hot path. The table is open-addressed and hashed by length, first and last
/// bytes, which tell the codes and options of a shop apart. Names are only looked up in it, never
/// added, so that nobody can make it slow by choosing them but the merchant, and then by no more
/// than their number.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup {
    names: Vec<Box<str>>,
    /// One more than the place of a name; 0 where there is none.
    slots: Vec<u16>,
}

impl Lookup {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<Box<str>> = names.map(Box::from).collect();
        let size = names.len().saturating_mul(2).next_power_of_two().max(2);
        let mut lookup = Self { names: Vec::new(), slots: vec![0; size] };
        for (place, name) in (1_u16..).zip(&names) {
            let free = lookup.probe(name).find(|slot| lookup.slots.get(*slot) == Some(&0));
            if let Some(slot) = free.and_then(|slot| lookup.slots.get_mut(slot)) {
                *slot = place;
            }
        }
        lookup.names = names;
        lookup
    }

    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        for slot in self.probe(name) {
            let place = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            if self.names.get(place).is_some_and(|known| **known == *name) {
                return Some(place);
            }
        }
        None
    }

    #[inline]
    pub(super) fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", |name| name)
    }

    /// The slots in which a name may be, the likeliest first.
    #[inline]
    fn probe(&self, name: &str) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len().wrapping_sub(1);
        let first = usize::try_from(hash(name) >> 32).unwrap_or_default();
        (0..self.slots.len()).map(move |step| first.wrapping_add(step) & mask)
    }
}

#[inline]
fn hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)), 0),
    };
    let length = u64::try_from(bytes.len()).unwrap_or_default();
    let mixed = first ^ last.rotate_left(29) ^ length.rotate_left(57);
    mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_table_finds_nothing() {
        assert_eq!(Lookup::default().find("a"), None);
        assert_eq!(Lookup::new(std::iter::empty()).find(""), None);
    }

    proptest! {
        #[test]
        fn names_are_found_at_their_places_and_no_others(
            names in prop::collection::btree_set("[a-c-]{1,12}", 0..60),
            others in prop::collection::vec("[a-c-]{0,12}", 20),
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let lookup = Lookup::new(names.iter().map(String::as_str));
            for (place, name) in names.iter().enumerate() {
                prop_assert_eq!(lookup.find(name), Some(place));
                prop_assert_eq!(lookup.name(place), name);
            }
            let known: BTreeSet<&String> = names.iter().collect();
            for other in others.iter().filter(|other| !known.contains(other)) {
                prop_assert_eq!(lookup.find(other), None);
            }
        }
    }
}
