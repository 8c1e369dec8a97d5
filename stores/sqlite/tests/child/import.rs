//! A child process that imports customers and orders from several threads until it is killed, and
//! says what it was told was done.

use std::path::Path;
use std::thread;

use patronage::Directory;
use patronage::activity::NewOrder;
use patronage::credit::{NewCreditAccount, NewPaymentTerm, NewPurchase, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::directory::Backoffice;
use patronage::id::CustomerId;
use patronage_sqlite::SqliteStore;

use crate::child::{command, file, say};
use crate::dice::Dice;

/// The site of the imported customers and orders.
pub(crate) const SITE: &str = "mystic-sports";

/// The segment that some of the imported customers are added to.
pub(crate) const SEGMENT: &str = "imported";

/// The threads that number what they import. Each counts its customers and its orders from 0.
pub(crate) const THREADS: u64 = 5;

/// The thread that records each order by itself.
pub(crate) const ONE_BY_ONE: u64 = 0;

/// The thread that charges orders on the account of the customer whose external id is [`DEBTOR`].
pub(crate) const CHARGING: u64 = 4;

/// The customer with a credit account.
pub(crate) const DEBTOR: &str = "debtor";

/// Something that was answered with `Ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// A customer was made, under an external id.
    Customer { id: CustomerId, external_id: String },
    /// An order was recorded, with a total in minor units.
    Order { customer: CustomerId, number: String, cents: i64 },
    /// A customer was added to the segment.
    Member { id: CustomerId },
    /// A customer was made and deleted again.
    Gone { id: CustomerId },
    /// An order was charged on a credit account, under a key.
    Charge { customer: CustomerId, key: String, entry: u64 },
}

impl Done {
    fn line(&self) -> String {
        match self {
            Self::Customer { id, external_id } => format!("customer {id} {external_id}"),
            Self::Order { customer, number, cents } => format!("order {customer} {number} {cents}"),
            Self::Member { id } => format!("member {id}"),
            Self::Gone { id } => format!("gone {id}"),
            Self::Charge { customer, key, entry } => format!("charge {customer} {key} {entry}"),
        }
    }

    /// What a line of the child says.
    pub(crate) fn parse(line: &str) -> Self {
        let words: Vec<&str> = line.split(' ').collect();
        let id = CustomerId::parse(words[1]).unwrap();
        match (words[0], &words[2..]) {
            ("customer", [external_id]) => {
                Self::Customer { id, external_id: (*external_id).to_owned() }
            }
            ("order", [number, cents]) => Self::Order {
                customer: id,
                number: (*number).to_owned(),
                cents: cents.parse().unwrap(),
            },
            ("member", []) => Self::Member { id },
            ("gone", []) => Self::Gone { id },
            ("charge", [key, entry]) => {
                Self::Charge { customer: id, key: (*key).to_owned(), entry: entry.parse().unwrap() }
            }
            _ => panic!("a line that no import writes: `{line}`"),
        }
    }
}

/// Plays the import, when this process is a child.
pub(crate) fn run() {
    let Some(file) = file() else { return };
    say(&["started".to_owned()]);
    let directory = Directory::open(SqliteStore::open(&file).unwrap()).unwrap();
    say(&["opened".to_owned()]);
    let Some(round) = command() else { return };
    import(&directory, round.parse().unwrap());
}

/// The external ids and order numbers of a thread of a round begin like this.
pub(crate) fn prefix(round: u64, thread: u64) -> String {
    format!("{round}-{thread}-")
}

fn import(directory: &Directory, round: u64) {
    thread::scope(|scope| {
        for number in 0..THREADS {
            scope.spawn(move || {
                let mut thread = Thread::new(directory, round, number);
                loop {
                    let done = match number {
                        ONE_BY_ONE => thread.one_by_one(),
                        1 => thread.customers_in_batches(),
                        2 => thread.orders_in_batches(),
                        CHARGING => thread.charges(),
                        _ => thread.others(),
                    };
                    let lines: Vec<String> = done.iter().map(Done::line).collect();
                    say(&lines);
                }
            });
        }
    });
}

struct Thread {
    admin: Backoffice,
    prefix: String,
    dice: Dice,
    customers: u64,
    orders: u64,
    known: Vec<CustomerId>,
}

impl Thread {
    fn new(directory: &Directory, round: u64, number: u64) -> Self {
        Self {
            admin: directory.as_import(format!("thread-{number}.csv")),
            prefix: prefix(round, number),
            dice: Dice::new(round * THREADS + number),
            customers: 0,
            orders: 0,
            known: Vec::new(),
        }
    }

    fn one_by_one(&mut self) -> Vec<Done> {
        let (draft, external_id) = self.draft();
        let id = self.admin.customers().create(draft).unwrap().id();
        let (number, cents, order) = self.order();
        self.admin.orders().record(id, order).unwrap();
        vec![Done::Customer { id, external_id }, Done::Order { customer: id, number, cents }]
    }

    fn customers_in_batches(&mut self) -> Vec<Done> {
        let size = self.dice.roll(1, 40);
        let (drafts, external_ids): (Vec<_>, Vec<_>) = (0..size).map(|_| self.draft()).unzip();
        let created = self.admin.customers().create_all(drafts);
        let done = created.into_iter().zip(external_ids).map(|(created, external_id)| {
            Done::Customer { id: created.unwrap().id(), external_id }
        });
        done.collect()
    }

    /// Several orders of a batch are of one customer.
    fn orders_in_batches(&mut self) -> Vec<Done> {
        if self.known.len() < 8 {
            let done = self.customers_in_batches();
            self.known.extend(done.iter().filter_map(|done| match done {
                Done::Customer { id, .. } => Some(*id),
                _ => None,
            }));
            return done;
        }
        let size = self.dice.roll(1, 40);
        let (mut batch, mut done) = (Vec::new(), Vec::new());
        for _ in 0..size {
            let customer = self.dice.pick(&self.known);
            let (number, cents, order) = self.order();
            batch.push((customer, order));
            done.push(Done::Order { customer, number, cents });
        }
        for recorded in self.admin.orders().record_all(batch) {
            recorded.unwrap();
        }
        done
    }

    fn others(&mut self) -> Vec<Done> {
        if self.dice.roll(0, 3) == 0 {
            let id = self.admin.customers().create(NewCustomer::guest(SITE)).unwrap().id();
            self.admin.customers().delete(id).unwrap();
            return vec![Done::Gone { id }];
        }
        let (draft, external_id) = self.draft();
        let id = self.admin.customers().create(draft).unwrap().id();
        assert_eq!(self.admin.segments().add(SEGMENT, [id]).unwrap(), 1);
        vec![Done::Customer { id, external_id }, Done::Member { id }]
    }

    /// Alone and in batches; some requests are sent again at once.
    fn charges(&mut self) -> Vec<Done> {
        let debtor = self.admin.customers().find_by_external_id(DEBTOR).unwrap().unwrap().id();
        let size = self.dice.roll(1, 8);
        let orders: Vec<_> = (0..size).map(|_| self.charge()).collect();
        let charged = if let [(_, order)] = orders.as_slice() {
            vec![self.admin.credit().charge(debtor, order.clone())]
        } else {
            let batch = orders.iter().map(|(_, order)| (debtor.into(), order.clone()));
            self.admin.credit().charge_all(batch.collect())
        };
        if self.dice.roll(0, 3) == 0 {
            let again = self.admin.credit().charge(debtor, orders[0].1.clone()).unwrap();
            assert_eq!(&again, charged[0].as_ref().unwrap());
        }
        let done = orders.into_iter().zip(charged).map(|((key, _), charged)| Done::Charge {
            customer: debtor,
            key,
            entry: charged.unwrap().number().as_u64(),
        });
        done.collect()
    }

    fn charge(&mut self) -> (String, NewPurchase) {
        let key = format!("{}{}", self.prefix, self.orders);
        self.orders += 1;
        (key.clone(), charge(&key))
    }

    fn draft(&mut self) -> (NewCustomer, String) {
        let external_id = format!("{}{}", self.prefix, self.customers);
        self.customers += 1;
        let draft = if self.dice.roll(0, 1) == 0 {
            NewCustomer::guest(SITE)
        } else {
            NewCustomer::registered(SITE, format!("{external_id}@example.com"))
        };
        (draft.external_id(&external_id), external_id)
    }

    fn order(&mut self) -> (String, i64, NewOrder) {
        let number = format!("{}{}", self.prefix, self.orders);
        self.orders += 1;
        let cents = i64::try_from(self.dice.roll(0, 100_000)).unwrap();
        let total = format!("{}.{:02}", cents / 100, cents % 100);
        (number.clone(), cents, NewOrder::new(number, SITE).total(total))
    }
}

/// An order of 0.01 under a key.
pub(crate) fn charge(key: &str) -> NewPurchase {
    NewPurchase::new("0.01", SITE, key).purchase_order("PO-7")
}

/// Makes what the import needs.
pub(crate) fn set_up(file: &Path) {
    let directory = Directory::open(SqliteStore::open(file).unwrap()).unwrap();
    let admin = directory.as_system();
    admin.sites().create(patronage::site::NewSite::new(SITE, "Mystic Sports")).unwrap();
    let term = NewPaymentTerm::new("net30", "Net 30", 30);
    let patch = PurchaseOrdersPatch::new().enabled(true).terms([term]);
    admin.sites().set_purchase_orders(SITE, patch).unwrap();
    let debtor = admin.customers().create(NewCustomer::guest(SITE).external_id(DEBTOR)).unwrap();
    let account = NewCreditAccount::new("1000000.00").terms(SITE, ["net30"]);
    admin.credit().open(debtor.id(), account).unwrap();
    admin.segments().create(patronage::segment::NewSegment::new(SEGMENT, "Imported")).unwrap();
}
