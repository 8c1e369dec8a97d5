//! Where the records of each kind are kept, and the statements for it.
//!
//! All tables have the same shape: tenant, key, what records are found and sorted by, a version,
//! and the JSON. The statements follow from the names of the columns, so that they are written once
//! here and not once a kind. Parameters stand in the order tenant, key, columns, JSON.

use std::sync::LazyLock;

use patronage::store::Key;

/// A table and its statements.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// The columns of the key, without the tenant.
    keys: &'static [&'static str],
    /// Whether the store keeps the number of records, by customer set.
    pub(crate) counted: bool,
    /// Whether its records have keys of attributes beside them.
    pub(crate) keyed: bool,
    /// A new record. A constraint fails when the key is there.
    pub(crate) insert: String,
    /// A new record, or nothing when the key is there.
    pub(crate) insert_or_skip: String,
    /// A record in place of the one with the key, or a new one.
    pub(crate) upsert: String,
    /// A record in place of the one with the key, of the same customer set where records are
    /// counted by it.
    pub(crate) update: Update,
    /// The same, when the version is the one of the last parameter.
    pub(crate) update_version: Update,
    /// A record in place of the one with the key.
    pub(crate) overwrite: String,
    /// Takes a record out. Where records are counted by customer set, it gives that, and how many
    /// keys of attributes the record had beside it.
    pub(crate) delete: String,
    /// The same, when the version is the one of the last parameter.
    pub(crate) delete_version: String,
    /// Version and, where records are counted by it, customer set.
    pub(crate) state: String,
    /// Version, customer number (null for other records) and JSON.
    pub(crate) record: String,
    /// The same columns, before those of the key, for a statement over all records.
    pub(crate) record_columns: String,
}

/// A statement that puts a record in place of another one.
#[derive(Debug)]
pub(crate) struct Update {
    /// Of one that has no keys of attributes; there is none where records never have any.
    pub(crate) keyless: Option<String>,
    /// Of any.
    pub(crate) any: String,
}

struct Shape {
    name: &'static str,
    keys: &'static [&'static str],
    columns: &'static [&'static str],
    traits: &'static [Trait],
}

/// What sets the records of a table apart from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trait {
    /// They have versions; those without have always the first.
    Versioned,
    /// The store keeps how many there are, by customer set.
    Counted,
    /// The store gives them numbers.
    Numbered,
    /// They have keys of attributes beside them, and say how many.
    Keyed,
    /// Some rows have no record.
    Sparse,
}

impl Table {
    /// The table for a key.
    pub(crate) fn of(key: &Key) -> Result<&'static Self, Unknown> {
        Ok(match key {
            Key::Tenant => &SETTINGS,
            Key::CustomerSet(_) => &CUSTOMER_SETS,
            Key::Site(_) => &SITES,
            Key::Attribute(_) => &ATTRIBUTES,
            Key::PendingChange => &PENDING_CHANGE,
            Key::Segment(_) => &SEGMENTS,
            Key::Customer(_) => &CUSTOMERS,
            Key::Member(..) => &MEMBERS,
            Key::Activity(_) => &ACTIVITY,
            Key::Order(..) => &ORDERS,
            Key::Consumer(_) => &CONSUMERS,
            Key::ChangeProgress => &CHANGE_PROGRESS,
            Key::CreditAccount(..) => &CREDIT_ACCOUNTS,
            Key::CreditPosition(..) => &CREDIT_POSITIONS,
            _ => return Err(Unknown),
        })
    }

    /// The tables of all kinds of records.
    pub(crate) fn all() -> [&'static Self; 14] {
        [
            &SETTINGS,
            &CUSTOMER_SETS,
            &SITES,
            &ATTRIBUTES,
            &PENDING_CHANGE,
            &SEGMENTS,
            &CUSTOMERS,
            &MEMBERS,
            &ACTIVITY,
            &ORDERS,
            &CONSUMERS,
            &CHANGE_PROGRESS,
            &CREDIT_ACCOUNTS,
            &CREDIT_POSITIONS,
        ]
    }

    /// The columns that make up a key, for a statement that reads it back.
    pub(crate) fn key_columns(&self) -> String {
        if self.keys.is_empty() { "NULL".to_owned() } else { self.keys.join(", ") }
    }

    fn new(shape: &Shape) -> Self {
        let Shape { name, keys, columns, traits } = *shape;
        let [versioned, counted, numbered, keyed, sparse] =
            [Trait::Versioned, Trait::Counted, Trait::Numbered, Trait::Keyed, Trait::Sparse]
                .map(|of| traits.contains(&of));
        let key: Vec<&str> = [&["tenant"], keys].concat();
        let values: Vec<&str> = [columns, &["doc"]].concat();
        let all: Vec<&str> = [&*key, &*values].concat();
        let place = |column: &&str| {
            let index = all.iter().position(|other| other == column).unwrap_or_default();
            format!("?{}", index.saturating_add(1))
        };
        let equals = |column: &&str| format!("{column} = {}", place(column));
        let last = format!("?{}", all.len().saturating_add(1));
        let behind_key = format!("?{}", key.len().saturating_add(1));

        let version = if versioned { "version" } else { "1" };
        let next = if versioned { ", version = version + 1" } else { "" };
        let number = if numbered { "number" } else { "NULL" };
        let counted_by = if counted { "customer_set" } else { "NULL" };
        let keys_of_attributes = if keyed { "attribute_keys" } else { "0" };
        let returning = if counted {
            format!(" RETURNING customer_set, {keys_of_attributes}")
        } else {
            String::new()
        };
        let same_set =
            if counted { format!(" AND {}", equals(&"customer_set")) } else { String::new() };

        let here = list(&key, equals, " AND ");
        let record_columns = format!("SELECT {version}, {number}, doc");
        let there = if sparse { " AND doc IS NOT NULL" } else { "" };
        let update =
            format!("UPDATE {name} SET {}{next} WHERE {here}", list(&values, equals, ", "));
        let delete = format!("DELETE FROM {name} WHERE {here}");
        let insert = format!(
            "INSERT INTO {name} ({}{}{}) VALUES ({}{}{})",
            all.join(", "),
            if versioned { ", version" } else { "" },
            if numbered { ", number" } else { "" },
            list(&all, place, ", "),
            if versioned { ", 1" } else { "" },
            if numbered { format!(", {last}") } else { String::new() },
        );
        let on_conflict = format!("{insert} ON CONFLICT ({})", key.join(", "));
        let updates = |condition: &str| Update {
            keyless: keyed.then(|| format!("{update}{same_set}{condition} AND attribute_keys = 0")),
            any: format!("{update}{same_set}{condition}"),
        };
        let excluded = |column: &&str| format!("{column} = excluded.{column}");
        Self {
            name,
            keys,
            counted,
            keyed,
            insert_or_skip: format!("{on_conflict} DO NOTHING"),
            upsert: format!("{on_conflict} DO UPDATE SET {}{next}", list(&values, excluded, ", ")),
            update: updates(""),
            update_version: updates(&format!(" AND {version} = {last}")),
            overwrite: update,
            delete: format!("{delete}{returning}"),
            delete_version: format!("{delete} AND {version} = {behind_key}{returning}"),
            state: format!("SELECT {version}, {counted_by} FROM {name} WHERE {here}{there}"),
            record: format!("{record_columns} FROM {name} WHERE {here}{there}"),
            record_columns,
            insert,
        }
    }
}

fn list(columns: &[&str], write: impl Fn(&&str) -> String, separator: &str) -> String {
    columns.iter().map(write).collect::<Vec<_>>().join(separator)
}

/// A kind of record that came with a later release of the core.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("this release of the store does not know the kind of record")]
pub(crate) struct Unknown;

macro_rules! tables {
    ($($table:ident = $name:literal ($($key:literal),*) [$($column:literal),*] {$($trait:ident)*})+) => {
        $(static $table: LazyLock<Table> = LazyLock::new(|| Table::new(&Shape {
            name: $name,
            keys: &[$($key),*],
            columns: &[$($column),*],
            traits: &[$(Trait::$trait),*],
        }));)+
    };
}

tables! {
    SETTINGS = "patronage_settings" () ["customer_set"] { Versioned }
    CUSTOMER_SETS = "patronage_customer_sets" ("code") [] { Versioned }
    SITES = "patronage_sites" ("code") ["customer_set"] { Versioned }
    ATTRIBUTES = "patronage_attributes" ("code") [] { Versioned }
    PENDING_CHANGE = "patronage_pending_change" () [] { Versioned }
    SEGMENTS = "patronage_segments" ("code") [] { Versioned }
    CUSTOMERS = "patronage_customers" ("id") [
        "customer_set", "site", "login_key", "email_key", "external_key", "name_key", "created_at",
        "attribute_keys"
    ] { Versioned Counted Numbered Keyed }
    MEMBERS = "patronage_members" ("segment", "customer") ["customer_set"] { Counted }
    ACTIVITY = "patronage_activity" ("customer") ["last_order_at"] { Versioned }
    ORDERS = "patronage_orders" ("site", "number") ["customer", "placed_at"] { Versioned }
    CONSUMERS = "patronage_consumers" ("name") [] { Versioned }
    CHANGE_PROGRESS = "patronage_change_progress" () [] { Versioned }
    CREDIT_ACCOUNTS = "patronage_credit_accounts" ("customer", "currency") [
        "scale", "next_expiry"
    ] { Versioned }
    CREDIT_POSITIONS = "patronage_credit_entries" ("customer", "currency", "number") [
        "shelf", "place"
    ] { Versioned Sparse }
}
