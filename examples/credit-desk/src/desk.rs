//! The shop, its customer, and a clock that the story moves on.

use std::sync::Arc;

use patronage::credit::{
    CreditEntry, CreditError, Head, NewCreditAccount, NewOverdraft, NewPaymentTerm, NewPurchase,
    PurchaseOrdersPatch, Statement,
};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::CustomerId;
use patronage::port::fixed::FixedClock;
use patronage::site::NewSite;
use patronage::store::StoreError;
use patronage::time::TimeError;
use patronage::{Directory, Error};
use patronage_sqlite::SqliteStore;

const SITE: &str = "alpine-supply";

/// Why the story cannot be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The directory.
    #[error(transparent)]
    Directory(#[from] Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A moment of the story.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Something was taken that ought to have been refused.
    #[error("{0} was not refused")]
    Taken(String),
}

/// An order of the shop, with the customer's own number of it.
pub(crate) fn order(number: &str, amount: &str) -> NewPurchase {
    NewPurchase::new(amount, SITE, format!("order-{number}"))
        .order(number)
        .purchase_order(format!("NB-{number}"))
}

/// The desk at which a customer's account is kept.
pub(crate) struct Desk {
    pub(crate) credit: Credit,
    pub(crate) customer: CustomerId,
    clock: Arc<FixedClock>,
}

impl Desk {
    /// A shop with one business customer, who has credit.
    pub(crate) fn open() -> Result<Self, Failure> {
        let clock = Arc::new(FixedClock::new("2026-03-02T13:30:00Z".parse()?));
        let directory = Directory::builder(SqliteStore::in_memory()?)
            .clock(Arc::clone(&clock) as _)
            .time_zone("America/New_York")
            .open()?;
        let admin = directory.as_admin("jane@alpine-supply.example");

        admin.sites().create(NewSite::new(SITE, "Alpine Supply").currency("USD"))?;
        let terms = [NewPaymentTerm::new("net30", "30 days net", 30)];
        let orders = PurchaseOrdersPatch::new().enabled(true).split_allowed(true).terms(terms);
        admin.sites().set_purchase_orders(SITE, orders)?;

        let customer = NewCustomer::registered(SITE, "buying@northwind-bikes.example");
        let customer = admin.customers().create(customer.name("Nora", "Wind"))?.id();
        let account = NewCreditAccount::new("5000.00")
            .overdraft(NewOverdraft::percent("10"))
            .terms(SITE, ["net30"])
            .hold_when_overdue(30);
        admin.credit().open(customer, account)?;

        println!("Northwind Bikes buys at Alpine Supply on account\n");
        println!(
            "  {:<12}{:<46}{:>12}{:>12}{:>12}",
            "", "", "outstanding", "reserved", "available"
        );
        let desk = Self { credit: admin.credit(), customer, clock };
        desk.show("2026-03-02", "credit of 5,000.00 and 10 % is opened")?;
        Ok(desk)
    }

    /// It is noon of another day.
    pub(crate) fn on(&self, day: &str) -> Result<(), Failure> {
        self.clock.set(format!("{day}T16:00:00Z").parse()?);
        Ok(())
    }

    /// What happened, and what the account shows after it.
    pub(crate) fn show(&self, day: &str, what: &str) -> Result<(), Failure> {
        let status = self.credit.status(self.customer)?;
        let figures = [status.outstanding(), status.reserved(), status.total_available()];
        let [outstanding, reserved, available] = figures.map(|figure| figure.amount().to_string());
        println!("  {day:<12}{what:<46}{outstanding:>12}{reserved:>12}{available:>12}");
        Ok(())
    }

    /// What was refused, and why.
    pub(crate) fn show_refusal(
        &self,
        day: &str,
        what: &str,
        refused: Result<CreditEntry, Error>,
    ) -> Result<(), Failure> {
        match refused {
            Err(Error::Credit(refusal)) => self.show_why(day, what, &refusal),
            Err(error) => Err(error.into()),
            Ok(_) => Err(Failure::Taken(what.to_owned())),
        }
    }

    fn show_why(&self, day: &str, what: &str, refusal: &CreditError) -> Result<(), Failure> {
        self.show(day, &format!("{what} is refused:"))?;
        println!("  {:<12}{refusal}", "");
        Ok(())
    }

    pub(crate) fn head(&self) -> Result<Head, Failure> {
        Ok(self.credit.head(self.customer)?)
    }

    pub(crate) fn statement(&self, from: &str, to: &str) -> Result<Statement, Failure> {
        Ok(self.credit.statement(self.customer, from.parse()?, to.parse()?)?)
    }
}
