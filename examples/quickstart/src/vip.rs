//! The segment of the best customers, kept up to date by hand.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use patronage::Directory;
use patronage::customer::CustomerSort;
use patronage::directory::CustomerListing;
use patronage::id::CustomerId;
use patronage::money::{Currency, Money};

use crate::failure::Failure;
use crate::shop::VIP;

/// Who spent more than this is a VIP, in whole and strictly more: with exactly 1,000.00 one is not.
const THRESHOLD: &str = "1000.00";

/// What a refresh did.
#[derive(Debug)]
pub(crate) struct Vips {
    /// Who is in the segment.
    pub(crate) size: u64,
    /// How many came.
    pub(crate) entered: u64,
    /// How many went.
    pub(crate) left: u64,
}

/// Adds who is missing in the segment and removes who does not belong there any more.
///
/// Only those who come or go are written, each with an event, so that a mailer can greet them.
pub(crate) fn refresh(directory: &Directory, currency: Currency) -> Result<Vips, Failure> {
    let admin = directory.as_admin("jane@shop.example");
    let (segments, customers) = (admin.segments(), admin.customers());

    let by_spend = CustomerListing::new()
        .sort(CustomerSort::LifetimeSpend(currency))
        .descending()
        .limit(1_000);
    let threshold = Money::parse(THRESHOLD, currency)?;
    let mut entitled = BTreeSet::new();
    for row in customers.iterate(by_spend) {
        let row = row?;
        let activity = row.activity.as_ref();
        let spend = activity.map_or(Money::zero(currency), |kept| kept.lifetime_spend(currency));
        if spend.try_cmp(threshold)? != Ordering::Greater {
            // The listing runs from the highest down, so nobody after this one did either.
            break;
        }
        entitled.insert(row.customer.id());
    }
    let members: BTreeSet<CustomerId> = customers
        .iterate(CustomerListing::new().segment(VIP).limit(1_000))
        .map(|row| row.map(|row| row.customer.id()))
        .collect::<Result<_, _>>()?;

    let entered = segments.add(VIP, entitled.difference(&members).copied())?;
    let left = segments.remove(VIP, members.difference(&entitled).copied())?;
    Ok(Vips { size: segments.size(VIP)?, entered, left })
}
