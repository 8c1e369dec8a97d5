//! JSON as it is written, so that `1`, `1.0` and `1e0` stay apart until somebody reads them.

use std::fmt;

use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Boolean(bool),
    /// The digits as they are written.
    Number(String),
    Text(String),
    /// A text that names half of a character, which no type of ours can hold.
    HalfCharacter,
    List(Vec<Json>),
    /// Members in the order in which they are written; one may be written twice.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn number(number: impl fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    /// What a reader makes of it that keeps whole numbers of 64 bits and the nearest float of all
    /// others; `serde_json` itself is the nearest one only with a feature.
    pub(crate) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Boolean(boolean) => (*boolean).into(),
            Self::Number(raw) => match (raw.parse::<i64>(), raw.parse::<u64>()) {
                // As a whole number this would not be what `-0` is as a float.
                (Ok(0), _) if raw.starts_with('-') => Value::from(-0.0),
                (Ok(whole), _) => whole.into(),
                (_, Ok(whole)) => whole.into(),
                _ => serde_json::Number::from_f64(raw.parse().ok()?)?.into(),
            },
            Self::Text(text) => text.as_str().into(),
            Self::HalfCharacter => return None,
            Self::List(items) => items.iter().map(Self::to_value).collect::<Option<_>>()?,
            Self::Object(members) => {
                let members =
                    members.iter().map(|(name, member)| Some((name.clone(), member.to_value()?)));
                Value::Object(members.collect::<Option<_>>()?)
            }
        })
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let comma = |place: usize| if place == 0 { "" } else { "," };
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Number(raw) => f.write_str(raw),
            Self::Text(text) => f.write_str(&serde_json::to_string(text).unwrap()),
            Self::HalfCharacter => f.write_str("\"\\ud83d\""),
            Self::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", comma(place))?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (place, (name, member)) in members.iter().enumerate() {
                    let name = serde_json::to_string(name).unwrap();
                    write!(f, "{}{name}:{member}", comma(place))?;
                }
                f.write_str("}")
            }
        }
    }
}
