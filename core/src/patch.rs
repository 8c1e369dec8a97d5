//! Patches: a change to one field, in which "not mentioned", "cleared" and "set" are three things.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update says about one optional field.
///
/// An update that could say only "some value" or "none" could not tell a field that the caller left
/// out from one that the caller wants emptied. In JSON the three are an absent field, `null` and a
/// value; the field of the patch needs `#[serde(default)]` for the first, and
/// `skip_serializing_if = "Patch::is_keep"` where it is also written.
///
/// ```
/// use patronage::patch::Patch;
///
/// #[derive(serde::Deserialize)]
/// struct ProfilePatch {
///     #[serde(default)]
///     company: Patch<String>,
/// }
///
/// let patch: ProfilePatch = serde_json::from_str(r#"{"company": null}"#)?;
/// let mut company = Some("Acme".to_owned());
/// assert!(patch.company.apply(&mut company));
/// assert_eq!(company, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Patch<T> {
    /// The field stays as it is.
    #[default]
    Keep,
    /// The field loses its value.
    Clear,
    /// The field gets this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field stays as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// The same patch with another value to set.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(change(value)),
        }
    }

    /// Applies the patch to the field, and tells whether the field has changed.
    ///
    /// Setting the value that is already there, or clearing what is empty, changes nothing.
    pub fn apply(self, field: &mut Option<T>) -> bool
    where
        T: PartialEq,
    {
        let next = match self {
            Self::Keep => return false,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        };
        let changed = *field != next;
        *field = next;
        changed
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

/// Fails for [`Patch::Keep`], because JSON has no value that means it: written as `null`, it would
/// come back as [`Patch::Clear`].
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => Err(serde::ser::Error::custom(
                "a field that is kept is left out, which needs `skip_serializing_if = \"Patch::is_keep\"`",
            )),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[serde(default, skip_serializing_if = "Patch::is_keep")]
        points: Patch<u8>,
    }

    #[test]
    fn absent_null_and_value_are_three_things_both_ways() {
        for (json, points) in [
            ("{}", Patch::Keep),
            (r#"{"points":null}"#, Patch::Clear),
            (r#"{"points":0}"#, Patch::Set(0)),
            (r#"{"points":7}"#, Patch::Set(7)),
        ] {
            let form: Form = serde_json::from_str(json).unwrap();
            assert_eq!(form, Form { points }, "json {json}");
            assert_eq!(serde_json::to_string(&form).unwrap(), json);
        }
        assert!(serde_json::from_str::<Form>(r#"{"points":"7"}"#).is_err());
    }

    #[test]
    fn a_kept_field_is_never_written_as_null() {
        assert!(serde_json::to_string(&Patch::<u8>::Keep).is_err());
    }

    #[test]
    fn applying_says_whether_something_changed() {
        for (patch, before, after, changed) in [
            (Patch::Keep, None, None, false),
            (Patch::Keep, Some(1), Some(1), false),
            (Patch::Clear, None, None, false),
            (Patch::Clear, Some(1), None, true),
            (Patch::Set(1), None, Some(1), true),
            (Patch::Set(1), Some(1), Some(1), false),
            (Patch::Set(2), Some(1), Some(2), true),
        ] {
            let mut field = before;
            assert_eq!(patch.apply(&mut field), changed, "{patch:?} on {before:?}");
            assert_eq!(field, after, "{patch:?} on {before:?}");
        }
    }

    #[test]
    fn map_changes_only_a_value() {
        assert_eq!(Patch::<i32>::from(2).map(|n| n * 2), Patch::Set(4));
        assert_eq!(Patch::<u8>::Clear.map(u16::from), Patch::Clear);
        assert_eq!(Patch::<u8>::default().map(u16::from), Patch::Keep);
    }
}
