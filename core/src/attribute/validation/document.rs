//! One document, while it is checked.

use super::{Datum, Raw, Report};
use crate::attribute::breach::Breach;
use crate::attribute::rule::{ListRule, Rule};
use crate::attribute::{
    AttributeDefinition, AttributeValue, AttributeValues, Occasion, Schema, ValidAttributes,
};
use crate::code::AttributeCode;
use crate::text::nearest;
use crate::violation::{Violation, Violations};

/// Whether valid values are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::attribute) enum Keeping {
    Values,
    Nothing,
}

/// What makes an option valid that is not offered.
#[derive(Debug, Clone, Copy)]
pub(in crate::attribute) enum Held<'a> {
    /// Nothing is held.
    Nothing,
    /// It is one of these.
    Value(&'a AttributeValue),
    /// What is checked is itself what is held.
    Itself,
}

/// What to do with the value of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    /// Check it for the attribute at this place of the schema.
    Check(usize),
    /// Pass over it: the member itself is refused, or is not asked for.
    PassOver,
}

/// A document of values on its way from a source to the outcome.
#[derive(Debug)]
pub(in crate::attribute) struct Document<'d> {
    schema: &'d Schema,
    occasion: &'d Occasion,
    previous: Option<&'d ValidAttributes>,
    keeping: Keeping,
    purpose: Purpose,
    report: Report<'d>,
    /// Why what was read is no document at all.
    failed: Option<Violation>,
    given: Marks,
    /// Where the next member is likely to be found, because sources keep an order: that of display,
    /// or that of the codes.
    next_displayed: usize,
    next_by_code: usize,
    /// What is set (or cleared, `None`), by the place of the attribute.
    changes: Vec<(usize, Option<AttributeValue>)>,
    list: Choices,
}

/// What is done with the outcome, apart from the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// All members are checked, and what is missing is noted.
    Whole,
    /// Only the attribute at this place counts.
    Field(Option<usize>),
    /// The values are what somebody holds.
    Audit,
    /// The value is the default of the only attribute, whose name is not said.
    Default,
}

/// The choices of one list, while they are read.
#[derive(Debug, Default)]
struct Choices {
    count: usize,
    chosen: Marks,
    /// How many breaches there were before the list.
    before: usize,
    /// Whether all parts so far are those of the previous value.
    is_previous: bool,
    texts: Vec<Box<str>>,
    numbers: Vec<crate::attribute::Number>,
}

impl<'d> Document<'d> {
    pub(in crate::attribute) fn new(
        schema: &'d Schema,
        occasion: &'d Occasion,
        previous: Option<&'d ValidAttributes>,
        keeping: Keeping,
    ) -> Self {
        Self {
            schema,
            occasion,
            previous,
            keeping,
            purpose: Purpose::Whole,
            report: Report::of(schema),
            failed: None,
            given: Marks::default(),
            next_displayed: 0,
            next_by_code: schema.first_by_code(),
            changes: match keeping {
                Keeping::Values => Vec::with_capacity(schema.definitions().len()),
                Keeping::Nothing => Vec::new(),
            },
            list: Choices::default(),
        }
    }

    /// Looks at one attribute only.
    pub(super) fn only(mut self, code: &'d str) -> Self {
        let place = self.place(code);
        if place.is_none() {
            self.refuse_unknown(code);
        }
        self.purpose = Purpose::Field(place);
        self
    }

    /// The values are what somebody holds.
    pub(super) fn auditing(mut self) -> Self {
        self.purpose = Purpose::Audit;
        self
    }

    /// The value is a default.
    pub(super) fn of_default(mut self) -> Self {
        self.purpose = Purpose::Default;
        self.report = Report::without_names(self.schema);
        self
    }

    /// A member is named; its value comes next.
    #[inline]
    pub(super) fn member(&mut self, name: &str) -> Member {
        let place = if self.schema.name(self.next_displayed) == name {
            Some(self.next_displayed)
        } else if self.schema.name(self.next_by_code) == name {
            Some(self.next_by_code)
        } else {
            self.schema.place(name)
        };
        self.found(place, name)
    }

    /// The member that is likely to be named next, if it is that: asked with a name in quotes and a
    /// colon.
    #[inline]
    pub(super) fn likely_member(
        &mut self,
        mut is_named: impl FnMut(&str) -> bool,
    ) -> Option<Member> {
        let likely = [self.next_displayed, self.next_by_code];
        let place = likely.into_iter().find(|place| {
            let quoted = self.schema.quoted_name(*place);
            quoted.is_some_and(&mut is_named)
        })?;
        Some(self.found(Some(place), self.schema.name(place)))
    }

    /// As [`member`](Self::member), named by a code.
    #[inline]
    pub(super) fn member_of(&mut self, code: &AttributeCode) -> Member {
        let place = self.next_by_code;
        let is_there = self.schema.definition_at(place).is_some_and(|likely| likely.code() == code);
        if is_there && self.schema.duty(place).is_visible_to(self.occasion.role()) {
            // Its name is only asked for where it is unknown, which it is not.
            return self.found(Some(place), "");
        }
        self.member(code.as_str())
    }

    #[inline]
    fn found(&mut self, place: Option<usize>, name: &str) -> Member {
        let duty = place.map(|place| self.schema.duty(place)).unwrap_or_default();
        let place = place.filter(|_| duty.is_visible_to(self.occasion.role()));
        if let Purpose::Field(wanted) = self.purpose
            && (wanted.is_none() || place != wanted)
        {
            return Member::PassOver;
        }
        let Some(place) = place else {
            // Of what somebody holds, only what the schema asks about is looked at.
            if self.purpose != Purpose::Audit {
                self.refuse_unknown(name);
            }
            return Member::PassOver;
        };
        self.next_displayed = place.wrapping_add(1);
        self.next_by_code = usize::from(duty.follower);
        self.report.at(place);
        if !self.given.insert(place) {
            self.report.add(Breach::GivenTwice, []);
            return Member::PassOver;
        }
        Member::Check(place)
    }

    #[cold]
    fn refuse_unknown(&mut self, name: &str) {
        let role = self.occasion.role();
        let visible = self.schema.definitions().filter(|known| known.is_visible_to(role));
        let codes = visible.map(|known| known.code().as_str());
        // A name of any length would be repeated in every message.
        let path: String = name.chars().take(crate::code::MAX_LENGTH).collect();
        self.report.push(match nearest(name, codes) {
            Some(nearest) => Breach::Unknown.at(path, [("nearest", nearest.to_owned().into())]),
            None => Breach::Unknown.at(path, []),
        });
    }

    /// The value of a member, unless it is a list.
    #[inline]
    pub(super) fn scalar(&mut self, place: usize, raw: Raw<'_>) {
        let Some(definition) = self.schema.definition_at(place) else { return };
        let previous = self.previous_of(definition);
        if previous.is_some_and(|previous| raw.says(previous)) {
            return self.stays(place);
        }
        if !self.may_change(place, previous) {
            return;
        }
        if matches!(raw, Raw::Null | Raw::Text("")) {
            return self.cleared(place, previous);
        }
        let report = &mut self.report;
        let datum = match &definition.rule {
            Rule::Text(text) => text.check(raw, report),
            Rule::Number(number) => number.check(raw, report),
            Rule::Date(date) => date.check(raw, *self.occasion, report),
            Rule::YesNo(yes_no) => yes_no.check(raw, report),
            Rule::List(list) if list.is_multiple() => {
                report.wrong_type("a list", raw);
                None
            }
            Rule::List(list) => {
                let held = match self.purpose {
                    Purpose::Audit => Held::Itself,
                    _ => previous.map_or(Held::Nothing, Held::Value),
                };
                list.check(raw, held, report).map(|(_, datum)| datum)
            }
        };
        if let (Some(datum), Keeping::Values) = (datum, self.keeping) {
            self.changes.push((place, Some(datum.to_value())));
        }
    }

    /// A list begins; says whether its parts are to be given.
    #[inline]
    pub(super) fn begin_list(&mut self, place: usize) -> bool {
        let Some(definition) = self.schema.definition_at(place) else { return false };
        let previous = self.previous_of(definition);
        // Somebody may hold several from a time when the attribute took them.
        let holds_list =
            definition.as_list().is_some() && previous.is_some_and(AttributeValue::is_list);
        if !definition.is_multiple() && !holds_list {
            self.scalar(place, Raw::List);
            return false;
        }
        self.list.count = 0;
        self.list.chosen.clear();
        self.list.before = self.report.len();
        self.list.is_previous = previous.is_some();
        self.list.texts = Vec::new();
        self.list.numbers = Vec::new();
        true
    }

    /// A part of the list that was begun.
    #[inline]
    pub(super) fn part(&mut self, place: usize, raw: Raw<'_>) {
        let Some(definition) = self.schema.definition_at(place) else { return };
        let Some(rule) = definition.as_list() else { return };
        let previous = self.previous_of(definition);
        let index = self.list.count;
        self.list.count = index.wrapping_add(1);
        self.list.is_previous &= previous.is_some_and(|list| raw.says_part(list, index));
        self.report.part = Some(index);
        let held = match self.purpose {
            Purpose::Audit => Held::Itself,
            _ => previous.map_or(Held::Nothing, Held::Value),
        };
        if let Some((mark, datum)) = rule.check(raw, held, &mut self.report) {
            self.choose(mark, datum);
        }
    }

    fn choose(&mut self, mark: usize, datum: Datum<'_>) {
        if !self.list.chosen.insert(mark) {
            self.report.add(Breach::ChosenTwice, []);
        } else if self.keeping == Keeping::Values {
            match datum {
                Datum::Text(text) => self.list.texts.push(text.into()),
                Datum::Number(number) => self.list.numbers.push(number),
                Datum::Date(_) | Datum::Boolean(_) => {}
            }
        }
    }

    /// The list that was begun ends.
    #[inline]
    pub(super) fn end_list(&mut self, place: usize) {
        let Some(definition) = self.schema.definition_at(place) else { return };
        let Some(rule) = definition.as_list() else { return };
        self.report.part = None;
        let previous = self.previous_of(definition);
        let is_whole = previous.map(AttributeValue::parts) == Some(self.list.count);
        if self.list.is_previous && is_whole {
            self.report.forget_after(self.list.before);
            return self.stays(place);
        }
        if !definition.is_multiple() {
            self.report.forget_after(self.list.before);
            return self.scalar(place, Raw::List);
        }
        if self.list.count == 0 {
            return if self.may_change(place, previous) {
                self.cleared(place, previous);
            };
        }
        let found = self.report.len();
        if !self.may_change(place, previous) {
            // What somebody may not set has no other breaches to tell.
            return self.report.forget_between(self.list.before, found);
        }
        self.end_choices(place, rule);
    }

    fn end_choices(&mut self, place: usize, rule: &ListRule) {
        rule.check_count(self.list.count, &mut self.report);
        if self.report.len() == self.list.before && self.keeping == Keeping::Values {
            let value = match rule.data_type() {
                crate::attribute::DataType::Number => {
                    AttributeValue::Numbers(std::mem::take(&mut self.list.numbers))
                }
                _ => AttributeValue::Texts(std::mem::take(&mut self.list.texts)),
            };
            self.changes.push((place, Some(value)));
        }
    }

    /// What was read is no document, so that nothing else about it is worth saying: what seems to be
    /// missing may stand behind the flaw.
    pub(super) fn fail(&mut self, violation: Violation) {
        self.failed.get_or_insert(violation);
    }

    /// The document is none.
    pub(super) fn not_an_object(&mut self) {
        self.fail(Breach::NotAnObject.at("", []));
    }

    /// A form says something for yes or no that is neither.
    pub(super) fn neither_yes_nor_no(&mut self, place: usize) {
        let Some(definition) = self.schema.definition_at(place) else { return };
        if self.may_change(place, self.previous_of(definition)) {
            self.report.add(Breach::NotYesOrNo, []);
        }
    }

    /// Where the attribute of a name is found.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        let role = self.occasion.role();
        self.schema.place(name).filter(|place| self.schema.duty(*place).is_visible_to(role))
    }

    pub(super) fn definition(&self, place: usize) -> Option<&'d AttributeDefinition> {
        self.schema.definition_at(place)
    }

    fn previous_of(&self, definition: &AttributeDefinition) -> Option<&'d AttributeValue> {
        self.previous.and_then(|previous| previous.get(definition.code().as_str()))
    }

    /// The value is the one that was there. A default becomes one that was set.
    fn stays(&mut self, place: usize) {
        if self.keeping == Keeping::Values
            && self.is_default(place)
            && self.schema.duty(place).is_writable_by(self.occasion.role())
        {
            let definition = self.schema.definition_at(place);
            let value = definition.and_then(|known| self.previous_of(known)).cloned();
            self.changes.push((place, value));
        }
    }

    /// Whether the value that is there is a default that nobody set.
    fn is_default(&self, place: usize) -> bool {
        let code = self.schema.definition_at(place).map(AttributeDefinition::code);
        let previous = self.previous.zip(code);
        previous.is_some_and(|(previous, code)| previous.is_default(code))
    }

    fn cleared(&mut self, place: usize, previous: Option<&AttributeValue>) {
        let is_field = matches!(self.purpose, Purpose::Field(_));
        let loses = previous.is_some() || self.previous.is_none() || is_field;
        let is_required = self.schema.duty(place).is_required_in(self.occasion.context());
        if loses && is_required && matches!(self.purpose, Purpose::Whole | Purpose::Field(_)) {
            self.report.add(Breach::Required, []);
        } else if self.keeping == Keeping::Values {
            self.changes.push((place, None));
        }
    }

    /// Whether the value may become another one, whatever it is.
    #[inline]
    fn may_change(&mut self, place: usize, previous: Option<&AttributeValue>) -> bool {
        if matches!(self.purpose, Purpose::Audit | Purpose::Default) {
            return true;
        }
        let duty = self.schema.duty(place);
        if !duty.is_writable_by(self.occasion.role()) {
            let breach = if duty.is_active { Breach::NotWritable } else { Breach::Inactive };
            self.report.add(breach, []);
            return false;
        }
        if duty.is_read_only
            && previous.is_some()
            && !self.is_default(place)
            && !self.occasion.is_correction()
        {
            self.report.add(Breach::ReadOnly, []);
            return false;
        }
        true
    }

    /// The outcome: what is held after the document, or every breach of it.
    pub(in crate::attribute) fn finish(mut self) -> Result<ValidAttributes, Violations> {
        if let Some(violation) = self.failed {
            return Err(violation.into());
        }
        match self.purpose {
            Purpose::Whole if self.previous.is_none() => self.note_missing(),
            Purpose::Audit => self.note_lacking(),
            _ => {}
        }
        if let Some(violations) = self.report.take() {
            return Err(violations);
        }
        match self.keeping {
            Keeping::Values => Ok(self.outcome()),
            Keeping::Nothing => Ok(ValidAttributes::none()),
        }
    }

    /// What a new account lacks: required values that are not given and have no default.
    fn note_missing(&mut self) {
        if self.given.count() == self.schema.duties().len() {
            return;
        }
        let (role, context) = (self.occasion.role(), self.occasion.context());
        for (place, duty) in self.schema.duties().enumerate() {
            let is_missing = duty.is_required_in(context)
                && duty.is_writable_by(role)
                && !duty.has_default
                && !self.given.contains(place);
            if is_missing {
                self.requires(place);
            }
        }
    }

    /// What somebody lacks that is required in any context.
    fn note_lacking(&mut self) {
        for (place, duty) in self.schema.duties().enumerate() {
            if duty.is_required_anywhere() && !self.given.contains(place) {
                self.requires(place);
            }
        }
    }

    fn requires(&mut self, place: usize) {
        self.report.at(place);
        self.report.add(Breach::Required, []);
    }

    /// What is held after the document: what was there before, with the changes. So a writer takes
    /// nothing away that it does not see.
    fn outcome(mut self) -> ValidAttributes {
        let mut next = self.previous.cloned().unwrap_or_else(ValidAttributes::none);
        let is_new = self.previous.is_none();
        let mut changes = std::mem::take(&mut self.changes);
        if is_new {
            changes.sort_unstable_by_key(|(place, _)| self.schema.duty(*place).rank);
            let set = changes.into_iter().filter_map(|(place, value)| {
                Some((*self.schema.definition_at(place)?.code(), value?))
            });
            next.values = AttributeValues::from_sorted(set);
        } else {
            for (place, value) in changes {
                let Some(definition) = self.schema.definition_at(place) else { continue };
                let code = *definition.code();
                next.defaulted.remove(&code);
                match value {
                    Some(value) => next.values.insert(code, value),
                    None => drop(next.values.remove(code.as_str())),
                }
            }
        }
        if is_new && self.purpose == Purpose::Whole {
            self.schema.fill_defaults(&mut next, |place| self.given.contains(place));
        }
        self.schema.mark_keys(&mut next);
        next
    }
}

/// A set of small numbers that needs no room of its own while they stay below 64.
#[derive(Debug, Default)]
struct Marks {
    low: u64,
    high: Vec<u64>,
}

impl Marks {
    /// Adds a number; `false` when it was there.
    #[inline]
    fn insert(&mut self, number: usize) -> bool {
        if number < 64 {
            let bit = 1 << number;
            let is_new = self.low & bit == 0;
            self.low |= bit;
            return is_new;
        }
        let (word, bit) = Self::high_place(number);
        if self.high.len() <= word {
            self.high.resize(word.saturating_add(1), 0);
        }
        let Some(word) = self.high.get_mut(word) else { return false };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn contains(&self, number: usize) -> bool {
        if number < 64 {
            return self.low & (1 << number) != 0;
        }
        let (word, bit) = Self::high_place(number);
        self.high.get(word).is_some_and(|word| word & bit != 0)
    }

    fn count(&self) -> usize {
        let high: u32 = self.high.iter().map(|word| word.count_ones()).sum();
        usize::try_from(self.low.count_ones().saturating_add(high)).unwrap_or(usize::MAX)
    }

    fn clear(&mut self) {
        self.low = 0;
        self.high.clear();
    }

    fn high_place(number: usize) -> (usize, u64) {
        let number = number.saturating_sub(64);
        (number / 64, 1_u64 << (number % 64))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_a_set(numbers in prop::collection::vec(0usize..400, 0..60)) {
            let (mut marks, mut model) = (Marks::default(), BTreeSet::new());
            for number in numbers {
                prop_assert_eq!(marks.insert(number), model.insert(number));
            }
            for number in 0..400 {
                prop_assert_eq!(marks.contains(number), model.contains(&number));
            }
            marks.clear();
            prop_assert!((0..400).all(|number| !marks.contains(number)));
        }
    }
}
