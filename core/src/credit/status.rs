//! How an account stands at a moment.

use serde::{Deserialize, Serialize};

use super::account::CreditAccount;
use super::book::Book;
use super::error::CreditError;
use super::figures::Figures;
use super::position::{CreditPosition, PositionState, Shelf};
use super::preview::CreditPreview;
use super::purchase_orders::{PaymentTerm, PurchaseOrders};
use crate::code::SiteCode;
use crate::money::{Minor, Money};
use crate::time::{Date, Timestamp};

/// How a credit account stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditStatus {
    #[serde(with = "super::account::with_version")]
    account: CreditAccount,
    figures: Figures,
    at: Timestamp,
    refusal: Option<CreditError>,
}

impl CreditStatus {
    /// How the account of `book` stands; reservations that have run out hold nothing, whether or not
    /// that was recorded.
    pub(crate) fn of<B: Book>(
        book: &B,
        account: CreditAccount,
        at: Timestamp,
        today: Date,
    ) -> Result<Self, B::Error> {
        let mut sums = account.sums;
        if account.next_expiry.is_some_and(|first| first <= at) {
            let run_out = run_out(book, at)?;
            sums.reserved = sums.reserved.minus(run_out).map_err(CreditError::from)?;
        }
        let figures = Figures::new(account.currency(), sums).map_err(CreditError::from)?;
        let oldest = match account.hold_when_overdue {
            Some(_) => book.shelf(Shelf::OpenItems, None)?.into_iter().next(),
            None => None,
        };
        let oldest = oldest.and_then(|position| match position.state {
            PositionState::Item(item) => Some((position.number, item.due)),
            _ => None,
        });
        let refusal = account.check_standing(today, oldest).err();
        Ok(Self { account, figures, at, refusal })
    }

    /// The account.
    pub fn account(&self) -> &CreditAccount {
        &self.account
    }

    /// The moment.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// All figures.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// What may be owed and promised, apart from the overdraft.
    pub fn limit(&self) -> Money {
        self.figures.limit()
    }

    /// What the customer owes; below zero when the customer has paid more than that.
    pub fn outstanding(&self) -> Money {
        self.figures.outstanding()
    }

    /// What is promised to orders and not yet owed.
    pub fn reserved(&self) -> Money {
        self.figures.reserved()
    }

    /// `limit − outstanding − reserved`.
    pub fn available(&self) -> Money {
        self.figures.available()
    }

    /// `available + overdraft`: what the next order may cost.
    pub fn total_available(&self) -> Money {
        self.figures.total_available()
    }

    /// Why new orders are refused, whatever they cost; `None` when they are taken.
    pub fn refusal(&self) -> Option<&CreditError> {
        self.refusal.as_ref()
    }

    /// What the account can pay of an order on a site.
    pub fn offer(
        &self,
        site: &SiteCode,
        settings: &PurchaseOrders,
        order_total: Money,
    ) -> Result<CreditOffer, CreditError> {
        self.preview(site, settings).offer(order_total)
    }

    /// What a page of a site needs to say what an order would mean.
    pub fn preview(&self, site: &SiteCode, settings: &PurchaseOrders) -> CreditPreview {
        CreditPreview::of(self, *site, settings)
    }
}

/// What a credit account can pay of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditOffer {
    amount: Money,
    split: bool,
    terms: Vec<PaymentTerm>,
    withheld: Option<CreditError>,
}

impl CreditOffer {
    pub(super) fn of_the_whole(amount: Money, terms: Vec<PaymentTerm>) -> Self {
        Self { amount, split: false, terms, withheld: None }
    }

    pub(super) fn of_a_part(amount: Money, terms: Vec<PaymentTerm>) -> Self {
        Self { amount, split: true, terms, withheld: None }
    }

    pub(super) fn of_nothing(why: CreditError, nothing: Money, terms: Vec<PaymentTerm>) -> Self {
        Self { amount: nothing, split: false, terms, withheld: Some(why) }
    }

    /// What it can pay; zero when nothing is offered.
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// Whether the order costs more, so that something else has to pay the rest.
    pub fn split(&self) -> bool {
        self.split
    }

    /// The payment terms to choose from. A single one need not be named.
    pub fn terms(&self) -> &[PaymentTerm] {
        &self.terms
    }

    /// Why nothing is offered; `None` when something is.
    pub fn withheld(&self) -> Option<&CreditError> {
        self.withheld.as_ref()
    }
}

/// What the reservations hold that have run out and are not recorded as such.
fn run_out<B: Book>(book: &B, at: Timestamp) -> Result<Minor, B::Error> {
    let mut sum = Minor::ZERO;
    let mut behind = None;
    loop {
        let read = book.shelf(Shelf::Reservations, behind)?;
        for position in &read {
            match &position.state {
                PositionState::Reservation(reservation) if reservation.is_expired_at(at) => {
                    sum = sum.plus(reservation.left).map_err(CreditError::from)?;
                }
                _ => return Ok(sum),
            }
        }
        let Some((_, place)) = read.last().and_then(CreditPosition::place) else {
            return Ok(sum);
        };
        behind = Some(place);
    }
}
