//! The definitions of attributes, of a directory in use.

mod change;
mod scan;

pub use change::{ChangeRun, ChangeStep};

use super::error::Error;
use super::session::Session;
use super::view::View;
use crate::attribute::{
    AttributeDefinition, AttributeError, AttributePatch, Deletion, DryRun, NewAttribute,
    OnViolation, PendingChange, Schema, SchemaChange,
};

/// The definitions of attributes, of a directory in use.
///
/// ```
/// use patronage::Directory;
/// use patronage::attribute::{AttributePatch, NewAttribute, OnViolation, SchemaChange};
/// use patronage::customer::NewCustomer;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
/// let attributes = admin.attributes();
/// attributes.define(NewAttribute::text_box("vat-id", "VAT id").filterable())?;
///
/// let acme = NewCustomer::registered("mystic-sports", "acme@example.com").attribute("vat-id", "DE1");
/// let acme = admin.customers().create(acme)?;
/// assert_eq!(acme.attributes().get("vat-id").and_then(|value| value.as_text()), Some("DE1"));
///
/// // What would a stricter rule find?
/// let stricter = SchemaChange::new().update("vat-id", AttributePatch::new().min_length(8));
/// let found = attributes.dry_run(&stricter)?;
/// assert_eq!(found.findings()[0].code(), "attribute.too_short");
/// assert_eq!(found.findings()[0].samples(), [acme.id()]);
/// let refused = attributes.apply(stricter.clone(), OnViolation::Refuse).unwrap_err();
/// assert_eq!(refused.code(), "attribute.change_violated");
///
/// // What is held stays valid; what is newly given has to be longer.
/// attributes.apply(stricter, OnViolation::Grandfather)?;
/// let patch = |code: &str, value: &str| {
///     patronage::customer::CustomerPatch::new().attribute(code, value)
/// };
/// let customers = admin.customers();
/// assert!(customers.update(acme.id(), patch("vat-id", "DE1"), acme.version()).is_ok());
/// let refused = customers.update(acme.id(), patch("vat-id", "DE2"), acme.version()).unwrap_err();
/// assert_eq!(refused.violations().unwrap().codes(), ["attribute.too_short"]);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Attributes {
    session: Session,
}

impl Attributes {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// The definitions that the actor sees, compiled: to render a form from and to check values by.
    pub fn schema(&self) -> Result<Schema, Error> {
        self.session.read(|view| Ok(schema(view)))
    }

    /// The definition of this code; `attribute.not_defined` when there is none.
    pub fn get(&self, code: impl AsRef<str>) -> Result<AttributeDefinition, Error> {
        let code = code.as_ref();
        let found = self.schema()?.get(code).cloned();
        Ok(found.ok_or_else(|| AttributeError::NotDefined { code: code.to_owned() })?)
    }

    /// Attributes that were deleted and keep their values, hidden: they can be restored or purged.
    pub fn deleted(&self) -> Result<Vec<AttributeDefinition>, Error> {
        self.session.read(|view| {
            let all = view.definitions().attributes.values();
            Ok(all.filter(|known| known.is_deleted()).cloned().collect())
        })
    }

    /// Defines an attribute. Every mistake of the draft is reported at once.
    ///
    /// A code that is not given is made from the label; one that is taken gets a number.
    pub fn define(&self, draft: NewAttribute) -> Result<AttributeDefinition, Error> {
        let run = self.begin(SchemaChange::new().define(draft), OnViolation::Grandfather)?;
        // An attribute that is new has no values to look at.
        let defined = run.defined().and_then(<[_]>::first).cloned();
        defined.ok_or_else(|| AttributeError::NoChangeInProgress.into())
    }

    /// Changes a definition. Values that are held and that it would refuse stay
    /// ([`OnViolation::Grandfather`]); [`apply`](Self::apply) has the other ways.
    pub fn update(
        &self,
        code: impl AsRef<str>,
        patch: AttributePatch,
    ) -> Result<AttributeDefinition, Error> {
        let code = code.as_ref();
        self.change_one(code, SchemaChange::new().update(code, patch))
    }

    /// Deletes an attribute, and keeps its values hidden or purges them.
    pub fn delete(&self, code: impl AsRef<str>, deletion: Deletion) -> Result<(), Error> {
        let change = SchemaChange::new().delete(code.as_ref(), deletion);
        self.apply(change, OnViolation::Grandfather).map(drop)
    }

    /// Takes back that an attribute was deleted and its values kept.
    pub fn restore(&self, code: impl AsRef<str>) -> Result<AttributeDefinition, Error> {
        let code = code.as_ref();
        self.change_one(code, SchemaChange::new().restore(code))
    }

    /// The definitions that the actor sees, as JSON text for a file or a browser: see
    /// [`Schema::to_json`].
    pub fn export(&self) -> Result<String, Error> {
        let role = self.session.actor.role();
        Ok(self.schema()?.to_json(role))
    }

    /// Checks a change over the definitions that there are. No customer is looked at: that is for
    /// [`dry_run`](Self::dry_run).
    ///
    /// ```
    /// use patronage::Directory;
    /// use patronage::attribute::{NewAttribute, SchemaChange};
    /// use patronage::store::MemoryStore;
    ///
    /// let directory = Directory::open(MemoryStore::new())?;
    /// let attributes = directory.as_admin("jane@shop.example").attributes();
    /// attributes.define(NewAttribute::text_box("born", "Born"))?;
    ///
    /// let file = r#"[{"code": "born", "label": "Born", "input": "date"}]"#;
    /// let refused = attributes.check(&SchemaChange::from_json(file).unwrap()).unwrap_err();
    /// assert!(refused.violations().unwrap().codes().contains(&"definition.fixed"));
    /// # Ok::<(), patronage::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake of the change.
    pub fn check(&self, change: &SchemaChange) -> Result<(), Error> {
        scan::plan(&self.session, change).map(drop)
    }

    /// What a change would find among the customers: how many hold what it refuses, by rule, and
    /// some of them. Nothing is written.
    pub fn dry_run(&self, change: &SchemaChange) -> Result<DryRun, Error> {
        self.dry_run_with(change, |_| {})
    }

    /// As [`dry_run`](Self::dry_run), and tells on the way how far it has come.
    pub fn dry_run_with(
        &self,
        change: &SchemaChange,
        progress: impl FnMut(ChangeStep),
    ) -> Result<DryRun, Error> {
        scan::dry_run(&self.session, change, progress)
    }

    /// Makes a change: at once where only definitions are concerned, else customer by customer.
    /// Answers what was found among the customers who were looked at.
    ///
    /// # Errors
    ///
    /// Every mistake of the definitions; `attribute.change_violated` with counts and samples where
    /// customers hold what it refuses and nothing may be taken away;
    /// `attribute.change_in_progress` while another change is.
    pub fn apply(&self, change: SchemaChange, on_violation: OnViolation) -> Result<DryRun, Error> {
        let mut run = self.begin(change, on_violation)?;
        while run.step()?.is_some() {}
        run.finish()
    }

    /// Begins a change that is made step by step: see [`ChangeRun`].
    pub fn begin(
        &self,
        change: SchemaChange,
        on_violation: OnViolation,
    ) -> Result<ChangeRun, Error> {
        ChangeRun::begin(&self.session, &change, on_violation)
    }

    /// The change that is in progress, to be shown: `None` when none is.
    pub fn in_progress(&self) -> Result<Option<PendingChange>, Error> {
        self.session.read(|view| {
            view.basis.check_may_change("attributes")?;
            Ok(view.definitions().pending.clone())
        })
    }

    /// The change that is in progress, to go on with it: `None` when none is.
    pub fn resume(&self) -> Result<Option<ChangeRun>, Error> {
        ChangeRun::resume(&self.session)
    }

    /// Makes a change of one definition, and gives what it is then.
    fn change_one(&self, code: &str, change: SchemaChange) -> Result<AttributeDefinition, Error> {
        let run = self.begin(change, OnViolation::Grandfather)?;
        if let Some([defined]) = run.defined() {
            return Ok(defined.clone());
        }
        run.finish()?;
        self.get(code)
    }
}

fn schema(view: &View<'_>) -> Schema {
    view.definitions().rules.present.seen_by(view.basis.session.actor.role())
}
