//! The chain of a ledger: how entries are hashed, so that one that was altered is found.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::text::WireText;

/// Bytes that are written as hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> Hex<N> {
    fn parse(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if !rest.is_empty() || pairs.len() != N {
            return None;
        }
        let mut bytes = [0; N];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Some(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'a'..=b'f' => digit.checked_sub(b'a').and_then(|letter| letter.checked_add(10)),
        _ => None,
    }
}

const DIGITS: [u8; 16] = *b"0123456789abcdef";

impl<const N: usize> Hex<N> {
    /// Hands the digits over as one text: a hash is written with every commit.
    fn with_text<T>(&self, then: impl FnOnce(&str) -> T) -> T {
        let mut digits = [[b'0'; 2]; N];
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        for (pair, byte) in digits.iter_mut().zip(self.0) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        // Hexadecimal digits are always UTF-8.
        then(str::from_utf8(digits.as_flattened()).unwrap_or_default())
    }
}

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.pad(text))
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with_text(|text| serializer.serialize_str(text))
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(text) = WireText::deserialize(deserializer)?;
        let refused = || serde::de::Error::custom("expected hexadecimal digits in lower case");
        Self::parse(&text).ok_or_else(refused)
    }
}

/// A SHA-256 hash, written as 64 hexadecimal digits.
///
/// The hash of an entry is SHA-256 over these bytes: the text `patronage credit entry 1`, then the
/// fields below in their order. A field is one byte for its number, four bytes for the length of
/// what follows (big-endian), and the value; a field without a value is left out. Texts are UTF-8,
/// numbers are eight bytes, big-endian, in two's complement.
///
/// | no. | field | value |
/// | --- | --- | --- |
/// | 0 | hash of the entry before | 32 bytes; left out in the first entry |
/// | 1 | id of the account | 16 bytes |
/// | 2 | number of the entry | number |
/// | 3 | kind | text, such as `charge` |
/// | 4 | time | number of microseconds since 1970 |
/// | 5 | author | its JSON, such as `{"admin":"jane"}` |
/// | 6 | currency | text |
/// | 7 | amount | number of minor units |
/// | 8, 9, 10 | effects on outstanding, reserved, unapplied | numbers of minor units |
/// | 11 to 15 | limit, overdraft, outstanding, reserved, unapplied after it | numbers of minor units |
/// | 16 | entry that it is about | number |
/// | 17, 18, 19 | site, order, term | texts |
/// | 20 | due date | text, `YYYY-MM-DD` |
/// | 21 | moment of expiry | number of microseconds since 1970 |
/// | 22 | idempotency key | text |
/// | 23 | marks | text: `final`, `override` |
/// | 24 | what was set | its JSON |
/// | 25 | one for each allocation | payment, item and minor units, three numbers in one value |
/// | 26 | commitment | 32 bytes |
/// | 27 | one for each item that a payment names | item and minor units, two numbers in one value |
///
/// The commitment is SHA-256 over the text `patronage credit private 1`, then in the same way the
/// salt (0, 16 bytes), the purchase-order number (1), the note (2), and for each field that the site
/// asks for its code (3) and value (4). When personal data is erased, these fields go away together
/// with the salt, and the commitment stays: the chain still holds, and nobody can try values against
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Digest(Hex<32>);

impl Digest {
    /// What stands where there is no hash yet.
    pub(super) const NOTHING: Self = Self(Hex([0; 32]));

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0.0
    }

    /// Reads 64 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        Hex::parse(text).map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Sixteen bytes that nobody can guess, which keep personal fields from being tried out against
/// their commitment. Written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Salt(Hex<16>);

impl Salt {
    /// Takes random bytes for a salt.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Hex(bytes))
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 16] {
        &self.0.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(***)")
    }
}

/// Bytes on their way into a hash: collected, since hashing a few at a time costs more than the hash.
pub(super) struct Fields(Vec<u8>);

impl Fields {
    pub(super) fn of(what: &str) -> Self {
        // Most entries have some 450 bytes.
        let mut bytes = Vec::with_capacity(768);
        bytes.extend_from_slice(what.as_bytes());
        Self(bytes)
    }

    pub(super) fn bytes(&mut self, field: u8, value: &[u8]) {
        // No text that the core takes comes near to four gigabytes.
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        self.0.push(field);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(value);
    }

    pub(super) fn text(&mut self, field: u8, value: Option<&str>) {
        if let Some(value) = value {
            self.bytes(field, value.as_bytes());
        }
    }

    pub(super) fn number(&mut self, field: u8, value: i64) {
        self.bytes(field, &value.to_be_bytes());
    }

    pub(super) fn finish(self) -> Digest {
        Digest(Hex(Sha256::digest(&self.0).into()))
    }
}
