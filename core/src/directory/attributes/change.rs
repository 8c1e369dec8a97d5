//! Making a change of definitions.

use std::collections::BTreeSet;

use super::scan;
use crate::attribute::{
    AttributeDefinition, AttributeError, ChangePlan, ChangeProgress, DryRun, Necessity,
    OnViolation, PendingChange, SchemaChange, not_unique,
};
use crate::code::AttributeCode;
use crate::customer::{AccountKind, Customer};
use crate::directory::definitions::Definitions;
use crate::directory::error::Error;
use crate::directory::session::{Decision, Session};
use crate::directory::view::{Basis, View, after};
use crate::event::{EventKind, NewEvent, Subject};
use crate::id::CustomerId;
use crate::store::{ChangeSet, Expected, Key, Record, UniqueKey};
use crate::version::Version;

/// How far a change has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeStep {
    /// How many customers were looked at.
    pub done: u64,
    /// How many there are to look at.
    pub total: u64,
}

/// A change of definitions that is made customer by customer, some hundreds at a step.
///
/// It can be left at any step, also by a crash, and [resumed](super::Attributes::resume) later, by
/// this process or another one. Until it is finished the definitions are as before, and what is
/// newly given has to satisfy both those and the ones that are coming.
///
/// ```
/// use patronage::Directory;
/// use patronage::attribute::{AttributePatch, NewAttribute, OnViolation, SchemaChange};
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let attributes = directory.as_admin("jane@shop.example").attributes();
/// attributes.define(NewAttribute::text_box("vat-id", "VAT id"))?;
///
/// let change = SchemaChange::new().update("vat-id", AttributePatch::new().unique().filterable());
/// let mut run = attributes.begin(change, OnViolation::Refuse)?;
/// while let Some(step) = run.step()? {
///     println!("{} of {} customers", step.done, step.total);
/// }
/// assert!(run.finish()?.is_clean());
/// assert!(attributes.get("vat-id")?.is_unique());
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug)]
pub struct ChangeRun {
    session: Session,
    /// What a change that needed no steps has defined.
    ended: Option<Vec<AttributeDefinition>>,
}

impl ChangeRun {
    pub(super) fn begin(
        session: &Session,
        change: &SchemaChange,
        on_violation: OnViolation,
    ) -> Result<Self, Error> {
        let plan = session.read(|view| plan(view, change, on_violation))?;
        if plan.necessity() == Necessity::CustomersAfterDryRun {
            let report = scan::look(session, &plan, |_| {})?;
            let is_against = |found: &crate::attribute::Finding| {
                on_violation == OnViolation::Refuse || found.code() == not_unique()
            };
            if report.findings().iter().any(is_against) {
                let report = Box::new(report);
                return Err(AttributeError::Violated { report }.into());
            }
        }
        let ended = session.transact(|view| {
            // The definitions may have changed since.
            let plan = self::plan(view, change, on_violation)?;
            if plan.necessity() == Necessity::None {
                let changes = define(&view.basis, &plan, view.basis.changes());
                let current = &view.definitions().attributes;
                let kept = plan.puts().map(|next| {
                    let mut kept = next.clone();
                    let before = current.get(next.code()).map(AttributeDefinition::version);
                    kept.set_version(before.map_or(Version::FIRST, after));
                    kept
                });
                let outcome = Some(kept.collect());
                return Ok(Decision { outcome, changes });
            }
            let last = scan::last(view)?.and_then(|customer| customer.number());
            let customers = scan::count(view)?;
            let pending = PendingChange::new(plan, last, customers, view.basis.now);
            let progress = Record::ChangeProgress(Box::default());
            let changes = view
                .basis
                .changes()
                .put(Record::PendingChange(Box::new(pending)), Expected::Absent)
                .put(progress, Expected::Any);
            Ok(Decision { outcome: None, changes })
        })?;
        Ok(Self { session: session.clone(), ended })
    }

    pub(super) fn resume(session: &Session) -> Result<Option<Self>, Error> {
        let is_pending = session.read(|view| {
            view.basis.check_may_change("attributes")?;
            Ok(view.definitions().pending.is_some())
        })?;
        Ok(is_pending.then(|| Self { session: session.clone(), ended: None }))
    }

    /// Looks at the next customers; `None` when all have been looked at.
    ///
    /// # Errors
    ///
    /// `attribute.change_violated` where one was found meanwhile who holds what is refused. The
    /// change has then been taken back.
    pub fn step(&mut self) -> Result<Option<ChangeStep>, Error> {
        if self.ended.is_some() {
            return Ok(None);
        }
        let (pending, progress, chunk) = self.session.read(|view| {
            let Some(pending) = view.definitions().pending.clone() else {
                return Err(ended_elsewhere());
            };
            let progress = view.change_progress()?.unwrap_or_default();
            let chunk = scan::behind(view, progress.looked_at)?;
            Ok((pending, progress, chunk))
        })?;
        let is_due = |customer: &&Customer| customer.number() <= pending.last;
        let chunk: Vec<&Customer> = chunk.iter().filter(is_due).collect();
        let Some(last) = chunk.last() else { return Ok(None) };
        let looked_at = last.number().zip(Some(last.id()));
        let mut next = progress.up_to(looked_at);
        let ids: Vec<CustomerId> = chunk.iter().map(|customer| customer.id()).collect();
        let answers = self.session.transact_all(&ids, |view, id| rewrite(view, *id));
        for (id, answer) in ids.iter().zip(answers) {
            let outcome = match answer {
                Ok((outcome, _)) => outcome,
                // Two of this chunk may have wanted the same: the second one sees the first now.
                Err(Error::Invalid(_)) => self.session.transact(|view| rewrite(view, *id))?,
                Err(error) => return Err(error),
            };
            next.take_in(*id, &outcome);
            if outcome.verdict == Verdict::Refused {
                return Err(self.take_back(&next));
            }
        }
        let step =
            ChangeStep { done: next.customers, total: pending.customers.max(next.customers) };
        self.keep(&pending, next)?;
        Ok(Some(step))
    }

    /// Makes the definitions what they are to be, once all customers were looked at, and answers
    /// what was found among them. Steps that are left are made first.
    pub fn finish(mut self) -> Result<DryRun, Error> {
        while self.step()?.is_some() {}
        if self.ended.is_some() {
            return Ok(DryRun::default());
        }
        self.session.transact(|view| {
            let basis = &view.basis;
            let Some(pending) = &basis.definitions.pending else { return Err(ended_elsewhere()) };
            let report = view.change_progress()?.unwrap_or_default().tally.report();
            let changes = define(basis, &pending.plan, end(basis, pending));
            Ok(Decision { outcome: report, changes })
        })
    }

    /// What has been defined, if the change needed no steps: nothing else than definitions changed.
    pub(super) fn defined(&self) -> Option<&[AttributeDefinition]> {
        self.ended.as_deref()
    }

    /// Takes the change back: the definitions stay as they are. Values that were purged on the way
    /// do not come back.
    pub fn cancel(self) -> Result<(), Error> {
        cancel(&self.session)
    }

    fn take_back(&self, progress: &ChangeProgress) -> Error {
        match cancel(&self.session) {
            Ok(()) => {
                let report = Box::new(progress.tally.report());
                AttributeError::Violated { report }.into()
            }
            Err(error) => error,
        }
    }

    /// Keeps the progress of a change, unless somebody else has come further with it. Another change
    /// may be in progress by now, of which this says nothing.
    fn keep(&self, of: &PendingChange, progress: ChangeProgress) -> Result<(), Error> {
        self.session.transact(|view| {
            if view.definitions().pending.as_ref() != Some(of) {
                return Err(ended_elsewhere());
            }
            let current = view.change_progress()?;
            let is_behind = current.as_ref().is_none_or(|kept| kept.customers < progress.customers);
            let mut changes = view.basis.changes();
            if is_behind {
                let expected =
                    current.map_or(Expected::Absent, |kept| Expected::Version(kept.version()));
                changes = changes.put(Record::ChangeProgress(Box::new(progress.clone())), expected);
            }
            Ok(Decision { outcome: (), changes })
        })
    }
}

/// What was found with a customer, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    breaches: BTreeSet<(AttributeCode, &'static str)>,
    verdict: Verdict,
}

/// What became of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is as it was, or gone.
    Stays,
    /// Something was taken from it, or it is found in another way than before.
    Changed,
    /// What it holds is against the change.
    Refused,
}

fn plan(
    view: &View<'_>,
    change: &SchemaChange,
    on_violation: OnViolation,
) -> Result<ChangePlan, Error> {
    view.basis.check_may_change("attributes")?;
    let Definitions { attributes, pending, .. } = view.definitions();
    if pending.is_some() {
        return Err(AttributeError::ChangeInProgress.into());
    }
    Ok(ChangePlan::new(change, on_violation, attributes)?)
}

fn ended_elsewhere() -> Error {
    AttributeError::NoChangeInProgress.into()
}

/// Makes one customer what it is after the change.
fn rewrite(view: &View<'_>, id: CustomerId) -> Result<Decision<Outcome>, Error> {
    let basis = &view.basis;
    let unchanged = |verdict, breaches| {
        let outcome = Outcome { breaches, verdict };
        Ok(Decision { outcome, changes: basis.changes() })
    };
    let Some(pending) = &basis.definitions.pending else { return Err(ended_elsewhere()) };
    let Some(customer) = view.find_customer(id)? else {
        return unchanged(Verdict::Stays, BTreeSet::new());
    };
    let today = basis.today();
    let auditor = pending.plan.auditor();
    let held = customer.attributes();
    let mut breaches = auditor.breaches(held, today);
    let clashing = clashing(view, &customer, auditor.claims(held))?;
    breaches.extend(clashing.iter().map(|code| (*code, not_unique())));
    let may_take = pending.plan.on_violation == OnViolation::Purge;
    if auditor.refuses(held, today) || !clashing.is_empty() && !may_take {
        return unchanged(Verdict::Refused, breaches);
    }
    let next = auditor.after(held, &clashing, today);
    if next == *held {
        return unchanged(Verdict::Stays, breaches);
    }
    let differing = next.changed_from(held);
    let expected = Expected::Version(customer.version());
    let now = basis.now;
    let record = Record::Customer(Box::new(customer.with_attributes(next, now)));
    let mut changes = basis.changes().put(record, expected);
    if !differing.is_empty() {
        let subject = Subject::Attributes { changed: differing, reason: None };
        changes =
            changes.event(basis.customer_event(EventKind::CustomerAttributesChanged, subject, id));
    }
    Ok(Decision { outcome: Outcome { breaches, verdict: Verdict::Changed }, changes })
}

/// The attributes whose value somebody else of the set has claimed.
fn clashing(
    view: &View<'_>,
    customer: &Customer,
    claims: Vec<(AttributeCode, crate::attribute::AttributeKey)>,
) -> Result<BTreeSet<AttributeCode>, Error> {
    let mut clashing = BTreeSet::new();
    if customer.kind() == AccountKind::Guest {
        return Ok(clashing);
    }
    for (code, key) in claims {
        let key = UniqueKey::Attribute(*customer.customer_set(), code, key);
        let holder = view.find_by_key(&key)?;
        if holder.is_some_and(|holder| holder.id() != customer.id()) {
            clashing.insert(code);
        }
    }
    Ok(clashing)
}

/// Takes a change back.
fn cancel(session: &Session) -> Result<(), Error> {
    session.transact(|view| {
        view.basis.check_may_change("attributes")?;
        let changes = match &view.definitions().pending {
            Some(pending) => end(&view.basis, pending),
            None => view.basis.changes(),
        };
        Ok(Decision { outcome: (), changes })
    })
}

/// A change is no longer in progress.
fn end(basis: &Basis<'_>, pending: &PendingChange) -> ChangeSet {
    basis
        .changes()
        .delete(Key::PendingChange, Expected::Version(pending.version()))
        .delete(Key::ChangeProgress, Expected::Any)
}

/// Makes definitions what they are to be.
fn define(basis: &Basis<'_>, plan: &ChangePlan, changes: ChangeSet) -> ChangeSet {
    let mut changes = changes;
    let current = &basis.definitions.attributes;
    for next in plan.puts() {
        let before = current.get(next.code());
        let expected =
            before.map_or(Expected::Absent, |before| Expected::Version(before.version()));
        changes = changes
            .put(Record::Attribute(Box::new(next.clone())), expected)
            .event(event(basis, before, next));
    }
    for code in plan.purges() {
        let expected =
            current.get(code).map_or(Expected::Any, |before| Expected::Version(before.version()));
        let purged = basis.event(EventKind::AttributePurged, Subject::Attribute(*code));
        changes = changes.delete(Key::Attribute(*code), expected).event(purged);
    }
    changes
}

fn event(
    basis: &Basis<'_>,
    before: Option<&AttributeDefinition>,
    next: &AttributeDefinition,
) -> NewEvent {
    let kind = match before.map(|before| (before.is_deleted(), next.is_deleted())) {
        None => EventKind::AttributeDefined,
        Some((false, true)) => EventKind::AttributeDeleted,
        Some((true, false)) => EventKind::AttributeRestored,
        Some(_) => EventKind::AttributeUpdated,
    };
    basis.event(kind, Subject::Attribute(*next.code()))
}

impl ChangeProgress {
    fn take_in(&mut self, customer: CustomerId, outcome: &Outcome) {
        self.customers = self.customers.saturating_add(1);
        if outcome.verdict == Verdict::Changed {
            self.changed = self.changed.saturating_add(1);
        }
        self.tally.look_at(customer, outcome.breaches.iter().copied());
    }
}
