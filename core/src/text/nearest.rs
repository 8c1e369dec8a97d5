//! The name that is meant by a mistyped one.

/// The most characters that a mistyped name has, since comparing takes the product of both lengths.
const LONGEST: usize = 50;

/// The name that is most like a mistyped one, if any is like it: at most one letter in three differs.
/// Names are in lower case.
pub(crate) fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if typed.len() > LONGEST {
        return None;
    }
    let typed = typed.to_ascii_lowercase();
    let allowed = typed.chars().count().div_ceil(3);
    let distances = names.map(|name| (strsim::damerau_levenshtein(&typed, name), name));
    distances.filter(|(distance, _)| *distance <= allowed).min().map(|(_, name)| name)
}
