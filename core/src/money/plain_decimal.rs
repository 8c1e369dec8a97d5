//! Decimal numbers as people write them: digits, at most one point, at most a minus sign.
//!
//! Amounts and percents are read by this one grammar rather than by the parser of a number library,
//! which would also take exponents, underscores and plus signs, and round what does not fit.

use std::iter;

use rust_decimal::Decimal;

/// A number that follows the grammar `-?digits[.digits]`, of any length.
pub(super) struct PlainDecimal<'a> {
    pub(super) negative: bool,
    whole: &'a str,
    /// Without zeros at the end, as they say nothing.
    fraction: &'a str,
}

/// Where a text leaves the grammar.
#[derive(Clone, Copy)]
pub(super) struct NotPlain {
    pub(super) found: Option<char>,
    pub(super) position: usize,
}

impl<'a> PlainDecimal<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, NotPlain> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, rest) = leading_digits(unsigned);
        let (fraction, rest, complete) = match rest.strip_prefix('.') {
            Some(after) if !whole.is_empty() => {
                let (fraction, rest) = leading_digits(after);
                (fraction, rest, !fraction.is_empty())
            }
            _ => ("", rest, !whole.is_empty()),
        };
        if !complete || !rest.is_empty() {
            // Only ASCII was taken before the rest, so bytes count characters here.
            let taken = text.len().saturating_sub(rest.len());
            return Err(NotPlain { found: rest.chars().next(), position: taken.saturating_add(1) });
        }
        let fraction = fraction.trim_end_matches('0');
        Ok(Self { negative: text.len() != unsigned.len(), whole, fraction })
    }

    /// How many decimals the number has, without zeros at the end.
    pub(super) fn decimals(&self) -> usize {
        self.fraction.len()
    }

    /// The number as a whole number of units of `10^-scale`, for a scale that has room for all
    /// decimals; `None` when that leaves the range of an `i64`.
    pub(super) fn in_units(&self, scale: u32) -> Option<i64> {
        let missing = usize::try_from(scale).ok()?.checked_sub(self.decimals())?;
        let digits = self.whole.bytes().chain(self.fraction.bytes());
        let digits = digits.chain(iter::repeat_n(b'0', missing));
        let units = digits
            .map(|digit| i64::from(digit & 0x0f))
            .try_fold(0i64, |units, digit| units.checked_mul(10)?.checked_add(digit))?;
        if self.negative { units.checked_neg() } else { Some(units) }
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// A decimal as a whole number of units of `10^-scale`; `Err` has the number of decimals, without
/// zeros at the end, when the scale has no room for them.
pub(super) fn in_units(decimal: Decimal, scale: u32) -> Result<Option<i64>, usize> {
    let decimal = decimal.normalize();
    let missing = scale
        .checked_sub(decimal.scale())
        .ok_or_else(|| usize::try_from(decimal.scale()).unwrap_or(usize::MAX))?;
    let units = 10i128
        .checked_pow(missing)
        .and_then(|factor| decimal.mantissa().checked_mul(factor))
        .and_then(|units| i64::try_from(units).ok());
    Ok(units)
}

/// The end of the message of an error that names a character and its position.
pub(super) fn describe(found: Option<char>, position: usize) -> String {
    match found {
        Some(found) => format!("found `{}` at position {position}", found.escape_debug()),
        None => format!("the text ends where position {position} would be a digit"),
    }
}
