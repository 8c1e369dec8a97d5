//! A server with the account of a case.

use std::error::Error;
use std::sync::Arc;

use patronage::credit::{
    CreditOffer, CreditPreview, Figures, NewCreditAccount, NewCreditPayment, NewCustomField,
    NewOverdraft, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::{Backoffice, OwnCredit};
use patronage::id::CustomerId;
use patronage::money::{Amount, Money};
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;
use patronage::time::Timestamp;
use patronage::{Directory, Error as Refused};
use serde::Deserialize;

use super::Order;

/// What the site says about purchase orders.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    enabled: bool,
    split_allowed: bool,
    terms: Vec<Term>,
    custom_fields: Vec<Field>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    code: String,
    description: String,
    net_days: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    code: String,
    label: String,
    required: bool,
    enabled: bool,
}

/// What was done with an account, in this order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    currency: String,
    limit: String,
    overdraft_amount: Option<String>,
    overdraft_percent: Option<String>,
    charged: Option<String>,
    /// More than what is owed is kept.
    paid: Option<String>,
    reserved: Option<String>,
    /// Another limit.
    then_limit: Option<String>,
    /// The terms on the site.
    terms: Vec<String>,
    #[serde(default)]
    disabled: bool,
    /// A reason, which nobody but staff hears of.
    hold: Option<String>,
}

pub(super) struct Shop {
    admin: Backoffice,
    john: CustomerId,
    own: OwnCredit,
}

/// An order that says what is needed, whatever the site asks for later.
fn purchase(amount: impl Into<Amount>, key: &str) -> NewPurchase {
    NewPurchase::new(amount, "shop", key).purchase_order("PO-1").term("first")
}

fn opened() -> Result<Directory, Box<dyn Error>> {
    let noon = Timestamp::parse("2026-02-03T12:00:00Z")?;
    let builder = Directory::builder(MemoryStore::new()).clock(Arc::new(FixedClock::new(noon)));
    Ok(builder.entropy(Arc::new(FixedEntropy::new(0))).open()?)
}

impl Shop {
    pub(super) fn new(site: &Site, account: &Account) -> Result<Self, Box<dyn Error>> {
        let directory = opened()?;
        let admin = directory.as_admin("jane@shop.example");
        admin.sites().create(NewSite::new("shop", "Shop").currency(&account.currency))?;
        let first = NewPaymentTerm::new("first", "First", 10);
        let says = PurchaseOrdersPatch::new().enabled(true).terms([first]);
        admin.sites().set_purchase_orders("shop", says)?;
        let john = admin.customers().create(NewCustomer::guest("shop"))?.id();
        let overdraft = NewOverdraft::of(
            account.overdraft_amount.as_deref().map(Amount::from),
            account.overdraft_percent.clone(),
        );
        let draft = NewCreditAccount::new(account.limit.as_str()).overdraft(overdraft);
        let credit = admin.credit();
        credit.open(john, draft.terms("shop", ["first"]))?;
        if let Some(amount) = &account.charged {
            credit.charge(john, purchase(amount.as_str(), "charged"))?;
        }
        if let Some(amount) = &account.paid {
            let payment = NewCreditPayment::new(amount.as_str(), "paid").keep_surplus(true);
            credit.pay(john, payment)?;
        }
        if let Some(amount) = &account.reserved {
            credit.reserve(john, purchase(amount.as_str(), "reserved"), None)?;
        }
        if let Some(limit) = &account.then_limit {
            credit.set_limit(john, limit.as_str())?;
        }
        let terms = site.terms.iter();
        let terms = terms.map(|Term { code, description, net_days }| {
            NewPaymentTerm::new(code, description, *net_days)
        });
        let fields = site.custom_fields.iter();
        let fields = fields.map(|Field { code, label, required, enabled }| {
            NewCustomField::new(code, label).required(*required).enabled(*enabled)
        });
        let says = PurchaseOrdersPatch::new().enabled(site.enabled);
        let says = says.split_allowed(site.split_allowed).terms(terms).custom_fields(fields);
        admin.sites().set_purchase_orders("shop", says)?;
        credit.set_terms(john, "shop", &account.terms)?;
        if account.disabled {
            credit.disable(john)?;
        }
        if let Some(reason) = &account.hold {
            credit.hold(john, reason)?;
        }
        let own = directory.site("shop")?.as_shopper(john)?.credit()?;
        Ok(Self { admin, john, own })
    }

    pub(super) fn preview(&self) -> Result<CreditPreview, Refused> {
        self.own.preview()
    }

    pub(super) fn offer(&self, total: Amount) -> Result<CreditOffer, Refused> {
        self.own.offer(total)
    }

    /// The figures after an order was charged or reserved.
    pub(super) fn order(
        &self,
        amount: Amount,
        order: &Order,
        reserves: bool,
    ) -> Result<Figures, Refused> {
        let mut draft = NewPurchase::new(amount, "shop", "order");
        if let Some(number) = &order.purchase_order {
            draft = draft.purchase_order(number);
        }
        if let Some(term) = &order.term {
            draft = draft.term(term);
        }
        for (code, value) in &order.fields {
            draft = draft.field(code, value);
        }
        let credit = self.admin.credit();
        let entry = if reserves {
            credit.reserve(self.john, draft, None)
        } else {
            credit.charge(self.john, draft)
        };
        entry.and_then(|_| self.own.figures())
    }
}

/// What an account has that is opened so.
pub(super) fn overdraft_of(
    limit: Money,
    overdraft: NewOverdraft,
) -> Result<Result<Money, Refused>, Box<dyn Error>> {
    let directory = opened()?;
    let admin = directory.as_admin("jane@shop.example");
    let site = NewSite::new("shop", "Shop").currency(limit.currency().code());
    admin.sites().create(site)?;
    let john = admin.customers().create(NewCustomer::guest("shop"))?.id();
    let opened = admin.credit().open(john, NewCreditAccount::new(limit).overdraft(overdraft));
    Ok(match opened {
        Ok(account) => Ok(account.figures()?.overdraft()),
        Err(refused) => Err(refused),
    })
}
