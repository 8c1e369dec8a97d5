//! What a site says about purchase orders.

use patronage::credit::{
    CustomField as Field, NewCustomField, NewPaymentTerm, PaymentTerm as Term,
    PurchaseOrders as Kept, PurchaseOrdersPatch,
};
use pyo3::prelude::*;

use crate::argument::{self, Fields};
use crate::error::Outcome;
use crate::value::{from_json, to_json, value};

/// Whether a site takes purchase orders, on which terms, and what an order by one has to say.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct PurchaseOrders(pub(crate) Kept);

value!(
    PurchaseOrders,
    |says| if says.is_enabled() { "enabled" } else { "not enabled" },
    |kept| to_json(kept),
    |text| from_json(text)
);

#[pymethods]
impl PurchaseOrders {
    #[getter]
    fn enabled(&self) -> bool {
        self.0.is_enabled()
    }

    #[getter]
    fn split_allowed(&self) -> bool {
        self.0.is_split_allowed()
    }

    #[getter]
    fn terms(&self) -> Vec<PaymentTerm> {
        self.0.terms().iter().cloned().map(PaymentTerm).collect()
    }

    fn term(&self, code: &Bound<'_, PyAny>) -> Outcome<Option<PaymentTerm>> {
        let code = argument::read(code, "code", argument::text)?;
        Ok(self.0.term(&code).cloned().map(PaymentTerm))
    }

    #[getter]
    fn custom_fields(&self) -> Vec<CustomField> {
        self.0.custom_fields().iter().cloned().map(CustomField).collect()
    }

    #[getter]
    fn required_fields(&self) -> Vec<CustomField> {
        self.0.required_fields().cloned().map(CustomField).collect()
    }
}

/// Until when an order by purchase order is to be paid.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct PaymentTerm(pub(crate) Term);

value!(PaymentTerm, |term| term.code(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl PaymentTerm {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn description(&self) -> &str {
        self.0.description()
    }

    #[getter]
    fn net_days(&self) -> u16 {
        self.0.net_days()
    }
}

/// A field that an order by purchase order carries.
#[pyclass(frozen, module = "patronage")]
#[derive(Debug)]
pub(crate) struct CustomField(Field);

value!(CustomField, |field| field.code(), |kept| to_json(kept), |text| from_json(text));

#[pymethods]
impl CustomField {
    #[getter]
    fn code(&self) -> &str {
        self.0.code().as_str()
    }

    #[getter]
    fn label(&self) -> &str {
        self.0.label()
    }

    #[getter]
    fn required(&self) -> bool {
        self.0.is_required()
    }

    #[getter]
    fn enabled(&self) -> bool {
        self.0.is_enabled()
    }
}

pub(crate) fn patch(mut fields: Fields<'_>) -> Outcome<PurchaseOrdersPatch> {
    let mut patch = PurchaseOrdersPatch::new();
    if let Some(enabled) = fields.flag("enabled") {
        patch = patch.enabled(enabled);
    }
    if let Some(allowed) = fields.flag("split_allowed") {
        patch = patch.split_allowed(allowed);
    }
    if let Some(parts) = fields.parts("terms") {
        patch = patch.terms(drafts(&mut fields, parts, term));
    }
    if let Some(parts) = fields.parts("custom_fields") {
        patch = patch.custom_fields(drafts(&mut fields, parts, custom_field));
    }
    fields.finish().map(|()| patch)
}

fn drafts<'py, T>(
    fields: &mut Fields<'py>,
    parts: Vec<Fields<'py>>,
    read: fn(&mut Fields<'py>) -> T,
) -> Vec<T> {
    let draft = |mut part| {
        let draft = read(&mut part);
        fields.absorb(part);
        draft
    };
    parts.into_iter().map(draft).collect()
}

fn term(part: &mut Fields<'_>) -> NewPaymentTerm {
    let code = part.text("code").unwrap_or_default();
    let description = part.text("description").unwrap_or_default();
    NewPaymentTerm::new(code, description, part.required_quantity("net_days").unwrap_or_default())
}

fn custom_field(part: &mut Fields<'_>) -> NewCustomField {
    let code = part.text("code").unwrap_or_default();
    let mut field = NewCustomField::new(code, part.text("label").unwrap_or_default());
    if let Some(required) = part.flag("required") {
        field = field.required(required);
    }
    if let Some(enabled) = part.flag("enabled") {
        field = field.enabled(enabled);
    }
    field
}
