//! Customer accounts as a library.

pub mod actor;
pub mod code;
pub mod event;
pub mod id;
pub mod money;
pub mod page;
pub mod patch;
pub mod port;
pub mod text;
pub mod time;
pub mod version;
pub mod violation;

