//! A change over the definitions that there are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Deletion, OnViolation, SchemaChange, Step};
use crate::attribute::draft::Member;
use crate::attribute::mistake::{Mistake, Mistakes};
use crate::attribute::{
    AttributeDefinition, AttributeError, AttributeKey, Breach, NewAttribute, Schema,
    ValidAttributes,
};
use crate::code::AttributeCode;
use crate::time::Date;

/// The definitions that there are, also those that were deleted.
type Definitions = BTreeMap<AttributeCode, AttributeDefinition>;

/// What is to become of definitions, decided over those that there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ChangePlan {
    /// Definitions that are new or change, as they will be.
    puts: Definitions,
    /// Attributes that go with all their values.
    purges: BTreeSet<AttributeCode>,
    pub(crate) on_violation: OnViolation,
    /// Attributes of which other values are asked than before.
    checked: BTreeSet<AttributeCode>,
    /// Attributes that become unique.
    becoming_unique: BTreeSet<AttributeCode>,
    /// Attributes whose values customers begin or cease to be found by.
    rekeyed: BTreeSet<AttributeCode>,
}

/// Whether customers have to be looked at for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Necessity {
    /// Definitions are all that changes.
    None,
    /// Customers are looked at, and some are changed.
    Customers,
    /// The same, and before anything begins it must be known that none holds what is refused.
    CustomersAfterDryRun,
}

impl ChangePlan {
    /// Plans a change, with every mistake of all its steps.
    pub(crate) fn new(
        change: &SchemaChange,
        on_violation: OnViolation,
        current: &Definitions,
    ) -> Result<Self, AttributeError> {
        let mut after = current.clone();
        let mut purges = BTreeSet::new();
        let mut mistakes = Mistakes::new();
        for step in &change.steps {
            match step {
                Step::Define(draft) => define(&mut after, draft, &purges, &mut mistakes)?,
                Step::Put(draft) => put(&mut after, draft, &purges, &mut mistakes)?,
                Step::Update(code, patch) => {
                    let there = present(&after, code)?.clone();
                    let draft = patch.apply(there.to_draft(), there.code().as_str(), &mut mistakes);
                    redefine(&mut after, &there, &draft, &mut mistakes);
                }
                Step::Delete(code, Deletion::KeepHidden) => {
                    let there = present(&after, code)?.clone();
                    after.insert(*there.code(), there.deleted(true));
                }
                Step::Delete(code, Deletion::Purge) => {
                    let code = *known(&after, code)?.code();
                    after.remove(&code);
                    purges.insert(code);
                }
                Step::Restore(code) => {
                    let there = known(&after, code)?.clone();
                    if !there.is_deleted() {
                        return Err(AttributeError::NotDeleted { code: *there.code() });
                    }
                    after.insert(*there.code(), there.deleted(false));
                }
            }
        }
        mistakes.finish()?;
        Ok(Self::between(current, after, purges, on_violation))
    }

    fn between(
        current: &Definitions,
        after: Definitions,
        purges: BTreeSet<AttributeCode>,
        on_violation: OnViolation,
    ) -> Self {
        let changed = |(code, next): &(AttributeCode, AttributeDefinition)| {
            current.get(code).is_none_or(|there| there != next)
        };
        let puts: Definitions = after.into_iter().filter(changed).collect();
        let (mut checked, mut becoming_unique, mut rekeyed) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (code, next) in &puts {
            // One that is new has no values yet, unless its code was purged in the same change.
            let Some(before) = current.get(code) else { continue };
            if !next.is_deleted() && !takes_the_same(before, next) {
                checked.insert(*code);
            }
            let is_back = before.is_deleted() && !next.is_deleted();
            if next.is_unique() && (!before.is_unique() || is_back) {
                becoming_unique.insert(*code);
            }
            let keys = |of: &AttributeDefinition| (of.is_unique(), of.is_filterable());
            if keys(before) != keys(next) || is_back && keys(next) != (false, false) {
                rekeyed.insert(*code);
            }
        }
        Self { puts, purges, on_violation, checked, becoming_unique, rekeyed }
    }

    /// The definitions that are new or change.
    pub(crate) fn puts(&self) -> impl Iterator<Item = &AttributeDefinition> {
        self.puts.values()
    }

    /// The attributes that go with all their values.
    pub(crate) fn purges(&self) -> impl Iterator<Item = &AttributeCode> {
        self.purges.iter()
    }

    pub(crate) fn necessity(&self) -> Necessity {
        let checks_values = !self.checked.is_empty();
        let refuses = self.on_violation == OnViolation::Refuse && checks_values;
        let must_differ =
            self.on_violation != OnViolation::Purge && !self.becoming_unique.is_empty();
        let purges_values = self.on_violation == OnViolation::Purge && checks_values;
        if refuses || must_differ {
            Necessity::CustomersAfterDryRun
        } else if purges_values || !self.purges.is_empty() || !self.rekeyed.is_empty() {
            Necessity::Customers
        } else {
            Necessity::None
        }
    }

    /// By what values are judged while the change is in progress, besides the present definitions:
    /// those of them that stay, as they will be. What is new or restored is not there yet, as nobody
    /// could give it.
    pub(crate) fn schema(&self, current: &Definitions) -> Schema {
        let present = current.iter().filter(|(_, there)| !there.is_deleted());
        let staying = present.filter(|(code, _)| !self.purges.contains(*code));
        let coming = staying.map(|(code, there)| self.puts.get(code).unwrap_or(there));
        Schema::of(coming.filter(|next| !next.is_deleted()).cloned())
    }

    /// The definitions by which values that are held are looked at: those that ask for other values
    /// than before. What stays valid in spite of an earlier change is not looked at again because
    /// somebody corrects a label.
    pub(crate) fn auditor(&self) -> Auditor<'_> {
        let changed = || self.puts.values().filter(|next| !next.is_deleted());
        let asking = changed().filter(|next| self.checked.contains(next.code()));
        Auditor {
            plan: self,
            asking: Schema::of(asking.cloned()),
            changed: Schema::of(changed().cloned()),
        }
    }
}

/// Looks at what customers hold by definitions that change.
#[derive(Debug)]
pub(crate) struct Auditor<'p> {
    plan: &'p ChangePlan,
    /// The definitions that ask for other values.
    asking: Schema,
    /// All that change, by which values are found and unique afterwards.
    changed: Schema,
}

impl Auditor<'_> {
    /// Which rules refuse what a customer holds, each named once.
    pub(crate) fn breaches(
        &self,
        held: &ValidAttributes,
        today: Date,
    ) -> BTreeSet<(AttributeCode, &'static str)> {
        let Err(violations) = self.asking.audit(held, today) else { return BTreeSet::new() };
        let breach = |path: &str, code| {
            let attribute = path.split('[').next().unwrap_or(path);
            Some((AttributeCode::parse(attribute).ok()?, code))
        };
        violations.iter().filter_map(|found| breach(found.path(), found.code())).collect()
    }

    /// The values of a customer that nobody else of its set may have when the change is made, of
    /// attributes for which that is new.
    pub(crate) fn claims(&self, held: &ValidAttributes) -> Vec<(AttributeCode, AttributeKey)> {
        let key =
            |code: &AttributeCode| Some((*code, AttributeKey::unique(held.get(code.as_str())?)?));
        self.plan.becoming_unique.iter().filter_map(key).collect()
    }

    /// What a customer holds after the change. `clashing` are attributes whose value somebody else
    /// has who came before.
    pub(crate) fn after(
        &self,
        held: &ValidAttributes,
        clashing: &BTreeSet<AttributeCode>,
        today: Date,
    ) -> ValidAttributes {
        let mut next = held.clone();
        for code in self.plan.purges.iter().chain(clashing) {
            next.forget(code);
        }
        if self.plan.on_violation == OnViolation::Purge {
            for (code, _) in self.breaches(held, today) {
                next.forget(&code);
            }
        }
        self.changed.mark_keys(&mut next);
        next
    }

    /// Whether what a customer holds is against the change.
    pub(crate) fn refuses(&self, held: &ValidAttributes, today: Date) -> bool {
        self.plan.on_violation == OnViolation::Refuse && !self.breaches(held, today).is_empty()
    }
}

/// Whether a definition takes the same values as before, from customers who hold them.
fn takes_the_same(before: &AttributeDefinition, next: &AttributeDefinition) -> bool {
    const BESIDE_THE_POINT: [Member; 11] = [
        Member::Label,
        Member::AdminName,
        Member::DisplayGroup,
        Member::ValueSource,
        Member::Default,
        Member::ReadOnly,
        Member::Unique,
        Member::Filterable,
        Member::Order,
        Member::Help,
        Member::Metadata,
    ];
    let rules = |definition: &AttributeDefinition| {
        let mut draft = definition.to_draft();
        for member in BESIDE_THE_POINT.into_iter().chain([Member::Active]) {
            draft.members.remove(&member);
        }
        draft
    };
    rules(before) == rules(next)
}

fn known<'d>(
    definitions: &'d Definitions,
    code: &str,
) -> Result<&'d AttributeDefinition, AttributeError> {
    let parsed = AttributeCode::parse(code).ok();
    let found = parsed.and_then(|parsed| definitions.get(&parsed));
    found.ok_or_else(|| AttributeError::NotDefined { code: code.to_owned() })
}

fn present<'d>(
    definitions: &'d Definitions,
    code: &str,
) -> Result<&'d AttributeDefinition, AttributeError> {
    match known(definitions, code)? {
        there if there.is_deleted() => Err(AttributeError::Deleted { code: *there.code() }),
        there => Ok(there),
    }
}

/// A draft as a definition, under the path that it has among others.
fn compiled(draft: &NewAttribute, mistakes: &mut Mistakes) -> Option<AttributeDefinition> {
    let path = draft.code().unwrap_or("definition").to_owned();
    AttributeDefinition::compile(draft, &path, mistakes)
}

fn define(
    after: &mut Definitions,
    draft: &NewAttribute,
    purges: &BTreeSet<AttributeCode>,
    mistakes: &mut Mistakes,
) -> Result<(), AttributeError> {
    let Some(definition) = compiled(draft, mistakes) else { return Ok(()) };
    let definition = if draft.code().is_none() {
        match AttributeCode::slug_avoiding(definition.label().as_str(), |code| {
            after.contains_key(code)
        }) {
            Some(code) => definition.with_code(code),
            None => definition,
        }
    } else {
        definition
    };
    let code = *definition.code();
    match after.get(&code) {
        Some(there) if there.is_deleted() => Err(AttributeError::Deleted { code }),
        Some(_) => Err(AttributeError::Exists { code }),
        // Its values are there until the change is made.
        None if purges.contains(&code) => Err(AttributeError::Exists { code }),
        None => {
            after.insert(code, definition);
            if after.len() > crate::attribute::schema::MAX_DEFINITIONS {
                let most = crate::attribute::schema::MAX_DEFINITIONS.into();
                mistakes.add("", Mistake::TooMany, [("max", most)]);
            }
            Ok(())
        }
    }
}

fn put(
    after: &mut Definitions,
    draft: &NewAttribute,
    purges: &BTreeSet<AttributeCode>,
    mistakes: &mut Mistakes,
) -> Result<(), AttributeError> {
    let code = match draft.code() {
        Some(code) => AttributeCode::parse(code).ok(),
        // A file that leaves the code to the label means the same attribute whenever it is read.
        None => compiled(draft, &mut Mistakes::new()).map(|definition| *definition.code()),
    };
    match code.and_then(|code| after.get(&code)).cloned() {
        Some(there) if there.is_deleted() => Err(AttributeError::Deleted { code: *there.code() }),
        Some(there) => {
            redefine(after, &there, draft, mistakes);
            Ok(())
        }
        None => define(after, draft, purges, mistakes),
    }
}

/// Puts a changed definition in the place of one that there is.
fn redefine(
    after: &mut Definitions,
    there: &AttributeDefinition,
    draft: &NewAttribute,
    mistakes: &mut Mistakes,
) {
    let Some(mut next) = compiled(draft, mistakes) else { return };
    let path = |member: Member| format!("{}.{}", there.code(), member.name());
    for (member, is_fixed) in [
        (Member::Code, there.code() == next.code()),
        (Member::Input, there.input() == next.input()),
        (Member::DataType, there.data_type() == next.data_type()),
    ] {
        if !is_fixed {
            let parameters = [("member", member.name().into())];
            mistakes.add(path(member), Mistake::Fixed, parameters);
        }
    }
    if there.is_read_only() && !next.is_read_only() {
        mistakes.add(path(Member::ReadOnly), Mistake::ReadOnlyIsFinal, []);
    }
    next.set_version(there.version());
    after.insert(*there.code(), next);
}

/// The code of a finding that values are not unique.
pub(crate) fn not_unique() -> &'static str {
    Breach::Taken.code()
}
