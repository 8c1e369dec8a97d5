//! Identifiers: what the library calls a customer or an address.
//!
//! An id is a UUID. The library makes version 7 ids, which sort by the time they were made and so
//! keep an index compact; a host that brings ids of its own may use any UUID. Each kind is a type
//! of its own, so that the id of an address is never taken for that of a customer.
//!
//! A [`CustomerNumber`] is the other name of a customer: small, ascending, for people to say and
//! type. An [`EntryNumber`] is the place of an entry in the ledger of a credit account.
//!
//! ```
//! use patronage::id::{CustomerId, IdError};
//!
//! let id: CustomerId = "0190F5A1-7C4B-7D2E-9F00-0242AC120002".parse()?;
//! assert_eq!(id.to_string(), "0190f5a1-7c4b-7d2e-9f00-0242ac120002");
//! # Ok::<(), IdError>(())
//! ```

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::text::WireText;

/// Why a value is not an identifier.
///
/// The messages do not repeat the text: what is wrongly passed for an id may be anything, somebody's
/// e-mail address included.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// The text is not a UUID with hyphens.
    #[error("expected an id of the form `0190f5a1-7c4b-7d2e-9f00-0242ac120002`")]
    Invalid,
    /// The value is not a whole number from 1 up.
    #[error("expected a number from 1 up, without decimals")]
    InvalidNumber,
}

crate::violation::coded!(IdError);

impl IdError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "id.invalid",
            Self::InvalidNumber => "id.invalid_number",
        }
    }
}

/// How many characters a UUID has when it is written with hyphens.
const HYPHENATED_LENGTH: usize = 36;

macro_rules! uuid_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        ///
        /// Written in lower case with hyphens, and sorted by its bytes, as that text is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes any UUID for an id.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Reads an id of 36 characters with hyphens, in upper or lower case.
            ///
            /// The other ways to write a UUID (bare, in braces, as a URN) are refused.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if text.len() != HYPHENATED_LENGTH {
                    return Err(IdError::Invalid);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| IdError::Invalid)
            }

            /// The id as a UUID.
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }

            /// The sixteen bytes of the id, the most significant first.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut buffer = Uuid::encode_buffer();
                serializer.serialize_str(self.0.hyphenated().encode_lower(&mut buffer))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let WireText(text) = WireText::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

uuid_type! {
    /// The id of a customer.
    CustomerId
}
uuid_type! {
    /// The id of an address in a customer's address book.
    AddressId
}
uuid_type! {
    /// The id of a credit account.
    CreditAccountId
}

macro_rules! number_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// Takes a number from 1 up.
            pub fn new(number: u64) -> Result<Self, IdError> {
                NonZeroU64::new(number).map(Self).ok_or(IdError::InvalidNumber)
            }

            /// Reads a number in decimal digits, without a sign.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                // The standard library would also take a leading plus sign.
                if !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(IdError::InvalidNumber);
                }
                text.parse().map(Self).map_err(|_| IdError::InvalidNumber)
            }

            /// The number itself, at least 1.
            pub const fn as_u64(self) -> u64 {
                self.0.get()
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl TryFrom<u64> for $name {
            type Error = IdError;

            fn try_from(number: u64) -> Result<Self, IdError> {
                Self::new(number)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(self.as_u64())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(u64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

number_type! {
    /// The number of a customer, from 1 up, given by the store and unique within a tenant.
    ///
    /// Numbers ascend, but not without gaps: a number that was given and not used is not given
    /// again.
    CustomerNumber
}
number_type! {
    /// The number of an entry in the ledger of a credit account, from 1 up and without gaps.
    ///
    /// A reservation, an open item and a payment are called by the number of the entry that made
    /// them.
    EntryNumber
}

impl EntryNumber {
    /// The first entry of a ledger.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Behind all entries.
    pub const LAST: Self = Self(NonZeroU64::MAX);

    /// The number of the entry after this one; the last of 2^64 is its own successor.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "0190f5a1-7c4b-7d2e-9f00-0242ac120002";

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        assert_eq!(CustomerId::parse(TEXT).unwrap().to_string(), TEXT);
        assert_eq!(CustomerId::parse(&TEXT.to_uppercase()).unwrap().to_string(), TEXT);
        for refused in [
            "",
            "0190f5a17c4b7d2e9f000242ac120002",
            "{0190f5a1-7c4b-7d2e-9f00-0242ac120002}",
            "urn:uuid:0190f5a1-7c4b-7d2e-9f00-0242ac120002",
            "0190f5a1-7c4b-7d2e-9f00-0242ac12000",
            "0190f5a1-7c4b-7d2e-9f00-0242ac1200022",
            "0190f5a1-7c4b-7d2e-9f00-0242ac12000g",
            "0190f5a17-c4b-7d2e-9f00-0242ac120002",
            " 190f5a1-7c4b-7d2e-9f00-0242ac120002",
        ] {
            assert_eq!(CustomerId::parse(refused), Err(IdError::Invalid), "text {refused:?}");
        }
        assert_eq!(IdError::Invalid.code(), "id.invalid");
    }

    #[test]
    fn an_error_does_not_repeat_what_was_passed_for_an_id() {
        let refused = CustomerId::parse("john@example.com").unwrap_err();
        assert!(!refused.to_string().contains("john"));
        let refused = serde_json::from_str::<CustomerId>(r#""john@example.com""#).unwrap_err();
        assert!(!refused.to_string().contains("john"));
    }

    #[test]
    fn a_customer_number_begins_at_one() {
        assert_eq!(CustomerNumber::new(0), Err(IdError::InvalidNumber));
        assert_eq!(CustomerNumber::new(1).unwrap().as_u64(), 1);
        assert_eq!(CustomerNumber::parse("1042").unwrap().to_string(), "1042");
        assert_eq!(CustomerNumber::parse("18446744073709551615").unwrap().as_u64(), u64::MAX);
        for refused in ["", "0", "-1", "+1", "1.0", " 1", "١", "18446744073709551616"] {
            assert_eq!(CustomerNumber::parse(refused), Err(IdError::InvalidNumber));
        }
    }

    #[test]
    fn a_customer_number_is_a_number_on_the_wire() {
        let number: CustomerNumber = serde_json::from_str("7").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), "7");
        for refused in ["0", "-1", "1.5", r#""7""#, "null"] {
            assert!(serde_json::from_str::<CustomerNumber>(refused).is_err(), "json {refused}");
        }
    }

    proptest! {
        #[test]
        fn an_id_round_trips(bytes in any::<[u8; 16]>(), other in any::<[u8; 16]>()) {
            let id = AddressId::from_uuid(Uuid::from_bytes(bytes));
            prop_assert_eq!(id.as_bytes(), &bytes);
            prop_assert_eq!(id.to_string().parse::<AddressId>().unwrap(), id);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{id}\""));
            prop_assert_eq!(serde_json::from_str::<AddressId>(&json).unwrap(), id);
            let other = AddressId::from_uuid(Uuid::from_bytes(other));
            prop_assert_eq!(id.cmp(&other), id.to_string().cmp(&other.to_string()));
        }

        #[test]
        fn no_text_makes_parsing_panic(text in any::<String>()) {
            let _ = CustomerId::parse(&text);
            let _ = CustomerNumber::parse(&text);
        }
    }
}
