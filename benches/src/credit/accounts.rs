//! Files with credit accounts in them.

use std::path::Path;

use patronage::Directory;
use patronage::credit::{NewCreditAccount, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::directory::{Credit, CreditOf};
use patronage::time::{Date, TimeError, Timestamp};
use patronage_sqlite::{Durability, SqliteStore};

use super::purchase;
use crate::failure::Failure;
use crate::shop::{SITE, STAFF, Shop};

/// How many charges share a commit where many are made to be there.
const BATCH: u32 = 1_000;

/// A new file with accounts that nothing but the benchmark uses up.
pub(super) struct Accounts {
    pub(super) credit: Credit,
    pub(super) all: Vec<CreditOf>,
    opened_at: Option<Timestamp>,
    /// The file lives as long as this.
    _shop: Shop,
}

impl Accounts {
    pub(super) fn new(place: &Path, durability: Durability, count: u32) -> Result<Self, Failure> {
        let shop = Shop::new(place)?;
        let store = SqliteStore::options().durability(durability).open(shop.file())?;
        let directory = Directory::open(store)?;
        let admin = directory.as_admin(STAFF);
        let terms = [NewPaymentTerm::new("net30", "Net 30", 30)];
        let orders = PurchaseOrdersPatch::new().enabled(true).terms(terms);
        admin.sites().set_purchase_orders(SITE, orders)?;
        let guests = (0..count).map(|_| NewCustomer::guest(SITE)).collect();
        let (mut all, mut opened_at) = (Vec::new(), None);
        for guest in admin.customers().create_all(guests) {
            let id = guest?.id();
            let account = NewCreditAccount::new("1000000000").terms(SITE, ["net30"]);
            opened_at = Some(admin.credit().open(id, account)?.opened_at());
            all.push(CreditOf::new(id));
        }
        Ok(Self { credit: admin.credit(), all, opened_at, _shop: shop })
    }

    /// One account with so many charges.
    pub(super) fn with(place: &Path, charges: u32) -> Result<Self, Failure> {
        let accounts = Self::new(place, Durability::Normal, 1)?;
        let mut number = 0;
        while number < charges {
            let until = number.saturating_add(BATCH).min(charges);
            let batch = (number..until)
                .filter_map(|number| accounts.all.first().map(|of| (of.clone(), purchase(number))));
            for charged in accounts.credit.charge_all(batch.collect()) {
                charged?;
            }
            number = until;
        }
        Ok(accounts)
    }

    /// A day before and a day after everything.
    pub(super) fn days(&self) -> Result<(Date, Date), Failure> {
        let day = self.opened_at.map(Timestamp::date_utc);
        let days = day.and_then(|day| day.plus_days(-1).zip(day.plus_days(2)));
        days.ok_or_else(|| Failure::Unequal(TimeError::NoSuchDay.to_string()))
    }
}
