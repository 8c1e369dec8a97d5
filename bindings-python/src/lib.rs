//! The Python wheel of `patronage`: the directory with the SQLite store inside.
//!
//! Every module is a noun of the core and holds its classes: values, which are frozen, and the
//! access to them. No business rule stands here: what Python gives is read ([`argument`]), handed to
//! the core, and what the core answers is shown.

#![expect(
    clippy::unused_self,
    reason = "what Python calls as a method is one, also where its answer is always the same"
)]
#![expect(
    clippy::too_many_arguments,
    reason = "arguments by name are how Python says what Rust says with a builder"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "PyO3 hands over some arguments and receivers as values"
)]

mod activity;
mod address;
mod argument;
mod arrow;
mod attribute;
mod batch;
mod credit;
mod customer;
mod customer_set;
mod directory;
mod error;
mod event;
mod handle;
mod json;
mod logging;
mod money;
mod order;
mod page;
mod pattern;
mod purchase_orders;
mod query;
mod schema;
mod schema_change;
mod segment;
mod site;
mod storefront;
mod tenant;
mod time;
mod value;
mod violation;

use pyo3::prelude::*;

/// What `patronage/__init__.py` takes over.
#[pymodule]
fn _patronage(module: &Bound<'_, PyModule>) -> PyResult<()> {
    error::add_to(module)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<activity::Activity>()?;
    module.add_class::<activity::LastOrder>()?;
    module.add_class::<address::AddedAddress>()?;
    module.add_class::<address::Address>()?;
    module.add_class::<address::AddressBook>()?;
    module.add_class::<address::Addresses>()?;
    module.add_class::<attribute::AttributeDefinition>()?;
    module.add_class::<attribute::AttributeOption>()?;
    module.add_class::<attribute::Attributes>()?;
    module.add_class::<schema_change::ChangeRun>()?;
    module.add_class::<schema_change::DryRun>()?;
    module.add_class::<schema_change::Finding>()?;
    module.add_class::<schema_change::PendingChange>()?;
    module.add_class::<schema_change::SchemaChange>()?;
    module.add_class::<credit::impact::AffectedAccount>()?;
    module.add_class::<credit::impact::TermsImpact>()?;
    module.add_class::<credit::own::OwnCredit>()?;
    module.add_class::<credit::Credit>()?;
    module.add_class::<credit::account::CreditAccount>()?;
    module.add_class::<credit::account::Figures>()?;
    module.add_class::<credit::account::Head>()?;
    module.add_class::<credit::account::Hold>()?;
    module.add_class::<credit::entries::CreditEntryIterator>()?;
    module.add_class::<credit::entry::Allocation>()?;
    module.add_class::<credit::entry::CreditEntry>()?;
    module.add_class::<credit::position::CreditPosition>()?;
    module.add_class::<credit::ageing::Ageing>()?;
    module.add_class::<credit::statement::OpenItem>()?;
    module.add_class::<credit::statement::Statement>()?;
    module.add_class::<credit::statement::StatementLine>()?;
    module.add_class::<credit::status::CreditOffer>()?;
    module.add_class::<credit::preview::CreditPreview>()?;
    module.add_class::<credit::status::CreditStatus>()?;
    module.add_class::<credit::verification::LedgerFinding>()?;
    module.add_class::<credit::verification::Verification>()?;
    module.add_class::<customer::Customer>()?;
    module.add_class::<customer::CustomerIterator>()?;
    module.add_class::<customer::CustomerRow>()?;
    module.add_class::<customer::Customers>()?;
    module.add_class::<customer_set::CustomerSet>()?;
    module.add_class::<customer_set::CustomerSets>()?;
    module.add_class::<directory::Backoffice>()?;
    module.add_class::<directory::Directory>()?;
    module.add_class::<event::Event>()?;
    module.add_class::<event::EventPage>()?;
    module.add_class::<event::Events>()?;
    module.add_class::<money::Money>()?;
    module.add_class::<money::Percent>()?;
    module.add_class::<order::Order>()?;
    module.add_class::<order::OrderLine>()?;
    module.add_class::<order::Orders>()?;
    module.add_class::<order::Recorded>()?;
    module.add_class::<page::CustomerPage>()?;
    module.add_class::<page::Page>()?;
    module.add_class::<pattern::Pattern>()?;
    module.add_class::<purchase_orders::CustomField>()?;
    module.add_class::<purchase_orders::PaymentTerm>()?;
    module.add_class::<purchase_orders::PurchaseOrders>()?;
    module.add_class::<query::QueryResult>()?;
    module.add_class::<schema::MemberChange>()?;
    module.add_class::<schema::Outcome>()?;
    module.add_class::<schema::Schema>()?;
    module.add_class::<schema::SchemaDifference>()?;
    module.add_class::<segment::Segment>()?;
    module.add_class::<segment::Segments>()?;
    module.add_class::<site::Site>()?;
    module.add_class::<site::Sites>()?;
    module.add_class::<storefront::OwnOrders>()?;
    module.add_class::<storefront::Shopper>()?;
    module.add_class::<storefront::Storefront>()?;
    module.add_class::<tenant::Tenant>()?;
    module.add_class::<tenant::TenantSettings>()?;
    module.add_class::<violation::Messages>()?;
    module.add_class::<violation::Violation>()?;
    Ok(())
}
