//! What a store keeps.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::key::{ConsumerName, Key, UniqueKey};
use crate::activity::{Activity, Order};
use crate::attribute::{AttributeDefinition, AttributeKey, ChangeProgress, PendingChange};
use crate::code::AttributeCode;
use crate::credit::{CreditAccount, CreditPosition};
use crate::customer::{Assigned, Customer};
use crate::customer_set::CustomerSet;
use crate::event::EventPosition;
use crate::id::CustomerNumber;
use crate::segment::{Member, Segment};
use crate::site::Site;
use crate::tenant::Tenant;
use crate::version::Version;

/// Something that a store keeps under a [`Key`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Record {
    /// The settings of the tenant.
    Tenant(Tenant),
    /// A customer set.
    CustomerSet(CustomerSet),
    /// A site.
    Site(Site),
    /// The definition of an attribute.
    Attribute(Box<AttributeDefinition>),
    /// The change of definitions that is in progress.
    PendingChange(Box<PendingChange>),
    /// A segment.
    Segment(Segment),
    /// A customer.
    Customer(Box<Customer>),
    /// That a customer is in a segment.
    Member(Member),
    /// The figures kept over a customer's orders.
    Activity(Activity),
    /// An order.
    Order(Box<Order>),
    /// How far a reader of the events has come.
    Consumer(Consumer),
    /// How far the change of definitions has come.
    ChangeProgress(Box<ChangeProgress>),
    /// A credit account.
    CreditAccount(Box<CreditAccount>),
    /// A reservation, item or payment of a credit account.
    CreditPosition(Box<CreditPosition>),
}

/// How far a named reader of the events has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumer {
    #[serde(skip)]
    version: Version,
    /// The reader.
    pub name: ConsumerName,
    /// The last event that it has dealt with.
    pub acknowledged: EventPosition,
}

impl Consumer {
    /// A reader who has dealt with everything up to `acknowledged`.
    pub fn new(name: ConsumerName, acknowledged: EventPosition) -> Self {
        Self { version: Version::FIRST, name, acknowledged }
    }

    /// Grows by one with each step, so that of two steps at once none goes backwards.
    pub fn version(&self) -> Version {
        self.version
    }
}

impl Record {
    /// Where the record is kept.
    pub fn key(&self) -> Key {
        match self {
            Self::Tenant(_) => Key::Tenant,
            Self::CustomerSet(set) => Key::CustomerSet(*set.code()),
            Self::Site(site) => Key::Site(*site.code()),
            Self::Attribute(attribute) => Key::Attribute(*attribute.code()),
            Self::PendingChange(_) => Key::PendingChange,
            Self::Segment(segment) => Key::Segment(*segment.code()),
            Self::Customer(customer) => Key::Customer(customer.id()),
            Self::Member(member) => Key::Member(member.segment, member.customer),
            Self::Activity(activity) => Key::Activity(activity.customer()),
            Self::Order(order) => Key::Order(*order.site(), order.number().clone()),
            Self::Consumer(consumer) => Key::Consumer(consumer.name.clone()),
            Self::ChangeProgress(_) => Key::ChangeProgress,
            Self::CreditAccount(account) => {
                Key::CreditAccount(account.customer(), account.currency())
            }
            Self::CreditPosition(position) => {
                let (customer, currency) = (position.customer(), position.currency());
                Key::CreditPosition(customer, currency, position.number())
            }
        }
    }

    /// What no other record may hold at the same time, apart from the number, which the store
    /// assigns.
    pub fn unique_keys(&self) -> Vec<UniqueKey> {
        let Self::Customer(customer) = self else { return Vec::new() };
        let set = customer.customer_set();
        let login = customer.login_key().map(|key| UniqueKey::Login(*set, key));
        let email = customer.exclusive_email_key().map(|key| UniqueKey::Email(*set, key));
        let external = customer.external_key().map(UniqueKey::ExternalId);
        let attributes = customer.unique_attribute_keys();
        let attributes = attributes.map(|(code, key)| UniqueKey::Attribute(*set, code, key));
        login.into_iter().chain(email).chain(external).chain(attributes).collect()
    }

    /// By which values of attributes a customer is found; others have none.
    pub fn filter_keys(&self) -> Vec<(AttributeCode, AttributeKey)> {
        match self {
            Self::Customer(customer) => customer.attributes().filter_keys().collect(),
            _ => Vec::new(),
        }
    }

    /// The records that must be there as long as this one is.
    pub fn references(&self) -> Vec<Key> {
        match self {
            Self::Tenant(tenant) => vec![Key::CustomerSet(*tenant.default_customer_set())],
            Self::Site(site) => vec![Key::CustomerSet(*site.customer_set())],
            Self::Customer(customer) => {
                let set = Key::CustomerSet(*customer.customer_set());
                let site = customer.site().map(|site| Key::Site(*site));
                std::iter::once(set).chain(site).collect()
            }
            Self::Member(member) => {
                vec![Key::Segment(member.segment), Key::Customer(member.customer)]
            }
            Self::Activity(activity) => vec![Key::Customer(activity.customer())],
            Self::CreditAccount(account) => vec![Key::Customer(account.customer())],
            Self::CreditPosition(position) => {
                vec![Key::CreditAccount(position.customer(), position.currency())]
            }
            Self::Order(order) => {
                vec![Key::Customer(order.customer()), Key::Site(*order.site())]
            }
            Self::CustomerSet(_)
            | Self::Attribute(_)
            | Self::PendingChange(_)
            | Self::ChangeProgress(_)
            | Self::Segment(_)
            | Self::Consumer(_) => Vec::new(),
        }
    }

    /// The version that the store gave it; memberships have none but the first.
    pub fn version(&self) -> Version {
        match self {
            Self::Tenant(tenant) => tenant.version(),
            Self::CustomerSet(set) => set.version(),
            Self::Site(site) => site.version(),
            Self::Attribute(attribute) => attribute.version(),
            Self::PendingChange(change) => change.version(),
            Self::ChangeProgress(progress) => progress.version(),
            Self::Segment(segment) => segment.version(),
            Self::Customer(customer) => customer.version(),
            Self::Activity(activity) => activity.version(),
            Self::Order(order) => order.version(),
            Self::Consumer(consumer) => consumer.version,
            Self::CreditAccount(account) => account.version(),
            Self::CreditPosition(position) => position.version(),
            Self::Member(_) => Version::FIRST,
        }
    }

    /// The record as the store keeps it, with what the store assigns: its version and, for a
    /// customer, its number.
    #[must_use]
    pub fn assigned(mut self, version: Version, number: Option<CustomerNumber>) -> Self {
        match &mut self {
            Self::Tenant(tenant) => tenant.set_version(version),
            Self::CustomerSet(set) => set.set_version(version),
            Self::Site(site) => site.set_version(version),
            Self::Attribute(attribute) => attribute.set_version(version),
            Self::PendingChange(change) => change.set_version(version),
            Self::ChangeProgress(progress) => progress.set_version(version),
            Self::Segment(segment) => segment.set_version(version),
            Self::Customer(customer) => customer.assign(Assigned { version, number }),
            Self::Activity(activity) => activity.set_version(version),
            Self::Order(order) => order.set_version(version),
            Self::Consumer(consumer) => consumer.version = version,
            Self::CreditAccount(account) => account.set_version(version),
            Self::CreditPosition(position) => position.set_version(version),
            Self::Member(_) => {}
        }
        self
    }

    /// The record as JSON text, without what the store assigns.
    pub fn to_json(&self) -> Result<String, CorruptRecord> {
        let written = match self {
            Self::Tenant(record) => serde_json::to_string(record),
            Self::CustomerSet(record) => serde_json::to_string(record),
            Self::Site(record) => serde_json::to_string(record),
            Self::Attribute(record) => serde_json::to_string(record),
            Self::PendingChange(record) => serde_json::to_string(record),
            Self::ChangeProgress(record) => serde_json::to_string(record),
            Self::Segment(record) => serde_json::to_string(record),
            Self::Customer(record) => serde_json::to_string(record),
            Self::Member(record) => serde_json::to_string(record),
            Self::Activity(record) => serde_json::to_string(record),
            Self::Order(record) => serde_json::to_string(record),
            Self::Consumer(record) => serde_json::to_string(record),
            Self::CreditAccount(record) => serde_json::to_string(record),
            Self::CreditPosition(record) => serde_json::to_string(record),
        };
        written.map_err(|error| CorruptRecord::new(&self.key(), &place(&error)))
    }

    /// The record of `key` out of its JSON text and what the store assigned.
    ///
    /// Each field is checked as in any other input, and the record must be the one of the key: a
    /// file that was edited by hand gives an error rather than, say, somebody else's customer.
    pub fn from_json(
        key: &Key,
        json: &str,
        version: Version,
        number: Option<CustomerNumber>,
    ) -> Result<Self, CorruptRecord> {
        fn read<T: DeserializeOwned>(key: &Key, json: &str) -> Result<T, CorruptRecord> {
            serde_json::from_str(json).map_err(|error| CorruptRecord::new(key, &place(&error)))
        }
        let record = match key {
            Key::Tenant => Self::Tenant(read(key, json)?),
            Key::CustomerSet(_) => Self::CustomerSet(read(key, json)?),
            Key::Site(_) => Self::Site(read(key, json)?),
            Key::Attribute(_) => Self::Attribute(read(key, json)?),
            Key::PendingChange => Self::PendingChange(read(key, json)?),
            Key::ChangeProgress => Self::ChangeProgress(read(key, json)?),
            Key::Segment(_) => Self::Segment(read(key, json)?),
            Key::Customer(_) => Self::Customer(read(key, json)?),
            Key::Member(..) => Self::Member(read(key, json)?),
            Key::Activity(_) => Self::Activity(read(key, json)?),
            Key::Order(..) => Self::Order(read(key, json)?),
            Key::Consumer(_) => Self::Consumer(read(key, json)?),
            Key::CreditAccount(..) => Self::CreditAccount(read(key, json)?),
            Key::CreditPosition(..) => Self::CreditPosition(read(key, json)?),
        };
        if record.key() != *key {
            return Err(CorruptRecord::new(key, &"it is kept under the key of another one"));
        }
        Ok(record.assigned(version, number))
    }
}

/// What is wrong with a text, and where. What `serde_json` says would quote the text, which is
/// somebody's data.
fn place(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Data => "not what such a record holds",
        Category::Eof => "the text ends too early",
        Category::Syntax | Category::Io => "not JSON",
    };
    format!("{what}, at line {} column {}", error.line(), error.column())
}

/// A record that a store holds cannot be read, or one cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the record of {key} is damaged: {reason}")]
pub struct CorruptRecord {
    key: String,
    reason: String,
}

impl CorruptRecord {
    /// The record of `key` is damaged in the way that `reason` says.
    pub fn new(key: &Key, reason: &impl ToString) -> Self {
        Self { key: key.to_string(), reason: reason.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit::PurchaseOrders;
    use crate::time::TimeZone;

    fn read(key: &Key, json: &str) -> Result<Record, CorruptRecord> {
        Record::from_json(key, json, Version::FIRST, None)
    }

    #[test]
    fn a_site_that_was_kept_before_purchase_orders_takes_none() {
        let key = Key::Site("shop".parse().unwrap());
        let json = r#"{"code":"shop","name":"Shop","customer_set":"b2c","currency":"USD","languages":[],"created_at":"2026-01-01T00:00:00.000000Z"}"#;
        let Record::Site(site) = read(&key, json).unwrap() else { panic!("no site") };
        assert_eq!(*site.purchase_orders(), PurchaseOrders::default());
    }

    #[test]
    fn a_tenant_that_was_kept_before_time_zones_is_in_utc() {
        let json = r#"{"default_customer_set":"b2c","reporting_currency":"USD","languages":[]}"#;
        let Record::Tenant(tenant) = read(&Key::Tenant, json).unwrap() else { panic!("no tenant") };
        assert_eq!(*tenant.time_zone(), TimeZone::UTC);
        let written = Record::Tenant(tenant).to_json().unwrap();
        assert!(written.ends_with(r#","time_zone":"UTC"}"#), "{written}");
        assert!(read(&Key::Tenant, &written.replace("UTC", "Nowhere")).is_err());
    }

    #[test]
    fn a_record_under_the_key_of_another_is_damaged() {
        let key = |name: &str| Key::Consumer(ConsumerName::parse(name).unwrap());
        let json = r#"{"name":"mailer","acknowledged":7}"#;
        assert_eq!(read(&key("mailer"), json).unwrap().key(), key("mailer"));
        let refused = read(&key("search"), json).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the record of consumer search is damaged: it is kept under the key of another one"
        );
    }

    #[test]
    fn a_damaged_record_is_reported_by_its_place_and_not_quoted() {
        let key = Key::Consumer(ConsumerName::parse("mailer").unwrap());
        for json in [
            r#"{"name":"mailer","acknowledged":"john@example.com"}"#,
            r#"{"john@example.com"#,
            r#"{"name":"mailer", john@example.com}"#,
        ] {
            let refused = read(&key, json).unwrap_err().to_string();
            assert!(refused.contains("at line 1 column"), "{refused}");
            assert!(!refused.contains("john"), "{refused}");
        }
    }
}
