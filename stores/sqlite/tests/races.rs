//! The races on SQLite: in memory, on a file that several stores of one process have opened, and
//! with the connections of one store.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a race panics when it is lost, and its own numbers are small"
)]

#[path = "../../../core/tests/chance/mod.rs"]
mod chance;
#[path = "../../../core/tests/contention/mod.rs"]
mod contention;

mod in_memory {
    use patronage::Directory;
    use patronage_sqlite::SqliteStore;

    use crate::contention::{Doors, races};

    fn doors() -> Doors {
        let store = SqliteStore::in_memory().unwrap();
        Doors::new((0..3).map(|_| Directory::open(store.clone()).unwrap()).collect(), ())
    }

    races!(doors());
}

mod through_one_store {
    use patronage::Directory;
    use patronage_sqlite::SqliteStore;

    use crate::contention::{Doors, races};

    fn doors() -> Doors {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path().join("shop.db")).unwrap();
        Doors::new((0..3).map(|_| Directory::open(store.clone()).unwrap()).collect(), folder)
    }

    races!(doors());
}

mod through_several_stores {
    use patronage::Directory;
    use patronage_sqlite::SqliteStore;

    use crate::contention::{Doors, races};

    fn doors() -> Doors {
        let folder = tempfile::tempdir().unwrap();
        let open = || SqliteStore::open(folder.path().join("shop.db")).unwrap();
        Doors::new((0..3).map(|_| Directory::open(open()).unwrap()).collect(), folder)
    }

    races!(doors());
}
