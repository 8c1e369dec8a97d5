//! Which indexes the listings walk, as SQLite explains it.

use std::collections::BTreeSet;

use patronage::actor::Sets;
use patronage::attribute::AttributeKey;
use patronage::code::{AttributeCode, CustomerSetCode, SegmentCode};
use patronage::customer::{CustomerSort, Direction, SortKey};
use patronage::id::CustomerId;
use patronage::money::Currency;
use patronage::page::PageLimit;
use patronage::store::{CustomerQuery, CustomerScope};
use rusqlite::{Connection, params, params_from_iter};
use uuid::Uuid;

use super::statement::Statement;
use super::{MORE_HOLDERS, Part, Start, Way};
use crate::SqliteStore;
use crate::snapshot::HOLDERS;

const ID: CustomerId = CustomerId::from_uuid(Uuid::nil());

fn query(sort: CustomerSort) -> CustomerQuery {
    CustomerQuery {
        scope: CustomerScope::Everyone,
        sets: Sets::All,
        sort,
        direction: Direction::Ascending,
        seek: None,
        limit: PageLimit::default(),
    }
}

/// The plan of a page, one step a line.
fn plan(connection: &Connection, query: &CustomerQuery, part: Part, way: Way) -> Vec<String> {
    let key = SortKey::Integer(7);
    let starts = [Start::Edge, Start::Behind((part == Part::Valued).then_some(&key), ID)];
    let mut plans = Vec::new();
    for (start, forwards) in starts.into_iter().flat_map(|start| [(start, true), (start, false)]) {
        let (sql, cells) = Statement::new(1, query, part, way).read(start, forwards, 51);
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = explain.query_map(params_from_iter(cells), |row| row.get::<_, String>(3));
        let steps: Vec<String> = steps.unwrap().map(Result::unwrap).collect();
        plans.push(steps);
    }
    plans.concat()
}

fn with_connection(test: impl Fn(&Connection)) {
    let store = SqliteStore::in_memory().unwrap();
    test(&store.database.writer.lock());
}

/// The index whose order is that of the page: both directions walk the same one.
fn index(sort: CustomerSort, part: Part) -> &'static str {
    match (sort, part) {
        (CustomerSort::Name, _) => "patronage_customers_by_name",
        (CustomerSort::CreatedAt, _) => "patronage_customers_by_creation",
        (CustomerSort::Number, _) => "patronage_customers_by_number",
        (CustomerSort::LifetimeSpend(_), Part::Valued) => "patronage_spend_by_amount",
        (CustomerSort::LastOrder, Part::Valued) => "patronage_activity_by_last_order",
        _ => "sqlite_autoindex_patronage_customers_1",
    }
}

fn listings() -> Vec<(CustomerSort, Part)> {
    let spend = CustomerSort::LifetimeSpend(Currency::parse("USD").unwrap());
    vec![
        (CustomerSort::CreatedAt, Part::Valued),
        (CustomerSort::Number, Part::Valued),
        (CustomerSort::Name, Part::Valued),
        (CustomerSort::Name, Part::Missing),
        (spend, Part::Valued),
        (spend, Part::Missing),
        (CustomerSort::LastOrder, Part::Valued),
        (CustomerSort::LastOrder, Part::Missing),
    ]
}

/// The scopes that leave some customers out, and what stands in front of the customer in the keys
/// of their tables.
fn scopes() -> [(CustomerScope, &'static str); 2] {
    let segment = SegmentCode::parse("press").unwrap();
    let (attribute, key) = (AttributeCode::parse("born").unwrap(), AttributeKey::Integer(7));
    [
        (CustomerScope::Segment(segment), "tenant=? AND segment=?"),
        (CustomerScope::Attribute(attribute, key), "tenant=? AND attribute=? AND key=?"),
    ]
}

#[test]
fn each_sort_walks_its_index_and_sorts_nothing() {
    with_connection(|connection| {
        for (sort, part) in listings() {
            let mut confined = query(sort);
            confined.sets = Sets::Only(BTreeSet::from([CustomerSetCode::parse("b2c").unwrap()]));
            let scoped = scopes().map(|(scope, _)| CustomerQuery { scope, ..query(sort) });
            for query in [query(sort), confined].into_iter().chain(scoped) {
                let steps = plan(connection, &query, part, Way::Walk);
                let text = steps.join("\n");
                assert!(!text.contains("TEMP B-TREE"), "{query:?} {part:?}:\n{text}");
                assert!(!text.contains("SCAN customers"), "{query:?} {part:?}:\n{text}");
                let walks = steps.iter().filter(|step| step.contains(index(sort, part))).count();
                assert!(walks >= 4, "{query:?} {part:?}:\n{text}");
                // Behind a place, the walk begins there, and not at the edge.
                let seeks = |comparison| steps.iter().any(|step| step.contains(comparison));
                assert!(seeks(">?") || seeks(">(?"), "{query:?} {part:?}:\n{text}");
                assert!(seeks("<?") || seeks("<(?"), "{query:?} {part:?}:\n{text}");
            }
        }
    });
}

#[test]
fn small_scopes_are_collected() {
    with_connection(|connection| {
        for (sort, part) in listings() {
            for (scope, key) in scopes() {
                let query = CustomerQuery { scope, ..query(sort) };
                let steps = plan(connection, &query, part, Way::Collect);
                let text = steps.join("\n");
                let begins = format!("scope USING PRIMARY KEY ({key}");
                assert!(steps[0].contains(&begins), "{query:?} {part:?}:\n{text}");
                assert!(!text.contains("SCAN customers"), "{query:?} {part:?}:\n{text}");
            }
        }
    });
}

#[test]
fn the_holders_of_a_key_are_counted_along_the_index() {
    with_connection(|connection| {
        for sql in [MORE_HOLDERS, HOLDERS] {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = explain.query_map(params![1, "a", "b", 4], |row| row.get::<_, String>(3));
            let steps: Vec<String> = steps.unwrap().map(Result::unwrap).collect();
            let walks = "patronage_filter_attributes USING PRIMARY KEY \
                         (tenant=? AND attribute=? AND key=?)";
            assert!(steps[0].ends_with(walks), "{steps:?}");
            assert!(!steps.concat().contains("patronage_customers"), "{steps:?}");
        }
    });
}
