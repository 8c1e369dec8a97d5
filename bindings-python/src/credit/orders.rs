//! Orders by purchase order, from the offer to the last capture.

use patronage::credit::{NewCapture, NewExtension, NewPurchase, NewRelease};
use patronage::directory::CreditOf;
use patronage::money::Amount;
use patronage::patch::Patch;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::Credit;
use super::entry::CreditEntry;
use super::preview::CreditPreview;
use super::request::{self, finished, of, of_currency, with};
use super::status::CreditOffer;
use crate::argument::{self, Fields};
use crate::batch::all_of;
use crate::error::Outcome;

fn purchase(amount: Amount, fields: &mut Fields<'_>) -> NewPurchase {
    let site = fields.text("site").unwrap_or_default();
    let mut purchase = NewPurchase::new(amount, site, fields.text("key").unwrap_or_default());
    purchase = with(purchase, fields.given_text("order"), NewPurchase::order);
    purchase = with(purchase, fields.given_text("purchase_order"), NewPurchase::purchase_order);
    purchase = with(purchase, fields.given_text("term"), NewPurchase::term);
    purchase = with(purchase, fields.given_text("override_limit"), NewPurchase::override_limit);
    for (code, value) in fields.value("fields", request::texts).unwrap_or_default() {
        purchase = purchase.field(code, value);
    }
    purchase
}

/// One of many charges, each of which says whose it is.
fn one_of_many(mut fields: Fields<'_>) -> Outcome<(CreditOf, NewPurchase)> {
    let customer = fields.customer("customer");
    let customer = customer.map(|customer| of_currency(CreditOf::new(customer), &mut fields));
    let amount = fields.required("amount", argument::amount);
    let purchase = amount.map(|amount| purchase(amount, &mut fields));
    finished(fields, customer.zip(purchase))
}

#[pymethods]
impl Credit {
    #[pyo3(signature = (customer, **fields))]
    fn offer(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditOffer> {
        let (of, mut fields) = of(customer, fields)?;
        let site = fields.text("site").unwrap_or_default();
        let total = fields.required("order_total", argument::amount);
        let total = finished(fields, total)?;
        self.run(py, |credit| credit.offer(of, site, total)).map(CreditOffer)
    }

    #[pyo3(signature = (customer, **fields))]
    fn preview(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditPreview> {
        let (of, mut fields) = of(customer, fields)?;
        let site = fields.text("site");
        let site = finished(fields, site)?;
        self.run(py, |credit| credit.preview(of, site)).map(CreditPreview)
    }

    #[pyo3(signature = (customer, amount, **fields))]
    fn reserve(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let amount = argument::read(amount, "amount", argument::amount)?;
        let purchase = purchase(amount, &mut fields);
        let expires_at = fields.moment("expires_at");
        fields.finish()?;
        self.entry(py, |credit| credit.reserve(of, purchase, expires_at))
    }

    #[pyo3(signature = (customer, amount, **fields))]
    fn charge(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let amount = argument::read(amount, "amount", argument::amount)?;
        let purchase = purchase(amount, &mut fields);
        fields.finish()?;
        self.entry(py, |credit| credit.charge(of, purchase))
    }

    fn charge_all<'py>(
        &self,
        py: Python<'py>,
        charges: &Bound<'py, PyAny>,
    ) -> Outcome<Bound<'py, PyList>> {
        let run = |charges| self.run(py, |credit| Ok(credit.charge_all(charges)));
        let shown = |entry| Ok(Bound::new(py, CreditEntry(entry))?.into_any());
        all_of(py, charges, "charges", one_of_many, run, shown)
    }

    #[pyo3(signature = (customer, **fields))]
    fn extend(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let reservation = fields.required("reservation", request::entry);
        // None is for ever, which nobody means by leaving it out.
        let expires_at = match fields.take("expires_at", argument::moment) {
            Patch::Set(expires_at) => Some(Some(expires_at)),
            Patch::Clear => Some(None),
            Patch::Keep => fields.required("expires_at", argument::moment).map(Some),
        };
        let key = fields.given_text("key");
        let (reservation, expires_at) = finished(fields, reservation.zip(expires_at))?;
        let extension = with(NewExtension::new(reservation, expires_at), key, NewExtension::key);
        self.entry(py, |credit| credit.extend(of, extension))
    }

    #[pyo3(signature = (customer, **fields))]
    fn capture(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let reservation = fields.required("reservation", request::entry);
        let amount = fields.required("amount", argument::amount);
        let key = fields.text("key").unwrap_or_default();
        let is_final = fields.flag("final").unwrap_or_default();
        let (reservation, amount) = finished(fields, reservation.zip(amount))?;
        let capture = NewCapture::new(reservation, amount, key).is_final(is_final);
        self.entry(py, |credit| credit.capture(of, capture))
    }

    #[pyo3(signature = (customer, **fields))]
    fn release(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let reservation = fields.required("reservation", request::entry);
        let (amount, key) = (fields.amount("amount"), fields.given_text("key"));
        let mut release = NewRelease::new(finished(fields, reservation)?);
        release = with(release, amount, NewRelease::amount);
        release = with(release, key, NewRelease::key);
        self.entry(py, |credit| credit.release(of, release))
    }
}
