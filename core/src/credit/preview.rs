//! What a page needs to say what an order on account would mean.

mod wire;

use super::admission;
use super::draft::{CreditChecks as _, NewPurchaseOrder, parse_order_total};
use super::error::CreditError;
use super::figures::Figures;
use super::purchase_orders::{PaymentTerm, PurchaseOrders};
use super::status::{CreditOffer, CreditStatus};
use crate::code::SiteCode;
use crate::money::{Amount, Minor, Money};
use crate::time::Timestamp;
use crate::violation::{Checks, Violation, Violations};

/// How the credit of a customer stands on a site, as of a moment: what a page is given so that it can
/// say what an order would mean, without a request for each that is thought of.
///
/// It has what the customer may see, and nothing else: figures, the payment terms that the customer
/// has there, the fields that the site asks for, and why new orders are refused, where they are. It
/// asks the same functions as the directory does, so that it gives the same answers as long as nothing
/// happens to the account: another order, a payment, a reservation that runs out, an item that becomes
/// overdue. What counts is what the directory says when the order is recorded.
///
/// [`to_json`](Self::to_json) is what the browser package reads.
///
/// ```
/// use patronage::Directory;
/// use patronage::credit::{
///     CreditPreview, NewCreditAccount, NewOverdraft, NewPaymentTerm, NewPurchaseOrder,
///     PurchaseOrdersPatch,
/// };
/// use patronage::customer::NewCustomer;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// # let directory = Directory::open(MemoryStore::new())?;
/// # let admin = directory.as_admin("jane@shop.example");
/// # admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports").currency("USD"))?;
/// # let net30 = NewPaymentTerm::new("net30", "Net 30", 30);
/// # let orders = PurchaseOrdersPatch::new().enabled(true).split_allowed(true).terms([net30]);
/// # admin.sites().set_purchase_orders("mystic-sports", orders)?;
/// # let john = admin.customers().create(NewCustomer::guest("mystic-sports"))?.id();
/// # let account = NewCreditAccount::new("5000.00").overdraft(NewOverdraft::percent("20"));
/// # admin.credit().open(john, account.terms("mystic-sports", ["net30"]))?;
/// let me = directory.site("mystic-sports")?.as_shopper(john)?;
/// let preview = CreditPreview::from_json(&me.credit()?.preview()?.to_json()).unwrap();
///
/// let offer = preview.offer("6000.01")?;
/// assert_eq!((offer.amount().to_string().as_str(), offer.split()), ("6000.00 USD", true));
/// let after = preview.after_charge("120.00")?;
/// assert_eq!(after.total_available().to_string(), "5880.00 USD");
/// let refused = preview.check(&NewPurchaseOrder::new().term("net60")).unwrap_err();
/// assert_eq!(refused.codes(), ["field.required", "credit.term_not_granted"]);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditPreview {
    site: SiteCode,
    at: Timestamp,
    figures: Figures,
    refusal: Option<CreditError>,
    purchase_orders: PurchaseOrders,
}

impl CreditPreview {
    /// The preview of an account that stands so, on a site that says so.
    pub(super) fn of(status: &CreditStatus, site: SiteCode, settings: &PurchaseOrders) -> Self {
        Self {
            site,
            at: status.at(),
            figures: *status.figures(),
            refusal: status.refusal().cloned(),
            purchase_orders: settings.with_only(&status.account().granted_terms(&site, settings)),
        }
    }

    /// The site.
    pub fn site(&self) -> &SiteCode {
        &self.site
    }

    /// The moment at which the account stood so.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The figures.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Why new orders are refused, whatever they cost; `None` when they are taken.
    pub fn refusal(&self) -> Option<&CreditError> {
        self.refusal.as_ref()
    }

    /// What the site says about purchase orders, as far as it is about this customer: the terms that
    /// the customer has, and the fields that are asked for.
    pub fn purchase_orders(&self) -> &PurchaseOrders {
        &self.purchase_orders
    }

    /// What the account can pay of an order. A bare total is in the currency of the account, and zero
    /// or more; another currency is `credit.no_account`.
    pub fn offer(&self, order_total: impl Into<Amount>) -> Result<CreditOffer, CreditError> {
        let currency = self.figures.currency();
        let total = parse_order_total(&order_total.into(), currency)?;
        if total.currency() != currency {
            return Err(CreditError::NoAccount { currency: total.currency() });
        }
        let terms = self.purchase_orders.terms().to_vec();
        let total_available = self.figures.total_available();
        let split = total_available.minor() < total.minor();
        let withheld = self.check_account().and_then(|()| {
            let is_whole = !split || self.purchase_orders.is_split_allowed();
            if total_available.is_positive() && is_whole {
                return Ok(());
            }
            Err(CreditError::LimitExceeded { requested: total, total_available })
        });
        Ok(match withheld {
            Ok(()) if split => CreditOffer::of_a_part(total_available, terms),
            Ok(()) => CreditOffer::of_the_whole(total, terms),
            Err(why) => CreditOffer::of_nothing(why, Money::zero(currency), terms),
        })
    }

    /// The figures after [`charge`](crate::directory::Credit::charge) of an amount above zero, or why
    /// it would be refused. Whether the rest of the order is as the site asks is told by
    /// [`check`](Self::check).
    pub fn after_charge(&self, amount: impl Into<Amount>) -> Result<Figures, CreditError> {
        let amount = self.admit(&amount.into())?;
        Ok(self.figures.charged(amount)?)
    }

    /// The figures after [`reserve`](crate::directory::Credit::reserve), like those
    /// [`after_charge`](Self::after_charge).
    pub fn after_reserve(&self, amount: impl Into<Amount>) -> Result<Figures, CreditError> {
        let amount = self.admit(&amount.into())?;
        Ok(self.figures.reserved_more(amount)?)
    }

    /// Everything that is wrong with a purchase order as such: its number (`purchase_order`), the
    /// fields that the site asks for (`fields.…`), and the payment term, which has to be named where
    /// the customer has several (`term`, with the codes `credit.term_required`,
    /// `credit.term_not_granted`, `credit.no_term`).
    ///
    /// [`charge`](crate::directory::Credit::charge) and [`reserve`](crate::directory::Credit::reserve)
    /// ask for the term before they look at the rest; a page shows all of it at once.
    pub fn check(&self, order: &NewPurchaseOrder) -> Result<(), Violations> {
        let mut checks = Checks::new();
        let order = order.parse(&mut checks);
        if !checks.found_at("term") {
            let terms: Vec<&PaymentTerm> = self.purchase_orders.terms().iter().collect();
            let chosen = admission::choose_term(self.site, &terms, order.term.as_ref());
            checks.take("term", chosen);
        }
        let asked = &self.purchase_orders;
        let said = admission::check_purchase_order(asked, order.number.as_ref(), &order.fields);
        for violation in said.err().into_iter().flatten() {
            // What says nothing that can be understood is not missing as well.
            if !checks.found_at(violation.path()) {
                checks.push(violation);
            }
        }
        checks.finish().or_else(|found| in_order_of_the_form(&found))
    }

    /// Whether a new order is taken at all.
    fn check_account(&self) -> Result<(), CreditError> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        admission::check_site(self.site, &self.purchase_orders)?;
        match self.purchase_orders.terms() {
            [] => Err(CreditError::NoTerm { site: self.site }),
            _ => Ok(()),
        }
    }

    /// The amount of an order that is taken.
    fn admit(&self, raw: &Amount) -> Result<Minor, CreditError> {
        let own = self.figures.currency();
        let currency = match raw {
            Amount::Money(money) => money.currency(),
            _ => own,
        };
        let mut checks = Checks::new();
        let amount = checks.positive("amount", raw, currency);
        let Some(amount) = amount else { return Err(checks.into_violations().into()) };
        if currency != own {
            return Err(CreditError::NoAccount { currency });
        }
        self.check_account()?;
        admission::check_limit(&self.figures, amount)?;
        Ok(amount)
    }
}

/// The number first, then the term, then the fields.
fn in_order_of_the_form(found: &Violations) -> Result<(), Violations> {
    let place = |violation: &Violation| match violation.path() {
        "purchase_order" => 0,
        "term" => 1,
        _ => 2,
    };
    let at = |wanted| found.iter().filter(move |violation| place(violation) == wanted).cloned();
    Violations::from_list((0..=2).flat_map(at).collect()).map_or(Ok(()), Err)
}
