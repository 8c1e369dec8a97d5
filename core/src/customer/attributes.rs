//! The attributes that a draft or a patch of a customer brings.

use crate::actor::Role;
use crate::attribute::ValidAttributes;
use crate::attribute::{
    AttributeChanges, AttributeRules, AttributeValue, Context, Input, Occasion,
};
use crate::patch::Patch;
use crate::text::Line;
use crate::time::Date;
use crate::violation::{Checks, FieldError, Violations};

/// Where attributes stand among the fields of a customer.
const PATH: &str = "attributes";

/// Values of attributes in the forms in which a caller has given them.
#[derive(Clone, Default)]
pub(super) struct GivenAttributes {
    changes: AttributeChanges,
    json: Vec<String>,
    form: Vec<(String, String)>,
    context: Option<Context>,
    correction_reason: Option<String>,
}

/// By what attributes are judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AttributeJudge<'a> {
    pub(crate) rules: &'a AttributeRules,
    pub(crate) role: Role,
    pub(crate) today: Date,
}

impl GivenAttributes {
    pub(super) fn set(
        &mut self,
        code: impl Into<Box<str>>,
        value: impl Into<Patch<AttributeValue>>,
    ) {
        self.changes = std::mem::take(&mut self.changes).set(code, value);
    }

    pub(super) fn set_json(&mut self, text: String) {
        self.json.push(text);
    }

    pub(super) fn set_form<N: Into<String>, V: Into<String>>(
        &mut self,
        fields: impl IntoIterator<Item = (N, V)>,
    ) {
        self.form.extend(fields.into_iter().map(|(name, value)| (name.into(), value.into())));
    }

    pub(super) fn in_context(&mut self, context: Context) {
        self.context = Some(context);
    }

    pub(super) fn correct(&mut self, reason: String) {
        self.correction_reason = Some(reason);
    }

    pub(super) fn corrects(&self) -> bool {
        self.correction_reason.is_some()
    }

    /// The reason of a correction, on one line of at most 200 characters. A correction without one
    /// is refused.
    pub(super) fn reason(&self, checks: &mut Checks) -> Option<Line<200>> {
        let raw = self.correction_reason.as_deref()?;
        checks.required("correction_reason", Some(raw), Line::parse)
    }

    /// Writes the values into `held`: those of an account that exists, or none of a new one.
    pub(super) fn apply(
        &self,
        judge: AttributeJudge<'_>,
        previous: Option<&ValidAttributes>,
        held: &mut ValidAttributes,
        checks: &mut Checks,
    ) {
        if judge.role == Role::Shopper && self.corrects() {
            checks.reject("correction_reason", &FieldError::NotForShoppers);
        }
        if previous.is_some() && self.is_empty() {
            return;
        }
        let context = self.context.unwrap_or(Context::of(judge.role));
        let mut occasion = Occasion::new(judge.role, context, judge.today);
        if self.corrects() {
            occasion = occasion.correcting();
        }
        match self.judged(judge.rules, occasion, previous) {
            Ok(valid) => *held = valid,
            Err(violations) => checks.absorb(PATH, violations),
        }
    }

    fn judged(
        &self,
        rules: &AttributeRules,
        occasion: Occasion,
        previous: Option<&ValidAttributes>,
    ) -> Result<ValidAttributes, Violations> {
        let form: Vec<(&str, &str)> =
            self.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let json = self.json.iter().map(|text| Input::json(text));
        let inputs: Vec<Input<'_>> =
            json.chain([Input::form(&form), Input::from(&self.changes)]).collect();
        rules.validate(&inputs, occasion, previous)
    }

    fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.json.is_empty() && self.form.is_empty()
    }
}

/// The methods by which drafts and patches of customers are given attributes.
macro_rules! attribute_fields {
    ($draft:ty) => {
        impl $draft {
            /// Sets an attribute by its code; [`Patch::Clear`](crate::patch::Patch::Clear) clears it.
            #[must_use]
            pub fn attribute(
                mut self,
                code: impl Into<Box<str>>,
                value: impl Into<$crate::patch::Patch<$crate::attribute::AttributeValue>>,
            ) -> Self {
                self.attributes.set(code, value);
                self
            }

            /// Sets attributes out of a JSON object, as [`Input::json`] reads it.
            ///
            /// [`Input::json`]: crate::attribute::Input::json
            #[must_use]
            pub fn attributes_json(mut self, text: impl Into<String>) -> Self {
                self.attributes.set_json(text.into());
                self
            }

            /// Sets attributes out of the fields of a form, as [`Input::form`] reads them.
            ///
            /// [`Input::form`]: crate::attribute::Input::form
            #[must_use]
            pub fn attributes_form<N: Into<String>, V: Into<String>>(
                mut self,
                fields: impl IntoIterator<Item = (N, V)>,
            ) -> Self {
                self.attributes.set_form(fields);
                self
            }

            /// The occasion, which decides what is required. When nothing is said it is that of the
            /// actor: `admin`, `import`, and `profile` for a shopper.
            #[must_use]
            pub fn context(mut self, context: $crate::attribute::Context) -> Self {
                self.attributes.in_context(context);
                self
            }
        }
    };
}

pub(super) use attribute_fields;
