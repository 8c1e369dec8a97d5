//! Purchase orders: what an order says that is paid by one.

use std::collections::BTreeMap;

use crate::code::{CustomFieldCode, TermCode};
use crate::text::Line;
use crate::violation::Checks;

/// What a customer says who pays by purchase order: its number, by which term it will be paid, and
/// the fields that the site asks for.
///
/// A [`NewPurchase`](super::NewPurchase) has it beside what the shop says; by itself it is what
/// [`CreditPreview::check`](crate::credit::CreditPreview::check) takes.
#[derive(Debug, Clone, Default)]
pub struct NewPurchaseOrder {
    number: Option<String>,
    term: Option<String>,
    fields: Vec<(String, String)>,
}

/// A purchase order, parsed.
pub(crate) struct PurchaseOrder {
    pub(crate) number: Option<Line<64>>,
    pub(crate) term: Option<TermCode>,
    pub(crate) fields: BTreeMap<CustomFieldCode, Line<200>>,
}

impl NewPurchaseOrder {
    /// Says nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The customer's number of it, 1 to 64 characters.
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// The payment term, where the customer has several on the site.
    #[must_use]
    pub fn term(mut self, code: impl Into<String>) -> Self {
        self.term = Some(code.into());
        self
    }

    /// The value of a field that the site asks for, 1 to 200 characters.
    #[must_use]
    pub fn field(mut self, code: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((code.into(), value.into()));
        self
    }

    /// What of it says something.
    pub(crate) fn parse(&self, checks: &mut Checks) -> PurchaseOrder {
        let number = checks.optional("purchase_order", self.number.as_deref(), Line::parse);
        let term = checks.optional("term", self.term.as_deref(), TermCode::parse);
        let mut fields = BTreeMap::new();
        for (code, value) in &self.fields {
            let path = format!("fields.{code}");
            let code = checks.take(&path, CustomFieldCode::parse(code));
            // A field that is left empty is not sent.
            let value = checks.optional(&path, Some(value), Line::parse);
            fields.extend(code.zip(value));
        }
        PurchaseOrder { number, term, fields }
    }
}
