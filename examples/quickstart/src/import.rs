//! The import: people by their external id, purchases by their number, both in batches.
//!
//! It can be run again and again: what is there already is found and left alone, what differs is
//! changed, what is new is added. A row with mistakes is reported with all of them and keeps no
//! other row out.

use std::collections::HashMap;
use std::time::Instant;

use patronage::Directory;
use patronage::activity::{NewOrder, NewOrderLine};
use patronage::customer::{Customer, CustomerPatch, NewCustomer};
use patronage::directory::{Backoffice, RecordOutcome};
use patronage::id::CustomerId;
use patronage::money::{Currency, Money};
use patronage::time::{Date, Timestamp};
use patronage::violation::Violation;

use crate::failure::Failure;
use crate::people::Person;
use crate::progress::Progress;
use crate::purchases::Purchase;
use crate::tally::Tally;

/// How many rows are made durable together. One flush to disk costs as much as some hundred rows,
/// so larger batches gain nothing any more, while an import that is cut off would lose more.
const BATCH: usize = 1_000;

/// What a purchase has to know about its customer.
#[derive(Debug, Clone)]
struct Known {
    id: CustomerId,
    site: String,
}

impl Known {
    fn of(customer: &Customer) -> Self {
        let site = customer.site().map(ToString::to_string).unwrap_or_default();
        Self { id: customer.id(), site }
    }
}

/// An import into a directory.
#[derive(Debug)]
pub(crate) struct Import {
    backoffice: Backoffice,
    currency: Currency,
    /// The customers seen so far, by external id.
    known: HashMap<String, Known>,
}

impl Import {
    /// An import that the trail will name as the author of its changes.
    pub(crate) fn new(directory: &Directory, name: &str, currency: Currency) -> Self {
        Self { backoffice: directory.as_import(name), currency, known: HashMap::new() }
    }

    /// Makes accounts for people who have none and changes those that differ.
    pub(crate) fn people(
        &mut self,
        people: &[Person],
        mut progress: Progress,
    ) -> Result<Tally, Failure> {
        let (mut tally, start) = (Tally::default(), Instant::now());
        for batch in people.chunks(BATCH) {
            self.batch_of_people(batch, &mut tally)?;
            progress.advance(batch.len());
        }
        progress.finish();
        tally.took = start.elapsed();
        Ok(tally)
    }

    fn batch_of_people(&mut self, batch: &[Person], tally: &mut Tally) -> Result<(), Failure> {
        let customers = self.backoffice.customers();
        let (mut new, mut drafts) = (Vec::new(), Vec::new());
        let (mut there, mut patches) = (Vec::new(), Vec::new());
        for person in batch {
            match customers.find_by_external_id(&person.external_id)? {
                _ if person.external_id.is_empty() => {
                    let message = "without an id the row could not be found again";
                    tally.refuse(
                        person.line,
                        [Violation::new("external_id", "import.no_id", message)],
                    );
                }
                Some(customer) if Known::of(&customer).site != person.site => {
                    let message = "the account was made on another site and stays there";
                    tally.refuse(
                        person.line,
                        [Violation::new("site", "import.other_site", message)],
                    );
                }
                Some(customer) => {
                    patches.push((customer.id(), patch(person)));
                    there.push((person, customer));
                }
                None => {
                    drafts.push(draft(person));
                    new.push(person);
                }
            }
        }
        for (person, created) in new.into_iter().zip(customers.create_all(drafts)) {
            match created {
                Ok(customer) => {
                    tally.created.push(format!("customer {}", person.external_id));
                    self.remember(&customer);
                }
                Err(error) => tally.refuse_for(person.line, error)?,
            }
        }
        for ((person, before), updated) in there.into_iter().zip(customers.update_all(patches)) {
            self.remember(&before);
            match updated {
                Ok(after) if after.version() == before.version() => {
                    tally.unchanged = tally.unchanged.saturating_add(1);
                }
                Ok(after) => tally.changed.push(difference(person, &before, &after)),
                Err(error) => tally.refuse_for(person.line, error)?,
            }
        }
        Ok(())
    }

    /// Records each purchase as an order.
    pub(crate) fn purchases(
        &mut self,
        purchases: &[Purchase<'_>],
        mut progress: Progress,
    ) -> Result<Tally, Failure> {
        let (mut tally, start) = (Tally::default(), Instant::now());
        for batch in purchases.chunks(BATCH) {
            self.batch_of_purchases(batch, &mut tally)?;
            progress.advance(batch.len());
        }
        progress.finish();
        tally.took = start.elapsed();
        Ok(tally)
    }

    fn batch_of_purchases(
        &mut self,
        batch: &[Purchase<'_>],
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        let (mut sent, mut orders) = (Vec::new(), Vec::new());
        for purchase in batch {
            let customer = self.customer(purchase.customer)?;
            match order(purchase, customer, self.currency) {
                Ok(order) => {
                    sent.push(purchase);
                    orders.push(order);
                }
                Err(violations) => tally.refuse(purchase.line, violations),
            }
        }
        for (purchase, recorded) in
            sent.into_iter().zip(self.backoffice.orders().record_all(orders))
        {
            let words = || format!("order {} of {} USD", purchase.number, purchase.total);
            match recorded {
                Ok(recorded) => match recorded.outcome {
                    RecordOutcome::Created => tally.created.push(words()),
                    RecordOutcome::Updated => tally.changed.push(words()),
                    RecordOutcome::Unchanged => tally.unchanged = tally.unchanged.saturating_add(1),
                },
                Err(error) => tally.refuse_for(purchase.line, error)?,
            }
        }
        Ok(())
    }

    fn remember(&mut self, customer: &Customer) {
        if let Some(external_id) = customer.profile().external_id() {
            self.known.insert(external_id.to_owned(), Known::of(customer));
        }
    }

    /// The customer with an external id. Those of this import are known; others may be there from
    /// an earlier one.
    fn customer(&mut self, external_id: &str) -> Result<Option<Known>, Failure> {
        if !self.known.contains_key(external_id)
            && let Some(customer) = self.backoffice.customers().find_by_external_id(external_id)?
        {
            self.remember(&customer);
        }
        Ok(self.known.get(external_id).cloned())
    }
}

fn draft(person: &Person) -> NewCustomer {
    NewCustomer::registered(&*person.site, &*person.email)
        .name(&*person.first_name, &*person.last_name)
        .phone(&*person.phone)
        .external_id(&*person.external_id)
        .attributes_form(person.attributes())
}

/// The same fields as a change. A field that says what is kept already changes nothing.
fn patch(person: &Person) -> CustomerPatch {
    CustomerPatch::new()
        .email(&*person.email)
        .first_name(&*person.first_name)
        .last_name(&*person.last_name)
        .phone(&*person.phone)
        .attributes_form(person.attributes())
}

/// A purchase as an order of its customer, or all that is wrong with the values that the file has
/// as text. What only the directory can know, such as whether the number is free, it says itself.
fn order(
    purchase: &Purchase<'_>,
    customer: Option<Known>,
    currency: Currency,
) -> Result<(CustomerId, NewOrder), Vec<Violation>> {
    let customer = customer.ok_or_else(|| {
        let message = format!("there is no customer with the external id `{}`", purchase.customer);
        Violation::new("external_id", "import.unknown_customer", message)
    });
    let placed_on = Date::parse(&purchase.placed_on)
        .map_err(|error| Violation::new("placed_on", error.code(), error.to_string()));
    let quantity = purchase.quantity.parse::<u32>().map_err(|_| {
        Violation::new("quantity", "import.not_a_count", "expected a whole number, such as `2`")
    });
    let total = Money::parse(purchase.total, currency)
        .map_err(|error| Violation::new("total", error.code(), error.to_string()));
    match (customer, placed_on, quantity, total) {
        (Ok(customer), Ok(placed_on), Ok(quantity), Ok(total)) => {
            let order = NewOrder::new(&*purchase.number, purchase.site.unwrap_or(&customer.site))
                .placed_at(Timestamp::at_midnight_utc(placed_on))
                .total(total)
                .line(NewOrderLine::new("cd", quantity).name("Compact disc"));
            Ok((customer.id, order))
        }
        (customer, placed_on, quantity, total) => {
            let wrong = [customer.err(), placed_on.err(), quantity.err(), total.err()];
            Err(wrong.into_iter().flatten().collect())
        }
    }
}

/// What an update changed, in words.
fn difference(person: &Person, before: &Customer, after: &Customer) -> String {
    let differs = |code: &&str| before.attributes().get(code) != after.attributes().get(code);
    let attributes = person.attributes().filter(|(code, _)| differs(code));
    let (before, after) = (before.profile(), after.profile());
    let fields = [
        ("first_name", before.first_name() != after.first_name(), &person.first_name),
        ("last_name", before.last_name() != after.last_name(), &person.last_name),
        ("email", before.email() != after.email(), &person.email),
        ("phone", before.phone() != after.phone(), &person.phone),
    ];
    let changed = fields.into_iter().filter(|(_, changed, _)| *changed);
    let changed = changed.map(|(field, _, now)| (field, &**now)).chain(attributes);
    let changed: Vec<_> = changed.map(|(field, now)| format!("{field} is now `{now}`")).collect();
    format!("customer {}: {}", person.external_id, changed.join(", "))
}
