//! Where documents of values come from.

mod form;
mod json;
mod members;
mod own;
mod tree;

use super::Document;
use crate::attribute::{AttributeChanges, AttributeValues};

pub use members::{GivenValue, Members, Receiver};
pub(super) use own::{literal, of_literal};

/// A document of values, in any of the forms in which they come.
///
/// ```
/// use patronage::attribute::{AttributeChanges, AttributeValues, Input};
///
/// let text = Input::json(r#"{"children": 2}"#);
/// let form = Input::form(&[("children", "2"), ("preference", "email")]);
/// let tree = serde_json::json!({"children": 2});
/// let tree = Input::from(&tree);
/// let own = AttributeValues::new();
/// let own = Input::from(&own);
/// let changes = AttributeChanges::new().set("children", 2);
/// let changes = Input::from(&changes);
/// # let _ = (text, form, tree, own, changes);
/// ```
///
/// In JSON, texts and dates are strings, yes and no are `true` and `false`, several choices are an
/// array, and numbers are numbers or strings; they count by their digits and are never rounded.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i>(Source<'i>);

#[derive(Debug, Clone, Copy)]
enum Source<'i> {
    Json(&'i str),
    Tree(&'i serde_json::Value),
    Values(&'i AttributeValues),
    Changes(&'i AttributeChanges),
    Form(&'i [(&'i str, &'i str)]),
    Members(&'i dyn Members),
}

impl<'i> Input<'i> {
    /// JSON text: an object of values by code. It is checked while it is read.
    pub fn json(text: &'i str) -> Self {
        Self(Source::Json(text))
    }

    /// The fields of a form, as a browser sends them: everything is text. A field that is sent
    /// several times has several choices; `true`, `on` and `yes` are yes, `false`, `off` and `no`
    /// are no; an empty field has no value. A box that is not ticked sends nothing, and what is not
    /// sent stays as it is: a form that means no says so.
    pub fn form(fields: &'i [(&'i str, &'i str)]) -> Self {
        Self(Source::Form(fields))
    }

    /// Members that a host keeps in types of its own: see [`Members`].
    pub fn members(members: &'i dyn Members) -> Self {
        Self(Source::Members(members))
    }

    #[expect(clippy::inline_always, reason = "callers know the source, and link no other one")]
    #[inline(always)]
    pub(in crate::attribute) fn read(self, document: &mut Document<'_>) {
        match self.0 {
            Source::Json(text) => json::read(text, document),
            Source::Tree(tree) => tree::read(tree, document),
            Source::Values(values) => own::read(values, document),
            Source::Changes(changes) => own::read_changes(changes, document),
            Source::Form(fields) => form::read(fields, document),
            Source::Members(members) => members::read(members, document),
        }
    }
}

impl<'i> From<&'i serde_json::Value> for Input<'i> {
    fn from(tree: &'i serde_json::Value) -> Self {
        Self(Source::Tree(tree))
    }
}

impl<'i> From<&'i AttributeValues> for Input<'i> {
    fn from(values: &'i AttributeValues) -> Self {
        Self(Source::Values(values))
    }
}

impl<'i> From<&'i AttributeChanges> for Input<'i> {
    fn from(changes: &'i AttributeChanges) -> Self {
        Self(Source::Changes(changes))
    }
}
