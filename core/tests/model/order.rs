//! Orders in the model. The figures over them are counted anew each time.

use std::collections::BTreeMap;

use patronage::activity::OrderStatus;

use super::plain::{Answer, Plain, invalid};
use super::step::{Name, Purchase};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlainOrder {
    pub(crate) who: usize,
    pub(crate) placed: i64,
    pub(crate) currency: Name,
    pub(crate) total: i64,
    pub(crate) returned: i64,
    pub(crate) status: OrderStatus,
}

impl PlainOrder {
    fn spend(&self) -> i64 {
        if self.status == OrderStatus::Cancelled { 0 } else { self.total - self.returned }
    }
}

/// What a customer did.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) count: usize,
    pub(crate) spend: BTreeMap<Name, i64>,
    /// When it was placed, its number, its site.
    pub(crate) last: Option<(i64, Name, Name)>,
}

impl Figures {
    pub(crate) fn describe(&self) -> String {
        let spend: Vec<String> = self
            .spend
            .iter()
            .map(|(currency, cents)| format!("{}.{:02} {currency}", cents / 100, cents % 100))
            .collect();
        format!("{} {spend:?} {:?}", self.count, self.last)
    }
}

impl Plain {
    pub(crate) fn figures(&self, who: usize) -> Figures {
        let mut figures = Figures::default();
        for ((site, number), order) in self.orders.iter().filter(|(_, order)| order.who == who) {
            figures.count += usize::from(order.status != OrderStatus::Cancelled);
            *figures.spend.entry(order.currency).or_default() += order.spend();
            figures.last = figures.last.max(Some((order.placed, number, site)));
        }
        figures
    }

    pub(crate) fn record(&mut self, who: usize, purchase: &Purchase) -> Answer {
        self.person(who)?;
        let Some(site) = self.sites.get(purchase.site) else {
            return Err(invalid(&["site.unknown"]));
        };
        let key = (purchase.site, purchase.number);
        let previous = self.orders.get(&key).cloned();
        let returned = purchase.returned.unwrap_or_default();
        if returned > purchase.total {
            return Err(invalid(&["order.returned_out_of_range"]));
        }
        let order = PlainOrder {
            who,
            placed: purchase.placed.or(previous.as_ref().map(|o| o.placed)).unwrap_or(self.now),
            currency: previous.as_ref().map_or(site.currency, |order| order.currency),
            total: purchase.total,
            returned,
            status: purchase.status,
        };
        let (outcome, kind) = match previous {
            None => ("Created", "order.recorded"),
            Some(previous) if previous.who != who => {
                return Err("activity.order_of_another_customer".to_owned());
            }
            Some(previous) if previous.placed != order.placed => {
                return Err("activity.fixed_field".to_owned());
            }
            Some(previous) if previous == order => return Ok("Unchanged".to_owned()),
            Some(_) => ("Updated", "order.updated"),
        };
        self.orders.insert(key, order);
        self.event(kind, Some(who));
        Ok(outcome.to_owned())
    }
}
