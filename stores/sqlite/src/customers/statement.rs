//! The SQL of a part of the listing.
//!
//! `CROSS JOIN` keeps the tables in the order in which they are written: it is known here, and not
//! to SQLite, which of them to begin with.

use patronage::customer::{CustomerSort, SortKey};
use patronage::store::{CustomerQuery, CustomerScope};

use super::{Part, Start, Way};
use crate::cell::Cell;
use crate::snapshot::code_list;

/// A query under construction.
#[derive(Debug)]
pub(super) struct Statement<'q> {
    tables: String,
    conditions: Vec<String>,
    cells: Vec<Cell<'q>>,
    /// What the part is sorted by before the id, if it is.
    value: Option<&'static str>,
    id: &'static str,
}

impl<'q> Statement<'q> {
    pub(super) fn new(tenant: i64, query: &'q CustomerQuery, part: Part, way: Way) -> Self {
        let mut statement = Self {
            tables: "patronage_customers AS customers".to_owned(),
            conditions: vec!["customers.tenant = ?1".to_owned()],
            cells: vec![Cell::Integer(tenant)],
            value: None,
            id: "customers.id",
        };
        match part {
            Part::Valued => statement.valued(query.sort),
            Part::Missing => statement.missing(query.sort),
        }
        match &query.scope {
            CustomerScope::Everyone => {}
            CustomerScope::Segment(segment) => {
                let segment = statement.bind(Cell::borrowed(segment.as_str()));
                let of = format!("scope.segment = {segment}");
                statement.confine("patronage_members AS scope", &of, way);
            }
            CustomerScope::Attribute(attribute, key) => {
                let attribute = statement.bind(Cell::borrowed(attribute.as_str()));
                let key = statement.bind(Cell::attribute(key));
                let of = format!("scope.attribute = {attribute} AND scope.key = {key}");
                statement.confine("patronage_filter_attributes AS scope", &of, way);
            }
        }
        if let Some(codes) = code_list(&query.sets) {
            let codes = statement.bind(Cell::Text(codes.into()));
            statement
                .and(format!("customers.customer_set IN (SELECT value FROM json_each({codes}))"));
        }
        statement
    }

    /// The SQL and its parameters.
    pub(super) fn read(
        mut self,
        start: Start<'q>,
        forwards: bool,
        limit: usize,
    ) -> (String, Vec<Cell<'q>>) {
        let (compare, order) = if forwards { (">", "ASC") } else { ("<", "DESC") };
        if let Start::Behind(key, place) = start {
            let key = key.map(|key| {
                self.bind(match key {
                    SortKey::Integer(number) => Cell::Integer(*number),
                    SortKey::Text(text) => Cell::borrowed(text),
                })
            });
            let place = self.bind(Cell::id(place));
            let id = self.id;
            self.and(match (self.value, key) {
                (Some(value), Some(key)) => format!("({value}, {id}) {compare} ({key}, {place})"),
                _ => format!("{id} {compare} {place}"),
            });
        }
        let Self { tables, conditions, cells, value, id } = self;
        let value = value.map(|value| format!("{value} {order}, ")).unwrap_or_default();
        let conditions = conditions.join(" AND ");
        let sql = format!(
            "SELECT customers.version, customers.number, customers.doc, customers.id, \
                    activity.version, activity.doc, \
                    EXISTS (SELECT 1 FROM patronage_credit_accounts AS credit \
                            WHERE credit.tenant = customers.tenant \
                            AND credit.customer = customers.id) \
             FROM {tables} \
             LEFT JOIN patronage_activity AS activity \
                    ON activity.tenant = customers.tenant AND activity.customer = customers.id \
             WHERE {conditions} ORDER BY {value}{id} {order} LIMIT {limit}"
        );
        (sql, cells)
    }

    fn valued(&mut self, sort: CustomerSort) {
        match sort {
            CustomerSort::Name => {
                self.value = Some("customers.name_key");
                self.and("customers.name_key IS NOT NULL");
            }
            CustomerSort::Number => self.value = Some("customers.number"),
            CustomerSort::LifetimeSpend(currency) => {
                self.begin_with("patronage_spend AS spend", "spend.customer");
                self.value = Some("spend.minor");
                let currency = self.bind(Cell::Text(currency.to_string().into()));
                self.and(format!("spend.tenant = ?1 AND spend.currency = {currency}"));
            }
            CustomerSort::LastOrder => {
                self.begin_with("patronage_activity AS latest", "latest.customer");
                self.value = Some("latest.last_order_at");
                self.and("latest.tenant = ?1 AND latest.last_order_at IS NOT NULL");
            }
            // A sort that came with a later release of the core has no values here.
            _ => self.value = Some("customers.created_at"),
        }
    }

    fn missing(&mut self, sort: CustomerSort) {
        match sort {
            CustomerSort::Name => self.and("customers.name_key IS NULL"),
            CustomerSort::LifetimeSpend(currency) => {
                let currency = self.bind(Cell::Text(currency.to_string().into()));
                self.and(format!(
                    "NOT EXISTS (SELECT 1 FROM patronage_spend AS spend WHERE spend.tenant = ?1 \
                     AND spend.customer = customers.id AND spend.currency = {currency})"
                ));
            }
            CustomerSort::LastOrder => self.and(
                "NOT EXISTS (SELECT 1 FROM patronage_activity AS latest WHERE latest.tenant = ?1 \
                 AND latest.customer = customers.id AND latest.last_order_at IS NOT NULL)",
            ),
            _ => self.and("FALSE"),
        }
    }

    /// Leaves those customers who have a row in a table.
    fn confine(&mut self, table: &str, of: &str, way: Way) {
        let id = self.id;
        let is_in_scope = format!("scope.tenant = ?1 AND {of} AND scope.customer = {id}");
        match way {
            Way::Walk => self.and(format!("EXISTS (SELECT 1 FROM {table} WHERE {is_in_scope})")),
            Way::Collect => {
                self.tables = format!("{table} CROSS JOIN {}", self.tables);
                self.and(is_in_scope);
            }
        }
    }

    /// Finds the customers through another table.
    fn begin_with(&mut self, table: &str, id: &'static str) {
        self.tables = format!("{table} CROSS JOIN {}", self.tables);
        self.id = id;
        self.and(format!("customers.id = {id}"));
    }

    fn and(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    fn bind(&mut self, cell: Cell<'q>) -> String {
        self.cells.push(cell);
        format!("?{}", self.cells.len())
    }
}
