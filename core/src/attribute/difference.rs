//! How one schema differs from another, to be shown before it is put in its place.

use std::collections::BTreeSet;
use std::fmt;

use super::draft::Member;
use super::{AttributeDefinition, Schema};
use crate::code::AttributeCode;
use crate::json::Literal;

/// What a file of definitions, or another schema, would change.
///
/// Definitions that are the same are not in it, however they were written: as text, in Rust, with
/// members said that go without saying. Those that only the first schema has are named, because they
/// stay: what is missing in a file is not thereby deleted.
///
/// ```
/// use patronage::attribute::{NewAttribute, Schema};
///
/// let kept = Schema::compile([
///     NewAttribute::number_box("children", "Children").max_value(10),
///     NewAttribute::list("preference", "Preference", ["email", "fax"]),
///     NewAttribute::text_box("fax", "Fax number"),
/// ]).unwrap();
/// let file = Schema::from_json(r#"[
///     {"code": "children", "label": "Children", "input": "text_box", "data_type": "number",
///      "max_value": 12, "help": "Under 18"},
///     {"code": "preference", "label": "Preference", "input": "list", "options": ["email", "phone"]},
///     {"code": "vat-id", "label": "VAT id", "input": "text_box"}
/// ]"#).unwrap();
///
/// let difference = kept.difference(&file);
/// assert_eq!(difference.to_string(), "\
/// Attributes     added  changed  not there
///                    1        2          1
///
///   added    vat-id      VAT id (text_box)
///   changed  children    max_value  10 -> 12
///                        help       nothing -> \"Under 18\"
///            preference  options    without \"fax\"; with \"phone\"
///   stays    fax         not among the new definitions
/// ");
///
/// let codes: Vec<_> = difference.added().map(|added| added.code().as_str()).collect();
/// assert_eq!(codes, ["vat-id"]);
/// let change = difference.changed().next().unwrap();
/// assert_eq!((change.code().as_str(), change.member()), ("children", "max_value"));
/// assert_eq!((change.before(), change.after()), (Some("10"), Some("12")));
/// assert!(kept.difference(&kept).is_empty());
/// ```
///
/// `Display` writes it for people, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaDifference {
    added: Vec<AttributeDefinition>,
    changed: Vec<MemberChange>,
    absent: Vec<AttributeDefinition>,
}

/// A member of a definition that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberChange {
    code: AttributeCode,
    member: Member,
    before: Option<Side>,
    after: Option<Side>,
}

/// What one of the definitions says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    literal: Literal,
    json: String,
}

impl Schema {
    /// How the definitions of another schema, such as one that was just read from a file, differ
    /// from these.
    pub fn difference(&self, other: &Self) -> SchemaDifference {
        let only_in = |schema: &Self, without: &Self| {
            let only =
                schema.definitions().filter(|known| without.get(known.code().as_str()).is_none());
            only.cloned().collect()
        };
        let both =
            other.definitions().filter_map(|after| Some((self.get(after.code().as_str())?, after)));
        SchemaDifference {
            added: only_in(other, self),
            changed: both.flat_map(|(before, after)| changes(before, after)).collect(),
            absent: only_in(self, other),
        }
    }
}

/// The members of one definition that differ, in their order.
fn changes(before: &AttributeDefinition, after: &AttributeDefinition) -> Vec<MemberChange> {
    let code = *before.code();
    let (before, after) = (before.to_draft().members, after.to_draft().members);
    let members: BTreeSet<Member> = before.keys().chain(after.keys()).copied().collect();
    let differing = members.into_iter().filter(|member| before.get(member) != after.get(member));
    let change = |member: Member| MemberChange {
        code,
        member,
        before: before.get(&member).map(Side::new),
        after: after.get(&member).map(Side::new),
    };
    differing.map(change).collect()
}

impl SchemaDifference {
    /// Whether there is nothing to do: nothing is added and nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    /// The definitions that only the other schema has.
    pub fn added(&self) -> impl ExactSizeIterator<Item = &AttributeDefinition> {
        self.added.iter()
    }

    /// The members of definitions that both have and that differ, definition by definition.
    pub fn changed(&self) -> impl ExactSizeIterator<Item = &MemberChange> {
        self.changed.iter()
    }

    /// The definitions that only the first schema has. They stay.
    pub fn absent(&self) -> impl ExactSizeIterator<Item = &AttributeDefinition> {
        self.absent.iter()
    }

    fn changed_definitions(&self) -> usize {
        self.changed.iter().map(MemberChange::code).collect::<BTreeSet<_>>().len()
    }
}

impl MemberChange {
    /// Whose member it is.
    pub fn code(&self) -> &AttributeCode {
        &self.code
    }

    /// The name of the member, as definitions are written.
    pub fn member(&self) -> &'static str {
        self.member.name()
    }

    /// What it was, as JSON text; `None` when it went without saying.
    pub fn before(&self) -> Option<&str> {
        self.before.as_ref().map(|side| &*side.json)
    }

    /// What it is to be, as JSON text; `None` when it goes without saying.
    pub fn after(&self) -> Option<&str> {
        self.after.as_ref().map(|side| &*side.json)
    }

    /// The items that go and those that come, as JSON text, where both sides are lists: to show what
    /// differs in a long list and not all of it. Both are empty when only the order differs.
    ///
    /// ```
    /// use patronage::attribute::{NewAttribute, Schema};
    ///
    /// let schema = |options| Schema::compile([NewAttribute::list("size", "Size", options)]).unwrap();
    /// let difference = schema(["s", "m", "l"]).difference(&schema(["s", "m", "xl"]));
    /// let change = difference.changed().next().unwrap();
    /// assert_eq!(change.items(), Some((vec!["\"l\"".to_owned()], vec!["\"xl\"".to_owned()])));
    /// ```
    pub fn items(&self) -> Option<(Vec<String>, Vec<String>)> {
        let (Literal::List(before), Literal::List(after)) =
            (&self.before.as_ref()?.literal, &self.after.as_ref()?.literal)
        else {
            return None;
        };
        let only_in = |list: &[Literal], without: &[Literal]| {
            list.iter().filter(|item| !without.contains(item)).map(Literal::to_string).collect()
        };
        Some((only_in(before, after), only_in(after, before)))
    }
}

impl Side {
    fn new(literal: &Literal) -> Self {
        Self { literal: literal.clone(), json: literal.to_string() }
    }
}

/// What was and what is to be; of lists, the items that make the difference.
impl fmt::Display for MemberChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((lost, won)) = self.items() else {
            let said = |side: Option<&str>| side.unwrap_or("nothing").to_owned();
            return write!(f, "{} -> {}", said(self.before()), said(self.after()));
        };
        match (lost.as_slice(), won.as_slice()) {
            ([], []) => f.write_str("the same in another order"),
            (lost, []) => write!(f, "without {}", lost.join(", ")),
            ([], won) => write!(f, "with {}", won.join(", ")),
            (lost, won) => write!(f, "without {}; with {}", lost.join(", "), won.join(", ")),
        }
    }
}

/// A table for people: how much differs, then one line for each difference.
impl fmt::Display for SchemaDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<12}{:>8}{:>9}{:>11}", "Attributes", "added", "changed", "not there")?;
        let counts = (self.added.len(), self.changed_definitions(), self.absent.len());
        writeln!(f, "{:<12}{:>8}{:>9}{:>11}\n", "", counts.0, counts.1, counts.2)?;
        let added = self.added.iter().map(AttributeDefinition::code);
        let absent = self.absent.iter().map(AttributeDefinition::code);
        let codes = added.chain(self.changed.iter().map(MemberChange::code)).chain(absent);
        let code = codes.map(|code| code.as_str().len()).max().unwrap_or_default();
        let member = self.changed.iter().map(|change| change.member().len()).max();
        let member = member.unwrap_or_default();
        if self.is_empty() {
            writeln!(f, "  Nothing is added and nothing is changed.")?;
        }
        for (place, added) in self.added.iter().enumerate() {
            let verb = if place == 0 { "added" } else { "" };
            let (label, input) = (added.label().as_str(), added.input());
            writeln!(f, "  {verb:<7}  {:<code$}  {label} ({input})", added.code())?;
        }
        let mut before = None;
        for change in &self.changed {
            let verb = if before.is_none() { "changed" } else { "" };
            let whose = if before == Some(change.code()) { "" } else { change.code().as_str() };
            writeln!(f, "  {verb:<7}  {whose:<code$}  {:<member$}  {change}", change.member())?;
            before = Some(change.code());
        }
        for (place, absent) in self.absent.iter().enumerate() {
            let verb = if place == 0 { "stays" } else { "" };
            writeln!(f, "  {verb:<7}  {:<code$}  not among the new definitions", absent.code())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::{Context, NewAttribute, NewOption};

    fn schema(drafts: impl IntoIterator<Item = NewAttribute>) -> Schema {
        Schema::compile(drafts).unwrap()
    }

    fn preference() -> NewAttribute {
        NewAttribute::list("preference", "Preference", ["email", "phone"])
    }

    #[test]
    fn what_is_written_differently_and_means_the_same_does_not_differ() {
        let sparse = schema([NewAttribute::number_box("n", "N").min_value("1.50")]);
        let chatty = r#"{"code": "N", "label": {"*": "N"}, "input": "text_box", "order": 0,
            "data_type": "number", "min_value": 15e-1, "active": true, "unique": false,
            "display_group": "admin_only", "required": [], "metadata": {}, "help": null}"#;
        let chatty = schema([NewAttribute::from_json(chatty).unwrap()]);
        assert_eq!(
            sparse.difference(&chatty),
            SchemaDifference { added: vec![], changed: vec![], absent: vec![] }
        );
    }

    #[test]
    fn lists_name_the_items_that_come_and_go() {
        for (after, line) in [
            (preference().options(["phone", "email"]), "the same in another order"),
            (preference().options(["phone"]), "without \"email\""),
            (preference().options(["email", "phone", "fax"]), "with \"fax\""),
            (
                preference().options([NewOption::new("email"), NewOption::new("phone").hidden()]),
                "without \"phone\"; with {\"value\": \"phone\", \"hidden\": true}",
            ),
        ] {
            let difference = schema([preference()]).difference(&schema([after]));
            let lines: Vec<String> = difference.changed().map(ToString::to_string).collect();
            assert_eq!(lines, [line]);
        }
    }

    #[test]
    fn what_is_said_for_the_first_time_and_no_longer_is_shown_as_nothing() {
        let required = schema([preference().required(Context::Admin).help("Pick one")]);
        let plain = schema([preference()]);
        let there = required.difference(&plain);
        assert!(!there.is_empty());
        let members: Vec<_> = there
            .changed()
            .map(|change| (change.member(), change.before(), change.after()))
            .collect();
        assert_eq!(
            members,
            [("required", Some("[\"admin\"]"), None), ("help", Some("\"Pick one\""), None)]
        );
        let back = plain.difference(&required).to_string();
        assert!(back.contains("required  nothing -> [\"admin\"]\n"), "{back}");
    }

    #[test]
    fn each_kind_of_difference_and_each_attribute_is_named_once() {
        let kept = schema([
            NewAttribute::text_box("box", "Box").min_length(1),
            NewAttribute::text_box("other", "Other"),
            NewAttribute::date("gone", "Gone"),
            NewAttribute::date("lost", "Lost"),
        ]);
        let file = schema([
            NewAttribute::text_box("box", "Box").max_length(5),
            NewAttribute::text_box("other", "Another"),
            NewAttribute::yes_no("new", "New"),
            NewAttribute::yes_no("next", "Next"),
        ]);
        assert_eq!(
            kept.difference(&file).to_string(),
            "Attributes     added  changed  not there\n                   2        2          2\n\n  \
             added    new    New (yes_no)\n           \
             next   Next (yes_no)\n  \
             changed  box    min_length  1 -> nothing\n                  \
             max_length  nothing -> 5\n           \
             other  label       \"Other\" -> \"Another\"\n  \
             stays    gone   not among the new definitions\n           \
             lost   not among the new definitions\n"
        );
        let added = Schema::default().difference(&schema([preference()]));
        assert!(!added.is_empty());
    }

    #[test]
    fn what_is_missing_in_a_file_stays_and_is_nothing_to_do() {
        let difference = schema([preference()]).difference(&Schema::default());
        assert!(difference.is_empty());
        assert_eq!(
            difference.to_string(),
            "Attributes     added  changed  not there\n                   0        0          1\n\n  \
             Nothing is added and nothing is changed.\n  \
             stays    preference  not among the new definitions\n"
        );
    }
}
