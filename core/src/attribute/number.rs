//! Exact numbers.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A decimal number of at most [`MAX_DIGITS`](Self::MAX_DIGITS) digits, kept exactly.
///
/// As text it is `-?(0|[1-9]\d*)(\.\d+)?`: no plus sign, no exponent, no leading zeros, no separators
/// of thousands. Zeros at the end of the decimals say nothing: `1.0` and `1` are the same number, and
/// so are `-0` and `0`.
///
/// ```
/// use patronage::attribute::{Number, NumberError};
///
/// assert_eq!(Number::parse("1.50")?, Number::parse("1.5")?);
/// assert_eq!(Number::parse_json("12e-1")?.to_string(), "1.2");
/// assert_eq!(Number::from_f64(0.1)?.to_string(), "0.1");
/// assert_eq!(Number::parse("1e3").unwrap_err().code(), "number.malformed");
/// assert!(Number::parse("-3")? < Number::from(2));
/// # Ok::<(), NumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number(Decimal);

impl Number {
    /// How many digits a number has at most, before and after the point together. A `0` before the
    /// point and zeros at the end of the decimals do not count.
    pub const MAX_DIGITS: usize = 28;

    /// The largest whole number up to which all are exact as a float: 2^53.
    const LARGEST_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

    /// Reads a number as people write it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let number = Written::split(text).ok_or(NumberError::Malformed)?;
        if number.exponent.is_empty() { number.exact() } else { Err(NumberError::Malformed) }
    }

    /// Reads a number as JSON writes it, which may have an exponent. The value is that of the text,
    /// not that of the nearest float.
    #[inline]
    pub fn parse_json(text: &str) -> Result<Self, NumberError> {
        Self::short(text).map_or_else(|| Self::parse_written(text), Ok)
    }

    /// A number of few digits without an exponent, as nearly all are, read in one go; `None` for all
    /// others, whatever they are.
    #[inline]
    fn short(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let bytes = unsigned.as_bytes();
        let starts_well = matches!(bytes, [b'0'] | [b'0', b'.', ..] | [b'1'..=b'9', ..]);
        if !starts_well || bytes.len() > 18 {
            return None;
        }
        let (mut digits, mut scale, mut is_fraction) = (0_i64, 0_u32, false);
        for byte in bytes {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.wrapping_mul(10).wrapping_add(i64::from(byte & 0x0f));
                    scale = scale.wrapping_add(u32::from(is_fraction));
                }
                b'.' if !is_fraction => is_fraction = true,
                _ => return None,
            }
        }
        if is_fraction && scale == 0 {
            return None;
        }
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale.wrapping_sub(1));
        }
        let is_negative = unsigned.len() < text.len();
        Some(Self(Decimal::new(if is_negative { digits.wrapping_neg() } else { digits }, scale)))
    }

    fn parse_written(text: &str) -> Result<Self, NumberError> {
        Written::split(text).ok_or(NumberError::Malformed)?.exact()
    }

    /// Takes a float by its shortest decimal form, which is what people see of it.
    ///
    /// # Errors
    ///
    /// [`NumberError::Inexact`] for what is not finite and for whole numbers beyond 2^53, of which
    /// floats skip some.
    pub fn from_f64(float: f64) -> Result<Self, NumberError> {
        if !float.is_finite() || float.fract() == 0.0 && float.abs() > Self::LARGEST_EXACT_FLOAT {
            return Err(NumberError::Inexact);
        }
        Self::of_few_decimals(float).map_or_else(|| Self::written_shortest(float), Ok)
    }

    /// A float of few decimals, as nearly all are, without writing it; `None` for all others.
    ///
    /// No two decimals of up to 15 digits are the same float. So when a whole number below 10^15,
    /// divided by an exact power of ten, is this float, then no other such decimal is, and the
    /// shortest form is that one.
    fn of_few_decimals(float: f64) -> Option<Self> {
        [(1.0, 0), (10.0, 1), (100.0, 2), (1_000.0, 3)].into_iter().find_map(|(power, scale)| {
            let digits = (float * power).round();
            let is_float = digits.abs() < 1e15 && (digits / power).to_bits() == float.to_bits();
            #[expect(clippy::cast_possible_truncation, reason = "a whole number below 10^15 fits")]
            is_float.then(|| Self(Decimal::new(digits as i64, scale)))
        })
    }

    fn written_shortest(float: f64) -> Result<Self, NumberError> {
        let mut shortest = Shortest { bytes: [0; 32], length: 0 };
        write!(shortest, "{float:e}").map_err(|_| NumberError::Inexact)?;
        Self::parse_json(shortest.as_str())
    }

    /// The number as a decimal.
    pub fn as_decimal(self) -> Decimal {
        self.0
    }

    /// A text that sorts, by its bytes, as the numbers do.
    ///
    /// It is the sign, how many digits stand before the point (50 is none, less are zeros behind it)
    /// and the digits. Below zero everything is turned round, and `~` ends it, so that of `-1` and
    /// `-1.5` the longer comes first.
    pub fn sort_key(self) -> String {
        let mantissa = self.0.mantissa();
        if mantissa == 0 {
            return "1".to_owned();
        }
        let digits = mantissa.unsigned_abs().to_string();
        let scale = usize::try_from(self.0.scale()).unwrap_or_default();
        let exponent = digits.len().saturating_add(50).saturating_sub(scale);
        let digits = digits.trim_end_matches('0');
        if mantissa > 0 {
            return format!("1{exponent:02}{digits}");
        }
        let turned = digits.bytes().map(|digit| char::from(b'9'.saturating_sub(digit) | b'0'));
        let exponent = 99_usize.saturating_sub(exponent);
        format!("0{exponent:02}{}~", turned.collect::<String>())
    }
}

/// Room for the shortest digits of a float with its exponent, which are 24 bytes at most.
struct Shortest {
    bytes: [u8; 32],
    length: usize,
}

impl Shortest {
    fn as_str(&self) -> &str {
        let written = self.bytes.get(..self.length).unwrap_or_default();
        str::from_utf8(written).unwrap_or_default()
    }
}

impl fmt::Write for Shortest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let room = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// A number taken apart: `-12.50e+3`.
struct Written<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    /// Sign and digits, empty when there is none.
    exponent: &'a str,
}

impl<'a> Written<'a> {
    /// `None` when the text does not follow the grammar of JSON numbers.
    fn split(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.bytes().position(|byte| byte | 0x20 == b'e') {
            None => (unsigned, ""),
            Some(place) => {
                let (mantissa, exponent) = unsigned.split_at_checked(place)?;
                (mantissa, exponent.get(1..).filter(|exponent| is_exponent(exponent))?)
            }
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            None => (mantissa, ""),
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
        };
        let (whole, fraction) = (whole.as_bytes(), fraction.as_bytes());
        let starts_well = matches!(whole, [b'0'] | [b'1'..=b'9', ..]);
        let all_digits = whole.iter().chain(fraction).all(u8::is_ascii_digit);
        let negative = unsigned.len() != text.len();
        (starts_well && all_digits).then_some(Self { negative, whole, fraction, exponent })
    }

    #[inline]
    fn exact(&self) -> Result<Number, NumberError> {
        let fraction = trim_zeros(self.fraction);
        let whole = if self.whole == b"0" { b"" } else { self.whole };
        if self.exponent.is_empty() && whole.len().wrapping_add(fraction.len()) <= 18 {
            let digits = whole.iter().chain(fraction).fold(0_i64, |sum, digit| {
                sum.wrapping_mul(10).wrapping_add(i64::from(digit & 0x0f))
            });
            let scale = u32::try_from(fraction.len()).unwrap_or_default();
            let digits = if self.negative { digits.wrapping_neg() } else { digits };
            return Ok(Number(Decimal::new(digits, scale)));
        }
        self.exact_by_power(whole, fraction)
    }

    /// The rarer cases: an exponent, or many digits.
    fn exact_by_power(&self, whole: &[u8], fraction: &[u8]) -> Result<Number, NumberError> {
        const TOO_MANY: NumberError = NumberError::TooManyDigits;
        let digits = whole.iter().chain(fraction);
        let leading = digits.clone().take_while(|digit| **digit == b'0').count();
        let zeros = digits.clone().rev().take_while(|digit| **digit == b'0').count();
        let all = whole.len().saturating_add(fraction.len());
        if leading == all {
            return Ok(Number(Decimal::ZERO));
        }
        let significant = all.saturating_sub(leading).saturating_sub(zeros);
        if significant > Number::MAX_DIGITS {
            return Err(TOO_MANY);
        }
        let exponent: i64 = match self.exponent {
            "" => 0,
            text => text.trim_start_matches('+').parse().map_err(|_| TOO_MANY)?,
        };
        // A text of any length has fewer digits than an `i64` counts.
        let count = |digits: usize| i64::try_from(digits).unwrap_or(i64::MAX);
        // The value is the significant digits times ten to this power.
        let power = exponent.saturating_sub(count(fraction.len())).saturating_add(count(zeros));
        let before_point = count(significant).saturating_add(power).max(0);
        let behind_point = power.min(0).saturating_neg();
        if before_point.saturating_add(behind_point) > count(Number::MAX_DIGITS) {
            return Err(TOO_MANY);
        }
        let significant = digits.skip(leading).take(significant);
        let mantissa = significant
            .fold(0_i128, |sum, digit| sum.wrapping_mul(10).wrapping_add(i128::from(digit & 0x0f)));
        let factor = u32::try_from(power.max(0)).map_err(|_| TOO_MANY)?;
        let mantissa = mantissa.wrapping_mul(10_i128.saturating_pow(factor));
        let mantissa = if self.negative { mantissa.wrapping_neg() } else { mantissa };
        let scale = u32::try_from(behind_point).map_err(|_| TOO_MANY)?;
        Decimal::try_from_i128_with_scale(mantissa, scale).map(Number).map_err(|_| TOO_MANY)
    }
}

fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn trim_zeros(digits: &[u8]) -> &[u8] {
    let mut digits = digits;
    while let [rest @ .., b'0'] = digits {
        digits = rest;
    }
    digits
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value. Numbers with equally many decimals, as most that are compared, compare as their digits
/// do.
impl Ord for Number {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0.scale() == other.0.scale() {
            self.0.mantissa().cmp(&other.0.mantissa())
        } else {
            self.0.cmp(&other.0)
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(Decimal::from(number))
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Self(Decimal::from(number))
    }
}

impl From<u32> for Number {
    fn from(number: u32) -> Self {
        Self(Decimal::from(number))
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self(Decimal::from(number))
    }
}

/// Fails for the few decimals that have 29 digits.
impl TryFrom<Decimal> for Number {
    type Error = NumberError;

    fn try_from(decimal: Decimal) -> Result<Self, NumberError> {
        Self::parse(&decimal.to_string())
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

/// Without zeros at the end of the decimals.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A whole number that is exact in every reader of JSON is a number, any other one is text: a reader
/// that knows only floats would round it.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: i128 = 1 << 53;
        let whole = (self.0.scale() == 0).then(|| self.0.mantissa());
        let exact = whole.filter(|whole| (-EXACT..=EXACT).contains(whole));
        match exact.and_then(|whole| i64::try_from(whole).ok()) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl Visitor<'_> for Reader {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or the text of one")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
                Ok(number.into())
            }

            fn visit_u64<E>(self, number: u64) -> Result<Number, E> {
                Ok(number.into())
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Number, E> {
                Number::from_f64(number).map_err(E::custom)
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Number, E> {
                Number::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

/// Why a text or a float is not a [`Number`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is not a plain decimal number.
    #[error("expected a plain decimal number such as `1000.5`")]
    Malformed,
    /// There are more digits than are kept.
    #[error("a number has at most {} digits", Number::MAX_DIGITS)]
    TooManyDigits,
    /// A float that stands for more than one number, or for none.
    #[error(
        "a float beyond 2^53, or one that is not finite, does not say exactly which number it is"
    )]
    Inexact,
}

crate::violation::coded!(NumberError);

impl NumberError {
    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "number.malformed",
            Self::TooManyDigits => "number.too_many_digits",
            Self::Inexact => "number.inexact",
        }
    }
}

#[cfg(test)]
mod tests;
