//! The sides of the comparisons, as tables and options name them.

use std::fmt;

/// Who does the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Who {
    /// The library; where it validates, it keeps nothing
    Ours,
    /// The library, which keeps the values that it validates
    OursKept,
    /// `rusqlite` by hand
    Hand,
    /// The crate jsonschema, asked for all errors at once
    Jsonschema,
    /// The crate jsonschema, asked for errors once it has said that there are some
    JsonschemaTwice,
    /// The crate garde, on a struct
    Garde,
    /// Nobody validates: the text is only parsed
    Nobody,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "patronage",
            Self::OursKept => "patronage, values kept",
            Self::Hand => "rusqlite by hand",
            Self::Jsonschema => "jsonschema",
            Self::JsonschemaTwice => "jsonschema, is_valid first",
            Self::Garde => "garde",
            Self::Nobody => "serde_json, not validated",
        })
    }
}
