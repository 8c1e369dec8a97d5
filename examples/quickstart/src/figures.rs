//! What the directory keeps, read back from it and not from the input.

use patronage::Directory;
use patronage::customer::{CustomerRow, CustomerSort};
use patronage::directory::CustomerListing;
use patronage::money::{Currency, Money, MoneyError};

use crate::failure::Failure;

/// The figures over all customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) customers: u64,
    pub(crate) orders: u64,
    pub(crate) spend: Money,
    /// Those who spent most, the highest first.
    pub(crate) highest: Vec<CustomerRow>,
}

impl Figures {
    /// Adds up what is kept for each customer. Counts and sums are kept with every recorded order,
    /// so no order is read for this.
    pub(crate) fn of(directory: &Directory, currency: Currency) -> Result<Self, Failure> {
        let admin = directory.as_admin("jane@shop.example");
        let by_spend = CustomerListing::new()
            .sort(CustomerSort::LifetimeSpend(currency))
            .descending()
            .limit(1_000);
        let spend = Money::zero(currency);
        let mut figures = Self { customers: 0, orders: 0, spend, highest: Vec::new() };
        for row in admin.customers().iterate(by_spend) {
            figures.add(row?, currency)?;
        }
        Ok(figures)
    }

    fn add(&mut self, row: CustomerRow, currency: Currency) -> Result<(), MoneyError> {
        self.customers = self.customers.saturating_add(1);
        if let Some(activity) = &row.activity {
            self.orders = self.orders.saturating_add(activity.order_count());
            self.spend = self.spend.checked_add(activity.lifetime_spend(currency))?;
        }
        if self.highest.len() < 5 {
            self.highest.push(row);
        }
        Ok(())
    }
}
