//! The state of the model, its definitions and its trail.

use std::collections::{BTreeMap, BTreeSet};

use super::order::PlainOrder;
use super::people::Person;
use super::step::Name;

/// What an operation answers: a text that says everything, or the code of the refusal.
pub(crate) type Answer = Result<String, String>;

pub(crate) fn invalid(codes: &[Name]) -> String {
    format!("input.invalid {codes:?}")
}

#[derive(Debug)]
pub(crate) struct Plain {
    /// In seconds.
    pub(crate) now: i64,
    pub(crate) default_set: Name,
    /// Whether its accounts may share an e-mail address.
    pub(crate) sets: BTreeMap<Name, bool>,
    pub(crate) descriptions: BTreeMap<Name, Name>,
    pub(crate) sites: BTreeMap<Name, Site>,
    pub(crate) segments: BTreeMap<Name, BTreeSet<usize>>,
    /// All that ever were, in the order of creation; `None` for those who are deleted.
    pub(crate) people: Vec<Option<Person>>,
    pub(crate) orders: BTreeMap<(Name, Name), PlainOrder>,
    pub(crate) events: Vec<(String, Option<usize>)>,
    pub(crate) acknowledged: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) set: Name,
    pub(crate) currency: Name,
}

impl Plain {
    pub(crate) fn new(now: i64) -> Self {
        Self {
            now,
            default_set: "default",
            sets: BTreeMap::from([("default", false)]),
            descriptions: BTreeMap::new(),
            sites: BTreeMap::new(),
            segments: BTreeMap::new(),
            people: Vec::new(),
            orders: BTreeMap::new(),
            events: vec![("customer_set.created".to_owned(), None)],
            acknowledged: 0,
        }
    }

    pub(crate) fn event(&mut self, kind: &str, customer: Option<usize>) {
        self.events.push((kind.to_owned(), customer));
    }

    pub(crate) fn customers_of(&self, set: Name) -> usize {
        self.people.iter().flatten().filter(|person| person.set == set).count()
    }

    pub(crate) fn new_set(&mut self, code: Name, shared: bool) -> Answer {
        if self.sets.contains_key(code) {
            return Err("customer_set.exists".to_owned());
        }
        self.sets.insert(code, shared);
        self.event("customer_set.created", None);
        Ok(code.to_owned())
    }

    pub(crate) fn describe_set(&mut self, code: Name, text: Name) -> Answer {
        if !self.sets.contains_key(code) {
            return Err("customer_set.unknown".to_owned());
        }
        if self.descriptions.insert(code, text) != Some(text) {
            self.event("customer_set.updated", None);
        }
        Ok(text.to_owned())
    }

    pub(crate) fn drop_set(&mut self, code: Name) -> Answer {
        let refused = if !self.sets.contains_key(code) {
            "customer_set.unknown"
        } else if self.sets.len() == 1 {
            "customer_set.last"
        } else if self.default_set == code {
            "customer_set.default"
        } else if self.customers_of(code) > 0 || self.sites.values().any(|site| site.set == code) {
            "customer_set.not_empty"
        } else {
            self.sets.remove(code);
            self.descriptions.remove(code);
            self.event("customer_set.deleted", None);
            return Ok(String::new());
        };
        Err(refused.to_owned())
    }

    pub(crate) fn default_set(&mut self, code: Name) -> Answer {
        if !self.sets.contains_key(code) {
            return Err(invalid(&["customer_set.unknown"]));
        }
        if self.default_set != code {
            self.default_set = code;
            self.event("tenant.updated", None);
        }
        Ok(code.to_owned())
    }

    pub(crate) fn new_site(&mut self, code: Name, set: Name, currency: Name) -> Answer {
        if !self.sets.contains_key(set) {
            return Err(invalid(&["customer_set.unknown"]));
        }
        if self.sites.contains_key(code) {
            return Err("site.exists".to_owned());
        }
        self.sites.insert(code, Site { set, currency });
        self.event("site.created", None);
        Ok(format!("{set} {currency}"))
    }

    pub(crate) fn change_site(&mut self, code: Name, change: impl FnOnce(&mut Site)) -> Answer {
        let Some(before) = self.sites.get(code).copied() else {
            return Err("site.unknown".to_owned());
        };
        let mut after = before;
        change(&mut after);
        if !self.sets.contains_key(after.set) {
            return Err(invalid(&["customer_set.unknown"]));
        }
        if after != before {
            self.sites.insert(code, after);
            self.event("site.updated", None);
        }
        Ok(format!("{} {}", after.set, after.currency))
    }

    pub(crate) fn acknowledge(&mut self, position: u64) -> Answer {
        if position > self.acknowledged {
            if position > self.events.len() as u64 {
                return Err("event.unknown_position".to_owned());
            }
            self.acknowledged = position;
        }
        Ok(self.acknowledged.to_string())
    }
}
