//! What can be wrong with a definition.

use crate::json::Literal;
use crate::violation::{Checks, Coded, Parameter, Violation, Violations};

/// A kind of mistake. Its code is stable; its message is a template of [`crate::violation::Messages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mistake {
    /// The definition has a member that there is not.
    UnknownMember,
    /// A member is of another type than it should be.
    WrongType,
    /// A member that says one of a few words says another one.
    UnknownWord,
    /// A text by languages lacks the one for everybody else.
    NoFallback,
    /// A text that is there twice in one language.
    DuplicateLanguage,
    /// No code is given, and the label has nothing that could stand in one.
    NoCode,
    /// Two definitions have one code.
    DuplicateCode,
    /// There are more definitions than are kept.
    TooMany,
    /// A constraint of another input.
    DoesNotApply,
    /// The input has no such data type.
    DataTypeNotAllowed,
    /// Displayed to administrators only, and entered by shoppers.
    AdminOnly,
    /// Required where whoever fills in the form may not set it.
    RequiredNotWritable,
    /// A lower bound above the upper one.
    BoundsCrossed,
    /// A count or bound outside of what is possible.
    OutOfRange,
    /// Neither a date nor `today` with a number of days.
    NotADateBound,
    /// A list without options.
    NoOptions,
    /// A list with more options than are kept.
    TooManyOptions,
    /// An option that stands twice.
    DuplicateOption,
    /// Unique, and of a kind that cannot be.
    CannotBeUnique,
    /// Filterable, and of a kind that cannot be.
    CannotBeFiltered,
    /// Unique, and with a default that everybody gets.
    DefaultOfUnique,
    /// A member that does not change was changed.
    Fixed,
    /// Read-only once set cannot be undone.
    ReadOnlyIsFinal,
}

impl Mistake {
    /// Every kind there is.
    pub const ALL: &'static [Self] = &[
        Self::UnknownMember,
        Self::WrongType,
        Self::UnknownWord,
        Self::NoFallback,
        Self::DuplicateLanguage,
        Self::NoCode,
        Self::DuplicateCode,
        Self::TooMany,
        Self::DoesNotApply,
        Self::DataTypeNotAllowed,
        Self::AdminOnly,
        Self::RequiredNotWritable,
        Self::BoundsCrossed,
        Self::OutOfRange,
        Self::NotADateBound,
        Self::NoOptions,
        Self::TooManyOptions,
        Self::DuplicateOption,
        Self::CannotBeUnique,
        Self::CannotBeFiltered,
        Self::DefaultOfUnique,
        Self::Fixed,
        Self::ReadOnlyIsFinal,
    ];

    /// The stable code, as `core/docs/errors.md` lists it.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownMember => "definition.unknown_member",
            Self::WrongType => "definition.wrong_type",
            Self::UnknownWord => "definition.unknown_word",
            Self::NoFallback => "definition.no_fallback",
            Self::DuplicateLanguage => "definition.duplicate_language",
            Self::NoCode => "definition.no_code",
            Self::DuplicateCode => "definition.duplicate_code",
            Self::TooMany => "definition.too_many",
            Self::DoesNotApply => "definition.does_not_apply",
            Self::DataTypeNotAllowed => "definition.data_type_not_allowed",
            Self::AdminOnly => "definition.admin_only",
            Self::RequiredNotWritable => "definition.required_not_writable",
            Self::BoundsCrossed => "definition.bounds_crossed",
            Self::OutOfRange => "definition.out_of_range",
            Self::NotADateBound => "definition.not_a_date_bound",
            Self::NoOptions => "definition.no_options",
            Self::TooManyOptions => "definition.too_many_options",
            Self::DuplicateOption => "definition.duplicate_option",
            Self::CannotBeUnique => "definition.cannot_be_unique",
            Self::CannotBeFiltered => "definition.cannot_be_filtered",
            Self::DefaultOfUnique => "definition.default_of_unique",
            Self::Fixed => "definition.fixed",
            Self::ReadOnlyIsFinal => "definition.read_only_is_final",
        }
    }

    /// The English message, with the names of its parameters in braces.
    pub fn template(self) -> &'static str {
        match self {
            Self::UnknownMember => "a definition has no `{member}`[; is `{nearest}` meant?]",
            Self::WrongType => "expected {expected}, but found {found}",
            Self::UnknownWord => "expected one of {words}, but found `{found}`",
            Self::NoFallback => "a text by languages needs one under `*`, for everybody else",
            Self::DuplicateLanguage => "the language `{language}` stands twice",
            Self::NoCode => {
                "no code can be made from a label without Latin letters or digits; give one"
            }
            Self::DuplicateCode => "another definition has the code `{code}`",
            Self::TooMany => "there are at most {max} definitions",
            Self::DoesNotApply => {
                "`{member}` does not apply to the input `{input}`[ of the data type `{data_type}`]"
            }
            Self::DataTypeNotAllowed => "the input `{input}` has the data type {allowed}",
            Self::AdminOnly => {
                "what is displayed to administrators only is entered by administrators only"
            }
            Self::RequiredNotWritable => {
                "in the context `{context}` nobody could give the value, as the {role} may not set it"
            }
            Self::BoundsCrossed => {
                "no value fits, as the lower bound {min} is above the upper bound {max}"
            }
            Self::OutOfRange => "expected a whole number from {min} to {max}",
            Self::NotADateBound => {
                "expected a date such as `2026-07-01`, or `today`, `today+30` or `today-30`"
            }
            Self::NoOptions => "a list needs at least one option",
            Self::TooManyOptions => "a list has at most {max} options",
            Self::DuplicateOption => "the option `{option}` stands twice",
            Self::CannotBeUnique => {
                "only a text box, a date or a list of single choices can be unique"
            }
            Self::CannotBeFiltered => "a text area is too long to be filtered by",
            Self::DefaultOfUnique => "a default that everybody gets cannot be unique",
            Self::Fixed => "`{member}` does not change; make another attribute",
            Self::ReadOnlyIsFinal => "an attribute that is read-only once set stays so",
        }
    }
}

/// Collects the mistakes of definitions.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    checks: Checks,
}

impl Mistakes {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn add<const N: usize>(
        &mut self,
        path: impl Into<String>,
        mistake: Mistake,
        parameters: [(&'static str, Parameter); N],
    ) {
        let violation =
            Violation::from_template(path, mistake.code(), mistake.template(), parameters);
        self.checks.push(violation);
    }

    pub(super) fn push(&mut self, violation: Violation) {
        self.checks.push(violation);
    }

    pub(super) fn wrong_type(&mut self, path: &str, expected: &'static str, found: &Literal) {
        let parameters = [("expected", expected.into()), ("found", found.kind().into())];
        self.add(path, Mistake::WrongType, parameters);
    }

    /// The value that parsed, or `None` and a violation at `path`.
    pub(super) fn take<T, E: Coded>(&mut self, path: &str, parsed: Result<T, E>) -> Option<T> {
        self.checks.take(path, parsed)
    }

    pub(super) fn missing(&mut self, path: &str) {
        self.checks.missing(path);
    }

    pub(super) fn finish(self) -> Result<(), Violations> {
        self.checks.finish()
    }
}
