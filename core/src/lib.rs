//! Customer accounts as a library.
//!
//! Patronage is the customer module of a shop that writes its own back end: guest and registered
//! accounts with address books, customer sets that decide which sites share a login, segments,
//! attributes that the merchant defines, orders with the figures kept over them, and a trail of what
//! happened. There is no server and no
//! framework: a [`Directory`] over a [store](store::Store) is all there is, and every operation is
//! one commit that is applied wholly or not at all.
//!
//! This crate is the domain and a store in memory. The crate `patronage-sqlite` keeps everything in
//! one file; another store implements two [traits](store#writing-a-store).
//!
//! # Example
//!
//! ```
//! use patronage::Directory;
//! use patronage::activity::NewOrder;
//! use patronage::customer::{CustomerPatch, NewCustomer};
//! use patronage::segment::NewSegment;
//! use patronage::site::NewSite;
//! use patronage::store::MemoryStore;
//!
//! let directory = Directory::open(MemoryStore::new())?;
//! let admin = directory.as_admin("jane@shop.example");
//! let site = admin.sites().create(NewSite::new("mystic-sports", "Mystic Sports"))?;
//!
//! let draft = NewCustomer::registered("mystic-sports", "john@example.com").name("John", "Doe");
//! let john = admin.customers().create(draft)?;
//! let patch = CustomerPatch::new().phone("+1 212 555 0100");
//! let john = admin.customers().update(john.id(), patch, john.version())?;
//!
//! // Whoever asks for the same login at the same moment, also in another process, gets this answer.
//! let again = NewCustomer::registered("mystic-sports", "JOHN@example.com");
//! let refused = admin.customers().create(again).unwrap_err();
//! assert_eq!(refused.code(), "customer.login_name_taken");
//!
//! let order = NewOrder::new("1000", "mystic-sports").total("1200.00");
//! admin.orders().record(john.id(), order)?;
//! let spend = admin.customers().activity(john.id())?.lifetime_spend(site.currency());
//! assert_eq!(spend.to_string(), "1200.00 USD");
//!
//! admin.segments().create(NewSegment::new("press", "Press"))?;
//! assert_eq!(admin.segments().add("press", [john.id()])?, 1);
//! # Ok::<(), patronage::Error>(())
//! ```
//!
//! # What it holds to
//!
//! - Input is checked once and whole: an answer has every [violation](violation::Violations) of a
//!   draft or a patch, each with the path of the field, a stable code and a message.
//! - The store keeps what must hold (unique logins, references, versions, counts), so that two
//!   threads or two processes cannot break it between them.
//! - Money is exact, in minor units of its currency. No float touches it.
//! - Time and chance are [inputs](port): with fixed ones the same calls give the same bytes.
//! - What is printed for logs (`Debug`, error messages) holds nothing that is known about a person.
//!
//! # What it does not do yet
//!
//! It keeps no passwords and logs nobody in: the host finds out who somebody is, and then asks for
//! [`Storefront::as_shopper`](directory::Storefront::as_shopper). There are no rules for
//! segments (members are picked by hand), no filter language (a listing is confined to a set, a
//! segment or a value of an attribute). It takes no orders and no payments: it is told of them.
//!
//! # Where to read
//!
//! | module | what |
//! | --- | --- |
//! | [`directory`] | what a program calls: everything, by noun and by who asks |
//! | [`customer`] | accounts: drafts, patches, address books, states |
//! | [`customer_set`], [`site`], [`tenant`] | what accounts belong to |
//! | [`segment`] | groups of customers |
//! | [`credit`] | purchase-order credit: accounts, reservations, charges, payments, the ledger |
//! | [`activity`] | orders as facts, and the figures kept over them |
//! | [`attribute`] | what merchants define about customers: definitions, values, changes of both |
//! | [`actor`] | who asks |
//! | [`event`] | the trail |
//! | [`page`] | pages of listings, and their cursors |
//! | [`violation`] | what is wrong with an input |
//! | [`store`] | the storage contract, and the store in memory |
//! | [`text`], [`money`], [`time`], [`code`], [`id`], [`version`], [`patch`] | small values that are checked once |
//! | [`port`] | clock, chance and ids |
//!
//! Each error has a stable code; all of them are listed in `docs/errors.md` of the repository's
//! `core` folder, beside the architecture and the reasons for it.
//!
//! # Crate features
//!
//! - **`system`** (on by default): the clock of the operating system and its source of randomness,
//!   and with them [`Directory::open`]. Without it, give a [`directory::Builder`] ports of your own.
//! - **`automata`** (on by default): patterns are matched by automata. Without it a simulation gives
//!   the same answers, more slowly and in a tenth of the code.
//! - **`code-from-label`** (on by default): a definition without a code gets one from its label.
//!   Without it a code has to be given, and the tables of Unicode for labels are not linked.
//! - **`time-zones`** (on by default): the time zones of the IANA database, by which tenants tell days.
//!   Without it there is UTC alone, and a tenant in another time zone cannot be opened.
//! - **`conformance`**: `store::conformance`, the storage contract as tests, for whoever writes a
//!   store.

pub mod activity;
pub mod actor;
pub mod attribute;
pub mod code;
pub mod credit;
pub mod customer;
pub mod customer_set;
pub mod directory;
pub mod event;
pub mod id;
mod json;
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

pub use directory::{Directory, Error};
