//! What every type that is parsed from one text has in common.

use std::borrow::Cow;

use serde::Deserialize;

/// A text on the wire, borrowed from the input where it can be.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct WireText<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// Implements the conversions of a type with `parse(&str)` and `as_str()`.
///
/// Everything goes through `parse`, so that no way around the check exists. Reading by serde
/// checks the borrowed text, without a copy of its own.
macro_rules! parsed_text {
    ([$($generics:tt)*] $type:ty, $error:ty, $expecting:literal) => {
        impl<$($generics)*> ::core::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl<$($generics)*> TryFrom<&str> for $type {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl<$($generics)*> TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl<$($generics)*> ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl<$($generics)*> AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl<$($generics)*> ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de, $($generics)*> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                struct Visitor<$($generics)*>;

                parsed_text!(@visitor [$($generics)*] $type, $expecting);

                deserializer.deserialize_str(parsed_text!(@new [$($generics)*]))
            }
        }
    };

    (@visitor [] $type:ty, $expecting:literal) => {
        impl ::serde::de::Visitor<'_> for Visitor {
            parsed_text!(@visit $type, $expecting);
        }
    };
    (@visitor [const $max:ident: usize] $type:ty, $expecting:literal) => {
        impl<const $max: usize> ::serde::de::Visitor<'_> for Visitor<$max> {
            parsed_text!(@visit $type, $expecting);
        }
    };
    (@new []) => { Visitor };
    (@new [const $max:ident: usize]) => { Visitor::<$max> };

    (@visit $type:ty, $expecting:literal) => {
        type Value = $type;

        fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            f.write_str($expecting)
        }

        fn visit_str<E: ::serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            <$type>::parse(text).map_err(E::custom)
        }
    };
}
