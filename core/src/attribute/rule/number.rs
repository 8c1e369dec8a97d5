//! Numbers.

use super::Written;
use crate::attribute::breach::Breach;
use crate::attribute::definition::Reader;
use crate::attribute::draft::Member;
use crate::attribute::validation::{Datum, Raw, Report};
use crate::attribute::{DataType, InputKind, Number};
use crate::json::Literal;

/// The rule of a number. Both bounds are themselves allowed.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct NumberRule {
    min: Option<Number>,
    max: Option<Number>,
}

impl NumberRule {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        let applying = [Member::MinValue, Member::MaxValue];
        reader.refuse_all_but(&applying, InputKind::TextBox, DataType::Number);
        let (min, max) = (reader.number(Member::MinValue), reader.number(Member::MaxValue));
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            reader.refuse_crossed(Member::MinValue, low.to_string(), high.to_string());
        }
        Self { min, max }
    }

    pub(in crate::attribute) fn min(&self) -> Option<Number> {
        self.min
    }

    pub(in crate::attribute) fn max(&self) -> Option<Number> {
        self.max
    }

    pub(super) fn written(&self) -> Vec<Written> {
        let number = |number: Number| Literal::Number(number.to_string().into());
        vec![(Member::MinValue, self.min.map(number)), (Member::MaxValue, self.max.map(number))]
    }

    #[inline]
    pub(in crate::attribute) fn check<'r>(
        &self,
        raw: Raw<'r>,
        report: &mut Report<'_>,
    ) -> Option<Datum<'r>> {
        let number = report.number(raw)?;
        if let Some(min) = self.min
            && number < min
        {
            report.add(Breach::TooSmall, [("min", min.to_string().into())]);
            return None;
        }
        if let Some(max) = self.max
            && number > max
        {
            report.add(Breach::TooLarge, [("max", max.to_string().into())]);
            return None;
        }
        Some(Datum::Number(number))
    }
}
