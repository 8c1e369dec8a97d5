//! Customer accounts as a library.

pub mod activity;
pub mod actor;
pub mod code;
pub mod customer;
pub mod customer_set;
pub mod event;
pub mod id;
pub mod money;
pub mod page;
pub mod patch;
pub mod port;
pub mod segment;
pub mod site;
pub mod store;
pub mod tenant;
pub mod text;
pub mod time;
pub mod version;
pub mod violation;

