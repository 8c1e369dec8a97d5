//! Operations on credit accounts, as commands, and what is read of the accounts.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::actor::Author;
use crate::code::TermCode;
use crate::credit::{
    CreditAccount, CreditCommand, CreditPosition, Decided, IdempotencyKey, NewPaymentTerm, Opening,
    Operation, Overdraft, Place, Purchase, PurchaseOrders, PurchaseOrdersPatch, Salt, Shelf,
};
use crate::event::Event;
use crate::id::{CreditAccountId, CustomerId, EntryNumber};
use crate::money::{Currency, Minor};
use crate::page::PageLimit;
use crate::store::conformance::fixture::{at, commit, currency, get, id, set, site_code, snapshot};
use crate::store::{
    Committed, Entries, EntryQuery, Key, Query, Record, ShelfQuery, Slice, Snapshot, Store,
};
use crate::text::Line;

/// What a customer has of credit in one currency: the account, what is left in it, and its ledger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CreditView {
    account: Record,
    left: Vec<Record>,
    entries: Vec<Event>,
}

impl CreditView {
    pub(crate) fn of(snapshot: &dyn Snapshot, customer: CustomerId) -> Vec<Self> {
        let accounts = records(snapshot, &Query::CreditAccounts(customer));
        let currency = |account: &Record| match account.key() {
            Key::CreditAccount(_, currency) => currency,
            key => panic!("{key} is listed as a credit account"),
        };
        let of = |account: Record| Self {
            left: left(snapshot, customer, currency(&account)),
            entries: all_entries(snapshot, customer, currency(&account)),
            account,
        };
        accounts.into_iter().map(of).collect()
    }
}

/// All accounts in which a reservation runs out some time.
pub(crate) fn credit_with_expiry(snapshot: &dyn Snapshot) -> Vec<Record> {
    records(snapshot, &Query::CreditAccountsDue(at(1_000_000), PageLimit::MAX))
}

fn left(snapshot: &dyn Snapshot, customer: CustomerId, currency: Currency) -> Vec<Record> {
    let on = |shelf: Shelf| {
        let (behind, limit) = (None, PageLimit::MAX);
        let query = ShelfQuery { customer, currency, shelf, behind, limit };
        records(snapshot, &Query::CreditShelf(query))
    };
    [Shelf::Reservations, Shelf::OpenItems, Shelf::UnappliedPayments]
        .into_iter()
        .flat_map(on)
        .collect()
}

fn all_entries(snapshot: &dyn Snapshot, customer: CustomerId, currency: Currency) -> Vec<Event> {
    let query = EntryQuery { customer, currency, entries: Entries::All, limit: PageLimit::MAX };
    match snapshot.query(&Query::CreditEntries(query)).expect("the store lists entries") {
        Slice::Events(events) => events,
        other => panic!("entries are listed as something else: {other:?}"),
    }
}

/// A command in US dollars, at the beginning of 2026, without a key.
pub(crate) fn command(n: u32, operation: Operation) -> CreditCommand {
    CreditCommand {
        customer: id(n),
        currency: usd(),
        at: at(0),
        today: at(0).date_utc(),
        author: Author::Admin("jane@shop.example".into()),
        salt: Salt::from_bytes([7; 16]),
        key: None,
        operation,
    }
}

impl CreditCommand {
    pub(crate) fn keyed(mut self, key: &str) -> Self {
        self.key = Some(credit_key(key));
        self
    }

    pub(crate) fn in_currency(mut self, code: &str) -> Self {
        self.currency = currency(code);
        self
    }

    pub(crate) fn at_second(mut self, second: i64) -> Self {
        (self.at, self.today) = (at(second), at(second).date_utc());
        self
    }
}

pub(crate) fn usd() -> Currency {
    currency("USD")
}

pub(crate) fn credit_key(key: &str) -> IdempotencyKey {
    IdempotencyKey::parse(key).expect("a key")
}

pub(crate) fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("an amount")
}

pub(crate) fn entry_number(number: u64) -> EntryNumber {
    EntryNumber::new(number).expect("a number")
}

/// Opens an account with the payment term `net30` on the site `shop`.
pub(crate) fn opening(n: u32, limit: i64) -> CreditCommand {
    let term = TermCode::parse("net30").expect("a code");
    let opening = Opening {
        id: CreditAccountId::from_uuid(Uuid::from_u128(u128::from(n) + 1)),
        limit: minor(limit),
        overdraft: Overdraft::None,
        terms: BTreeMap::from([(site_code("shop"), vec![term])]),
        keep_surplus: false,
        hold_when_overdue: None,
    };
    command(n, Operation::Open(Box::new(opening)))
}

/// An order on the site `shop`, which takes purchase orders.
pub(crate) fn purchase() -> Box<Purchase> {
    let term = NewPaymentTerm::new("net30", "Net 30", 30);
    let patch = PurchaseOrdersPatch::new().enabled(true).terms([term]);
    Box::new(Purchase {
        site: site_code("shop"),
        settings: PurchaseOrders::default().patched(&patch).expect("settings"),
        order: None,
        term: None,
        purchase_order: Some(Line::parse("PO-7").expect("a number")),
        fields: BTreeMap::new(),
        override_reason: None,
    })
}

pub(crate) fn charge(n: u32, amount: i64, key: &str) -> CreditCommand {
    let operation = Operation::Charge { amount: minor(amount), purchase: purchase() };
    command(n, operation).keyed(key)
}

/// Reserves an amount until a second after the beginning, or without an end.
pub(crate) fn reserve(n: u32, amount: i64, until: Option<i64>, key: &str) -> CreditCommand {
    let (amount, purchase) = (minor(amount), purchase());
    let operation = Operation::Reserve { amount, purchase, expires_at: until.map(at) };
    command(n, operation).keyed(key)
}

/// A payment of which a surplus is kept.
pub(crate) fn pay(n: u32, amount: i64, key: &str) -> CreditCommand {
    payment(n, amount, true).keyed(key)
}

pub(crate) fn payment(n: u32, amount: i64, keep_surplus: bool) -> CreditCommand {
    let (amount, named) = (minor(amount), Vec::new());
    command(n, Operation::Pay { amount, named, keep_surplus, note: None })
}

/// Commits one command by itself.
pub(crate) fn carry_out(store: &dyn Store, command: CreditCommand) -> Decided {
    let mut committed: Committed = commit(store, &set(store).credit(command));
    assert_eq!(committed.credit.len(), 1, "a command is answered once: {committed:?}");
    committed.credit.remove(0)
}

pub(crate) fn account(store: &dyn Store, n: u32) -> CreditAccount {
    match get(store, &Key::CreditAccount(id(n), usd())) {
        Some(Record::CreditAccount(account)) => *account,
        other => panic!("a credit account is {other:?}"),
    }
}

/// What the customer owes and what is promised, as text.
pub(crate) fn owed_and_reserved(store: &dyn Store, n: u32) -> (String, String) {
    let figures = account(store, n).figures().expect("figures within the range");
    (figures.outstanding().to_string(), figures.reserved().to_string())
}

pub(crate) fn entries(
    snapshot: &dyn Snapshot,
    n: u32,
    currency: Currency,
    entries: Entries,
    limit: usize,
) -> Vec<Event> {
    let limit = PageLimit::new(limit).expect("a limit");
    let query = EntryQuery { customer: id(n), currency, entries, limit };
    match snapshot.query(&Query::CreditEntries(query)).expect("the store lists entries") {
        Slice::Events(events) => events,
        other => panic!("entries are listed as something else: {other:?}"),
    }
}

/// The whole ledger of an account in US dollars.
pub(crate) fn ledger(store: &dyn Store, n: u32) -> Vec<Event> {
    entries(&*snapshot(store), n, usd(), Entries::All, 1_000)
}

pub(crate) fn shelf(
    snapshot: &dyn Snapshot,
    n: u32,
    shelf: Shelf,
    behind: Option<Place>,
    limit: usize,
) -> Vec<CreditPosition> {
    let limit = PageLimit::new(limit).expect("a limit");
    let query = ShelfQuery { customer: id(n), currency: usd(), shelf, behind, limit };
    let listed = records(snapshot, &Query::CreditShelf(query)).into_iter();
    let positions = listed.map(|record| match record {
        Record::CreditPosition(position) => *position,
        other => panic!("a position is {other:?}"),
    });
    positions.collect()
}

pub(crate) fn records(snapshot: &dyn Snapshot, query: &Query) -> Vec<Record> {
    match snapshot.query(query).expect("the store lists credit") {
        Slice::Records(records) => records,
        other => panic!("credit is listed as something else: {other:?}"),
    }
}
