//! The dialect of regular expressions in which values are described.

#[cfg(feature = "automata")]
mod automaton;
mod ecmascript;
mod error;
mod meaning;
mod reader;
#[cfg(any(test, not(feature = "automata")))]
mod simulation;
mod source;
mod tree;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

#[cfg(feature = "automata")]
use automaton::Automaton as Matcher;
use ecmascript::Ecmascript;
pub use error::PatternError;
#[cfg(not(feature = "automata"))]
use simulation::Simulation as Matcher;
use tree::Node;

/// The number of characters that a pattern has at most.
const MAX_LENGTH: usize = 200;
/// The number of groups that stand within each other at most.
const MAX_DEPTH: usize = 50;
/// How large the automaton may be, as `meaning::steps` counts.
///
/// The limit bounds the work for a byte of a value: about 0.2 ms at the very worst, as measured with
/// `(a{0,70}){0,70}`, where all steps are taken at once.
const MAX_STEPS: usize = 5_000;

/// What a text looks like: a regular expression that matches whole values.
///
/// A pattern means the same to this library, on every platform, and to a browser, in a form's
/// `pattern` attribute as in JSON Schema. The dialect is what Rust's and ECMAScript's regular
/// expressions have in common, with the meaning of ECMAScript; everything else is refused when the
/// pattern is parsed, with an error that says where it stands and what to write instead.
///
/// Matching takes time in proportion to the length of the value, whatever the pattern: there is no
/// `(a+)+b` that stops a server. Browsers give no such promise for the exported text.
///
/// # Example
///
/// ```
/// use patronage::attribute::{Pattern, PatternError};
///
/// let vat_id = Pattern::parse("[A-Z]{2}[0-9]{8,12}")?;
/// assert!(vat_id.matches("DE123456789"));
/// assert!(!vat_id.matches("VAT id: DE123456789"));
/// assert_eq!(vat_id.to_ecmascript(), "^(?:[A-Z]{2}[0-9]{8,12})$");
///
/// let refused = Pattern::parse(r"(?i)[a-z]+").unwrap_err();
/// assert_eq!(refused.code(), "attribute.pattern_unsupported");
/// assert_eq!(refused.position(), Some(1));
/// # Ok::<(), PatternError>(())
/// ```
///
/// # What a pattern has
///
/// | written | meaning |
/// | --- | --- |
/// | `a`, `é`, `😀` | the character; one outside the basic plane is one character too |
/// | `\.`, `\/`, `\-`, `\@` … | the ASCII punctuation behind the backslash, except `\<` and `\>` |
/// | `\t` `\n` `\v` `\f` `\r` | tab, line feed, vertical tab, form feed, carriage return |
/// | `\xHH`, `\uHHHH`, `\u{H…}` | the character with that number; no surrogates |
/// | `.` | any character but `\n`, `\r`, U+2028 and U+2029 |
/// | `\d`, `\w` | `[0-9]`, `[0-9A-Za-z_]`: ASCII only |
/// | `\s` | white space of ECMAScript: `[\t\n\v\f\r ]`, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000, U+FEFF; not U+0085 |
/// | `\D`, `\W`, `\S` | every other character |
/// | `[abc]`, `[a-z]`, `[\w.-]`, `[^…]` | one character of the class, or none of them; `-` is itself at either end, and after a range or a shorthand; punctuation such as `(` or `/` needs no backslash |
/// | `(…)`, `(?:…)` | a group; what it matched is not kept |
/// | `a\|b` | one or the other; either may be empty |
/// | `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}` | how often; with a `?` behind it the same, as whole values are matched |
/// | `^`, `$` | beginning and end of the value, never of a line |
/// | `\b`, `\B` | between a `\w` and something else; not there |
///
/// # What it does without
///
/// | written | code |
/// | --- | --- |
/// | `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`, `\1`, `\k<n>` | `attribute.pattern_unsupported` |
/// | `\p{…}`, `\P{…}`: their tables change with Unicode | `attribute.pattern_unsupported` |
/// | `(?i)`, `(?i:…)`, `(?x)`, `(?<n>…)`, `(?P<n>…)`, `(?>…)` | `attribute.pattern_unsupported` |
/// | `[a&&b]`, `[a--b]`, `[a~~b]`, `[a[b]]`, `[[:alpha:]]`, `[--a]`, `[\b]` | `attribute.pattern_unsupported` |
/// | `\a`, `\A`, `\z`, `\<`, `\>`, `\b{start}`, `\x{…}`, `\U…`, `\0`, `\cA`, `\ud83d`, `\é` | `attribute.pattern_unsupported` |
/// | `]`, `}`, `{` alone; `{,n}`; `{2, 3}`; `{3,2}`; `[]`; `[z-a]`; `[a-\d]` | `attribute.pattern_syntax` |
/// | `^*`, `\b+`, `a**`, `a{2}{3}`, `a++` | `attribute.pattern_syntax` |
///
/// # Limits
///
/// A pattern has 1 to 200 characters and at most 50 groups within each other. With every repetition
/// written out, it has at most 5,000 steps: one for a character, and for a class one more for each
/// range of characters in it, so that `.` and `\w` take 5. `.{0,1000}` is just within that, and
/// `(\w{1000}){1000}` is not.
#[derive(Clone)]
pub struct Pattern(Arc<Parsed>);

struct Parsed {
    source: Box<str>,
    tree: Node,
    matcher: Matcher,
}

impl Pattern {
    /// Reads a pattern and prepares it for matching.
    ///
    /// # Errors
    ///
    /// The first mistake in the text; see the [tables above](Pattern#what-it-does-without).
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.is_empty() {
            return Err(PatternError::Empty);
        }
        let length = text.chars().count();
        if length > MAX_LENGTH {
            return Err(PatternError::TooLong { length });
        }
        let tree = reader::read(text)?;
        if meaning::steps(&tree) > MAX_STEPS {
            return Err(PatternError::TooLarge);
        }
        let matcher = Matcher::new(&tree).ok_or(PatternError::TooLarge)?;
        Ok(Self(Arc::new(Parsed { source: text.into(), tree, matcher })))
    }

    /// The pattern as typed.
    ///
    /// ```
    /// use patronage::attribute::Pattern;
    ///
    /// assert_eq!(Pattern::parse("[a-z-]+")?.as_str(), "[a-z-]+");
    /// # Ok::<(), patronage::attribute::PatternError>(())
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0.source
    }

    /// Whether the pattern matches the value from its beginning to its end.
    ///
    /// ```
    /// use patronage::attribute::Pattern;
    ///
    /// let size = Pattern::parse(r"\d+|small")?;
    /// assert!(size.matches("42"));
    /// assert!(!size.matches("42 or small"));
    /// # Ok::<(), patronage::attribute::PatternError>(())
    /// ```
    pub fn matches(&self, value: &str) -> bool {
        self.0.matcher.matches(value)
    }

    /// The pattern for ECMAScript, with anchors around it: for `new RegExp(…, "u")` or `"v"`, and
    /// for `pattern` in JSON Schema.
    ///
    /// The text is made anew, so that it compiles where the typed one would not: under `v` a class
    /// needs more backslashes. A `pattern` attribute in HTML adds the same anchors once more, which
    /// changes nothing.
    ///
    /// ```
    /// use patronage::attribute::Pattern;
    ///
    /// let pattern = Pattern::parse(r"[\w.-]+@[(a-z)]+")?;
    /// assert_eq!(pattern.to_ecmascript(), r"^(?:[\w.\-]+@[\(a-z\)]+)$");
    /// # Ok::<(), patronage::attribute::PatternError>(())
    /// ```
    pub fn to_ecmascript(&self) -> String {
        format!("^(?:{})$", Ecmascript(&self.0.tree))
    }
}

/// The pattern as typed.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.as_str()).finish()
    }
}

/// Patterns are equal when they were typed alike.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Pattern {}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, RandomState};

    use super::*;

    #[test]
    fn a_pattern_is_what_was_typed() {
        let pattern = Pattern::parse(r"[a-z-]+\d").unwrap();
        assert_eq!(pattern, pattern.clone());
        assert_eq!(pattern, r"[a-z-]+\d".parse().unwrap());
        let other = Pattern::parse(r"[a-z\-]+\d").unwrap();
        assert_ne!(pattern, other);
        assert_eq!(format!("{pattern}"), r"[a-z-]+\d");
        assert_eq!(format!("{pattern:?}"), r#"Pattern("[a-z-]+\\d")"#);
        let hasher = RandomState::new();
        assert_eq!(hasher.hash_one(&pattern), hasher.hash_one(pattern.clone()));
        assert_ne!(hasher.hash_one(&pattern), hasher.hash_one(&other));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(Pattern::parse(&"😀".repeat(200)).is_ok());
        let refused = Pattern::parse(&"a".repeat(201)).unwrap_err();
        assert_eq!(refused, PatternError::TooLong { length: 201 });
    }

    #[test]
    fn steps_are_counted_as_documented() {
        let steps = |text| meaning::steps(&reader::read(text).unwrap());
        for (text, expected) in [
            ("a", 1),
            ("😀", 1),
            (".", 5),
            (r"\w", 5),
            ("[^a]", 3),
            ("ab|c", 3),
            ("a{3,}", 3),
            ("a*", 1),
            ("(a{0}){4}", 4),
            ("(ab{2,5}){10}", 60),
        ] {
            assert_eq!(steps(text), expected, "{text}");
        }
    }

    #[test]
    fn refusals_say_what_to_write_instead() {
        let says = |text| Pattern::parse(text).unwrap_err().to_string();
        assert_eq!(
            says("é(?=a)"),
            "the pattern has a look-ahead at position 2 (`(?=`), which patterns do without: describe \
             the whole value from left to right"
        );
        assert_eq!(
            says("a{,3}"),
            "the pattern has a repetition without a proper count at position 2 (`{`): write `{2}`, \
             `{2,}` or `{0,2}` without spaces, or `\\{` to mean the character"
        );
        assert!(says("(\n").contains("(`(`)"));
        assert!(says("a{\n2}").contains("`{\\u{a}2}`"), "{}", says("a{\n2}"));
    }

    #[test]
    fn every_refusal_names_what_it_found_and_what_to_write() {
        let escape = "put a backslash before it to mean the character";
        let again = "write the part of the pattern out again";
        let whole = "describe the whole value from left to right";
        let plain = "write `(?:…)`, and both cases of a letter as in `[Aa]`";
        let listed = "list the characters, as in `[A-Za-zÀ-ÿ]`";
        let number = "write `\\xHH`, `\\uHHHH` or `\\u{H}` with hexadecimal digits, or `\\\\` for a \
                      backslash";
        let unknown = "an escape that browsers or this library lack";
        for (typed, found, instead) in [
            ("(?=a)", "a look-ahead", whole),
            ("(?<!a)", "a look-behind", whole),
            (r"(a)\1", "a back-reference", again),
            (r"\0", "an octal escape", r"write `\x00`"),
            ("(?i)a", "flags or a group of its own kind", plain),
            ("(?<n>a)", "a named group", "write `(…)`"),
            (r"\pL", "a Unicode property", listed),
            (r"\p\d", "a Unicode property", listed),
            (r"\b{start}a", "one side of a word boundary", r"write `\b`"),
            (r"\Aa", unknown, "write `^`; a pattern matches the whole value anyway"),
            (r"a\z", unknown, "write `$`; a pattern matches the whole value anyway"),
            (r"a\Z", unknown, "write `$`; a pattern matches the whole value anyway"),
            (r"\a", unknown, r"write `\x07`"),
            (r"\e", unknown, r"write `\x1b`"),
            (r"\h", unknown, r"write `[ \t]`"),
            (r"\R", unknown, r"write `(?:\r\n|\n)`"),
            (r"\cA", unknown, r"write `\x` and two hexadecimal digits"),
            (r"\k<n>", unknown, again),
            (r"\y", unknown, r"leave the backslash out to mean the character, or write `\u{H}`"),
            ("(a", "a group that is never closed", "close it with `)`"),
            ("a)", "a bracket without its partner", escape),
            ("a}", "a bracket without its partner", escape),
            ("*a", "a repetition of nothing", escape),
            ("a{3,2}", "counts in the wrong order", "write the smaller count first"),
            (
                "a**",
                "a repetition of a repetition",
                "leave it out, or put what stands before it into `(?:…)`",
            ),
            (
                r"[\b]",
                "an assertion in a class",
                r"write the character that you mean; a backspace is `\x08`",
            ),
            ("[z-a]", "a range that goes backwards", "write the lower character first"),
            (
                r"[a-\d]",
                "a range that ends with a class",
                r"write `\-` to mean the character before it",
            ),
            (
                "[a",
                "a class that is never closed",
                r"close it with `]`; in a class, write `\[` and `\]` to mean the characters",
            ),
            ("[]", "a class that is never closed", ""),
            (r"\u{}", "an unfinished escape", number),
            (r"\xg", "an unfinished escape", number),
            (
                r"\ud83d",
                "half of a surrogate pair",
                r"write the character itself, or its number as in `\u{1f600}`",
            ),
            (r"\u{110000}", "an escape of no character", r"`\u{10ffff}` is the last one"),
        ] {
            let said = Pattern::parse(typed).unwrap_err().to_string();
            let start = format!("the pattern has {found} at position ");
            assert!(said.starts_with(&start) && said.ends_with(instead), "{typed}: {said}");
        }
    }

    #[test]
    fn patterns_go_from_thread_to_thread() {
        fn check<T: Send + Sync + Clone + 'static>() {}
        check::<Pattern>();
    }
}
