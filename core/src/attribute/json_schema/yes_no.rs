//! Yes or no.

use super::{Keywords, keywords};
use crate::attribute::rule::YesNoRule;

pub(super) fn keywords_of(rule: &YesNoRule) -> Keywords {
    if rule.must_be_true() {
        keywords([("const", true.into())])
    } else {
        keywords([("type", "boolean".into())])
    }
}
