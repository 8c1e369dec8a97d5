//! A loss of power at each flush: whoever was answered before it finds their commit after it.
//!
//! Killing the process would prove nothing, because the system keeps what was written. So a layer
//! between SQLite and the file system keeps a copy of the files as they are at the end of each flush
//! of the log. A commit that is answered while n flushes are finished must be in the n-th copy and
//! in all after it.
#![expect(unsafe_code, reason = "the layer is made of C structures")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics when a promise is broken"
)]

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock};
use std::{ptr, thread};

use patronage::actor::Author;
use patronage::event::{EventKind, EventPosition, NewEvent, Subject};
use patronage::page::PageLimit;
use patronage::store::{ChangeSet, EventQuery, Query, Slice, Store};
use patronage::time::Timestamp;
use patronage::version::Generation;
use patronage_sqlite::rusqlite::ffi;
use patronage_sqlite::{Durability, SqliteStore};

const NAME: &CStr = c"keeps-a-copy-of-each-flush";

/// The methods of the log files of the layer below, and those with which they are opened here.
struct Methods {
    below: ffi::sqlite3_io_methods,
    here: ffi::sqlite3_io_methods,
}

static METHODS: OnceLock<Methods> = OnceLock::new();
static OPEN_LOGS: LazyLock<Mutex<HashMap<usize, PathBuf>>> = LazyLock::new(Mutex::default);
static FLUSHES: AtomicUsize = AtomicUsize::new(0);

/// Registers the layer above the usual one.
fn register() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        // SAFETY: the usual layer lives as long as the process; the copy is leaked, so that it does
        // too, and differs from it only in its name and in how files are opened.
        unsafe {
            let below = ffi::sqlite3_vfs_find(ptr::null());
            let mut layer = Box::new(*below);
            layer.zName = NAME.as_ptr();
            layer.pNext = ptr::null_mut();
            layer.xOpen = Some(open);
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(layer), 0), ffi::SQLITE_OK);
        }
    });
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this as it would call the layer below, to which everything is handed on.
    // The file is of the layer below; only its table of methods is exchanged for a copy with
    // another flush.
    unsafe {
        let below = ffi::sqlite3_vfs_find(ptr::null());
        let code = (*below).xOpen.unwrap()(below, name, file, flags, out);
        if code == ffi::SQLITE_OK && flags & ffi::SQLITE_OPEN_WAL != 0 {
            let methods = METHODS.get_or_init(|| {
                let below = ptr::read((*file).pMethods);
                Methods { here: ffi::sqlite3_io_methods { xSync: Some(sync), ..below }, below }
            });
            (*file).pMethods = &raw const methods.here;
            let path = PathBuf::from(CStr::from_ptr(name).to_str().unwrap());
            OPEN_LOGS.lock().unwrap().insert(file as usize, path);
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file was opened above, by the layer whose method is called.
    let code = unsafe { METHODS.get().unwrap().below.xSync.unwrap()(file, flags) };
    let log = OPEN_LOGS.lock().unwrap()[&(file as usize)].clone();
    let number = FLUSHES.load(Ordering::SeqCst) + 1;
    let copy = image(log.parent().unwrap(), number);
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::copy(log.with_file_name("shop.db"), &copy).unwrap();
    fs::copy(&log, copy.with_file_name("shop.db-wal")).unwrap();
    FLUSHES.store(number, Ordering::SeqCst);
    code
}

/// The copy of the files after a flush.
fn image(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("flush-{number}")).join("shop.db")
}

fn event() -> NewEvent {
    NewEvent {
        kind: EventKind::TenantUpdated,
        subject: Subject::Tenant,
        customer: None,
        author: Author::System,
        site: None,
        at: Timestamp::from_microseconds(0).unwrap(),
    }
}

fn last_position(store: &SqliteStore) -> u64 {
    let snapshot = store.snapshot().unwrap();
    let mut query =
        EventQuery { after: EventPosition::START, customer: None, limit: PageLimit::MAX };
    loop {
        let Slice::Events(events) = snapshot.query(&Query::Events(query.clone())).unwrap() else {
            panic!("no events");
        };
        let Some(last) = events.last() else { return query.after.as_u64() };
        query.after = last.position();
    }
}

#[test]
fn nobody_is_answered_before_the_flush() {
    const THREADS: usize = 8;
    const COMMITS: usize = 20;
    register();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let options = SqliteStore::options().vfs(NAME.to_str().unwrap()).durability(Durability::Full);
    let store = options.open(&path).unwrap();
    let before = FLUSHES.load(Ordering::SeqCst);

    // For each answer: its position, and how many flushes were finished when it came.
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..COMMITS {
                    let set = ChangeSet::new(Generation::default()).event(event());
                    let committed = store.commit(&set).unwrap();
                    let finished = FLUSHES.load(Ordering::SeqCst);
                    answers.lock().unwrap().push((committed.events[0].position.as_u64(), finished));
                }
            });
        }
    });
    let flushes = FLUSHES.load(Ordering::SeqCst);
    drop(store);

    let answers = answers.into_inner().unwrap();
    assert_eq!(answers.len(), THREADS * COMMITS);
    assert!(flushes > before, "nothing was flushed");
    assert!(answers.iter().all(|(_, finished)| *finished > before), "answered before any flush");
    for number in before + 1..=flushes {
        let store = SqliteStore::open(image(folder.path(), number)).unwrap();
        let due = answers.iter().filter(|(_, finished)| *finished <= number);
        let due = due.map(|(position, _)| *position).max().unwrap_or_default();
        let kept = last_position(&store);
        assert!(due <= kept, "after flush {number}, {due} was answered and {kept} is there");
        assert!(store.check().unwrap().is_clean(), "after flush {number}");
    }
}
