//! Changes of definitions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Member, NewAttribute, NewOption};
use crate::attribute::mistake::{Mistake, Mistakes};
use crate::json::{JsonError, JsonFlaw, Literal};

/// A change of a definition: what is left out stays.
///
/// ```
/// use patronage::attribute::{AttributePatch, NewOption};
///
/// let patch = AttributePatch::new()
///     .label_in("de", "Wie erreichen wir Sie?")
///     .option(NewOption::new("fax").hidden())
///     .clear("help");
/// # let _ = patch;
/// ```
///
/// Contexts, options and metadata that are said replace those that were; single options are changed
/// by [`option`](Self::option), and a translation is added to those that are there. Code, input and
/// data type do not change, and what is read-only once set stays so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttributePatch {
    pub(super) members: BTreeMap<Member, Literal>,
    cleared: BTreeSet<String>,
    options: Vec<NewOption>,
}

impl AttributePatch {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a change out of JSON text: an object with the members of a definition. What is left out
    /// stays, `null` takes a member back to what it is when nothing is said, a value sets.
    ///
    /// ```
    /// use patronage::attribute::{AttributePatch, JsonError};
    ///
    /// let read = AttributePatch::from_json(r#"{"max_length": 12, "help": null}"#)?;
    /// assert_eq!(read, AttributePatch::new().max_length(12).clear("help"));
    /// # Ok::<(), JsonError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Only what is not JSON at all, or no object, is refused here; mistakes are found when the
    /// change is planned.
    pub fn from_json(text: &str) -> Result<Self, JsonError> {
        let Literal::Object(members) = Literal::parse(text)? else {
            return Err(JsonError::new(JsonFlaw::NotJson, 0));
        };
        let mut patch = Self::new();
        for (name, literal) in members {
            match Member::named(&name) {
                Some(member) if literal != Literal::Null => {
                    patch.members.insert(member, literal);
                }
                // A name that is no member is refused together with all other mistakes.
                _ => {
                    patch.cleared.insert(name.into());
                }
            }
        }
        Ok(patch)
    }

    /// The label, at most 100 characters. Translations stay.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        self.label_in("*", label)
    }

    /// Takes a member back to what it is when nothing is said, by its name in JSON: `max_length`.
    #[must_use]
    pub fn clear(mut self, member: impl Into<String>) -> Self {
        self.cleared.insert(member.into());
        self
    }

    /// Changes one option of a list, or adds it behind the others: the one with the same value.
    #[must_use]
    pub fn option(mut self, option: impl Into<NewOption>) -> Self {
        self.options.push(option.into());
        self
    }

    pub(super) fn members_mut(&mut self) -> &mut BTreeMap<Member, Literal> {
        &mut self.members
    }

    /// The definition that is meant, out of the one that there is.
    pub(in crate::attribute) fn apply(
        &self,
        current: NewAttribute,
        path: &str,
        mistakes: &mut Mistakes,
    ) -> NewAttribute {
        let mut next = current;
        for name in &self.cleared {
            if let Some(member) = Member::named(name) {
                next.members.remove(&member);
            } else {
                let parameters = [("member", name.clone().into())];
                mistakes.add(format!("{path}.{name}"), Mistake::UnknownMember, parameters);
            }
        }
        for (member, literal) in &self.members {
            let literal = match (member, next.members.get(member)) {
                (Member::Label | Member::Help, Some(there)) => with_texts(there, literal),
                _ => literal.clone(),
            };
            next.members.insert(*member, literal);
        }
        if !self.options.is_empty() {
            let there = next.members.get(&Member::Options);
            let options = with_options(there, &self.options);
            next.members.insert(Member::Options, options);
        }
        next
    }
}

/// A text with others in place of those of the same languages.
fn with_texts(there: &Literal, texts: &Literal) -> Literal {
    let Literal::Object(texts) = texts else { return texts.clone() };
    let mut all = match there {
        Literal::Object(there) => there.clone(),
        text => vec![("*".into(), text.clone())],
    };
    for (language, text) in texts {
        match all.iter_mut().find(|(other, _)| other == language) {
            Some((_, there)) => *there = text.clone(),
            None => all.push((language.clone(), text.clone())),
        }
    }
    Literal::Object(all)
}

/// Options with others in place of those of the same values.
fn with_options(there: Option<&Literal>, options: &[NewOption]) -> Literal {
    let mut all = match there {
        Some(Literal::List(there)) => there.clone(),
        _ => Vec::new(),
    };
    for option in options {
        let said = option.clone().into_said();
        match all.iter_mut().find(|other| value_of(other) == value_of(&said)) {
            Some(there) => *there = merged(there, said),
            None => all.push(option.clone().into_literal()),
        }
    }
    Literal::List(all)
}

fn value_of(option: &Literal) -> Option<&Literal> {
    match option {
        Literal::Object(members) => {
            members.iter().find(|(name, _)| &**name == "value").map(|(_, value)| value)
        }
        value => Some(value),
    }
}

/// An option with what another one says about it.
fn merged(there: &Literal, option: Literal) -> Literal {
    let Literal::Object(mut said) = option else { return there.clone() };
    let mut members = match there {
        Literal::Object(there) => there.clone(),
        value => vec![("value".into(), value.clone())],
    };
    let member = |wanted: &str| {
        members.iter().find(|(name, _)| &**name == wanted).map(|(_, literal)| literal.clone())
    };
    // The label of an option that has none of its own is its value.
    let label = member("label").or_else(|| member("value"));
    for (name, literal) in &mut said {
        if let ("label", Some(label)) = (&**name, &label) {
            *literal = with_texts(label, literal);
        }
    }
    members.retain(|(name, _)| !said.iter().any(|(other, _)| other == name));
    members.extend(said);
    Literal::Object(members)
}
