//! Purchase-order credit: accounts, the operations on them, and what their ledgers say.

mod account;
mod impact;
mod ledger;
mod operation;

use super::error::Error;
use super::session::{Decision, Session};
use super::view::{Basis, View};
use crate::credit::{
    Book as _, CreditAccount, CreditCommand, CreditError, CreditStatus, Decided, Request, Salt,
};
use crate::id::CustomerId;
use crate::money::{Amount, Currency};
use crate::port::PortError;
use crate::site::SiteError;
use crate::store::{Committed, SnapshotBook, unexpected};
use crate::violation::{Checks, Violation, Violations};

/// Purchase-order credit, of a directory in use.
///
/// ```
/// use patronage::Directory;
/// use patronage::credit::{
///     NewCreditAccount, NewCreditPayment, NewOverdraft, NewPaymentTerm, NewPurchase,
///     PurchaseOrdersPatch,
/// };
/// use patronage::customer::NewCustomer;
/// use patronage::site::NewSite;
/// use patronage::store::MemoryStore;
///
/// let directory = Directory::open(MemoryStore::new())?;
/// let admin = directory.as_admin("jane@shop.example");
/// admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports").currency("USD"))?;
/// let net30 = NewPaymentTerm::new("net30", "Net 30", 30);
/// let orders = PurchaseOrdersPatch::new().enabled(true).terms([net30]);
/// admin.sites().set_purchase_orders("mystic-sports", orders)?;
/// let john = admin.customers().create(NewCustomer::registered("mystic-sports", "john@example.com"))?;
///
/// let account = NewCreditAccount::new("5000.00").overdraft(NewOverdraft::amount("1000.00"));
/// admin.credit().open(john.id(), account.terms("mystic-sports", ["net30"]))?;
///
/// let order = NewPurchase::new("120.00", "mystic-sports", "order-1001").order("1001");
/// let charged = admin.credit().charge(john.id(), order.clone().purchase_order("PO-7"))?;
/// assert_eq!(charged.number().to_string(), "2");
/// admin.credit().pay(john.id(), NewCreditPayment::new("100.00", "payment-1"))?;
///
/// let status = admin.credit().status(john.id())?;
/// assert_eq!(status.outstanding().to_string(), "20.00 USD");
/// assert_eq!(status.total_available().to_string(), "5980.00 USD");
///
/// // A request that is sent again is answered again, and not carried out again.
/// let again = admin.credit().charge(john.id(), order.purchase_order("PO-7"))?;
/// assert_eq!(again, charged);
/// # Ok::<(), patronage::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Credit {
    session: Session,
}

/// Which credit account is meant: the only one of a customer, or the one in a currency.
///
/// ```
/// use patronage::directory::CreditOf;
/// use patronage::id::CustomerId;
///
/// let john: CustomerId = "0190f5a1-7c4b-7d2e-9f00-0242ac120002".parse()?;
/// let only_one: CreditOf = john.into();
/// let in_euros = CreditOf::new(john).currency("EUR");
/// # let _ = (only_one, in_euros);
/// # Ok::<(), patronage::id::IdError>(())
/// ```
#[derive(Debug, Clone)]
pub struct CreditOf {
    customer: CustomerId,
    currency: Option<String>,
}

impl CreditOf {
    /// The only account of a customer, or the one in the currency of an amount or a site that the
    /// operation names.
    pub fn new(customer: CustomerId) -> Self {
        Self { customer, currency: None }
    }

    /// The account in this ISO 4217 currency.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// The currency of the account that is meant, of a customer in reach.
    fn resolve(&self, view: &View<'_>, amount: Option<&Amount>) -> Result<Currency, Error> {
        check_reach(view, self.customer)?;
        match self.named(amount, None)? {
            Some(currency) => Ok(currency),
            None => only_currency(view, self.customer),
        }
    }

    /// The currency that is named: here, by an amount, or by the site of an order.
    fn named(
        &self,
        amount: Option<&Amount>,
        of_site: Option<Currency>,
    ) -> Result<Option<Currency>, Violations> {
        if let Some(raw) = &self.currency {
            let mut checks = Checks::new();
            let currency = checks.take("currency", Currency::parse(raw));
            return checks.finish().map(|()| currency);
        }
        match amount {
            Some(Amount::Money(money)) => Ok(Some(money.currency())),
            _ => Ok(of_site),
        }
    }
}

impl From<CustomerId> for CreditOf {
    fn from(customer: CustomerId) -> Self {
        Self::new(customer)
    }
}

impl Credit {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Commits a command that is made of one consistent view.
    fn decide(
        &self,
        command: impl Fn(&View<'_>) -> Result<CreditCommand, Error>,
    ) -> Result<Decided, Error> {
        let committed = self.session.transact_committed(|view| {
            let changes = view.basis.changes().credit(command(view)?);
            Ok(Decision { outcome: (), changes })
        });
        decided(committed?.1)
    }

    /// Commits what `parse` makes of the currency of an account.
    fn commit(
        &self,
        of: &CreditOf,
        amount: Option<&Amount>,
        parse: impl Fn(&View<'_>, Currency) -> Result<Request, Error>,
    ) -> Result<Decided, Error> {
        self.decide(|view| {
            let currency = of.resolve(view, amount)?;
            command(&view.basis, of.customer, currency, parse(view, currency)?)
        })
    }

    /// Reads an account in one consistent view.
    fn read<T>(
        &self,
        of: &CreditOf,
        read: impl Fn(&View<'_>, &SnapshotBook<'_>, CreditAccount) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.session.read(|view| {
            let currency = of.resolve(view, None)?;
            let book = view.book(of.customer, currency);
            let account = account_of(&book)?;
            read(view, &book, account)
        })
    }
}

/// Whether the customer is in reach. Where all are, an account that is there has its customer.
fn check_reach(view: &View<'_>, customer: CustomerId) -> Result<(), Error> {
    if view.basis.reaches_all() { Ok(()) } else { view.customer(customer).map(drop) }
}

/// The account that `book` is about.
fn account_of(book: &SnapshotBook<'_>) -> Result<CreditAccount, Error> {
    let missing = CreditError::NoAccount { currency: book.currency };
    Ok(book.account()?.ok_or(missing)?)
}

/// The currency of the only account of a customer.
fn only_currency(view: &View<'_>, customer: CustomerId) -> Result<Currency, Error> {
    match view.credit_accounts(customer)?.as_slice() {
        [] => Err(CreditError::NoAccounts.into()),
        [only] => Ok(only.currency()),
        several => {
            let currencies = several.iter().map(CreditAccount::currency).collect();
            Err(CreditError::CurrencyRequired { currencies }.into())
        }
    }
}

/// A command of this moment and actor.
fn command(
    basis: &Basis<'_>,
    customer: CustomerId,
    currency: Currency,
    request: Request,
) -> Result<CreditCommand, Error> {
    let mut salt = [0; 16];
    let entropy = basis.session.shared.entropy.as_ref();
    entropy.ok_or(PortError::Missing { port: "source of randomness" })?.fill(&mut salt)?;
    Ok(CreditCommand {
        customer,
        currency,
        at: basis.now,
        today: basis.today(),
        author: basis.session.actor.author(),
        salt: Salt::from_bytes(salt),
        key: request.key,
        operation: request.operation,
    })
}

fn decided(committed: Committed) -> Result<Decided, Error> {
    let mut decided = committed.credit.into_iter();
    Ok(decided.next().ok_or_else(|| unexpected("what was decided of credit"))?)
}

/// A violation of the field that names a site which is not in reach.
fn site_violation(error: &SiteError) -> Error {
    Violations::from(Violation::of("site", error)).into()
}

/// How an account stands now.
fn status_of(
    view: &View<'_>,
    book: &SnapshotBook<'_>,
    account: CreditAccount,
) -> Result<CreditStatus, Error> {
    Ok(CreditStatus::of(book, account, view.basis.now, view.basis.today())?)
}
