//! The file that every round begins with: one tenant, one customer set, one site.

use std::path::{Path, PathBuf};

use patronage::Directory;
use patronage::customer_set::NewCustomerSet;
use patronage::site::NewSite;
use patronage_sqlite::SqliteStore;
use tempfile::TempDir;

use crate::failure::Failure;

pub(crate) const STAFF: &str = "jane@shop.example";
pub(crate) const CUSTOMER_SET: &str = "b2c";
pub(crate) const SITE: &str = "mystic-sports";

/// A folder of its own with an empty shop in it, deleted in the end.
#[derive(Debug)]
pub(crate) struct Shop {
    folder: TempDir,
}

impl Shop {
    /// A new shop in a folder below `place`. Its file is closed, so that both sides open it.
    pub(crate) fn new(place: &Path) -> Result<Self, Failure> {
        let shop = Self { folder: folder_in(place)? };
        let admin = shop.open()?.as_admin(STAFF);
        admin.customer_sets().create(NewCustomerSet::new(CUSTOMER_SET, "Consumers"))?;
        let site = NewSite::new(SITE, "Mystic Sports").customer_set(CUSTOMER_SET).currency("USD");
        admin.sites().create(site)?;
        Ok(shop)
    }

    /// Where its file is.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("shop.db")
    }

    /// The shop as a user of the library opens it, durable as it is without options.
    pub(crate) fn open(&self) -> Result<Directory, Failure> {
        Ok(Directory::open(SqliteStore::open(self.file())?)?)
    }
}

/// A new folder below `place`, deleted when it is dropped.
pub(crate) fn folder_in(place: &Path) -> Result<TempDir, Failure> {
    let failed = |cause| Failure::File { path: place.to_owned(), cause };
    std::fs::create_dir_all(place).map_err(failed)?;
    tempfile::Builder::new().prefix("bench-").tempdir_in(place).map_err(failed)
}
