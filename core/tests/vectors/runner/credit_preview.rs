//! Previews of credit: what a server hands to a page, and what the page makes of it.
//!
//! A case with an account is made on a server and compared with what the case says of it; then each
//! question is asked of the preview, and of the server that would carry it out. A case without one
//! begins with the document.

mod shop;

use std::collections::BTreeMap;

use patronage::Error;
use patronage::credit::{
    CreditError, CreditOffer, CreditPreview, CreditRefusal, Figures, NewOverdraft, NewPurchaseOrder,
};
use patronage::money::{Amount, Money};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Ran, also_expect, expect, expected};
use shop::{Account, Shop, Site};

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Case {
    Preview(Box<Preview>),
    Beyond(Beyond),
    Refused(Refused),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preview {
    case: String,
    site: Option<Site>,
    account: Option<Account>,
    document: Value,
    figures: Value,
    #[serde(default)]
    offers: Vec<Offer>,
    /// A purchase order with which nothing is wrong.
    #[serde(default)]
    order: Order,
    #[serde(default)]
    after: Vec<After>,
    #[serde(default)]
    orders: Vec<Checked>,
}

/// What an overdraft gives over a limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beyond {
    case: String,
    limit: String,
    amount: Option<String>,
    percent: Option<String>,
    is: Option<String>,
    code: Option<String>,
}

/// A text that is no preview.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    case: String,
    text: String,
    mistakes: Vec<expected::Expected>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    total: String,
    amount: Option<String>,
    #[serde(default)]
    split: bool,
    withheld: Option<Value>,
    /// Why it is not answered at all.
    code: Option<String>,
}

/// The figures after a charge or a reservation, or why there are none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct After {
    charge: Option<String>,
    reserve: Option<String>,
    figures: Option<Value>,
    refused: Option<Value>,
    /// Why it is not answered at all.
    code: Option<String>,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    purchase_order: Option<String>,
    term: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Checked {
    #[serde(flatten)]
    order: Order,
    #[serde(default)]
    violations: Vec<expected::Expected>,
    /// The code with which a server refuses a charge by it.
    charge: Option<String>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn std::error::Error>> {
    let mut ran = Ran::default();
    for case in super::cases::<Case>(text)? {
        match case {
            Case::Preview(preview) => preview.run(&mut ran)?,
            Case::Beyond(beyond) => beyond.run(&mut ran)?,
            Case::Refused(Refused { case, text, mistakes }) => {
                let found = CreditPreview::from_json(&text).err();
                let found = found.map(|found| expected::found(&found, "")).transpose()?;
                expect(&mut ran, &case, &found, &Some(mistakes));
            }
        }
    }
    Ok(ran)
}

impl Preview {
    fn run(&self, ran: &mut Ran) -> Result<(), Box<dyn std::error::Error>> {
        let text = self.document.to_string();
        let preview = CreditPreview::from_json(&text).map_err(|error| error.to_string())?;
        expect(ran, &self.case, &shown(preview.figures()), &self.figures);
        also_expect(ran, &self.case, &serde_json::from_str(&preview.to_json())?, &self.document);
        let again: CreditPreview = serde_json::from_str(&text)?;
        also_expect(ran, &self.case, &again, &preview);
        for asked in &self.offers {
            let label = format!("{}, an offer for {}", self.case, asked.total);
            let mut offers = vec![preview.offer(amount(&asked.total)).map_err(Error::from)];
            if let Some(shop) = self.shop()? {
                also_expect(ran, &label, &shop.preview()?, &preview);
                offers.push(shop.offer(amount(&asked.total)));
            }
            for offer in offers {
                asked.compare(ran, &label, offer, preview.purchase_orders().terms().len());
            }
        }
        for asked in &self.after {
            let (reserves, of) = match (&asked.charge, &asked.reserve) {
                (Some(charge), None) => (false, charge),
                (None, Some(reserve)) => (true, reserve),
                _ => return Err("a charge or a reservation".into()),
            };
            let label = format!("{}, after {of}", self.case);
            let after = if reserves {
                preview.after_reserve(amount(of))
            } else {
                preview.after_charge(amount(of))
            };
            let mut outcomes = vec![after.map_err(Error::from)];
            if let Some(shop) = self.shop()? {
                outcomes.push(shop.order(amount(of), &self.order, reserves));
            }
            for outcome in outcomes {
                asked.compare(ran, &label, outcome);
            }
        }
        for asked in &self.orders {
            let label = format!("{}, {:?}", self.case, asked.order);
            let found = match preview.check(&asked.order.draft()) {
                Ok(()) => Vec::new(),
                Err(found) => expected::found(&found, "")?,
            };
            also_expect(ran, &label, &found, &asked.violations);
            if let Some(shop) = self.shop()? {
                let charged = shop.order(amount("0.01"), &asked.order, false);
                let code = charged.err().map(|error| error.code());
                also_expect(ran, &label, &code, &asked.charge.as_deref());
            }
        }
        Ok(())
    }

    /// A server on which nothing was done yet but what the case says of its account.
    fn shop(&self) -> Result<Option<Shop>, Box<dyn std::error::Error>> {
        match (&self.site, &self.account) {
            (Some(site), Some(account)) => Shop::new(site, account).map(Some),
            (None, None) => Ok(None),
            _ => Err("an account has a site".into()),
        }
    }
}

impl Offer {
    fn compare(&self, ran: &mut Ran, label: &str, offer: Result<CreditOffer, Error>, terms: usize) {
        let offer = match offer {
            Ok(offer) => offer,
            Err(error) => {
                return also_expect(ran, label, &Some(error.code()), &self.code.as_deref());
            }
        };
        let withheld = offer.withheld().map(told);
        let found = (offer.amount().to_string(), offer.split(), withheld, offer.terms().len());
        let amount = self.amount.clone().unwrap_or_default();
        also_expect(ran, label, &found, &(amount, self.split, self.withheld.clone(), terms));
    }
}

impl After {
    fn compare(&self, ran: &mut Ran, label: &str, outcome: Result<Figures, Error>) {
        match outcome {
            Ok(figures) => also_expect(ran, label, &Some(shown(&figures)), &self.figures),
            Err(Error::Credit(error)) => {
                also_expect(ran, label, &Some(told(&error)), &self.refused);
            }
            Err(error) => also_expect(ran, label, &Some(error.code()), &self.code.as_deref()),
        }
    }
}

impl Beyond {
    fn run(&self, ran: &mut Ran) -> Result<(), Box<dyn std::error::Error>> {
        let limit: Money = self.limit.parse()?;
        let draft = || NewOverdraft::of(self.amount.as_deref().map(amount), self.percent.clone());
        let code = |error: &Error| match error.violations() {
            Some(found) => found.codes().first().copied().unwrap_or_default(),
            None => error.code(),
        };
        let beyond = draft().beyond(limit).map_err(Error::from);
        let found = (beyond.as_ref().ok().map(Money::to_string), beyond.as_ref().err().map(code));
        let expected = (self.is.clone(), self.code.as_deref());
        expect(ran, &self.case, &found, &expected);
        let opened = shop::overdraft_of(limit, draft())?;
        let found = (opened.as_ref().ok().map(Money::to_string), opened.as_ref().err().map(code));
        also_expect(ran, &self.case, &found, &expected);
        Ok(())
    }
}

impl Order {
    fn draft(&self) -> NewPurchaseOrder {
        let mut order = NewPurchaseOrder::new();
        if let Some(number) = &self.purchase_order {
            order = order.number(number);
        }
        if let Some(term) = &self.term {
            order = order.term(term);
        }
        self.fields.iter().fold(order, |order, (code, value)| order.field(code, value))
    }
}

/// A number, or money with its currency.
fn amount(text: &str) -> Amount {
    text.parse::<Money>().map_or_else(|_| Amount::from(text), Amount::from)
}

/// Why something is refused, without the words and without the moment, which is that of the clock.
fn told(error: &CreditError) -> Value {
    let mut told = json!(CreditRefusal::of(error));
    if let Some(members) = told.as_object_mut() {
        members.remove("message");
    }
    told
}

fn shown(figures: &Figures) -> Value {
    let text = |money: Money| money.amount().to_string();
    json!({
        "limit": text(figures.limit()),
        "overdraft": text(figures.overdraft()),
        "outstanding": text(figures.outstanding()),
        "reserved": text(figures.reserved()),
        "unapplied": text(figures.unapplied()),
        "available": text(figures.available()),
        "total_available": text(figures.total_available()),
    })
}
