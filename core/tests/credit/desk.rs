//! A shop with one customer who has credit.

use std::sync::Arc;
use std::time::Duration;

use patronage::Directory;
use patronage::credit::{
    CreditEntry, NewCreditAccount, NewCreditPayment, NewOverdraft, NewPaymentTerm, NewPurchase,
    PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::CustomerId;
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;

pub(crate) struct Desk {
    pub(crate) directory: Directory,
    pub(crate) store: MemoryStore,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) credit: Credit,
    pub(crate) john: CustomerId,
}

/// A limit of 1,000 dollars, no overdraft, on the site `shop` with terms of 30 and 60 days, of which
/// the customer has the first.
pub(crate) fn desk() -> Desk {
    desk_with("1000", NewOverdraft::none())
}

pub(crate) fn desk_with(limit: &str, overdraft: NewOverdraft) -> Desk {
    let store = MemoryStore::new();
    let clock = Arc::new(FixedClock::new("2026-01-01T12:00:00Z".parse().unwrap()));
    let builder = Directory::builder(store.clone()).clock(Arc::clone(&clock) as _);
    let directory = builder.entropy(Arc::new(FixedEntropy::new(7))).open().unwrap();
    let admin = directory.as_admin("jane@shop.example");
    admin.sites().create(NewSite::new("shop", "Shop").currency("USD")).unwrap();
    let terms =
        [NewPaymentTerm::new("net30", "Net 30", 30), NewPaymentTerm::new("net60", "Net 60", 60)];
    let orders = PurchaseOrdersPatch::new().enabled(true).split_allowed(true).terms(terms);
    admin.sites().set_purchase_orders("shop", orders).unwrap();
    let john = admin.customers().create(NewCustomer::guest("shop")).unwrap().id();
    let account = NewCreditAccount::new(limit).overdraft(overdraft).terms("shop", ["net30"]);
    admin.credit().open(john, account).unwrap();
    Desk { credit: admin.credit(), directory, store, clock, john }
}

pub(crate) fn purchase(amount: &str, key: &str) -> NewPurchase {
    NewPurchase::new(amount, "shop", key).order(key).purchase_order("PO-7")
}

impl Desk {
    pub(crate) fn charge(&self, amount: &str, key: &str) -> CreditEntry {
        self.credit.charge(self.john, purchase(amount, key)).unwrap()
    }

    pub(crate) fn pay(&self, amount: &str, key: &str) -> CreditEntry {
        self.credit.pay(self.john, NewCreditPayment::new(amount, key)).unwrap()
    }

    pub(crate) fn days_pass(&self, days: u64) {
        self.clock.advance(Duration::from_secs(days * 86_400));
    }

    /// Outstanding, reserved, total available.
    pub(crate) fn figures(&self) -> [String; 3] {
        let status = self.credit.status(self.john).unwrap();
        let figures = [status.outstanding(), status.reserved(), status.total_available()];
        figures.map(|figure| figure.amount().to_string())
    }
}
