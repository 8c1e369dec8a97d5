//! Operations on a credit account, one after the other: what each writes into the ledger or why it is
//! refused, and how the account stands after it.
//!
//! A case is an account from its opening on. A step that makes a reservation, an item or a payment
//! has a name for it (`as`), by which later steps speak of it. Amounts are in the currency of the
//! case, and the time is that of the clock: `after` so many seconds a step is done.

mod operation;
mod step;

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use patronage::credit::{CreditEntry, CreditParameter, NewPaymentTerm, PurchaseOrdersPatch};
use patronage::customer::NewCustomer;
use patronage::directory::Credit;
use patronage::id::{CustomerId, EntryNumber};
use patronage::money::{Currency, Money};
use patronage::page::PageRequest;
use patronage::port::fixed::{FixedClock, FixedEntropy};
use patronage::site::NewSite;
use patronage::store::MemoryStore;
use patronage::time::Timestamp;
use patronage::{Directory, Error as Refused};
use serde::Deserialize;

use super::{Ran, also_expect, expect};
use step::{Step, Then};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    case: String,
    currency: String,
    steps: Vec<Step>,
}

/// An account with the names of what was made in it.
struct Account {
    credit: Credit,
    customer: CustomerId,
    currency: Currency,
    clock: Arc<FixedClock>,
    named: BTreeMap<String, CreditEntry>,
}

pub(crate) fn run(text: &str) -> Result<Ran, Box<dyn Error>> {
    let mut ran = Ran::default();
    for Case { case, currency, steps } in super::cases::<Case>(text)? {
        let mut account = Account::new(&currency)?;
        for (position, step) in steps.iter().enumerate() {
            let number = position.saturating_add(1);
            let label = format!("{case}, step {number}, {:?}", step.word);
            account.step(&mut ran, &label, number, step)?;
        }
        let is_sound = match account.credit.verify(account.customer, None) {
            Ok(found) => found.is_sound(),
            Err(_) => false,
        };
        expect(&mut ran, &case, &is_sound, &true);
    }
    Ok(ran)
}

impl Account {
    /// A customer who has no account yet, of a site in a currency.
    fn new(currency: &str) -> Result<Self, Box<dyn Error>> {
        let noon = Timestamp::parse("2026-02-03T12:00:00Z")?;
        let clock = Arc::new(FixedClock::new(noon));
        let directory = Directory::builder(MemoryStore::new())
            .clock(Arc::clone(&clock) as _)
            .entropy(Arc::new(FixedEntropy::new(0)))
            .open()?;
        let admin = directory.as_admin("jane@shop.example");
        admin.sites().create(NewSite::new("shop", "Shop").currency(currency))?;
        let net30 = NewPaymentTerm::new("net30", "Net 30", 30);
        let says = PurchaseOrdersPatch::new().enabled(true).terms([net30]);
        admin.sites().set_purchase_orders("shop", says)?;
        let john = admin.customers().create(NewCustomer::guest("shop"))?;
        Ok(Self {
            credit: admin.credit(),
            customer: john.id(),
            currency: Currency::parse(currency)?,
            clock,
            named: BTreeMap::new(),
        })
    }

    fn step(
        &mut self,
        ran: &mut Ran,
        label: &str,
        number: usize,
        step: &Step,
    ) -> Result<(), Box<dyn Error>> {
        self.clock.advance(Duration::from_secs(step.after));
        let before = self.written();
        let answer = operation::carry_out(self, step, &format!("step-{number}"));
        let code = answer.as_ref().err().map(Refused::code);
        also_expect(ran, label, &code, &step.code.as_deref());
        if let Err(refused) = &answer {
            also_expect(ran, label, &self.says(refused, &step.says), &step.says);
            also_expect(ran, label, &self.violations(refused), &step.violations);
        }
        let writes = u64::from(step.entry.is_some());
        let written = self.written().saturating_sub(before);
        also_expect(ran, label, &written, &step.writes.unwrap_or(writes));
        if let Some(expected) = &step.entry {
            let entry = self.last()?;
            let change = |of: &str| Money::parse(of, self.currency);
            let found =
                (entry.kind().as_str(), entry.outstanding_change(), entry.reserved_change());
            let changes = (change(&expected.outstanding)?, change(&expected.reserved)?);
            also_expect(ran, label, &found, &(expected.kind.as_str(), changes.0, changes.1));
            let days = entry.due().map(|due| {
                due.days_since_epoch().saturating_sub(entry.at().date_utc().days_since_epoch())
            });
            if expected.due_in.is_some() {
                also_expect(ran, label, &days, &expected.due_in);
            }
        }
        if let Some(name) = &step.same_as {
            also_expect(ran, label, &answer.as_ref().ok(), &Some(&self.named.get(name).cloned()));
        }
        if let (Some(name), Ok(Some(entry))) = (&step.name, answer) {
            self.named.insert(name.clone(), entry);
        }
        let then = step.then.as_ref().map(|then| then.exact(self.currency)).transpose()?;
        also_expect(ran, label, &self.stands()?, &then);
        Ok(())
    }

    /// How many entries the ledger has.
    fn written(&self) -> u64 {
        self.credit.head(self.customer).map_or(0, |head| head.number.as_u64())
    }

    fn last(&self) -> Result<CreditEntry, Box<dyn Error>> {
        let page = self.credit.entries(self.customer, PageRequest::new().limit(1))?;
        Ok(page.items.into_iter().next().ok_or("an entry")?)
    }

    /// What a refusal says of what a case asks for.
    fn says(
        &self,
        refused: &Refused,
        asked: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        let Refused::Credit(error) = refused else { return BTreeMap::new() };
        let said = error.parameters().into_iter().filter_map(|(name, parameter)| {
            let text = match parameter {
                CreditParameter::Money(money) => {
                    // As exactly as it is written in the case.
                    let written = asked.get(name).filter(|text| {
                        Money::parse(text, self.currency).is_ok_and(|asked| asked == money)
                    });
                    written.cloned().unwrap_or_else(|| money.amount().to_string())
                }
                CreditParameter::Entry(number) => self.name_of(number),
                _ => return None,
            };
            asked.contains_key(name).then(|| (name.to_owned(), text))
        });
        said.collect()
    }

    fn violations(&self, refused: &Refused) -> BTreeMap<String, String> {
        let violations = refused.violations().into_iter().flat_map(|all| all.iter());
        let by_path = violations.map(|violation| {
            // Within a payment an item is called by its number.
            let (path, code) = (violation.path(), violation.code().to_owned());
            let item = path.strip_prefix("items.").and_then(|item| EntryNumber::parse(item).ok());
            (
                item.map_or_else(
                    || path.to_owned(),
                    |item| format!("items.{}", self.name_of(item)),
                ),
                code,
            )
        });
        by_path.collect()
    }

    fn name_of(&self, number: EntryNumber) -> String {
        let named = self.named.iter().find(|(_, entry)| entry.number() == number);
        named.map_or_else(|| number.to_string(), |(name, _)| name.clone())
    }

    fn number_of(&self, name: &str) -> EntryNumber {
        self.named.get(name).map_or(EntryNumber::LAST, CreditEntry::number)
    }

    /// How the account stands; nothing where there is none.
    fn stands(&self) -> Result<Option<Then>, Refused> {
        let Ok(status) = self.credit.status(self.customer) else { return Ok(None) };
        let text = |money: Money| money.amount().to_string();
        let items = self.credit.open_items(self.customer)?;
        let open = items.iter().map(|item| (self.name_of(item.number()), text(item.left())));
        Ok(Some(Then {
            limit: text(status.limit()),
            outstanding: text(status.outstanding()),
            reserved: text(status.reserved()),
            available: text(status.available()),
            total_available: text(status.total_available()),
            unapplied: text(status.figures().unapplied()),
            open_items: open.collect(),
        }))
    }
}
