//! What is done with credit.

use super::{Credit, CreditOf, check_reach, command, decided, site_violation};
use crate::actor::{Role, Sets};
use crate::credit::{
    CreditCommand, CreditDraft, CreditEntry, Decided, NewAdjustment, NewCapture, NewCreditNote,
    NewCreditPayment, NewExtension, NewPaymentReversal, NewPurchase, NewRefund, NewRelease,
    NewVoid, PurchaseKind,
};
use crate::directory::error::Error;
use crate::directory::session::Decision;
use crate::directory::view::{Basis, View};
use crate::store::unexpected;
use crate::time::Timestamp;

impl Credit {
    /// Promises an amount to an order, until it is captured, released or, where `expires_at` is a
    /// moment, runs out.
    ///
    /// Like [`charge`](Self::charge) it is refused for more than what is available
    /// (`credit.limit_exceeded`), for an account that takes no new orders (`credit.disabled`,
    /// `credit.on_hold`), for a site that takes no purchase orders (`credit.site_not_enabled`), for
    /// a payment term that the customer does not have (`credit.no_term`, `credit.term_required`,
    /// `credit.term_not_granted`), and without the purchase-order number and the fields that the
    /// site asks for (`input.invalid`).
    pub fn reserve(
        &self,
        of: impl Into<CreditOf>,
        purchase: NewPurchase,
        expires_at: Option<Timestamp>,
    ) -> Result<CreditEntry, Error> {
        self.purchase(&of.into(), &purchase, PurchaseKind::Reservation { expires_at })
    }

    /// Charges an order: it is owed at once, and due as its payment term says.
    pub fn charge(
        &self,
        of: impl Into<CreditOf>,
        purchase: NewPurchase,
    ) -> Result<CreditEntry, Error> {
        self.purchase(&of.into(), &purchase, PurchaseKind::Charge)
    }

    /// Charges many orders, each by itself: one answer each, in their order. They are committed
    /// together, so that a store can make all of them durable by one flush.
    pub fn charge_all(
        &self,
        purchases: Vec<(CreditOf, NewPurchase)>,
    ) -> Vec<Result<CreditEntry, Error>> {
        let decide = |view: &View<'_>, (of, purchase): &(CreditOf, NewPurchase)| {
            check_reach(view, of.customer)?;
            let command = purchase_command(&view.basis, of, purchase, PurchaseKind::Charge)?;
            Ok(Decision { outcome: (), changes: view.basis.changes().credit(command) })
        };
        let charged = self.session.transact_all(&purchases, decide);
        charged.into_iter().map(|charged| answer(decided(charged?.1)?)).collect()
    }

    fn purchase(
        &self,
        of: &CreditOf,
        purchase: &NewPurchase,
        kind: PurchaseKind,
    ) -> Result<CreditEntry, Error> {
        let command = |basis: &Basis<'_>| purchase_command(basis, of, purchase, kind);
        let decided = if *self.session.actor.sets() == Sets::All {
            // The site names the currency, so nothing has to be read before the commit.
            let committed = self.session.transact_unread(|basis| {
                Ok(Decision { outcome: (), changes: basis.changes().credit(command(basis)?) })
            });
            decided(committed?.1)
        } else {
            self.decide(|view| {
                check_reach(view, of.customer)?;
                command(&view.basis)
            })
        };
        answer(decided?)
    }

    /// Gives a reservation another moment of expiry.
    pub fn extend(
        &self,
        of: impl Into<CreditOf>,
        extension: NewExtension,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &extension)
    }

    /// Makes an amount of a reservation owed, up to what is left of it. It is never refused for the
    /// limit, nor for an account that takes no new orders.
    ///
    /// A request is the same by its reservation and amount: one whose key was used is answered with
    /// the entry of then, also where that says something else about [`NewCapture::is_final`].
    pub fn capture(
        &self,
        of: impl Into<CreditOf>,
        capture: NewCapture,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &capture)
    }

    /// Gives up a reservation, wholly or in part.
    pub fn release(
        &self,
        of: impl Into<CreditOf>,
        release: NewRelease,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &release)
    }

    /// Takes a payment. More than what is owed is refused (`credit.overpayment`) unless the payment
    /// or the account keeps the surplus.
    pub fn pay(
        &self,
        of: impl Into<CreditOf>,
        payment: NewCreditPayment,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &payment)
    }

    /// Lowers what an item is worth. Money that comes free goes to the oldest open item.
    pub fn credit_note(
        &self,
        of: impl Into<CreditOf>,
        note: NewCreditNote,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &note)
    }

    /// Makes an item owed no longer: a credit note of all that it is still worth, once.
    pub fn void(&self, of: impl Into<CreditOf>, void: NewVoid) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &void)
    }

    /// Takes a payment back that did not come about. What it paid is open again, due when it was due
    /// before.
    pub fn reverse_payment(
        &self,
        of: impl Into<CreditOf>,
        reversal: NewPaymentReversal,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &reversal)
    }

    /// Records that money was sent back, at most the unapplied credit.
    pub fn refund(&self, of: impl Into<CreditOf>, refund: NewRefund) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &refund)
    }

    /// Puts right what is owed, up or down, for a reason.
    pub fn adjust(
        &self,
        of: impl Into<CreditOf>,
        adjustment: NewAdjustment,
    ) -> Result<CreditEntry, Error> {
        self.record(&of.into(), &adjustment)
    }

    fn record(&self, of: &CreditOf, draft: &impl CreditDraft) -> Result<CreditEntry, Error> {
        answer(self.carry_out(of, draft)?)
    }
}

/// Each of these operations is answered by an entry.
fn answer(decided: Decided) -> Result<CreditEntry, Error> {
    Ok(decided.into_answer().ok_or_else(|| unexpected("the entry of an operation"))?)
}

/// The command for an order on a site in reach.
fn purchase_command(
    basis: &Basis<'_>,
    of: &CreditOf,
    purchase: &NewPurchase,
    kind: PurchaseKind,
) -> Result<CreditCommand, Error> {
    if purchase.overrides() && basis.session.actor.role() != Role::Admin {
        return Err(Error::NotPermitted { what: "what is available on credit" });
    }
    let site = basis.site(&purchase.site).map_err(|error| site_violation(&error))?;
    let named = of.named(Some(&purchase.amount), Some(site.currency()))?;
    let currency = named.unwrap_or(site.currency());
    let request = purchase.parse((*site.code(), site.purchase_orders()), currency, kind)?;
    command(basis, of.customer, currency, request)
}
