//! Yes or no.

use super::Written;
use crate::attribute::breach::Breach;
use crate::attribute::definition::Reader;
use crate::attribute::draft::Member;
use crate::attribute::validation::{Datum, Raw, Report};
use crate::attribute::{DataType, InputKind};
use crate::json::Literal;

/// The rule of yes or no. That one of them is given is what required means; that it is yes is
/// another thing.
#[derive(Debug, Clone)]
pub(in crate::attribute) struct YesNoRule {
    must_be_true: bool,
}

impl YesNoRule {
    pub(super) fn compile(reader: &mut Reader<'_>) -> Self {
        reader.refuse_all_but(&[Member::MustBeTrue], InputKind::YesNo, DataType::Boolean);
        Self { must_be_true: reader.flag(Member::MustBeTrue) }
    }

    pub(in crate::attribute) fn must_be_true(&self) -> bool {
        self.must_be_true
    }

    pub(super) fn written(&self) -> Vec<Written> {
        vec![(Member::MustBeTrue, self.must_be_true.then_some(Literal::Boolean(true)))]
    }

    #[inline]
    pub(in crate::attribute) fn check<'r>(
        &self,
        raw: Raw<'r>,
        report: &mut Report<'_>,
    ) -> Option<Datum<'r>> {
        match raw {
            Raw::Boolean(false) if self.must_be_true => {
                report.add(Breach::MustBeTrue, []);
                None
            }
            Raw::Boolean(boolean) => Some(Datum::Boolean(boolean)),
            other => {
                report.wrong_type("yes or no", other);
                None
            }
        }
    }
}
