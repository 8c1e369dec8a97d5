//! Statements: what happened on an account over some days, and what is open at their end.

#[cfg(feature = "reports")]
mod table;

use serde::{Deserialize, Serialize};

use super::account::CreditAccount;
use super::ageing::Ageing;
use super::entry::CreditEntry;
use super::error::CreditError;
use super::fold::{Fold, FoldedItem};
use super::position::days_overdue;
use crate::activity::OrderNumber;
use crate::code::{SiteCode, TermCode};
use crate::id::{CustomerId, EntryNumber};
use crate::money::{Currency, Minor, Money, MoneyError};
use crate::text::Line;
use crate::time::Date;

/// What happened on an account over some days, and what is open at their end.
///
/// It is made of the entries up to its last day, so that a statement of a past month is the same
/// whenever it is asked for. With the feature `reports` (on by default) `Display` writes it as
/// tables for people, and `to_csv` for other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    customer: CustomerId,
    currency: Currency,
    from: Date,
    to: Date,
    opening: Money,
    lines: Vec<StatementLine>,
    closing: Money,
    open_items: Vec<OpenItem>,
    ageing: Ageing,
}

/// An entry that changed what is owed, and what was owed after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    date: Date,
    entry: CreditEntry,
    balance: Money,
}

impl StatementLine {
    /// The day of the entry in the tenant's time zone.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The entry.
    pub fn entry(&self) -> &CreditEntry {
        &self.entry
    }

    /// What was owed after it.
    pub fn balance(&self) -> Money {
        self.balance
    }
}

/// An item that is not paid in full on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenItem {
    number: EntryNumber,
    due: Date,
    amount: Money,
    open: Money,
    days_overdue: u32,
    site: Option<SiteCode>,
    order: Option<OrderNumber>,
    purchase_order: Option<Line<64>>,
    term: Option<TermCode>,
}

impl OpenItem {
    fn new(number: EntryNumber, item: &FoldedItem, currency: Currency, as_of: Date) -> Self {
        Self {
            number,
            due: item.due,
            amount: item.amount.of(currency),
            open: item.open.of(currency),
            days_overdue: days_overdue(item.due, as_of),
            site: item.site,
            order: item.order.clone(),
            purchase_order: item.purchase_order.clone(),
            term: item.term,
        }
    }

    /// The entry that made it.
    pub fn number(&self) -> EntryNumber {
        self.number
    }

    /// When it is due.
    pub fn due(&self) -> Date {
        self.due
    }

    /// What it was made with.
    pub fn amount(&self) -> Money {
        self.amount
    }

    /// What is still to be paid.
    pub fn open(&self) -> Money {
        self.open
    }

    /// How many days it is overdue; 0 when it is not.
    pub fn days_overdue(&self) -> u32 {
        self.days_overdue
    }

    /// The site of the order; `None` for an adjustment.
    pub fn site(&self) -> Option<&SiteCode> {
        self.site.as_ref()
    }

    /// The order; `None` for an adjustment.
    pub fn order(&self) -> Option<&OrderNumber> {
        self.order.as_ref()
    }

    /// The customer's number of the purchase order; `None` also after an erasure.
    pub fn purchase_order(&self) -> Option<&str> {
        self.purchase_order.as_ref().map(Line::as_str)
    }

    /// The payment term; `None` for an adjustment.
    pub fn term(&self) -> Option<&TermCode> {
        self.term.as_ref()
    }
}

impl Statement {
    /// Whose account it is.
    pub fn customer(&self) -> CustomerId {
        self.customer
    }

    /// The currency of all amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The first day.
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> Date {
        self.to
    }

    /// What was owed before the first day.
    pub fn opening(&self) -> Money {
        self.opening
    }

    /// The entries of the days that changed what is owed, in the order of the ledger.
    pub fn lines(&self) -> &[StatementLine] {
        &self.lines
    }

    /// What is owed at the end of the last day.
    pub fn closing(&self) -> Money {
        self.closing
    }

    /// What is not paid in full at the end of the last day, the oldest due date first.
    pub fn open_items(&self) -> &[OpenItem] {
        &self.open_items
    }

    /// The same by age.
    pub fn ageing(&self) -> &Ageing {
        &self.ageing
    }
}

/// Makes a statement out of the entries of a ledger, from the first on.
#[derive(Debug)]
pub(crate) struct Clerk {
    from: Date,
    to: Date,
    fold: Fold,
    opening: Minor,
    lines: Vec<StatementLine>,
}

impl Clerk {
    pub(crate) fn new(from: Date, to: Date) -> Self {
        Self { from, to, fold: Fold::default(), opening: Minor::ZERO, lines: Vec::new() }
    }

    /// Takes the next entry, whose day is `date`; says whether those behind it may still be in the
    /// statement.
    pub(crate) fn add(&mut self, date: Date, entry: CreditEntry) -> Result<bool, MoneyError> {
        if date > self.to {
            return Ok(false);
        }
        self.fold.add(&entry)?;
        let owed = self.fold.sums.outstanding;
        if date < self.from {
            self.opening = owed;
        } else if !entry.outstanding_change().is_zero() {
            let balance = owed.of(entry.currency());
            self.lines.push(StatementLine { date, entry, balance });
        }
        Ok(true)
    }

    pub(crate) fn statement(self, account: &CreditAccount) -> Result<Statement, CreditError> {
        let currency = account.currency();
        let ageing = Ageing::of(&self.fold, currency, self.to)?;
        let open = self.fold.items.iter().filter(|(_, item)| item.open.is_positive());
        let open = open.map(|(number, item)| OpenItem::new(*number, item, currency, self.to));
        let mut open_items: Vec<OpenItem> = open.collect();
        open_items.sort_by_key(|item| (item.due, item.number));
        Ok(Statement {
            customer: account.customer(),
            currency,
            from: self.from,
            to: self.to,
            opening: self.opening.of(currency),
            lines: self.lines,
            closing: self.fold.sums.outstanding.of(currency),
            open_items,
            ageing,
        })
    }
}
