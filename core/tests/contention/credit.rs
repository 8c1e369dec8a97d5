//! Races about what may be spent on credit.

use patronage::credit::{
    CreditEntry, EntryKind, NewCreditAccount, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch,
};
use patronage::customer::NewCustomer;
use patronage::directory::{Backoffice, Error};
use patronage::id::CustomerId;
use patronage::page::PageRequest;

use super::mix::{self, Clerk};
use super::{Doors, SITE, code, overtaken, winners};

/// Why a customer with an account is not deleted.
const IN_USE: [&str; 2] = ["store.referenced", "customer.has_credit"];

fn take_purchase_orders(admin: &Backoffice, terms: impl IntoIterator<Item = NewPaymentTerm>) {
    let patch = PurchaseOrdersPatch::new().enabled(true).terms(terms);
    admin.sites().set_purchase_orders(SITE, patch).unwrap();
}

fn net30() -> NewPaymentTerm {
    NewPaymentTerm::new("net30", "Net 30", 30)
}

fn open(admin: &Backoffice, customer: CustomerId) -> Result<(), Error> {
    let account = NewCreditAccount::new("10.00").terms(SITE, ["net30"]);
    admin.credit().open(customer, account).map(drop)
}

/// A guest with an account of 10.00 US dollars.
fn guest_with_credit(doors: &Doors) -> CustomerId {
    take_purchase_orders(&doors.admin(0), [net30()]);
    let guest = doors.admin(0).customers().create(NewCustomer::guest(SITE)).unwrap().id();
    open(&doors.admin(0), guest).unwrap();
    guest
}

fn charge(admin: &Backoffice, customer: CustomerId, key: &str) -> Result<CreditEntry, Error> {
    let order = NewPurchase::new("1.00", SITE, key).purchase_order("PO-7");
    admin.credit().charge(customer, order)
}

fn entries(doors: &Doors, customer: CustomerId) -> Vec<CreditEntry> {
    let ledger = doors.admin(2).credit().entries(customer, PageRequest::new().limit(1_000));
    let mut entries: Vec<CreditEntry> = ledger.unwrap().into_iter().collect();
    entries.reverse();
    entries
}

pub(crate) fn no_more_is_charged_than_there_is(doors: &Doors) {
    const THREADS: usize = 64;
    const ROOM: usize = 10;
    let john = guest_with_credit(doors);
    let answers =
        doors.at_once(THREADS, |index, admin| charge(admin, john, &format!("order-{index}")));
    assert_eq!(winners(&answers, &["credit.limit_exceeded"]), ROOM);
    let status = doors.admin(1).credit().status(john).unwrap();
    assert_eq!(status.outstanding().to_string(), "10.00 USD");
    assert_eq!(status.total_available().to_string(), "0.00 USD");
    let mut charged: Vec<_> = answers.into_iter().flatten().collect();
    charged.sort_by_key(CreditEntry::number);
    assert_eq!(entries(doors, john)[1..], charged, "the ledger has what was answered");
}

pub(crate) fn a_request_is_carried_out_once(doors: &Doors) {
    const THREADS: usize = 16;
    let john = guest_with_credit(doors);
    let answers = doors.at_once(THREADS, |index, admin| {
        charge(admin, john, &format!("order-{}", index % 2)).unwrap()
    });
    for (index, answer) in answers.iter().enumerate() {
        assert_eq!(answer, &answers[index % 2], "one entry for one request");
    }
    assert_eq!(entries(doors, john).len(), 3);
    let status = doors.admin(1).credit().status(john).unwrap();
    assert_eq!(status.outstanding().to_string(), "2.00 USD");
}

/// A term of the site goes between the decision and the commit of a charge, and the other way round.
pub(crate) fn no_order_is_taken_on_a_term_that_is_gone(doors: &Doors) {
    let john = guest_with_credit(doors);
    let overtaken = overtaken::directory(doors, |meanwhile| take_purchase_orders(meanwhile, []));
    let refused = charge(&overtaken.as_admin("late"), john, "order-1").unwrap_err();
    assert_eq!(code(&refused), "credit.no_term");
    assert_eq!(entries(doors, john).len(), 1);

    take_purchase_orders(&doors.admin(0), [net30()]);
    let overtaken = overtaken::directory(doors, move |meanwhile| {
        charge(meanwhile, john, "order-2").unwrap();
    });
    take_purchase_orders(&overtaken.as_admin("late"), []);
    let charged = entries(doors, john).pop().unwrap();
    assert_eq!(charged.term().map(ToString::to_string).as_deref(), Some("net30"));
    assert_eq!(code(&charge(&doors.admin(0), john, "order-3").unwrap_err()), "credit.no_term");

    // The same for a term of the customer.
    take_purchase_orders(&doors.admin(0), [net30()]);
    let overtaken = overtaken::directory(doors, move |meanwhile| {
        meanwhile.credit().set_terms(john, SITE, [""; 0]).unwrap();
    });
    let refused = charge(&overtaken.as_admin("late"), john, "order-4").unwrap_err();
    assert_eq!(code(&refused), "credit.no_term");
    doors.admin(0).credit().set_terms(john, SITE, ["net30"]).unwrap();
    let overtaken = overtaken::directory(doors, move |meanwhile| {
        charge(meanwhile, john, "order-5").unwrap();
    });
    overtaken.as_admin("late").credit().set_terms(john, SITE, [""; 0]).unwrap();
    let kinds: Vec<_> = entries(doors, john).iter().map(CreditEntry::kind).collect();
    let set_terms = EntryKind::SetTerms;
    let expected =
        [EntryKind::Open, EntryKind::Charge, set_terms, set_terms, EntryKind::Charge, set_terms];
    assert_eq!(kinds, expected);
}

/// A customer is deleted between the decision and the commit of an opening or a charge, and the other
/// way round.
pub(crate) fn a_deleted_customer_has_no_credit(doors: &Doors) {
    take_purchase_orders(&doors.admin(0), [net30()]);
    let guest = || doors.admin(0).customers().create(NewCustomer::guest(SITE)).unwrap().id();

    let gone = guest();
    let overtaken = overtaken::directory(doors, move |meanwhile| {
        meanwhile.customers().delete(gone).unwrap();
    });
    assert_eq!(code(&open(&overtaken.as_admin("late"), gone).unwrap_err()), "customer.unknown");

    let kept = guest();
    let overtaken = overtaken::directory(doors, move |meanwhile| {
        open(meanwhile, kept).unwrap();
        charge(meanwhile, kept, "order-1").unwrap();
    });
    let refused = overtaken.as_admin("late").customers().delete(kept).unwrap_err();
    assert!(IN_USE.contains(&code(&refused).as_str()), "{refused:?}");
    assert_eq!(entries(doors, kept).len(), 2);

    let overtaken = overtaken::directory(doors, move |meanwhile| {
        let refused = meanwhile.customers().delete(kept).unwrap_err();
        assert!(IN_USE.contains(&code(&refused).as_str()), "{refused:?}");
    });
    charge(&overtaken.as_admin("late"), kept, "order-2").unwrap();
    assert_eq!(doors.admin(1).customers().get(kept).unwrap().id(), kept);
}

/// Everything that can be done with credit, by 64 threads on one account.
pub(crate) fn a_mix_of_all_operations_adds_up(doors: &Doors) {
    const THREADS: usize = 64;
    const EACH: usize = 30;
    let john = guest_with_credit(doors);
    let credit = doors.admin(1).credit();
    let mut answered = Vec::new();
    for round in 0..mix::ROUNDS {
        let name = |index: usize| (round * THREADS + index) as u64;
        let of_round = doors.at_once(THREADS, |index, admin| {
            Clerk::new(&admin.credit(), john, SITE, name(index)).work(EACH)
        });
        answered.extend(of_round.concat());
        if mix::missing(&credit, john).is_empty() {
            break;
        }
    }
    mix::assert_adds_up(&credit, john, &answered);
}
