//! JSON values as they were written.

use std::fmt;

use super::scanner::{JsonError, JsonFlaw, Scanner, Token};

/// A JSON value whose numbers keep their digits and whose objects keep their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    Null,
    Boolean(bool),
    /// A number as JSON writes it.
    Number(Box<str>),
    Text(Box<str>),
    List(Vec<Literal>),
    Object(Vec<(Box<str>, Literal)>),
}

impl Literal {
    pub(crate) fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn count(count: u64) -> Self {
        Self::Number(count.to_string().into())
    }

    /// Reads a whole JSON text. An object with a member twice is refused.
    pub(crate) fn parse(text: &str) -> Result<Self, JsonError> {
        let mut scanner = Scanner::new(text);
        let token = scanner.value()?;
        let literal = Self::read(&mut scanner, token, 0)?;
        scanner.end().map(|()| literal)
    }

    /// Reads the rest of a value whose beginning was read.
    pub(crate) fn read(
        scanner: &mut Scanner<'_>,
        begun: Token<'_>,
        depth: u32,
    ) -> Result<Self, JsonError> {
        /// Definitions nest three levels; what is much deeper is no definition.
        const MAX_DEPTH: u32 = 32;
        if depth > MAX_DEPTH {
            return Err(scanner.flaw(JsonFlaw::TooDeep));
        }
        let deeper = depth.saturating_add(1);
        let mut room = String::new();
        Ok(match begun {
            Token::Null => Self::Null,
            Token::Boolean(boolean) => Self::Boolean(boolean),
            Token::Number(raw) => Self::Number(raw.into()),
            Token::Text(raw) => Self::text(raw),
            Token::Escaped(raw) => Self::text(scanner.resolve(raw, true, &mut room)?),
            Token::List => {
                let mut items = Vec::new();
                while scanner.next_item(items.is_empty())? {
                    let token = scanner.value()?;
                    items.push(Self::read(scanner, token, deeper)?);
                }
                Self::List(items)
            }
            Token::Object => {
                let mut members: Vec<(Box<str>, Self)> = Vec::new();
                while scanner.next_member(members.is_empty())? {
                    let name = scanner.name()?;
                    let Self::Text(name) = Self::read(scanner, name, deeper)? else {
                        return Err(scanner.flaw(JsonFlaw::NotJson));
                    };
                    if members.iter().any(|(other, _)| *other == name) {
                        return Err(scanner.flaw(JsonFlaw::Duplicate));
                    }
                    let token = scanner.value()?;
                    members.push((name, Self::read(scanner, token, deeper)?));
                }
                Self::Object(members)
            }
        })
    }

    /// What kind of value it is, in the words of JSON.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The JSON text over several lines, indented by two blanks, short lists on one line.
    pub(crate) fn pretty(&self) -> String {
        let mut text = String::new();
        self.write_pretty(&mut text, 0);
        text
    }

    fn write_pretty(&self, text: &mut String, indent: usize) {
        const WIDTH: usize = 80;
        let short = self.to_string();
        let is_nested = matches!(self, Self::List(_) | Self::Object(_));
        // What is at the top or holds objects is easier to compare line by line.
        let breaks = match self {
            Self::List(items) => items.iter().any(|item| matches!(item, Self::Object(_))),
            Self::Object(_) => indent < 3,
            _ => false,
        };
        if !is_nested || !breaks && short.len().saturating_add(indent.saturating_mul(2)) <= WIDTH {
            text.push_str(&short);
            return;
        }
        let inner = indent.saturating_add(1);
        let line = |text: &mut String, is_first: bool| {
            text.push_str(if is_first { "\n" } else { ",\n" });
            text.push_str(&"  ".repeat(inner));
        };
        match self {
            Self::List(items) => {
                text.push('[');
                for (place, item) in items.iter().enumerate() {
                    line(text, place == 0);
                    item.write_pretty(text, inner);
                }
                text.push('\n');
                text.push_str(&"  ".repeat(indent));
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (place, (name, member)) in members.iter().enumerate() {
                    line(text, place == 0);
                    text.push_str(&quoted(name));
                    text.push_str(": ");
                    member.write_pretty(text, inner);
                }
                text.push('\n');
                text.push_str(&"  ".repeat(indent));
                text.push('}');
            }
            _ => {}
        }
    }
}

fn quoted(text: &str) -> String {
    // Writing a text as JSON cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

/// JSON text on one line, with a blank behind colons and commas.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(boolean) => boolean.fmt(f),
            Self::Number(raw) => f.write_str(raw),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                for (place, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if place == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (place, (name, member)) in members.iter().enumerate() {
                    let comma = if place == 0 { "" } else { ", " };
                    write!(f, "{comma}{}: {member}", quoted(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Numbers by their digits, for an input that was read by `serde_json`.
impl From<&serde_json::Value> for Literal {
    fn from(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(boolean) => Self::Boolean(*boolean),
            serde_json::Value::Number(number) => Self::Number(number.to_string().into()),
            serde_json::Value::String(text) => Self::text(text.as_str()),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(members) => {
                let members =
                    members.iter().map(|(name, member)| (name.as_str().into(), member.into()));
                Self::Object(members.collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_was_written() {
        for json in [
            "null",
            "[true, false]",
            "0.10",
            "12345678901234567890.123456789",
            "{\"b\": 1, \"a\": [\"é\\n\", {}]}",
        ] {
            assert_eq!(Literal::parse(json).unwrap().to_string(), json);
        }
    }

    #[test]
    fn a_member_that_comes_twice_is_refused_and_so_is_a_deep_nest() {
        let twice = Literal::parse("{\"a\": 1, \"\\u0061\": 2}").unwrap_err();
        assert_eq!((twice.flaw(), twice.position()), (JsonFlaw::Duplicate, 18));
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(Literal::parse(&nested(33)).unwrap().to_string(), nested(33));
        for depth in [34, 40] {
            assert_eq!(Literal::parse(&nested(depth)).unwrap_err().flaw(), JsonFlaw::TooDeep);
        }
    }

    #[test]
    fn objects_of_a_file_stand_line_by_line() {
        let literal =
            Literal::parse("{\"attributes\":[{\"code\":\"a\",\"options\":[\"x\",\"y\"]}]}")
                .unwrap();
        assert_eq!(
            literal.pretty(),
            "{\n  \"attributes\": [\n    {\n      \"code\": \"a\",\n      \"options\": [\"x\", \
             \"y\"]\n    }\n  ]\n}"
        );
    }
}
