//! Decisions by themselves, on an account in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use patronage::Directory;
use patronage::credit::{
    Book, CreditAccount, CreditCommand, CreditEntry, CreditError, CreditPosition, Decided,
    IdempotencyKey, NewCreditAccount, NewPaymentTerm, Place, PurchaseOrdersPatch, Shelf, decide,
};
use patronage::customer::NewCustomer;
use patronage::directory::CreditOf;
use patronage::id::EntryNumber;
use patronage::site::NewSite;
use patronage::store::MemoryStore;

use super::purchase;
use crate::failure::Failure;
use crate::measure::timed;
use crate::shop::{SITE, STAFF};

/// An account as plain values.
struct Plain {
    account: CreditAccount,
    positions: BTreeMap<EntryNumber, CreditPosition>,
}

impl Book for Plain {
    type Error = CreditError;

    fn account(&self) -> Result<Option<CreditAccount>, CreditError> {
        Ok(Some(self.account.clone()))
    }

    fn entry_of(&self, _: &IdempotencyKey) -> Result<Option<CreditEntry>, CreditError> {
        // The keys of the benchmark are used once.
        Ok(None)
    }

    fn position(&self, number: EntryNumber) -> Result<Option<CreditPosition>, CreditError> {
        Ok(self.positions.get(&number).cloned())
    }

    fn shelf(&self, _: Shelf, _: Option<Place>) -> Result<Vec<CreditPosition>, CreditError> {
        // Charges alone leave no money over and let nothing run out.
        Ok(Vec::new())
    }
}

/// Says how many charges are decided a second, ledger entry and chain included.
pub(super) fn sentence(count: u32) -> Result<String, Failure> {
    let rate = f64::from(count) / decided(count)?.as_secs_f64();
    Ok(format!(
        "Decided in memory, entry and chain included, on one thread: {rate:.0} charges a second \
         (goal 1,000,000)."
    ))
}

/// How long it takes to decide so many charges on one account.
pub(super) fn decided(count: u32) -> Result<Duration, Failure> {
    let directory = Directory::open(MemoryStore::new())?;
    let admin = directory.as_admin(STAFF);
    admin.sites().create(NewSite::new(SITE, "Mystic Sports").currency("USD"))?;
    let terms = [NewPaymentTerm::new("net30", "Net 30", 30)];
    let orders = PurchaseOrdersPatch::new().enabled(true).terms(terms);
    admin.sites().set_purchase_orders(SITE, orders)?;
    let john = admin.customers().create(NewCustomer::guest(SITE))?.id();
    let account = NewCreditAccount::new("1000000000").terms(SITE, ["net30"]);
    let account = admin.credit().open(john, account)?;
    let commands = (0..count).map(|number| command(&directory, &CreditOf::new(john), number));
    let commands: Vec<CreditCommand> = commands.collect::<Result<_, _>>()?;
    let mut plain = Plain { account, positions: BTreeMap::new() };
    timed(|| {
        for command in &commands {
            let Decided { account, positions, .. } =
                decide(&plain, command).map_err(patronage::Error::from)?;
            plain.account = account;
            let numbered = positions.into_iter().map(|position| (position.number(), position));
            plain.positions.extend(numbered);
        }
        Ok(())
    })
}

/// The command that a charge would commit.
fn command(directory: &Directory, of: &CreditOf, number: u32) -> Result<CreditCommand, Failure> {
    let charge = |directory: &Directory| {
        directory.as_admin(STAFF).credit().charge(of.clone(), purchase(number)).map(drop)
    };
    let plan = directory.plan(charge)?;
    let command = plan.changes().first().and_then(|changes| changes.credit.first()).cloned();
    command.ok_or_else(|| Failure::Unequal("a charge makes no command".to_owned()))
}
