//! What credit answers, kept as JSON and read again, and said in other ways.

use std::fmt::Debug;
use std::sync::Arc;

use patronage::credit::{
    CreditError, CreditParameter, Figures, NewCreditAccount, NewCreditPayment, NewOverdraft,
    NewPaymentTerm, NewPurchase, PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::CustomerId;
use patronage::page::PageRequest;
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;
use patronage::time::{Date, Timestamp};
use patronage::{Directory, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An account on hold with an order of 120.00 and a payment of 20.50, on 3 February 2026.
fn account() -> (Credit, CustomerId) {
    let noon = Timestamp::parse("2026-02-03T12:00:00Z").unwrap();
    let directory = Directory::builder(MemoryStore::new())
        .clock(Arc::new(FixedClock::new(noon)))
        .entropy(Arc::new(FixedEntropy::new(0)))
        .open()
        .unwrap();
    let admin = directory.as_admin("jane@shop.example");
    admin.sites().create(NewSite::new("shop", "Shop").currency("USD")).unwrap();
    let says = PurchaseOrdersPatch::new().enabled(true);
    let says = says.terms([NewPaymentTerm::new("net30", "Net 30", 30)]);
    admin.sites().set_purchase_orders("shop", says).unwrap();
    let john = admin.customers().create(NewCustomer::guest("shop")).unwrap().id();
    let credit = admin.credit();
    let opening = NewCreditAccount::new("1000").overdraft(NewOverdraft::percent("10"));
    credit.open(john, opening.terms("shop", ["net30"])).unwrap();
    let order = NewPurchase::new("120", "shop", "1").purchase_order("PO-7");
    credit.charge(john, order).unwrap();
    credit.pay(john, NewCreditPayment::new("20.50", "2").note("wire")).unwrap();
    credit.hold(john, "a dispute").unwrap();
    (credit, john)
}

fn is_kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
}

#[test]
fn every_answer_is_the_same_after_it_was_kept() {
    let (credit, john) = account();
    let day = Date::parse("2026-02-03").unwrap();
    let status = credit.status(john).unwrap();
    assert_eq!(status.refusal().map(CreditError::code), Some("credit.on_hold"));
    assert!(status.account().version().as_u64() > 1, "the version is kept with a status");
    is_kept(&status);
    is_kept(&credit.offer(john, "shop", "1").unwrap());
    is_kept(&credit.statement(john, day, day).unwrap());
    is_kept(&credit.ageing(john, day).unwrap());
    is_kept(&credit.verify(john, None).unwrap());
    credit.entries(john, PageRequest::new()).unwrap().items.iter().for_each(is_kept);
}

#[test]
fn figures_that_follow_from_others_say_nothing_else() {
    let (credit, john) = account();
    let mut json = serde_json::to_value(credit.status(john).unwrap().figures()).unwrap();
    assert_eq!(json.get("available"), None);
    json["limit"] = i64::MAX.into();
    assert!(serde_json::from_value::<Figures>(json).is_err(), "beyond the range of money");
}

#[test]
fn a_refusal_says_by_name_what_its_message_says() {
    let (credit, john) = account();
    let Error::Credit(refused) =
        credit.set_limit(john, "5 EUR".parse::<patronage::money::Money>().unwrap()).unwrap_err()
    else {
        panic!("another error");
    };
    assert_eq!(refused.parameters(), [("currency", CreditParameter::Text("EUR".to_owned()))]);
    let Error::Credit(refused) = credit.pay(john, NewCreditPayment::new("100", "3")).unwrap_err()
    else {
        panic!("another error");
    };
    let names: Vec<&str> = refused.parameters().into_iter().map(|(name, _)| name).collect();
    assert_eq!((refused.code(), names), ("credit.overpayment", vec!["requested", "owed"]));
}

#[test]
fn ageing_is_a_line_of_csv() {
    let (credit, john) = account();
    let ageing = credit.ageing(john, Date::parse("2026-03-06").unwrap()).unwrap();
    assert_eq!(
        ageing.to_csv(),
        "as of,current,1-30 days,31-60 days,61-90 days,over 90 days,unapplied,outstanding,currency\n\
         2026-03-06,0.00,99.50,0.00,0.00,0.00,0.00,99.50,USD\n"
    );
}
