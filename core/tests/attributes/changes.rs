//! Any sequence of changes: nobody is stuck, what was announced is what happens, and no more.

use std::collections::BTreeMap;

use patronage::attribute::{
    AttributeDefinition, AttributePatch, AttributeValue, Deletion, DryRun, NewAttribute, NewOption,
    OnViolation, SchemaChange,
};
use patronage::customer::CustomerPatch;
use patronage::time::Date;
use patronage::version::ExpectedVersion;
use proptest::prelude::*;
use proptest::sample::select;

use crate::model::{Holder, asks_the_same, breaches, shared};
use crate::shop::{Shop, code};

const CODES: [&str; 4] = ["text", "size", "tags", "day"];

fn draft(code: &str) -> NewAttribute {
    match code {
        "text" => NewAttribute::text_box(code, "Text").on_storefront(),
        "size" => NewAttribute::list(code, "Size", ["s", "m", "l"]).filterable(),
        "tags" => NewAttribute::list(code, "Tags", ["s", "m", "l"]).multiple().on_storefront(),
        _ => NewAttribute::date(code, "Day"),
    }
}

fn patch(code: &str, which: usize) -> AttributePatch {
    let patch = AttributePatch::new();
    let which = match (code, which) {
        (_, 0) => return patch.label("Other").order(7),
        (_, 1) => return patch.active(false),
        (_, 2) => return patch.active(true),
        (_, 3) => return patch.filterable(),
        ("text" | "size" | "day", 4) => return patch.unique(),
        (_, 4 | 5) => return patch.clear("unique").clear("filterable"),
        (_, which) => which,
    };
    match (code, which) {
        ("text", 6) => patch.max_length(2),
        ("text", 7) => patch.min_length(2),
        ("text", 8) => patch.pattern("[a-z]+"),
        ("text", _) => patch.clear("max_length").clear("min_length").clear("pattern"),
        ("size", 6) => patch.option(NewOption::new("m").hidden()),
        ("size" | "tags", 7) => patch.option(NewOption::new("m").inactive()),
        ("size" | "tags", 8) => patch.clear("max_choices").options(["s", "xl"]),
        ("tags", 6) => patch.max_choices(1),
        ("size" | "tags", _) => patch.clear("max_choices").options(["s", "m", "l", "xl"]),
        (_, 6) => patch.max_date("today-1"),
        (_, 7) => patch.min_date("2026-06-01"),
        _ => patch.clear("min_date").clear("max_date"),
    }
}

fn value(code: &str, which: usize) -> AttributeValue {
    match code {
        "text" => ["a", "A ", "bb", "long 1"][which].into(),
        "size" => ["s", "m", "l", "xl"][which].into(),
        "tags" => {
            [vec!["s"], vec!["s", "m"], vec!["m", "l"], vec!["xl", "s"]][which].clone().into()
        }
        _ => Date::parse(["2026-05-01", "2026-06-15", "2026-07-01", "2027-01-01"][which])
            .unwrap()
            .into(),
    }
}

#[derive(Debug, Clone)]
enum Act {
    Define(&'static str),
    Update(&'static str, usize, OnViolation),
    Delete(&'static str, Deletion),
    Restore(&'static str),
    Give(usize, &'static str, Option<usize>),
}

fn acts() -> impl Strategy<Value = Act> {
    let code = || select(CODES.to_vec());
    let way = select(vec![OnViolation::Refuse, OnViolation::Grandfather, OnViolation::Purge]);
    prop_oneof![
        1 => code().prop_map(Act::Define),
        5 => (code(), prop_oneof![1 => Just(4_usize), 5 => 0..10_usize], way).prop_map(|(code, patch, way)| Act::Update(code, patch, way)),
        1 => (code(), select(vec![Deletion::KeepHidden, Deletion::Purge]))
            .prop_map(|(code, way)| Act::Delete(code, way)),
        1 => code().prop_map(Act::Restore),
        5 => (0..6_usize, code(), prop::option::weighted(0.9, 0..4_usize))
            .prop_map(|(customer, code, value)| Act::Give(customer, code, value)),
    ]
}

struct World {
    shop: Shop,
    holders: Vec<Holder>,
    /// All definitions that there are, also the deleted ones.
    known: BTreeMap<&'static str, (AttributeDefinition, bool)>,
    renamed: u32,
}

impl World {
    fn open() -> Self {
        let shop = Shop::open();
        let mut holders = Vec::new();
        for (number, set) in ["one", "one", "one", "two", "two"].into_iter().enumerate() {
            let customer = shop.register(set, &format!("c{number}"), "{}").unwrap();
            let (set, values) = (set.to_owned(), BTreeMap::new());
            holders.push(Holder { customer, set, is_guest: false, values });
        }
        let (customer, set) = (shop.guest("one", "{}"), "one".to_owned());
        holders.push(Holder { customer, set, is_guest: true, values: BTreeMap::new() });
        let mut world = Self { shop, holders, known: BTreeMap::new(), renamed: 0 };
        for code in CODES {
            world.define(code);
        }
        world
    }

    fn today() -> Date {
        Date::parse("2026-07-01").unwrap()
    }

    fn define(&mut self, code: &'static str) {
        let made = self.shop.attributes().define(draft(code));
        match self.known.get(code) {
            None => drop(self.known.insert(code, (made.unwrap(), false))),
            Some((_, true)) => assert_eq!(crate::shop::code(made), "attribute.deleted"),
            Some((_, false)) => assert_eq!(crate::shop::code(made), "attribute.exists"),
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Define(code) => self.define(code),
            Act::Update(code, which, way) => self.update(code, &patch(code, *which), *way),
            Act::Delete(code, way) => self.delete(code, *way),
            Act::Restore(code) => self.restore(code),
            Act::Give(customer, code, which) => {
                self.give(*customer, code, which.map(|which| value(code, which)));
            }
        }
    }

    /// The definition that a patch makes, as a shop without customers has it.
    fn patched(&self, of: &str, patch: &AttributePatch) -> Option<AttributeDefinition> {
        let scratch = Shop::open();
        let file = self.shop.attributes().export().unwrap();
        let file = SchemaChange::from_json(&file).unwrap();
        scratch.attributes().apply(file, OnViolation::Refuse).unwrap();
        scratch.attributes().update(of, patch.clone()).ok()
    }

    fn update(&mut self, of: &'static str, patch: &AttributePatch, way: OnViolation) {
        let attributes = self.shop.attributes();
        let change = SchemaChange::new().update(of, patch.clone());
        let (before, next) = match self.known.get(of) {
            Some((before, false)) => (before.clone(), self.patched(of, patch)),
            Some((_, true)) => {
                assert_eq!(code(attributes.apply(change, way)), "attribute.deleted");
                return;
            }
            None => {
                assert_eq!(code(attributes.apply(change, way)), "attribute.not_defined");
                return;
            }
        };
        let Some(next) = next else {
            assert_eq!(code(attributes.apply(change, way)), "input.invalid");
            return;
        };
        let expected = self.expected(&before, &next);
        let found = attributes.dry_run(&change).unwrap();
        assert_eq!(counts(&found), expected, "dry run");
        assert_eq!(found.customers(), 6);

        let clashes = expected.contains_key("attribute.taken");
        let refused = match way {
            OnViolation::Refuse => !expected.is_empty(),
            OnViolation::Grandfather => clashes,
            OnViolation::Purge => false,
        };
        let everything = self.everything();
        let outcome = attributes.apply(change.clone(), way);
        if refused {
            assert_eq!(code(outcome), "attribute.change_violated");
            assert_eq!(self.everything(), everything, "a refusal changes nothing");
            return;
        }
        outcome.unwrap();
        self.known.insert(of, (next.clone(), false));
        if way == OnViolation::Purge {
            self.purge(of, &before, &next);
            assert_eq!(self.expected(&before, &next), BTreeMap::new(), "nobody violates it");
        }
    }

    /// How many customers hold what a change refuses, by code.
    fn expected(
        &self,
        before: &AttributeDefinition,
        next: &AttributeDefinition,
    ) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        let of = next.code().as_str();
        if !asks_the_same(before, next) {
            for value in self.holders.iter().filter_map(|holder| holder.values.get(of)) {
                for code in breaches(next, value, Self::today()) {
                    *counts.entry(code.to_owned()).or_default() += 1;
                }
            }
        }
        if next.is_unique() && !before.is_unique() {
            let sharing: usize = shared(&self.holders, of).iter().map(Vec::len).sum();
            if sharing > 0 {
                counts.insert("attribute.taken".to_owned(), u64::try_from(sharing).unwrap());
            }
        }
        counts
    }

    fn purge(&mut self, of: &str, before: &AttributeDefinition, next: &AttributeDefinition) {
        let mut losing = Vec::new();
        if next.is_unique() && !before.is_unique() {
            for sharing in shared(&self.holders, of) {
                losing.extend(sharing[1..].iter().map(|holder| holder.customer.id()));
            }
        }
        let asks = !asks_the_same(before, next);
        for holder in &mut self.holders {
            let violates = |value| asks && !breaches(next, value, Self::today()).is_empty();
            if losing.contains(&holder.customer.id()) || holder.values.get(of).is_some_and(violates)
            {
                holder.values.remove(of);
            }
        }
    }

    fn delete(&mut self, of: &'static str, way: Deletion) {
        let outcome = self.shop.attributes().delete(of, way);
        match (self.known.get_mut(of), way) {
            (None, _) => assert_eq!(code(outcome), "attribute.not_defined"),
            (Some((_, true)), Deletion::KeepHidden) => {
                assert_eq!(code(outcome), "attribute.deleted");
            }
            (Some((_, is_deleted)), Deletion::KeepHidden) => {
                outcome.unwrap();
                *is_deleted = true;
            }
            (Some(_), Deletion::Purge) => {
                outcome.unwrap();
                self.known.remove(of);
                for holder in &mut self.holders {
                    holder.values.remove(of);
                }
            }
        }
    }

    fn restore(&mut self, of: &'static str) {
        let outcome = self.shop.attributes().restore(of);
        match self.known.get_mut(of) {
            None => assert_eq!(code(outcome), "attribute.not_defined"),
            Some((_, false)) => assert_eq!(code(outcome), "attribute.not_deleted"),
            Some((definition, is_deleted)) => {
                assert_eq!(outcome.unwrap(), *definition);
                *is_deleted = false;
            }
        }
    }

    fn give(&mut self, customer: usize, of: &'static str, value: Option<AttributeValue>) {
        let holder = &self.holders[customer];
        let given = match &value {
            Some(value) => CustomerPatch::new().attribute(of, value.clone()),
            None => CustomerPatch::new().attribute(of, patronage::patch::Patch::Clear),
        };
        let customers = self.shop.admin.customers();
        let outcome = customers.update(holder.customer.id(), given, ExpectedVersion::Any);
        let clashes = value.as_ref().is_some_and(|value| self.clashes(customer, of, value));
        match outcome {
            Ok(_) => {
                assert!(!clashes, "{of} is unique");
                let values = &mut self.holders[customer].values;
                match value {
                    Some(value) => drop(values.insert(of.to_owned(), value)),
                    None => drop(values.remove(of)),
                }
            }
            Err(error) => {
                let all = error.violations().unwrap().codes();
                assert!(clashes || all != ["attribute.taken"], "{all:?}");
            }
        }
    }

    fn clashes(&self, customer: usize, of: &str, value: &AttributeValue) -> bool {
        let is_unique = self.known.get(of).is_some_and(|(known, _)| known.is_unique());
        let mut holders = self.holders.clone();
        holders[customer].values.insert(of.to_owned(), value.clone());
        let me = holders[customer].customer.id();
        is_unique
            && shared(&holders, of)
                .iter()
                .any(|sharing| sharing.iter().any(|holder| holder.customer.id() == me))
    }

    /// All that there is, as bytes.
    fn everything(&self) -> String {
        let mut all = self.shop.attributes().export().unwrap();
        for holder in &self.holders {
            all.push_str(&serde_json::to_string(&self.shop.get(&holder.customer)).unwrap());
        }
        all
    }

    /// Customers hold what the model says, and everybody can go on.
    fn check(&mut self) {
        self.renamed += 1;
        let customers = self.shop.admin.customers();
        for holder in &self.holders {
            let id = holder.customer.id();
            let name = format!("Doe {}", self.renamed);
            let renamed = CustomerPatch::new().last_name(name.as_str());
            let customer = customers.update(id, renamed, ExpectedVersion::Any).unwrap();
            assert_eq!(customer.profile().last_name(), Some(name.as_str()));
            let held: BTreeMap<String, AttributeValue> = customer
                .attributes()
                .values()
                .iter()
                .map(|(code, value)| (code.to_string(), value.clone()))
                .collect();
            let present = |code: &String| matches!(self.known.get(code.as_str()), Some((_, false)));
            let mut expected = holder.values.clone();
            expected.retain(|code, _| present(code));
            assert_eq!(held, expected);

            // What was read can be written back.
            let json = serde_json::to_string(customer.attributes().values()).unwrap();
            let same = CustomerPatch::new().attributes_json(json);
            let again = customers.update(id, same, customer.version()).unwrap();
            assert_eq!(again.version(), customer.version(), "nothing has changed");

            let site = self.shop.directory.site(&holder.set).unwrap();
            let shopper = site.as_shopper(id).unwrap();
            let phone = CustomerPatch::new().phone("+1 212 555 0100");
            shopper.update(phone, ExpectedVersion::Any).unwrap();
        }
    }
}

fn counts(found: &DryRun) -> BTreeMap<String, u64> {
    let all = found.findings().iter();
    all.map(|finding| (finding.code().to_owned(), finding.customers())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_is_stuck_and_nothing_happens_that_was_not_announced(
        first in prop::collection::vec(0..4_usize, 6 * CODES.len()),
        acts in prop::collection::vec(acts(), 1..30),
    ) {
        let mut world = World::open();
        for (place, which) in first.into_iter().enumerate() {
            let code = CODES[place % CODES.len()];
            world.give(place / CODES.len(), code, Some(value(code, which)));
        }
        for act in &acts {
            world.act(act);
            world.check();
        }
    }
}
