//! What can be wrong with a value.

use crate::violation::{Parameter, Violation};

/// A kind of breach of a definition. Its code is stable; its message is a template of
/// [`Messages`](crate::violation::Messages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Breach {
    /// The document is not an object of values by code.
    NotAnObject,
    /// There is no such attribute, or the role does not see it.
    Unknown,
    /// An attribute is given twice.
    GivenTwice,
    /// The role may not set the attribute.
    NotWritable,
    /// The attribute is not active.
    Inactive,
    /// The attribute is read-only once set, and was set.
    ReadOnly,
    /// The attribute is required and has no value, or would lose it.
    Required,
    /// The value is of another type.
    WrongType,
    /// The text has more characters than fit.
    TooLong,
    /// The text has fewer characters than it must have.
    TooShort,
    /// The text has a line break or a control character where it may have none.
    ControlCharacter,
    /// The text is nothing but white space.
    Blank,
    /// The text does not match the pattern.
    PatternMismatch,
    /// The text is not a number.
    NotANumber,
    /// The number has more digits than are kept.
    TooManyDigits,
    /// The number is below the lower bound.
    TooSmall,
    /// The number is above the upper bound.
    TooLarge,
    /// The value is not one of the options.
    NotAnOption,
    /// The option is no longer offered.
    NotOffered,
    /// An option is chosen twice.
    ChosenTwice,
    /// Fewer options are chosen than must be.
    TooFewChoices,
    /// More options are chosen than may be.
    TooManyChoices,
    /// The text is not a date.
    NotADate,
    /// The date is before the first one.
    TooEarly,
    /// The date is after the last one.
    TooLate,
    /// The form says neither yes nor no.
    NotYesOrNo,
    /// Only yes is accepted.
    MustBeTrue,
    /// Another registered account of the customer set has the value, which is unique.
    Taken,
    /// The same, as shoppers are told it: that there is another account is not said.
    NotUsable,
}

impl Breach {
    /// Every kind there is.
    pub const ALL: &'static [Self] = &[
        Self::NotAnObject,
        Self::Unknown,
        Self::GivenTwice,
        Self::NotWritable,
        Self::Inactive,
        Self::ReadOnly,
        Self::Required,
        Self::WrongType,
        Self::TooLong,
        Self::TooShort,
        Self::ControlCharacter,
        Self::Blank,
        Self::PatternMismatch,
        Self::NotANumber,
        Self::TooManyDigits,
        Self::TooSmall,
        Self::TooLarge,
        Self::NotAnOption,
        Self::NotOffered,
        Self::ChosenTwice,
        Self::TooFewChoices,
        Self::TooManyChoices,
        Self::NotADate,
        Self::TooEarly,
        Self::TooLate,
        Self::NotYesOrNo,
        Self::MustBeTrue,
        Self::Taken,
        Self::NotUsable,
    ];

    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnObject => "attribute.not_an_object",
            Self::Unknown => "attribute.unknown",
            Self::GivenTwice => "attribute.given_twice",
            Self::NotWritable => "attribute.not_writable",
            Self::Inactive => "attribute.inactive",
            Self::ReadOnly => "attribute.read_only",
            Self::Required => "attribute.required",
            Self::WrongType => "attribute.wrong_type",
            Self::TooLong => "attribute.too_long",
            Self::TooShort => "attribute.too_short",
            Self::ControlCharacter => "attribute.control_character",
            Self::Blank => "attribute.blank",
            Self::PatternMismatch => "attribute.pattern_mismatch",
            Self::NotANumber => "attribute.not_a_number",
            Self::TooManyDigits => "attribute.too_many_digits",
            Self::TooSmall => "attribute.too_small",
            Self::TooLarge => "attribute.too_large",
            Self::NotAnOption => "attribute.not_an_option",
            Self::NotOffered => "attribute.not_offered",
            Self::ChosenTwice => "attribute.chosen_twice",
            Self::TooFewChoices => "attribute.too_few_choices",
            Self::TooManyChoices => "attribute.too_many_choices",
            Self::NotADate => "attribute.not_a_date",
            Self::TooEarly => "attribute.too_early",
            Self::TooLate => "attribute.too_late",
            Self::NotYesOrNo => "attribute.not_yes_or_no",
            Self::MustBeTrue => "attribute.must_be_true",
            Self::Taken => "attribute.taken",
            Self::NotUsable => "attribute.not_usable",
        }
    }

    /// The English message, with the names of its parameters in braces.
    pub fn template(self) -> &'static str {
        match self {
            Self::NotAnObject => "expected an object of values by the codes of their attributes",
            Self::Unknown => "there is no such attribute[; is `{nearest}` meant?]",
            Self::GivenTwice => "the attribute is given twice",
            Self::NotWritable => "the attribute is not for this role to set",
            Self::Inactive => "the attribute is not active, so that it keeps the value that it has",
            Self::ReadOnly => "the attribute does not change once it is set",
            Self::Required => "a value is required",
            Self::WrongType => "expected {expected}, but found {found}",
            Self::TooLong => "the text has {actual} characters, of which at most {max} fit",
            Self::TooShort => "the text has {actual} characters, but needs at least {min}",
            Self::ControlCharacter => {
                "the text has a control character or line break after {position} characters"
            }
            Self::Blank => "the text is nothing but white space",
            Self::PatternMismatch => "the text does not match the pattern `{pattern}`",
            Self::NotANumber => "expected a plain decimal number such as `1000.5`",
            Self::TooManyDigits => "a number has at most {max} digits",
            Self::TooSmall => "the least value is {min}",
            Self::TooLarge => "the greatest value is {max}",
            Self::NotAnOption => "expected one of {options}",
            Self::NotOffered => "this option is no longer offered",
            Self::ChosenTwice => "this option is chosen already",
            Self::TooFewChoices => "{actual} options are chosen, but at least {min} are needed",
            Self::TooManyChoices => {
                "{actual} options are chosen, of which at most {max} are allowed"
            }
            Self::NotADate => "expected a day of the calendar such as `2026-07-01`, without a time",
            Self::TooEarly => "the first day is {min}",
            Self::TooLate => "the last day is {max}",
            Self::NotYesOrNo => "expected `true` or `false`",
            Self::MustBeTrue => "only yes is accepted here",
            Self::Taken => "another account of the customer set has this value",
            Self::NotUsable => "this value cannot be used",
        }
    }

    /// The violation at a path.
    pub(crate) fn at<const N: usize>(
        self,
        path: impl Into<String>,
        parameters: [(&'static str, Parameter); N],
    ) -> Violation {
        Violation::from_template(path, self.code(), self.template(), parameters)
    }
}

#[cfg(test)]
mod tests;
