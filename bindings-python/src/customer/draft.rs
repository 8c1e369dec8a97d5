//! Drafts and patches of customers, out of what Python gives by name.

use patronage::customer::{AccountKind, CustomerPatch, NewCustomer};

use crate::address;
use crate::argument::Fields;
use crate::error::Outcome;

/// Takes the fields that drafts and patches of profiles have alike.
macro_rules! take_profile {
    ($fields:ident, $draft:ident, $take:ident, [$($name:ident),+]) => {
        $(
            if let Some(value) = $fields.$take(stringify!($name)) {
                $draft = $draft.$name(value);
            }
        )+
        if let Some(accepts) = $fields.flag("accepts_marketing") {
            $draft = $draft.accepts_marketing(accepts);
        }
        if let Some(exempt) = $fields.flag("tax_exempt") {
            $draft = $draft.tax_exempt(exempt);
        }
        if let Some(login_name) = $fields.text("login_name") {
            $draft = $draft.login_name(login_name);
        }
        if let Some(attributes) = $fields.object("attributes") {
            $draft = $draft.attributes_json(attributes);
        }
        if let Some(context) = $fields.word("context") {
            $draft = $draft.context(context);
        }
    };
}

/// A draft of a customer.
pub(crate) fn draft(mut fields: Fields<'_>) -> Outcome<NewCustomer> {
    let kind = fields.word("kind").unwrap_or(AccountKind::Registered);
    let mut draft = NewCustomer::new(kind);
    take_profile!(
        fields,
        draft,
        given_text,
        [
            email,
            first_name,
            middle_name,
            last_name,
            company,
            phone,
            work_phone,
            mobile_phone,
            fax,
            country,
            language,
            tax_id,
            external_id
        ]
    );
    if let Some(site) = fields.given_text("site") {
        draft = draft.site(site);
    }
    if let Some(set) = fields.given_text("customer_set") {
        draft = draft.customer_set(set);
    }
    if let Some(active) = fields.flag("active") {
        draft = draft.active(active);
    }
    if fields.flag("pending_approval") == Some(true) {
        draft = draft.pending_approval();
    }
    if let Some(since) = fields.moment("customer_since") {
        draft = draft.customer_since(since);
    }
    for mut part in fields.parts("addresses").into_iter().flatten() {
        draft = draft.address(address::draft(&mut part));
        fields.absorb(part);
    }
    fields.finish().map(|()| draft)
}

/// A change, out of the fields that are left.
pub(crate) fn patch(mut fields: Fields<'_>) -> Outcome<CustomerPatch> {
    let mut patch = CustomerPatch::new();
    take_profile!(
        fields,
        patch,
        changed_text,
        [
            email,
            first_name,
            middle_name,
            last_name,
            company,
            phone,
            work_phone,
            mobile_phone,
            fax,
            country,
            language,
            tax_id,
            external_id
        ]
    );
    if let Some(reason) = fields.given_text("correction_reason") {
        patch = patch.correction_reason(reason);
    }
    fields.finish().map(|()| patch)
}
