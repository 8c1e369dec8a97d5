//! Credit for the best customers: each may buy on account, and the one who spent most does so
//! until an order is refused.

use patronage::code::SiteCode;
use patronage::credit::{
    CreditEntry, CreditError, NewCreditAccount, NewCreditPayment, NewOverdraft, NewPurchase,
};
use patronage::customer::{Customer, CustomerSort};
use patronage::directory::{Backoffice, CustomerListing};
use patronage::money::{Currency, Money};
use patronage::{Directory, Error};

use crate::failure::Failure;
use crate::shop::{NET_30, VIP};

/// What a VIP may owe.
pub(crate) const LIMIT: &str = "5000.00";

/// How many percent of it may be spent beyond it.
pub(crate) const OVERDRAFT: &str = "10";

/// The first order on account. Each further one is twice the one before, so one is refused soon.
const FIRST_ORDER: &str = "500.00";

/// What is paid in the end.
const PAYMENT: &str = "1500.00";

/// What became of the credit of the VIPs.
#[derive(Debug)]
pub(crate) struct Credit {
    /// How many VIPs have an account, which is all of them.
    pub(crate) accounts: u64,
    /// How many of the accounts are new.
    pub(crate) opened: u64,
    /// What the VIP who spent most did, when there is one.
    pub(crate) spree: Option<Spree>,
}

/// Orders of one customer until one was refused, and a payment after it.
#[derive(Debug)]
pub(crate) struct Spree {
    pub(crate) customer: Customer,
    pub(crate) steps: Vec<Step>,
}

/// An order or the payment, with what the account showed after it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) what: String,
    pub(crate) requested: Money,
    /// `None` when it was refused.
    pub(crate) outstanding: Option<Money>,
    pub(crate) total_available: Money,
}

impl Step {
    fn of(what: String, requested: Money, entry: &CreditEntry) -> Result<Self, Failure> {
        let after = entry.after()?;
        let (outstanding, total_available) = (Some(after.outstanding()), after.total_available());
        Ok(Self { what, requested, outstanding, total_available })
    }
}

/// Opens an account for each VIP who has none, and lets the one who spent most use it.
///
/// Who is a VIP no longer keeps the account: what is owed does not go away with a segment.
pub(crate) fn grant(directory: &Directory, currency: Currency) -> Result<Credit, Failure> {
    let admin = directory.as_admin("jane@shop.example");
    let vips = CustomerListing::new()
        .segment(VIP)
        .sort(CustomerSort::LifetimeSpend(currency))
        .descending()
        .limit(1_000);
    let (mut accounts, mut opened): (u64, u64) = (0, 0);
    let mut highest: Option<Customer> = None;
    for vip in admin.customers().iterate(vips) {
        let vip = vip?.customer;
        match admin.credit().open(vip.id(), account(site(&vip), currency)?) {
            Ok(_) => opened = opened.saturating_add(1),
            Err(Error::Credit(CreditError::Exists { .. })) => {}
            Err(error) => return Err(error.into()),
        }
        accounts = accounts.saturating_add(1);
        highest.get_or_insert(vip);
    }
    let spree = highest.map(|customer| spree(&admin, customer, currency)).transpose()?;
    Ok(Credit { accounts, opened, spree })
}

fn account(site: &str, currency: Currency) -> Result<NewCreditAccount, Failure> {
    let limit = Money::parse(LIMIT, currency)?;
    let overdraft = NewOverdraft::percent(OVERDRAFT);
    Ok(NewCreditAccount::new(limit).overdraft(overdraft).terms(site, [NET_30]))
}

/// The site of a customer; here everybody has one.
fn site(customer: &Customer) -> &str {
    customer.site().map(SiteCode::as_str).unwrap_or_default()
}

/// Buys on account until an order is refused, and then pays a part.
///
/// Every order and the payment have a key of their own, so a second run is answered by the entries
/// of the first. Only the order that was refused is decided again: it has used no key up.
fn spree(admin: &Backoffice, customer: Customer, currency: Currency) -> Result<Spree, Failure> {
    let (credit, mut steps) = (admin.credit(), Vec::new());
    let mut requested = Money::parse(FIRST_ORDER, currency)?;
    for number in 1.. {
        let what = format!("order A-{number}");
        let order = NewPurchase::new(requested, site(&customer), format!("quickstart-{number}"))
            .order(format!("A-{number}"))
            .purchase_order(format!("PO-{number}"));
        match credit.charge(customer.id(), order) {
            Ok(entry) => steps.push(Step::of(what, requested, &entry)?),
            Err(Error::Credit(CreditError::LimitExceeded { requested, total_available })) => {
                steps.push(Step { what, requested, outstanding: None, total_available });
                break;
            }
            Err(error) => return Err(error.into()),
        }
        requested = requested.checked_add(requested)?;
    }
    let payment = Money::parse(PAYMENT, currency)?;
    let paid = credit.pay(customer.id(), NewCreditPayment::new(payment, "quickstart-payment"))?;
    steps.push(Step::of("payment".to_owned(), payment, &paid)?);
    Ok(Spree { customer, steps })
}
