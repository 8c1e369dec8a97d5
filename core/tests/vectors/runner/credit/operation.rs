//! The steps of a case, as the directory is asked for them.

use std::time::Duration;

use patronage::Error;
use patronage::credit::{
    CreditEntry, NewAdjustment, NewCapture, NewCreditAccount, NewCreditNote, NewCreditPayment,
    NewOverdraft, NewPaymentReversal, NewPurchase, NewRefund, NewRelease, NewVoid,
};
use patronage::money::Amount;
use patronage::port::Clock;
use patronage::time::Timestamp;
use serde::Deserialize;

use super::{Account, Step};

/// What a step does: the method of the same name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Word {
    Open,
    SetLimit,
    SetOverdraft,
    Enable,
    Disable,
    Hold,
    LiftHold,
    Reserve,
    Charge,
    Capture,
    Release,
    Pay,
    CreditNote,
    Void,
    ReversePayment,
    Refund,
    Adjust,
    Advance,
}

/// Does what a step says. The answer is the entry of an operation; settings have none.
pub(super) fn carry_out(
    account: &Account,
    step: &Step,
    key: &str,
) -> Result<Option<CreditEntry>, Error> {
    let (credit, customer) = (&account.credit, account.customer);
    let key = step.key.as_deref().unwrap_or(key);
    let amount = step.amount.as_deref().unwrap_or_default();
    let reason = step.reason.as_deref().unwrap_or_default();
    let number = |name: &Option<String>| account.number_of(name.as_deref().unwrap_or_default());
    let (reservation, item) = (number(&step.reservation), number(&step.item));
    let answer = match step.word {
        Word::Open => {
            let limit = step.limit.as_deref().unwrap_or_default();
            let overdraft =
                overdraft(step.overdraft_amount.as_deref(), step.overdraft_percent.as_deref());
            let opening = NewCreditAccount::new(limit).overdraft(overdraft);
            let opening = opening.terms("shop", ["net30"]);
            return credit.open(customer, opening).map(|_| None);
        }
        Word::SetLimit => {
            let limit = step.limit.as_deref().unwrap_or_default();
            return credit.set_limit(customer, limit).map(|_| None);
        }
        Word::SetOverdraft => {
            let overdraft = overdraft(step.amount.as_deref(), step.percent.as_deref());
            return credit.set_overdraft(customer, overdraft).map(|_| None);
        }
        Word::Enable => return credit.enable(customer).map(|_| None),
        Word::Disable => return credit.disable(customer).map(|_| None),
        Word::Hold => return credit.hold(customer, reason).map(|_| None),
        Word::LiftHold => return credit.lift_hold(customer).map(|_| None),
        Word::Advance => return credit.advance().map(|_| None),
        Word::Reserve => credit.reserve(customer, purchase(step, key), expiry(account, step)),
        Word::Charge => credit.charge(customer, purchase(step, key)),
        Word::Capture => {
            let capture = NewCapture::new(reservation, amount, key);
            credit.capture(customer, capture.is_final(step.is_final))
        }
        Word::Release => {
            let release = NewRelease::new(reservation).key(key);
            credit.release(
                customer,
                match &step.amount {
                    Some(amount) => release.amount(amount.as_str()),
                    None => release,
                },
            )
        }
        Word::Pay => {
            let payment = NewCreditPayment::new(amount, key).keep_surplus(step.keep_surplus);
            let named = step.items.iter().fold(payment, |payment, (item, amount)| {
                payment.item(account.number_of(item), amount.as_str())
            });
            credit.pay(customer, named)
        }
        Word::CreditNote => credit.credit_note(customer, NewCreditNote::new(item, amount, key)),
        Word::Void => credit.void(customer, NewVoid::new(item, key)),
        Word::ReversePayment => {
            let payment = number(&step.payment);
            credit.reverse_payment(customer, NewPaymentReversal::new(payment, key))
        }
        Word::Refund => credit.refund(customer, NewRefund::new(amount, key)),
        Word::Adjust => credit.adjust(customer, NewAdjustment::new(amount, reason, key)),
    };
    answer.map(Some)
}

fn overdraft(amount: Option<&str>, percent: Option<&str>) -> NewOverdraft {
    NewOverdraft::of(amount.map(Amount::from), percent.map(ToOwned::to_owned))
}

fn purchase(step: &Step, key: &str) -> NewPurchase {
    let amount = step.amount.as_deref().unwrap_or_default();
    let purchase = NewPurchase::new(amount, "shop", key).purchase_order("PO-1");
    match &step.override_limit {
        Some(reason) => purchase.override_limit(reason),
        None => purchase,
    }
}

fn expiry(account: &Account, step: &Step) -> Option<Timestamp> {
    account.clock.now().checked_add(Duration::from_secs(step.expires_in?)).ok()
}
