//! Money that comes in, goes out, or is owed no longer.

use patronage::credit::{
    NewAdjustment, NewCreditNote, NewCreditPayment, NewPaymentReversal, NewRefund, NewVoid,
};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::Credit;
use super::entry::CreditEntry;
use super::request::{self, finished, of, with};
use crate::argument;
use crate::error::Outcome;

#[pymethods]
impl Credit {
    #[pyo3(signature = (customer, amount, **fields))]
    fn pay(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let amount = argument::read(amount, "amount", argument::amount)?;
        let mut payment = NewCreditPayment::new(amount, fields.text("key").unwrap_or_default());
        for (item, amount) in fields.value("items", request::amounts).unwrap_or_default() {
            payment = payment.item(item, amount);
        }
        payment = with(payment, fields.flag("keep_surplus"), NewCreditPayment::keep_surplus);
        payment = with(payment, fields.given_text("note"), NewCreditPayment::note);
        fields.finish()?;
        self.entry(py, |credit| credit.pay(of, payment))
    }

    #[pyo3(signature = (customer, **fields))]
    fn credit_note(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let item = fields.required("item", request::entry);
        let amount = fields.required("amount", argument::amount);
        let key = fields.text("key").unwrap_or_default();
        let note = fields.given_text("note");
        let (item, amount) = finished(fields, item.zip(amount))?;
        let draft = with(NewCreditNote::new(item, amount, key), note, NewCreditNote::note);
        self.entry(py, |credit| credit.credit_note(of, draft))
    }

    #[pyo3(signature = (customer, **fields))]
    fn void(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let item = fields.required("item", request::entry);
        let key = fields.text("key").unwrap_or_default();
        let note = fields.given_text("note");
        let draft = with(NewVoid::new(finished(fields, item)?, key), note, NewVoid::note);
        self.entry(py, |credit| credit.void(of, draft))
    }

    #[pyo3(signature = (customer, **fields))]
    fn reverse_payment(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let payment = fields.required("payment", request::entry);
        let key = fields.text("key").unwrap_or_default();
        let note = fields.given_text("note");
        let draft = NewPaymentReversal::new(finished(fields, payment)?, key);
        let draft = with(draft, note, NewPaymentReversal::note);
        self.entry(py, |credit| credit.reverse_payment(of, draft))
    }

    #[pyo3(signature = (customer, amount, **fields))]
    fn refund(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let amount = argument::read(amount, "amount", argument::amount)?;
        let draft = NewRefund::new(amount, fields.text("key").unwrap_or_default());
        let draft = with(draft, fields.given_text("note"), NewRefund::note);
        fields.finish()?;
        self.entry(py, |credit| credit.refund(of, draft))
    }

    #[pyo3(signature = (customer, amount, **fields))]
    fn adjust(
        &self,
        py: Python<'_>,
        customer: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> Outcome<CreditEntry> {
        let (of, mut fields) = of(customer, fields)?;
        let amount = argument::read(amount, "amount", argument::amount)?;
        let reason = fields.text("reason").unwrap_or_default();
        let key = fields.text("key").unwrap_or_default();
        fields.finish()?;
        let draft = NewAdjustment::new(amount, reason, key);
        self.entry(py, |credit| credit.adjust(of, draft))
    }
}
