//! Currencies of ISO 4217.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::MoneyError;
use crate::text::WireText;

/// A currency of ISO 4217 that has a minor unit.
///
/// Currencies that have been superseded are accepted, because old orders name them. Codes for
/// metals, test and other things without a minor unit (`XAU`, `XXX`) are refused: their amounts have
/// no smallest step, so they could not be exact.
///
/// ```
/// use patronage::money::{Currency, MoneyError};
///
/// assert_eq!(Currency::parse("usd")?.code(), "USD");
/// assert_eq!(Currency::parse("JPY")?.minor_unit(), 0);
/// assert_eq!(Currency::parse("XAU").unwrap_err().code(), "currency.no_minor_unit");
/// # Ok::<(), MoneyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    iso: iso_currency::Currency,
    minor_unit: u8,
}

impl Currency {
    /// Reads a code of three letters, in upper or lower case.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let letters: [u8; 3] =
            text.as_bytes().try_into().map_err(|_| MoneyError::MalformedCurrency)?;
        if !letters.iter().all(u8::is_ascii_alphabetic) {
            return Err(MoneyError::MalformedCurrency);
        }
        let letters = letters.map(|letter| letter.to_ascii_uppercase());
        // Three ASCII letters are always UTF-8.
        let code = str::from_utf8(&letters).unwrap_or_default();
        let iso = iso_currency::Currency::from_code(code)
            .ok_or_else(|| MoneyError::UnknownCurrency { code: code.to_owned() })?;
        let minor_unit = iso
            .exponent()
            .and_then(|exponent| u8::try_from(exponent).ok())
            .ok_or_else(|| MoneyError::NoMinorUnit { code: code.to_owned() })?;
        Ok(Self { iso, minor_unit })
    }

    /// The three letters, in upper case.
    pub fn code(self) -> &'static str {
        self.iso.code()
    }

    /// How many decimals the minor unit has: 2 for `USD`, 0 for `JPY`, 3 for `KWD`.
    pub fn minor_unit(self) -> u32 {
        u32::from(self.minor_unit)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Currencies sort by their codes.
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Currency {
    type Error = MoneyError;

    fn try_from(text: &str) -> Result<Self, MoneyError> {
        Self::parse(text)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WireText(text) = WireText::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_currency_has_the_decimals_of_its_minor_unit() {
        for (code, decimals) in
            [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("ISK", 0), ("HRK", 2)]
        {
            assert_eq!(Currency::parse(code).unwrap().minor_unit(), decimals, "currency {code}");
        }
    }

    #[test]
    fn case_is_folded_and_nothing_else() {
        assert_eq!(Currency::parse("uSd").unwrap(), Currency::parse("USD").unwrap());
        for malformed in ["", "US", "USDD", " USD", "U$D", "US1", "ÚS", "€"] {
            assert_eq!(Currency::parse(malformed), Err(MoneyError::MalformedCurrency));
        }
        let unknown = Currency::parse("usx").unwrap_err();
        assert_eq!(unknown.code(), "currency.unknown");
        assert_eq!(unknown.to_string(), "`USX` is not a currency of ISO 4217");
    }

    #[test]
    fn codes_without_a_minor_unit_are_refused_with_the_reason() {
        for code in ["XAU", "XAG", "XXX", "XTS", "XDR"] {
            let refused = Currency::parse(code).unwrap_err();
            assert_eq!(refused.code(), "currency.no_minor_unit", "currency {code}");
            assert!(refused.to_string().contains("no minor unit"));
        }
    }

    #[test]
    fn a_currency_is_its_code_on_the_wire() {
        let kwd: Currency = serde_json::from_str(r#""kwd""#).unwrap();
        assert_eq!(serde_json::to_string(&kwd).unwrap(), r#""KWD""#);
        for refused in [r#""XAU""#, r#""dollar""#, "840", "null"] {
            assert!(serde_json::from_str::<Currency>(refused).is_err(), "json {refused}");
        }
    }

    #[test]
    fn currencies_sort_by_code() {
        let mut codes = ["USD", "EUR", "XCG", "JPY"].map(|code| Currency::parse(code).unwrap());
        codes.sort();
        assert_eq!(codes.map(Currency::code), ["EUR", "JPY", "USD", "XCG"]);
    }

    proptest! {
        #[test]
        fn whatever_parses_displays_as_its_upper_case(text in "[A-Za-z]{3}|\\PC{0,5}") {
            if let Ok(currency) = Currency::parse(&text) {
                prop_assert_eq!(currency.to_string(), text.to_ascii_uppercase());
                prop_assert!(currency.minor_unit() <= 4);
            }
        }
    }
}
