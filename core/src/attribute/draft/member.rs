//! The members of a definition.

macro_rules! members {
    ($($member:ident = $name:literal,)+) => {
        /// A member of a definition, in the order in which definitions are written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(in crate::attribute) enum Member {
            $($member,)+
        }

        impl Member {
            pub(in crate::attribute) const ALL: &'static [Self] = &[$(Self::$member,)+];

            pub(in crate::attribute) const fn name(self) -> &'static str {
                match self {
                    $(Self::$member => $name,)+
                }
            }

            pub(in crate::attribute) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$member),)+
                    _ => None,
                }
            }
        }
    };
}

members! {
    Code = "code",
    Label = "label",
    AdminName = "admin_name",
    Input = "input",
    DataType = "data_type",
    DisplayGroup = "display_group",
    ValueSource = "value_source",
    Required = "required",
    Options = "options",
    Multiple = "multiple",
    MinChoices = "min_choices",
    MaxChoices = "max_choices",
    MinLength = "min_length",
    MaxLength = "max_length",
    Pattern = "pattern",
    MinValue = "min_value",
    MaxValue = "max_value",
    MinDate = "min_date",
    MaxDate = "max_date",
    MustBeTrue = "must_be_true",
    Default = "default",
    ReadOnly = "read_only",
    Unique = "unique",
    Filterable = "filterable",
    Order = "order",
    Active = "active",
    Help = "help",
    Metadata = "metadata",
}
